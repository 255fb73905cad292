"""What place and indicator pages draw (图表数据): targets and outcomes by year, each with the key of its quoted sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from luoshi.account.keys import figure
from luoshi.account.record import Record
from luoshi.account.series import usable
from luoshi.account.shapes import Figure, Pair
from luoshi.account.told import Outcomes
from luoshi.account.units import clean, fold
from luoshi.facts.shapes import Kind, Measure
from luoshi.pages import words
from luoshi.pages.charts_quotes import Quotes

VERDICTS = {
    "exceeded": ("▲", "超额"), "met": ("●", "完成"), "missed": ("▼", "未完成"), "direction_only": ("◇", "只有方向"),
    "adjusted": ("◇", "已调整"), "redefined": ("◇", "改报他数"), "unrateable": ("◇", "不判"), "unreported": ("○", "未报告"),
}  # fmt: skip
ABSENT = {
    "no_report": "没有下一年的报告", "abridged": "下一年的报告是节录", "silent": "下一年的报告没有这个数",
    "doubtful": "同名的数相差悬殊",
}  # fmt: skip
_MANY = 12  # values from which on a scale is made for most of them, not for all
_ROOM = 0.6  # how far beyond the middle nine tenths a value may lie, as a share of their range
NO_REPORT = "没有这一年的报告"
_FEW = ("strive", "attempt")
_DRAWN: tuple[Kind, ...] = ("level", "growth")


class Mark(msgspec.Struct, frozen=True):
    """A figure to draw: ``low``..``high`` in the line's unit (equal for one number), None where it cannot be drawn.

    ``said`` is the figure in words, ``key`` the anchor of its sentence, ``op`` as read, ``estimate`` for 预计,
    ``off`` where it was put on the edge of a scale that it lies beyond.
    """

    low: float | None
    high: float | None
    said: str
    key: str
    op: str
    estimate: bool = False
    off: bool = False


class Cell(msgspec.Struct, frozen=True):
    """One year of a line: ``verdict`` and ``official`` are words of shapes.Verdict, ``absent`` why there is no outcome."""

    year: int
    target: Mark | None = None
    stretch: Mark | None = None
    outcome: Mark | None = None
    verdict: str | None = None
    official: str | None = None
    why: str = ""
    absent: str | None = None
    gap: float | None = None


class Line(msgspec.Struct, frozen=True):
    """One indicator of one place over the years, in one unit and of one kind."""

    place: str
    name: str
    level: str | None
    indicator: str
    title: str
    kind: Kind
    unit: str
    cells: tuple[Cell, ...]

    def values(self) -> list[float]:
        """All numbers that are drawn."""
        marks = [m for c in self.cells for m in (c.target, c.stretch, c.outcome) if m]
        return [v for m in marks for v in (m.low, m.high) if v is not None]

    def cell(self, year: int) -> Cell | None:
        """The cell of a year."""
        return next((c for c in self.cells if c.year == year), None)


def line(
    years: Mapping[int, Record],
    pairs: Iterable[Pair],
    indicator: str,
    title: str,
    quotes: Quotes,
    prefer: Kind | None = None,
) -> Line | None:
    """The line of one indicator from the reports and pairs of one place; None where there is nothing to draw.

    ``prefer`` is the kind that is drawn wherever it is told; else the one in which most targets are set.
    """
    mine = [
        p
        for p in pairs
        if p.indicator == indicator and p.rate is None and p.scope is None and p.kind in _DRAWN
    ]
    kind = _kind(mine, years, indicator, prefer)
    if kind is None:
        return None
    mine = [p for p in mine if p.kind == kind]
    told = _told(years, indicator, kind)
    unit = _unit(mine, told)
    wanted = sorted({p.year for p in mine} | set(told))
    if not wanted:
        return None
    by_id = {r.id: r for r in years.values()}
    cells = []
    for year in range(wanted[0], wanted[-1] + 1):
        these = [p for p in mine if p.year == year]
        plain = next((p for p in these if p.target.firmness not in _FEW), None)
        stretch = next((p for p in these if p.target.firmness in _FEW), None)
        main = plain or stretch
        outcome = main.outcome if main and main.outcome and main.strict.verdict != "redefined" else None
        if outcome is None and year in told and (main is None or main.absent is None):
            outcome = told[year]

        def mark(f: Figure | None) -> Mark | None:
            return None if f is None else _mark(f, kind, unit, quotes, by_id)

        cells.append(
            Cell(
                year, mark(plain.target if plain else None), mark(stretch.target if stretch else None), mark(outcome),
                main.strict.verdict if main else None, main.official.verdict if main else None,
                main.strict.why if main else "" if year in years else NO_REPORT, main.absent if main else None, main.gap if main else None,
            )
        )  # fmt: skip
    some = max(years.values(), key=lambda r: r.year or 0)
    return Line(
        some.place,
        some.header.jurisdiction or "",
        some.header.level,
        indicator,
        title,
        kind,
        unit,
        tuple(cells),
    )


def _kind(pairs: list[Pair], years: Mapping[int, Record], indicator: str, prefer: Kind | None) -> Kind | None:
    """The preferred kind where it is told at all, else that of most targets; without targets, of most outcomes."""
    if prefer and (
        any(p.kind == prefer and p.target.value is not None for p in pairs) or _told(years, indicator, prefer)
    ):
        return prefer
    counted: Counter[Kind] = Counter(p.kind for p in pairs if p.target.value is not None)
    if not counted:
        for kind in _DRAWN:
            if told := _told(years, indicator, kind):
                counted[kind] += len(told)
    return max(counted, key=lambda k: (counted[k], k == "growth"), default=None)


def _told(years: Mapping[int, Record], indicator: str, kind: Kind) -> dict[int, Figure]:
    """Outcomes by year, whether or not there was a target; abridged copies and excerpts do not answer."""
    out = {}
    for year, record in years.items():
        if not usable(record):
            continue
        found = Outcomes(record, year - 1).of(indicator, kind)
        if found is not None and found.value is not None:
            out[year - 1] = figure(record, found)
    return out


def _unit(pairs: list[Pair], told: Mapping[int, Figure]) -> str:
    units = Counter(f.unit or "" for f in (*(p.target for p in pairs), *told.values()) if f.value is not None)
    return max(units, key=lambda u: (units[u], u)) if units else ""


def _mark(f: Figure, kind: Kind, unit: str, quotes: Quotes, by_id: Mapping[str, Record]) -> Mark:
    low = high = None
    if f.value is not None and f.op not in ("sync", "above", "assigned", "qualitative"):
        one, other = fold(f.unit), fold(unit)
        if one.dimension == other.dimension:
            times = one.factor / other.factor
            low = clean(f.value * times)
            high = low if f.high is None else clean(f.high * times)
            low, high = min(low, high), max(low, high)
    key = quotes.add(by_id[f.quote.report], f.quote)
    return Mark(low, high, said(f, kind), key, f.op, f.status == "estimate")


def said(f: Figure, kind: Kind) -> str:
    """A figure in the words of the reader: 「增长 ≥ 6 %」."""
    m = Measure(
        "", None, f.quote.start, f.quote.end, None, None, f.name, kind, f.op, f.value, f.high, f.unit, None, f.status, f.ref
    )  # fmt: skip
    return words.reading(m)


def last_before(line: Line, year: int) -> Mark | None:
    """The outcome of the year before."""
    cell = line.cell(year - 1)
    return cell.outcome if cell else None


def robust(lines: Iterable[Line]) -> list[float]:
    """The values that a common scale is made for: one slip, or one wild year, does not flatten all the others."""
    values = sorted(v for x in lines for v in x.values())
    if len(values) < _MANY:
        return values
    low, high = values[len(values) // 20], values[-1 - len(values) // 20]
    room = _ROOM * (high - low)
    return [v for v in values if low - room <= v <= high + room]


def within(x: Line, low: float, high: float, first: int) -> Line:
    """The line from a year on, with what lies beyond a scale put on its edge."""

    def clip(m: Mark | None) -> Mark | None:
        if m is None or m.low is None or m.high is None or (low <= m.low and m.high <= high):
            return m
        return msgspec.structs.replace(
            m, low=min(max(m.low, low), high), high=min(max(m.high, low), high), off=True
        )

    cells = tuple(
        msgspec.structs.replace(c, target=clip(c.target), stretch=clip(c.stretch), outcome=clip(c.outcome))
        for c in x.cells
        if c.year >= first
    )
    return msgspec.structs.replace(x, cells=cells)
