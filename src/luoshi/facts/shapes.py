"""The shapes of facts (contract ``luoshi.report/1``): every one carries its span in the clean text."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["level", "growth", "change", "rank"]
Op = Literal["=", "~", ">=", "<=", "range", "sync", "above", "assigned", "qualitative"]
Status = Literal["actual", "estimate", "target"]
Rate = Literal["yoy", "annual", "cumulative"]
Firmness = Literal["ensure", "plain", "strive", "attempt"]


class Measure(msgspec.Struct, frozen=True):
    """A value with what it is a value of (指标值). See CONTRACT: ``value`` and ``unit`` as printed, falls negative.

    ``indicator`` is the lexicon's name where one fits exactly, ``name`` the phrase as the text has it; ``rule`` names
    the reading rule; ``flags`` say what is doubtful. ``parent`` is the id of the measure this one is a part of.
    """

    id: str
    section: str | None
    start: int
    end: int
    indicator: str | None
    indicator_id: str | None
    name: str
    kind: Kind
    op: Op
    value: float | None
    high: float | None
    unit: str | None
    period: str | None
    status: Status
    ref: str | None = None
    rate: Rate | None = None
    firmness: Firmness | None = None
    scope: str | None = None
    parent: str | None = None
    compare: str | None = None
    rule: str = ""
    flags: tuple[str, ...] = ()


class Pledge(msgspec.Struct, frozen=True):
    """One item of the year's 民生实事 list; ``measures`` are ids of the quantities inside it."""

    id: str
    no: int
    title: str
    start: int
    end: int
    measures: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    due_stage: str | None = None


class InheritedPledge(msgspec.Struct, frozen=True):
    """Pledges of a higher level taken over by number only (“办好省定12件民生实事”)."""

    id: str
    level: str
    count: int
    start: int
    end: int


class Problem(msgspec.Struct, frozen=True):
    """One shortcoming that the report admits (存在问题)."""

    id: str
    start: int
    end: int
