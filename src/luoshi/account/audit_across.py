"""Identities over two reports (相邻两年的数): this year's amount, its growth, and the amount that the report before printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.account.audit_shapes import Finding, Span
from luoshi.account.audit_sheet import (
    PERCENT,
    Sheet,
    Told,
    Tried,
    about_a_part,
    basis_of,
    found,
    of_years,
    part_of,
    percent,
    same_dimension,
    slipped,
    tried,
    year_of,
)  # fmt: skip
from luoshi.account.audit_spans import annual, growth, span_of
from luoshi.account.audit_within import from_to, range_said
from luoshi.account.audit_words import census_years, is_share, limit, says, words
from luoshi.account.keys import key_of, kind_of, plain
from luoshi.account.record import Record
from luoshi.account.told import out_of_scale
from luoshi.account.units import fold, in_base
from luoshi.account.words import direction
from luoshi.facts.shapes import Measure

_WHOLE = ("=", "~")
_AVERAGE = re.compile("[，、,]?年(?:平)?均")
_NEXT = 6  # characters right behind an amount


class Years:
    """A report, the one of the year before, and what both tell of the years that they look back on."""

    def __init__(self, sheet: Sheet, before: Sheet | None) -> None:
        self.sheet, self.before = sheet, before.record if before else None
        self.year = sheet.record.year or 0
        self.now, self.then = sheet.outcomes, before.outcomes if before else None

    def last(self, m: Measure) -> Measure | None:
        """The amount of the same thing that the report before printed for its year; one of the same name before others."""
        before = self.before
        if self.then is None or before is None:
            return None
        hits = [
            o for o in self.then.get(key_of(m, self.sheet.record.header.level))
            if o.kind == "level" and o.op in _WHOLE and o.value and same_dimension(o, m)
            and not about_a_part(before, o) and not of_years(before, o) and not _averaged(before, o)
        ]  # fmt: skip
        return min(hits, key=lambda o: plain(o.name) != plain(m.name), default=None)


def _averaged(record: Record, m: Measure) -> bool:
    """“实际利用外资673亿美元，年均增长13%”: right behind an amount, an average rate makes it doubtful of which years it is."""
    if m.period and m.period in record.text[m.start : m.end]:
        return False
    return bool(_AVERAGE.match(record.text[m.end : m.end + _NEXT]))


def across(years: Years, bound: Tried) -> Iterator[Finding]:
    """The findings about a report that need the one before it, then those about its targets."""
    for told in years.sheet.told:
        if years.before is not None:
            yield from _review(years, told, bound)
        yield from _target(years, told, bound)
        yield from _below(years, told)
    yield from _paths(years, bound)


def _outcome(years: Years, m: Measure) -> bool:
    if m.status == "target" or year_of(m) != years.year - 1 or m.value is None:
        return False
    return m in years.now.get(key_of(m, years.sheet.record.header.level))


def _review(years: Years, told: Told, bound: Tried) -> Iterator[Finding]:
    sheet, before = years.sheet, years.before
    assert before is not None
    level = next(
        (m for m in told.measures if m.kind == "level" and m.op in _WHOLE and _outcome(years, m)), None
    )
    pair = from_to(sheet, told)
    if pair is not None and _outcome(years, pair[1]):
        level = pair[1]
    if level is None or kind_of(level) != "level" or about_a_part(sheet.record, level):
        return
    last = years.last(level)
    now = sheet.span(level)
    prior = span_of(before, last) if last is not None else None
    if last is None or now is None or prior is None:
        return
    for m in told.measures:
        if m.status == "target" or m.period != level.period or m.op not in _WHOLE or m.compare:
            continue
        if m.kind == "growth" and m.rate in (None, "yoy") and _outcome(years, m):
            if pair is not None and year_of(pair[0]) not in (None, years.year - 2):
                continue  # 由2007年的A增加到B，增长4.5倍: over more than the year
            yield from _growth(years, told, level, last, m, bound, ("level-growth", "level-growth-real"))
        elif m.kind == "change" and m.op == "=" and pair is None:
            change = sheet.span(m)
            point = fold(m.unit).dimension == "point" and level.unit in PERCENT
            if change is None or not (same_dimension(m, level) or point) or not _right_after(told, level, m):
                continue
            allowed = Span(now.low - prior.high, now.high - prior.low)
            bound.add(tried("level-change", (sheet.record, level), (before, last), (sheet.record, m)))
            if not allowed.meets(change):
                factor = fold(m.unit).factor
                parts = (sheet.part("本年", level), sheet.part("增减", m), part_of(before, "上年报告", last))
                why = f"与上年报告的数相差 {range_said(allowed, factor)}{m.unit}，印的是 {m.value:g}{m.unit}"
                cls = _cause(years, told, level, last, in_base(m.value or 0.0, m.unit))
                yield found(
                    "level-change", cls, why, sheet, m, parts, allowed, change, m.value, m.unit, factor
                )
    if pair is not None and level is pair[1] and year_of(pair[0]) in (None, years.year - 2):
        first = sheet.span(pair[0])
        if first is None or pair[0].op not in _WHOLE or not _one_year(sheet, told):
            return
        bound.add(tried("base-differs", (sheet.record, pair[0]), (before, last)))
        if not first.meets(prior):
            factor = fold(pair[0].unit).factor
            shown = (sheet.part("上年", pair[0]), part_of(before, "上年报告", last))
            why = f"上年报告的是 {last.value:g}{last.unit}"
            cls = _between(years, told, first, prior, level, last)
            yield found("base-differs", cls, why, sheet, pair[0], shown, prior, first, pair[0].value, pair[0].unit, factor)  # fmt: skip


def _one_year(sheet: Sheet, told: Told) -> bool:
    """Whether “由A到B” is over one year: nothing in the sentence speaks of five, of a plan, or of another year."""
    return says(sheet.record.text[told.start : told.end], "last_year_named")


def _right_after(told: Told, level: Measure, change: Measure) -> bool:
    row = told.measures
    at = row.index(level)
    return change in row[at + 1 : at + 3]


def _growth(
    years: Years, told: Told, level: Measure, last: Measure, m: Measure, bound: Tried, names: tuple[str, str]
) -> Iterator[Finding]:  # fmt: skip
    """An amount, its growth and the amount before: direct for nominal series, by the implied price change for real ones."""
    sheet, before = years.sheet, years.before
    then = sheet.record if level.status == "target" else before
    assert then is not None
    now, prior, rate = sheet.span(level), span_of(then, last), percent(sheet, m)
    if now is None or prior is None or rate is None:
        return
    allowed = growth(now, prior)
    if allowed is None:
        return
    real = basis_of(sheet.record, m) == "real"
    bound.add(tried(names[real], (sheet.record, level), (then, last), (sheet.record, m)))
    if real:
        if limit("inflation_from") <= years.year <= limit("inflation_to"):
            return
        low, high = 1 + limit("deflator_low") / 100, 1 + limit("deflator_high") / 100
        allowed = Span(((1 + allowed.low / 100) / high - 1) * 100, ((1 + allowed.high / 100) / low - 1) * 100)
    if allowed.meets(rate):
        return
    implied = range_said(growth(now, prior) or allowed)
    why = f"按两个数增长 {implied}%，印的是{'实际' if real else ''} {m.value:g}{m.unit}"
    parts = (sheet.part("数", level), sheet.part("增速", m), part_of(then, "上年", last))
    base = prior.low if now.low <= 0 else now.low / (1 + (m.value or 0.0) / 100)
    cls = _cause(years, told, level, last, now.low - base)
    yield found(
        names[real], cls, why, sheet, m, parts, allowed, rate, m.value if m.unit != "倍" else (m.value or 0.0) * 100, "%"
    )  # fmt: skip


def _cause(years: Years, told: Told, level: Measure, last: Measure, change: float) -> str:
    """Why an amount less its increase may differ from what was printed the year before."""
    if level.status == "target":
        return "unexplained"
    before = years.before
    assert before is not None
    now = years.sheet.span(level)
    prior = span_of(before, last)
    assert now is not None and prior is not None
    implied = Span(now.low - change, now.high - change)
    return _between(years, told, implied, prior, level, last)


def _renamed(level: Measure, last: Measure) -> bool:
    """Whether the two years call the thing differently (利用外资, 外商直接投资): it may not be the same."""
    one, other = plain(level.name), plain(last.name)
    return one not in other and other not in one


def _counted(m: Measure) -> bool:
    """Whether an economic census replaces the figures of this indicator."""
    return m.indicator_id in words("census_of")


def _between(years: Years, told: Told, implied: Span, prior: Span, level: Measure, last: Measure) -> str:
    """The likely cause: ``unit_slip``, ``same_basis``, ``name``, ``estimate``, ``census``, ``revision`` or ``definition``."""
    if says(years.sheet.record.text[told.start : told.end], "same_basis"):
        return "same_basis"
    if slipped(prior, implied):
        return "unit_slip"
    if _renamed(level, last):
        return "name"
    if last.status == "estimate":
        return "estimate"
    if _counted(level) and {years.year - 2, years.year - 1} & census_years():
        return "census"
    near = limit("real_level") * max(abs(prior.low), abs(prior.high))
    if Span(prior.low - near, prior.high + near).meets(implied):
        return "revision"
    return "definition"


def _target(years: Years, told: Told, bound: Tried) -> Iterator[Finding]:
    """“预算收入增长8%，达到50亿元”, held against the amount that the same report tells of last year."""
    sheet = years.sheet
    row = [
        m for m in told.measures if m.status == "target" and year_of(m) == years.year and m.value is not None
    ]
    level = next((m for m in row if m.kind == "level" and m.op in _WHOLE and kind_of(m) == "level"), None)
    rate = next(
        (
            m
            for m in row
            if m.kind == "growth" and m.rate in (None, "yoy") and m.op in _WHOLE and not m.compare
        ),
        None,
    )
    if level is None or rate is None or key_of(level, None).scope != key_of(rate, None).scope:
        return
    hits = [
        o for o in years.now.get(key_of(level, sheet.record.header.level))
        if o.kind == "level" and o.op in _WHOLE and o.value and same_dimension(o, level)
    ]  # fmt: skip
    if hits and year_of(hits[0]) == years.year - 1:
        yield from _growth(years, told, level, hits[0], rate, bound, ("target-growth", "target-growth-real"))


def _below(years: Years, told: Told) -> Iterator[Finding]:
    """A target that lies below what was just reached: 3200 jobs after 3494."""
    sheet = years.sheet
    for m in told.measures:
        if m.status != "target" or year_of(m) != years.year or kind_of(m) != "level":
            continue
        if m.indicator_id not in words("headline") and not is_share(m.indicator_id):
            continue  # works of a year (改造老旧小区18个) are not meant to grow
        if m.op not in ("=", "~", ">=", "<=") or m.value is None or m.firmness in ("strive", "attempt"):
            continue
        better = direction(m.indicator_id, m.name, m.value)
        if better == "neutral" or ((m.op == ">=") == (better == "lower") and m.op in (">=", "<=")):
            continue
        key = key_of(m, sheet.record.header.level)
        got = next(
            (o for o in years.now.get(key) if o.op in _WHOLE and o.value and same_dimension(o, m)), None
        )
        if got is None or got.value is None or out_of_scale(key, m, got):
            continue
        goal, reached = in_base(m.value, m.unit), in_base(got.value, got.unit)
        worse = goal < reached if better == "higher" else goal > reached
        if worse:
            factor = fold(m.unit).factor
            span = Span(reached, reached)
            parts = (sheet.part("目标", m), sheet.part("上年结果", got))
            why = f"目标 {m.value:g}{m.unit or ''}，上年已是 {got.value:g}{got.unit or ''}"
            yield found("target-below-last", "floor", why, sheet, m, parts, span, Span(goal, goal), m.value, m.unit, factor)  # fmt: skip


def _paths(years: Years, bound: Tried) -> Iterator[Finding]:
    """A target for the end of a plan beside an average annual rate: from last year's amount, does the rate lead there?"""
    sheet = years.sheet
    rates: dict[str, Measure] = {}
    ends: dict[str, Measure] = {}
    for told in sheet.told:
        for m in told.measures:
            if m.status != "target" or m.value is None or m.indicator_id is None or m.scope or m.parent:
                continue
            if m.kind == "growth" and m.rate == "annual" and m.op in _WHOLE and m.unit in PERCENT:
                rates.setdefault(told.what, m)
            elif m.kind == "level" and m.op in (*_WHOLE, ">=") and (year_of(m) or 0) >= years.year + 2:
                ends.setdefault(told.what, m)
    for what in sorted(rates.keys() & ends.keys()):
        rate, end = rates[what], ends[what]
        last_year = (rate.period or "").rpartition("-")[2]
        base = next(
            (o for o in years.now.get(key_of(end, sheet.record.header.level)) if o.op in _WHOLE and o.value),
            None,
        )
        if base is None or last_year != str(year_of(end)) or not same_dimension(base, end):
            continue
        now, goal = sheet.span(base), sheet.span(end)
        said = percent(sheet, rate)
        n = int(last_year) - (years.year - 1)
        if now is None or goal is None or said is None or end.value is None:
            continue
        point = Span(goal.low, goal.low) if end.op == ">=" else goal
        allowed = annual(point, now, n)
        if allowed is None:
            continue
        bound.add(tried("target-path", *((sheet.record, x) for x in (rate, end, base))))
        if end.op == ">=":
            allowed = Span(allowed.low, 1e9)
        implied = annual(point, now, n) or allowed
        real = basis_of(sheet.record, rate) == "real"
        slack = (
            (limit("deflator_low") / 2, limit("deflator_high") / 2)
            if real
            else (-limit("path"), limit("path"))
        )
        wide = Span(implied.low - slack[1], implied.high - slack[0])
        if not wide.meets(said):
            why = f"从 {base.value:g}{base.unit} 到 {end.value:g}{end.unit}，{n} 年年均 {range_said(implied)}%，目标写的是年均 {rate.value:g}%"
            parts = (sheet.part("五年目标", end), sheet.part("年均增速", rate), sheet.part("基年", base))
            yield found("target-path", "plan", why, sheet, rate, parts, wide, said, rate.value, "%")
