"""Sheets back in (导入): dry run, errors by row, all or nothing, the same sheet twice changes nothing; thousands at once."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from county import County
from test_way import issued_table

from luoshi.ledger import chain, clock
from luoshi.ledger.actions import documents, proposals
from luoshi.ledger.actions.importing import (
    ItemRow,
    RowChange,
    change_rows,
    check_items,
    compare_rows,
    import_items,
)
from luoshi.ledger.errors import NotAllowed, RowErrors, WrongState
from luoshi.ledger.models import Document, Event, Item, Proposal

DAY = date(2026, 3, 2)


def lines(c: County, count: int) -> list[ItemRow]:
    leads = [c.units[k].pk for k in ("edu", "health", "water")]
    return [
        ItemRow(
            row=n + 2, external_id=f"旧-{n}", title=f"既有事项第{n}号", lead_id=leads[n % 3], source="upper_document", dated=DAY,
            issuer="市政府", number=f"澜政发〔2026〕{n}号", co=(leads[(n + 1) % 3],), due_on=date(2026, 9, 30),
        )
        for n in range(count)
    ]  # fmt: skip


def test_an_existing_ledger_is_taken_over_once(county: County) -> None:
    c = county
    with clock.fixed(DAY):
        rows = lines(c, 40)
        assert len(check_items(c.gov, rows).new) == 40 and not Item.objects.exists()
        made = import_items(c.inspector, c.gov, rows, approver="县长")
        assert len(made.ids) == 40 == Item.objects.count()
        with pytest.raises(WrongState, match="没有新的"):
            import_items(c.inspector, c.gov, rows, approver="县长")
        more = [*rows, *lines(c, 42)[40:]]
        assert check_items(c.gov, more).same == 40
        import_items(c.inspector, c.gov, more, approver="县长")
    assert Item.objects.count() == 42 and chain.verify().ok
    item = Item.objects.get(external_id="旧-0")
    assert {d.key for d in item.deadlines.all()} == {"day1", "day3", "own"}
    assert item.assignments.filter(until=None).count() == 2 and item.sources.get().dated == DAY


def test_one_bad_line_and_nothing_is_imported(lite_county: County) -> None:
    c = lite_county
    with clock.fixed(DAY):
        rows = lines(c, 6)
        rows[1] = msgspec.structs.replace(rows[1], title=" ")
        rows[3] = msgspec.structs.replace(rows[3], lead_id=c.units["other_edu"].pk, dated=date(2027, 1, 1))
        rows[5] = msgspec.structs.replace(rows[5], external_id="旧-0")
        before = Event.objects.count()
        with pytest.raises(RowErrors) as caught:
            import_items(c.inspector, c.gov, rows, approver="县长")
        told = {(row, field) for row, field, _ in caught.value.rows}
        assert told == {(3, "title"), (5, "lead_id"), (5, "dated"), (7, "external_id")}
        assert not Item.objects.exists() and Event.objects.count() == before
        with pytest.raises(NotAllowed):
            import_items(c.edu_clerk, c.gov, lines(c, 1), approver="县长")


def draft(c: County, count: int) -> tuple[int, list[int]]:
    doc = documents.draft(c.inspector, c.gov, title="草稿", year=2026).id
    rows = Proposal.objects.bulk_create(
        Proposal(
            document_id=doc,
            order=n,
            kind="commitment",
            register="annual-tasks",
            title=f"任务{n}",
            quantity=Decimal(n),
            state="accepted",
        )
        for n in range(count)
    )
    return doc, [r.pk for r in rows]


def test_a_table_comes_back_and_only_what_differs_changes(county: County) -> None:
    c = county
    with clock.fixed(DAY):
        doc, ids = draft(c, 5)
        edu, water = c.units["edu"].pk, c.units["water"].pk
        sheet = [RowChange(n + 2, pk, {"title": f"任务{n}", "quantity": n, "lead_id": edu if n == 2 else None, "co": [water] if n == 2 else []})
                 for n, pk in enumerate(ids)]  # fmt: skip
        found = compare_rows(Document.objects.get(pk=doc), sheet)
        assert set(found.changed) == {ids[2]} and found.same == 4 and not found.errors
        change_rows(c.inspector, doc, sheet)
        row = Proposal.objects.get(pk=ids[2])
        assert row.lead_id == edu and [u.pk for u in row.co.all()] == [water] and "lead" in row.not_in_source
        with pytest.raises(WrongState, match="相同"):
            change_rows(c.inspector, doc, sheet)
        bad = [
            RowChange(2, ids[0], {"title": ""}),
            RowChange(3, 10**9, {}),
            RowChange(4, ids[1], {"lead_id": 10**9, "state": "x"}),
        ]
        with pytest.raises(RowErrors) as caught:
            change_rows(c.inspector, doc, bad)
        assert {(r, f) for r, f, _ in caught.value.rows} == {
            (2, "title"),
            (3, "id"),
            (4, "lead_id"),
            (4, "state"),
        }


@pytest.mark.slow
def test_five_thousand_at_once(county: County) -> None:
    c = county
    with clock.fixed(DAY):
        start = time.monotonic()
        import_items(c.inspector, c.gov, lines(c, 5000), approver="县长")
        print(f"\nimport of 5,000 items: {time.monotonic() - start:.1f} s")
        doc, ids = draft(c, 5000)
        sheet = [
            RowChange(
                n,
                pk,
                {"lead_id": c.units["edu"].pk, "due_on": date(2026, 10, 31), "co": [c.units["water"].pk]},
            )
            for n, pk in enumerate(ids)
        ]
        start = time.monotonic()
        change_rows(c.inspector, doc, sheet)
        print(f"sheet of 5,000 rows: {time.monotonic() - start:.1f} s")
        documents.consult(c.inspector, doc, due=DAY)
        documents.approve(c.inspector, doc, by="县长", on=DAY)
        start = time.monotonic()
        documents.issue(c.inspector, doc, number="石政办发〔2026〕9号", on=DAY)
        print(f"issue of 5,000 rows: {time.monotonic() - start:.1f} s")
    assert Item.objects.count() == 10_000 and chain.verify().ok
    assert proposals.FIELDS and issued_table
