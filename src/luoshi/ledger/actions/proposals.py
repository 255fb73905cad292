"""Rows of a draft (拟办条目): accept, edit, merge, split, skip with a reason, assign many, add by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max

from luoshi.ledger import permissions, registers
from luoshi.ledger.actions.kernel import Outcome, action, document_for, need, record
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Conflict, Invalid, NotThere, WrongState
from luoshi.ledger.models import Department, Document, Proposal

FIELDS = (
    "group", "register", "title", "requirement", "quantity", "high", "unit", "op", "measures", "due_stage", "due_text",
    "due_form", "due_on", "leader", "lead_id",
)  # fmt: skip
"""What may be edited in a row; ``co`` (ids) beside them."""


def _rows(actor: Actor, ids: Sequence[int]) -> tuple[Document, list[Proposal]]:
    """The rows, locked, all of one draft."""
    rows = list(Proposal.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    documents = {r.document_id for r in rows}
    if not rows or len(rows) != len(set(ids)) or len(documents) != 1:
        raise NotThere("没有这些条目，或不在同一份草稿里。")
    document = document_for(actor, documents.pop())
    permissions.in_government(actor, "proposal.change", document.government_id)
    if document.state not in ("draft", "consulting"):
        raise WrongState("文件已审定或印发，条目不能再改；印发后请用“调整”。")
    return document, rows


def _one(actor: Actor, proposal_id: int, version: int | None) -> tuple[Document, Proposal]:
    document, (row,) = _rows(actor, [proposal_id])
    if version is not None and row.version != version:
        raise Conflict("这一条已被他人改动，没有写入您的内容。请刷新后再改。")
    return document, row


def _units(document: Document, ids: Sequence[int]) -> None:
    known = Department.objects.filter(pk__in=ids, government_id=document.government_id, active=True).count()
    if known != len(set(ids)):
        raise Invalid("单位不在本级政府的单位表里，或已停用。", "lead_id")


def _save(row: Proposal, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def _change(
    document: Document, row: Proposal, changes: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    unknown = set(changes) - {*FIELDS, "co"}
    if unknown:
        raise Invalid(f"不能修改字段：{'、'.join(sorted(unknown))}。")
    new = dict(changes)
    old: dict[str, Any] = {}
    co = new.pop("co", None)
    if new.get("lead_id"):
        _units(document, [new["lead_id"]])
    if "register" in new:
        registers.checked(new["register"])
    if "title" in new:
        new["title"] = need(new["title"], "title", "工作任务")
    for field, value in new.items():
        old[field] = getattr(row, field)
        setattr(row, field, value)
    if co is not None:
        _units(document, co)
        old["co"] = sorted(row.co.values_list("pk", flat=True))
        row.co.set([c for c in co if c != row.lead_id])
    added = set(row.not_in_source)
    if "lead_id" in new and row.kind != "pledge":
        added.add("lead")
    if "due_on" in new:
        added.add("due")
    row.not_in_source = sorted(added)
    _save(row, *new, "not_in_source")
    return old, {**new, **({"co": co} if co is not None else {})}


@action("proposal.change/edit")
def edit(
    actor: Actor, proposal_id: int, changes: Mapping[str, Any], *, version: int | None = None
) -> Outcome:
    """Changes fields of a row (``FIELDS`` and ``co``)."""
    document, row = _one(actor, proposal_id, version)
    old, new = _change(document, row, changes)
    event = record(actor, "proposal.edited", document, ("proposal", row.pk), {"old": old, "new": new})
    return Outcome("proposal", row.pk, event.pk, row.version)


@action("proposal.change/accept")
def accept(actor: Actor, ids: Sequence[int], changes: Mapping[str, Any] | None = None) -> Outcome:
    """Takes rows into the table, with the same changes for all where given."""
    document, rows = _rows(actor, ids)
    for row in rows:
        if row.state not in ("open", "skipped", "accepted"):
            raise WrongState(f"“{row.title}”已{row.get_state_display()}，不能再采用。")
        if changes:
            _change(document, row, changes)
        row.state, row.skip_reason = "accepted", ""
        _save(row, "state", "skip_reason")
    event = record(
        actor,
        "proposal.accepted",
        document,
        ("proposal", rows[0].pk),
        {"rows": list(ids), "changes": dict(changes or {})},
    )
    return Outcome("proposal", rows[0].pk, event.pk, rows[0].version, ids=tuple(r.pk for r in rows))


@action("proposal.change/skip")
def skip(actor: Actor, ids: Sequence[int], *, reason: str) -> Outcome:
    """Leaves rows out of the table with the reason; where none is given, each with the one that was proposed for it."""
    document, rows = _rows(actor, ids)
    reason = reason.strip()
    for row in rows:
        why = need(reason or row.skip_reason, "reason", "不列入的理由")
        if row.state not in ("open", "accepted", "skipped"):
            raise WrongState(f"“{row.title}”已{row.get_state_display()}。")
        row.state, row.skip_reason = "skipped", why[:200]
        _save(row, "state", "skip_reason")
    said = reason or "；".join(dict.fromkeys(row.skip_reason for row in rows))
    event = record(
        actor, "proposal.skipped", document, ("proposal", rows[0].pk), {"rows": list(ids), "reason": said}
    )
    return Outcome("proposal", rows[0].pk, event.pk, rows[0].version, ids=tuple(r.pk for r in rows))


@action("proposal.change/merge")
def merge(actor: Actor, into_id: int, ids: Sequence[int], *, title: str | None = None) -> Outcome:
    """Puts rows into one: it covers what they covered and holds their quantities; they stay, marked as merged."""
    others = [i for i in ids if i != into_id]
    document, rows = _rows(actor, [into_id, *others])
    target = next(r for r in rows if r.pk == into_id)
    parts = [r for r in rows if r.pk != into_id]
    if not parts:
        raise Invalid("请至少选两条来合并。")
    if any(r.state in ("merged", "split") for r in rows):
        raise WrongState("已并入或已拆分的条目不能再合并。")
    target.covers = sorted({*target.covers, *(c for r in parts for c in r.covers)})
    target.measures = [*target.measures, *(m for r in parts for m in r.measures)]
    target.requirement = "\n".join(
        dict.fromkeys(t for r in (target, *parts) if (t := r.requirement or r.title))
    )
    if title:
        target.title = title[:400]
    _save(target, "covers", "measures", "requirement", "title")
    for row in parts:
        row.state, row.parent = "merged", target
        _save(row, "state", "parent")
    event = record(
        actor, "proposal.merged", document, ("proposal", target.pk), {"rows": [r.pk for r in parts]}
    )
    return Outcome("proposal", target.pk, event.pk, target.version)


@action("proposal.change/split")
def split(
    actor: Actor, proposal_id: int, parts: Sequence[Mapping[str, Any]], *, version: int | None = None
) -> Outcome:
    """Makes two or more rows of one (each a mapping of ``FIELDS`` with a title); the old one stays, marked as split."""
    document, row = _one(actor, proposal_id, version)
    if row.state in ("merged", "split"):
        raise WrongState("已并入或已拆分的条目不能再拆分。")
    if len(parts) < 2:
        raise Invalid("请至少拆成两条。")
    made = []
    for part in parts:
        new = Proposal.objects.get(pk=row.pk)
        new.pk, new.parent, new.state, new.version = None, row, "open", 1
        new._state.adding = True
        new.save()
        new.co.set(row.co.all())
        _change(document, new, {"title": "", **part})
        made.append(new.pk)
    row.state = "split"
    _save(row, "state")
    event = record(
        actor,
        "proposal.split",
        document,
        ("proposal", row.pk),
        {"into": made, "parts": [dict(p) for p in parts]},
    )
    return Outcome("proposal", row.pk, event.pk, row.version, ids=tuple(made))


@action("proposal.change/assign")
def assign(
    actor: Actor,
    ids: Sequence[int],
    *,
    lead_id: int | None = None,
    co: Sequence[int] | None = None,
    leader: str | None = None,
) -> Outcome:
    """Gives many rows the same lead, co-units, leader (批量分派)."""
    document, rows = _rows(actor, ids)
    changes: dict[str, Any] = {}
    if lead_id is not None:
        changes["lead_id"] = lead_id
    if co is not None:
        changes["co"] = list(co)
    if leader is not None:
        changes["leader"] = leader
    if not changes:
        raise Invalid("请选择牵头单位、配合单位或责任领导。")
    for row in rows:
        _change(document, row, changes)
    event = record(
        actor, "proposal.assigned", document, ("proposal", rows[0].pk), {"rows": list(ids), **changes}
    )
    return Outcome("proposal", rows[0].pk, event.pk, ids=tuple(r.pk for r in rows))


@action("proposal.change/add")
def add(
    actor: Actor, document_id: int, *, title: str, register: str = "annual-tasks", requirement: str = "", group: str = "",
    lead_id: int | None = None, co: Sequence[int] = (), due_on: date | None = None, due_text: str = "", leader: str = "",
    quantity: Decimal | None = None, unit: str = "", start: int | None = None, end: int | None = None,
    covers: Sequence[str] = (),
) -> Outcome:  # fmt: skip
    """Adds a row by hand; with a span where it stands on words of the report, else marked as not in the source."""
    document = document_for(actor, document_id)
    permissions.in_government(actor, "proposal.change", document.government_id)
    if document.state not in ("draft", "consulting"):
        raise WrongState("文件已审定或印发，不能再加条目。")
    registers.checked(register)
    _units(document, [u for u in (lead_id, *co) if u])
    if start is not None and (
        document.report is None or not 0 <= start < (end or 0) <= len(document.report.text)
    ):
        raise Invalid("原文位置不在报告之内。", "start")
    last = document.proposals.aggregate(n=Max("order"))["n"] or 0
    row = Proposal.objects.create(
        document=document, order=last + 1, kind="added", state="accepted", group=group[:200], register=register,
        title=need(title, "title", "工作任务")[:400], requirement=requirement, lead_id=lead_id, due_on=due_on,
        due_text=due_text[:60], leader=leader, quantity=quantity, unit=unit, start=start, end=end, covers=list(covers),
        not_in_source=["lead", "due"] if start is not None else ["text", "lead", "due"], why="人工增加",
    )  # fmt: skip
    row.co.set([c for c in co if c != lead_id])
    event = record(
        actor, "proposal.added", document, ("proposal", row.pk),
        {"title": row.title, "register": register, "lead": lead_id, "co": list(co), "due": due_on},
    )  # fmt: skip
    return Outcome("proposal", row.pk, event.pk, row.version)
