"""The site under use (负载): fifty people at once on 100,000 items and 1,000,000 events; board, worklist, item page, search.

python benchmarks/ledger_load.py                                    SQLite, one process
python benchmarks/ledger_load.py --database postgres://…            an empty PostgreSQL database, two processes
… --items 5000 --events 50000 --users 10 --seconds 20               smaller
… --keep FOLDER                                                     fill there once, measure there again

The server is the real one (``luoshi serve``) over HTTP with sessions. A user waits between pages as a reader does
(exponential, mean ``--think`` seconds); client and server share the machine.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote

from ledger_size import fill

PAGES = ("board", "board, filtered", "worklist", "item page", "search")
WORDS = ("老旧小区", "幼儿园", "高标准农田", "公路", "管网")


def people(n: int) -> list[tuple[str, str, list[int]]]:
    """(session cookie, role, items they may open) of ``n`` people: two of five are inspectors, the others clerks."""
    from datetime import date

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from luoshi.ledger.models import Department, Holding, Item, Post, User

    gov = Department.objects.get(name="县政府")
    units = list(Department.objects.filter(parent=gov).order_by("pk"))
    out = []
    for k in range(n):
        role = "inspector" if k % 5 < 2 else "clerk"
        unit = gov if role == "inspector" else units[k % len(units)]
        user, made = User.objects.get_or_create(username=f"load{k}")
        if made:
            post = Post.objects.create(department=unit, title=f"岗{k}", role=role)
            Holding.objects.create(user=user, post=post, since=date(2020, 1, 1))
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        theirs = Item.objects.all() if role == "inspector" else Item.objects.filter(lead=unit)
        out.append(
            (session.session_key, role, list(theirs.order_by("pk").values_list("pk", flat=True)[:2000]))
        )
    return out


def address(page: str, items: list[int], rng: random.Random) -> str:
    """The address of one visit."""
    return {
        "board": "/board",
        "board, filtered": f"/board?light=red&page={rng.randint(1, 5)}",
        "worklist": "/worklist",
        "item page": f"/items/{rng.choice(items)}",
        "search": f"/board?q={quote(rng.choice(WORDS))}",
    }[page]


def visit(port: int, who: tuple[str, str, list[int]], seed: int, until: float, think: float, took: dict[str, list[float]], failed: list[str]) -> None:  # fmt: skip
    """One person at work until the time is up."""
    rng = random.Random(seed)
    cookie, role, items = who
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(rng.uniform(0, think))
    while time.monotonic() < until:
        page = rng.choice(PAGES)
        where = address(page, items, rng)
        start = time.perf_counter()
        connection.request(
            "GET", where, headers={"Cookie": f"sessionid={cookie}", "Accept-Encoding": "identity"}
        )
        answer = connection.getresponse()
        body = answer.read()
        took[page].append((time.perf_counter() - start) * 1000)
        if answer.status != 200 or b"</html>" not in body:
            failed.append(f"{where} ({role}): {answer.status}")
        time.sleep(rng.expovariate(1 / think))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database")
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=5)
    parser.add_argument("--port", type=int, default=18000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = options.keep or Path(scratch)
        home.mkdir(parents=True, exist_ok=True)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "luoshi.web.settings",
            "DATABASE_URL": options.database or f"sqlite:///{home.resolve()}/size.sqlite3",
            "LUOSHI_HOME": str(home),
            "LUOSHI_LOG": "ERROR",
            "LUOSHI_SCHEDULER": "none",
        }
        import django

        django.setup()
        from django.db import connection

        from luoshi.ledger.installing import install
        from luoshi.ledger.models import Item

        install()
        if not Item.objects.exists():
            start = time.monotonic()
            if connection.vendor == "sqlite":  # only while it is filled
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA synchronous=OFF")
                    cursor.execute("PRAGMA cache_size=-1000000")
            fill(options.items, options.events)
            with connection.cursor() as cursor:  # what autovacuum does in a minute
                cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
            print(f"filled in {time.monotonic() - start:.0f} s", flush=True)
        from luoshi.cli.background import free_port

        options.port = free_port("127.0.0.1", options.port)
        sessions = people(options.users)
        vendor = connection.vendor
        connection.close()
        workers = "1" if vendor == "sqlite" else "2"
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "luoshi.cli.main",
                "serve",
                "--port",
                str(options.port),
                "--workers",
                workers,
            ],
            stdout=subprocess.DEVNULL,
        )
        try:
            load(vendor, options, sessions)
        finally:
            server.terminate()
            server.wait(20)


def load(vendor: str, options: argparse.Namespace, sessions: list[tuple[str, str, list[int]]]) -> None:
    """Everybody at once, then the table."""
    from luoshi.cli.background import answers

    while not answers(f"http://127.0.0.1:{options.port}/"):
        time.sleep(0.2)
    took: dict[str, list[float]] = {page: [] for page in PAGES}
    failed: list[str] = []
    until = time.monotonic() + options.seconds
    threads = [
        threading.Thread(target=visit, args=(options.port, who, n, until, options.think, took, failed))
        for n, who in enumerate(sessions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = sum(map(len, took.values()))
    print(f"{vendor}: {options.users} users, {total} pages in {options.seconds:.0f} s, {len(failed)} failed")
    for page, times in ((page, times) for page, times in took.items() if times):
        times.sort()
        print(
            f"  {page:18}{len(times):6} × {statistics.median(times):8.1f} ms median {times[int(len(times) * 0.95) - 1]:8.1f} ms p95"
        )
    for line in failed[:5]:
        print(f"  failed: {line}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    main()
