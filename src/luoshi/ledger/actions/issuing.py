"""Items are born (立项): from the rows of an issued table, with source, assignments, nodes and deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from luoshi import rules
from luoshi.ledger import chain, clock, clocks, lights, registers, search
from luoshi.ledger.actions.kernel import record_births
from luoshi.ledger.actor import Actor
from luoshi.ledger.models import (
    Assignment,
    Deadline,
    Document,
    Item,
    ItemSource,
    Node,
    NumberSeries,
    Proposal,
    ReportText,
)

_BATCH = 500


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
    births = [_birth(document, row, no) for row, no in zip(rows, numbers, strict=True)]
    return create(actor, births, "item.issued")


class Birth(msgspec.Struct):
    """An item to be made (待立事项): itself unsaved, its sources unsaved, co-units, due date, nodes, what starts the clocks."""

    item: Item
    sources: list[ItemSource]
    co: list[int]
    due: rules.DueForm | None
    anchor: rules.Anchor
    nodes: list[tuple[str, date]] = []


def _birth(document: Document, row: Proposal, no: str) -> Birth:
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
    anchor = rules.Anchor(document.issued_on, "issued", f"{document.number}印发")
    return Birth(item, sources, [c.pk for c in row.co.all()], due, anchor)


def create(actor: Actor, births: Sequence[Birth], kind: str) -> list[Item]:
    """Writes items with all that hangs on them and their first events: as many statements for one as for a thousand."""
    deadlines: list[list[Deadline]] = []
    nodes: list[Node] = []
    for b in births:
        mine = [
            Node(item=b.item, order=n, title=title[:200], due_on=on)
            for n, (title, on) in enumerate(b.nodes, 1)
        ]
        nodes += mine
        made = clocks.first(b.item, b.anchor, b.due, mine, b.sources[0].kind if b.sources else "")
        deadlines.append(made)
        lights.set_first(b.item, made)
    Item.objects.bulk_create([b.item for b in births], batch_size=_BATCH)
    for b in births:
        for source in b.sources:
            source.item = b.item
    ItemSource.objects.bulk_create([s for b in births for s in b.sources], batch_size=_BATCH)
    Assignment.objects.bulk_create([a for b in births for a in _assigned(b)], batch_size=_BATCH)
    dues = [d for made in deadlines for d in made]
    for node in nodes:
        node.item = node.item  # its id is known only now
    for due in dues:
        due.item = due.item
    Node.objects.bulk_create(nodes, batch_size=_BATCH)
    Deadline.objects.bulk_create(dues, batch_size=_BATCH)
    search.put([(b.item.pk, text_of(b.item)) for b in births], fresh=True)
    told = [
        chain.Birth(b.item.pk, b.item.government_id, _payload(b, made))
        for b, made in zip(births, deadlines, strict=True)
    ]
    record_births(actor, kind, told)
    return [b.item for b in births]


def text_of(item: Item) -> str:
    """What the search index holds of an item."""
    return f"{item.no} 。{item.title} 。{item.requirement} 。{item.group}"


def _assigned(b: Birth) -> list[Assignment]:
    item = b.item
    co = [c for c in dict.fromkeys(b.co) if c != item.lead_id]
    return [
        Assignment(item=item, department_id=unit, role=role, since=item.issued_on)
        for unit, role in [(item.lead_id, "lead"), *((c, "co") for c in co)]
    ]


def _payload(b: Birth, deadlines: list[Deadline]) -> dict[str, Any]:
    item = b.item
    return {
        "no": item.no, "title": item.title, "requirement": item.requirement,
        "register": f"{item.register}@{item.register_version}", "lead": item.lead_id, "co": sorted(b.co),
        "quantity": item.quantity, "unit": item.unit, "op": item.op, "due_stage": item.due_stage,
        "source": [
            {"kind": s.kind, "sha256": s.sha256, "start": s.start, "end": s.end, "quote": s.quote, "number": s.number,
             "dated": s.dated, "issuer": s.issuer, "approver": s.approver}
            for s in b.sources
        ],
        "deadlines": [{"key": d.key, "due": d.due_on, "trace": d.trace, "calendar": d.calendar} for d in deadlines],
    }  # fmt: skip
