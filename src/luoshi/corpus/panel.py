"""The panel (面板): place × year × indicator × target or outcome, one row for each value found, or one that says why there is none.

A target of year t stands in the report whose work year is t, the outcome of year t in the report that looks back on t. Reports that
stand aside for a better copy of the same place and year are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import msgspec

from luoshi.account.record import Record, place_key
from luoshi.corpus import missing
from luoshi.corpus.reading import report_id
from luoshi.corpus.sentences import around
from luoshi.corpus.tone import tone_of
from luoshi.errors import LuoshiError
from luoshi.facts.reading import Reading
from luoshi.facts.shapes import Measure, Op
from luoshi.lexicon import tables
from luoshi.report import places
from luoshi.report.report import Header

Side = Literal["target", "outcome"]
SIDES: tuple[Side, ...] = ("target", "outcome")
_ROLES: dict[str, tuple[str, ...]] = {
    "target": ("targets", "requirements", "tasks"),
    "outcome": ("review", "review_term"),
}
_MODIFIER = {
    "=": "point", "~": "around", ">=": "at_least", "<=": "at_most", "range": "range", "sync": "sync", "above": "above",
    "assigned": "assigned", "qualitative": "qualitative",
}  # fmt: skip
_OWN_SCOPE = "全我本"  # 全省, 我市: the place itself; any other scope is of a part of it


class NoSuchIndicator(LuoshiError):
    """A name or id that is no indicator of the lexicon."""


class Place(msgspec.Struct, frozen=True):
    """The columns of a place (地方各列), from its newest report; flat rows of places begin with them."""

    province_code: str | None
    province: str | None
    city_code: str | None
    city: str | None
    county_code: str | None
    county: str | None
    level: str | None
    code: str | None
    place: str | None


class Row(Place, frozen=True):
    """One row; where ``missing`` is set everything from ``kind`` to ``measure`` is None.

    ``low`` and ``high`` bound the value as ``op`` says, in ``unit`` as printed. ``alternatives``: other values of the same
    kind in the same report, which a person may want to look at.
    """

    year: int
    indicator_id: str
    indicator: str
    side: str
    missing: str | None = None
    kind: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    modifier: str | None = None
    tone: str | None = None
    firmness: str | None = None
    rate: str | None = None
    period: str | None = None
    status: str | None = None
    ref: str | None = None
    sentence: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    measure: str | None = None
    rule: str | None = None
    flags: str | None = None
    alternatives: str | None = None
    report: str | None = None
    path: str | None = None
    completeness: str | None = None


class _Seen(msgspec.Struct, frozen=True):
    """What one report gives to a panel: its place and year, rows by (indicator, side), and why others are missing."""

    place: Place
    year: int
    report: str
    path: str
    completeness: str
    found: dict[tuple[str, str], tuple[Row, ...]]
    absent: dict[tuple[str, str], str]


class Panel(msgspec.Struct, frozen=True):
    """The rows, and the paths of reports that have no place or no year in their text and so no row."""

    rows: tuple[Row, ...]
    homeless: tuple[str, ...]


def indicators(asked: Sequence[str]) -> dict[str, str]:
    """Id → name of the indicators asked for by id or Chinese name; the headline ones if none, all for ``all``.

    Raises NoSuchIndicator.
    """
    known = {r["id"]: r["zh_name"] for r in tables.rows("indicators.tsv")}
    by_name = {name: id for id, name in known.items()}
    if "all" in asked:
        return known
    out = {}
    for word in asked or tables.lines("panel_indicators.txt"):
        id = word if word in known else by_name.get(word)
        if id is None:
            near = [n for n in by_name if word in n or n in word][:5]
            hint = f"；相近的有：{'、'.join(near)}" if near else "；all 为全部，名称见词表 indicators.tsv"
            raise NoSuchIndicator(f"没有指标“{word}”{hint}")
        out[id] = known[id]
    return out


def panel(
    readings: Iterable[Reading],
    wanted: dict[str, str],
    aside: frozenset[str] = frozenset(),
    years: tuple[int | None, int | None] = (None, None),
    levels: frozenset[str] = frozenset(),
) -> Panel:
    """The panel of ``wanted`` indicators (id → name). ``aside``: ids of reports that stand aside for others.

    Without ``years`` (first, last) each place has rows from its first to its last report; with them every place has
    all the years. ``levels``: only these.
    """
    seen: dict[str, dict[int, _Seen]] = defaultdict(dict)
    homeless = []
    for r in readings:
        id = report_id(r.source.sha256, r.source.part)
        if id in aside or (levels and r.header.level not in levels):
            continue
        key = place_key(r.header)
        if not key or r.header.work_year is None:
            homeless.append(r.source.path)
            continue
        found = _see(r, id, wanted)
        # Two of one place and year that no copy explains: the first by id, always the same one.
        if r.header.work_year not in seen[key] or seen[key][r.header.work_year].report > id:
            seen[key][r.header.work_year] = found
    rows = [row for key in sorted(seen) for row in _of_place(seen[key], wanted, years)]
    return Panel(tuple(rows), tuple(sorted(homeless)))


def _of_place(
    reports: dict[int, _Seen], wanted: dict[str, str], years: tuple[int | None, int | None]
) -> Iterator[Row]:
    """The rows of one place, by year, indicator and side."""
    if not reports:
        return
    place = reports[max(reports)].place
    first, last = years[0] or min(reports), years[1] or max(reports)
    for year in range(first - (years[0] is None), last + 1):
        for id, name in wanted.items():
            for side in SIDES:
                if years == (None, None) and (year == last if side == "outcome" else year < first):
                    continue  # its report would lie outside what is there
                report = reports.get(year if side == "target" else year + 1)
                if report is None:
                    yield _row(place, year, id, name, side, missing="no_report")
                elif found := report.found.get((id, side)):
                    yield from (msgspec.structs.replace(row, year=year) for row in found)
                else:
                    yield _row(
                        place, year, id, name, side, missing=report.absent[id, side], report=report.report,
                        path=report.path, completeness=report.completeness,
                    )  # fmt: skip


def _row(place: Place, year: int, id: str, name: str, side: str, **more: object) -> Row:
    fields = msgspec.structs.asdict(place)
    return Row(**fields, year=year, indicator_id=id, indicator=name, side=side, **more)  # type: ignore[arg-type]


def _see(r: Reading, id: str, wanted: dict[str, str]) -> _Seen:
    year = r.header.work_year
    assert year is not None
    place = place_of(r.header)
    spots = _Spots(r)
    groups: dict[tuple[str, str], list[Measure]] = defaultdict(list)
    for m in r.measures:
        if (
            m.indicator_id in wanted
            and (side := _side(m, year))
            and (not m.scope or m.scope[0] in _OWN_SCOPE)
        ):
            groups[m.indicator_id, side].append(m)
    found = {
        key: tuple(_rows(r, id, place, year, wanted[key[0]], key, some, spots))
        for key, some in groups.items()
    }
    said = missing.explicitly_none(r.text, wanted)
    absent: dict[tuple[str, str], str] = {
        (i, side): missing.why(r, side, side == "target" and i in said)
        for i in wanted
        for side in SIDES
        if (i, side) not in found
    }
    return _Seen(place, year, id, r.source.path, r.source.completeness, found, absent)


def _side(m: Measure, year: int) -> Side | None:
    """Whether a measure is the year's target or last year's outcome; rates over several years are neither."""
    if m.rate in ("annual", "cumulative") or m.kind == "rank":
        return None
    if m.status == "target":
        return "target" if m.period in (str(year), f"asof-{year}") else None
    return "outcome" if m.period in (str(year - 1), f"asof-{year - 1}") else None


def _rows(
    r: Reading,
    id: str,
    place: Place,
    year: int,
    name: str,
    key: tuple[str, str],
    some: list[Measure],
    spots: _Spots,
) -> Iterator[Row]:
    """One row for each kind of value (level, growth, change): the best placed of several, the others as alternatives."""
    kinds: dict[str, list[Measure]] = defaultdict(list)
    for m in some:
        kinds[m.kind].append(m)
    for kind in sorted(kinds):
        ranked = sorted(
            kinds[kind], key=lambda m: (m.value is None, m.parent is not None, spots.rank(m, key[1]), m.start)
        )
        m = ranked[0]
        values = {(o.value, o.high, o.unit): o for o in ranked[1:]}
        values.pop((m.value, m.high, m.unit), None)
        start, end = around(r.text, m.start, m.end)
        low, high = bounds(m.op, m.value, m.high)
        yield _row(
            place, year, key[0], name, key[1], kind=m.kind, value=m.value, low=low, high=high, unit=m.unit,
            modifier=modifier(m.op), tone=tone_of(r.text, m.start, m.end), firmness=m.firmness, rate=m.rate,
            period=m.period, status=m.status, ref=m.ref, sentence=r.text[start:end], quote=r.text[m.start : m.end],
            start=m.start, end=m.end, measure=m.id, rule=m.rule, flags=";".join(m.flags) or None,
            alternatives=";".join(r.text[o.start : o.end] for o in values.values()) or None,
            report=id, path=r.source.path, completeness=r.source.completeness,
        )  # fmt: skip


def bounds(op: Op, value: float | None, high: float | None) -> tuple[float | None, float | None]:
    """The least and the greatest value that would do."""
    if op == "range" and value is not None and high is not None:
        return min(value, high), max(value, high)
    return (None if op == "<=" else value), (None if op in (">=", "above") else value)


def modifier(op: Op) -> str:
    """The word of a column for an operator: at_least for >=, around for ~."""
    return _MODIFIER[op]


class _Spots:
    """Where a measure stands, by the roles of its section and those above it."""

    def __init__(self, r: Reading) -> None:
        self._sections = {s.id: s for s in r.sections}

    def rank(self, m: Measure, side: str) -> int:
        """0 in the section where such values belong first, more elsewhere."""
        roles = set()
        at = m.section
        while at is not None and (s := self._sections.get(at)):
            roles.add(s.role)
            at = s.parent
        wanted = _ROLES[side]
        return next((i for i, role in enumerate(wanted) if role in roles), len(wanted))


class PlaceColumns:
    """The place columns of records by name (地方各列), worked out once for each record."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Any]] = {}

    def of(self, record: Record) -> dict[str, Any]:
        """The columns of the record's place."""
        found = self._known.get(record.id)
        if found is None:
            found = self._known[record.id] = msgspec.structs.asdict(place_of(record.header))
        return found


def place_of(h: Header) -> Place:
    """Codes and names from the province down; the State Council has code 000000 and no province."""
    if h.level == "nation":
        return Place(None, None, None, None, None, None, "nation", "000000", h.jurisdiction)
    chain: dict[str, tuple[str, str]] = {}
    own = next((d for d in places.named(h.jurisdiction or "") if d.code == h.code), None)
    if own is not None:
        for d in (*places.parents(own, h.work_year), own):
            chain[d.rank] = (d.code, d.name)
    else:
        for name, rank in zip(h.path, ("province", "prefecture", "county"), strict=False):
            near = places.nearest(places.named(name), h.work_year)
            chain[near.rank if near else rank] = (near.code if near else "", name)
    province, city, county = (chain.get(k, (None, None)) for k in ("province", "prefecture", "county"))
    return Place(
        province[0] or None, province[1], city[0] or None, city[1], county[0] or None, county[1], h.level, h.code,
        h.jurisdiction,
    )  # fmt: skip
