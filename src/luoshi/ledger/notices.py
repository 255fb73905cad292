"""Telling people (通知): one line a unit and matter, by unique key, so that nothing is said twice."""

from __future__ import annotations

from datetime import datetime

from luoshi.ledger import clock
from luoshi.ledger.models import Department, Item, Notice, Outbox


def tell(
    unit: Department,
    kind: str,
    key: str,
    title: str,
    *,
    item: Item | None = None,
    body: str = "",
    at: datetime | None = None,
) -> bool:
    """Puts a notice into the unit's inbox unless one of that key is there; whether it was new."""
    moment = at or clock.now()
    before = Notice.objects.filter(key=key).exists()
    if before:
        return False
    made = Notice.objects.bulk_create(
        [
            Notice(
                department=unit, kind=kind, key=key[:120], title=title[:200], body=body, item=item, day=moment.date(), at=moment
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return bool(made)


def queue_mail(key: str, to: str, subject: str, body: str) -> None:
    """Puts a letter into the outbox unless one of that key is there."""
    Outbox.objects.bulk_create(
        [Outbox(key=key[:120], to=to, subject=subject[:200], body=body, at=clock.now())],
        ignore_conflicts=True,
    )
