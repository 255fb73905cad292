"""Pairs: a target and what the next report of the same place says came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from luoshi.account.pairs import pairs
from luoshi.account.record import NotARecord, Record, of_line, of_reading
from luoshi.account.series import by_place, steps
from luoshi.account.shapes import Pair
from luoshi.facts.reading import read
from luoshi.lexicon.tables import rows

Make = Callable[..., Record]

GDP = {"indicator": "地区生产总值", "indicator_id": "gdp"}
JOBS = {"indicator": "城镇新增就业", "indicator_id": "urban_jobs", "kind": "level"}
DONE = {"status": "actual"}


def goal(report: Make, quote: str, name: str, **fields: Any) -> Record:
    return report(2031, f"今年目标是：{quote}。", [(quote, name, fields)], role="targets")


def told(report: Make, *values: tuple[str, str, dict[str, Any]], **more: Any) -> Record:
    return report(2032, "，".join(q for q, _, _ in values) + "。", list(values), **more)


def only(*records: Record) -> Pair:
    (pair,) = pairs(records)
    return pair


def test_a_target_meets_its_outcome_with_both_quotes(report: Make) -> None:
    before = goal(report, "地区生产总值增长6%左右", "地区生产总值", op="~", value=6.0, **GDP)
    after = told(report, ("增长5.9%", "地区生产总值", {"value": 5.9, **GDP, **DONE}))
    pair = only(after, before)
    assert (pair.strict.verdict, pair.official.verdict, pair.gap) == ("missed", "met", -0.1)
    assert pair.outcome is not None
    for record, quote in ((before, pair.target.quote), (after, pair.outcome.quote)):
        assert record.text[quote.start : quote.end] == quote.text
        left, right = quote.sentence
        assert left <= quote.start < quote.end <= right
    assert pair.target.quote.report == "2031-1"


def test_what_is_not_told_is_unreported_and_never_missed(report: Make) -> None:
    before = goal(report, "增长6%", "地区生产总值", value=6.0, **GDP)
    other = told(
        report,
        ("完成90亿元", "地区生产总值", {"kind": "level", "unit": "亿元", "value": 90.0, **GDP, **DONE}),
    )
    assert only(before, other).strict.rule == "not-found"
    assert only(before).strict.rule == "no-report"


def test_an_abridged_copy_neither_promises_nor_answers(report: Make) -> None:
    before = goal(report, "增长6%", "地区生产总值", value=6.0, **GDP)
    after = told(report, ("增长6%", "地区生产总值", {"value": 6.0, **GDP, **DONE}), completeness="abridged")
    assert only(before, after).strict.rule == "abridged"
    assert pairs([msgspec.structs.replace(before, completeness="abridged"), after]) == []


def test_a_copy_that_breaks_off_is_silent_about_nothing(report: Make) -> None:
    before = goal(report, "增长6%", "地区生产总值", value=6.0, **GDP)
    other = ("完成90亿元", "地区生产总值", {"kind": "level", "unit": "亿元", "value": 90.0, **GDP, **DONE})
    pair = only(before, told(report, other, completeness="truncated"))
    assert (pair.absent, pair.strict.rule) == ("abridged", "abridged")
    growth = told(report, ("增长6%", "地区生产总值", {"value": 6.0, **GDP, **DONE}), completeness="truncated")
    assert only(before, growth).strict.verdict == "met", "what it tells it tells"


def test_a_whole_copy_stands_before_an_abridged_one(report: Make) -> None:
    whole = goal(report, "增长6%", "地区生产总值", value=6.0, **GDP)
    cut = msgspec.structs.replace(whole, id="a-1", completeness="abridged")
    assert by_place([cut, whole])["990001"][2031] is whole


@pytest.mark.parametrize(
    "fields", [{"rate": "annual"}, {"rate": "cumulative"}, {"kind": "change"}, {"period": "2026-2031"}]
)
def test_other_rates_kinds_and_periods_do_not_pair(report: Make, fields: dict[str, Any]) -> None:
    before = goal(report, "增长6%", "地区生产总值", value=6.0, **GDP)
    after = told(report, ("增长9%", "地区生产总值", {"value": 9.0, **GDP, **DONE, **fields}))
    assert only(before, after).strict.verdict == "unreported"


def test_a_five_year_review_gives_last_years_outcome(report: Make) -> None:
    before = goal(report, "城镇新增就业7万人", "城镇新增就业", value=7.0, unit="万人", **JOBS)
    text = "五年城镇新增就业40万人，其中去年城镇新增就业7.2万人。"
    five = ("新增就业40万人", "城镇新增就业", {"value": 40.0, "unit": "万人", **JOBS, **DONE})
    last = ("新增就业7.2万人", "城镇新增就业", {"value": 7.2, "unit": "万人", **JOBS, **DONE})
    after = report(2032, text, [five, last], role="review_term")
    pair = only(before, after)
    assert pair.outcome is not None
    assert pair.outcome.value == 7.2


def test_a_sum_of_years_never_stands_for_one(report: Make) -> None:
    before = goal(report, "城镇新增就业7万人", "城镇新增就业", value=7.0, unit="万人", **JOBS)
    five = ("新增就业40万人", "城镇新增就业", {"value": 40.0, "unit": "万人", **JOBS, **DONE})
    last = ("新增就业7.2万人", "城镇新增就业", {"value": 7.2, "unit": "万人", **JOBS, **DONE})
    pair = only(before, told(report, five, last))
    assert pair.outcome is not None
    assert pair.outcome.value == 7.2


@pytest.mark.parametrize(
    ("quote", "name", "value"),
    [("总量翻了一番", "地区生产总值", 100.0), ("临江新区地区生产总值增长20%", "临江新区地区生产总值", 20.0)],
)
def test_a_doubling_or_a_part_of_the_place_is_no_outcome(
    report: Make, quote: str, name: str, value: float
) -> None:
    before = goal(report, "增长6%", "地区生产总值", value=6.0, **GDP)
    assert only(before, told(report, (quote, name, {"value": value, **GDP, **DONE}))).outcome is None


def test_a_stretch_is_not_scored_beside_the_plain_target(report: Make) -> None:
    text = "增长6%，力争增长7%。"
    before = report(
        2031,
        text,
        [
            ("增长6%", "地区生产总值", {"value": 6.0, "firmness": "plain", **GDP}),
            ("力争增长7%", "地区生产总值", {"value": 7.0, "firmness": "strive", **GDP}),
        ],
        role="targets",
    )
    after = told(report, ("增长6.2%", "地区生产总值", {"value": 6.2, **GDP, **DONE}))
    plain, stretch = pairs([before, after])
    assert plain.strict.verdict == "exceeded"
    assert (stretch.strict.verdict, stretch.strict.rule) == ("unrateable", "stretch")


def test_an_assigned_target_has_no_value_in_the_text(report: Make) -> None:
    before = goal(report, "完成市下达任务", "地区生产总值", op="assigned", unit=None, ref="市下达任务", **GDP)
    after = told(report, ("增长6.2%", "地区生产总值", {"value": 6.2, **GDP, **DONE}))
    assert only(before, after).strict.rule == "assigned"


def test_a_near_relative_in_its_place_is_redefined(report: Make) -> None:
    survey = {"indicator": "城镇调查失业率", "indicator_id": "unemp_survey", "kind": "level"}
    registered = {"indicator": "城镇登记失业率", "indicator_id": "unemp_reg", "kind": "level"}
    before = goal(report, "调查失业率控制在5%以内", "城镇调查失业率", op="<=", value=5.0, **survey)
    after = told(report, ("登记失业率3.1%", "城镇登记失业率", {"value": 3.1, **registered, **DONE}))
    assert only(before, after).strict.verdict == "redefined"


def test_real_and_nominal_growth_are_not_compared(report: Make) -> None:
    income = {"indicator": "城镇居民人均可支配收入", "indicator_id": "income_urban"}
    before = goal(report, "增长6%", "城镇居民人均可支配收入", value=6.0, **income)
    after = told(report, ("实际增长6.5%", "城镇居民人均可支配收入", {"value": 6.5, **income, **DONE}))
    assert only(before, after).strict.rule == "basis"


def test_income_keeps_pace_with_the_economy_of_the_same_year(report: Make) -> None:
    income = {"indicator": "居民人均可支配收入", "indicator_id": "income_all"}
    before = goal(
        report, "居民收入与经济增长同步", "居民收入", op="sync", unit=None, ref="经济增长", **income
    )
    after = told(
        report,
        ("地区生产总值增长6.1%", "地区生产总值", {"value": 6.1, **GDP, **DONE}),
        ("居民收入增长6.3%", "居民收入", {"value": 6.3, **income, **DONE}),
    )
    pair = only(before, after)
    assert (pair.strict.verdict, pair.gap, len(pair.comparators)) == ("met", 0.2, 1)


def test_one_target_for_town_and_country_is_kept_by_both(report: Make) -> None:
    all_ = {"indicator": "居民人均可支配收入", "indicator_id": "income_all"}
    town, land = {"indicator_id": "income_urban", **DONE}, {"indicator_id": "income_rural", **DONE}
    before = goal(report, "城乡居民收入增长7%", "城乡居民收入", value=7.0, **all_)
    after = told(
        report,
        ("城镇收入增长6.8%", "城镇居民收入", {"value": 6.8, **town}),
        ("农村收入增长8%", "农村居民收入", {"value": 8.0, **land}),
    )
    pair = only(before, after)
    assert (pair.strict.verdict, pair.strict.rule, pair.gap) == ("missed", "parts", -0.2)


def test_added_grain_is_not_grain(report: Make) -> None:
    grain = {"indicator": "粮食产量", "indicator_id": "grain_output", "kind": "level", "unit": "万吨"}
    before = goal(report, "新增粮食5万吨", "新增粮食", value=5.0, **grain)
    after = told(report, ("粮食产量180万吨", "粮食产量", {"value": 180.0, **grain, **DONE}))
    assert only(before, after).strict.verdict == "unreported"


def test_a_line_without_text_is_refused_by_name() -> None:
    with pytest.raises(NotARecord, match="luoshi read --json"):
        of_line(b"{}")


@pytest.mark.corpus
def test_consecutive_reports_of_real_places(shared: Path) -> None:
    """Pairs of real reports: spans hold, rules are known, and every whole report has its step."""
    files = [shared / f"corpus/nation/{year}.md" for year in range(2017, 2021)]
    records = [of_reading(r) for f in files for r in read(f)]
    texts = {r.id: r.text for r in records}
    assert len(steps(by_place(records))) == len(files)
    found = pairs(records, frozenset({"gdp", "cpi", "urban_jobs", "unemp_reg", "unemp_survey"}))
    known = {r["rule"] for r in rows("verdict_rules.tsv")}
    for p in found:
        assert {p.strict.rule, p.official.rule} <= known
        for f in (p.target, p.outcome, *p.others, *p.comparators):
            if f is not None:
                assert texts[f.quote.report][f.quote.start : f.quote.end] == f.quote.text
    growth = {p.year: p.strict.verdict for p in found if p.indicator == "gdp" and p.kind == "growth"}
    assert growth[2017] == "exceeded"
    assert growth[2018] == "exceeded"
    assert growth[2019] == "met"
    assert found == pairs(
        list(reversed(records)), frozenset({"gdp", "cpi", "urban_jobs", "unemp_reg", "unemp_survey"})
    )
