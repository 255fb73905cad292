"""Pairs (目标与结果): each target of a report with what the next report of the same place says came of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import msgspec

from luoshi.account.record import Record, sentence
from luoshi.account.series import Step, by_place, steps
from luoshi.account.shapes import Figure, Judgement, Pair, Quote
from luoshi.account.units import fold, in_base
from luoshi.account.verdicts import Layers, both, judge, judge_sync
from luoshi.account.words import bases, kin, says, words
from luoshi.facts.indicators import squeeze
from luoshi.facts.shapes import Kind, Measure, Rate
from luoshi.report.report import Role

_BACK: tuple[Role, ...] = ("review", "review_term", "front", "problems")
_RELATIVE = ("sync", "above")
_INDEX = 50  # a price index stands at about 100, its growth far below
_ADDED = ("新增", "净增", "增产")
_SUMMED = 2.5  # a flow that is so many times another of the same report is a sum of years
_PRICES = 24  # how far before a value “扣除价格因素，” may stand
_LEAD = ("全年", "预计", "完成", "实现", "力争", "确保", "新", "再", "计划", "达到", "全部")

Lookup = Callable[[str, int, str, Kind], Figure | None]


class Key(msgspec.Struct, frozen=True):
    """What a value is a value of: level, growth, change and rank apart, annual and cumulative rates apart."""

    what: str
    kind: Kind
    rate: Rate | None
    scope: str | None


def pairs(records: Iterable[Record], only: frozenset[str] | None = None) -> list[Pair]:
    """All pairs of all places, by place, year and position; ``only`` keeps these indicator ids."""
    places = by_place(records)
    lookup = _lookup(places)
    return [p for step in steps(places) for p in pair_step(step, lookup, only)]


def pair_step(step: Step, lookup: Lookup, only: frozenset[str] | None = None) -> Iterator[Pair]:
    """The pairs of one report and its next."""
    roles = _Roles(step.before)
    later = _Outcomes(step.after, step.year) if step.after is not None else None
    for key, m in _targets(step.before, step.year, roles):
        if only is None or m.indicator_id in only:
            yield _pair(step, key, m, later, lookup)


def key_of(m: Measure, level: str | None) -> Key:
    """The key of a measure in a report of this level."""
    scope = None if m.scope is None or _own(m.scope, level) else m.scope
    return Key(m.indicator_id or "=" + plain(m.name), _kind(m), None if m.rate == "yoy" else m.rate, scope)


def _kind(m: Measure) -> Kind:
    """The kind that is compared: 居民消费价格控制在3% is a growth, 新增粮食50万吨 a change of the level."""
    if m.kind == "level" and m.indicator_id == "cpi" and m.unit in ("%", "％") and abs(m.value or 0) < _INDEX:
        return "growth"
    if m.kind == "level" and m.name.startswith(_ADDED) and m.indicator and "新增" not in m.indicator:
        return "change"
    return m.kind


def plain(name: str) -> str:
    """A name without quotes, blanks and words of time and effort in front, as names are compared."""
    out = squeeze(name)
    while True:
        for word in _LEAD:
            if out.startswith(word) and len(out) > len(word) + 1:
                out = out[len(word) :]
                break
        else:
            return out


def figure(record: Record, m: Measure) -> Figure:
    """A measure with its quote."""
    words_ = record.text[max(0, m.start - 4) : m.end]
    basis = None
    if m.indicator_id not in words("no_basis") and m.kind == "growth":
        if says(words_, "real") or "扣除" in _same_clause(record.text[max(0, m.start - _PRICES) : m.start]):
            basis = "real"
        elif says(words_, "nominal"):
            basis = "nominal"
    return Figure(
        quote_of(record, m.start, m.end, m.id), m.name, m.op, m.value, m.high, m.unit, m.status, m.firmness, m.ref,
        basis, m.flags,
    )  # fmt: skip


def _same_clause(before: str) -> str:
    return re.split("[；;。]", before)[-1]


def quote_of(record: Record, start: int, end: int, fact: str | None) -> Quote:
    """A quote of a report's text."""
    return Quote(record.id, fact, start, end, record.text[start:end], sentence(record.text, start, end))


class _Roles:
    """The role of the section that a measure stands in."""

    def __init__(self, record: Record) -> None:
        self._of = {s.id: s.role for s in record.sections}

    def __call__(self, m: Measure) -> Role | None:
        return self._of.get(m.section or "")


def _targets(record: Record, year: int, roles: _Roles) -> list[tuple[Key, Measure]]:
    """One target per key and firmness: the one of the target paragraph, else the first."""
    level = record.header.level
    found: dict[tuple[Key, bool], tuple[int, int, Measure]] = {}
    for i, m in enumerate(record.measures):
        if m.status != "target" or m.period not in (str(year), f"asof-{year}") or m.kind == "rank":
            continue
        if m.scope is not None and not _own(m.scope, level) and _foreign(m.scope, level):
            continue
        if m.indicator_id and _of_a_part(m, record):
            continue
        key = key_of(m, level)
        stretch = m.firmness in ("strive", "attempt")
        weight = (0 if roles(m) == "targets" else 1, i, m)
        held = found.get((key, stretch))
        if held is None or weight[:2] < held[:2]:
            found[(key, stretch)] = weight
    return [(key, m) for (key, _), (_, _, m) in sorted(found.items(), key=lambda x: (x[1][2].start, x[1][1]))]


class _Outcomes:
    """What a report says came of a year, by key; the best first."""

    def __init__(self, record: Record, year: int) -> None:
        self.record = record
        roles, level = _Roles(record), record.header.level
        found: dict[Key, list[tuple[tuple[int, int, int], Measure]]] = defaultdict(list)
        for i, m in enumerate(record.measures):
            if m.status == "target" or m.period not in (str(year), f"asof-{year}"):
                continue
            if m.scope is not None and _foreign(m.scope, level):
                continue
            role = roles(m)
            quote = record.text[m.start : m.end]
            if _of_many_years(record, m, year, role) or (m.indicator_id and _of_a_part(m, record)):
                continue
            weight = (0 if role in _BACK else 1, m.value is None or "连续" in quote, i)
            found[key_of(m, level)].append((weight, m))
        self._found = {k: [m for _, m in sorted(v, key=lambda x: x[0])] for k, v in found.items()}

    def get(self, key: Key) -> list[Measure]:
        return self._found.get(key, [])

    def of(self, indicator: str, kind: Kind) -> Measure | None:
        found = self.get(Key(indicator, kind, None, None))
        return found[0] if found else None


def _of_many_years(record: Record, m: Measure, year: int, role: Role | None) -> bool:
    """Whether a value that passes for last year's is rather one of several years: a five-year review sums flows up."""
    if "翻" in record.text[m.start : m.end]:
        return True
    if m.kind != "level":
        return False
    left, _ = sentence(record.text, m.start, m.end)
    before = record.text[left : m.end]
    if says(before, "last_year") or str(year) in before:
        return False
    return (_flow(m) and role == "review_term") or says(before[-_PRICES:], "many_years")


def _flow(m: Measure) -> bool:
    return m.indicator is not None and "新增" in m.indicator


def _of_a_part(m: Measure, record: Record) -> bool:
    """A figure of a zone or a district group (新区, 开发区) that the name tells of; never where the place is one itself."""
    return says(m.name, "part") and not says(record.header.jurisdiction or "", "part")


def _own(scope: str, level: str | None) -> bool:
    return not _foreign(scope, level) and len(scope) <= 4 and scope[:1] in "全我本"


def _foreign(scope: str, level: str | None) -> bool:
    """A scope that is not the reporting place's: the whole nation, or a higher unit (全省 in a city's report)."""
    if scope in words("not_own"):
        return level != "nation"
    unit = scope[-1:]
    return (level == "prefecture" and unit == "省") or (level == "county" and unit in "省")


def _pair(step: Step, key: Key, m: Measure, later: _Outcomes | None, lookup: Lookup) -> Pair:
    target = figure(step.before, m)
    outcome: Measure | None = None
    others: list[Measure] = []
    layers: Layers | None = None
    if m.firmness in ("strive", "attempt"):
        layers = both("unrateable", "stretch")
    if m.op == "assigned":
        layers = both("unrateable", "assigned", f"数值不在文中：{m.ref or '上级下达'}")
    comparators: tuple[Figure, ...] = ()
    if later is None:
        layers = layers or both("unreported", (step.missing or "no_report").replace("_", "-"))
    else:
        found = _fit(later, key, m)
        if found:
            outcome, others = found[0], [o for o in found[1:4] if o.value != found[0].value]
    shown = figure(later.record, outcome) if later and outcome else None
    if later is not None and layers is None:
        if shown is None or outcome is None:
            layers, shown, comparators = _absent(later, key, m, target)
        else:
            layers, comparators = _verdict(step, key, m, target, shown, later, lookup)
    assert layers is not None
    return Pair(
        step.place, step.before.header.jurisdiction, step.before.header.level, step.year, m.indicator_id, m.name,
        key.kind, key.rate, key.scope, target, shown, layers.official, layers.strict, layers.gap, comparators,
        tuple(figure(later.record, o) for o in others) if later else (), _flags(target, shown, others),
    )  # fmt: skip


def _fit(later: _Outcomes, key: Key, m: Measure) -> list[Measure]:
    """Outcomes of the key whose unit can be compared, the target's own basis first."""
    found = later.get(key)
    if m.value is None or not found:
        return found
    dimension = fold(m.unit).dimension
    fit = [o for o in found if o.value is None or fold(o.unit).dimension == dimension]
    if _flow(m) and len(fit) > 1 and fit[0].value and fit[1].value:
        # What is added in a year is never several times what another sentence says: that one summed years up.
        first, second = in_base(fit[0].value, fit[0].unit), in_base(fit[1].value, fit[1].unit)
        if first > _SUMMED * second:
            return fit[1:]
    return fit


def _absent(
    later: _Outcomes, key: Key, m: Measure, target: Figure
) -> tuple[Layers, Figure | None, tuple[Figure, ...]]:
    """No outcome under the same key: its two parts, or another indicator in its place, else it is unreported."""
    if m.indicator_id == "income_all" and "城乡" in m.name and m.value is not None and key.kind == "growth":
        town = later.of("income_urban", "growth")
        land = later.of("income_rural", "growth") or later.of("income_rural_net", "growth")
        if town is not None and land is not None and town.value is not None and land.value is not None:
            parts = sorted((figure(later.record, o) for o in (town, land)), key=lambda f: f.value or 0.0)
            low = judge(target, parts[0], m.indicator_id, key.kind)
            layers = Layers(
                Judgement(low.official.verdict, "parts"), Judgement(low.strict.verdict, "parts"), low.gap
            )
            return layers, parts[0], tuple(parts)
    for other in sorted(kin(m.indicator_id or "")):
        found = later.get(Key(other, key.kind, key.rate, key.scope))
        if found:
            return both("redefined", "redefined", f"改报{found[0].name}"), figure(later.record, found[0]), ()
    return both("unreported", "not-found"), None, ()


def _verdict(
    step: Step, key: Key, m: Measure, target: Figure, outcome: Figure, later: _Outcomes, lookup: Lookup
) -> tuple[Layers, tuple[Figure, ...]]:
    left, right = outcome.quote.sentence
    if says(later.record.text[left:right], "adjusted"):
        return both("adjusted", "adjusted"), ()
    if m.op in _RELATIVE:
        comparators = _comparators(step, m, target, later, lookup)
        return judge_sync(target, outcome, comparators, m.op), comparators
    if key.kind == "growth" and _basis(target, m) != _basis(outcome, m):
        return both("unrateable", "basis", "一处为实际增长，一处为名义增长"), ()
    return judge(target, outcome, m.indicator_id, key.kind), ()


def _basis(f: Figure, m: Measure) -> str | None:
    return f.basis or bases().get(m.indicator_id or "") or None


def _comparators(
    step: Step, m: Measure, target: Figure, later: _Outcomes, lookup: Lookup
) -> tuple[Figure, ...]:
    """The figures of the reference: of the economy both GDP and per-capita GDP, of a higher level its own report's."""
    ref = m.ref or ""
    above = next(
        (lv for word, lv in (("全国", "nation"), ("国家", "nation"), ("省", "province")) if word in ref), None
    )
    if above == "province" and step.before.header.level == "province":
        above = None
    if above:
        found = lookup(_parent(step.place, above), step.year, m.indicator_id or "", m.kind)
        return (found,) if found else ()
    out = []
    if any(word in ref for word in ("经济", "生产总值", "GDP")):
        wanted = ["gdp", "gdp_per_capita"]
    elif "城镇" in ref or "城市" in ref:
        wanted = ["income_urban"]
    elif "财政" in ref or "预算" in ref:
        wanted = ["budget_rev"]
    else:
        wanted = []
    for indicator in wanted:
        o = later.of(indicator, "growth")
        if o is not None:
            out.append(figure(later.record, o))
    return tuple(out)


def _parent(place: str, level: str) -> str:
    return "000000" if level == "nation" else place[:2] + "0000"


def _lookup(places: dict[str, dict[int, Record]]) -> Lookup:
    """Outcomes of other places, read when asked for."""
    made: dict[tuple[str, int], _Outcomes | None] = {}

    def find(place: str, year: int, indicator: str, kind: Kind) -> Figure | None:
        at = (place, year)
        if at not in made:
            record = places.get(place, {}).get(year + 1)
            made[at] = _Outcomes(record, year) if record else None
        later = made[at]
        found = later.of(indicator, kind) if later else None
        return figure(later.record, found) if later and found else None

    return find


def _flags(target: Figure, outcome: Figure | None, others: list[Measure]) -> tuple[str, ...]:
    out = []
    if outcome is not None and outcome.status == "estimate":
        out.append("estimate")
    if others:
        out.append("several_outcomes")
    if outcome is not None and outcome.basis != target.basis:
        out.append("basis_said_once")
    if "ambiguous_period" in target.flags or (outcome is not None and "ambiguous_period" in outcome.flags):
        out.append("ambiguous_period")
    return tuple(out)
