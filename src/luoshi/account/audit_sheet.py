"""A report laid out for the audits (审计底稿): its figures by sentence and thing, and how a finding is made of them."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from math import inf

import msgspec

from luoshi.account.audit_shapes import Finding, Identity, Part, Span
from luoshi.account.audit_spans import span_of
from luoshi.account.audit_words import rules, says
from luoshi.account.keys import figure, plain, quote_of
from luoshi.account.record import Record, sentence
from luoshi.account.told import Outcomes
from luoshi.account.units import clean, fold
from luoshi.account.words import bases
from luoshi.facts.shapes import Measure

Tried = set[Identity]
PERCENT = ("%", "％")
_TIMES = "倍"
_YEARS = re.compile("累计|以来|连续|[二三四五六七八九十两3-9]年(?:来|间|共|累)|近[二三四五六七八九十两]年")
_BEFORE, _HEAD, _LONG = (
    60,
    40,
    1500,
)  # characters: before a sentence, of a paragraph's head, of a whole report on one line
_SLIPS = (0.0001, 0.001, 0.01, 0.1, 10.0, 100.0, 1000.0, 10000.0)


class Told(msgspec.Struct, frozen=True):
    """What one sentence says of one thing, in the order of the text."""

    what: str
    measures: tuple[Measure, ...]
    start: int
    end: int


class Sheet:
    """A record with its figures grouped; ``text`` of each sentence once."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.by_id = {m.id: m for m in record.measures}
        groups: dict[tuple[int, str], list[Measure]] = defaultdict(list)
        ends: dict[int, int] = {}
        for m in record.measures:
            left, right = sentence(record.text, m.start, m.end)
            ends[left] = max(ends.get(left, 0), right)
            groups[left, thing(m)].append(m)
        self.told = tuple(
            Told(what, tuple(ms), left, ends[left])
            for (left, what), ms in sorted(groups.items(), key=lambda g: (g[1][0].start, g[0][1]))
        )

    @cached_property
    def outcomes(self) -> Outcomes:
        """What the report tells of the year that it looks back on."""
        return Outcomes(self.record, (self.record.year or 0) - 1)

    def span(self, m: Measure) -> Span | None:
        """What the measure can stand for."""
        return span_of(self.record, m)

    def part(self, role: str, m: Measure) -> Part:
        """A figure of a finding."""
        return part_of(self.record, role, m)


def thing(m: Measure) -> str:
    """What a measure is of: its indicator, else its name as names are compared."""
    return m.indicator_id or "=" + plain(m.name)


def part_of(record: Record, role: str, m: Measure) -> Part:
    """A figure of a finding, with the report's year and day."""
    quote = quote_of(record, m.start, m.end, m.id)
    return Part(role, quote, m.value, m.unit, record.year, record.header.meeting_date)


def basis_of(record: Record, m: Measure) -> str:
    """``real``, ``nominal`` or ``plain`` (a count, or not known to be either) for the growth of a thing."""
    said = figure(record, m).basis
    if said:
        return said
    if m.indicator_id:
        return bases().get(m.indicator_id) or "plain"
    return "real" if says(m.name, "real_name") else "plain"


def percent(sheet: Sheet, m: Measure) -> Span | None:
    """A growth rate in percent: 1.5倍 is 150; None where it is something else (翻番)."""
    span = sheet.span(m)
    if span is None or "翻" in sheet.record.text[max(0, m.start - 3) : m.end]:
        return None
    if m.unit in (*PERCENT, "‰"):
        return span
    return Span(span.low * 100, span.high * 100) if m.unit == _TIMES else None


def about_a_part(record: Record, m: Measure) -> bool:
    """Whether a figure's sentence, the words before it, or the head of its paragraph name a new area, a corps, some counties."""
    text = record.text
    begins = text.rfind("\n", 0, m.start) + 1
    left = sentence(text, m.start, m.end)[0]
    near = text[max(begins, left - _BEFORE) : m.end]
    return says(text[begins : begins + _HEAD] if m.start - begins < _LONG else "", "part_topic") or says(
        near, "part_topic"
    )


def tried(rule: str, *figures: tuple[Record, Measure]) -> Identity:
    """An identity of these figures."""
    return Identity(rule, tuple((record.id, m.id) for record, m in figures))


def of_years(record: Record, m: Measure) -> bool:
    """Whether the words before a figure in its sentence say that it is of several years (累计, 近三年, 连续)."""
    return bool(_YEARS.search(record.text[sentence(record.text, m.start, m.end)[0] : m.end]))


def same_dimension(a: Measure, b: Measure) -> bool:
    """Whether two amounts can be put together."""
    one, other = fold(a.unit), fold(b.unit)
    return one.dimension == other.dimension


def year_of(m: Measure) -> int | None:
    """The year of a measure of one year."""
    text = (m.period or "").removeprefix("asof-")
    return int(text) if len(text) == 4 and text.isdigit() else None


def found(
    rule: str, cls: str, why: str, sheet: Sheet, m: Measure, parts: tuple[Part, ...], allowed: Span, span: Span,
    printed: float | None, unit: str | None, factor: float = 1.0,
) -> Finding:  # fmt: skip
    """A finding of the arithmetic audit about a measure, see :func:`question`."""
    about = (m.indicator_id, m.name)
    return question(rule, cls, why, sheet, about, parts, allowed, span, printed, unit, factor)


def question(
    rule: str, cls: str, why: str, sheet: Sheet, about: tuple[str | None, str], parts: tuple[Part, ...], allowed: Span,
    span: Span, printed: float | None, unit: str | None, factor: float = 1.0,
) -> Finding:  # fmt: skip
    """A finding about an indicator and name: its ``span`` does not meet ``allowed`` (in base units, ``factor`` to a unit).

    Off by a power of ten it is a ``unit_slip``; by less than its own rounding, ``rounding``, which never contradicts.
    """
    header = sheet.record.header
    known = rules()[rule]
    if cls == "unexplained":
        cls = _class(allowed, span)
    if cls == "unit_slip" and known.band != "tight":
        cls = "unexplained"  # a wide band is met by chance once a point is moved
    weight = (
        "contradiction" if cls == "unit_slip" else known.weight if cls == "unexplained" else "observation"
    )
    low, high = (None if abs(x) == inf else float(f"{x / factor:.6g}") for x in (allowed.low, allowed.high))
    gap = None
    if printed is not None:
        if low is not None and printed < low:
            gap = clean(printed - low)
        elif high is not None and printed > high:
            gap = clean(printed - high)
    return Finding(
        known.kind, weight, rule, cls, sheet.record.place, header.jurisdiction, header.level, sheet.record.year or 0,
        *about, why, parts, unit, printed, low, high, gap,
    )  # fmt: skip


def _class(allowed: Span, span: Span) -> str:
    if Span(allowed.low, allowed.high).meets(Span(2 * span.low - span.high, 2 * span.high - span.low)):
        return "rounding"
    return "unit_slip" if slipped(allowed, span) else "unexplained"


def slipped(allowed: Span, span: Span) -> bool:
    """Whether a figure fits once its decimal point or its 万 and 亿 are moved."""
    return any(allowed.meets(Span(span.low * f, span.high * f)) for f in _SLIPS)
