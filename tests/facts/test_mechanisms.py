"""Mechanisms: named ways of working, where they stand."""

from __future__ import annotations

from test_projects import report

from luoshi.facts.mechanisms import read_mechanisms
from luoshi.lexicon import tables


def test_names_are_found_where_they_stand() -> None:
    text = "健全“13710”工作机制，推行链长制，成立工作专班，实行揭榜挂帅。"
    found = [(text[m.start : m.end], m.name, m.kind) for m in read_mechanisms(report(text))]
    assert found == [
        ("13710", "13710", "supervision"),
        ("链长制", "链长制", "chain"),
        ("工作专班", "工作专班", "task_force"),
        ("揭榜挂帅", "揭榜挂帅", "assignment"),
    ]


def test_the_longest_reading_holds_once() -> None:
    text = "持续推行河湖长制和承诺制+标准地+全代办。"
    assert [m.name for m in read_mechanisms(report(text))] == ["河长制", "标准地"]


def test_digits_inside_a_number_are_no_mechanism() -> None:
    assert read_mechanisms(report("热线受理123456件、113710人。")) == ()


def test_the_glossary_is_not_read() -> None:
    assert read_mechanisms(report("1.链长制：指由领导任链长。", "glossary")) == ()


def test_every_row_has_a_class_a_row_of_systems_and_a_source() -> None:
    rows = tables.rows("mechanisms.tsv")
    assert all(r["kind"] and r["row"].isdigit() and r["source"] for r in rows)
    readings = [w for r in rows for w in r["readings"].split("|")]
    assert len(readings) == len(set(readings))
    assert all(len(w) > 1 for w in readings)
