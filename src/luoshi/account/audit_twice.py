"""One figure told twice in a report (同一个数两处不同): of one indicator, year and name, both readings should meet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from luoshi.account.audit_shapes import Finding
from luoshi.account.audit_sheet import Sheet, Tried, about_a_part, found, of_years, tried
from luoshi.account.audit_words import limit, says, words
from luoshi.account.keys import key_of, plain
from luoshi.account.record import sentence
from luoshi.account.told import Roles, of_a_part
from luoshi.account.units import fold, in_base
from luoshi.facts.shapes import Measure

_LIST = 400  # characters before a figure in which a list of aims may begin, whatever section they were put in
_BACK = ("review", "review_term", "front")
_AIMS = re.compile("(?:预期|主要|发展|奋斗)目标[^。；]{0,12}?(?:是|为|：|:)")
_CARRIED = ("carried", "each-carried")  # named by what stands before: too often by the wrong thing
_AHEAD = ("targets", "tasks", "pledges", "requirements")


def twice(sheet: Sheet, bound: Tried) -> Iterator[Finding]:
    """One indicator of last year, or of this year's target, told twice by the same name: both readings should meet."""
    for row in _told_again(sheet):
        first = row[0]
        for other in row[1:]:
            a, b = sheet.span(first), sheet.span(other)
            if a is None or b is None or _one_sentence(sheet, first, other):
                continue
            bound.add(tried("twice", (sheet.record, first), (sheet.record, other)))
            if not a.meets(b):
                factor = fold(other.unit).factor
                why = f"一处是 {first.value:g}{first.unit or ''}，一处是 {other.value:g}{other.unit or ''}"
                parts = (sheet.part("一处", first), sheet.part("又一处", other))
                cls = "unexplained" if _alike(first, other) else "scope"
                yield found("twice", cls, why, sheet, other, parts, a, b, other.value, other.unit, factor)
                break


def _told_again(sheet: Sheet) -> Iterator[list[Measure]]:
    record = sheet.record
    year, level, roles = record.year or 0, record.header.level, Roles(record)
    outcomes = sheet.outcomes
    groups: dict[tuple[object, ...], list[Measure]] = defaultdict(list)
    said = _AIMS.search(record.text)
    aims = said.start() if said else 0  # what stands before is of last year, whatever it was read as
    for m in record.measures:
        if (
            m.indicator_id not in words("headline")
            or m.value is None
            or m.parent
            or m.rule in _CARRIED
            or m.op not in ("=", "~")
        ):
            continue
        if m.rate in ("annual", "cumulative") or m.compare or m.indicator_id == "industry_structure":
            continue
        left, right = sentence(record.text, m.start, m.end)
        if m.status == "target":
            if m.period != str(year) or roles(m) not in _AHEAD or m.firmness in ("strive", "attempt"):
                continue
            if of_a_part(m, record) or m.start < aims:
                continue
        elif (
            about_a_part(record, m)
            or of_years(record, m)
            or _in_aims(record.text, m.start)
            or (
                m not in outcomes.get(key_of(m, level))
                or roles(m) not in _BACK
                or says(record.text[left:right], "planned")
            )
        ):
            continue
        groups[key_of(m, level), plain(m.name), m.status == "target", fold(m.unit).dimension].append(m)
    yield from (row for row in groups.values() if len(row) > 1)


def _in_aims(text: str, at: int) -> bool:
    """Whether a list of this year's aims began shortly before (今年主要预期目标是：…)."""
    return bool(_AIMS.search(text[max(0, at - _LIST) : at]))


def _alike(first: Measure, other: Measure) -> bool:
    """Whether two figures are near enough to be one of which one is wrong, not two of different extent."""
    if first.kind == "growth":
        return abs((first.value or 0.0) - (other.value or 0.0)) <= limit("twice_rate")
    one, two = in_base(first.value or 0.0, first.unit), in_base(other.value or 0.0, other.unit)
    return max(abs(one), abs(two)) <= (1 + limit("twice_level")) * min(abs(one), abs(two))


def _one_sentence(sheet: Sheet, first: Measure, other: Measure) -> bool:
    """Two figures of one sentence are of two things that only share their name (由A到B, A、B)."""
    text = sheet.record.text
    return sentence(text, first.start, first.end)[0] == sentence(text, other.start, other.end)[0]
