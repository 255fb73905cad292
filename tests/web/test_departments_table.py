"""The departments' table (单位): rates with both numbers, against both dates; each number opens the list it counted."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.ledger import clock
from luoshi.ledger.actions import extensions
from luoshi.ledger.models import Item
from luoshi.web import standings
from luoshi.web.filters import Chosen


def _late(stage: Any) -> None:
    """The dam was closed after its first date and before the date that an extension would have given."""
    Item.objects.filter(pk=stage.ids["dam"]).update(original_due_on=date(2026, 3, 1), due_on=date(2026, 4, 1))


def test_on_time_is_told_against_the_original_and_the_current_date(stage: Any) -> None:
    _late(stage)
    rows = standings.standings(Item.objects.all(), date(2026, 3, 3))
    water = next(r for r in rows if r.unit == stage.c.units["water"])
    assert water.rates == {"original": (0, 1), "current": (1, 1)}
    assert water.share("original") == 0
    health = next(r for r in rows if r.unit == stage.c.units["health"])
    assert (health.counts["led"], health.co, health.rates["current"], health.share("current")) == (
        0,
        1,
        (0, 0),
        None,
    )
    total = standings.summed(rows)
    assert total.counts["led"] == Item.objects.count() and total.rates["current"] == (1, 1)


def test_an_open_item_past_its_date_is_due_and_not_finished(stage: Any) -> None:
    rows = standings.standings(Item.objects.filter(pk=stage.ids["school"]), date(2026, 12, 1))
    edu = next(r for r in rows if r.unit == stage.c.units["edu"])
    assert edu.rates["current"] == (0, 1)


def test_cancelled_items_are_in_neither_number(stage: Any) -> None:
    Item.objects.filter(pk=stage.ids["school"]).update(state="cancelled")
    rows = standings.standings(Item.objects.filter(pk=stage.ids["school"]), date(2026, 12, 1))
    assert rows[0].rates == {"original": (0, 0), "current": (0, 0)}


def test_every_number_opens_the_list_that_it_counted(stage: Any, client_of: Any) -> None:
    _late(stage)
    client = client_of(stage.c.users["inspector"])
    with clock.fixed(date(2026, 12, 1)):
        text = client.get(reverse("departments")).content.decode()
        links = re.findall(r'href="(/board\?[^"]*)"[^>]*>(\d+)</a>', text)
        assert len(links) > 12
        for where, n in links:
            listed = client.get(where.replace("&amp;", "&")).content.decode()
            assert (f"共 {n} 件" if n != "0" else "没有符合条件的事项") in listed, (where, n)


def test_a_unit_sees_its_own_row_only(stage: Any, client_of: Any) -> None:
    text = client_of(stage.c.users["edu_clerk"]).get(reverse("departments")).content.decode()
    assert "县教育局" in text and "县水利局" not in text


def test_the_table_narrows_by_register_and_keeps_it_in_its_links(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    text = client.get(reverse("departments"), {"register": "13710"}).content.decode()
    assert "县水利局" not in text and "register=13710" in text


def test_who_finishes_least_in_time_comes_first_and_who_had_nothing_due_last(stage: Any) -> None:
    def row(part: int, whole: int) -> standings.Standing:
        return standings.Standing(None, {"overdue": 0, "red": 0}, {"original": (part, whole)})

    rows = [row(0, 0), row(3, 3), row(1, 2)]
    assert [r.rates["original"] for r in standings.ordered(rows, "original")] == [(1, 2), (3, 3), (0, 0)]


def test_the_table_costs_the_same_queries_however_many_units(stage: Any, client_of: Any) -> None:
    from luoshi.ledger.actions import items

    c = stage.c
    client = client_of(c.users["inspector"])

    def cost() -> int:
        client.get(reverse("departments"))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("departments")).status_code == 200
        return len(seen)

    before = cost()
    with clock.fixed(date(2026, 3, 3)):
        for key in ("health", "town", "office", "water"):
            items.open_item(
                c.inspector, c.gov, source="leader", title=f"交给{key}的事", dated=date(2026, 3, 3), issuer="县长", approver="县长",
                lead_id=c.units[key].pk, quote="请办。", not_duplicate=True,
            )  # fmt: skip
    assert cost() == before <= 20


def test_the_sheet_holds_numerators_and_denominators_as_numbers(stage: Any, client_of: Any) -> None:
    import openpyxl

    answer = client_of(stage.c.users["inspector"]).get(reverse("departments_xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = {r[0]: r for r in sheet.iter_rows(values_only=True)}
    head = rows["单位"]
    water = dict(zip(head, rows["县水利局"], strict=True))
    assert water["牵头"] == 1 and water["应办结"] == 1 and rows["合计"][1] == Item.objects.count()


def test_an_extension_is_counted_and_the_original_date_kept(stage: Any) -> None:
    c, school = stage.c, stage.ids["school"]
    with clock.fixed(date(2026, 3, 3)):
        asked = extensions.ask(
            c.edu_clerk,
            school,
            new_due=date(2026, 12, 20),
            reason="雨季",
            progress="主体封顶",
            deadline="due",
        )
        extensions.sign(c.edu_head, asked.id)
        extensions.decide(c.inspector, asked.id, granted=True)
    edu = next(
        r for r in standings.standings(Item.objects.all(), date(2026, 12, 10)) if r.unit == c.units["edu"]
    )
    assert edu.counts["extended"] == 1
    assert edu.rates["original"][1] == edu.rates["current"][1] + 1
    assert any("kind=extended" in cell["query"] for cell in standings.cells(edu, Chosen()))
