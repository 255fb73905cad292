"""The embedded scheduler (内置定时): a thread that ticks, for the one-process default; production runs ``luoshi ledger worker``."""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections, connections

EVERY = 300.0  # seconds
_LOG = logging.getLogger("luoshi.scheduler")
_started = threading.Lock()
_stop = threading.Event()


def start(every: float = EVERY) -> bool:
    """Starts the thread once in a process; whether it was started now."""
    if not _started.acquire(blocking=False):
        return False
    threading.Thread(target=run, args=(every,), name="luoshi-scheduler", daemon=True).start()
    return True


def run(every: float = EVERY) -> None:
    """Ticks until ``stop``; an error is logged, and the next tick tries again."""
    from luoshi.ledger.ticking import tick

    while True:
        try:
            close_old_connections()
            tick()
        except Exception:
            _LOG.exception("scheduler")
        finally:
            connections.close_all()
        if _stop.wait(every):
            return


def stop() -> None:
    """Lets the thread end after its current tick."""
    _stop.set()
