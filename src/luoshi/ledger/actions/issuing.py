"""Items are born (立项): from the rows of an issued table, with source, assignments, nodes and deadlines."""

from __future__ import annotations

from datetime import date

from luoshi import rules
from luoshi.ledger import clock, clocks, lights, registers, search
from luoshi.ledger.actions.kernel import record
from luoshi.ledger.actor import Actor
from luoshi.ledger.models import (
    Assignment,
    Document,
    Item,
    ItemSource,
    Node,
    NumberSeries,
    Proposal,
    ReportText,
)


def next_numbers(government_id: int, year: int, count: int) -> list[str]:
    """The next free numbers of the year, “2026-0001”; waits for whoever takes numbers of the same year."""
    name = f"{government_id}:{year}"
    series = NumberSeries.objects.select_for_update().filter(pk=name).first()
    if series is None:
        NumberSeries.objects.bulk_create([NumberSeries(name=name)], ignore_conflicts=True)
        series = NumberSeries.objects.select_for_update().get(pk=name)
    first = series.last + 1
    NumberSeries.objects.filter(pk=name).update(last=series.last + count)
    return [f"{year}-{n:04d}" for n in range(first, first + count)]


def source_of(report: ReportText, start: int, end: int) -> ItemSource:
    """A span of the report as a source (unsaved): quote and 20 characters around it."""
    text = report.text
    return ItemSource(
        kind="report", report=report, sha256=report.sha256, start=start, end=end, quote=text[start:end],
        before=text[max(0, start - 20) : start], after=text[end : end + 20], issuer=report.title[:80],
    )  # fmt: skip


def due_form(text: str, form: str, on: date | None, year: int) -> rules.DueForm:
    """The row's due date as the rules know it: its own words and date; none: the year's end, marked as inferred."""
    found = rules.due_from_words(text or None, year)
    if on is None:
        return found
    mode = found.mode if found.date == on and text else "by"
    return rules.DueForm(
        text or f"{on.year}年{on.month}月{on.day}日前", on, mode if form != "added" else "by"
    )


def issue_rows(actor: Actor, document: Document) -> list[Item]:
    """An item for each accepted row of the document, clocks running from the date of issue."""
    rows = list(
        Proposal.objects.filter(document=document, state="accepted")
        .prefetch_related("co")
        .order_by("order", "pk")
    )
    numbers = next_numbers(document.government_id, document.year, len(rows))
    return [issue_row(actor, document, row, no) for row, no in zip(rows, numbers, strict=True)]


def issue_row(actor: Actor, document: Document, row: Proposal, no: str) -> Item:
    """One row becomes one item."""
    assert document.issued_on is not None
    pack = registers.pack(row.register)
    item = Item(
        government_id=document.government_id, no=no, register=pack.id, register_version=pack.version, title=row.title,
        requirement=row.requirement, group=row.group, quantity=row.quantity, high=row.high, unit=row.unit, op=row.op,
        measures=row.measures, due_stage=row.due_stage, due_text=row.due_text, due_form=row.due_form, leader=row.leader,
        document=document, proposal=row, lead_id=row.lead_id, issued_on=document.issued_on, updated_at=clock.now(),
    )  # fmt: skip
    sources = []
    if document.report and row.start is not None and row.end is not None:
        sources.append(source_of(document.report, row.start, row.end))
    due = due_form(row.due_text, row.due_form, row.due_on, document.year)
    return create(
        actor, item, sources, [c.pk for c in row.co.all()], due,
        rules.Anchor(document.issued_on, "issued", f"{document.number}印发"), "item.issued",
    )  # fmt: skip


def create(
    actor: Actor, item: Item, sources: list[ItemSource], co: list[int], due: rules.DueForm | None,
    anchor: rules.Anchor, kind: str, nodes: list[tuple[str, date]] | None = None,
) -> Item:  # fmt: skip
    """Writes an item with all that hangs on it and its first event."""
    item.save()
    for source in sources:
        source.item = item
    ItemSource.objects.bulk_create(sources)
    units = [Assignment(item=item, department_id=item.lead_id, role="lead", since=item.issued_on)]
    units += [
        Assignment(item=item, department_id=c, role="co", since=item.issued_on)
        for c in co
        if c != item.lead_id
    ]
    Assignment.objects.bulk_create(units)
    made_nodes = Node.objects.bulk_create(
        Node(item=item, order=i, title=title, due_on=on) for i, (title, on) in enumerate(nodes or (), 1)
    )
    deadlines = clocks.start(item, anchor, due, made_nodes)
    lights.refresh(item)
    item.save()
    search.put([(item.pk, f"{item.no} 。{item.title} 。{item.requirement} 。{item.group}")], fresh=True)
    record(
        actor, kind, item, ("item", item.pk),
        {
            "no": item.no, "title": item.title, "requirement": item.requirement,
            "register": f"{item.register}@{item.register_version}", "lead": item.lead_id, "co": sorted(co),
            "quantity": item.quantity, "unit": item.unit, "op": item.op, "due_stage": item.due_stage,
            "source": [
                {"kind": s.kind, "sha256": s.sha256, "start": s.start, "end": s.end, "quote": s.quote, "number": s.number,
                 "dated": s.dated, "issuer": s.issuer, "approver": s.approver}
                for s in sources
            ],
            "deadlines": [{"key": d.key, "due": d.due_on, "trace": d.trace, "calendar": d.calendar} for d in deadlines],
        },
    )  # fmt: skip
    return item
