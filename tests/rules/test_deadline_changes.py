"""时限变更: amended calendars, extensions that keep the original date, return windows, on-time on both dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rule_tables import CALENDAR, PACKS, by_key, day, golden, hotline

from luoshi.rules import (
    Anchor,
    CalendarDay,
    Deadline,
    Matter,
    WorkCalendar,
    deadlines,
    extend,
    extension_refusal,
    load_pack,
    on_time,
    publish_by,
    recompute,
    return_refusal,
)
from luoshi.rules.changes import SHANGHAI


def answer(start: date, calendar: WorkCalendar = CALENDAR) -> Deadline:
    return by_key(deadlines(hotline(), Anchor(start, words="转办"), calendar, Matter(start.year)))["answer"]


def changed(before: WorkCalendar, change: str) -> WorkCalendar:
    what, _, to = change.partition("=")
    if what == "year":
        return WorkCalendar.load(years=[*before.years, int(to)])
    return before.amended([CalendarDay(day(what), to == "off", "变动")], "某通知")


@pytest.mark.parametrize("row", golden("amended"), ids=lambda r: f"{r['anchor']}-{r['change']}")
def test_amended_calendar_by_hand(row: dict[str, str]) -> None:
    first, last = row["before"].split("-")
    before = WorkCalendar.load(years=range(int(first), int(last) + 1))
    old = answer(day(row["anchor"]), before)
    assert (str(old.due), old.provisional) == (row["due_before"], row["provisional_before"] == "yes")
    after = changed(before, row["change"])
    moved = recompute([old], after, before=before)
    if not row["due_after"]:
        assert moved == ()
        return
    (m,) = moved
    assert (str(m.after.due), m.after.provisional) == (row["due_after"], row["provisional_after"] == "yes")
    assert m.before is old and m.after.calendar == after.version
    assert recompute([m.after], after, before=before) == ()


def test_the_reason_names_calendars_days_and_dates() -> None:
    after = CALENDAR.amended([CalendarDay(date(2026, 10, 10), True, "国庆节")], "补充通知")
    (m,) = recompute([answer(date(2026, 9, 30))], after, before=CALENDAR)
    assert m.reason == (
        f"工作日历由{CALENDAR.version}改为{after.version}（2026-10-10改为休息），"
        "“办理答复”由2026-10-13改为2026-10-14。"
    )
    (kept,) = recompute([answer(date(2026, 3, 9), WorkCalendar.load(years=[2025]))], CALENDAR)
    assert kept.reason.endswith("“办理答复”2026-03-16不变，不再是暂定。")


def test_an_extension_keeps_the_original_and_survives_an_amendment() -> None:
    longer = extend(
        answer(date(2026, 9, 30)), date(2026, 10, 20), decided_by="督查室", document="某督函〔2026〕1号"
    )
    assert (longer.due, longer.original_due, longer.extended) == (
        date(2026, 10, 20),
        date(2026, 10, 13),
        True,
    )
    assert (
        "由2026-10-13延至2026-10-20（周二），督查室决定，依据某督函〔2026〕1号，原定2026-10-13保留"
        in longer.trace
    )
    after = CALENDAR.amended([CalendarDay(date(2026, 10, 10), True, "国庆节")], "补充通知")
    (m,) = recompute([longer], after, before=CALENDAR)
    assert (m.after.due, m.after.original_due, m.after.extended) == (
        date(2026, 10, 20),
        date(2026, 10, 14),
        True,
    )
    assert "已批准的延期至2026-10-20不变" in m.reason and "督查室决定" in m.after.trace
    twice = extend(longer, date(2026, 10, 25), decided_by="督查室")
    assert twice.original_due == date(2026, 10, 13) and twice.trace.count("延期：") == 2
    with pytest.raises(ValueError, match="after 2026-10-20"):
        extend(longer, date(2026, 10, 20), decided_by="督查室")


def test_what_the_calendar_does_not_touch_is_not_recomputed() -> None:
    after = CALENDAR.amended([CalendarDay(date(2026, 11, 23), True, "临时放假")], "某通知")
    assert (
        recompute(deadlines(load_pack("13710"), Anchor(date(2026, 11, 20)), CALENDAR, Matter(2026)), after)
        == ()
    )


ASKED = datetime(2026, 11, 26, 16, 0)


@pytest.mark.parametrize(
    ("asked", "new_due", "reason", "taken", "told"),
    [
        (ASKED, date(2026, 12, 4), "材料未齐", 0, None),
        (ASKED, date(2026, 12, 11), "材料未齐", 0, None),
        (ASKED, date(2026, 12, 12), "材料未齐", 0, "最长10个工作日，即2026-12-11"),
        (ASKED, date(2026, 12, 4), " ", 0, "理由"),
        (ASKED, date(2026, 11, 27), "材料未齐", 0, "须晚于现时限2026-11-27"),
        (ASKED, date(2026, 12, 4), "材料未齐", 1, "最多延期1次"),
        (datetime(2026, 11, 27, 16, 59), date(2026, 12, 4), "材料未齐", 0, None),
        (datetime(2026, 11, 27, 17, 0), date(2026, 12, 4), "材料未齐", 0, "17:00后不再受理"),
        (datetime(2026, 11, 28, 8, 0), date(2026, 12, 4), "材料未齐", 0, "已逾期"),
        (datetime(2026, 11, 27, 8, 59, tzinfo=UTC), date(2026, 12, 4), "材料未齐", 0, None),
        (datetime(2026, 11, 27, 9, 0, tzinfo=UTC), date(2026, 12, 4), "材料未齐", 0, "17:00"),
        (datetime(2026, 11, 27, 17, 0, tzinfo=SHANGHAI), date(2026, 12, 4), "材料未齐", 0, "17:00"),
    ],
)
def test_extension_requests(
    asked: datetime, new_due: date, reason: str, taken: int, told: str | None
) -> None:
    refusal = extension_refusal(
        hotline(), answer(date(2026, 11, 20)), new_due, CALENDAR, asked=asked, reason=reason, taken=taken
    )
    assert refusal is None if told is None else told in (refusal or "")


def test_13710_leaves_the_new_date_to_the_decider_but_not_the_time_of_asking() -> None:
    d = by_key(deadlines(load_pack("13710"), Anchor(date(2026, 11, 20)), CALENDAR, Matter(2026)))["day7"]
    ask = {"calendar": CALENDAR, "reason": "须现场勘验"}
    pack = load_pack("13710")
    assert extension_refusal(pack, d, date(2027, 5, 1), asked=datetime(2026, 11, 27, 23, 59), **ask) is None
    assert "已逾期" in (
        extension_refusal(pack, d, date(2027, 5, 1), asked=datetime(2026, 11, 28), **ask) or ""
    )


@pytest.mark.parametrize(
    ("today", "reason", "taken", "told"),
    [
        (date(2026, 9, 30), "不属本单位", 0, None),
        (date(2026, 10, 9), "不属本单位", 0, None),
        (date(2026, 10, 10), "不属本单位", 0, "退件期限已过"),
        (date(2026, 10, 9), "", 0, "理由"),
        (date(2026, 10, 9), "不属本单位", 1, "不得再退"),
    ],
)
def test_return_window(today: date, reason: str, taken: int, told: str | None) -> None:
    refusal = return_refusal(hotline(), date(2026, 9, 30), today, CALENDAR, reason=reason, taken=taken)
    assert refusal is None if told is None else told in (refusal or "")


def test_a_pack_without_a_return_rule_says_so() -> None:
    told = return_refusal(load_pack("pledges"), date(2026, 9, 30), date(2026, 9, 30), CALENDAR, reason="错派")
    assert "没有规定退件" in (told or "")


def test_on_time_against_both_dates() -> None:
    d = extend(answer(date(2026, 11, 20)), date(2026, 12, 4), decided_by="督查室")
    late = date(2026, 12, 5)
    assert on_time(d, date(2026, 11, 27), late) == on_time(d, date(2026, 11, 20), late)
    assert (on_time(d, date(2026, 11, 27), late).original, on_time(d, date(2026, 11, 27), late).current) == (
        True,
        True,
    )
    assert (on_time(d, date(2026, 12, 4), late).original, on_time(d, date(2026, 12, 4), late).current) == (
        False,
        True,
    )
    assert (on_time(d, None, date(2026, 11, 27)).original, on_time(d, None, date(2026, 11, 28)).original) == (
        None,
        False,
    )
    assert (on_time(d, None, date(2026, 12, 4)).current, on_time(d, None, late).current) == (None, False)


def test_results_are_published_within_twenty_working_days_and_internal_ones_not_at_all() -> None:
    due = publish_by(load_pack("pledges"), date(2026, 9, 18), CALENDAR)
    assert due is not None and due.due == date(2026, 10, 22)
    assert "自2026-09-18起第20个工作日" in due.trace
    assert publish_by(load_pack("13710"), date(2026, 9, 18), CALENDAR) is None


DATES = st.dates(date(2024, 1, 1), date(2026, 12, 31))
CHANGES = st.lists(st.builds(CalendarDay, DATES, st.booleans(), st.just("变动")), max_size=5)


@given(DATES, CHANGES, st.integers(0, 30))
def test_recomputing_is_idempotent_and_equals_counting_afresh(
    start: date, changes: list[CalendarDay], more: int
) -> None:
    after = CALENDAR.amended(changes, "某通知")
    packs = [hotline(), *(load_pack(p, folders=[PACKS]) for p in ("13710", "qinghai-710", "annual-tasks"))]
    for pack in packs:
        old = deadlines(pack, Anchor(start), CALENDAR, Matter(start.year))
        moved = recompute(old, after, before=CALENDAR)
        fresh = by_key(deadlines(pack, Anchor(start), after, Matter(start.year)))
        for m in moved:
            assert m.after == fresh[m.after.key] and m.reason
        assert {d.key for d in old} - {m.after.key for m in moved} == {
            d.key for d in old if fresh[d.key].due == d.due
        }
        assert recompute([m.after for m in moved], after) == ()
    longer = extend(answer(start), answer(start).due + timedelta(days=1 + more), decided_by="督查室")
    for m in recompute([longer], after):
        assert m.after.due >= longer.due and m.after.due >= m.after.original_due
        assert recompute([m.after], after) == ()


def test_a_deadline_survives_storage() -> None:
    import msgspec

    d = extend(answer(date(2026, 9, 30)), date(2026, 10, 20), decided_by="督查室")
    assert msgspec.json.decode(msgspec.json.encode(d), type=Deadline) == d
    assert replace(d) == d
