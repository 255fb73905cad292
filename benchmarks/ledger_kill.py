"""Durability of the ledger (断电测试): twenty people write, the process is killed -9 at random moments, nothing acknowledged is lost.

python benchmarks/ledger_kill.py                          60 s, 10 kills, on SQLite
python benchmarks/ledger_kill.py --database postgres://…  on PostgreSQL (an empty database)
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

WRITERS = 20


def prepare(url: str) -> None:
    """A county with an item for every writer."""
    from datetime import date

    from luoshi.ledger import clock
    from luoshi.ledger.actions import items
    from luoshi.ledger.actions.org import place
    from luoshi.ledger.actor import actor_of
    from luoshi.ledger.models import Department, Holding, Post, User

    gov = place(Department(name="县政府", kind="government"))
    unit = place(Department(name="某局", parent=gov))
    for n in range(WRITERS):
        user = User.objects.create_user(username=f"w{n}", password=None)
        post = Post.objects.create(department=unit, title=f"岗{n}", role="clerk")
        Holding.objects.create(user=user, post=post, since=date(2020, 1, 1))
    office = User.objects.create_user(username="office", password=None)
    post = Post.objects.create(department=gov, title="督查室", role="inspector")
    Holding.objects.create(user=office, post=post, since=date(2020, 1, 1))
    for n in range(8):  # fewer items than writers, so that they meet
        pk = items.open_item(
            actor_of(office), gov.pk, source="leader", title=f"事项{n}", dated=clock.today(), issuer="县长", approver="县长",
            quote="办", lead_id=unit.pk, not_duplicate=True,
        ).id  # fmt: skip
        items.sign_item(actor_of(User.objects.get(username="w0")), pk)


def child(seed: str) -> None:
    """Writes for ever with twenty threads; prints a key only after its action was committed."""
    from django.db import connections

    from luoshi.ledger.actions import work
    from luoshi.ledger.actor import actor_of
    from luoshi.ledger.errors import Refused
    from luoshi.ledger.models import Item, User
    from luoshi.ledger.ticking import tick

    ids = list(Item.objects.values_list("pk", flat=True))

    def write(n: int) -> None:
        rng = random.Random(f"{seed}-{n}")
        actor = actor_of(User.objects.get(username=f"w{n}"))
        for k in range(10**9):
            key = f"{seed}-{n}-{k}"
            try:
                work.submit(actor, rng.choice(ids), text=key, key=key)
            except Refused:
                continue
            os.write(1, f"{key}\n".encode())

    def ticking() -> None:
        while True:
            tick()
            connections.close_all()
            time.sleep(0.5)

    threads = [threading.Thread(target=write, args=(n,), daemon=True) for n in range(WRITERS)]
    for t in [*threads, threading.Thread(target=ticking, daemon=True)]:
        t.start()
    threads[0].join()


def torture(url: str, home: str, seconds: float, kills: int, seed: int = 1) -> dict[str, object]:
    """Runs the child again and again and kills it; gives what was acknowledged and what was found."""
    env = {**os.environ, "DATABASE_URL": url, "LUOSHI_HOME": home, "LUOSHI_LOG": "CRITICAL"}
    rng = random.Random(seed)
    acknowledged: list[str] = []
    for n in range(kills):
        process = subprocess.Popen(
            [sys.executable, __file__, "--child", f"s{seed}k{n}"], env=env, stdout=subprocess.PIPE, bufsize=0
        )
        assert process.stdout is not None
        first = process.stdout.readline()  # it is up
        timer = threading.Timer(
            seconds / kills * rng.uniform(0.3, 1.7), process.send_signal, [signal.SIGKILL]
        )
        timer.start()
        rest = process.stdout.read()
        process.wait()
        timer.cancel()
        whole = (first + rest).decode().rsplit("\n", 1)[0]
        acknowledged += [line for line in whole.split("\n") if line]
    return judge(acknowledged)


def judge(acknowledged: list[str]) -> dict[str, object]:
    """Lost acknowledged actions, actions done twice, duplicate notices, and whether the chain verifies."""
    from collections import Counter

    from luoshi.ledger import chain
    from luoshi.ledger.models import Event, IdempotencyKey, Notice, Reminder, Submission

    written = Counter(Submission.objects.values_list("progress_text", flat=True))
    found = chain.verify()
    submitted = Event.objects.filter(kind="item.submitted").count()
    rungs = list(Reminder.objects.values_list("item", "department", "rung", "deadline_key"))
    notices = list(Notice.objects.values_list("key", flat=True))
    return {
        "acknowledged": len(acknowledged),
        "lost": sum(1 for key in acknowledged if not written[key]),
        "twice": sum(1 for n in written.values() if n > 1),
        "without_event": submitted - sum(written.values()),
        "unclaimed": IdempotencyKey.objects.filter(outcome={}).count(),
        "duplicate_notices": len(notices) - len(set(notices)) + len(rungs) - len(set(rungs)),
        "verify": found.broken or "ok",
        "events": found.events,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--child")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.web.settings")
    if options.child:
        import django

        django.setup()
        child(options.child)
        return
    with tempfile.TemporaryDirectory() as home:
        url = options.database or f"sqlite:///{home}/kill.sqlite3"
        os.environ |= {"DATABASE_URL": url, "LUOSHI_HOME": home, "LUOSHI_LOG": "CRITICAL"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        prepare(url)
        for name, value in torture(url, home, options.seconds, options.kills).items():
            print(f"{name:20}{value}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    main()
