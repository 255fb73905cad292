"""Reminders, publication, redaction, reading notices (催办、公开、依法移除)."""

from __future__ import annotations

from datetime import date

from django.db.models import Model

from luoshi.ledger import clock, notices, permissions, registers, search, store
from luoshi.ledger.actions.issuing import text_of
from luoshi.ledger.actions.kernel import Outcome, action, expect, item_for, need, record, touch
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotAllowed, NotThere, WrongState
from luoshi.ledger.models import (
    Adjustment,
    Attachment,
    Check,
    Closing,
    Department,
    Event,
    Evidence,
    Extension,
    Figure,
    Item,
    ItemSource,
    Notice,
    Opinion,
    Payload,
    Publication,
    Redaction,
    Reminder,
    Return,
    Submission,
)
from luoshi.ledger.models.item import OPEN_STATES

REMOVED = "〔依法移除〕"


@action("item.remind")
def remind(
    actor: Actor, item_id: int, *, rung: str, approver: str = "", reason: str, department_id: int | None = None,
    deadline: str = "", version: int | None = None,
) -> Outcome:  # fmt: skip
    """Sends a step of the pack's ladder to the lead (or a co-unit). From 督办函 on an approver must be named."""
    item = item_for(actor, item_id, version)
    permissions.on_item(actor, "item.remind", item)
    expect(item, *OPEN_STATES, doing="催办")
    pack = registers.pack(item.register, item.register_version)
    steps = {r.id: r for r in pack.ladder}
    if rung not in steps:
        raise Invalid(f"催办应为：{'、'.join(r.title for r in pack.ladder)}。", "rung")
    step = steps[rung]
    if pack.ladder.index(step) > 0:
        approver = need(approver, "approver", f"{step.title}的批准人")
    unit_id = department_id or item.lead_id
    row_unit = item.assignments.filter(until=None, department_id=unit_id).select_related("department").first()
    if row_unit is None:
        raise Invalid("被催办的应是承办单位。", "department_id")
    unit = row_unit.department
    row = Reminder.objects.create(
        item=item, department=unit, rung=rung, title=step.title, slip=step.slip, approver=approver,
        reason=need(reason, "reason", "催办缘由")[:400], deadline_key=deadline or f"手发{clock.now():%Y%m%d%H%M%S}",
        by_id=actor.id, on=clock.today(), at=clock.now(),
    )  # fmt: skip
    touch(item)
    notices.tell(
        unit, "reminder", f"reminder:{row.pk}", f"{step.title}：{item.title}", item=item, body=row.reason
    )
    event = record(
        actor, "item.reminded", item, ("reminder", row.pk),
        {"rung": rung, "title": step.title, "department": unit.pk, "approver": approver, "reason": row.reason},
    )  # fmt: skip
    return Outcome("reminder", row.pk, event.pk, item.version)


@action("item.publish")
def publish(
    actor: Actor, item_id: int, *, text: str, approved_by: str, on: date, version: int | None = None
) -> Outcome:
    """Publishes a text about an item after its own review: who reviewed (the actor) and who approved. A copy is kept."""
    item = item_for(actor, item_id, version)
    permissions.on_item(actor, "item.publish", item)
    text, approved_by = need(text, "text", "公开内容"), need(approved_by, "approved_by", "批准人")
    store.refuse_secret_mark(text)
    if on > clock.today():
        raise Invalid("公开日期不能晚于今天。", "on")
    pack = registers.pack(item.register, item.register_version)
    if pack.publication.level == "internal":
        raise WrongState("这类事项是内部事项，不公开。")
    row = Publication.objects.create(
        item=item,
        text=text,
        reviewed_by_id=actor.id,
        approved_by=approved_by,
        published_on=on,
        at=clock.now(),
    )
    item.published = True
    touch(item, "published")
    event = record(
        actor,
        "item.published",
        item,
        ("publication", row.pk),
        {"text": text, "approved_by": approved_by, "on": on},
    )
    return Outcome("publication", row.pk, event.pk, item.version)


@action("item.withdraw")
def withdraw(actor: Actor, item_id: int, *, reason: str, version: int | None = None) -> Outcome:
    """Takes the published text back; the record stays."""
    item = item_for(actor, item_id, version)
    permissions.on_item(actor, "item.withdraw", item)
    row = item.publications.select_for_update().filter(withdrawn_on=None).first()
    if row is None:
        raise WrongState("这一事项没有公开的内容。")
    row.withdrawn_on, row.withdrawn_reason = clock.today(), need(reason, "reason", "撤下的理由")[:200]
    row.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    item.published = False
    touch(item, "published")
    event = record(actor, "item.withdrawn", item, ("publication", row.pk), {"reason": row.withdrawn_reason})
    return Outcome("publication", row.pk, event.pk, item.version)


def _house(event: Event) -> Department:
    return Department.objects.get(pk=event.government_id)


@action("redact.ask")
def ask_redaction(actor: Actor, event_id: int, *, reason: str, basis: str) -> Outcome:
    """First of two persons: asks that the content of an event be removed, naming the law (保密法、个保法…)."""
    from luoshi.ledger.visibility import visible_events

    target = visible_events(actor).filter(pk=event_id, government__isnull=False).first()
    if target is None:
        raise NotThere("没有这条记录，或您无权查看。")
    permissions.in_government(actor, "redact.ask", target.government_id or 0)
    if Redaction.objects.filter(event=target).exists():
        raise WrongState("这条记录已经申请移除。")
    row = Redaction.objects.create(
        event=target, reason=need(reason, "reason", "理由")[:400], basis=need(basis, "basis", "法律依据")[:200],
        requested_by_id=actor.id, requested_at=clock.now(),
    )  # fmt: skip
    event = record(
        actor, "redact.asked", _house(target), ("redaction", row.pk), {"event": target.pk, "basis": row.basis}
    )
    return Outcome("redaction", row.pk, event.pk)


@action("redact.confirm")
def confirm_redaction(actor: Actor, redaction_id: int) -> Outcome:
    """Second person, another one: the payload and the words and files it wrote go; hash, tombstone and chain stay."""
    from luoshi.ledger.visibility import visible_events

    row = Redaction.objects.select_for_update(of=("self",)).filter(pk=redaction_id).first()
    if row is None or not visible_events(actor).filter(pk=row.event_id).exists():
        raise NotThere("没有这份移除申请，或您无权查看。")
    target = row.event
    permissions.in_government(actor, "redact.confirm", target.government_id or 0)
    if row.confirmed_at:
        raise WrongState("已经移除。")
    if row.requested_by_id == actor.id:
        raise NotAllowed("移除须由两人办理：申请人不能自己确认。")
    row.confirmed_by_id, row.confirmed_at = actor.id, clock.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    Payload.objects.filter(event=target).delete()
    files = _blank(target)
    event = record(
        actor, "redact.confirmed", _house(target), ("redaction", row.pk), {"event": target.pk, "files": files}
    )
    return Outcome("redaction", row.pk, event.pk)


def _blank(event: Event) -> list[str]:
    """Removes what the event's subject says in the working tables; gives the hashes of the files taken away."""
    kind, _, pk = event.subject.partition(":")
    files: list[int | None] = []
    if kind == "submission":
        Submission.objects.filter(pk=pk).update(progress_text=REMOVED, difficulty="", next_step="")
        Figure.objects.filter(submission_id=pk).update(name=REMOVED, value=0)
        Evidence.objects.filter(submission_id=pk).update(proves=REMOVED)
        files = list(Evidence.objects.filter(submission_id=pk).values_list("attachment_id", flat=True))
        files += list(Submission.objects.filter(pk=pk).values_list("scan_id", flat=True))
    elif kind == "evidence":
        files = list(Evidence.objects.filter(pk=pk).values_list("attachment_id", flat=True))
        Evidence.objects.filter(pk=pk).update(proves=REMOVED)
        Evidence.objects.filter(pk=pk).exclude(url="").update(url="about:removed")
    elif kind == "attachment":
        files = [int(pk)]
    elif kind == "item":
        files = list(ItemSource.objects.filter(item_id=pk).values_list("scan_id", flat=True))
        ItemSource.objects.filter(item_id=pk).update(quote=REMOVED, before="", after="")
        Item.objects.filter(pk=pk).update(title=REMOVED, requirement="")
        search.put([(item.pk, text_of(item)) for item in Item.objects.filter(pk=pk)])
    elif kind == "source":
        files = list(ItemSource.objects.filter(pk=pk).values_list("scan_id", flat=True))
        ItemSource.objects.filter(pk=pk).update(quote=REMOVED, before="", after="")
    elif kind == "adjustment":
        Adjustment.objects.filter(pk=pk).update(reason=REMOVED, old={}, new={})
    elif kind in _WORDS:
        model, fields = _WORDS[kind]
        model._default_manager.filter(pk=pk).update(**dict.fromkeys(fields, REMOVED))
    Notice.objects.filter(item_id=event.item_id, item__isnull=False).update(body="")  # a copy may stand there
    gone = []
    for file in Attachment.objects.filter(pk__in=[f for f in files if f], removed_at=None):
        file.removed_at, file.name = clock.now(), REMOVED
        file.save(update_fields=["removed_at", "name"])
        if not Attachment.objects.filter(sha256=file.sha256, removed_at=None).exists():
            store.remove(file.sha256)
        gone.append(file.sha256)
    return gone


_WORDS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "check": (Check, ("reason",)),
    "closing": (Closing, ("result",)),
    "extension": (Extension, ("reason", "progress", "decision")),
    "opinion": (Opinion, ("reason", "settled_note")),
    "publication": (Publication, ("text",)),
    "return": (Return, ("reason", "decision")),
}
"""subject → the table and the fields in which an action wrote words."""


@action("notice.read")
def read_notice(actor: Actor, notice_id: int) -> Outcome:
    """Marks a notice as read by the actor for the unit."""
    from luoshi.ledger.visibility import visible_notices

    row = visible_notices(actor).select_related("department__government").filter(pk=notice_id).first()
    if row is None:
        raise NotThere("没有这条通知。")
    Notice.objects.filter(pk=row.pk, read_at=None).update(read_at=clock.now(), read_by_id=actor.id)
    house = row.department.government or row.department
    event = record(actor, "notice.read", house, ("notice", row.pk), {})
    return Outcome("notice", row.pk, event.pk)
