"""Which place a text speaks of (正文所指): for reports whose head names none."""

from __future__ import annotations

from collections import Counter

import regex as re

from luoshi.report import places
from luoshi.report.places import Division, Rank
from luoshi.report.report import Level

Scores = dict[Division, float]

_YEARS_OFF = 5
"""A name may be used so many years before or after the lists that have it."""
_FEW = 10
"""With a lower score than this the full names say too little, and short ones (运城 for 运城市) are looked at."""
_PARTICLES = frozenset("在的为将把对到让我与")


def spoken_of(
    text: str, unit: str | None, level: Level | None, year: int | None
) -> list[tuple[Division, float]]:
    """The places with the right last word and level, best first, each with how much the text speaks of it."""
    named = Counter(n for at, n in places.mentions(text) if len(n) > 2 or _stands_alone(text, at))
    scores = _by_full_names(named, unit, level, year)
    if level == "province":
        _add_provinces(scores, text, unit, year)
    for d in scores:
        scores[d] += text.count(d.short)
    if level != "province" and unit and max(scores.values(), default=0) < _FEW:
        _add_short_names(scores, text, unit, level, year)
    for d in scores:
        if d.rank == "county":
            scores[d] *= 1 + _upper_mentions(text, d, year)
    return sorted(scores.items(), key=lambda kv: (-kv[1], kv[0].away(year), -kv[0].since, kv[0].code))


def whole_of(d: Division, text: str, year: int | None) -> Division | None:
    """The prefecture of a county-level city where the text names several of its counties: 我市 is then the prefecture."""
    above = next((p for p in places.parents(d, year) if p.rank == "prefecture"), None)
    if above is None:
        return None
    names = {n for _, n in places.mentions(text)}
    counties = {c.code for n in names for c in places.named(n) if c.code[:4] == above.code[:4]}
    return above if len(counties) > 3 else None


def _fits(d: Division, unit: str | None, rank: Rank | None, year: int | None) -> bool:
    ends = unit is None or d.name.endswith(unit[-1])
    return ends and rank in (None, d.rank) and d.away(year) <= _YEARS_OFF


def _rank(level: Level | None) -> Rank | None:
    ranks: dict[str, Rank] = {"province": "province", "prefecture": "prefecture", "county": "county"}
    return ranks.get(level or "")


def _by_full_names(named: Counter[str], unit: str | None, level: Level | None, year: int | None) -> Scores:
    """A full name counts three, and a little for what lies above it: a city's report names its counties."""
    scores: Scores = {}
    for name, n in named.items():
        for d in places.named(name):
            for up in (d, *places.parents(d, year)):
                if _fits(up, unit, _rank(level), year):
                    scores[up] = scores.get(up, 0.0) + (3 * n if up is d else min(n, 3) / 2)
    return scores


def _add_provinces(scores: Scores, text: str, unit: str | None, year: int | None) -> None:
    """Every province may be meant; where full names say little, the short names of its cities tell which."""
    for p in places.provinces():
        if _fits(p, unit, "province", year):
            scores.setdefault(p, 0.0)
    if max(scores.values(), default=0) < _FEW / 2:
        for short, n in places.shorts_in(text).items():
            for d in places.called(short):
                if d.rank == "prefecture" and not d.away(year):
                    for up in places.parents(d, year):
                        if up in scores:
                            scores[up] += n


def _add_short_names(scores: Scores, text: str, unit: str, level: Level | None, year: int | None) -> None:
    """Short names of counties and cities. Many are words too (合作, 平安): only where the place above is named, or often."""
    for short, n in places.shorts_in(text).items():
        for d in places.called(short):
            if n > 2 and _fits(d, unit, _rank(level), year):
                often = d.rank == "prefecture" and n >= _FEW
                if often or _upper_mentions(text, d, year):
                    scores[d] = max(scores.get(d, 0.0), n)


def _upper_mentions(text: str, d: Division, year: int | None) -> int:
    """How often the text names what lies above ``d``, at most three times each."""
    return sum(min(text.count(p.short), 3) for p in places.parents(d, year))


def _stands_alone(text: str, at: int) -> bool:
    """Whether a name of two characters at ``at`` is one (规范县域, 城区和县城 hold none)."""
    before = text[at - 1 : at]
    return text[at] not in "和各全该本" and (before in _PARTICLES or not re.match(r"\p{Han}", before))
