"""The ledger at size (规模): 100,000 items, 1,000,000 events; time of verify, board, worklist, item page, search.

python benchmarks/ledger_size.py                                    SQLite in a temporary folder
python benchmarks/ledger_size.py --database postgres://…            an empty PostgreSQL database
… --items 5000 --events 50000                                       smaller
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

UNITS = 60


def fill(n_items: int, n_events: int) -> None:
    """Units, people, items with their rows, and events in valid chains, written in bulk."""
    from datetime import date

    from luoshi.ledger import chain, clock, search
    from luoshi.ledger.actions.org import place
    from luoshi.ledger.models import (
        Assignment,
        Chain,
        Deadline,
        Department,
        Event,
        Holding,
        Item,
        ItemSource,
        Payload,
        Post,
        User,
    )
    from luoshi.ledger.models.events import GENESIS

    rng = random.Random(1)
    gov = place(Department(name="县政府", kind="government"))
    units = [place(Department(name=f"第{n}局", parent=gov, order=n)) for n in range(UNITS)]
    for name, unit, role in (("office", gov, "inspector"), ("clerk", units[0], "clerk")):
        user = User.objects.create_user(username=name, password=None)
        post = Post.objects.create(department=unit, title=name, role=role)
        Holding.objects.create(user=user, post=post, since=date(2020, 1, 1))
    today, now = clock.today(), clock.now()
    words = (
        "改造老旧小区",
        "新建幼儿园",
        "修农村公路",
        "治理河道",
        "开展技能培训",
        "新增就业",
        "建设高标准农田",
        "更新管网",
    )
    states = ("active",) * 6 + ("closed",) * 3 + ("applied",)
    colours = {
        "active": ("green", "green", "green", "yellow", "red"),
        "closed": ("blue",),
        "applied": ("green",),
    }
    for first in range(0, n_items, 5000):
        rows = []
        for n in range(first, min(first + 5000, n_items)):
            state = rng.choice(states)
            due = today + timedelta(days=rng.randint(-60, 300))
            rows.append(
                Item(
                    government=gov, no=f"2026-{n:06d}", register="annual-tasks", register_version="2026.1",
                    title=f"{rng.choice(words)}{n}个", requirement="按期完成" * 10, lead=units[n % UNITS], state=state,
                    issued_on=today - timedelta(days=100), due_on=due, original_due_on=due, next_due_on=due,
                    closed_on=today if state == "closed" else None, light=rng.choice(colours[state]), updated_at=now,
                )
            )  # fmt: skip
        rows = Item.objects.bulk_create(rows)
        Assignment.objects.bulk_create(
            Assignment(item=i, department_id=i.lead_id, role="lead", since=i.issued_on) for i in rows
        )
        ItemSource.objects.bulk_create(
            ItemSource(item=i, kind="leader", number=i.no, quote=i.title) for i in rows
        )
        Deadline.objects.bulk_create(
            Deadline(
                item=i, key=key, title=key, final=key == "due", anchor_on=i.issued_on, due_on=i.due_on, original_on=i.due_on,
                rule="annual-tasks@2026.1#due", trace="按文件时限", set_at=now, purpose="result",
            )
            for i in rows
            for key in ("quarter", "due")
        )  # fmt: skip
        search.put([(i.pk, f"{i.no} 。{i.title} 。{i.requirement}") for i in rows], fresh=True)
    ids = list(Item.objects.order_by("pk").values_list("pk", flat=True))
    heads = dict.fromkeys(ids, (0, GENESIS))
    written = 0
    while written < n_events:
        batch, bodies = [], []
        for _ in range(min(5000, n_events - written)):
            item = ids[written % len(ids)]
            seq, prev = heads[item]
            body, salt = '{"text":"进展正常，按计划推进"}', f"{written:032x}"
            digest = chain.sha256(f"{salt}\n{body}")
            fields = (f"item:{item}", seq + 1, now, "item.submitted", f"submission:{written}", item, None, gov.pk, None, "系统", "cli", digest, prev)  # fmt: skip
            canonical = chain._canonical(*fields)
            hash_ = hashlib.sha256(canonical.encode()).hexdigest()
            batch.append(
                Event(
                    chain=fields[0], seq=seq + 1, kind=fields[3], subject=fields[4], item_id=item, government=gov, at=now,
                    actor_text="系统", channel="cli", payload_hash=digest, prev=prev, hash=hash_, canonical=canonical,
                )
            )  # fmt: skip
            bodies.append((salt, body))
            heads[item] = (seq + 1, hash_)
            written += 1
        Event.objects.bulk_create(batch)
        Payload.objects.bulk_create(
            Payload(event=e, salt=s, body=b) for e, (s, b) in zip(batch, bodies, strict=True)
        )
    Chain.objects.bulk_create(
        (Chain(name=f"item:{i}", seq=seq, head=head) for i, (seq, head) in heads.items()), batch_size=5000
    )


def measured(name: str, do: Callable[[], Any], times: int = 40) -> None:
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    reset_queries()
    with CaptureQueriesContext(connection) as caught:
        do()
    took = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    print(
        f"{name:28}{statistics.median(took):8.1f} ms median {took[int(len(took) * 0.95) - 1]:8.1f} ms p95  {len(caught)} queries"
    )


def measure() -> None:
    """The questions that the screens ask."""
    from luoshi.ledger import chain, clock, lights, search, visibility
    from luoshi.ledger.actor import actor_of
    from luoshi.ledger.models import Item, User

    office, clerk = (actor_of(User.objects.get(username=n)) for n in ("office", "clerk"))
    today = clock.today()
    rng = random.Random(2)
    ids = list(Item.objects.values_list("pk", flat=True)[:5000])

    def board() -> None:
        items = visibility.visible_items(office)
        list(visibility.board_counts(office))
        rows = list(items.filter(light="red").select_related("lead").order_by("next_due_on", "pk")[:50])
        lights.lights_for(rows, today)

    def worklist() -> None:
        items = visibility.visible_items(clerk).filter(state__in=("issued", "active"))
        rows = list(items.select_related("lead").order_by("next_due_on", "pk")[:50])
        lights.lights_for(rows, today)

    def page() -> None:
        item = visibility.visible_items(office).select_related("lead").get(pk=rng.choice(ids))
        for related in (
            item.sources,
            item.deadlines,
            item.assignments,
            item.nodes,
            item.submissions,
            item.evidence,
            item.checks,
        ):
            list(related.all())
        list(visibility.visible_events(office).filter(item=item).select_related("payload")[:100])
        lights.lights_for([item], today)

    def found() -> None:
        hits = search.matching("老旧小区")
        list(visibility.visible_items(office).filter(pk__in=hits[:500]).order_by("-pk")[:50])

    for name, do in (("board", board), ("worklist", worklist), ("item page", page), ("search", found)):
        measured(name, do)
    start = time.monotonic()
    result = chain.verify()
    print(f"verify {result.events} events: {time.monotonic() - start:.1f} s, {result.broken or 'ok'}")
    start = time.monotonic()
    chain.seal()
    print(f"seal: {time.monotonic() - start:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database")
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "luoshi.web.settings",
            "DATABASE_URL": options.database or f"sqlite:///{home}/size.sqlite3",
            "LUOSHI_HOME": home,
            "LUOSHI_LOG": "ERROR",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from django.db import connection

        start = time.monotonic()
        if connection.vendor == "sqlite":  # only while it is filled
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")
                cursor.execute("PRAGMA cache_size=-1000000")
        fill(options.items, options.events)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        connection.close()
        print(
            f"{options.items} items, {options.events} events on {connection.vendor}, filled in {time.monotonic() - start:.0f} s"
        )
        measure()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    main()
