"""Glossary: entries in every form of numbering, and where the body uses them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.facts.glossary import read_glossary
from luoshi.report.report import Header, Report, Section
from luoshi.text.source import SourceText
from luoshi.text.traced import Segment


def report(body: str, glossary: str) -> Report:
    """A report whose second section is a glossary."""
    text = body + glossary
    source = SourceText(
        "t.txt", "0" * 64, "txt", "utf-8", text, text, (Segment(0, len(text), 0, len(text), "same"),)
    )
    cut = len(body)
    sections = (
        Section("s1", None, 1, "review", None, 0, cut),
        Section("s2", None, 1, "glossary", "名词解释", cut, len(text)),
    )
    return Report(source, Header(work_year=2031), sections)


@pytest.mark.parametrize(
    "entries",
    [
        "名词解释\n1.“四青行动”：指青山、青田、青水、青林四项行动。\n2.双禾计划：即禾苗、禾稼两个计划。",
        "名词解释\n[1]“四青行动”：指青山、青田、青水、青林四项行动。\n[2]双禾计划：即禾苗、禾稼两个计划。",
        "名词解释\n〔1〕“四青行动”：指青山、青田、青水、青林四项行动。〔2〕双禾计划：即禾苗、禾稼两个计划。",
        "名词解释\n（1）“四青行动”：指青山、青田、青水、青林四项行动。\n（2）双禾计划：即禾苗、禾稼两个计划。",
        "名词解释\n1.[“四青行动”]指青山、青田、青水、青林四项行动。\n2.[双禾计划]即禾苗、禾稼两个计划。",
        "名词解释\n“四青行动”：指青山、青田、青水、青林四项行动。\n双禾计划：即禾苗、禾稼两个计划。",
        "名词解释\n1、“四青行动”是指青山、青田、青水、青林四项行动。\n2、双禾计划，即禾苗、禾稼两个计划。",
    ],
)
def test_forms_of_entries(entries: str) -> None:
    body = "深入实施“四青行动”[1]，推进双禾计划。\n"
    r = report(body, entries)
    found = read_glossary(r)
    assert [e.key for e in found] == ["“四青行动”", "双禾计划"]
    assert [e.definition.lstrip("指即") for e in found] == [
        "青山、青田、青水、青林四项行动。",
        "禾苗、禾稼两个计划。",
    ]
    assert [[r.text[a:b] for a, b in e.uses] for e in found] == [["四青行动"], ["双禾计划"]]
    assert all(r.text[e.start : e.end].endswith("。") for e in found)


def test_a_key_that_the_body_has_otherwise_is_flagged() -> None:
    r = report("筑牢“五重屏障”。\n", "名词解释\n1.“五道屏障”：指五道防线。\n2.“双禾”：指两禾。")
    first, second = read_glossary(r)
    assert first.uses == () and first.flags == ("no_use",)
    assert second.flags == ("no_use",)


def test_a_key_of_several_words_is_found_by_each() -> None:
    r = report("坚持“双禾”“四青”并举。\n", "名词解释\n1.“双禾”“四青”：指两件事。\n2.“六稳”：指六件事。")
    assert [r.text[a:b] for a, b in read_glossary(r)[0].uses] == ["双禾", "四青"]


def test_no_glossary_no_entries() -> None:
    assert read_glossary(report("1.工业：指制造业。\n", "")) == ()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="1２.、[]〔〕（）“”：即指词。\n条", max_size=60))
def test_any_glossary_gives_entries_in_order(entries: str) -> None:
    r = report("词条词条。\n", "名词解释\n" + entries)
    found = read_glossary(r)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for e in found:
        assert e.key and r.text[e.start : e.end]
