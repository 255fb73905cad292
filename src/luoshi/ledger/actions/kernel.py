"""The frame of every action (动作框架): transaction, idempotency, locks, versions, the event that must follow."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Concatenate, ParamSpec

import msgspec
from django.db import IntegrityError, OperationalError, transaction

from luoshi.ledger import chain, clock, permissions, store
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Conflict, Invalid, NotThere, WrongState
from luoshi.ledger.models import Department, Document, Event, IdempotencyKey, Item
from luoshi.ledger.models.item import ItemState

P = ParamSpec("P")


class Outcome(msgspec.Struct, frozen=True):
    """What an action gives back (结果): what it made or changed (“item”, 12), its last event, and the item's version."""

    subject: str
    id: int
    event: int
    version: int = 0
    replayed: bool = False
    ids: tuple[int, ...] = ()


_written: ContextVar[list[int] | None] = ContextVar("ledger_written", default=None)
REGISTRY: dict[str, Callable[..., Outcome]] = {}
"""name -> action, for the tests that go through them all."""


def action(
    name: str,
) -> Callable[[Callable[Concatenate[Actor, P], Outcome]], Callable[..., Outcome]]:
    """Makes a function an action. ``name`` must have a row in ``permissions.GRANTS``.

    Adds the keyword ``key``: the same key with the same input gives the first outcome again (``replayed``); with other
    input it is a Conflict.
    """
    if name.split("/")[0] not in permissions.GRANTS:
        raise LookupError(f"action {name!r} has no row in permissions.GRANTS")

    def frame(function: Callable[Concatenate[Actor, P], Outcome]) -> Callable[..., Outcome]:
        @functools.wraps(function)
        def run(actor: Actor, *args: Any, key: str | None = None, **kwargs: Any) -> Outcome:
            _refuse_marks("", (args, kwargs))
            print_ = chain.sha256(chain.canonical_json([name, args, kwargs])) if key else ""
            try:
                with transaction.atomic():
                    claim = _claim(actor, key, name, print_) if key else None
                    outer = _written.get()
                    events: list[int] = []
                    token = _written.set(events)
                    try:
                        outcome = function(actor, *args, **kwargs)
                    finally:
                        _written.reset(token)
                    if not events:
                        raise AssertionError(f"{name} changed something without an event")
                    if outer is not None:
                        outer.extend(events)
                    if claim:
                        claim.outcome = msgspec.to_builtins(outcome)
                        claim.save(update_fields=["outcome"])
                    return outcome
            except IntegrityError as e:
                done = _done(actor, key, name, print_) if key else None
                if done:
                    return done
                raise _explained(e) from e
            except OperationalError as e:
                raise Conflict("系统正忙，有人同时在写同一处。没有写入任何内容，请稍后重试。") from e

        REGISTRY[name] = run
        return run

    return frame


def _refuse_marks(name: str, value: object) -> None:
    """Refuses words with a secrecy mark, whichever door they come by: typed, from a sheet, for many rows at once."""
    match value:
        case str():
            store.refuse_secret_mark(value, name, "内容")
        case Mapping():
            for key, one in value.items():
                _refuse_marks(str(key), one)
        case list() | tuple():
            for one in value:
                _refuse_marks(name, one)


class _Replayed(IntegrityError):
    """Ends the transaction of a request that was already carried out."""


def _claim(actor: Actor, key: str, name: str, print_: str) -> IdempotencyKey:
    if _done(actor, key, name, print_):
        raise _Replayed(key)
    return IdempotencyKey.objects.create(
        user_id=actor.id, key=key, action=name, fingerprint=print_, outcome={}, at=clock.now()
    )


def _done(actor: Actor, key: str | None, name: str, print_: str) -> Outcome | None:
    row = IdempotencyKey.objects.filter(user_id=actor.id, key=key).first()
    if row is None:
        return None
    if (row.action, row.fingerprint) != (name, print_):
        raise Conflict("这个请求编号已用于另一项操作。请刷新页面后重新提交。")
    return msgspec.structs.replace(msgspec.convert(row.outcome, Outcome), replayed=True)


_CONSTRAINTS = {
    "closing_one_pending": "这一事项已有一份办结申请在审。请先等审核结果。",
    "check_once": "这一环节刚刚已有人审过。请刷新后再看。",
    "check_different_people": "三个环节应由三个不同的人办理：您已办过其中一个。",
    "extension_one_open": "这一时限已有一份延期申请在办。请先等审定结果。",
    "item_no_once": "编号重复。请换一个编号。",
    "document_number_once": "文号重复。请核对文号。",
    "round_once": "同名的报送轮次已经有了。",
    "reminder_once": "这一级催办已经发过。",
    "publication_one_current": "这一事项已经公开。请先撤下原内容。",
}


def _explained(error: IntegrityError) -> Conflict:
    """A database's refusal in words: what the row's constraint protects (SQLite names columns only)."""
    text = str(error)
    for name, words in _CONSTRAINTS.items():
        if name in text:
            return Conflict(words)
    return Conflict("刚刚有人写入了同样的内容，或数据不符合约束。没有写入任何内容，请刷新后重试。")


# -- for the actions ---------------------------------------------------------------------------------------------


def record(
    actor: Actor,
    kind: str,
    on: Item | Document | Department,
    subject: tuple[str, int],
    payload: Mapping[str, Any],
) -> Event:
    """The event that an action must leave, on the chain of the item, the document or the government."""
    label = f"{subject[0]}:{subject[1]}"
    if isinstance(on, Item):
        event = chain.append(
            actor, kind, f"item:{on.pk}", label, payload, item=on.pk, government=on.government_id
        )
    elif isinstance(on, Document):
        event = chain.append(
            actor, kind, f"document:{on.pk}", label, payload, document=on.pk, government=on.government_id
        )
    else:
        event = chain.append(actor, kind, f"org:{on.pk}", label, payload, government=on.pk)
    _note(event)
    return event


def record_births(actor: Actor, kind: str, births: Sequence[chain.Birth]) -> list[Event]:
    """The first events of items that were just made."""
    events = chain.append_births(actor, kind, births)
    for event in events:
        _note(event)
    return events


def _note(event: Event) -> None:
    written = _written.get()
    if written is not None:
        written.append(event.pk)


def item_for(actor: Actor, item_id: int, version: int | None = None) -> Item:
    """The item, locked for this transaction; NotThere where the actor may not see it, Conflict where it has moved on."""
    from luoshi.ledger.visibility import visible_items

    if not visible_items(actor).filter(pk=item_id).exists():
        raise NotThere("没有这个事项，或您无权查看。")
    item = Item.objects.select_for_update().get(pk=item_id)
    if version is not None and item.version != version:
        raise Conflict(
            f"这一事项已被他人改动（您看到的是第 {version} 版，现为第 {item.version} 版）。没有写入您的内容，请刷新后再提交。"
        )
    return item


def document_for(actor: Actor, document_id: int, version: int | None = None) -> Document:
    """The document, locked; as ``item_for``."""
    from luoshi.ledger.visibility import visible_documents

    if not visible_documents(actor).filter(pk=document_id).exists():
        raise NotThere("没有这份文件，或您无权查看。")
    document = Document.objects.select_for_update().get(pk=document_id)
    if version is not None and document.version != version:
        raise Conflict(
            f"这份文件已被他人改动（您看到的是第 {version} 版，现为第 {document.version} 版）。请刷新后再提交。"
        )
    return document


def touch(item: Item, *fields: str) -> None:
    """Saves the fields with the next version and time; the light is computed anew."""
    from luoshi.ledger import lights

    item.version += 1
    item.updated_at = clock.now()
    changed = {*fields, "version", "updated_at", *lights.refresh(item)}
    item.save(update_fields=sorted(changed))


def expect(item: Item, *states: str, doing: str) -> None:
    """Refuses unless the item is in one of these states; ``doing`` names what was tried."""
    if item.state not in states:
        wanted = "、".join(str(ItemState(s).label) for s in states)
        raise WrongState(f"事项现为“{ItemState(item.state).label}”，不能{doing}；应为“{wanted}”。")


def need(value: str | None, field: str, words: str) -> str:
    """The stripped text; Invalid with the field's name where it is empty."""
    text = (value or "").strip()
    if not text:
        raise Invalid(f"请填写{words}。", field)
    return text
