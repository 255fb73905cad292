"""The clock (时钟): the server's time and no other; tests and the demo set it, forms never do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_fixed: ContextVar[list[datetime] | None] = ContextVar("ledger_clock", default=None)


def now() -> datetime:
    """The moment, aware, in Asia/Shanghai. Under ``fixed`` each call is one second after the last."""
    held = _fixed.get()
    if held is None:
        return datetime.now(SHANGHAI)
    held[0] += timedelta(seconds=1)
    return held[0]


def today() -> date:
    """The day in Asia/Shanghai."""
    held = _fixed.get()
    return (held[0] if held else datetime.now(SHANGHAI)).date()


@contextmanager
def fixed(at: datetime | date) -> Iterator[None]:
    """Within the block the clock starts at ``at`` (a day: at 9 in the morning)."""
    if not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day, 9, tzinfo=SHANGHAI)
    token = _fixed.set([at if at.tzinfo else at.replace(tzinfo=SHANGHAI)])
    try:
        yield
    finally:
        _fixed.reset(token)
