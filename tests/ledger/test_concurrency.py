"""Many at once (并发), on both databases: nothing is lost, nothing happens twice, the chain holds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from county import County
from django.db import connections
from test_way import issued_table

from luoshi.ledger import chain, clock
from luoshi.ledger.actions import closing, items, work
from luoshi.ledger.errors import Refused
from luoshi.ledger.models import Check, Event, Item, Reminder, Submission
from luoshi.ledger.ticking import tick


def together(*calls: Callable[[], object]) -> list[object]:
    """Runs the calls at the same moment, each in its thread with its own connection; results or the refusals."""
    gate = threading.Barrier(len(calls))
    results: list[object] = [None] * len(calls)

    def run(n: int, call: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[n] = call()
        except Refused as e:
            results[n] = e
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, call)) for n, call in enumerate(calls)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(120)
    return results


def test_of_two_who_check_at_once_one_gets_a_conflict(county: County) -> None:
    c = county
    issued_table(c)
    item = Item.objects.get(title="新建幼儿园3所")
    work.add_evidence(c.edu_clerk, item.pk, proves="照片", url="https://example.cn/1")
    closing.apply_close(c.edu_clerk, item.pk, result="完成")
    closing.check_unit(c.edu_head, item.pk, passed=True)
    version = Item.objects.get(pk=item.pk).version
    one, two = c.actor("inspector"), c.actor("inspector2")
    results = together(
        lambda: closing.check_inspector(one, item.pk, passed=True, version=version),
        lambda: closing.check_inspector(two, item.pk, passed=False, reason="不实", version=version),
    )
    refused = [r for r in results if isinstance(r, Refused)]
    assert len(refused) == 1 and Check.objects.filter(level="inspector").count() == 1
    assert chain.verify().ok


def test_the_same_request_sent_five_times_at_once_is_done_once(county: County) -> None:
    c = county
    issued_table(c)
    item = Item.objects.get(title="新建幼儿园3所")
    actor = c.actor("edu_clerk")
    results = together(*[lambda: work.submit(actor, item.pk, text="进展", key="once")] * 5)
    assert Submission.objects.count() == 1
    ids = {r.id for r in results if not isinstance(r, Refused)}  # type: ignore[attr-defined]
    assert ids == {Submission.objects.get().pk}


def test_writers_on_one_item_all_land_in_one_unbroken_chain(county: County) -> None:
    c = county
    issued_table(c)
    item = Item.objects.get(title="新建幼儿园3所")
    actors = [c.actor(who) for who in ("edu_clerk", "edu_clerk2", "edu_head", "health_clerk", "health_head")]
    before = Event.objects.count()

    def write(n: int) -> Callable[[], object]:
        return lambda: [work.submit(actors[n], item.pk, text=f"{n}-{k}") for k in range(4)]

    results = together(*(write(n) for n in range(5)))
    assert not any(isinstance(r, Refused) for r in results), results
    assert Event.objects.count() == before + 20 and Submission.objects.count() == 20
    assert chain.verify().ok
    assert Item.objects.get(pk=item.pk).version >= 21


def test_items_opened_at_once_get_different_numbers(county: County) -> None:
    c = county
    actor = c.actor("inspector")

    def open_(n: int) -> Callable[[], object]:
        return lambda: items.open_item(
            actor, c.gov, source="leader", title=f"第{n}件完全不同的事{'甲乙丙丁'[n] * 9}", dated=clock.today(), issuer="县长",
            approver="县长", quote="办", lead_id=c.units["water"].pk,
        )  # fmt: skip

    results = together(*(open_(n) for n in range(4)))
    assert not any(isinstance(r, Refused) for r in results), results
    assert len(set(Item.objects.values_list("no", flat=True))) == 4


def test_two_ticks_at_once_say_nothing_twice(county: County) -> None:
    c = county
    with clock.fixed(date(2026, 3, 2)):
        issued_table(c)

    def ticking() -> object:
        with clock.fixed(date(2026, 11, 27)):
            return tick()

    together(ticking, ticking, ticking)
    rows = list(Reminder.objects.values_list("item", "department", "rung", "deadline_key"))
    assert len(rows) == len(set(rows)) and rows
    assert chain.verify().ok
