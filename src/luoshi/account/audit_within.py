"""Identities inside one report (一份报告之内的数): amounts, rates and shares that its own other figures fix."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from math import inf

from luoshi.account.audit_shapes import Finding, Span
from luoshi.account.audit_sheet import (
    PERCENT,
    Sheet,
    Told,
    Tried,
    about_a_part,
    basis_of,
    found,
    percent,
    same_dimension,
    thing,
    tried,
    year_of,
)  # fmt: skip
from luoshi.account.audit_spans import annual, growth
from luoshi.account.audit_words import says, sums, words
from luoshi.account.keys import plain
from luoshi.account.record import sentence
from luoshi.account.told import of_a_part
from luoshi.account.units import clean, fold
from luoshi.account.words import words as priced
from luoshi.facts.indicators import resolve
from luoshi.facts.shapes import Measure

_TO = re.compile(r"^[^，；。、]{0,14}?(?:到|至|为|达)")
_FROM = re.compile(r"[由从][^，；。]{0,24}$")
_A_YEAR = re.compile("年均|平均|每年|累计|[一二三四五六七八九十两0-9]年")
_SHARE = re.compile(
    r"^(?:分别)?(?:约)?占(?:全[国省市区县州旗])?(?P<whole>[^，。；、的]{2,16}?)(?:的)?(?:比重|比例|份额)?(?:的|为|达到|达|约|近|超过|超|提高到|上升到)*$"
)
_NEAR = 60
_LESS_MORE = re.compile("少[增减]|多[增减]")
_ADDED = re.compile("新增|净增|增加|增长|新建|新")
_PER_HEAD = re.compile("率|每|人均|户均|平均|密度|浓度|价|指数")


def within(sheet: Sheet, bound: Tried) -> Iterator[Finding]:
    """The findings of one report; what was held against each other goes into ``bound``."""
    for told in sheet.told:
        yield from _from_to(sheet, told, bound)
        yield from _change_growth(sheet, told, bound)
    yield from _shares(sheet, bound)
    yield from _parts(sheet, bound)
    yield from _sums(sheet, bound)


def _bind(sheet: Sheet, bound: Tried, rule: str, *measures: Measure) -> None:
    bound.add(tried(rule, *((sheet.record, m) for m in measures)))


def from_to(sheet: Sheet, told: Told) -> tuple[Measure, Measure] | None:
    """The two amounts of “由A增加到B”, if the sentence says no third."""
    levels = [m for m in told.measures if m.kind == "level" and m.value is not None]
    if (
        len(levels) != 2
        or not same_dimension(*levels)
        or "排名" in levels[0].name
        or levels[0].unit in ("名", "位")
    ):
        return None
    a, b = levels
    text = sheet.record.text
    number = text[a.start : a.end]
    if (
        "由" not in number
        and "从" not in number
        and not _FROM.search(text[max(told.start, a.start - 26) : a.start])
    ):
        return None
    between = text[a.end : b.end]
    if re.search("[；。]", between) or not _TO.search(re.split("[、，]", between)[-1]):
        return None
    return a, b


def _from_to(sheet: Sheet, told: Told, bound: Tried) -> Iterator[Finding]:
    pair = from_to(sheet, told)
    if pair is None:
        return
    a, b = pair
    text = sheet.record.text
    before, now = sheet.span(a), sheet.span(b)
    if before is None or now is None:
        return
    for m in told.measures:
        if m.start < b.end or m.status != b.status:
            continue
        parts = (
            sheet.part("起点", a),
            sheet.part("终点", b),
            sheet.part("增速" if m.kind == "growth" else "增减", m),
        )
        if m.kind == "growth":
            rate = percent(sheet, m)
            if rate is None or basis_of(sheet.record, m) == "real" or _aside(sheet, told):
                continue
            if m.rate == "annual":
                first, last = _year_said(sheet, a), _year_said(sheet, b)
                if first is None or last is None or last - first < 2:
                    continue
                allowed = annual(now, before, last - first)
                rule, why = "from-to-annual", f"{first}—{last} 年"
            elif says(text[m.start : m.end], "last_year_named") and not says(
                text[a.start : a.end], "last_year_named"
            ):
                continue  # 由2002年的A增加到2007年的B，比上年增长20%
            else:
                allowed, rule, why = growth(now, before), "from-to-growth", ""
            if allowed is None:
                continue
            _bind(sheet, bound, rule, a, b, m)
            if not allowed.meets(rate):
                why += f"按两端的数应增长 {range_said(allowed)}%，印的是 {m.value:g}{m.unit}"
                cls = (
                    "basis"
                    if m.rate == "annual" and m.indicator_id in priced("consumer_prices")
                    else "unexplained"
                )
                yield found(rule, cls, why, sheet, m, parts, allowed, rate, _in_percent(m), "%")
        elif m.kind == "change" and m.op == "=" and (change := sheet.span(m)):
            if _A_YEAR.search(m.name + text[max(b.end, m.start - 6) : m.end]):
                continue
            if not same_dimension(m, b) and not (fold(m.unit).dimension == "point" and b.unit in PERCENT):
                continue
            allowed = Span(now.low - before.high, now.high - before.low)
            _bind(sheet, bound, "from-to-change", a, b, m)
            if not allowed.meets(change):
                factor = fold(m.unit).factor
                why = f"两端之差是 {range_said(allowed, factor)}{m.unit}，印的是 {m.value:g}{m.unit}"
                yield found(
                    "from-to-change",
                    "unexplained",
                    why,
                    sheet,
                    m,
                    parts,
                    allowed,
                    change,
                    m.value,
                    m.unit,
                    factor,
                )


def _year_said(sheet: Sheet, m: Measure) -> int | None:
    """The year that stands in the words of an amount, else that of its period."""
    said = re.findall(r"((?:19|20)\d\d)年", sheet.record.text[m.start : m.end])
    return int(said[-1]) if said else year_of(m)


def _change_growth(sheet: Sheet, told: Told, bound: Tried) -> Iterator[Finding]:
    """达到B，增加c，增长g%, all right after one another."""
    row = told.measures
    for i in range(len(row) - 2):
        three = sorted(row[i : i + 3], key=lambda m: ("level", "change", "growth", "rank").index(m.kind))
        level, change, rate = three
        if (level.kind, change.kind, rate.kind) != ("level", "change", "growth"):
            continue
        if not same_dimension(level, change) or len({m.period for m in three}) > 1 or change.op != "=":
            continue
        if _LESS_MORE.search(sheet.record.text[change.start : change.end]):
            continue
        if (
            len({m.rate for m in three if m.kind == "growth"} - {"yoy", None})
            or change.compare != rate.compare
        ):
            continue
        spans = sheet.span(level), sheet.span(change), percent(sheet, rate)
        if basis_of(sheet.record, rate) == "real" or _aside(sheet, told) or None in spans:
            continue
        now, c, g = spans
        assert now and c and g
        shown = (sheet.part("数", level), sheet.part("增减", change), sheet.part("增速", rate))
        if now.low - c.high <= 0:
            if c.low > now.high:  # more was added than there is
                _bind(sheet, bound, "change-growth", level, change, rate)
                factor, most = fold(change.unit).factor, Span(-inf, now.high)
                why = "增加的比达到的还多"
                yield found(
                    "change-growth", "unexplained", why, sheet, change, shown, most, c, change.value, change.unit, factor
                )  # fmt: skip
            continue
        # The same amount stands above and below: take the ends at which it is the same.
        ends = [100 * x / (y - x) for x in (c.low, c.high) for y in (now.low, now.high)]
        allowed = Span(min(ends), max(ends))
        _bind(sheet, bound, "change-growth", level, change, rate)
        if not allowed.meets(g):
            why = f"按增加数应增长 {range_said(allowed)}%，印的是 {rate.value:g}{rate.unit}"
            yield found(
                "change-growth", "unexplained", why, sheet, rate, shown, allowed, g, _in_percent(rate), "%"
            )


def _shares(sheet: Sheet, bound: Tried) -> Iterator[Finding]:
    """“完成x亿元，占y的z%”: the clause begins with 占, the amount stands right before, the whole elsewhere in the report."""
    levels = _levels(sheet)
    text = sheet.record.text
    row = sheet.record.measures
    for i, m in enumerate(row):
        if (
            m.kind != "level"
            or m.unit not in PERCENT
            or m.op not in ("=", "~")
            or not (share := sheet.span(m))
        ):
            continue
        clause = re.split("[，；。：（]", text[max(0, m.start - _NEAR) : m.end])[-1]
        said = _SHARE.match(re.sub(r"[\d.．]+[%％].*$", "", clause))
        if said is None:
            continue
        begins = m.end - len(clause)
        part = next(
            (q for q in reversed(row[:i]) if q.end <= begins and q.kind == "level" and q.unit not in PERCENT),
            None,
        )
        if part is None or begins - part.end > _NEAR or part.period != m.period or part.status != m.status:
            continue
        if sentence(text, part.start, part.end)[0] != sentence(text, m.start, m.end)[0]:
            continue
        between = text[part.end : begins]
        if re.search("[；。]", between) or between.count("，") > 2:
            continue
        name = said["whole"].removesuffix("总额").removesuffix("总量")
        whole = _whole(sheet, levels, name, part)
        if whole is None:
            continue
        x, y = sheet.span(part), sheet.span(whole)
        if x is None or y is None or y.low <= 0:
            continue
        allowed = Span(100 * x.low / y.high, 100 * x.high / y.low)
        _bind(sheet, bound, "share", part, whole, m)
        if not allowed.meets(share):
            parts = (sheet.part("部分", part), sheet.part("全部", whole), sheet.part("占比", m))
            why = f"按两个数应占 {range_said(allowed)}%，印的是 {m.value:g}%"
            yield found("share", "unexplained", why, sheet, m, parts, allowed, share, m.value, "%")


def _whole(sheet: Sheet, levels: dict[str, list[Measure]], name: str, part: Measure) -> Measure | None:
    """The amount that the share is of: of the same year, named so or by its indicator."""
    known = resolve(name)
    if known and known.id not in words("share_of"):
        return None
    keys = [known.id] if known else ["=" + plain(name)]
    hits = [q for k in keys for q in levels.get(k, ()) if q.period == part.period and q.status == part.status]
    hits = [
        q for q in hits if same_dimension(q, part) and q.id != part.id and not about_a_part(sheet.record, q)
    ]
    return hits[0] if len({(q.value, q.unit) for q in hits}) == 1 else None


def _levels(sheet: Sheet) -> dict[str, list[Measure]]:
    out: dict[str, list[Measure]] = defaultdict(list)
    for m in sheet.record.measures:
        if m.kind != "level" or m.value is None or m.parent is not None or m.op not in ("=", "~"):
            continue
        if m.rate is None and not (m.indicator_id and of_a_part(m, sheet.record)):
            out[thing(m)].append(m)
    return out


def _parts(sheet: Sheet, bound: Tried) -> Iterator[Finding]:
    text = sheet.record.text
    for m in sheet.record.measures:
        whole = sheet.by_id.get(m.parent or "")
        if whole is None or m.kind != "level" or whole.kind != "level" or not same_dimension(m, whole):
            continue
        if (
            m.period != whole.period
            or m.status != whole.status
            or m.unit in (*PERCENT, "倍")
            or m.start < whole.end
        ):
            continue
        if _per_head(whole) or (
            _ADDED.search(text[whole.start : whole.end]) and not _ADDED.search(text[m.start : m.end])
        ):
            continue
        between = text[whole.end : m.start]
        if not says(between + text[m.start : m.end], "within") or re.search("[；。]", between):
            continue
        part, total = sheet.span(m), _together(sheet, whole, m)
        if part is None or total is None:
            continue
        _bind(sheet, bound, "part-over-whole", m, whole)
        if part.low > total.high:
            parts = (sheet.part("全部", whole), sheet.part("其中", m))
            factor = fold(m.unit).factor
            why = f"其中{m.name}大于全部"
            yield found(
                "part-over-whole",
                "unexplained",
                why,
                sheet,
                m,
                parts,
                Span(0.0, total.high),
                part,
                m.value,
                m.unit,
                factor,
            )


def _together(sheet: Sheet, whole: Measure, part: Measure) -> Span | None:
    """The whole, with what is named beside it before 其中: 高效农业240万亩、高效渔业60万亩，其中设施农业80万亩."""
    text = sheet.record.text
    left = sentence(text, whole.start, whole.end)[0]
    clause = max((text.rfind(mark, left, whole.start) for mark in "；："), default=-1) + 1
    beside = [
        s for o in sheet.record.measures
        if max(left, clause) <= o.start < text.rfind("其中", whole.end, part.end) and o.kind == "level" and same_dimension(o, whole)
        and (s := sheet.span(o))
    ]  # fmt: skip
    return Span(sum(s.low for s in beside), sum(s.high for s in beside)) if beside else sheet.span(whole)


def _per_head(m: Measure) -> bool:
    """A rate or a mean: a part's may be higher than that of the whole."""
    return bool(_PER_HEAD.search(m.name)) or "/" in (m.unit or "")


def _sums(sheet: Sheet, bound: Tried) -> Iterator[Finding]:
    """Amounts of one sentence: 进出口总额A，其中出口B、进口C."""
    by_sentence: dict[int, dict[str, list[Measure]]] = defaultdict(lambda: defaultdict(list))
    for told in sheet.told:
        for m in told.measures:
            if m.kind == "level" and m.value is not None and m.op in ("=", "~"):
                by_sentence[told.start][told.what].append(m)
    for things in by_sentence.values():
        for whole_key, part_keys in sums():
            rows = [
                things.get(whole_key, []),
                *([m for k in keys for m in things.get(k, [])] for keys in part_keys),
            ]
            if any(len(r) != 1 for r in rows):
                continue
            whole, *parts = [r[0] for r in rows]
            if any(not same_dimension(p, whole) or p.period != whole.period for p in parts):
                continue
            total = sheet.span(whole)
            spans = [s for p in parts if (s := sheet.span(p))]
            if total is None or len(spans) != len(parts):
                continue
            _bind(sheet, bound, "sum", whole, *parts)
            allowed = Span(sum(s.low for s in spans), sum(s.high for s in spans))
            if not allowed.meets(total):
                factor = fold(whole.unit).factor
                shown = (sheet.part("全部", whole), *(sheet.part("部分", p) for p in parts))
                why = f"各部分之和是 {range_said(allowed, factor)}{whole.unit}，印的是 {whole.value:g}{whole.unit}"
                yield found(
                    "sum",
                    "unexplained",
                    why,
                    sheet,
                    whole,
                    shown,
                    allowed,
                    total,
                    whole.value,
                    whole.unit,
                    factor,
                )


def _aside(sheet: Sheet, told: Told) -> bool:
    return says(sheet.record.text[told.start : told.end], "same_basis")


def _in_percent(m: Measure) -> float | None:
    if m.value is None:
        return None
    return clean(m.value * 100) if m.unit == "倍" else m.value


def range_said(s: Span, factor: float = 1.0) -> str:
    """A span in words: one number where both ends round to it."""
    low, high = f"{s.low / factor:.5g}", f"{s.high / factor:.5g}"
    return low if low == high else f"{low}—{high}"
