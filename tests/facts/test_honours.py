"""Honours: titles and places on lists that were won, on invented sentences."""

from __future__ import annotations

import pytest
from test_projects import report

from luoshi.facts.honours import read_honours


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("荣获全国文明城市称号。", [("全国文明城市称号", "nation", "荣获")]),
        ("青禾村被评为“中国最美乡村”。", [("“中国最美乡村”", "nation", "评为")]),
        ("入选国家第三批海绵城市建设示范城市，数量全省第一。", [("国家第三批海绵城市建设示范城市", "nation", "入选")]),
        ("成功创建省级园林县城，品质明显提升。", [("省级园林县城", "province", "成功创建")]),
        ("荣获联合国“国际花园城市”称号。", [("联合国“国际花园城市”称号", "international", "荣获")]),
        ("获评全省最佳实践案例10个。", [("全省最佳实践案例", "province", "获评")]),
        ("被列为全国首批城乡高效配送试点城市。", [("全国首批城乡高效配送试点城市", "nation", "列为")]),
        ("荣获全国卫生城市、国家园林城市。", [("全国卫生城市", "nation", "荣获"), ("国家园林城市", "nation", "荣获")]),
        ("位列全国综合实力百强县第八十一位。", [("全国综合实力百强县第八十一位", "nation", "位列")]),
        ("评为全市法治建设先进单位。", [("全市法治建设先进单位", "prefecture", "评为")]),
    ],
)  # fmt: skip
def test_titles(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    found = read_honours(report(text, "review"))
    assert [(h.title, h.level, h.verb) for h in found] == expected
    assert all(text[h.start : h.end] == h.title for h in found)


@pytest.mark.parametrize(
    "text",
    [
        "获批建设用地48.6万亩。",
        "规划获国务院批复。",
        "成为最向往的现代化城市。",
        "积极争取入选全国试点城市。",
        "荣获各类荣誉称号。",
        "获得感明显提升。",
        "引进世界500强企业3家。",
        "",
    ],
)
def test_what_is_no_honour(text: str) -> None:
    assert read_honours(report(text, "review")) == ()


def test_what_is_aimed_at_is_not_won() -> None:
    assert read_honours(report("荣获全国文明城市称号。", "tasks")) == ()
