"""Letters (邮件): off by default; one digest a unit and day to those who hold its posts; each leaves once, after any failure."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

import pytest
from county import County
from django.conf import settings
from test_way import issued_table

from luoshi.errors import LuoshiError
from luoshi.ledger import clock, mail
from luoshi.ledger.models import Holding, Notice, Outbox
from luoshi.ledger.ticking import tick

DAY = date(2026, 11, 27)


class Postman(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs; refuses recipients named “refused@…”."""

    letters: ClassVar[list[tuple[str, str]]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        to = ""
        while line := self.rfile.readline().strip():
            word = line.upper()
            if word.startswith(b"RCPT"):
                to = line.split(b"<")[1].split(b">")[0].decode()
                self.wfile.write(b"550 no\r\n" if to.startswith("refused") else b"250 ok\r\n")
            elif word.startswith(b"DATA"):
                self.wfile.write(b"354 go\r\n")
                text = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    text += part
                self.letters.append((to, text.decode()))
                self.wfile.write(b"250 ok\r\n")
            elif word.startswith(b"QUIT"):
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """A mail server on this machine, and settings that name it."""
    Postman.letters.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postman) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        address = f"smtp://127.0.0.1:{running.server_address[1]}?from=ducha@example.cn"
        monkeypatch.setattr(settings, "EMAIL_URL", address, raising=False)
        yield Postman.letters
        running.shutdown()


def address(c: County, who: str, mail_: str) -> None:
    c.users[who].email = mail_
    c.users[who].save(update_fields=["email"])


def ticked() -> Any:
    with clock.fixed(DAY):
        return tick()


def test_without_a_mail_server_nothing_is_queued(lite_county: County) -> None:
    issued_table(lite_county)
    address(lite_county, "edu_clerk", "a@example.cn")
    assert ticked()["mail"] == 0 and not Outbox.objects.exists()
    assert Notice.objects.filter(kind="digest").exists()


def test_a_units_digest_goes_to_its_post_holders_once(
    lite_county: County, server: list[tuple[str, str]]
) -> None:
    c = lite_county
    issued_table(c)
    for who in ("edu_clerk", "edu_head", "edu_clerk2"):
        address(c, who, f"{who}@example.cn")
    Holding.objects.filter(user=c.users["edu_clerk2"]).update(until=date(2026, 10, 1))  # has left
    assert ticked()["mail"] == 2
    assert ticked()["mail"] == 0
    assert sorted(to for to, _ in server) == ["edu_clerk@example.cn", "edu_head@example.cn"]
    assert all("From: ducha@example.cn" in text for _, text in server)


def test_a_refused_letter_is_tried_five_times_and_keeps_no_other_back(
    lite_county: County, server: list[tuple[str, str]]
) -> None:
    c = lite_county
    issued_table(c)
    address(c, "edu_clerk", "refused@example.cn")
    address(c, "edu_head", "edu_head@example.cn")
    assert [ticked()["mail"] for _ in range(7)] == [1, 0, 0, 0, 0, 0, 0]
    left = Outbox.objects.get(sent_at=None)
    assert left.to == "refused@example.cn" and left.tries == 5 and "550" in left.error


def test_a_server_that_is_away_costs_no_try_and_the_letter_leaves_later(
    lite_county: County, server: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = settings.EMAIL_URL
    issued_table(lite_county)
    address(lite_county, "edu_clerk", "a@example.cn")
    monkeypatch.setattr(settings, "EMAIL_URL", "smtp://127.0.0.1:9")
    assert ticked()["mail"] == 0 and Outbox.objects.get().tries == 0
    monkeypatch.setattr(settings, "EMAIL_URL", there)
    assert ticked()["mail"] == 1 and len(server) == 1
    monkeypatch.setattr(settings, "EMAIL_URL", "http://x")
    Outbox.objects.update(sent_at=None)
    with pytest.raises(LuoshiError, match="smtp://"):
        mail.send_waiting()
