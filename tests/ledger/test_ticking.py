"""The daily work (定时任务): idempotent, catching up after any downtime, capped, honest about an amended calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from county import County
from test_way import issued_table

from luoshi.ledger import chain, clock, registers
from luoshi.ledger.actions import items, work
from luoshi.ledger.models import Deadline, Event, Item, LightSnapshot, Notice, Reminder, Seal
from luoshi.ledger.ticking import DIGEST_LINES, tick
from luoshi.rules import CalendarDay


def at(day: date) -> dict[str, object]:
    with clock.fixed(day):
        return tick()


def counts() -> tuple[int, ...]:
    return tuple(m.objects.count() for m in (Notice, Reminder, LightSnapshot, Seal, Event))


def test_a_second_tick_on_the_same_day_does_nothing(county: County) -> None:
    issued_table(county)
    first = at(date(2026, 11, 27))
    assert "failed" not in first.values(), first
    before = counts()
    at(date(2026, 11, 27))
    assert counts() == before


def test_after_days_of_downtime_the_reminder_and_one_digest_still_come(lite_county: County) -> None:
    issued_table(lite_county)
    at(date(2026, 2, 9))
    with clock.fixed(date(2026, 9, 30)):
        work.submit(lite_county.edu_clerk, Item.objects.get(title="新建幼儿园3所").pk, kind="unchanged")
    Reminder.objects.all().delete()
    at(date(2026, 11, 30))  # due on the 30th, reminder was due on the 27th, nobody ticked in between
    edu = lite_county.units["edu"]
    assert Reminder.objects.filter(department=edu, deadline_key="due@2026-11-30").count() == 1
    digests = Notice.objects.filter(department=edu, kind="digest", day__gt=date(2026, 2, 9))
    assert digests.count() == 1 and "新建幼儿园" in digests.get().body


def test_a_digest_is_capped_and_comes_on_working_days_only(lite_county: County) -> None:
    c = lite_county
    with clock.fixed(date(2026, 3, 2)):
        for n in range(DIGEST_LINES + 5):
            items.open_item(
                c.inspector, c.gov, source="leader", title=f"事项{n}", dated=date(2026, 3, 2), issuer="县长", approver="县长",
                quote="办", lead_id=c.units["water"].pk, not_duplicate=True,
            )  # fmt: skip
    at(date(2026, 3, 7))  # a Saturday
    assert not Notice.objects.filter(kind="digest").exists()
    at(date(2026, 3, 9))
    digest = Notice.objects.get(kind="digest", department=c.units["water"])
    assert len(digest.body.splitlines()) == DIGEST_LINES + 1 and "另有5项" in digest.body


def test_lights_are_snapshot_when_they_change_and_history_stands(lite_county: County) -> None:
    issued_table(lite_county)
    item = Item.objects.get(title="新建幼儿园3所")
    for day in (date(2026, 2, 9), date(2026, 2, 10), date(2026, 12, 1), date(2026, 12, 2)):
        at(day)
    lights = list(LightSnapshot.objects.filter(item=item).values_list("day", "light"))
    assert lights[0][0] == date(2026, 2, 9) and lights[-1] == (date(2026, 12, 1), "red")
    assert len({day for day, _ in lights}) == len(lights) == 2
    assert Item.objects.get(pk=item.pk).light == "red"


def test_an_amended_calendar_moves_open_deadlines_and_says_why(
    lite_county: County, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from luoshi.ledger import clocks

    issued_table(lite_county)
    item = Item.objects.get(title="新建幼儿园3所")
    now = registers.calendar()
    # A deadline in working days, as a hotline pack has them.
    old = Deadline.objects.filter(item=item).first()
    assert old is not None
    record = dict(old.record) | {
        "key": "wd", "unit": "workday", "amount": 5, "fixed": None, "anchor": "2026-02-06", "due": "2026-02-13",
        "original_due": "2026-02-13", "purpose": "report",
    }  # fmt: skip
    import msgspec

    from luoshi import rules

    made = clocks.row(item, msgspec.convert(record, rules.Deadline))
    made.calendar = now.version
    made.save()
    day_off = made.due_on
    amended = now.amended([CalendarDay(day_off, True, "调整")], "https://www.gov.cn/test")
    monkeypatch.setattr(registers, "calendar", lambda: amended)
    assert at(date(2026, 2, 9))["calendar"] == 1
    moved = Deadline.objects.get(item=item, key="wd", superseded_by=None)
    assert moved.due_on > day_off and moved.supersedes_id == made.pk and moved.cause
    assert Event.objects.filter(kind="item.recomputed", item=item).count() == 1
    assert Notice.objects.filter(kind="calendar").count() == 1
    before = counts()
    at(date(2026, 2, 9))
    assert counts() == before and chain.verify().ok


def test_a_reminder_by_the_machine_disturbs_nobody_who_is_writing(lite_county: County) -> None:
    issued_table(lite_county)
    item = Item.objects.get(title="新建幼儿园3所")
    version = item.version
    at(item.due_on - timedelta(days=3))  # type: ignore[operator]
    assert Reminder.objects.filter(item=item).exists()
    with clock.fixed(item.due_on - timedelta(days=2)):  # type: ignore[operator]
        work.submit(lite_county.edu_clerk, item.pk, text="正在收尾", version=version)
