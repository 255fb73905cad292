"""The frame of actions (动作框架): once by key, the second of two gets a conflict, no change without an event."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date

import pytest
from county import County
from test_way import issued_table

from luoshi.ledger import actions, clock, permissions
from luoshi.ledger.actions import changes, closing, items, kernel, work
from luoshi.ledger.errors import Conflict, NotThere, Refused
from luoshi.ledger.models import Event, IdempotencyKey, Item, Submission


@pytest.fixture
def item(county: County) -> Item:
    issued_table(county)
    return Item.objects.get(title="新建幼儿园3所")


def test_the_same_key_does_it_once_and_gives_the_same_outcome(county: County, item: Item) -> None:
    with clock.fixed(date(2026, 3, 2)):
        first = work.submit(county.edu_clerk, item.pk, text="进展", key="k1")
        events = Event.objects.count()
        again = work.submit(county.edu_clerk, item.pk, text="进展", key="k1")
    assert again.replayed and not first.replayed
    assert (again.subject, again.id, again.event) == (first.subject, first.id, first.event)
    assert Event.objects.count() == events and Submission.objects.count() == 1


def test_a_key_used_for_something_else_is_a_conflict(county: County, item: Item) -> None:
    with clock.fixed(date(2026, 3, 2)):
        work.submit(county.edu_clerk, item.pk, text="进展", key="k1")
        with pytest.raises(Conflict):
            work.submit(county.edu_clerk, item.pk, text="另一份", key="k1")
        other = work.submit(county.edu_clerk2, item.pk, text="另一人", key="k1")  # keys belong to a person
    assert not other.replayed


def test_a_refused_action_leaves_nothing_and_its_key_free(county: County, item: Item) -> None:
    with clock.fixed(date(2026, 3, 2)):
        events = Event.objects.count()
        with pytest.raises(Refused):
            work.submit(county.edu_clerk, item.pk, text="", key="k2")
        assert Event.objects.count() == events and not IdempotencyKey.objects.filter(key="k2").exists()
        assert not work.submit(county.edu_clerk, item.pk, text="改好了", key="k2").replayed


def test_who_read_an_older_version_gets_a_conflict_and_nothing_is_written(county: County, item: Item) -> None:
    with clock.fixed(date(2026, 3, 2)):
        seen = Item.objects.get(pk=item.pk).version
        work.submit(county.edu_clerk, item.pk, text="先写", version=seen)
        with pytest.raises(Conflict, match="已被他人改动"):
            work.submit(county.edu_clerk2, item.pk, text="后写", version=seen)
    assert [s.progress_text for s in Submission.objects.all()] == ["先写"]


def test_a_change_without_an_event_cannot_be_committed(county: County, item: Item) -> None:
    @kernel.action("item.adjust/silent")
    def silent(actor: object, pk: int) -> kernel.Outcome:
        Item.objects.filter(pk=pk).update(title="悄悄改了")
        return kernel.Outcome("item", pk, 0)

    try:
        with pytest.raises(AssertionError):
            silent(county.inspector, item.pk)
    finally:
        del kernel.REGISTRY["item.adjust/silent"]
    assert Item.objects.get(pk=item.pk).title == "新建幼儿园3所"


def test_every_action_has_a_row_and_every_row_an_action() -> None:
    for module in pkgutil.iter_modules(actions.__path__):  # whichever tests have run before
        importlib.import_module(f"{actions.__name__}.{module.name}")
    used = {name.split("/")[0] for name in kernel.REGISTRY}
    assert used == set(permissions.GRANTS)
    with pytest.raises(LookupError):
        kernel.action("no.such")


def test_another_units_item_does_not_exist_for_you(county: County, item: Item) -> None:
    for do in (
        lambda a: work.submit(a, item.pk, text="越权"),
        lambda a: closing.apply_close(a, item.pk, result="越权"),
        lambda a: items.sign_item(a, item.pk),
        lambda a: changes.cancel(a, item.pk, reason="x", approver="y", document="z"),
    ):
        for who in ("water_clerk", "other_inspector", "other_clerk", "deputy", "admin"):
            with pytest.raises(NotThere):
                do(county.actor(who))
