"""Words and limits of the audits' data files (审计用词与界限)."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from luoshi.account.audit_shapes import AuditKind, Weight
from luoshi.lexicon.tables import rows

Band = Literal["tight", "wide", "none"]


class Rule(msgspec.Struct, frozen=True):
    """A row of audit_rules.tsv."""

    rule: str
    kind: AuditKind
    weight: Weight
    band: Band
    name: str
    text: str


@cache
def rules() -> dict[str, Rule]:
    """All rules by id."""
    return {r["rule"]: msgspec.convert(r, Rule) for r in rows("audit_rules.tsv")}


@cache
def words(cls: str) -> tuple[str, ...]:
    """The words of one class of audit_words.tsv, longest first."""
    return tuple(
        sorted((r["word"] for r in rows("audit_words.tsv") if r["class"] == cls), key=len, reverse=True)
    )


def says(text: str, cls: str) -> bool:
    """Whether ``text`` holds a word of the class."""
    return any(w in text for w in words(cls))


@cache
def _limits() -> dict[str, str]:
    return {r["name"]: r["value"] for r in rows("audit_limits.tsv")}


def limit(name: str) -> float:
    """A number of audit_limits.tsv."""
    return float(_limits()[name])


@cache
def census_years() -> frozenset[int]:
    """Years of the economic censuses."""
    return frozenset(int(y) for y in _limits()["census"].split())


@cache
def sums() -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    """Wholes with their parts; each part is the keys that it may be found under."""
    return tuple(
        (r["whole"], tuple(tuple(p.split("|")) for p in r["parts"].split(" ")))
        for r in rows("audit_sums.tsv")
    )


@cache
def merged(indicator: str) -> frozenset[str]:
    """Indicators that a target on this one is sometimes merged into, or narrowed to."""
    return frozenset(r["other"] for r in rows("audit_merged.tsv") if r["one"] == indicator)


@cache
def _called() -> dict[str, tuple[str, ...]]:
    return {r["id"]: tuple(r["words"].split("|")) for r in rows("audit_nicknames.tsv")}


def called(indicator: str) -> tuple[str, ...]:
    """Short words by which a report speaks of the indicator in passing."""
    return _called().get(indicator, ())


@cache
def is_share(indicator: str | None) -> bool:
    """Whether an indicator is a share or a rate that is reached and held (优良天数比例), not an amount of a year."""
    return any(r["id"] == indicator and r["kind"] == "ratio" for r in rows("indicators.tsv"))
