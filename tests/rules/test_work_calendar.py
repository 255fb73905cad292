"""工作日历: the notices of 2014-2026, make-up workdays, years without a notice, amendments, broken files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_tables import CALENDAR, day, golden

from luoshi.errors import RulesError
from luoshi.rules import CalendarDay, WorkCalendar

DATES = st.dates(date(2014, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_the_year(year: int, count: int) -> None:
    assert CALENDAR.workdays(date(year, 1, 1), date(year, 12, 31)) == count


@pytest.mark.parametrize("row", golden("workdays"), ids=lambda r: f"{r['anchor']}+{r['count']}{r['start']}")
def test_working_days_counted_by_hand(row: dict[str, str]) -> None:
    found = CALENDAR.add_workdays(
        day(row["anchor"]), int(row["count"]), include_start=row["start"] == "first"
    )
    assert found == day(row["due"]), row["why"]


def test_statutory_days_are_off_and_make_up_days_are_worked() -> None:
    for year in range(2014, 2027):
        for month, number in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)):
            assert not CALENDAR.is_workday(date(year, month, number))
    worked = [d for d in CALENDAR.days.values() if not d.off]
    assert len(worked) > 60 and all(CALENDAR.is_workday(d.date) for d in worked)
    assert [str(d.date) for d in worked if d.date.weekday() < 5] == ["2020-02-03"], (
        "a notice that says so in words"
    )


def test_a_notice_reaches_into_the_december_before() -> None:
    assert CALENDAR.is_workday(date(2018, 12, 29))
    assert not CALENDAR.is_workday(date(2018, 12, 31))
    without = WorkCalendar.load(years=range(2014, 2019))
    assert not without.is_workday(date(2018, 12, 29))
    assert without.provisional(date(2018, 12, 24), date(2018, 12, 28))


def test_every_year_has_its_notice_and_2027_has_none_yet() -> None:
    assert CALENDAR.years == frozenset(range(2014, 2027))
    assert all(url.startswith("http") for urls in CALENDAR.sources.values() for url in urls)
    assert CALENDAR.unpublished(date(2026, 12, 18), date(2027, 1, 4)) == (2027,)
    assert not CALENDAR.provisional(date(2026, 1, 1), date(2026, 12, 19))
    assert CALENDAR.provisional(date(2026, 12, 1), date(2026, 12, 20))
    assert CALENDAR.provisional(date(2013, 6, 1), date(2013, 6, 2))


def test_an_amendment_is_a_new_version_and_taking_it_back_is_the_old_one() -> None:
    off = CALENDAR.amended([CalendarDay(date(2026, 11, 24), True, "临时放假")], "某地通知")
    assert off.version != CALENDAR.version and not off.is_workday(date(2026, 11, 24))
    assert off.sources[2026][-1] == "某地通知"
    assert CALENDAR.is_workday(date(2026, 11, 24)), "the old calendar is untouched"
    back = off.amended([CalendarDay(date(2026, 11, 24), False, "恢复上班")], "某地通知")
    assert back.version == CALENDAR.version
    assert CALENDAR.differences(off, date(2026, 1, 1), date(2026, 12, 31)) == (date(2026, 11, 24),)


def test_a_place_adds_the_new_year_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "2027.tsv").write_text(
        "# notice: https://x\ndate\tkind\tname\n2027-01-01\toff\t元旦\n", "utf-8"
    )
    grown = WorkCalendar.load(tmp_path)
    assert 2027 in grown.years and not grown.is_workday(date(2027, 1, 1))
    assert grown.sources[2027] == ("https://x",)
    assert grown.version.startswith("cn-2014-2027-")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("date\tname\n", "header must be date, kind, name"),
        ("date\tkind\tname\n", "no days"),
        ("date\tkind\tname\n2027-13-01\toff\t元旦\n", "found"),
        ("date\tkind\tname\n2027-01-01\n", "found"),
        ("date\tkind\tname\n2027-01-01\tfree\t元旦\n", "off or work"),
        ("date\tkind\tname\n2026-11-01\toff\t元旦\n", "neither in 2027 nor in the December before"),
        ("date\tkind\tname\n2027-01-01\toff\t元旦\n2027-01-01\twork\t元旦\n", "stands twice"),
    ],
)
def test_a_broken_year_file_is_named_with_its_row(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "2027.tsv").write_text(content, "utf-8")
    with pytest.raises(RulesError, match=r"calendar/2027\.tsv.*" + told):
        WorkCalendar.load(tmp_path)


@given(DATES, st.integers(0, 60), st.booleans())
def test_the_nth_working_day_is_worked_and_is_the_nth(start: date, count: int, first: bool) -> None:
    due = CALENDAR.add_workdays(start, count, include_start=first)
    assert CALENDAR.is_workday(due) and due >= start
    if count:
        begin = start if first else start + timedelta(days=1)
        assert CALENDAR.workdays(begin, due) == count


@given(DATES)
def test_rolling_lands_on_the_first_working_day(start: date) -> None:
    rolled = CALENDAR.next_workday(start)
    assert CALENDAR.is_workday(rolled) and CALENDAR.workdays(start, rolled) == 1


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        CALENDAR.add_workdays(date(2026, 1, 5), -1)
