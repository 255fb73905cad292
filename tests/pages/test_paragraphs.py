"""The text as paragraphs to be set."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st
from made_reading import TEXT, made

from luoshi.pages.paragraphs import paragraphs
from luoshi.report.report import Section


def without_space(text: str) -> str:
    return "".join(text.split())


@given(st.text("甲乙。: \n　12", max_size=400), st.lists(st.integers(0, 400), max_size=6))
def test_blocks_hold_every_character_but_space_in_order(text: str, cuts: list[int]) -> None:
    starts = sorted({min(c, len(text)) for c in cuts})
    sections = [Section(f"s{i}", None, 1, "review", None, a, len(text)) for i, a in enumerate(starts)]
    blocks = paragraphs(text, sections)
    assert without_space("".join(text[p.start : p.end] for p in blocks)) == without_space(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(blocks))
    assert all(p.start <= p.lead <= p.end for p in blocks)


def test_headings_of_their_own_and_run_in_headings() -> None:
    tags = {TEXT[p.start : p.end][:8]: p for p in paragraphs(TEXT, made().sections)}
    assert tags["一、2030年工"].tag == "h2"
    run_in = tags["——坚持产业强县"]
    assert run_in.tag == "p"
    assert TEXT[run_in.start : run_in.lead] == "——坚持产业强县,动能更加充沛"
    assert tags["政府工作报告"].tag == "title"
    assert tags["各位代表:"].tag == "p"


def test_every_section_opens_once() -> None:
    sections = made().sections
    opened = [s.id for p in paragraphs(TEXT, sections) for s in p.opens]
    assert opened == [s.id for s in sections]


def test_a_report_in_one_line_is_broken_where_line_breaks_were_lost() -> None:
    line = " ".join(TEXT.split("\n")) * 3
    blocks = paragraphs(line, ())
    assert len(blocks) > 10
    assert max(p.end - p.start for p in blocks) < len(line) / 5
