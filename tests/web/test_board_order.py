"""The board at size: slices light by light are what sorting everything gives; counts by state are what asking each gives."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from luoshi.ledger import clock
from luoshi.ledger.models import Item
from luoshi.web import filters
from luoshi.web.views import board

STATES = ("issued", "active", "applied", "unit_checked", "inspected", "closed", "merged", "cancelled")


@pytest.fixture
def many(stage: Any) -> Any:
    """The stage with 300 more items of every state, light and date, some without one."""
    rng = random.Random(5)
    day = date(2026, 3, 2)
    rows = []
    for n in range(300):
        state = rng.choice(STATES)
        due = None if rng.random() < 0.2 else day + timedelta(days=rng.randint(-20, 20))
        rows.append(
            Item(
                government_id=stage.c.gov, no=f"2030-{n:04d}", register="annual-tasks", register_version="2026.1",
                title=f"修路{n}里" if n % 3 else f"建桥{n}座", requirement="", lead=stage.c.units["edu"], state=state, issued_on=day,
                next_due_on=due, due_on=due, original_due_on=due and due - timedelta(days=n % 2), light=rng.choice((*filters.RANK, "")),
                closed_on=day if state == "closed" else None, updated_at=clock.now(),
            )
        )  # fmt: skip
    Item.objects.bulk_create(rows)
    return stage


def test_slices_are_those_of_the_whole_order(many: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "SORTED_WHOLE", 0)
    items = Item.objects.all()
    for narrowed in (items, items.filter(light="red"), items.filter(state="closed"), items.none()):
        whole = [i.pk for i in filters.ordered(narrowed, "")]
        counted = filters.tally(narrowed)
        assert sum(counted.values()) == len(whole)
        for start in range(0, len(whole) + 60, 17):
            for length in (1, 50):
                got = filters.slice_of(narrowed, "", start, start + length, counted)
                assert [i.pk for i in got] == whole[start : start + length], (start, length)


def test_counts_from_states_are_those_of_the_conditions(many: Any) -> None:
    items = Item.objects.all()
    tally = filters.tally(items)
    told = {row["name"]: row["n"] for row in board.counts(items, filters.Chosen(), tally)}
    today = clock.today()
    assert told == {k: items.filter(filters.KINDS[k].holds(today)).count() for k in board.COUNTED}
    assert all(told[k] for k in ("overdue", "checking", "extended", "closed", "adjusted"))
    for c in (
        filters.Chosen(kind="open", light="red"),
        filters.Chosen(state="closed"),
        filters.Chosen(kind="checking"),
    ):
        part = board.within(tally, c)
        assert part is not None and sum(part.values()) == filters.apply(items, c, today).count() > 0
    assert board.within(tally, filters.Chosen(kind="overdue")) is None


def test_a_search_is_one_condition_and_opens_what_it_counts(many: Any, client_of: Any) -> None:
    found = filters.apply(Item.objects.all(), filters.chosen({"q": "幼儿园"}), clock.today())
    assert [i.title for i in found] == ["新建幼儿园3所"]
    assert not filters.apply(Item.objects.all(), filters.chosen({"q": "，。"}), clock.today()).exists()
    page = client_of(many.c.users["inspector"]).get("/board?q=幼儿园")
    assert page.status_code == 200 and "新建幼儿园3所" in page.content.decode()
