"""The shapes of the account (对照结果): quotes, figures, and pairs with verdicts in two layers."""

from __future__ import annotations

from typing import Literal

import msgspec

from luoshi.facts.shapes import Firmness, Kind, Op, Rate, Status

Absence = Literal["no_report", "abridged", "silent", "doubtful"]
Verdict = Literal[
    "met", "exceeded", "missed", "adjusted", "redefined", "direction_only", "unreported", "unrateable"
]


class Quote(msgspec.Struct, frozen=True):
    """A place in a report: ``text`` is the report's ``start:end``, ``sentence`` the span of the sentence around it."""

    report: str
    fact: str | None
    start: int
    end: int
    text: str
    sentence: tuple[int, int]


class Figure(msgspec.Struct, frozen=True):
    """A value as printed, with its quote; ``basis`` real | nominal where the words say so."""

    quote: Quote
    name: str
    op: Op
    value: float | None
    high: float | None
    unit: str | None
    status: Status
    firmness: Firmness | None = None
    ref: str | None = None
    basis: str | None = None
    flags: tuple[str, ...] = ()


class Judgement(msgspec.Struct, frozen=True):
    """A verdict under a named rule (verdict_rules.tsv); ``why`` is a short sentence for people."""

    verdict: Verdict
    rule: str
    why: str = ""


class Pair(msgspec.Struct, frozen=True):
    """A target of one report and what the next says came of it (目标与结果).

    ``year`` is the target's year; ``gap`` is outcome minus target in the target's unit; ``comparators`` are the
    figures that sync and above are held against; ``others`` further outcomes of the same thing in the next report.
    ``absent`` says why there is no outcome: no next report, an abridged one, one that is silent, or one whose figure by
    that name is out of all scale (then in ``others``).
    """

    place: str
    jurisdiction: str | None
    level: str | None
    year: int
    indicator: str | None
    name: str
    kind: Kind
    rate: Rate | None
    scope: str | None
    target: Figure
    outcome: Figure | None
    official: Judgement
    strict: Judgement
    gap: float | None = None
    comparators: tuple[Figure, ...] = ()
    others: tuple[Figure, ...] = ()
    flags: tuple[str, ...] = ()
    absent: Absence | None = None
