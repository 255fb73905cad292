"""Letters (邮件): only where LUOSHI_EMAIL_URL is set. The day's digest of a unit, to those who hold its posts; each leaves once.

smtp:// speaks STARTTLS where a user is given, smtps:// TLS from the start. A letter that is refused is tried again on
the next ticks, five times in all; while the server cannot be reached nothing counts as a try.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import ExitStack
from email.message import EmailMessage
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from luoshi.errors import LuoshiError
from luoshi.ledger import clock, notices
from luoshi.ledger.models import Department, Holding, Outbox

_LOG = logging.getLogger("luoshi.mail")
_TRIES = 5
_A_TIME = 50
_TO_MOST = 5  # letters of one digest: who holds the unit's posts
_FOOT = "\n\n——落实台账。这封信由系统发出，请登录台账办理，不必回复。"


def url() -> str:
    """The mail server as settings have it; empty: no mail leaves, and none is queued."""
    return str(getattr(settings, "EMAIL_URL", "") or "")


def queue_digest(unit: Department, key: str, title: str, lines: Sequence[str]) -> int:
    """Puts the unit's digest of the day into the outbox, once for each address of those who hold its posts; how many."""
    if not url():
        return 0
    today = clock.today()
    held = Holding.objects.filter(
        Q(until=None) | Q(until__gte=today), since__lte=today, post__department=unit, post__active=True,
        post__role__in=("clerk", "unit_checker", "inspector"), user__is_active=True,
    ).exclude(user__email="")  # fmt: skip
    people = dict(held.order_by("post_id", "user_id").values_list("user__email", "user_id"))
    for address, person in list(people.items())[:_TO_MOST]:
        notices.queue_mail(f"{key}:{person}", address, f"{unit.label} {title}", "\n".join(lines) + _FOOT)
    return min(len(people), _TO_MOST)


def send_waiting() -> int:
    """Sends what waits in the outbox, at most fifty; how many left. Nothing without a mail server."""
    if not url():
        return 0
    waiting = list(
        Outbox.objects.filter(sent_at=None, tries__lt=_TRIES).order_by("tries", "pk").values_list("pk", flat=True)[:_A_TIME]
    )  # fmt: skip
    if not waiting:
        return 0
    parts = urlsplit(url())
    sender = parse_qs(parts.query).get("from", [f"luoshi@{parts.hostname}"])[0]
    with ExitStack() as open_:
        try:
            server = open_.enter_context(_connect(parts))
        except (OSError, smtplib.SMTPException) as e:
            _LOG.warning("mail server cannot be reached", extra={"luoshi": {"error": str(e)[:200]}})
            return 0
        return sum(_send(server, sender, pk) for pk in waiting)


def _connect(parts: SplitResult) -> smtplib.SMTP:
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=20, context=ssl.create_default_context()
        )
    elif parts.scheme == "smtp":
        server = smtplib.SMTP(host, parts.port or 25, timeout=20)
    else:
        raise LuoshiError(f"LUOSHI_EMAIL_URL 应以 smtp:// 或 smtps:// 开头，现为 {parts.scheme or '空'}。")
    if parts.username:
        if parts.scheme == "smtp":
            server.starttls(context=ssl.create_default_context())
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _send(server: smtplib.SMTP, sender: str, pk: int) -> int:
    """Marks a letter as sent before it goes: a crash loses one letter rather than sending it twice."""
    with transaction.atomic():
        row = Outbox.objects.select_for_update().filter(pk=pk, sent_at=None).first()
        if row is None:
            return 0
        row.sent_at, row.tries = clock.now(), row.tries + 1
        row.save(update_fields=["sent_at", "tries"])
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, row.to, row.subject
    letter.set_content(row.body)
    try:
        server.send_message(letter)
    except smtplib.SMTPServerDisconnected as e:
        Outbox.objects.filter(pk=pk).update(sent_at=None, tries=F("tries") - 1, error=str(e)[:200])
        return 0
    except (OSError, smtplib.SMTPException) as e:
        Outbox.objects.filter(pk=pk).update(sent_at=None, error=str(e)[:200])
        return 0
    return 1
