"""Words and numbers of the verdict's data files (判定用词), and what the lexicon knows of an indicator's direction."""

from __future__ import annotations

from functools import cache
from typing import Literal

from luoshi.facts.indicators import squeeze
from luoshi.lexicon.tables import rows

Direction = Literal["higher", "lower", "neutral"]


@cache
def words(cls: str) -> tuple[str, ...]:
    """The words of one class of verdict_words.tsv, longest first."""
    return tuple(
        sorted((r["word"] for r in rows("verdict_words.tsv") if r["class"] == cls), key=len, reverse=True)
    )


def says(text: str, cls: str) -> bool:
    """Whether ``text`` holds a word of the class."""
    plain = "".join(text.split())
    return any(w in plain for w in words(cls))


@cache
def follow_words(cls: str) -> tuple[str, ...]:
    """The words of one class of followup_words.tsv, longest first."""
    found = (r["word"] for r in rows("followup_words.tsv") if r["class"] == cls)
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _directions() -> dict[str, str]:
    return {r["id"]: r["direction"] for r in rows("indicators.tsv")}


@cache
def bases() -> dict[str, str]:
    """Indicator id -> the basis of its growth rate where nothing is said (real | nominal)."""
    return {r["id"]: r["basis"] for r in rows("indicators.tsv")}


def direction(indicator: str | None, name: str, value: float | None) -> Direction:
    """Which way is better: by the lexicon, else by words of the name; an aimed-at fall wants less."""
    known = _directions().get(indicator or "")
    if known == "higher" or known == "lower" or known == "neutral":
        return known  # type: ignore[return-value]
    if says(squeeze(name), "lower"):
        return "lower"
    return "lower" if value is not None and value < 0 else "higher"


@cache
def tolerance(rule: str, indicator: str | None, unit: str) -> float:
    """The official layer's tolerance; 0 where the data file has none."""
    found = 0.0
    for r in rows("verdict_tolerances.tsv"):
        if r["rule"] == rule and r["unit"] == unit and r["indicator"] in ("*", indicator):
            if r["indicator"] == indicator:
                return float(r["value"])
            found = float(r["value"])
    return found


@cache
def rule_texts() -> dict[str, str]:
    """Rule id -> what the rule says, in Chinese."""
    return {r["rule"]: r["text"] for r in rows("verdict_rules.tsv")}


@cache
def kin(indicator: str) -> frozenset[str]:
    """Indicators that stand in for this one without being it."""
    out = set()
    for r in rows("verdict_kin.tsv"):
        if r["one"] == indicator:
            out.add(r["other"])
        if r["other"] == indicator:
            out.add(r["one"])
    return frozenset(out)
