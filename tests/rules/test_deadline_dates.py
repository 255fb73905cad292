"""时限: golden tables written by hand, traces in words, and what holds for every pack, anchor and calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rule_tables import CALENDAR, PACKS, by_key, day, golden, hotline

from luoshi.rules import (
    Anchor,
    DueForm,
    Matter,
    TextNode,
    WorkCalendar,
    deadlines,
    due_from_words,
    load_pack,
    packs,
)
from luoshi.rules.counting import count
from luoshi.rules.shapes import Counting, Pack

ALL = packs(folders=[PACKS])


def with_counting(pack: Pack, options: str) -> Pack:
    return replace(pack, counting=Counting(include_start="start" in options, roll="roll" in options))


@pytest.mark.parametrize("row", golden("months"), ids=lambda r: f"{r['anchor']}+{r['months']}{r['start']}")
def test_civil_months_counted_by_hand(row: dict[str, str]) -> None:
    due, _ = count(day(row["anchor"]), "month", int(row["months"]), row["start"] == "first", CALENDAR)
    assert due == day(row["due"]), row["why"]


@pytest.mark.parametrize("row", golden("13710"), ids=lambda r: f"{r['anchor']}-{r['class']}-{r['options']}")
def test_13710_by_hand(row: dict[str, str]) -> None:
    pack = with_counting(load_pack("13710"), row["options"])
    anchor = day(row["anchor"])
    found = by_key(
        deadlines(pack, Anchor(anchor), CALENDAR, Matter(anchor.year, major=row["class"] == "major"))
    )
    last = "month1" if row["class"] == "major" else "day7"
    assert {k: str(d.due) for k, d in found.items()} == {
        "day1": row["day1"],
        "day3": row["day3"],
        last: row["last"],
    }


@pytest.mark.parametrize("row", golden("hotline"), ids=lambda r: r["anchor"])
def test_hotline_by_hand(row: dict[str, str]) -> None:
    found = by_key(deadlines(hotline(), Anchor(day(row["anchor"])), CALENDAR, Matter(2026)))
    assert str(found["answer"].due) == row["answer"]
    assert str(found["return"].due) == row["return"]
    assert str(count(found["answer"].due, "workday", 10, False, CALENDAR)[0]) == row["extension"]


@pytest.mark.parametrize("name", ["annual-tasks", "pledges"])
def test_report_items_by_hand(name: str) -> None:
    for row in golden(name):
        issued = day(row["issued"])
        nodes = tuple(
            TextNode(title, day(at)) for title, at in (n.split("=") for n in row["nodes"].split(";") if n)
        )
        due = due_from_words(row["due_words"], issued.year) if row["due_words"] else None
        found = deadlines(
            load_pack(name), Anchor(issued, words="印发"), CALENDAR, Matter(issued.year, due=due, nodes=nodes)
        )
        assert " ".join(f"{d.key}={d.due}" for d in found) == row["expected"], row


def test_there_are_a_hundred_golden_cases_and_more() -> None:
    names = ("workdays", "months", "13710", "hotline", "annual-tasks", "pledges", "amended")
    assert sum(len(golden(n)) for n in names) >= 160


def test_the_trace_says_anchor_count_and_result() -> None:
    d = by_key(deadlines(load_pack("13710"), Anchor(date(2026, 11, 20)), CALENDAR, Matter(2026)))["day3"]
    assert d.trace == "第3天反馈：自2026-11-20起第3个自然日（首日不计），交办日起算，即2026-11-23（周一）。"
    assert (d.pack, d.calendar, d.needs) == ("13710@2026.1", CALENDAR.version, ("measures", "progress"))


def test_the_trace_names_holidays_make_up_days_and_rolling() -> None:
    answer = by_key(deadlines(hotline(), Anchor(date(2026, 9, 30)), CALENDAR, Matter(2026)))["answer"]
    assert "国庆节放假不计（2026-10-01至2026-10-07，工作日5天）" in answer.trace
    assert "调休上班计入（2026-10-10）" in answer.trace
    rolled = with_counting(load_pack("13710"), "roll")
    day7 = by_key(deadlines(rolled, Anchor(date(2026, 9, 28)), CALENDAR, Matter(2026)))["day7"]
    assert "最后一日2026-10-05（周一，国庆节放假）是休息日，顺延至下一个工作日2026-10-08" in day7.trace


def test_month_end_and_unwritten_dates_say_so() -> None:
    month = by_key(
        deadlines(load_pack("13710"), Anchor(date(2026, 1, 31)), CALENDAR, Matter(2026, major=True))
    )
    assert "2月无对应日，取月末日" in month["month1"].trace
    assert month["month1"].outcomes == ("done", "nodes_plan")
    due = by_key(deadlines(load_pack("annual-tasks"), Anchor(date(2026, 2, 1)), CALENDAR, Matter(2026)))[
        "due"
    ]
    assert due.inferred and "文件未写时限，按年底推定" in due.trace
    odd = Matter(2026, due=due_from_words("适时", 2026))
    due = by_key(deadlines(load_pack("annual-tasks"), Anchor(date(2026, 2, 1)), CALENDAR, odd))["due"]
    assert due.inferred and "时限“适时”未能读出日期" in due.trace


def test_a_year_without_a_notice_is_provisional_only_where_the_calendar_was_asked() -> None:
    late = Anchor(date(2026, 12, 30))
    for d in deadlines(load_pack("13710"), late, CALENDAR, Matter(2026)):
        assert not d.provisional
    for d in deadlines(hotline(), late, CALENDAR, Matter(2026)):
        assert d.provisional and "2027年放假安排未公布，此日期为暂定" in d.trace
    for d in deadlines(with_counting(load_pack("13710"), "roll"), late, CALENDAR, Matter(2026)):
        assert d.provisional


def test_other_anchors_start_other_clocks() -> None:
    called = deadlines(hotline(), Anchor(date(2026, 11, 20), "answered", "答复"), CALENDAR, Matter(2026))
    assert [d.key for d in called] == ["callback"]
    plan = Matter(2026, nodes=(TextNode("开工", date(2027, 3, 1)), TextNode("完工", date(2027, 9, 1))))
    nodes = deadlines(load_pack("13710"), Anchor(date(2026, 12, 20), "continued", "同意计划"), CALENDAR, plan)
    assert [(d.key, d.due) for d in nodes] == [("node-1", date(2027, 3, 1)), ("node-2", date(2027, 9, 1))]
    assert deadlines(load_pack("13710"), Anchor(date(2026, 12, 20), "nothing"), CALENDAR, plan) == ()


@pytest.mark.parametrize(("words", "major"), [("11月25日前", False), ("12月底前", False), ("12月底前", True)])
def test_the_issuers_own_date(words: str, major: bool) -> None:
    """It is the result date of an ordinary matter (no red on day 8), and stands beside month 1 of a major one."""
    matter = Matter(2026, major=major, due=due_from_words(words, 2026))
    found = by_key(deadlines(load_pack("13710"), Anchor(date(2026, 11, 20)), CALENDAR, matter))
    assert set(found) == {"day1", "day3", "own"} | ({"month1"} if major else set())
    assert matter.due is not None and found["own"].due == matter.due.date
    assert f"文件所定时限“{words}”" in found["own"].trace


def test_one_clock_can_be_asked_alone() -> None:
    only = deadlines(load_pack("13710"), Anchor(date(2026, 11, 20)), CALENDAR, Matter(2026), clocks=["day3"])
    assert [d.key for d in only] == ["day3"]


DATES = st.dates(date(2014, 1, 1), date(2027, 6, 30))
MATTERS = st.builds(
    Matter,
    year=st.integers(2014, 2027),
    major=st.booleans(),
    urgent=st.booleans(),
    due=st.none()
    | st.builds(
        DueForm,
        st.just("X"),
        st.dates(date(2014, 1, 1), date(2028, 1, 1)),
        st.sampled_from(["by", "ongoing", "inferred"]),
    ),
    nodes=st.lists(st.builds(TextNode, st.just("节点"), DATES), max_size=3).map(tuple),
)
OPTIONS = st.sampled_from(["", "start", "roll", "start roll"])


@given(st.sampled_from(ALL), DATES, MATTERS, OPTIONS)
def test_never_before_the_anchor_and_always_explained(
    pack: Pack, start: date, matter: Matter, options: str
) -> None:
    found = deadlines(with_counting(pack, options), Anchor(start), CALENDAR, matter)
    by_key(found)
    for d in found:
        assert d.due >= start and d.due == d.original_due
        assert d.trace.startswith(f"{d.title}：") and str(d.due) in d.trace and d.trace.endswith("。")
    assert list(found) == sorted(found, key=lambda d: (d.due, d.key))


@given(st.sampled_from(ALL), DATES, st.integers(0, 40), MATTERS, OPTIONS)
def test_a_later_anchor_is_never_due_earlier(
    pack: Pack, start: date, later: int, matter: Matter, options: str
) -> None:
    pack = with_counting(pack, options)
    early = by_key(deadlines(pack, Anchor(start), CALENDAR, matter))
    late = by_key(deadlines(pack, Anchor(start + timedelta(days=later)), CALENDAR, matter))
    for key in early.keys() & late.keys():
        assert early[key].due <= late[key].due


@given(st.sampled_from(ALL), DATES, MATTERS)
def test_counting_the_first_day_is_never_later_and_rolling_never_earlier(
    pack: Pack, start: date, matter: Matter
) -> None:
    plain, first, roll = (
        by_key(deadlines(with_counting(pack, o), Anchor(start), CALENDAR, matter))
        for o in ("", "start", "roll")
    )
    for key, d in plain.items():
        assert first[key].due <= d.due <= roll[key].due
        assert CALENDAR.is_workday(roll[key].due)


@given(DATES)
def test_every_clock_stands_on_the_anchor_alone(start: date) -> None:
    """One clock counted alone gives the date that it has among the others: none hangs on another."""
    for pack in ALL:
        for d in deadlines(pack, Anchor(start), CALENDAR, Matter(start.year)):
            assert d in deadlines(pack, Anchor(start), CALENDAR, Matter(start.year), clocks=[d.clock])


def test_calendars_of_the_three_years_agree_with_the_whole() -> None:
    three = WorkCalendar.load(years=(2024, 2025, 2026))
    for start in (date(2024, 2, 9), date(2025, 9, 30), date(2026, 2, 14)):
        whole = deadlines(hotline(), Anchor(start), CALENDAR, Matter(start.year))
        assert [d.due for d in deadlines(hotline(), Anchor(start), three, Matter(start.year))] == [
            d.due for d in whole
        ]
