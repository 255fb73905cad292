"""Responsibilities: brackets, lines, tails with their organs and time, on invented items."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from test_projects import report

from luoshi.facts.responsibilities import read_responsibilities
from luoshi.facts.shapes import Responsibility
from luoshi.report.assemble import read_report
from luoshi.text.intake import take_in


def read(text: str) -> list[tuple[str, tuple[str, ...], str | None]]:
    return [(r.role, r.organs, r.deadline) for r in read_responsibilities(report(text))]


def task(text: str, r: Responsibility) -> str:
    assert r.task_start is not None and r.task_end is not None
    return text[r.task_start : r.task_end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.新建学校2所。（牵头单位：市教育局）", [("牵头单位", ("市教育局",), None)]),
        ("1.新建学校2所（牵头责任单位：自治区教育厅、自治区财政厅）。", [("牵头责任单位", ("自治区教育厅", "自治区财政厅"), None)]),
        ("改造消防站。（牵头单位：市应急局〈市消防救援支队〉）", [("牵头单位", ("市应急局〈市消防救援支队〉",), None)]),
        ("1.新建学校。\n牵头单位：市教育局；责任单位：市住建局、市财政局（国资委）\n",
         [("牵头单位", ("市教育局",), None), ("责任单位", ("市住建局", "市财政局（国资委）"), None)]),
        ("优化环境。（国务院各部门分别负责，年内持续推进）", [("分别负责", ("国务院各部门",), "年内持续推进")]),
        ("落实优惠（发展改革委、财政部、税务总局等按职责分工负责，6月底前出台政策，年内持续推进）。",
         [("按职责分工负责", ("发展改革委", "财政部", "税务总局"), "6月底前出台政策，年内持续推进")]),
        ("建成大桥（市住建局牵头，市财政局、各区县政府配合，8月底前完成）",
         [("牵头", ("市住建局",), "8月底前完成"), ("配合", ("市财政局", "各区县政府"), "8月底前完成")]),
    ],
)  # fmt: skip
def test_roles_organs_and_time(text: str, expected: list[tuple[str, tuple[str, ...], str | None]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "修建专用线（仅是该段由李明负责的部分）。",
        "实行谁主管、谁负责。",
        "压实责任：坚持问题导向。",
        "（责任：）",
        "",
    ],
)
def test_what_is_no_responsibility(text: str) -> None:
    assert read(text) == []


def test_each_belongs_to_its_item() -> None:
    text = "一、教育\n1.新建学校2所。（牵头单位：市教育局）\n2.改造厕所30座。（牵头单位：市城管委）\n十、道路\n项目内容：拓宽青禾路\n2.责任单位：住建局\n"
    found = read_responsibilities(report(text))
    assert [task(text, r) for r in found] == ["新建学校2所。", "改造厕所30座。", "项目内容：拓宽青禾路"]
    assert [text[r.start : r.end] for r in found] == [
        "牵头单位：市教育局",
        "牵头单位：市城管委",
        "责任单位：住建局",
    ]


def test_two_items_on_one_line() -> None:
    text = "新建学校2所（牵头单位：市教育局）。改造厕所30座（牵头单位：市城管委）。"
    assert [task(text, r) for r in read_responsibilities(report(text))] == ["新建学校2所", "改造厕所30座"]


@pytest.mark.corpus
@pytest.mark.parametrize("file", ["city/成都市/2022.md", "province/内蒙古自治区/2023.md"])
def test_lists_of_pledges_with_their_units(shared: Path, file: str) -> None:
    path = shared / "corpus" / file
    (source,) = take_in(str(path), path.read_bytes())
    found = read_responsibilities(read_report(source))
    assert len(found) >= 45
    for r in found:
        assert "牵头" in r.role and r.organs
        assert r.task_start is not None and r.task_end is not None
        assert r.task_start < r.task_end <= r.start
    assert all(a.task_end <= b.task_start for a, b in pairwise(found) if a.task_start != b.task_start)  # type: ignore[operator]
