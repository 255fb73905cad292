"""Copies among reports (重复报告): the same file, the same text, nearly the same, a part of another, two of one place and year.

Each finding names the report that stands aside and the one that stays: a whole copy before an abridged one, then the one
whose file name agrees with its text, then the longer one, then the id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from luoshi.corpus.reading import Found

Sort = Literal["same_text", "near", "part", "same_place_year"]

NEAR = 0.8  # shared shingles over all of both: copies with slips and damage
PART = 0.8  # shared shingles over those of the shorter: an excerpt
_LEAST = 8  # shingles in a sketch that can bear a judgement
_COMMON = 40  # a shingle in more reports than that is a set phrase


class Duplicate(msgspec.Struct, frozen=True):
    """``report`` stands aside for ``kept``; ``similarity`` is the share of common shingles, 0 to 1.

    ``same_place_year`` alone: two different texts claim one place and year; which is right is for a person to say.
    """

    report: str
    kept: str
    kind: Sort
    similarity: float
    same_place: bool
    same_year: bool


def find(reports: Iterable[Found]) -> tuple[Duplicate, ...]:
    """All pairs, ordered; each pair once, under the strongest kind."""
    found = {r.report: r for r in sorted(reports, key=lambda r: r.report)}
    out: dict[tuple[str, str], Duplicate] = {}

    def add(a: Found, b: Found, kind: Sort, similarity: float) -> None:
        kept, aside = sorted((a, b), key=_standing)
        pair = (aside.report, kept.report)
        if pair not in out:
            place = _place(a) is not None and _place(a) == _place(b)
            year = a.work_year is not None and a.work_year == b.work_year
            out[pair] = Duplicate(*pair, kind, round(similarity, 3), place, year)

    for group in _groups(found.values(), lambda r: r.text_hash):
        best = min(group, key=_standing)
        for r in group:
            if r is not best:
                add(best, r, "same_text", 1.0)
    for a, b, common in _overlaps(list(found.values())):
        union = len(a.sketch) + len(b.sketch) - common
        if common / union >= NEAR:
            add(a, b, "near", common / union)
        elif common / min(len(a.sketch), len(b.sketch)) >= PART:
            add(a, b, "part", common / min(len(a.sketch), len(b.sketch)))
    for group in _groups(
        found.values(), lambda r: (_place(r), r.work_year) if _place(r) and r.work_year else None
    ):
        best = min(group, key=_standing)
        for r in group:
            if r is not best:
                common = len(set(best.sketch) & set(r.sketch))
                add(best, r, "same_place_year", common / max(1, len(set(best.sketch) | set(r.sketch))))
    return tuple(sorted(out.values(), key=lambda d: (d.report, d.kept)))


def _standing(r: Found) -> tuple[bool, int, int, str]:
    """Sorts the report to keep first."""
    return r.completeness != "whole", len(r.flags), -r.chars, r.report


def _place(r: Found) -> str | None:
    if r.level == "nation":
        return "000000"
    return r.code or ("/".join(r.path) or r.jurisdiction or None)


def _groups(reports: Iterable[Found], key) -> list[list[Found]]:  # type: ignore[no-untyped-def]
    groups: dict[object, list[Found]] = defaultdict(list)
    for r in reports:
        if (k := key(r)) is not None:
            groups[k].append(r)
    return [g for g in groups.values() if len(g) > 1]


def _overlaps(reports: Sequence[Found]) -> list[tuple[Found, Found, int]]:
    """Pairs that share many shingles, by way of the rarer ones only."""
    holders: dict[int, list[int]] = defaultdict(list)
    for i, r in enumerate(reports):
        if len(r.sketch) >= _LEAST:
            for shingle in r.sketch:
                holders[shingle].append(i)
    common: Counter[tuple[int, int]] = Counter()
    for who in holders.values():
        if 2 <= len(who) <= _COMMON:
            common.update((who[a], who[b]) for a in range(len(who)) for b in range(a + 1, len(who)))
    out = []
    for (a, b), rough in sorted(common.items()):
        first, second = reports[a], reports[b]
        if 2 * rough >= min(len(first.sketch), len(second.sketch)):
            out.append((first, second, len(set(first.sketch) & set(second.sketch))))
    return out
