"""Appending to the chain (事件链) and walking it (核验)."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from django.db import connections, transaction

from luoshi.ledger import clock, guards
from luoshi.ledger.actor import Actor
from luoshi.ledger.models import Chain, Event, Payload, Seal
from luoshi.ledger.models.events import GENESIS

_NO_ROOT = GENESIS
_BATCH = 500


def plain(value: object) -> object:
    """Dates, decimals and structs as JSON has them; for ``json.dumps(default=…)``."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, msgspec.Struct):
        return msgspec.to_builtins(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, set | frozenset | tuple):
        return sorted(value)
    return str(value)


def canonical_json(value: object) -> str:
    """One text for one value: sorted keys, no blanks, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(
    chain: str, seq: int, at: datetime, kind: str, subject: str, item: int | None, document: int | None,
    government: int | None, actor: int | None, actor_text: str, channel: str, payload_hash: str, prev: str,
) -> str:  # fmt: skip
    """The text that is hashed: a JSON list that begins with the format's name."""
    return json.dumps(
        ["luoshi.event/1", chain, seq, at.astimezone(UTC).isoformat(timespec="microseconds"), kind, subject, item,
         document, government, actor, actor_text, channel, payload_hash, prev],
        ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip


def append(
    actor: Actor, kind: str, chain: str, subject: str, payload: Mapping[str, Any], *,
    item: int | None = None, document: int | None = None, government: int | None = None,
) -> Event:  # fmt: skip
    """Writes an event at the end of its chain, under the lock of the chain's head; inside the caller's transaction."""
    head = Chain.objects.select_for_update().filter(name=chain).first()
    if head is None:
        Chain.objects.bulk_create([Chain(name=chain)], ignore_conflicts=True)
        head = Chain.objects.select_for_update().get(name=chain)
    event, paid = _made(
        actor, kind, chain, subject, payload, (head.seq, head.head), item, document, government
    )
    event.save(force_insert=True)
    Payload.objects.create(event=event, salt=paid[0], body=paid[1])
    Chain.objects.filter(pk=chain).update(seq=event.seq, head=event.hash)
    return event


class Birth(msgspec.Struct, frozen=True):
    """The first event of an item that was made in this very transaction (首个事件)."""

    item: int
    government: int
    payload: Mapping[str, Any]


def append_births(actor: Actor, kind: str, births: Sequence[Birth]) -> list[Event]:
    """The first events of many new items at once: their chains are new, so there is no head to lock."""
    events, payloads = [], []
    for b in births:
        event, paid = _made(
            actor,
            kind,
            f"item:{b.item}",
            f"item:{b.item}",
            b.payload,
            (0, GENESIS),
            b.item,
            None,
            b.government,
        )
        events.append(event)
        payloads.append(paid)
    Chain.objects.bulk_create([Chain(name=e.chain, seq=1, head=e.hash) for e in events], batch_size=_BATCH)
    Event.objects.bulk_create(events, batch_size=_BATCH)
    Payload.objects.bulk_create(
        [Payload(event=e, salt=s, body=b) for e, (s, b) in zip(events, payloads, strict=True)],
        batch_size=_BATCH,
    )
    return events


def _made(
    actor: Actor, kind: str, chain: str, subject: str, payload: Mapping[str, Any], head: tuple[int, str],
    item: int | None, document: int | None, government: int | None,
) -> tuple[Event, tuple[str, str]]:  # fmt: skip
    """An event that follows the head, unsaved, with the salt and text of its payload."""
    body, salt, at = canonical_json(payload), secrets.token_hex(16), clock.now()
    payload_hash = sha256(f"{salt}\n{body}")
    seq, prev, text = head[0] + 1, head[1], actor.text[:200]
    canonical = _canonical(
        chain, seq, at, kind, subject, item, document, government, actor.id, text, actor.channel, payload_hash, prev
    )  # fmt: skip
    event = Event(
        chain=chain, seq=seq, kind=kind, subject=subject, item_id=item, document_id=document, government_id=government,
        at=at, actor_id=actor.id, actor_text=text, channel=actor.channel, payload_hash=payload_hash, prev=prev,
        hash=sha256(canonical), canonical=canonical,
    )  # fmt: skip
    return event, (salt, body)


# -- seals -----------------------------------------------------------------------------------------------------


def _root(prev: str, hashes: Iterator[str]) -> tuple[str, int]:
    digest = hashlib.sha256(prev.encode())
    count = 0
    for text in hashes:
        digest.update(text.encode())
        count += 1
    return digest.hexdigest(), count


def seal(using: str = "default") -> Seal | None:
    """Seals all events since the last seal; None where there are none. Waits until no event is half written."""
    with transaction.atomic(using=using):
        if connections[using].vendor == "postgresql":
            with connections[using].cursor() as cursor:  # an id below the last one may not be committed yet
                cursor.execute("LOCK TABLE ledger_seal, ledger_event IN SHARE ROW EXCLUSIVE MODE")
        last = Seal.objects.order_by("-id").first()
        rows = Event.objects.filter(pk__gt=last.last_event if last else 0).order_by("pk")
        newest = rows.last()
        if newest is None:
            return None
        prev = last.root if last else _NO_ROOT
        root, count = _root(prev, rows.values_list("hash", flat=True).iterator(10_000))
        return Seal.objects.create(
            day=clock.today(), last_event=newest.pk, count=count, prev_root=prev, root=root, at=clock.now()
        )


# -- verification ------------------------------------------------------------------------------------------------


class Verified(msgspec.Struct, frozen=True):
    """What a walk found (核验结果). ``broken``: the first broken link in words, None where all holds."""

    events: int
    chains: int
    seals: int
    redacted: int
    broken: str | None
    root: str | None

    @property
    def ok(self) -> bool:
        return self.broken is None


_COLUMNS = (
    "id", "chain", "seq", "at", "kind", "subject", "item_id", "document_id", "government_id", "actor_id", "actor_text",
    "channel", "payload_hash", "prev", "hash", "canonical", "payload__salt", "payload__body",
    "redaction__confirmed_at",
)  # fmt: skip


def verify(using: str = "default") -> Verified:
    """Walks every event once in order of writing: text, hash, link, payload, chain heads, seals, guards.

    Memory: one pair for each chain. The first fault is named and the walk ends there.
    """
    heads: dict[str, tuple[int, str]] = {}
    seals = list(
        Seal.objects.using(using).order_by("id").values_list("last_event", "count", "prev_root", "root", "id")
    )
    state = _SealWalk(seals)
    events = redacted = 0

    def result(broken: str | None) -> Verified:
        return Verified(events, len(heads), state.passed, redacted, broken, seals[-1][3] if seals else None)

    gone = guards.missing(using)
    if gone:
        return result(f"数据库触发器缺失：{'、'.join(gone)}。请运行 luoshi ledger init 重建后再核验。")
    for row in Event.objects.using(using).order_by("pk").values_list(*_COLUMNS).iterator(5000):
        pk, chain, seq, *_ = row
        events += 1
        fault = _fault(row, heads.get(chain, (0, GENESIS)))
        if fault:
            return result(f"事件 {pk}（{chain}#{seq}）{fault}")
        heads[chain] = (seq, row[14])
        redacted += row[16] is None
        fault = state.step(pk, row[14])
        if fault:
            return result(fault)
    fault = state.end()
    if fault:
        return result(fault)
    for name, seq, head in Chain.objects.using(using).values_list("name", "seq", "head").iterator(5000):
        if heads.get(name, (0, GENESIS)) != (seq, head):
            return result(
                f"链 {name} 的链头在第 {seq} 个事件，实有 {heads.get(name, (0, ''))[0]} 个：末尾被删或被改。"
            )
    return result(None)


def _fault(row: tuple[Any, ...], before: tuple[int, str]) -> str | None:
    (_, chain, seq, at, kind, subject, item, document, government, actor, text, channel, payload_hash, prev, digest,
     canonical, salt, body, removed) = row  # fmt: skip
    if seq != before[0] + 1:
        return f"序号不连续：前一个是 {before[0]}。"
    if prev != before[1]:
        return "与前一事件的哈希不相接。"
    if sha256(canonical) != digest:
        return "哈希与存档文本不符。"
    if canonical != _canonical(chain, seq, at, kind, subject, item, document, government, actor, text, channel, payload_hash, prev):  # fmt: skip
        return "字段与存档文本不符。"
    if body is None:
        return None if removed else "内容缺失，且没有经两人确认的移除记录。"
    if removed:
        return "已确认移除，内容却仍在。"
    if sha256(f"{salt}\n{body}") != payload_hash:
        return "内容与哈希不符。"
    return None


class _SealWalk:
    """Checks the seals along the walk."""

    def __init__(self, seals: list[tuple[int, int, str, str, int]]) -> None:
        self.seals = seals
        self.passed = self.count = 0
        self.prev = _NO_ROOT
        self.digest = hashlib.sha256(self.prev.encode())

    def step(self, pk: int, digest: str) -> str | None:
        if self.passed >= len(self.seals):
            return None
        self.digest.update(digest.encode())
        self.count += 1
        last, count, prev, root, seal = self.seals[self.passed]
        if pk < last:
            return None
        if pk > last or count != self.count or prev != self.prev or self.digest.hexdigest() != root:
            return f"封印 {seal}（截至事件 {last}）与事件不符。"
        self.prev = root
        self.passed += 1
        self.count = 0
        self.digest = hashlib.sha256(root.encode())
        return None

    def end(self) -> str | None:
        if self.passed < len(self.seals):
            last, *_, seal = self.seals[self.passed]
            return f"封印 {seal} 截至事件 {last}，其后的事件缺失。"
        return None
