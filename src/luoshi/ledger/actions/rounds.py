"""Reporting rounds (报送轮次): opened and closed by the office, signed off by each unit's head or a scan of the paper."""

from __future__ import annotations

from datetime import date

from luoshi.ledger import clock, notices, permissions, registers
from luoshi.ledger.actions.kernel import Outcome, action, need, record
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotThere, WrongState
from luoshi.ledger.models import Assignment, Department, Round, RoundReport
from luoshi.ledger.models.item import OPEN_STATES


@action("round.open")
def open_round(
    actor: Actor, government_id: int, *, register: str, title: str, opens_on: date, due_on: date
) -> Outcome:
    """Opens a round for a register: every unit that leads or co-works on an open item of it has a part."""
    permissions.in_government(actor, "round.open", government_id)
    registers.checked(register)
    if due_on < opens_on:
        raise Invalid("截止日期不能早于开始日期。", "due_on")
    if Round.objects.filter(government_id=government_id, register=register, closed_at=None).exists():
        raise WrongState("这种登记册还有一个轮次没有截止。请先截止上一轮。")
    row = Round.objects.create(
        government_id=government_id, register=register, title=need(title, "title", "轮次名称"), opens_on=opens_on,
        due_on=due_on, opened_by_id=actor.id,
    )  # fmt: skip
    units = Department.objects.filter(
        pk__in=Assignment.objects.filter(
            until=None, role="lead", item__government_id=government_id, item__register=register, item__state__in=OPEN_STATES
        ).values("department_id")
    )  # fmt: skip
    RoundReport.objects.bulk_create(RoundReport(round=row, department=u) for u in units)
    for unit in units:
        notices.tell(unit, "round", f"round:{row.pk}:{unit.pk}", f"{title}：请于{due_on:%m月%d日}前报送")
    house = Department.objects.get(pk=government_id)
    event = record(
        actor, "round.opened", house, ("round", row.pk),
        {"register": register, "title": title, "opens": opens_on, "due": due_on, "units": [u.pk for u in units]},
    )  # fmt: skip
    return Outcome("round", row.pk, event.pk)


def _round(actor: Actor, round_id: int) -> Round:
    from luoshi.ledger.visibility import visible_rounds

    row = visible_rounds(actor).select_for_update(of=("self",)).filter(pk=round_id).first()
    if row is None:
        raise NotThere("没有这个报送轮次。")
    return row


@action("round.sign")
def sign_off(actor: Actor, round_id: int, department_id: int) -> Outcome:
    """A unit's reports of the round are signed: by its head (a post marked as head), or by a scan of the signed paper.

    Nothing counts before. The office enters a paper through ``actor.on_paper``.
    """
    row = _round(actor, round_id)
    unit = Department.objects.filter(pk=department_id, government_id=row.government_id).first()
    report = RoundReport.objects.select_for_update().filter(round=row, department_id=department_id).first()
    if unit is None or report is None:
        raise NotThere("这个轮次里没有这个单位。")
    permissions.for_unit(actor, "round.sign", unit)
    if row.closed_at:
        raise WrongState("这个轮次已经截止。")
    if report.state == "missing":
        raise WrongState("贵单位还没有报送，没有可签的内容。")
    if report.state == "signed":
        raise WrongState("这一轮已经签过。")
    report.state, report.signed_at = "signed", clock.now()
    if actor.paper:
        report.signer, report.scan_id = actor.paper.signer, actor.paper.scan
    else:
        report.signed_by_id = actor.id
    report.save()
    house = Department.objects.get(pk=row.government_id)
    event = record(
        actor, "round.signed", house, ("round_report", report.pk),
        {"round": row.pk, "department": unit.pk, "person": actor.person, "scan": report.scan_id},
    )  # fmt: skip
    return Outcome("round_report", report.pk, event.pk)


@action("round.close")
def close_round(actor: Actor, round_id: int) -> Outcome:
    """Closes a round. A unit that did not report is 未报, which says nothing about its work."""
    row = _round(actor, round_id)
    permissions.in_government(actor, "round.close", row.government_id)
    if row.closed_at:
        raise WrongState("这个轮次已经截止。")
    row.closed_at = clock.now()
    row.save(update_fields=["closed_at"])
    counts = {s: row.reports.filter(state=s).count() for s in ("missing", "reported", "signed")}
    event = record(actor, "round.closed", row.government, ("round", row.pk), {"counts": counts})
    return Outcome("round", row.pk, event.pk)
