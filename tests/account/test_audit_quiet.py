"""Quiet changes: targets that were there every year and are gone, softened, redefined or moved; 加码 between two levels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from luoshi.account.audit import audit
from luoshi.account.audit_shapes import Finding
from luoshi.account.audit_step_up import children, parent_of
from luoshi.account.record import Record
from luoshi.report.report import Header

Make = Callable[..., Record]
RETAIL = ("社会消费品零售总额", "retail_sales")
FAI = ("固定资产投资", "fai")
GDP = ("地区生产总值", "gdp")
PRICES = ("居民消费价格", "cpi")
JOBS = ("城镇新增就业", "urban_jobs")
INCOME = ("居民人均可支配收入", "income_all")
STEADY = (GDP, FAI, JOBS, INCOME)


def goals(report: Make, year: int, *named: Any, tail: str = "", **more: Any) -> Record:
    """A report of targets only: (name, id) grows by 6 %, (name, id, words, fields) as it says."""
    pieces, values = [], []
    for row in named:
        name, ident, words, fields = (*row, f"{row[0]}增长6%", {"value": 6.0})[:4] if len(row) == 2 else row
        pieces.append(words)
        values.append(
            (words, name, {"indicator": name, "indicator_id": ident, "period": str(year), **fields})
        )
    text = f"今年主要预期目标是：{'，'.join(pieces)}{tail}。"
    return report(year, text, values, role="targets", **more)


def years(report: Make, last: Record, *named: Any) -> list[Finding]:
    before = [goals(report, y, *named) for y in range(2027, 2031)]
    return [f for f in audit([*before, last], ["quiet"]).findings if f.year == 2031]


def test_a_target_of_four_years_that_is_gone_is_asked_about_with_all_its_quotes(report: Make) -> None:
    (finding,) = years(report, goals(report, 2031, *STEADY), *STEADY, RETAIL)
    assert (finding.rule, finding.cls, finding.indicator) == ("dropped", "silent", "retail_sales")
    assert [p.report_year for p in finding.parts] == [2027, 2028, 2029, 2030]


def test_two_years_are_too_few_to_miss_it(report: Make) -> None:
    before = [goals(report, y, *STEADY, *([RETAIL] if y > 2028 else [])) for y in range(2027, 2031)]
    assert audit([*before, goals(report, 2031, *STEADY)], ["quiet"]).findings == ()


def test_a_list_of_targets_that_was_hardly_read_misses_nothing(report: Make) -> None:
    assert years(report, goals(report, 2031, GDP, FAI), *STEADY, RETAIL) == []
    cut = goals(report, 2031, *STEADY, completeness="abridged")
    assert years(report, cut, *STEADY, RETAIL) == []


def test_a_number_by_another_name_keeps_the_audit_silent(report: Make) -> None:
    last = goals(report, 2031, *STEADY, tail="，物价涨幅控制在3%以内")
    assert years(report, last, *STEADY, PRICES) == []


@pytest.mark.parametrize(
    ("tail", "rule"),
    [
        ("，居民消费价格保持基本稳定", "to-words"),
        ("。考虑到不确定性，不设居民消费价格具体目标", "dropped-said"),
    ],
)
def test_words_without_a_number_and_a_target_given_up_aloud(report: Make, tail: str, rule: str) -> None:
    (finding,) = years(report, goals(report, 2031, *STEADY, tail=tail), *STEADY, PRICES)
    assert finding.rule == rule


def test_a_near_indicator_in_its_place_is_redefined(report: Make) -> None:
    registered = ("城镇登记失业率", "unemp_reg")
    surveyed = ("城镇调查失业率", "unemp_survey", "城镇调查失业率5%", {"value": 5.0, "kind": "level"})
    (finding,) = years(report, goals(report, 2031, *STEADY, surveyed), *STEADY, registered)
    assert (finding.rule, finding.parts[-1].quote.text) == ("redefined-kin", "城镇调查失业率5%")


def test_only_a_far_target_is_a_shifted_horizon(report: Make) -> None:
    far = (*RETAIL, "到2035年社会消费品零售总额达到90亿元",
           {"value": 90.0, "kind": "level", "unit": "亿元", "period": "2035"})  # fmt: skip
    (finding,) = years(report, goals(report, 2031, *STEADY, far), *STEADY, RETAIL)
    assert finding.rule == "horizon"


def test_amount_instead_of_growth_real_instead_of_nominal_and_another_extent_are_redefined(
    report: Make,
) -> None:
    amount = (*RETAIL, "社会消费品零售总额90亿元", {"value": 90.0, "kind": "level", "unit": "亿元"})
    (finding,) = years(report, goals(report, 2031, *STEADY, amount), *STEADY, RETAIL)
    assert finding.rule == "redefined-kind"
    real = (*INCOME, "居民人均可支配收入实际增长6%", {"value": 6.0})
    (finding,) = years(report, goals(report, 2031, GDP, FAI, JOBS, real, RETAIL), *STEADY, RETAIL)
    assert finding.rule == "redefined-basis"
    wide = ("全社会固定资产投资", "fai", "全社会固定资产投资增长6%", {"value": 6.0})
    (finding,) = years(report, goals(report, 2031, GDP, wide, JOBS, INCOME), *STEADY)
    assert (finding.rule, finding.why) == ("redefined-extent", "由“未说”改为“全社会”")


def test_a_short_name_of_the_same_indicator_is_no_other_extent(report: Make) -> None:
    fields = {"value": 5.0, "kind": "level"}
    short = ("调查失业率", "unemp_survey", "调查失业率5%", fields)
    full = ("城镇调查失业率", "unemp_survey", "城镇调查失业率5%", fields)
    assert not years(report, goals(report, 2031, *STEADY, full), *STEADY, short)
    brief = ("规上工业增加值", "ind_va_above", "规上工业增加值增长6%", {"value": 6.0})
    whole = ("规模以上工业增加值", "ind_va_above")
    assert not years(report, goals(report, 2031, *STEADY, brief), *STEADY, whole)


@pytest.mark.parametrize(
    ("words", "fields", "cls"),
    [
        ("地区生产总值增长6%左右", {"op": "~"}, "to_about"),
        ("地区生产总值增长6%", {"op": "="}, "to_bare"),
        ("力争地区生产总值增长6%以上", {"op": ">=", "firmness": "strive"}, "to_stretch"),
        ("地区生产总值增长6%以上", {"op": ">="}, None),
        ("确保地区生产总值增长6%以上", {"op": ">=", "firmness": "ensure"}, None),
    ],
)
def test_weaker_words_for_the_same_target(report: Make, words: str, fields: dict[str, Any], cls: str | None) -> None:  # fmt: skip
    firm = (*GDP, "地区生产总值增长7%以上", {"op": ">=", "value": 7.0})
    before = goals(report, 2030, firm, FAI, JOBS, INCOME)
    after = goals(report, 2031, (*GDP, words, {"value": 6.0, **fields}), FAI, JOBS, INCOME)
    found = audit([before, after], ["quiet"]).findings
    assert [(f.rule, f.cls) for f in found] == ([("softened", cls)] if cls else [])


def test_a_fall_of_at_least_is_firm_too(report: Make) -> None:
    energy = ("单位生产总值能耗", "energy_intensity")
    before = goals(report, 2030, *STEADY, (*energy, "能耗下降3%以上", {"op": "<=", "value": -3.0}))
    after = goals(report, 2031, *STEADY, (*energy, "能耗下降3%左右", {"op": "~", "value": -3.0}))
    (finding,) = audit([before, after], ["quiet"]).findings
    assert finding.why == "由“以上”改为“左右”"


def at(report: Make, code: str, name: str, level: str, date: str | None, *named: Any) -> Record:
    header = Header(name, (name,), code, level, 2031, 2030, None, date)
    return goals(report, 2031, *named, id=f"{code}-1", place=code, header=header)


def test_a_step_up_holds_a_place_against_the_level_above_with_days_and_coverage(report: Make) -> None:
    about = (*GDP, "地区生产总值增长5%左右", {"op": "~", "value": 5.0})
    nation = at(report, "000000", "国务院", "nation", "2031-03-05", about)
    province = at(report, "140000", "山西省", "province", "2031-01-12", GDP)
    city = at(report, "140400", "长治市", "prefecture", "2031-02-01", (*GDP, "地区生产总值增长7—8%", {"op": "range", "value": 7.0, "high": 8.0}))  # fmt: skip
    first, second = audit([nation, province, city], ["step_up"]).findings
    assert (first.jurisdiction, first.gap, first.cls) == ("山西省", 1.0, "before_parent")
    assert first.coverage == (1, 31)
    assert (second.jurisdiction, second.gap, second.cls) == ("长治市", 1.0, "after_parent")
    assert second.coverage == (1, 11)
    assert [p.meeting_date for p in second.parts] == ["2031-02-01", "2031-01-12"]


def test_only_asked_places_are_shown_but_all_are_counted(report: Make) -> None:
    nation = at(report, "000000", "国务院", "nation", None, GDP)
    two = [at(report, c, n, "province", None, GDP) for c, n in (("140000", "山西省"), ("130000", "河北省"))]
    (finding,) = audit([nation, *two], ["step_up"], frozenset({"140000"})).findings
    assert finding.coverage == (2, 31)
    assert finding.cls == "date_unknown"


def test_who_is_above_whom() -> None:
    assert parent_of("140000") == "000000"
    assert parent_of("140400") == "140000"
    assert parent_of("140427") == "140400"
    assert parent_of("110105") == "110000"
    assert parent_of("000000") is None
    assert parent_of("云岭省/安川市") is None
    assert children("000000", 2024) == 31
