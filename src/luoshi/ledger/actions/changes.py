"""Changing what was given (调整): adjust, merge, cancel, reassign, wrong unit, reopen; old and new always kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from luoshi import rules
from luoshi.ledger import clock, clocks, notices, permissions, search
from luoshi.ledger.actions.issuing import text_of
from luoshi.ledger.actions.kernel import Outcome, action, expect, item_for, need, record, touch
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotAllowed, NotThere, WrongState
from luoshi.ledger.models import Adjustment, Assignment, Department, Item, Return

ADJUSTABLE = (
    "title",
    "requirement",
    "quantity",
    "high",
    "unit",
    "op",
    "measures",
    "due_stage",
    "leader",
    "variant",
)
"""What an adjustment may change; the due date goes with it as ``due_on``."""
_OPEN = ("issued", "active", "applied", "unit_checked", "inspected")


def _founded(reason: str, approver: str, document: str) -> tuple[str, str, str]:
    return (
        need(reason, "reason", "调整理由"),
        need(approver, "approver", "批准人"),
        need(document, "document", "依据文件（文号或会议）"),
    )


@action("item.adjust/adjust")
def adjust(
    actor: Actor, item_id: int, changes: Mapping[str, Any], *, reason: str, approver: str, document: str,
    due_on: date | None = None, version: int | None = None,
) -> Outcome:  # fmt: skip
    """Changes what was promised, with reason, approver and document; plan targets need the 人大常委会's decision there."""
    item = item_for(actor, item_id, version)
    permissions.on_item(actor, "item.adjust", item)
    expect(item, "issued", "active", doing="调整")
    reason, approver, document = _founded(reason, approver, document)
    unknown = set(changes) - set(ADJUSTABLE)
    if unknown:
        raise Invalid(f"不能调整字段：{'、'.join(sorted(unknown))}。")
    if not changes and due_on is None:
        raise Invalid("没有要调整的内容。")
    old = {k: getattr(item, k) for k in changes}
    for field, value in changes.items():
        setattr(item, field, need(value, "title", "事项") if field == "title" else value)
    fields = list(changes)
    new = dict(changes)
    if due_on is not None:
        old["due_on"], new["due_on"] = item.due_on, due_on
        _move_final(item, due_on, f"调整：{document}")
        item.due_on, item.next_due_on = due_on, clocks.next_due(item)
        fields += ["due_on", "next_due_on"]
    row = Adjustment.objects.create(
        item=item, kind="adjust", reason=reason, old=_json(old), new=_json(new), approver=approver, document=document,
        by_id=actor.id, at=clock.now(),
    )  # fmt: skip
    touch(item, *fields)
    search.put([(item.pk, text_of(item))])
    event = record(
        actor, "item.adjusted", item, ("adjustment", row.pk),
        {"old": old, "new": new, "reason": reason, "approver": approver, "document": document},
    )  # fmt: skip
    return Outcome("adjustment", row.pk, event.pk, item.version)


def _json(values: Mapping[str, Any]) -> Any:
    import json

    from luoshi.ledger.chain import canonical_json

    return json.loads(canonical_json(values))


def _move_final(item: Item, due_on: date, cause: str) -> None:
    """The last standing deadline moves to the new date; an item without one keeps the date on itself only."""
    standing = sorted(clocks.unanswered(item), key=lambda d: (not d.final, -d.due_on.toordinal()))
    if standing:
        old = standing[0]
        made = rules.extend(clocks.as_rule(old), due_on, decided_by=cause)
        clocks.supersede(old, made, cause[:200])


@action("item.adjust/merge")
def merge(
    actor: Actor,
    item_id: int,
    into_id: int,
    *,
    reason: str,
    approver: str,
    document: str,
    version: int | None = None,
) -> Outcome:
    """Ends an item by putting it into another open one of the same government."""
    if item_id == into_id:
        raise Invalid("不能并入自己。", "into_id")
    locked = {i: item_for(actor, i) for i in sorted((item_id, into_id))}  # always in one order: no deadlock
    item, into = item_for(actor, item_id, version), locked[into_id]
    permissions.on_item(actor, "item.adjust", item)
    permissions.on_item(actor, "item.adjust", into)
    expect(item, "issued", "active", doing="合并")
    expect(into, "issued", "active", doing="并入其他事项")
    reason, approver, document = _founded(reason, approver, document)
    row = Adjustment.objects.create(
        item=item, kind="merge", reason=reason, old={"state": item.state}, new={"state": "merged", "into": into.pk},
        approver=approver, document=document, into=into, by_id=actor.id, at=clock.now(),
    )  # fmt: skip
    payload = {
        "into": into.pk,
        "reason": reason,
        "approver": approver,
        "document": document,
        "old": item.state,
    }
    item.state = "merged"
    touch(item, "state")
    event = record(actor, "item.merged", item, ("adjustment", row.pk), payload)
    touch(into)
    record(
        actor, "item.absorbed", into, ("item", item.pk), {"item": item.pk, "no": item.no, "title": item.title}
    )
    return Outcome("adjustment", row.pk, event.pk, item.version)


@action("item.adjust/cancel")
def cancel(
    actor: Actor, item_id: int, *, reason: str, approver: str, document: str, version: int | None = None
) -> Outcome:
    """Ends an item without its being done; counted as 调整, never as 完成."""
    item = item_for(actor, item_id, version)
    permissions.on_item(actor, "item.adjust", item)
    expect(item, "issued", "active", doing="取消")
    reason, approver, document = _founded(reason, approver, document)
    row = Adjustment.objects.create(
        item=item, kind="cancel", reason=reason, old={"state": item.state}, new={"state": "cancelled"}, approver=approver,
        document=document, by_id=actor.id, at=clock.now(),
    )  # fmt: skip
    old, item.state = item.state, "cancelled"
    touch(item, "state")
    event = record(
        actor, "item.cancelled", item, ("adjustment", row.pk),
        {"reason": reason, "approver": approver, "document": document, "old": old},
    )  # fmt: skip
    return Outcome("adjustment", row.pk, event.pk, item.version)


@action("item.reopen")
def reopen(
    actor: Actor, item_id: int, *, reason: str, approver: str, document: str, version: int | None = None
) -> Outcome:
    """Opens a closed or cancelled item again; its grade falls, its closing stays in the record."""
    item = item_for(actor, item_id, version)
    permissions.on_item(actor, "item.reopen", item)
    expect(item, "closed", "cancelled", doing="重新办理")
    reason, approver, document = _founded(reason, approver, document)
    old = {"state": item.state, "closed_on": item.closed_on, "grade": item.grade}
    row = Adjustment.objects.create(
        item=item, kind="reopen", reason=reason, old=_json(old), new={"state": "active"}, approver=approver,
        document=document, by_id=actor.id, at=clock.now(),
    )  # fmt: skip
    item.state, item.closed_on, item.grade = "active", None, ""
    item.next_due_on = clocks.next_due(item)
    touch(item, "state", "closed_on", "grade", "next_due_on")
    event = record(
        actor, "item.reopened", item, ("adjustment", row.pk),
        {"old": old, "reason": reason, "approver": approver, "document": document},
    )  # fmt: skip
    return Outcome("adjustment", row.pk, event.pk, item.version)


def _assign(item: Item, lead_id: int, co: Sequence[int]) -> dict[str, Any]:
    today = clock.today()
    wanted = {lead_id: "lead", **{c: "co" for c in co if c != lead_id}}
    known = Department.objects.filter(pk__in=wanted, active=True).count()
    if known != len(wanted):
        raise Invalid("承办单位不存在或已停用。", "lead_id")
    now = {a.department_id: a for a in item.assignments.filter(until=None)}
    old = {"lead": item.lead_id, "co": sorted(d for d, a in now.items() if a.role == "co")}
    for department, row in now.items():
        if wanted.get(department) != row.role:
            row.until = today
            row.save(update_fields=["until"])
    kept = {d for d, a in now.items() if wanted.get(d) == a.role}
    Assignment.objects.bulk_create(
        Assignment(item=item, department_id=d, role=r, since=today)
        for d, r in wanted.items()
        if d not in kept
    )
    item.lead_id = lead_id
    return old


@action("item.reassign")
def reassign(
    actor: Actor,
    item_id: int,
    *,
    lead_id: int,
    co: Sequence[int] = (),
    reason: str,
    version: int | None = None,
) -> Outcome:
    """Gives an item to other units (调整承办单位); the deadlines do not move. The new lead signs for it anew."""
    item = item_for(actor, item_id, version)
    permissions.on_item(actor, "item.reassign", item)
    expect(item, "issued", "active", doing="调整承办单位")
    reason = need(reason, "reason", "理由")
    before = item.lead_id
    old = _assign(item, lead_id, co)
    if lead_id != before:
        item.state = "issued"
    touch(item, "lead", "state")
    unit = Department.objects.get(pk=lead_id)
    event = record(
        actor, "item.reassigned", item, ("item", item.pk),
        {"old": old, "new": {"lead": lead_id, "co": sorted(co)}, "reason": reason},
    )  # fmt: skip
    notices.tell(unit, "assigned", f"reassigned:{event.pk}", f"转交办理：{item.title}", item=item)
    return Outcome("item", item.pk, event.pk, item.version)


@action("item.wrong_unit")
def refuse_unit(
    actor: Actor, item_id: int, *, reason: str, suggested_id: int | None = None, version: int | None = None
) -> Outcome:
    """The lead unit holds that the matter is not its own (退件); the 督查室 decides. Nobody forwards by themselves."""
    item = item_for(actor, item_id, version)
    unit = permissions.on_item(actor, "item.wrong_unit", item)
    expect(item, "issued", "active", doing="申请退件")
    reason = need(reason, "reason", "退件理由（不属本单位职责的依据）")
    if item.returns.filter(kind="wrong_unit", accepted=None).exists():
        raise WrongState("已有一份退件申请在办。")
    row = Return.objects.create(
        item=item,
        kind="wrong_unit",
        department=unit,
        reason=reason,
        suggested_id=suggested_id,
        by_id=actor.id,
        person=actor.person,
        at=clock.now(),
    )
    touch(item)
    event = record(
        actor,
        "item.refused",
        item,
        ("return", row.pk),
        {"department": unit.pk, "reason": reason, "suggested": suggested_id},
    )
    return Outcome("return", row.pk, event.pk, item.version)


@action("item.decide_return")
def decide_return(
    actor: Actor,
    return_id: int,
    *,
    accepted: bool,
    lead_id: int | None = None,
    co: Sequence[int] = (),
    note: str = "",
) -> Outcome:
    """The 督查室 accepts a 退件 and names the new lead, or keeps it where it is and says why."""
    item_id = Return.objects.filter(pk=return_id, kind="wrong_unit").values_list("item_id", flat=True).first()
    if item_id is None:
        raise NotThere("没有这份退件申请。")
    item = item_for(actor, item_id)
    permissions.on_item(actor, "item.decide_return", item)
    row = Return.objects.select_for_update().get(pk=return_id)
    if row.accepted is not None:
        raise WrongState("这份退件申请已经处理。")
    if row.person == actor.person:
        raise NotAllowed("不能处理自己提出的退件。")
    row.accepted, row.decided_by_id, row.decided_at = accepted, actor.id, clock.now()
    row.decision = (note if accepted else need(note, "note", "不同意退件的理由"))[:400]
    row.save()
    payload: dict[str, Any] = {"accepted": accepted, "note": row.decision}
    if accepted:
        if lead_id is None or lead_id == item.lead_id:
            raise Invalid("同意退件时请指定新的牵头单位。", "lead_id")
        payload["old"] = _assign(item, lead_id, co)
        payload["new"] = {"lead": lead_id, "co": sorted(co)}
        item.state = "issued"
        unit = Department.objects.get(pk=lead_id)
        notices.tell(unit, "assigned", f"return:{row.pk}:{lead_id}", f"转交办理：{item.title}", item=item)
    touch(item, "lead", "state")
    event = record(actor, "item.return_decided", item, ("return", row.pk), payload)
    return Outcome("return", row.pk, event.pk, item.version)
