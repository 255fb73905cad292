"""A site that runs (运行中的网站): `luoshi serve` as a process of its own, with the day that the test sets.

The browser's event loop stands in the test's thread, and Django refuses a database there: whatever the test itself does
to the database happens in one other thread (``Site.apart``).
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import databases

from luoshi.ledger.clock import SHANGHAI, fixed

HERE = Path(__file__).parent
WAIT = 90.0  # seconds until it must answer; the machine may be busy


class Site:
    """Its address, its database, its clock."""

    def __init__(self, address: str, url: str, clock: Path, pool: ThreadPoolExecutor) -> None:
        self.address, self.url, self.clock, self._pool = address, url, clock, pool

    def at(self, day: date | datetime) -> None:
        """From now on it is this moment for the site (a day: nine in the morning); time goes on from there."""
        if not isinstance(day, datetime):
            day = datetime(day.year, day.month, day.day, 9)
        temporary = self.clock.with_suffix(".part")
        temporary.write_text(day.replace(tzinfo=SHANGHAI).isoformat(), "utf-8")
        temporary.replace(self.clock)

    def apart(self, do: Callable[[], Any]) -> Any:
        """What ``do`` gives, done in the thread that may use the database."""
        return self._pool.submit(do).result()

    def tick(self, day: date) -> None:
        """The daily work, as the scheduler does it early on that day."""

        def run() -> None:
            from luoshi.ledger import ticking

            with fixed(datetime(day.year, day.month, day.day, 8)):
                done = ticking.tick()
            assert "failed" not in done.values(), done
            _closed()

        self.apart(run)


def _closed() -> None:
    from django.db import connections

    connections["default"].close()


def environment(url: str, clock: Path) -> dict[str, str]:
    """What the site is started with: quiet, with the set clock, without a scheduler of its own."""
    return os.environ | {
        "DATABASE_URL": url, "LUOSHI_HOME": str(databases.HOME), "LUOSHI_SCHEDULER": "none", "LUOSHI_LOG": "WARNING",
        "LUOSHI_TEST_CLOCK": str(clock), "PYTHONPATH": str(HERE / "clocked"), "NO_PROXY": "*", "no_proxy": "*",
    }  # fmt: skip


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{address}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running(vendor: str, build: Callable[[], Any], on: date) -> Iterator[tuple[Site, Any]]:
    """A site on a fresh database of ``vendor`` that ``build`` has filled on that day; with what ``build`` gave."""
    pool = ThreadPoolExecutor(1)
    with ExitStack() as stack:
        stack.callback(pool.shutdown)
        hold = databases.fresh(vendor)
        url: str = pool.submit(hold.__enter__).result()
        stack.callback(lambda: pool.submit(hold.__exit__, None, None, None).result())

        def filled() -> Any:
            with fixed(on):
                made = build()
            _closed()
            return made

        made = pool.submit(filled).result()
        clock = databases.HOME / f"clock-{vendor}-{free_port()}"
        site = Site(f"http://127.0.0.1:{free_port()}", url, clock, pool)
        site.at(on)
        log = stack.enter_context((databases.HOME / f"{clock.name}.log").open("w+"))
        process = subprocess.Popen(
            [sys.executable, "-m", "luoshi.cli.main", "serve", "--port", site.address.rsplit(":", 1)[1]],
            env=environment(url, clock), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        stack.callback(_ended, process)
        until = time.monotonic() + WAIT
        while not _answers(site.address):
            if process.poll() is not None or time.monotonic() > until:
                log.seek(0)
                raise AssertionError(f"the site did not start:\n{log.read()[-4000:]}")
            time.sleep(0.1)
        yield site, made
        log.seek(0)
        told = log.read()
        assert "Traceback" not in told, told[-6000:]


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
