"""A quantity (数量), and what all numbers share: the units of units.tsv, hedges on both sides, magnitudes."""

from __future__ import annotations

from functools import cache

import msgspec
import regex

from luoshi.facts.shapes import Op
from luoshi.lexicon import tables

NUMBER = r"(?:\d{1,2} \d{3}(?=[元人])|\d{1,3}(?:[,，]\d{3})+(?![\d,，])|\d+)(?:[.．]\d+)?"
MAGNITUDE = r"(?:万亿|[十百千]?亿|千万|百万|十万|万|千(?![瓦克米伏])|百(?![分日年]))"
BIG = r"(?:万亿|[十百千]?亿|千万|百万|十万|万|千|百)"
DIGITS = "一二三四五六七八九十百零〇○两"
DASH = r"(?:[-—–－~～―‐﹣─━]{1,2}|至|到)"
AFTER = r"(?:左右|上下|以上|以内|之内|以下|之上|之下|及以上)"
PER = (
    r"(?:[/／](?:万元|立方米|平方米|千瓦时|小时|时|公里|[A-Za-z]+|吨|亩|人|户|年|月|日|天|次|升|公斤|元|件|千人|万人)"
    r"|[(（](?:处|次|个|家|户|条|项|座|套|所|人|段|间|栋|幢|批|台|张|组|类|起|篇|部|片|眼|口)[)）])"
)
OPERATOR_AFTER: dict[str, Op] = {
    "左右": "~", "上下": "~", "以上": ">=", "之上": ">=", "及以上": ">=",
    "以内": "<=", "之内": "<=", "以下": "<=", "之下": "<=",
}  # fmt: skip
OPERATOR_BEFORE: dict[str, Op] = {
    "超": ">=", "过": ">=", "逾": ">=", "破": ">=", "上": ">=", "达": "=", "突破": ">=", "超过": ">=", "近": "~",
    "接近": "~", "将近": "~", "不足": "<=", "逼近": "~",
}  # fmt: skip


class Quantity(msgspec.Struct, gc=False):
    """A number in the text.

    ``sort`` is the unit's class (units.tsv) or rank | ratio | structure | zero | fan | bare (no unit at all).
    ``op`` comes from the words that touch the number; ``hedged`` says that such a word stands behind it.
    ``parts`` are the shares of a structure a:b:c.
    """

    start: int
    end: int
    sort: str
    value: float
    unit: str | None
    op: Op = "="
    high: float | None = None
    parts: tuple[float, ...] = ()
    hedged: bool = False
    flags: tuple[str, ...] = ()


@cache
def unit_classes() -> dict[str, str]:
    """unit -> class, from units.tsv."""
    return {r["unit"]: r["class"] for r in tables.rows("units.tsv")}


@cache
def unit_pattern() -> str:
    """All units, longest first, grouped by their first character so that a miss costs one comparison."""
    groups: dict[str, list[str]] = {}
    for r in sorted(tables.rows("units.tsv"), key=lambda r: (-len(r["unit"]), r["unit"])):
        rest = regex.escape(r["unit"][1:]) + (f"(?!{r['not_before']})" if r["not_before"] else "")
        groups.setdefault(r["unit"][0], []).append(rest)
    return "|".join(regex.escape(first) + f"(?:{'|'.join(rests)})" for first, rests in groups.items())


@cache
def unit_at() -> regex.Pattern[str]:
    """A unit and the hedge behind it, to be matched where a number ends."""
    return regex.compile(rf"(?P<unit>{unit_pattern()})(?P<after>{AFTER})?")
