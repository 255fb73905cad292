"""Pairs (目标与结果): each target of a report with what the next report of the same place says came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from luoshi.account.keys import Key, figure, is_flat
from luoshi.account.record import Record
from luoshi.account.series import Step, by_place, steps
from luoshi.account.shapes import Absence, Figure, Judgement, Pair
from luoshi.account.told import Outcomes, out_of_scale, targets
from luoshi.account.verdicts import Layers, both, judge, judge_sync
from luoshi.account.words import bases, kin, says, words
from luoshi.facts.shapes import Kind, Measure

_RELATIVE = ("sync", "above")

Lookup = Callable[[str, int, str, Kind], Figure | None]


def pairs(
    records: Iterable[Record],
    only: frozenset[str] | None = None,
    wanted: Callable[[Step], bool] = lambda _: True,
) -> list[Pair]:
    """All pairs of all places, by place, year and position; ``only`` keeps these indicator ids, ``wanted`` these steps."""
    places = by_place(records)
    lookup = _lookup(places)
    return [p for step in steps(places) if wanted(step) for p in pair_step(step, lookup, only)]


def pair_step(step: Step, lookup: Lookup, only: frozenset[str] | None = None) -> Iterator[Pair]:
    """The pairs of one report and its next."""
    later = Outcomes(step.after, step.year) if step.after is not None else None
    found = targets(step.before, step.year)
    aimed = frozenset(m.indicator_id for _, m in found if m.indicator_id)
    for key, m in found:
        if only is None or m.indicator_id in only:
            yield _pair(step, key, m, later, lookup, aimed)


def _pair(
    step: Step, key: Key, m: Measure, later: Outcomes | None, lookup: Lookup, aimed: frozenset[str]
) -> Pair:
    target = figure(step.before, m)
    outcome: Measure | None = None
    others: list[Measure] = []
    layers: Layers | None = None
    if m.firmness in ("strive", "attempt"):
        layers = both("unrateable", "stretch")
    if m.op == "assigned":
        layers = both("unrateable", "assigned", f"数值不在文中：{m.ref or '上级下达'}")
    comparators: tuple[Figure, ...] = ()
    absent: Absence = step.missing or "silent"
    if later is None:
        layers = layers or both("unreported", (step.missing or "no_report").replace("_", "-"))
    else:
        found = _same_basis_first(later, later.fit(key, m), key, m, target)
        fit = [o for o in found if not out_of_scale(key, m, o)]
        if fit:
            outcome, others = fit[0], [o for o in fit[1:4] if o.value != fit[0].value]
        elif found:
            absent, others = "doubtful", found[:3]
            layers = layers or both("unreported", "scale", "同名的数相差两倍半以上，像是另一范围的数")
    shown = figure(later.record, outcome) if later and outcome else None
    if later is not None and layers is None:
        if shown is None or outcome is None:
            layers, shown, comparators = _absent(step, later, key, m, target, lookup, aimed)
        else:
            layers, comparators = _verdict(step, key, m, target, shown, later, lookup)
    if shown is None and absent == "silent" and later is not None and later.record.completeness != "whole":
        # What a copy that breaks off does not tell may have stood behind the break.
        absent = "abridged"
        if layers is not None and layers.strict.rule == "not-found":
            layers = both("unreported", "abridged")
    assert layers is not None
    return Pair(
        step.place, step.before.header.jurisdiction, step.before.header.level, step.year, m.indicator_id, m.name,
        key.kind, key.rate, key.scope, target, shown, layers.official, layers.strict, layers.gap, comparators,
        tuple(figure(later.record, o) for o in others) if later else (), _flags(target, shown, others),
        None if shown else absent,
    )  # fmt: skip


def _same_basis_first(
    later: Outcomes, found: list[Measure], key: Key, m: Measure, target: Figure
) -> list[Measure]:
    """“增长10.4%，实际增长7.4%”: a real target is held against the real one, wherever it stands."""
    if key.kind != "growth" or len(found) < 2:
        return found
    basis = _basis(target, m)
    return sorted(found, key=lambda o: (o.value is None, _basis(figure(later.record, o), m) != basis))


def _absent(
    step: Step,
    later: Outcomes,
    key: Key,
    m: Measure,
    target: Figure,
    lookup: Lookup,
    aimed: frozenset[str],
) -> tuple[Layers, Figure | None, tuple[Figure, ...]]:
    """No outcome under the same key: its two parts, or another indicator in its place, else it is unreported.

    An indicator that was ``aimed`` at itself answers for its own target only.
    """
    parts = _town_and_land(later, key, m)
    if parts and m.op in _RELATIVE:
        comparators = _comparators(step, m, later, lookup)
        low = judge_sync(target, parts[0], comparators, m.op)
        return _under("parts", low), parts[0], (*parts, *comparators)
    if parts and m.value is not None:
        return _under("parts", judge(target, parts[0], m.indicator_id, key.kind)), parts[0], parts
    for other in sorted(kin(m.indicator_id or "") - aimed):
        found = later.get(Key(other, key.kind, key.rate, key.scope))
        if found:
            return both("redefined", "redefined", f"改报{found[0].name}"), figure(later.record, found[0]), ()
    return both("unreported", "not-found"), None, ()


def _town_and_land(later: Outcomes, key: Key, m: Measure) -> tuple[Figure, ...]:
    """The growth of urban and of rural income, the lower one first, where one target was set for both."""
    if m.indicator_id != "income_all" or "城乡" not in m.name or key.kind != "growth":
        return ()
    town = later.of("income_urban", "growth")
    land = later.of("income_rural", "growth") or later.of("income_rural_net", "growth")
    if town is None or land is None or town.value is None or land.value is None:
        return ()
    return tuple(sorted((figure(later.record, o) for o in (town, land)), key=lambda f: f.value or 0.0))


def _under(rule: str, layers: Layers) -> Layers:
    """The same verdicts under another rule; what could not be judged keeps its own."""
    if layers.strict.verdict == "unrateable":
        return layers
    return Layers(
        Judgement(layers.official.verdict, rule), Judgement(layers.strict.verdict, rule), layers.gap
    )


def _verdict(
    step: Step, key: Key, m: Measure, target: Figure, outcome: Figure, later: Outcomes, lookup: Lookup
) -> tuple[Layers, tuple[Figure, ...]]:
    left, right = outcome.quote.sentence
    if says(later.record.text[left:right], "adjusted"):
        return both("adjusted", "adjusted"), ()
    if m.op == "sync" and is_flat(m, target.quote.text):
        still = msgspec.structs.replace(target, op="=", value=0.0, unit="%")
        return _under("flat", judge(still, outcome, m.indicator_id, key.kind)), ()
    if m.op in _RELATIVE:
        comparators = _comparators(step, m, later, lookup)
        return judge_sync(target, outcome, comparators, m.op), comparators
    layers = judge(target, outcome, m.indicator_id, key.kind)
    if key.kind == "growth" and m.value is not None and _basis(target, m) != _basis(outcome, m):
        return _over_bases(layers, m, later, real=_basis(outcome, m) == "real"), ()
    return layers, ()


def _over_bases(layers: Layers, m: Measure, later: Outcomes, real: bool) -> Layers:
    """A nominal target and a real outcome, or the reverse: judged only where rising prices leave no doubt.

    Where prices rose, a real growth that reaches a nominal target has reached it nominally, too; a nominal growth
    that misses a real target has missed it really, too.
    """
    prices = later.of("cpi", "growth")
    rose = prices is not None and prices.value is not None and prices.value >= 0
    sure = ("met", "exceeded") if real else ("missed",)
    if rose and m.indicator_id in words("consumer_prices") and layers.strict.verdict in sure:
        return _under("basis-bound", layers)
    return both("unrateable", "basis", "一处为实际增长，一处为名义增长")


def _basis(f: Figure, m: Measure) -> str | None:
    return f.basis or bases().get(m.indicator_id or "") or None


def _comparators(step: Step, m: Measure, later: Outcomes, lookup: Lookup) -> tuple[Figure, ...]:
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
    made: dict[tuple[str, int], Outcomes | None] = {}

    def find(place: str, year: int, indicator: str, kind: Kind) -> Figure | None:
        at = (place, year)
        if at not in made:
            record = places.get(place, {}).get(year + 1)
            made[at] = Outcomes(record, year) if record else None
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
