"""The shapes of an audit (审计线索): a finding is a question with its quotes, its class and the rule that made it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import msgspec

from luoshi.account.shapes import Quote

AuditKind = Literal["arithmetic", "quiet", "step_up"]
Weight = Literal["contradiction", "observation"]


class Span(msgspec.Struct, frozen=True):
    """What a printed number can stand for: every value from ``low`` to ``high``, in base units (``inf`` where it is open)."""

    low: float
    high: float

    def meets(self, other: Span) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high


class Part(msgspec.Struct, frozen=True):
    """One figure of a finding: what it is (``role``, in Chinese), its quote, the report's year and day of meeting."""

    role: str
    quote: Quote
    value: float | None
    unit: str | None
    report_year: int | None
    meeting_date: str | None = None


class Finding(msgspec.Struct, frozen=True):
    """One question to a place and year.

    ``rule`` is a row of audit_rules.tsv, ``cls`` the likely cause. ``printed`` is the figure in question and
    ``low``..``high`` what the other figures allow, in ``unit``; ``gap`` how far it lies outside (for 加码: child minus
    parent). ``coverage`` is (children with a target, children that the divisions list) where levels are compared.
    """

    kind: AuditKind
    weight: Weight
    rule: str
    cls: str
    place: str
    jurisdiction: str | None
    level: str | None
    year: int
    indicator: str | None
    name: str
    why: str
    parts: tuple[Part, ...]
    unit: str | None = None
    printed: float | None = None
    low: float | None = None
    high: float | None = None
    gap: float | None = None
    coverage: tuple[int, int] | None = None


class Identity(msgspec.Struct, frozen=True):
    """Figures that were held against each other under a rule, hit or not: (report id, measure id) of each, in the rule's order."""

    rule: str
    figures: tuple[tuple[str, str], ...]


class Checked(msgspec.Struct, frozen=True):
    """What an audit looked at: its findings, and every identity that it tried."""

    findings: tuple[Finding, ...]
    identities: frozenset[Identity]

    def figures(self, rules: Collection[str]) -> frozenset[tuple[str, str]]:
        """The figures that an identity of these rules binds."""
        return frozenset(f for i in self.identities if i.rule in rules for f in i.figures)
