"""Measures (指标值): every value of a report with what it is a value of, its period, status and indicator."""

from __future__ import annotations

import re
from bisect import bisect_right

import msgspec

from luoshi.facts.clauses import SentenceReader
from luoshi.facts.drafts import Draft
from luoshi.facts.ids import Ids
from luoshi.facts.indicators import named, resolve_value
from luoshi.facts.pairs import Told, since
from luoshi.facts.periods import Calendar
from luoshi.facts.quantities import scan
from luoshi.facts.quantity import Quantity
from luoshi.facts.references import read_clause, referring
from luoshi.facts.shapes import Measure, Status
from luoshi.facts.turning import Turns, role_at, turns
from luoshi.report.finder import SectionFinder
from luoshi.report.report import Report, Role, Section
from luoshi.text.source import SourceText
from luoshi.text.traced import Repair

# A line that breaks off right before its number (“比上年增长⏎10%”) goes on.
_SENTENCE_END = re.compile(r"[。！!？?]|\n(?:(?<![长降加为到达至]\n)|(?!\d[\d.]*\s?[%％亿万元倍个]))")
# A point of half width may end one, too (“增长26.5%.高速公路…”).
_POINTED = ("%.", "％.", "元.", "吨.", "人.", "亩.")
_POINT_END = re.compile(r"[%％元吨人亩]\.(?=[\u4e00-\u9fff—\n])")
_PAST = frozenset(("front", "review", "review_term", "problems"))
_FISCAL = re.compile(r"(?:全国|国家)?财政收入(?:年均|总额)?")
# Explanations of terms report nothing.
_SILENT = frozenset(("glossary",))
_DOUBTFUL = frozenset(("mojibake", "dash", "entity"))
_SURE = 0.5
"""Under this confidence a mark says that something is lost, not that it was mended."""


def read_measures(report: Report) -> tuple[Measure, ...]:
    """All measures of ``report`` in the order of the text."""
    text = report.text
    quantities = scan(text)
    places = SectionFinder(report.sections)
    starts = [q.start for q in quantities]
    calendar = Calendar(text, report.header, report.sections)
    turned = turns(text, report.sections, calendar.ahead)
    drafts: list[tuple[Draft, Section | None, int]] = []
    for start, end, inside, refers in _sentences(text, quantities, report.sections):
        section = places.at(inside[0].start if inside else start)
        role = role_at(section, inside[0].start if inside else start, turned)
        if role in _SILENT:
            continue
        numbers = [(q.start, q.end) for q in inside]
        made = SentenceReader(text, start, end, inside).read() if inside else []
        hopeful = role == "targets" or (role == "plan_term" and (bool(inside) or _dense(text, start, starts)))
        if hopeful or refers:
            made += read_clause(text, start, end, hopeful, made, numbers)
        drafts.extend((d, section, start) for d in made)  # where a section starts a sentence ends
    drafts = [(_trimmed(d, text), section, start) for d, section, start in drafts]
    drafts = [item for item in drafts if item[0].name]  # a number that nothing names is nobody's figure
    drafts.sort(key=lambda item: (item[0].start, item[0].at))
    mended = _Mended(report.source)
    drafts = [item for item in drafts if not mended.lost(item[0])]
    ids = Ids(report.source)
    out: list[Measure] = []
    told: list[Told] = []
    for draft, section, sentence in drafts:
        if told and out[-1].start < sentence:
            told = []
        measure = _measure(draft, section, sentence, calendar, ids, out, turned)
        if (period := since(draft, measure, told)) is not None:
            measure = msgspec.structs.replace(measure, period=period)
        told.append((draft, measure))
        if mended.touches(draft):
            measure = msgspec.structs.replace(measure, flags=(*measure.flags, "repaired_text"))
        out.append(measure)
    return tuple(out)


def _sentences(
    text: str, quantities: list[Quantity], sections: tuple[Section, ...]
) -> list[tuple[int, int, list[Quantity], bool]]:
    """The sentences to read: those with a number or a word of reference, and all of the target paragraphs.

    Each with its numbers and whether it holds such a word. A section's start ends a sentence too (glued headings).
    """
    ends_at = {m.end() for m in _SENTENCE_END.finditer(text)} | {s.start for s in sections}
    if any(mark in text for mark in _POINTED):
        ends_at |= {m.end() for m in _POINT_END.finditer(text)}
    ends = sorted(ends_at)
    wanted: dict[int, list[Quantity]] = {}
    for q in quantities:
        wanted.setdefault(bisect_right(ends, q.start), []).append(q)
    named = {bisect_right(ends, at) for at in referring(text)}
    for i in named:
        wanted.setdefault(i, [])
    for s in sections:
        if s.role in ("targets", "plan_term"):
            for i in range(bisect_right(ends, s.start), bisect_right(ends, s.end - 1) + 1):
                wanted.setdefault(i, [])
    return [
        (ends[i - 1] if i else 0, ends[i] if i < len(ends) else len(text), found, i in named)
        for i, found in sorted(wanted.items())
    ]


def _dense(text: str, at: int, starts: list[int]) -> bool:
    """Whether the paragraph around ``at`` is one of figures: qualities there are targets, elsewhere they are talk."""
    lo = text.rfind("\n", 0, at) + 1
    hi = text.find("\n", at)
    count = bisect_right(starts, hi if hi > 0 else len(text)) - bisect_right(starts, lo)
    return count >= 4 and (hi if hi > 0 else len(text)) - lo < 3000


class _Mended:
    """Where the text was repaired so that a number may have suffered: shifted bytes, lost dashes, entities."""

    def __init__(self, source: SourceText) -> None:
        told = sorted((r for r in source.repairs if r.kind in _DOUBTFUL), key=lambda r: r.start)
        self._repairs = [r for r in told if r.end > r.start or r.confidence < _SURE]
        self._starts = [r.start for r in self._repairs]

    def _at(self, d: Draft) -> list[Repair]:
        lo = max(0, bisect_right(self._starts, d.start) - 1)
        hi = bisect_right(self._starts, d.end - 1)
        return [r for r in self._repairs[lo:hi] if r.start < d.end and max(r.end, r.start + 1) > d.start]

    def lost(self, d: Draft) -> bool:
        """Whether digits of the draft's own words are known to be lost (“5$1.$2%”): then there is no figure to read."""
        return bool(self._repairs) and any(r.confidence < _SURE for r in self._at(d))

    def touches(self, d: Draft) -> bool:
        """Whether the draft's own words were repaired."""
        return bool(self._repairs) and bool(self._at(d))


def _trimmed(d: Draft, text: str) -> Draft:
    """``d`` with a span that neither begins nor ends with a blank."""
    start, end = d.start, d.end
    while start < end - 1 and text[start].isspace():
        start += 1
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return d if (start, end) == (d.start, d.end) else msgspec.structs.replace(d, start=start, end=end)


def _measure(
    d: Draft,
    section: Section | None,
    sentence: int,
    calendar: Calendar,
    ids: Ids,
    before: list[Measure],
    turned: Turns,
) -> Measure:
    role = role_at(section, d.at, turned)
    floor = section.start if section else 0
    if section and d.at >= turned.get(section.id, d.at + 1):
        floor = turned[section.id]
    period, doubts = calendar.period(d, role, sentence, floor, section.id if section else None)
    indicator = (
        named(d.indicator) if d.indicator else resolve_value(d.name, d.kind, None if d.ref else d.unit)
    )
    if indicator is None and calendar.national and _FISCAL.fullmatch(d.name):
        indicator = named("一般公共预算收入")  # of the whole nation there is but one
    status = _status(d, role, period, calendar.work_year)
    parent = None
    if d.part and before and before[-1].start >= sentence:
        parent = before[-1].parent or before[-1].id
    return Measure(
        id=ids.of(d.start, d.end),
        section=section.id if section else None,
        start=d.start,
        end=d.end,
        indicator=indicator.zh_name if indicator else None,
        indicator_id=indicator.id if indicator else None,
        name=d.name,
        kind=d.kind,
        op="=" if d.cap and status != "target" else d.op,
        value=d.value,
        high=d.high,
        unit=d.unit,
        period=period,
        status=status,
        ref=d.ref,
        rate=d.rate,
        firmness=d.firmness,
        scope=d.scope,
        parent=parent,
        compare=d.compare,
        rule=d.rule,
        flags=tuple(dict.fromkeys((*d.flags, *doubts))),
    )


def _status(d: Draft, role: Role | None, period: str | None, work_year: int | None) -> Status:
    ends = int(period[-4:] if len(period) == 9 else period[:4]) if period and period[:4].isdigit() else None
    if role in _PAST or d.base:
        if ends and work_year and ends > work_year:
            return "target"  # what is yet to come, in a review that goes on to the next plan
        return "estimate" if d.estimate else "actual"
    return "actual" if ends and work_year and ends < work_year else "target"
