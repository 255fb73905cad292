"""From the ledger's rows to the API's shapes (装填); everything a page of rows needs is read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from luoshi.ledger import clocks
from luoshi.ledger.models import Check, Department, Document, Proposal, Round, RoundReport
from luoshi.web.api import shapes
from luoshi.web.sight import Sight


def unit(found: Department | None) -> shapes.UnitRef | None:
    return shapes.UnitRef(id=found.pk, name=found.name) if found else None


def units(found: Iterable[Department]) -> list[shapes.UnitRef]:
    return [shapes.UnitRef(id=u.pk, name=u.name) for u in found]


def _item(s: Sight) -> dict[str, Any]:
    item = s.item
    light = s.light
    return {
        "id": item.pk, "no": item.no, "title": item.title, "register_id": item.register, "rules": s.pack.ref,
        "state": item.state, "state_name": item.get_state_display(), "lead": unit(s.lead.department if s.lead else None),
        "co": units(a.department for a in s.cos), "leader": item.leader, "issued_on": item.issued_on,
        "original_due_on": item.original_due_on, "due_on": item.due_on, "next_due_on": s.due if item.is_open else None,
        "light": shapes.LightNow(colour=light.colour, word=light.word, reason=light.reason, rule=light.rule) if light else None,
        "self_report": item.self_report, "progress": item.progress, "reported_at": item.reported_at,
        "closed_on": item.closed_on, "grade": item.grade, "continuing": item.continuing,
        "external_id": item.external_id, "version": item.version,
    }  # fmt: skip


def item_row(s: Sight) -> shapes.ItemRow:
    """A row of the list of items."""
    return shapes.ItemRow(**_item(s))


def item_full(s: Sight) -> shapes.ItemFull:
    """One item with what hangs on it: as the item page shows it."""
    item = s.item
    answers = clocks.Answers([item.pk])
    figures = {f.name: f for f in item.figures.order_by("as_of", "pk")}
    quantities = []
    for m in item.measures:
        got = figures.get(m["name"])
        quantities.append(shapes.Quantity(
            name=m["name"], op=m.get("op") or "", target=_number(m.get("target")), unit=m.get("unit") or "",
            value=got.value if got else None, as_of=got.as_of if got else None, status=got.status if got else "",
        ))  # fmt: skip
    deadlines = [
        shapes.Due(
            key=d.key, title=d.title, due_on=d.due_on, original_on=d.original_on, rule=d.rule, trace=d.trace,
            provisional=d.provisional, inferred=d.inferred, answered_on=told[0] if (told := answers.of(d)) else None,
        )
        for d in clocks.current(item).order_by("due_on", "pk")
    ]  # fmt: skip
    return shapes.ItemFull(
        **_item(s), requirement=item.requirement, due_text=item.due_text, parent_no=item.parent.no if item.parent else None,
        document_id=item.document_id,
        sources=[
            shapes.Source(kind=q.kind, number=q.number, dated=q.dated, issuer=q.issuer, quote=q.quote, sha256=q.sha256, start=q.start, end=q.end)
            for q in item.sources.all()
        ],
        deadlines=deadlines, quantities=quantities,
        reports=[
            shapes.Report(
                department=shapes.UnitRef(id=r.department_id, name=r.department.name), on=r.on, kind=r.kind, text=r.progress_text,
                difficulty=r.difficulty, next_step=r.next_step, percent=r.percent, self_report=r.self_report,
            )
            for r in item.submissions.select_related("department")
        ],
        checks=[
            shapes.CheckDone(level=c.level, verdict=c.verdict, grade=c.grade, reason=c.reason, on=c.at.date())
            for c in Check.objects.filter(item=item).order_by("pk")
        ],
    )  # fmt: skip


def _number(value: object) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None


def _document(d: Document) -> dict[str, Any]:
    names = (
        "kind", "title", "year", "state", "number", "approved_by", "approved_meeting", "approved_on", "issued_on",
    )  # fmt: skip
    return {"id": d.pk} | {n: getattr(d, n) for n in names}


def document_row(d: Document) -> shapes.DocumentRow:
    return shapes.DocumentRow(**_document(d))


def document_full(d: Document, rows: Iterable[Proposal]) -> shapes.DocumentFull:
    """A document with the rows that the reader may see (``lead`` and ``co`` loaded)."""
    items: dict[int | None, int] = dict(d.items.values_list("proposal_id", "pk"))
    return shapes.DocumentFull(
        **_document(d), body=d.body,
        rows=[
            shapes.TableRow(
                order=n, title=p.title, register_id=p.register, lead=unit(p.lead), co=units(p.co.all()), due_on=p.due_on,
                due_text=p.due_text, leader=p.leader, item_id=items.get(p.pk),
            )
            for n, p in enumerate(rows, 1)
        ],
    )  # fmt: skip


def department_row(u: Department) -> shapes.DepartmentRow:
    return shapes.DepartmentRow(
        id=u.pk,
        name=u.name,
        short=u.short,
        kind=u.kind,
        parent_id=u.parent_id,
        order=u.order,
        active=u.active,
    )


def round_row(r: Round, reports: Iterable[RoundReport]) -> shapes.RoundRow:
    """A round with the units' states that the reader may see."""
    return shapes.RoundRow(
        id=r.pk, register_id=r.register, title=r.title, opens_on=r.opens_on, due_on=r.due_on, closed_at=r.closed_at,
        units=[
            shapes.RoundUnit(department=shapes.UnitRef(id=x.department_id, name=x.department.name), state=x.state)
            for x in reports
        ],
    )  # fmt: skip
