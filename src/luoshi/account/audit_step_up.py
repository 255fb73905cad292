"""加码: a level's growth target less that of the level above, by year, with both days of meeting and how many are covered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from luoshi.account.audit_quiet import Aims, aims_of
from luoshi.account.audit_shapes import Finding
from luoshi.account.audit_sheet import PERCENT, part_of
from luoshi.account.audit_words import rules
from luoshi.account.record import Record
from luoshi.account.series import usable
from luoshi.account.units import clean
from luoshi.facts.shapes import Measure
from luoshi.lexicon.tables import rows

NATION = "000000"
_NEWEST, _OLDEST = 9999, 0
_OFF_SHORE = ("71", "81", "82")  # without reports to a people's congress of this kind
_MUNICIPALITIES = ("11", "12", "31", "50")
_NUMERIC = ("=", "~", ">=", "<=", "range")


def parent_of(place: str) -> str | None:
    """The key of the level right above: a county's is its city, in a municipality under the State Council that city."""
    code = place[:6]
    if not code.isdigit() or code == NATION:
        return None
    if code.endswith("0000"):
        return NATION
    if code.endswith("00") or code[:2] in _MUNICIPALITIES:
        return code[:2] + "0000"
    return code[:4] + "00"


def around(asked: Iterable[str], every: Iterable[str]) -> frozenset[str]:
    """The places asked for, those right above them, and all of ``every`` that stand beside them: coverage counts them."""
    wanted, known = frozenset(asked), frozenset(every)
    above = {p for place in wanted if (p := parent_of(place))}
    return wanted | (above & known) | {p for p in known if parent_of(p) in above}


def pooled(found: Iterable[Finding]) -> list[Finding]:
    """The findings of several batches of places with coverage counted over them all."""
    every = list(found)
    together = Counter(_group(f) for f in every)
    return [
        msgspec.structs.replace(f, coverage=(together[_group(f)], f.coverage[1] if f.coverage else 0))
        for f in every
    ]


def _group(f: Finding) -> tuple[str | None, int, str | None]:
    return parent_of(f.place), f.year, f.indicator


class _Row(msgspec.Struct, frozen=True):
    child: Aims
    own: Measure
    parent: Aims
    theirs: Measure


def step_up(places: dict[str, dict[int, Record]], only: frozenset[str] | None = None) -> Iterator[Finding]:
    """One row for each growth target that the level above has, too; ``only`` these places, all of them counted in coverage."""
    made: dict[tuple[str, int], Aims | None] = {}

    def aims(place: str, year: int) -> Aims | None:
        if (place, year) not in made:
            record = places.get(place, {}).get(year)
            made[place, year] = aims_of(record) if record is not None and usable(record) else None
        return made[place, year]

    groups: dict[tuple[str, int, str], list[_Row]] = defaultdict(list)
    for place in sorted(places):
        parent = parent_of(place)
        if parent is None:
            continue
        for year in places[place]:
            child, above = aims(place, year), aims(parent, year)
            if child is None or above is None:
                continue
            for indicator in sorted(child.everywhere.keys() & above.everywhere.keys()):
                own, theirs = _growth(child, indicator), _growth(above, indicator)
                if own is not None and theirs is not None:
                    groups[parent, year, indicator].append(_Row(child, own, above, theirs))
    for (parent, year, indicator), row in sorted(groups.items()):
        covered = (len(row), children(parent, year))
        for r in row:
            if only is None or r.child.record.place in only:
                yield _finding(r, year, indicator, covered)


def _growth(a: Aims, indicator: str) -> Measure | None:
    """The one growth target of the year: that of the part of targets before others, an expectation before a stretch."""
    found = [
        m for k, m in (*a.headline.get(indicator, ()), *a.everywhere.get(indicator, ()))
        if k.kind == "growth" and k.rate is None and m.unit in PERCENT and m.value is not None and m.op in _NUMERIC
    ]  # fmt: skip
    return min(found, key=lambda m: m.firmness in ("strive", "attempt"), default=None)


def _finding(r: _Row, year: int, indicator: str, covered: tuple[int, int]) -> Finding:
    header, known = r.child.record.header, rules()["step-up"]
    gap = clean(_point(r.own) - _point(r.theirs))
    first, second = header.meeting_date, r.parent.record.header.meeting_date
    order = (
        "date_unknown" if not first or not second else "before_parent" if first < second else "after_parent"
    )
    why = f"本级 {_said(r.own)}，上级 {_said(r.theirs)}，相差 {gap:+g} 个百分点"
    parts = (part_of(r.child.record, "本级目标", r.own), part_of(r.parent.record, "上级目标", r.theirs))
    return Finding(
        known.kind, known.weight, known.rule, order, r.child.record.place, header.jurisdiction, header.level, year,
        indicator, r.own.name, why, parts, "个百分点", r.own.value, _point(r.theirs), r.theirs.high, gap, covered,
    )  # fmt: skip


def _point(m: Measure) -> float:
    """The number that two targets are compared by: the lower end of a range."""
    values = [v for v in (m.value, m.high) if v is not None]
    return min(values)


def _said(m: Measure) -> str:
    tail = {"~": "左右", ">=": "以上", "<=": "以内"}.get(m.op, "")
    if m.op == "range" and m.high is not None:
        return f"{m.value:g}—{m.high:g}%"
    return f"{m.value:g}%{tail}"


@cache
def children(parent: str, year: int) -> int:
    """How many places right below ``parent`` the lists of divisions have for the year."""
    return sum(
        1 for code, first, last in _divisions()
        if first <= year <= last and code[:2] not in _OFF_SHORE and parent_of(code) == parent
    )  # fmt: skip


@cache
def _divisions() -> tuple[tuple[str, int, int], ...]:
    """Codes with the first and the last year of the lists that have them; open where the first or newest list has them."""
    return tuple(
        (r["code"], int(r["from"] or _OLDEST), int(r["to"] or _NEWEST)) for r in rows("divisions.tsv")
    )
