"""Letters (邮件): only where LUOSHI_EMAIL_URL is set; each letter of the outbox leaves once."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.db import transaction

from luoshi.ledger import clock
from luoshi.ledger.models import Outbox

_TRIES = 5
_A_TIME = 50


def send_waiting() -> int:
    """Sends what waits in the outbox, at most fifty; how many left. Nothing without a mail server."""
    url = getattr(settings, "EMAIL_URL", "")
    if not url:
        return 0
    parts = urlsplit(url)
    sender = parse_qs(parts.query).get("from", [f"luoshi@{parts.hostname}"])[0]
    sent = 0
    with smtplib.SMTP(parts.hostname or "localhost", parts.port or 25, timeout=20) as server:
        if parts.username:
            server.starttls()
            server.login(unquote(parts.username), unquote(parts.password or ""))
        for pk in Outbox.objects.filter(sent_at=None, tries__lt=_TRIES).values_list("pk", flat=True)[
            :_A_TIME
        ]:
            sent += _send(server, sender, pk)
    return sent


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
    except smtplib.SMTPException as e:
        Outbox.objects.filter(pk=pk).update(sent_at=None, error=str(e)[:200])
        return 0
    return 1
