"""A second witness (统计公报佐证): what a report tells of a year beside what the statistical communiqué of that year says.

A communiqué is a record like a report's (corpus/communiques.py makes it): its year is the year it tells of, plus one, as a
report's is. Neither is right here; every place where the two differ is listed, with the cause where the words show one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from luoshi.account.keys import Key, figure
from luoshi.account.record import Record
from luoshi.account.shapes import Figure
from luoshi.account.told import Outcomes
from luoshi.account.units import clean, fold, in_base
from luoshi.account.words import says
from luoshi.facts.shapes import Kind

Relation = Literal["agrees", "rounded", "bound", "differs", "report_silent", "witness_silent"]
Cause = Literal["estimate", "about", "scope", "time", "basis", "unit", "unexplained"]
ASKED: tuple[tuple[str, Kind], ...] = (
    ("gdp", "growth"), ("gdp", "level"), ("cpi", "growth"), ("urban_jobs", "level"), ("grain_output", "level"),
)  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[.．]\d+)?")
_NEAR = 0.05  # 近, 约, 左右 and bounds tell of a value that is at most so far away


class Witnessed(msgspec.Struct, frozen=True):
    """One figure of a place and year, as the report and as the communiqué have it.

    ``relation``: ``agrees`` equal; ``rounded`` equal to the digits that the coarser one prints; ``bound`` the report says
    only 超过 or 突破, and it is so; ``differs``; or one of the two is silent. ``cause`` is set where they differ; ``gap`` is
    communiqué minus report in the report's unit.
    """

    place: str
    year: int
    indicator: str
    kind: Kind
    relation: Relation
    report: Figure | None
    witness: Figure | None
    cause: Cause | None = None
    gap: float | None = None


def hear(
    reports: Mapping[str, Mapping[int, Record]],
    communiques: Iterable[Record],
    asked: tuple[tuple[str, Kind], ...] = ASKED,
) -> list[Witnessed]:
    """Every asked figure of every communiqué beside the report that looks back on its year; ``reports`` by place and year.

    A communiqué without such a report has nothing to bear witness to and gives no row, nor does what neither tells.
    """
    out = []
    for c in sorted(communiques, key=lambda c: (c.place, c.year or 0)):
        if c.year is None:
            continue
        year = c.year - 1
        report = _looking_back(reports.get(c.place, {}), year)
        if report is None:
            continue
        told, heard = Outcomes(report, year), Outcomes(c, year)
        for indicator, kind in asked:
            out.append(_held(c.place, year, indicator, kind, told, heard))
    return [t for t in out if t is not None]


def _looking_back(of_place: Mapping[int, Record], year: int) -> Record | None:
    own = [r for r in of_place.values() if r.header.review_year == year]
    return own[0] if own else of_place.get(year + 1)


def _held(
    place: str, year: int, indicator: str, kind: Kind, told: Outcomes, heard: Outcomes
) -> Witnessed | None:
    key = Key(indicator, kind, None, None)
    ours = [figure(told.record, m) for m in told.get(key) if m.value is not None or m.indicator_id == "cpi"]
    theirs = [
        figure(heard.record, m) for m in heard.get(key) if m.value is not None or m.indicator_id == "cpi"
    ]
    ours, theirs = [f for f in ours if f.value is not None], [f for f in theirs if f.value is not None]
    if not ours and not theirs:
        return None
    if not ours or not theirs:
        relation: Relation = "witness_silent" if ours else "report_silent"
        return Witnessed(
            place, year, indicator, kind, relation, ours[0] if ours else None, theirs[0] if theirs else None
        )
    # Of several figures the two that agree best: one sentence says 突破, another gives the figure.
    order: tuple[Relation, ...] = ("agrees", "rounded", "bound", "differs")
    best = min(
        ((a, b, *_relation(a, b)) for a in ours for b in theirs if _same_measure(a, b)),
        key=lambda x: order.index(x[2]),
        default=None,
    )
    if best is None:
        return Witnessed(place, year, indicator, kind, "differs", ours[0], theirs[0], "unit")
    a, b, relation, gap = best
    cause = _cause(a, b) if relation == "differs" else None
    return Witnessed(place, year, indicator, kind, relation, a, b, cause, gap)


def _same_measure(a: Figure, b: Figure) -> bool:
    return fold(a.unit).dimension == fold(b.unit).dimension


def _relation(a: Figure, b: Figure) -> tuple[Relation, float]:
    one, other = in_base(a.value or 0.0, a.unit), in_base(b.value or 0.0, b.unit)
    gap = clean((other - one) / fold(a.unit).factor)
    if gap == 0:
        return "agrees", gap
    if abs(other - one) <= max(_half(a), _half(b)) * (1 + 1e-9):
        return "rounded", gap
    if a.op == ">=" and one < other <= one * (1 + _NEAR):
        return "bound", gap
    return "differs", gap


def _half(f: Figure) -> float:
    """Half of the last digit that is printed, in base units: 1.37万亿斤 may stand for anything from 1.365 to 1.375."""
    printed = _NUMBER.findall(f.quote.text)
    same = [n for n in printed if f.value is not None and float(n.replace("．", ".")) == abs(f.value)]
    digits = len(same[-1].replace("．", ".").partition(".")[2]) if same else 0
    return 0.5 * 10.0**-digits * fold(f.unit).factor


def _cause(a: Figure, b: Figure) -> Cause:
    """Why two figures differ, as far as their words tell."""
    if a.status == "estimate":
        return "estimate"
    if says(a.name + b.name, "without") or says(a.quote.text + b.quote.text, "without"):
        return "scope"
    if ("年末" in a.quote.text) != ("年末" in b.quote.text) or ("平均" in a.quote.text) != (
        "平均" in b.quote.text
    ):
        return "time"
    if a.basis != b.basis:
        return "basis"
    one, other = in_base(a.value or 0.0, a.unit), in_base(b.value or 0.0, b.unit)
    if a.op in ("~", ">=", "<=") and abs(other - one) <= _NEAR * abs(other):
        return "about"
    return "unexplained"
