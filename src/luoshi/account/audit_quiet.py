"""Quiet changes (悄然变化): a target that was there every year and is gone, softened, redefined or moved to a later year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import msgspec

from luoshi.account.audit_shapes import Finding, Part
from luoshi.account.audit_sheet import part_of
from luoshi.account.audit_words import called, limit, merged, rules, says, words
from luoshi.account.keys import Key, figure, quote_of
from luoshi.account.record import SENTENCE_ENDS, Record
from luoshi.account.series import usable
from luoshi.account.told import Roles, targets
from luoshi.account.units import fold
from luoshi.account.words import bases, kin
from luoshi.facts.indicators import squeeze
from luoshi.facts.shapes import Measure
from luoshi.lexicon.tables import rows

_AHEAD = ("targets", "requirements", "tasks", "pledges", "plan_term")
_NUMBER_NEAR = re.compile(
    r"^[^，；。]{0,14}?[\d一二三四五六七八九十百零〇两]+(?:\.\d+)?(?:个?百分点|[%％‰亿万元人倍])"
)
_RELATIVE = ("sync", "above", "assigned")
_SHORT = 3  # characters of a reading that are too few to look for in running text
_OPS = {"=": "", "~": "左右", ">=": "以上", "<=": "以内", "range": "区间", "qualitative": "只有提法"}


class Aims(msgspec.Struct, frozen=True):
    """The targets of one report by indicator: those of its part of targets, and all."""

    record: Record
    headline: dict[str, list[tuple[Key, Measure]]]
    everywhere: dict[str, list[tuple[Key, Measure]]]
    whole: bool


def aims_of(record: Record) -> Aims:
    """The targets of a report; ``whole`` says whether its part of targets was read far enough to miss something in it."""
    roles, year = Roles(record), record.year or 0
    headline: dict[str, list[tuple[Key, Measure]]] = defaultdict(list)
    everywhere: dict[str, list[tuple[Key, Measure]]] = defaultdict(list)
    for key, m in targets(record, year):
        if m.indicator_id is None or key.scope is not None or m.parent is not None:
            continue
        everywhere[m.indicator_id].append((key, m))
        if roles(m) == "targets":
            headline[m.indicator_id].append((key, m))
    whole = usable(record) and sum(map(len, headline.values())) >= limit("targets_least")
    return Aims(record, dict(headline), dict(everywhere), whole)


def quiet(years: dict[int, Record]) -> Iterator[Finding]:
    """The quiet changes of one place, by year."""
    aims = {y: aims_of(r) for y, r in sorted(years.items()) if usable(r)}
    for year, now in aims.items():
        if not now.whole:
            continue
        past = [aims[y] for y in range(year - int(limit("quiet_last")), year) if y in aims]
        held: dict[str, list[Aims]] = defaultdict(list)
        for a in past:
            for indicator, found in a.headline.items():
                if any(m.value is not None for _, m in found):
                    held[indicator].append(a)
        changed = [
            f
            for indicator, some in sorted(held.items())
            if len(some) >= limit("quiet_of") and some[-1] is past[-1]  # the first report without it
            for f in _gone_or_changed(indicator, some, now)
        ]
        yield from changed
        if year - 1 in aims:
            told = {f.indicator for f in changed}
            yield from (f for f in _softened(aims[year - 1], now) if f.indicator not in told)


def _gone_or_changed(indicator: str, held: list[Aims], now: Aims) -> Iterator[Finding]:
    here = now.everywhere.get(indicator, [])
    numbers = [(k, m) for k, m in here if m.value is not None or m.op in _RELATIVE]
    if numbers:
        yield from _redefined(indicator, held, now, numbers)
        return
    before = [_last(a, indicator) for a in held]
    last = before[-1]
    parts = tuple(part_of(a.record, f"{a.record.year} 年目标", m) for a, m in zip(held, before, strict=True))
    said = _said_none(now.record, indicator)
    near = kin(indicator) | merged(indicator)
    other = next(
        (k for k in sorted(near) if k in now.headline and not any(k in a.headline for a in held)), None
    )
    later = next(
        (m for m in now.record.measures if m.indicator_id == indicator and _later(m, now.record)), None
    )
    if said is not None:
        yield _finding("dropped-said", "said", now, last, "明说不设", (*parts, said))
    elif other is not None:
        swap = now.headline[other][0][1]
        part = part_of(now.record, "今年目标", swap)
        yield _finding("redefined-kin", "kin", now, last, f"今年改设“{swap.name}”", (*parts, part))
    elif later is not None:
        part = part_of(now.record, "更远的目标", later)
        yield _finding("horizon", "later", now, last, f"今年只有 {later.period} 的目标", (*parts, part))
    elif here:
        part = part_of(now.record, "今年提法", here[0][1])
        yield _finding("to-words", "words", now, last, "今年只有提法，没有数", (*parts, part))
    else:
        yield from _silent(indicator, now, last, parts)


def _silent(indicator: str, now: Aims, last: Measure, parts: tuple[Part, ...]) -> Iterator[Finding]:
    """Not among the targets that were read: is it spoken of at all where the report looks ahead?"""
    record = now.record
    elsewhere = False
    for section in record.sections:
        if section.role not in _AHEAD:
            continue
        aims = section.role == "targets"
        for start, end in _mentions(record.text, section.start, section.end, indicator, nicknames=aims):
            if _NUMBER_NEAR.match(record.text[end : end + 24]):
                return  # a number stands there that was not read as a target: no ground to say that it is gone
            if aims:
                quote = quote_of(record, start, end, None)
                part = Part("今年提法", quote, None, None, record.year, record.header.meeting_date)
                yield _finding("to-words", "words", now, last, "今年目标部分提到而没有数", (*parts, part))
                return
            elsewhere = True
    cls = "elsewhere" if elsewhere else "silent"
    why = "今年目标部分没有，别处提到而没有数" if elsewhere else "今年没有提到"
    yield _finding("dropped", cls, now, last, why, parts)


def _mentions(text: str, start: int, end: int, indicator: str, nicknames: bool) -> Iterator[tuple[int, int]]:
    """Where a span speaks of the indicator, the places with a number behind first; ``nicknames`` in passing, too."""
    found = sorted(
        set(_places(text, start, end, (*_readings(indicator), *(called(indicator) if nicknames else ()))))
    )
    yield from sorted(found, key=lambda f: (_NUMBER_NEAR.match(text[f[1] : f[1] + 24]) is None, f))


def _places(text: str, start: int, end: int, readings: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for reading in readings:
        at = text.find(reading, start, end)
        while at >= 0:
            yield at, at + len(reading)
            at = text.find(reading, at + 1, end)


@cache
def _readings(indicator: str) -> tuple[str, ...]:
    row = next(r for r in rows("indicators.tsv") if r["id"] == indicator)
    every = {row["zh_name"], *row["readings"].split("|")}
    return tuple(sorted((x for x in every if len(x) > _SHORT), key=lambda x: (-len(x), x)))


def _said_none(record: Record, indicator: str) -> Part | None:
    """The sentence that says that there is no such target this year."""
    for word in words("none_set"):
        for hit in re.finditer(re.escape(word), record.text):
            left = max(record.text.rfind(mark, 0, hit.start()) for mark in SENTENCE_ENDS) + 1
            rights = [at for mark in SENTENCE_ENDS if (at := record.text.find(mark, hit.end())) >= 0]
            right = min(rights, default=len(record.text))
            sentence = record.text[left:right]
            if "目标" in sentence and any(r in sentence for r in (*_readings(indicator), *called(indicator))):
                quote = quote_of(record, hit.start(), hit.end(), None)
                return Part("说明", quote, None, None, record.year, record.header.meeting_date)
    return None


def _later(m: Measure, record: Record) -> bool:
    if m.status != "target" or m.value is None or not m.period or m.scope is not None:
        return False
    last = m.period.removeprefix("asof-").rpartition("-")[2]
    return last.isdigit() and len(last) == 4 and int(last) > (record.year or 0)


def _redefined(
    indicator: str, held: list[Aims], now: Aims, here: list[tuple[Key, Measure]]
) -> Iterator[Finding]:
    kinds_then = [{k.kind for k, m in a.headline[indicator] if m.value is not None} for a in held]
    kinds_now = {k.kind for k, _ in here}
    target = here[0][1]
    last = _last(held[-1], indicator)
    parts = (
        part_of(held[-1].record, f"{held[-1].record.year} 年目标", last),
        part_of(now.record, "今年目标", target),
    )
    always = set.intersection(*kinds_then)
    if always and not always & kinds_now and target.op not in _RELATIVE:
        names = {"level": "总量", "growth": "增速", "change": "增减", "rank": "位次"}
        why = f"往年设{'、'.join(names[k] for k in sorted(always))}，今年设{'、'.join(names[k] for k in sorted(kinds_now))}"
        yield _finding("redefined-kind", "kind", now, last, why, parts)
        return
    for key, m in here:
        same = [(k, o) for k, o in held[-1].headline[indicator] if k == key and o.value is not None]
        if not same or m.value is None:
            continue
        other = same[0][1]
        pair = (
            part_of(held[-1].record, f"{held[-1].record.year} 年目标", other),
            part_of(now.record, "今年目标", m),
        )
        if fold(m.unit).dimension != fold(other.unit).dimension:
            yield _finding("redefined-unit", "unit", now, m, f"由{other.unit}改为{m.unit}", pair)
        elif key.kind == "growth" and _basis(held[-1].record, other) != _basis(now.record, m):
            names = {"real": "实际", "nominal": "名义", "": "未说"}
            why = f"由{names[_basis(held[-1].record, other)]}改为{names[_basis(now.record, m)]}"
            yield _finding("redefined-basis", "basis", now, m, why, pair)
        elif (was := _extent(other)) != (is_now := _extent(m)):
            why = f"由“{'、'.join(sorted(was)) or '未说'}”改为“{'、'.join(sorted(is_now)) or '未说'}”"
            yield _finding("redefined-extent", "extent", now, m, why, pair)


def _basis(record: Record, m: Measure) -> str:
    return figure(record, m).basis or bases().get(m.indicator_id or "") or ""


def _extent(m: Measure) -> frozenset[str]:
    """Words of extent that the indicator's own name does not have: 调查失业率 is 城镇调查失业率, 规上 is 规模以上."""
    name, own = squeeze(m.name).replace("规上", "规模以上"), _own_names().get(m.indicator_id or "", "")
    return frozenset(w for w in words("extent") if w in name and w not in own)


@cache
def _own_names() -> dict[str, str]:
    return {r["id"]: r["zh_name"] for r in rows("indicators.tsv")}


def _softened(before: Aims, now: Aims) -> Iterator[Finding]:
    """The same target in weaker words: 以上 → 左右, 确保 → 力争."""
    for indicator, found in sorted(now.headline.items()):
        for key, m in found:
            same = [o for k, o in before.headline.get(indicator, []) if k == key]
            if len(same) != 1 or len([k for k, _ in found if k == key]) != 1:
                continue
            was, is_now = _strength(before.record, same[0]), _strength(now.record, m)
            if was is None or is_now is None or is_now >= was:
                continue
            parts = (
                part_of(before.record, f"{before.record.year} 年目标", same[0]),
                part_of(now.record, "今年目标", m),
            )
            why = f"由“{_manner(before.record, same[0])}”改为“{_manner(now.record, m)}”"
            cls = (
                ("to_about" if m.op == "~" else "to_bare")
                if is_now == _BARE
                else "to_stretch"
                if is_now == 1
                else "weaker"
            )
            yield _finding("softened", cls, now, m, why, parts)


_BARE = 2


def _strength(record: Record, m: Measure) -> int | None:
    """4 确保, 不低于; 3 以上, 以内; 2 左右, a bare figure, a range; 1 力争; 0 without a number; None for a relation."""
    if m.op in _RELATIVE:
        return None
    if m.value is None:
        return 0
    if m.firmness in ("strive", "attempt"):
        return 1
    if m.firmness == "ensure" or says(record.text[m.start : m.end], "ensured"):
        return 4
    return 3 if m.op in (">=", "<=") else _BARE


def _manner(record: Record, m: Measure) -> str:
    if m.value is None:
        return _OPS["qualitative"]
    firm = {"ensure": "确保", "strive": "力争", "attempt": "争取"}.get(m.firmness or "", "")
    if not firm and says(record.text[m.start : m.end], "ensured"):
        firm = next(w for w in words("ensured") if w in record.text[m.start : m.end])
    op = {">=": "<=", "<=": ">="}.get(m.op, m.op) if m.value < 0 else m.op  # 降低4%以上 is at most −4
    return (firm + _OPS.get(op, "")) or "只写数"


def _last(a: Aims, indicator: str) -> Measure:
    return next(m for _, m in a.headline[indicator] if m.value is not None)


def _finding(rule: str, cls: str, now: Aims, m: Measure, why: str, parts: tuple[Part, ...]) -> Finding:
    header, known = now.record.header, rules()[rule]
    return Finding(
        known.kind, known.weight, rule, cls, now.record.place, header.jurisdiction, header.level, now.record.year or 0,
        m.indicator_id, m.name, why, parts,
    )  # fmt: skip
