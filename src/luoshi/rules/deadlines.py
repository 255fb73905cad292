"""时限计算: deadlines from the anchor, never from one another, each with a trace in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import msgspec

from luoshi.rules.calendar import WorkCalendar
from luoshi.rules.matter import Anchor, Matter
from luoshi.rules.shapes import Pack, Purpose


class Deadline(msgspec.Struct, frozen=True):
    """时限: one date with all that explains it; a record to store, never to edit (a later one supersedes it).

    ``key`` is unique within an item (“day3”, “quarter-2026Q1”, “node-2”). ``unit, amount, include_start, roll`` and
    ``fixed`` (the date itself, for quarter ends, nodes and dates from the text) are what `recompute` counts again.
    ``original_due`` differs from ``due`` only after an extension. ``provisional``: rests on a calendar year not yet
    published; ``inferred``: the text gave no date.
    """

    key: str
    clock: str
    title: str
    pack: str
    purpose: Purpose
    anchor_kind: str
    anchor: date
    anchor_words: str
    unit: Literal["day", "workday", "month", "date"]
    amount: int
    include_start: bool
    roll: bool
    due: date
    original_due: date
    calendar: str
    trace: str
    fixed: date | None = None
    outcomes: tuple[str, ...] = ("done",)
    needs: tuple[str, ...] = ()
    provisional: bool = False
    inferred: bool = False
    extended: bool = False


class Recomputed(msgspec.Struct, frozen=True):
    """改期: an open deadline before and after a calendar change, and the reason in words."""

    before: Deadline
    after: Deadline
    reason: str


def deadlines(
    pack: Pack, anchor: Anchor, calendar: WorkCalendar, matter: Matter, *, clocks: Iterable[str] | None = None
) -> tuple[Deadline, ...]:
    """All deadlines that the pack's clocks set for this anchor, by date; ``clocks`` keeps only those ids.

    Only clocks whose ``anchor`` is ``anchor.kind`` and whose ``when`` holds for the matter take part.
    """
    raise NotImplementedError


def recompute(
    open_deadlines: Iterable[Deadline], calendar: WorkCalendar, *, before: WorkCalendar | None = None
) -> tuple[Recomputed, ...]:
    """日历变更后重算: the open deadlines whose date moves, or whose provisional mark falls, under ``calendar``.

    Give only open ones: what is answered or closed stays frozen. An extended deadline keeps the date that was decided;
    only its original date is counted again. ``before`` lets the reason name the days that changed.
    """
    raise NotImplementedError


def extend(deadline: Deadline, new_due: date, *, decided_by: str, document: str = "") -> Deadline:
    """延期: the deadline with its new date; ``original_due`` stays what it first was."""
    raise NotImplementedError


def extension_refusal(
    pack: Pack,
    deadline: Deadline,
    new_due: date,
    calendar: WorkCalendar,
    *,
    asked: datetime,
    reason: str,
    taken: int = 0,
) -> str | None:
    """Why this request for an extension may not go in, in Chinese, or None. ``taken``: extensions already given."""
    raise NotImplementedError


class OnTime(msgspec.Struct, frozen=True):
    """按期: against the original and against the current due date; None where neither answered nor past due."""

    original: bool | None
    current: bool | None


def on_time(deadline: Deadline, done_on: date | None, today: date) -> OnTime:
    """按期与否, on both dates. The due day itself is still on time; late is from the next day."""
    raise NotImplementedError
