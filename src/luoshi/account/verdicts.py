"""Verdicts (兑现判定): one target held against one outcome, in two layers, each under a named rule.

Everything here is arithmetic on two figures; which outcome belongs to which target is settled in :mod:`pairs`.
"""

from __future__ import annotations

from typing import NamedTuple

from luoshi.account.shapes import Figure, Judgement, Verdict
from luoshi.account.units import alike, clean, fold, in_base
from luoshi.account.words import Direction, direction, says, tolerance
from luoshi.facts.shapes import Kind

_NEARLY = 0.9  # 近, 接近 tell of a value that is at least so much of what is printed


class Layers(NamedTuple):
    """The official and the strict verdict, and outcome minus target in the target's unit."""

    official: Judgement
    strict: Judgement
    gap: float | None = None


def both(verdict: Verdict, rule: str, why: str = "", gap: float | None = None) -> Layers:
    """The same judgement in both layers."""
    j = Judgement(verdict, rule, why)
    return Layers(j, j, gap)


def judge(target: Figure, outcome: Figure, indicator: str | None, kind: Kind) -> Layers:
    """A target with a number against an outcome of the same thing."""
    if target.value is None:
        return _without_number(outcome, "qualitative-target")
    if outcome.value is None:
        return _without_number(outcome, "qualitative-outcome")
    if outcome.op in ("sync", "above"):
        return _against_words(outcome)
    unit_t = fold(target.unit)
    if not alike(target.unit, outcome.unit):
        return both("unrateable", "unit", f"目标以{target.unit}计，结果以{outcome.unit}计")
    goal, high = in_base(target.value, target.unit), target.high
    top = in_base(high, target.unit) if high is not None else goal
    got = in_base(outcome.value, outcome.unit)
    gap = clean((got - goal) / unit_t.factor)
    better = direction(indicator, target.name, target.value)
    rule, low_good = _rule(target, indicator, better)
    if rule is None:
        return (
            both("met", "bare-point", gap=gap)
            if got == goal
            else both("unrateable", "bare-point", "指标没有好坏方向", gap)
        )
    slack = clean(_slack(rule, indicator, target, unit_t.dimension, unit_t.factor))
    ceiling = rule in ("ceiling", "around-ceiling")
    if rule == "range":
        if low_good:
            goal, top = top, goal
        gap = clean((got - goal) / unit_t.factor)
    bound = _bound(outcome, got, goal, low_good)
    if bound is not None:
        return both(bound[0], bound[1] or rule, gap=gap)
    strict = Judgement(_compare(got, goal, top, low_good, 0.0, ceiling), rule)
    official = strict
    if slack and strict.verdict == "missed":
        verdict = _compare(got, goal, top, low_good, slack, ceiling)
        if verdict != "missed":
            official = Judgement(verdict, f"{rule}-tolerance", f"在 {slack / unit_t.factor:g} 的余地内")
    return Layers(official, strict, gap)


def judge_sync(target: Figure, outcome: Figure, comparators: tuple[Figure, ...], op: str) -> Layers:
    """A target of keeping pace with, or ahead of, a reference; ``comparators`` are the reference's figures."""
    values = [c.value for c in comparators if c.value is not None]
    if outcome.value is None or outcome.op in ("sync", "above"):
        return both("direction_only", "qualitative-outcome", "结果只说同步或高于，没有数")
    if not values:
        return both("unrateable", "no-comparator", f"文中没有“{target.ref or '比较对象'}”的数")
    gaps = [clean(outcome.value - v) for v in values]
    if op == "above":
        margin = target.value or 0.0
        inclusive = says(target.quote.text, "inclusive") or bool(margin)
        fine = [clean(g - margin) >= 0 if inclusive else g > margin for g in gaps]
        rule = "above"
        strict: Verdict = "met" if fine[0] else "missed"
        return Layers(Judgement("met" if any(fine) else "missed", rule), Judgement(strict, rule), gaps[0])
    strict = "met" if gaps[0] >= 0 else "missed"
    official = Judgement("met" if max(gaps) >= 0 else "missed", "sync")
    if official.verdict == "missed" and says(target.quote.text, "basic"):
        slack = tolerance("sync-basic", None, "percent")
        if clean(max(gaps) + slack) >= 0:
            official = Judgement("met", "sync-basic", f"差 {-max(gaps):g}，在 {slack:g} 的余地内")
    return Layers(official, Judgement(strict, "sync"), gaps[0])


def _rule(target: Figure, indicator: str | None, better: Direction) -> tuple[str | None, bool]:
    """The rule of a target, and whether less is better under it."""
    value = target.value or 0.0
    if target.op == ">=":
        return "floor", False
    if target.op == "<=":
        return ("fall-floor", True) if value < 0 else ("ceiling", True)
    if indicator == "cpi" and target.op in ("~", "=", "range"):
        return "around-ceiling" if target.op != "range" else "range", True
    low_good = better == "lower" or (value < 0 and says(target.quote.text, "cut"))
    if target.op == "range":
        return "range", low_good
    if better == "neutral":
        return None, False
    return ("around" if target.op == "~" else "bare"), low_good


def _compare(got: float, goal: float, top: float, low_good: bool, slack: float, ceiling: bool) -> Verdict:
    if low_good:
        got, goal, top = -got, -goal, -top
    if clean(got - goal + slack) < 0:
        return "missed"
    return "exceeded" if got > top and not ceiling else "met"


def _slack(rule: str, indicator: str | None, target: Figure, dimension: str, factor: float) -> float:
    if rule not in ("around", "around-ceiling"):
        return 0.0
    name = f"{rule}-tolerance"
    if dimension in ("percent", "point"):
        return tolerance(name, indicator, "percent") * factor
    return tolerance(name, indicator, "ratio") * abs(target.value or 0.0) * factor


def _bound(outcome: Figure, got: float, goal: float, low_good: bool) -> tuple[Verdict, str | None] | None:
    """Outcomes that are only bounds: 突破400 meets 400, 近400 does not say; None where the bound can be read as a value."""
    words = outcome.quote.text
    # “控制在3.3%” of what is past says 3.3, only 以内 says less.
    under = outcome.op in ("<=", "~") and says(words, "under")
    over = outcome.op == ">=" or (outcome.op == "~" and not under and says(words, "over"))
    if got < 0:
        under, over = over, under
    if over and not low_good:
        return None if got >= goal else ("unrateable", "bound-outcome")
    if under and not low_good:
        if says(words, "near") and got * _NEARLY > goal:
            return None  # 近15% is past 12%, however near
        return ("missed", None) if got <= goal else ("unrateable", "bound-outcome")
    if over and low_good:
        return ("missed", None) if got >= goal else ("unrateable", "bound-outcome")
    if under and low_good:
        return None if got <= goal else ("unrateable", "bound-outcome")
    return None


def _against_words(outcome: Figure) -> Layers:
    """“超过预期目标5万人” tells by how much the target was passed; 高于全国2个百分点 tells nothing of it."""
    if outcome.op == "above" and says(outcome.ref or outcome.quote.text, "planned"):
        return both("exceeded", "over-target-said", gap=outcome.value)
    return both("direction_only", "qualitative-outcome")


def _without_number(outcome: Figure, rule: str) -> Layers:
    if (
        outcome.value is None
        and not says(outcome.quote.text, "better")
        and not says(outcome.quote.text, "worse")
    ):
        return both("unrateable", rule, "两处都没有数")
    return both("direction_only", rule)
