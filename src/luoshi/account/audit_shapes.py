"""The shapes of an audit (审计线索): a finding is a question with its quotes, its class and the rule that made it."""

from __future__ import annotations

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


class Checked(msgspec.Struct, frozen=True):
    """What an audit looked at: its findings, and the ids of all figures that an identity bound, hit or not.

    ``bound`` holds (report id, measure id) of figures under a tight identity, ``loose`` those under a wide band only.
    """

    findings: tuple[Finding, ...]
    bound: frozenset[tuple[str, str]]
    loose: frozenset[tuple[str, str]]
