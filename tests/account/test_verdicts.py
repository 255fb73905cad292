"""Verdicts: one target against one outcome, in two layers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.account.shapes import Figure, Quote
from luoshi.account.verdicts import Layers, judge, judge_sync
from luoshi.facts.shapes import Kind
from luoshi.lexicon.tables import rows

RULES = {r["rule"] for r in rows("verdict_rules.tsv")}


def fig(op: Any, value: float | None, unit: str | None = "%", quote: str = "", **more: Any) -> Figure:
    fields: dict[str, Any] = {"name": "指标", "high": None, "status": "target"}
    return Figure(Quote("r", None, 0, 0, quote, (0, 0)), op=op, value=value, unit=unit, **(fields | more))


def verdicts(
    target: Figure, outcome: Figure, indicator: str | None, kind: Kind = "growth"
) -> tuple[str, ...]:
    found = judge(target, outcome, indicator, kind)
    assert {found.official.rule, found.strict.rule} <= RULES
    return found.strict.verdict, found.official.verdict


@pytest.mark.parametrize(
    ("op", "goal", "got", "strict", "official"),
    [
        (">=", 6, 6, "met", "met"),
        (">=", 6, 6.1, "exceeded", "exceeded"),
        (">=", 6, 5.9, "missed", "missed"),
        ("~", 7.5, 7.4, "missed", "met"),
        ("~", 7.5, 7.3, "missed", "missed"),
        ("~", 7, 7, "met", "met"),
        ("~", 7, 7.2, "exceeded", "exceeded"),
        ("=", 8, 7.9, "missed", "missed"),
        ("=", 8, 8.3, "exceeded", "exceeded"),
    ],
)
def test_growth_of_the_economy(op: str, goal: float, got: float, strict: str, official: str) -> None:
    assert verdicts(fig(op, goal), fig("=", got), "gdp") == (strict, official)


@pytest.mark.parametrize(("got", "verdict"), [(5.9, "missed"), (6, "met"), (6.5, "met"), (6.8, "exceeded")])
def test_a_range_is_kept_at_its_low_end_and_exceeded_above(got: float, verdict: str) -> None:
    assert verdicts(fig("range", 6, high=6.5), fig("=", got), "gdp") == (verdict, verdict)


@pytest.mark.parametrize(
    ("op", "got", "verdict"), [("~", 2.5, "met"), ("~", 3.9, "missed"), ("<=", 3.5, "met")]
)
def test_prices_have_a_ceiling(op: str, got: float, verdict: str) -> None:
    assert verdicts(fig(op, 3.5), fig("=", got), "cpi")[0] == verdict


def test_less_unemployment_is_better() -> None:
    assert verdicts(fig("~", 6), fig("=", 5.6), "unemp_survey", "level") == ("exceeded", "exceeded")
    assert verdicts(fig("<=", 4), fig("=", 3.1), "unemp_reg", "level") == ("met", "met")
    assert verdicts(fig("<=", 4), fig("=", 4.1), "unemp_reg", "level") == ("missed", "missed")


def test_a_fall_is_kept_by_a_greater_fall() -> None:
    assert verdicts(fig("<=", -3), fig("=", -3.4), "energy_intensity")[0] == "exceeded"
    assert verdicts(fig("=", -3), fig("=", -2.8), "energy_intensity")[0] == "missed"


def test_other_units_are_converted_and_never_forced() -> None:
    assert verdicts(fig(">=", 1, "亿斤"), fig("=", 5, "万吨"), "grain_output", "level")[0] == "met"
    assert judge(fig("=", 5, "亿元"), fig("=", 5, "%"), "fai", "level").strict.rule == "unit"


@pytest.mark.parametrize(
    ("op", "quote", "value", "verdict"),
    [
        (">=", "突破400亿元", 400, "met"),
        (">=", "突破390亿元", 390, "unrateable"),
        ("~", "近400亿元", 400, "missed"),
        ("~", "近410亿元", 410, "unrateable"),
        ("~", "近500亿元", 500, "exceeded"),
        ("~", "400多亿元", 400, "met"),
    ],
)
def test_an_outcome_that_is_only_a_bound(op: str, quote: str, value: float, verdict: str) -> None:
    assert verdicts(fig("=", 400, "亿元"), fig(op, value, "亿元", quote), "gdp", "level")[0] == verdict


@pytest.mark.parametrize(("got", "verdict"), [(-500, "missed"), (-920, "met"), (-950, "exceeded")])
def test_a_cut_that_is_wanted_is_kept_by_cutting(got: float, verdict: str) -> None:
    target = fig("=", -920, "亿元", quote="投资规模压缩920亿元")
    assert verdicts(target, fig("=", got, "亿元"), "fai", "change")[0] == verdict


def test_a_rate_held_at_a_figure_is_that_figure() -> None:
    assert verdicts(fig("~", 3), fig("<=", 3.3, quote="涨幅控制在3.3%"), "cpi")[0] == "missed"


def test_without_a_direction_only_the_same_figure_is_kept() -> None:
    assert verdicts(fig("=", 30, "亿吨"), fig("=", 30, "亿吨"), "coal_output", "level")[0] == "met"
    assert verdicts(fig("=", 30, "亿吨"), fig("=", 31, "亿吨"), "coal_output", "level")[0] == "unrateable"


def sync(gap: float, quote: str, second: float | None = None) -> Layers:
    against = [fig("=", 6.7)] + ([fig("=", 6.7 - second)] if second else [])
    return judge_sync(
        fig("sync", None, None, quote, ref="经济增长"), fig("=", 6.7 + gap), tuple(against), "sync"
    )


def test_keeping_pace_with_the_economy() -> None:
    assert sync(0, "同步").strict.verdict == "met"
    assert (sync(-0.2, "同步").official.verdict, sync(-0.2, "基本同步").official.verdict) == ("missed", "met")
    assert sync(-0.2, "基本同步").strict.verdict == "missed"
    assert sync(-0.3, "基本同步").official.verdict == "missed"
    assert sync(-0.3, "同步", second=0.4).official.verdict == "met", "per-capita GDP is the other comparator"


def test_above_a_reference_is_more_and_not_below_is_at_least() -> None:
    against = (fig("=", 6),)
    for quote, verdict in (("高于经济增长", "missed"), ("不低于经济增长", "met")):
        found = judge_sync(fig("above", None, None, quote), fig("=", 6), against, "above")
        assert found.strict.verdict == verdict
    assert judge_sync(fig("above", None, None), fig("=", 6), (), "above").strict.rule == "no-comparator"


numbers = st.decimals(-30, 30, places=1).map(float)


@given(
    st.sampled_from(["=", "~", ">=", "<="]), numbers, numbers, st.sampled_from(["gdp", "unemp_survey", "cpi"])
)
def test_official_practice_is_never_harsher_than_arithmetic(
    op: str, goal: float, got: float, indicator: str
) -> None:
    found = judge(fig(op, goal), fig("=", got), indicator, "growth")
    assert {found.official.rule, found.strict.rule} <= RULES
    if found.strict.verdict in ("met", "exceeded"):
        assert found.official == found.strict


@given(numbers, numbers, numbers)
def test_more_growth_is_never_a_worse_verdict(goal: float, a: float, b: float) -> None:
    order = ["missed", "met", "exceeded"]
    low, high = sorted((a, b))
    worse, better = (
        order.index(judge(fig(">=", goal), fig("=", x), "gdp", "growth").strict.verdict) for x in (low, high)
    )
    assert worse <= better
