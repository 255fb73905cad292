"""The daily work (定时任务): ``tick`` may run at any time, any number of times, and after any downtime.

Everything it does is decided from what stands in the ledger and guarded by unique keys: no step asks what happened in
the last 24 hours, none says the same thing twice.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from luoshi import rules
from luoshi.ledger import chain, clock, clocks, lights, mail, notices, registers
from luoshi.ledger.actions import system
from luoshi.ledger.actor import SYSTEM
from luoshi.ledger.errors import Conflict
from luoshi.ledger.models import (
    Deadline,
    Department,
    Extension,
    Item,
    LightSnapshot,
    Post,
    Reminder,
    TickRun,
)
from luoshi.ledger.models.item import OPEN_STATES

_LOG = logging.getLogger("luoshi.tick")
CHUNK = 1000
DIGEST_LINES = 10
_AHEAD = timedelta(days=40)  # no ladder starts earlier before its date


def tick() -> dict[str, Any]:
    """Runs every step once; a step that fails is logged and does not keep the others from running."""
    steps: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("calendar", recompute_deadlines),
        ("reminders", send_reminders),
        ("lights", snapshot_lights),
        ("digests", send_digests),
        ("seal", seal_day),
        ("mail", mail.send_waiting),
    )
    out: dict[str, Any] = {}
    for name, step in steps:
        try:
            out[name] = step()
        except Exception:
            _LOG.exception("tick step failed", extra={"luoshi": {"step": name}})
            out[name] = "failed"
    _LOG.info("tick", extra={"luoshi": {"result": out}})
    return out


def _claimed(step: str, day: date) -> bool:
    """Whether this step of the day is ours to do: the row that says so can be written once only."""
    try:
        with transaction.atomic():
            TickRun.objects.create(step=step, day=day, done_at=clock.now())
    except IntegrityError:
        return False
    return True


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for pk in ids:
        batch.append(pk)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


def _unanswered(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """Those that no report and no pending closing answers (two queries)."""
    rows = list(deadlines)
    answers = clocks.Answers({d.item_id for d in rows})
    return [d for d in rows if answers.of(d) is None]


# -- steps -------------------------------------------------------------------------------------------------------


def recompute_deadlines(before: rules.WorkCalendar | None = None) -> int:
    """Open deadlines that were counted under another calendar are counted again; how many items moved."""
    version = registers.calendar().version
    stale = (
        Deadline.objects.filter(superseded_by=None, item__state__in=OPEN_STATES)
        .exclude(calendar=version)
        .filter(Q(provisional=True) | Q(record__unit="workday") | Q(record__roll=True))
    )
    moved = 0
    for ids in _chunks(stale.order_by("item_id").values_list("item_id", flat=True).distinct()):
        found: dict[int, list[Deadline]] = defaultdict(list)
        for d in _unanswered(stale.filter(item__in=ids)):
            found[d.item_id].append(d)
        for item_id, rows in found.items():
            if rules.recompute([clocks.as_rule(d) for d in rows], registers.calendar(), before=before):
                system.recompute(SYSTEM, item_id, before)
                moved += 1
    return moved


def send_reminders() -> int:
    """The rungs of the ladder that the pack leaves to the machine; how many were sent."""
    today = clock.today()
    near = Deadline.objects.filter(
        superseded_by=None, due_on__lte=today + _AHEAD, item__state__in=("issued", "active")
    ).select_related("item")  # fmt: skip
    sent = 0
    for ids in _chunks(near.order_by("pk").values_list("pk", flat=True)):
        rows = _unanswered(near.filter(pk__in=ids))
        taken = set(
            Reminder.objects.filter(item__in={d.item_id for d in rows}).values_list(
                "item_id", "deadline_key", "rung"
            )
        )
        for d in rows:
            pack = registers.pack(d.item.register, d.item.register_version)
            key = system.reminder_key(d)
            mine = [r for i, k, r in taken if i == d.item_id and k == key]
            late = (today - d.due_on).days
            for rung in rules.rungs_due(pack, d.due_on, today, taken=mine):
                # A clock that runs out on the day it starts, or a reminder whose day has long passed, tells nobody anything.
                if rung.approver != "system" or late > 0 or d.anchor_on == today:
                    continue
                try:
                    system.remind_due(SYSTEM, d.pk, rung.id)
                    sent += 1
                except Conflict:
                    continue  # another process was quicker
    return sent


def snapshot_lights() -> int:
    """Today's light of every open item and of those that ended since; a snapshot row where it changed. How many changed."""
    today = clock.today()
    items = Item.objects.filter(Q(state__in=OPEN_STATES) | Q(updated_at__gte=clock.now() - timedelta(days=400))).exclude(
        Q(lights__day=today)
    )  # fmt: skip
    changed = 0
    for ids in _chunks(items.order_by("pk").values_list("pk", flat=True)):
        rows = list(Item.objects.filter(pk__in=ids))
        found = lights.lights_for(rows, today)
        last: dict[int, tuple[str, str]] = {}
        for item_id, light, rule in (
            LightSnapshot.objects.filter(item__in=ids).order_by("day").values_list("item_id", "light", "rule")
        ):
            last[item_id] = (light, rule)
        fresh, stale = [], []
        for item in rows:
            told = found[item.pk]
            if last.get(item.pk) != (told.colour, told.rule[:80]):
                fresh.append(
                    LightSnapshot(
                        item=item,
                        day=today,
                        light=told.colour,
                        rule=told.rule[:80],
                        reason=f"{told.word}：{told.reason}"[:400],
                    )
                )
            reason = f"{told.word}：{told.reason}"[:400]
            if (item.light, item.light_rule, item.light_reason) != (told.colour, told.rule[:80], reason):
                item.light, item.light_rule, item.light_reason, item.light_on = (
                    told.colour,
                    told.rule[:80],
                    reason,
                    today,
                )
                stale.append(item)
        with transaction.atomic():
            LightSnapshot.objects.bulk_create(fresh, ignore_conflicts=True)
            Item.objects.bulk_update(
                stale, ["light", "light_rule", "light_reason", "light_on"], batch_size=200
            )
        changed += len(fresh)
    return changed


def send_digests() -> int:
    """One digest a unit and working day, with at most ten lines, and none where there is nothing to say."""
    today = clock.today()
    if not registers.calendar().is_workday(today) or not _claimed("digests", today):
        return 0
    soon = today + timedelta(days=7)
    sent = 0
    posts = Post.objects.filter(active=True, role__in=("clerk", "unit_checker", "inspector"))
    units = Department.objects.filter(pk__in=posts.values("department_id"), active=True)
    office_ids = set(
        Post.objects.filter(active=True, role="inspector").values_list("department_id", flat=True)
    )
    for unit in units:
        lines = _office_lines(unit, today) if unit.pk in office_ids else _unit_lines(unit, today, soon)
        if not lines:
            continue
        shown = lines[:DIGEST_LINES]
        if len(lines) > DIGEST_LINES:
            shown.append(f"……另有{len(lines) - DIGEST_LINES}项，见台账")
        key, title = f"digest:{unit.pk}:{today}", f"{today.month}月{today.day}日：{len(lines)}条要办"
        if notices.tell(unit, "digest", key, title, body="\n".join(shown)):
            sent += 1
            mail.queue_digest(unit, key, title, shown)
    return sent


def _unit_lines(unit: Department, today: date, soon: date) -> list[str]:
    rows = Item.objects.filter(lead=unit, state__in=("issued", "active"), next_due_on__lte=soon).order_by(
        "next_due_on", "pk"
    )
    out = []
    for no, title, state, due in rows.values_list("no", "title", "state", "next_due_on"):
        word = "请签收" if state == "issued" else (f"已过{due}" if due < today else f"{due}前报送")
        out.append(f"{no} {title[:40]}：{word}")
    waiting = Item.objects.filter(lead=unit, state="applied").count()
    if waiting:
        out.append(f"{waiting}项申请办结，待单位审核")
    return out


def _office_lines(unit: Department, today: date) -> list[str]:
    government = unit.government_id
    mine = Item.objects.filter(government_id=government)
    out = []
    late = mine.filter(state__in=("issued", "active"), next_due_on__lt=today).count()
    checks = mine.filter(state="unit_checked").count()
    asked = Extension.objects.filter(item__government_id=government, state="signed").count()
    for count, words in (
        (late, "项已过时点未报或未办结"),
        (checks, "项待督查室核查"),
        (asked, "份延期申请待审定"),
    ):
        if count:
            out.append(f"{count}{words}")
    return out


def seal_day() -> str | None:
    """Seals what was written since the last seal, once a day; the root."""
    if not _claimed("seal", clock.today()):
        return None
    made = chain.seal()
    return made.root if made else None
