"""Reports of one place in the order of years (逐年报告): which follows which, and which copy stands for a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

import msgspec

from luoshi.account.record import Record

Missing = Literal["no_report", "abridged"]
_ORDER = {"whole": 0, "truncated": 1, "abridged": 2, "excerpt": 3}


class Step(msgspec.Struct, frozen=True):
    """Two years of a place: the report that promised for ``year``, and the one that tells of it, or why there is none."""

    place: str
    year: int
    before: Record
    after: Record | None
    missing: Missing | None = None


def by_place(records: Iterable[Record]) -> dict[str, dict[int, Record]]:
    """Per place and work year the one report that stands for it: a whole one, of several the fullest, then the first id."""
    out: dict[str, dict[int, Record]] = defaultdict(dict)
    for r in records:
        if r.year is None or not r.place:
            continue
        held = out[r.place].get(r.year)
        if held is None or _worth(r) < _worth(held):
            out[r.place][r.year] = r
    return {place: dict(sorted(years.items())) for place, years in sorted(out.items())}


def _worth(r: Record) -> tuple[int, int, str]:
    return _ORDER[r.completeness], -len(r.measures), r.id


def steps(places: dict[str, dict[int, Record]]) -> list[Step]:
    """Every report with the next one of its place. Abridged copies are never pooled: they neither promise nor answer."""
    out = []
    for place, years in places.items():
        looking_back = {r.header.review_year: r for r in reversed(years.values()) if r.header.review_year}
        for year, before in years.items():
            if not usable(before):
                continue
            after = looking_back.get(year) or years.get(year + 1)
            if after is before or (after is not None and (after.year or 0) <= year):
                after = None
            if after is None:
                out.append(Step(place, year, before, None, "no_report"))
            elif not usable(after):
                out.append(Step(place, year, before, None, "abridged"))
            else:
                out.append(Step(place, year, before, after))
    return out


def usable(record: Record) -> bool:
    """Whether what a report leaves out means anything: an abridged copy or an excerpt was cut by somebody else."""
    return record.completeness in ("whole", "truncated")
