"""From a report to rows (拟办条目): nothing is forgotten, every row stands on its words, what is added is marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi import read, sample
from luoshi.facts.reading import Reading
from luoshi.ledger.proposing import propose, uncovered
from luoshi.ledger.suggesting import Earlier, Memory, candidates


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(sample.paths()[-1])[0]


def test_every_commitment_target_project_and_pledge_of_the_sample_is_covered(reading: Reading) -> None:
    rows = propose(reading)
    assert len(rows) > 150
    assert uncovered(reading, (c for r in rows for c in r.covers)) == []


def test_rows_stand_on_their_words(reading: Reading) -> None:
    for row in propose(reading):
        span = reading.text[row.start : row.end]
        assert span.strip()
        for m in row.measures:
            assert reading.text[m.start : m.end].strip()


def test_a_forgotten_row_is_noticed(reading: Reading) -> None:
    rows = [r for r in propose(reading) if r.kind != "pledge"]
    assert {kind for _, kind, *_ in uncovered(reading, (c for r in rows for c in r.covers))} >= {"pledge"}


def test_due_dates_and_owners_of_the_text_are_taken_and_others_are_marked(reading: Reading) -> None:
    rows = propose(reading)
    battery = next(r for r in rows if "储能电池壳体" in r.title)
    assert (
        battery.due_on and battery.due_on.isoformat() == "2026-10-31" and "due" not in battery.not_in_source
    )
    assert battery.candidates[0].name == "县发展改革局" and "lead" not in battery.not_in_source
    parking = next(r for r in rows if r.kind == "pledge" and "停车" in r.title)
    assert parking.organs == ("县城管局",) and parking.due_on and parking.due_on.isoformat() == "2026-11-30"
    assert parking.register == "pledges" and parking.due_stage == "竣工" and len(parking.measures) >= 2
    plain = next(r for r in rows if "省级绿色工厂" in r.title)
    assert (
        set(plain.not_in_source) == {"lead", "due"} and plain.due_on is None and plain.due_form == "inferred"
    )
    assert plain.quantity == 3 and plain.unit == "家"


def test_growth_and_piecewise_quantities_go_by_their_own_schedule(reading: Reading) -> None:
    rows = propose(reading)
    schedules = {r.title: r.measures[0].schedule for r in rows if len(r.measures) == 1}
    assert next(s for t, s in schedules.items() if t.startswith("地区生产总值增长")) == "growth"
    assert next(s for t, s in schedules.items() if "新建5G基站60座" in t) == "cumulative"
    assert next(s for t, s in schedules.items() if "城镇化率" in t) == "ratio"


def test_candidates_come_with_reasons_and_earlier_tables_speak_first() -> None:
    found = candidates("改造城镇老旧小区14个")
    assert found[0].name == "住房和城乡建设局" and "老旧小区" in found[0].why
    memory = Memory([Earlier("改造城镇老旧小区18个", "县房管中心", "2025年任务分解表")])
    assert candidates("改造城镇老旧小区14个", memory)[0].name == "县房管中心"


@pytest.mark.corpus
def test_gold_reports_are_covered_to_the_last_commitment(shared: Path) -> None:
    for file in sorted((shared / "gold" / "clean").glob("*.txt")):
        for reading in read(file):
            rows = propose(reading)
            assert uncovered(reading, (c for r in rows for c in r.covers)) == [], file.name
