"""What the machine does by itself (系统动作): reminders that the pack leaves to it, deadlines under an amended calendar.

It never closes, judges or changes anything else. It leaves the item's ``version`` alone, so that nobody who is writing
at that moment gets a conflict from it.
"""

from __future__ import annotations

from luoshi import rules
from luoshi.ledger import clock, clocks, notices, registers
from luoshi.ledger.actions.kernel import Outcome, action, record
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import NotAllowed
from luoshi.ledger.models import Deadline, Item, Reminder


def _machine(actor: Actor) -> None:
    if actor.user is not None or actor.channel != "system":
        raise NotAllowed("这项操作只由系统定时执行。")


@action("system.tick/remind")
def remind_due(actor: Actor, deadline_id: int, rung_id: str) -> Outcome:
    """Sends the reminder that the ladder leaves to the machine, once for each deadline and rung."""
    _machine(actor)
    due = Deadline.objects.get(pk=deadline_id)
    item = Item.objects.select_for_update().get(pk=due.item_id)
    step = next(r for r in registers.pack(item.register, item.register_version).ladder if r.id == rung_id)
    today = clock.today()
    late = (today - due.due_on).days
    words = f"已逾期{late}天" if late > 0 else ("今天到期" if late == 0 else f"还有{-late}天到期")
    row = Reminder.objects.create(
        item=item, department_id=item.lead_id, rung=step.id, title=step.title, slip=step.slip,
        reason=f"{due.title}{due.due_on}，{words}", deadline_key=reminder_key(due), on=today, at=clock.now(),
    )  # fmt: skip
    assert item.lead is not None
    notices.tell(
        item.lead,
        "reminder",
        f"rung:{item.pk}:{reminder_key(due)}:{step.id}",
        f"{step.title}：{item.title}",
        item=item,
        body=row.reason,
    )
    event = record(
        actor, "item.reminded", item, ("reminder", row.pk),
        {"rung": step.id, "title": step.title, "department": item.lead_id, "deadline": due.key, "reason": row.reason},
    )  # fmt: skip
    return Outcome("reminder", row.pk, event.pk, item.version)


def reminder_key(due: Deadline) -> str:
    """The deadline and its date: after an extension the ladder begins anew."""
    return f"{due.key}@{due.due_on}"


@action("system.tick/recompute")
def recompute(actor: Actor, item_id: int, before: rules.WorkCalendar | None = None) -> Outcome:
    """Counts the open deadlines of an item again under the calendar of today and says why they moved; closed stay frozen."""
    _machine(actor)
    item = Item.objects.select_for_update().get(pk=item_id)
    rows = {d.key: d for d in clocks.unanswered(item)}
    old_last = item.due_on
    moved = []
    changed = rules.recompute([clocks.as_rule(d) for d in rows.values()], registers.calendar(), before=before)
    for change in changed:
        old = rows[change.before.key]
        made = clocks.supersede(old, change.after, change.reason[:200])
        moved.append(
            {"key": old.key, "old": old.due_on, "new": made.due_on, "why": change.reason, "trace": made.trace}
        )
        if old_last and old.due_on == old_last:
            item.due_on = made.due_on
        if item.lead:
            notices.tell(
                item.lead,
                "calendar",
                f"calendar:{made.pk}",
                f"时限重算：{item.title}",
                item=item,
                body=change.reason,
            )
    item.next_due_on = clocks.next_due(item)
    Item.objects.filter(pk=item.pk).update(due_on=item.due_on, next_due_on=item.next_due_on)
    event = record(
        actor,
        "item.recomputed",
        item,
        ("item", item.pk),
        {"calendar": registers.calendar().version, "moved": moved},
    )
    return Outcome("item", item.pk, event.pk, item.version)
