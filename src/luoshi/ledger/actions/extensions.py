"""Extensions (延期): asked before the due date, signed by the unit's own leader, decided by the 督查室.

The old deadline and its original date stay; on time is told against both.
"""

from __future__ import annotations

from datetime import date

from luoshi import rules
from luoshi.ledger import clock, clocks, notices, permissions, registers
from luoshi.ledger.actions.kernel import Outcome, action, expect, item_for, need, record, touch
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotAllowed, NotThere, WrongState
from luoshi.ledger.models import Deadline, Extension, Item


def _standing(item: Item, key: str | None) -> Deadline:
    rows = clocks.unanswered(item)
    if key is not None:
        rows = [d for d in rows if d.key == key]
    if not rows:
        raise WrongState("没有可以申请延期的时点：都已报过，或这个时点不存在。")
    return rows[0]


@action("extension.ask")
def ask(
    actor: Actor, item_id: int, *, new_due: date, reason: str, progress: str, deadline: str | None = None,
    version: int | None = None,
) -> Outcome:  # fmt: skip
    """The lead unit asks for more time for one deadline (``deadline``: its key; None: the next one)."""
    item = item_for(actor, item_id, version)
    permissions.on_item(actor, "extension.ask", item)
    expect(item, "active", doing="申请延期")
    reason, progress = need(reason, "reason", "延期理由"), need(progress, "progress", "目前进展")
    old = _standing(item, deadline)
    if new_due <= old.due_on:
        raise Invalid(f"新时限应晚于现行时限（{old.due_on}）。", "new_due")
    pack = registers.pack(item.register, item.register_version)
    taken = Extension.objects.filter(item=item, deadline__key=old.key, state="granted").count()
    refusal = rules.extension_refusal(
        pack,
        clocks.as_rule(old),
        new_due,
        registers.calendar(),
        asked=clock.now(),
        reason=reason,
        taken=taken,
    )
    if refusal:
        raise WrongState(refusal)
    row = Extension.objects.create(
        item=item, deadline=old, reason=reason, progress=progress, asked_due=new_due, asked_by_id=actor.id, asked_person=actor.person,
        asked_at=clock.now(),
    )  # fmt: skip
    touch(item)
    event = record(
        actor, "extension.asked", item, ("extension", row.pk),
        {"deadline": old.key, "due": old.due_on, "new_due": new_due, "reason": reason, "progress": progress},
    )  # fmt: skip
    return Outcome("extension", row.pk, event.pk, item.version)


def _load(actor: Actor, extension_id: int) -> tuple[Item, Extension]:
    item_id = Extension.objects.filter(pk=extension_id).values_list("item_id", flat=True).first()
    if item_id is None:
        raise NotThere("没有这份延期申请。")
    item = item_for(actor, item_id)
    return item, Extension.objects.select_for_update(of=("self",)).select_related("deadline").get(
        pk=extension_id
    )


@action("extension.sign")
def sign(actor: Actor, extension_id: int) -> Outcome:
    """The unit's own leader signs the request, who is not the one who asked."""
    item, row = _load(actor, extension_id)
    permissions.on_item(actor, "extension.sign", item)
    if row.state != "asked":
        raise WrongState(f"这份申请现为“{row.get_state_display()}”，不需要签字。")
    if row.asked_person == actor.person:
        raise NotAllowed("不能由申请人自己签字。请由单位负责人签字。")
    row.state, row.signed_by_id, row.signed_at = "signed", actor.id, clock.now()
    row.signed_person = actor.person
    row.save(update_fields=["state", "signed_by", "signed_person", "signed_at"])
    touch(item)
    event = record(actor, "extension.signed", item, ("extension", row.pk), {"person": actor.person})
    return Outcome("extension", row.pk, event.pk, item.version)


@action("extension.decide")
def decide(
    actor: Actor,
    extension_id: int,
    *,
    granted: bool,
    new_due: date | None = None,
    note: str = "",
    document: str = "",
) -> Outcome:
    """The 督查室 grants (with the date it sets, by default the one asked for) or refuses with a reason."""
    item, row = _load(actor, extension_id)
    permissions.on_item(actor, "extension.decide", item)
    if row.state != "signed":
        raise WrongState(f"这份申请现为“{row.get_state_display()}”；应先由单位负责人签字，再审定。")
    if actor.person in (row.asked_person, row.signed_person):
        raise NotAllowed("不能审定自己申请或签字的延期。请由他人审定。")
    row.decided_by_id, row.decided_at = actor.id, clock.now()
    if not granted:
        row.state, row.decision = "refused", need(note, "note", "不同意的理由")[:400]
        row.save()
        payload: dict[str, object] = {"granted": False, "note": row.decision}
    else:
        day = new_due or row.asked_due
        old = row.deadline
        if day <= old.due_on:
            raise Invalid(f"新时限应晚于现行时限（{old.due_on}）。", "new_due")
        if Deadline.objects.filter(supersedes=old).exists():
            raise WrongState("这个时点已经改期，请重新申请。")
        new = rules.extend(clocks.as_rule(old), day, decided_by=actor.name, document=document)
        made = clocks.supersede(old, new, f"延期：{row.reason}"[:200])
        row.state, row.decision, row.granted_due, row.result = "granted", note[:400], day, made
        row.save()
        if item.due_on is None or day > item.due_on:
            item.due_on = day
        item.next_due_on = clocks.next_due(item)
        payload = {
            "granted": True, "deadline": old.key, "old_due": old.due_on, "new_due": day, "original": made.original_on,
            "trace": made.trace, "note": note, "document": document,
        }  # fmt: skip
    touch(item, "due_on", "next_due_on")
    if item.lead:
        notices.tell(
            item.lead, "decided", f"extension:{row.pk}", f"延期申请{'已同意' if granted else '未同意'}：{item.title}", item=item,
            body=row.decision,
        )  # fmt: skip
    event = record(actor, "extension.decided", item, ("extension", row.pk), payload)
    return Outcome("extension", row.pk, event.pk, item.version)
