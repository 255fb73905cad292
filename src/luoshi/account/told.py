"""Targets and outcomes of one report (目标与结果的认定): which figures are the place's own, of one year, and which stands first."""

from __future__ import annotations

import re
from collections import defaultdict

from luoshi.account.keys import Key, foreign, key_of, own
from luoshi.account.record import Record, sentence
from luoshi.account.units import alike, fold, in_base
from luoshi.account.words import says
from luoshi.facts.indicators import squeeze
from luoshi.facts.shapes import Kind, Measure
from luoshi.report import places
from luoshi.report.report import Role

_BACK: tuple[Role, ...] = ("review", "review_term", "front", "problems")
_BEFORE = 24  # characters before a value that may say that it is a sum of years, or a streak
_TERMS = (3, 4, 5)  # years over which a report averages
_BEHIND = 60  # characters between a growth and the average rate that tells of its years
_ROUNDED = 0.03  # how far a compounded rate may be off, as a share: it was compounded from a rounded one
_SUMMED = 2.5  # a flow that is so many times another of the same report is a sum of years
_RATES = ("percent", "point")
_CLOSE = 1.5  # the exact figure beside a bound (突破1万亿元、达到10803亿元) is at most so many times it
_STREAK = re.compile(r"连续[\d一二三四五六七八九十两]+(?:个?(?:年|月|季度)|[年月])")
_MONTHS = re.compile(
    r"连续[\d一二三四五六七八九十两]+个?(?:月|季度)|月均|[上下]半年|[前一二三四1-4]+季度|[1-9１-９]?[—\-至到][\d]{1,2}月"
)
_YEAR = re.compile(r"(?<![比较以自])((?:19|20)\d\d|[一二][〇零○九八七六五四三二一]{3})年(?!来|以来|相比)")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_PLACE = 9  # characters of the longest name of a division that is looked for
_UNIT = r"(?:区县|县区|市县|市州|县市|县（市|县\(市|城区|园区|开发区|乡镇|[县州旗](?!域|级)|市(?!场|民|级|政)|区(?!域|位|级))"
# A figure of some units below: 44个县（市）, 每个城区, 各县区, 更多的区县, 武汉市生产总值.
_SOME = re.compile(
    rf"(?:\d+个|[一二三四五六七八九十两]+个|每个|各|多的|部分|有的|所有)[^，。；、]{{0,4}}?{_UNIT}"
)


class Roles:
    """The role of the section that a measure stands in."""

    def __init__(self, record: Record) -> None:
        self._of = {s.id: s.role for s in record.sections}

    def __call__(self, m: Measure) -> Role | None:
        return self._of.get(m.section or "")


def targets(record: Record, year: int) -> list[tuple[Key, Measure]]:
    """One target per key and firmness: the one of the target paragraph, else the first; in the order of the text."""
    level, roles = record.header.level, Roles(record)
    found: dict[tuple[Key, bool], tuple[int, int, Measure]] = {}
    for i, m in enumerate(record.measures):
        if m.status != "target" or m.period not in (str(year), f"asof-{year}") or m.kind == "rank":
            continue
        if m.scope is not None and not own(m.scope, level) and foreign(m.scope, level):
            continue
        if _doubling(record.text[m.start : m.end], year):
            continue
        if m.indicator_id and (of_a_part(m, record) or _of_another_year(_clause(m, record), year)):
            continue
        key = key_of(m, level)
        stretch = m.firmness in ("strive", "attempt")
        weight = (0 if roles(m) == "targets" else 1, i, m)
        held = found.get((key, stretch))
        if held is None or weight[:2] < held[:2]:
            found[(key, stretch)] = weight
    return [(key, m) for (key, _), (_, _, m) in sorted(found.items(), key=lambda x: (x[1][2].start, x[1][1]))]


class Outcomes:
    """What a report says came of a year, by key; the best first."""

    def __init__(self, record: Record, year: int) -> None:
        self.record = record
        roles, level = Roles(record), record.header.level
        found: dict[Key, list[tuple[tuple[int, bool, int], Measure]]] = defaultdict(list)
        annual = _annual_rates(record)
        for i, m in enumerate(record.measures):
            if m.status == "target" or m.period not in (str(year), f"asof-{year}"):
                continue
            if m.scope is not None and foreign(m.scope, level):
                continue
            role = roles(m)
            if (
                _of_other_time(record, m, year, role)
                or _compounded(m, annual)
                or (m.indicator_id and of_a_part(m, record))
            ):
                continue
            streak = bool(_STREAK.search(record.text[max(0, m.start - 12) : m.end]))
            weight = (0 if role in _BACK else 1, m.value is None or streak, i)
            found[key_of(m, level)].append((weight, m))
        self._found = {
            k: _exact_first([m for _, m in sorted(v, key=lambda x: x[0])]) for k, v in found.items()
        }

    def get(self, key: Key) -> list[Measure]:
        """The outcomes of a key, the likeliest first."""
        return self._found.get(key, [])

    def of(self, indicator: str, kind: Kind) -> Measure | None:
        """The place's own outcome of an indicator."""
        found = self.get(Key(indicator, kind, None, None))
        return found[0] if found else None

    def fit(self, key: Key, m: Measure) -> list[Measure]:
        """Outcomes of the key whose unit can be compared with the target's; of a sum of years and one year, the year."""
        found = self.get(key)
        if m.value is None or not found:
            return found
        fit = [o for o in found if o.value is None or alike(o.unit, m.unit)]
        if _flow(m) and len(fit) > 1 and fit[0].value and fit[1].value:
            # What is added in a year is never several times what another sentence says: that one summed years up.
            first, second = in_base(fit[0].value, fit[0].unit), in_base(fit[1].value, fit[1].unit)
            if first > _SUMMED * second:
                return fit[1:]
        return fit


def out_of_scale(key: Key, target: Measure, outcome: Measure) -> bool:
    """Whether two amounts of one name are too far apart to be of one thing: of a part and the whole, of one year and of five."""
    if key.kind != "level" or not target.value or not outcome.value or target.indicator_id is None:
        return False
    if outcome.op in ("above", "sync") or fold(target.unit).dimension in _RATES:
        return False
    one, other = abs(in_base(target.value, target.unit)), abs(in_base(outcome.value, outcome.unit))
    return max(one, other) > _SUMMED * min(one, other)


def _exact_first(found: list[Measure]) -> list[Measure]:
    """突破1万亿元、达到10803亿元: the exact figure stands before the bound that it explains."""
    if len(found) < 2 or found[0].op != ">=" or not found[0].value:
        return found
    bound = in_base(found[0].value, found[0].unit)
    dimension = fold(found[0].unit).dimension
    for o in found[1:]:
        if o.op not in ("=", "~") or not o.value or fold(o.unit).dimension != dimension:
            continue
        if bound <= in_base(o.value, o.unit) <= _CLOSE * bound:
            return [o, *(m for m in found if m is not o)]
    return found


def _of_other_time(record: Record, m: Measure, year: int, role: Role | None) -> bool:
    """Whether a value that passes for the year's is of some months, or of several years: a five-year review sums up."""
    quote = record.text[m.start : m.end]
    if "翻" in quote or _MONTHS.search(quote):
        return True
    if _of_another_year(quote, year) or (m.kind == "growth" and m.rate != "annual" and says(quote, "span")):
        return True
    if says(_clause(m, record), "aim"):
        return True
    left, _ = sentence(record.text, m.start, m.end)
    before = record.text[left : m.end]
    if says(before, "last_year") or str(year) in before:
        return False
    if m.kind != "level":
        return False
    if says(quote, "span") or (_flow(m) and ("累计" in quote or role == "review_term")):
        return True
    return says(before[-_BEFORE:], "many_years")


def _doubling(quote: str, year: int) -> bool:
    """翻两番 is the way of many years, unless the quote says over the year before (比上年翻一番)."""
    if "翻" not in quote or "番" not in quote:
        return False
    return not any(word in quote for word in ("上年", "去年", str(year - 1)))


def _of_another_year(words: str, year: int) -> bool:
    """Whether words name years and none of them is ``year``; what a value is compared with (比2030年) names none."""
    named = {int(y.translate(_DIGITS)) for y in _YEAR.findall(words)}
    return bool(named) and year not in named


def _annual_rates(record: Record) -> list[Measure]:
    """The average annual rates of growth (%) that the report tells, in order."""
    return [
        m
        for m in record.measures
        if m.rate == "annual" and m.kind == "growth" and m.value and m.unit in ("%", "％")
    ]


def _compounded(m: Measure, annual: list[Measure]) -> bool:
    """“增长61.5%，年均增长10.1%”: a growth that is the average rate right behind it, compounded over a term, is of all its years."""
    if m.kind != "growth" or m.rate not in (None, "yoy") or not m.value or m.unit not in ("%", "％"):
        return False
    for a in annual:
        if a.indicator_id != m.indicator_id or not 0 <= a.start - m.end <= _BEHIND or not a.value:
            continue
        for years in _TERMS:
            whole = ((1 + a.value / 100) ** years - 1) * 100
            if m.value > 2 * a.value and abs(whole - m.value) <= _ROUNDED * abs(m.value):
                return True
    return False


def _clause(m: Measure, record: Record) -> str:
    """The clause that a value stands in, from its comma on to the value's end."""
    left, _ = sentence(record.text, m.start, m.end)
    return re.split("[，,；;：:]", record.text[left : m.start])[-1] + record.text[m.start : m.end]


def _flow(m: Measure) -> bool:
    return m.indicator is not None and "新增" in m.indicator


def of_a_part(m: Measure, record: Record) -> bool:
    """A figure of some units below, or of one that is named (44个县, 每个城区, 武汉市生产总值, 新区); never the place's own."""
    home = record.header.jurisdiction or ""
    if says(m.name, "part") and not says(home, "part"):
        return True
    left, _ = sentence(record.text, m.start, m.end)
    before = record.text[left : m.start]
    if _SOME.search(re.split("[，,；;：:]", before)[-1] + squeeze(m.name)) or says(m.name, "without"):
        return True
    if _without(before):
        return True
    return _of_another_place(m, home)


def _of_another_place(m: Measure, home: str) -> bool:
    """武汉市生产总值 in a province's report: a division of the table stands right before the indicator, and it is not the place."""
    subject = _subject(m)
    names = (subject[-n:] for n in range(3, min(len(subject), _PLACE) + 1))
    return any(places.named(name) and name != home and home[:2] != name[:2] for name in names)


def _without(before: str) -> bool:
    """扣除房地产开发投资后，固定资产投资增长3%: a clause right before takes something out, and it is not prices."""
    clauses = re.split("[，；;：:]", before)
    last = clauses[-2] if len(clauses) > 1 and len(clauses[-1]) < 2 else clauses[-1]
    return says(last, "without") and not says(last, "deflated") and last.endswith("后")


def _subject(m: Measure) -> str:
    """What stands in a measure's name before the indicator: 武汉市 of 武汉市生产总值."""
    name = squeeze(m.name)
    known = m.indicator or ""
    for n in range(len(known), 1, -1):
        if name.endswith(known[-n:]):
            return name[: len(name) - n]
    return ""
