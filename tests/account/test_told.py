"""What a report tells of a year: whose figure it is, and of which time, before it may answer a target."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from luoshi.account.keys import figure, kind_of
from luoshi.account.pairs import pairs
from luoshi.account.record import Record
from luoshi.account.shapes import Pair
from luoshi.account.told import Outcomes, targets

Make = Callable[..., Record]

GDP = {"indicator": "地区生产总值", "indicator_id": "gdp"}
GRAIN = {"indicator": "粮食产量", "indicator_id": "grain_output", "kind": "level", "unit": "万吨"}
FAI = {"indicator": "固定资产投资", "indicator_id": "fai"}
JOBS = {"indicator": "城镇新增就业", "indicator_id": "urban_jobs", "kind": "level", "unit": "万人"}
TOWN = {"indicator": "城镇居民人均可支配收入", "indicator_id": "income_urban"}
LAND = {"indicator": "农村居民人均可支配收入", "indicator_id": "income_rural"}
DONE = {"status": "actual"}


def outcome(
    report: Make, text: str, *values: tuple[str, str, dict[str, Any]], **more: Any
) -> list[float | None]:
    """The values that stand for the year 2031 under the key of the first value."""
    made = report(2032, text, [(q, n, f | DONE) for q, n, f in values], **more)
    later = Outcomes(made, 2031)
    first = values[0][2]
    kind = first.get("kind", "growth")
    found = [m for m in made.measures if m.indicator_id == first["indicator_id"]]
    best = later.of(found[0].indicator_id or "", kind)
    return [best.value] if best else []


@pytest.mark.parametrize(
    ("text", "quote", "name"),
    [
        ("44个县（市）生产总值增长18.8%。", "增长18.8%", "44个县（市）生产总值"),
        ("每个城区地区生产总值增长12%。", "增长12%", "地区生产总值"),
        ("长治市地区生产总值增长9%。", "增长9%", "长治市地区生产总值"),
        ("更多的区县地区生产总值增长9%。", "增长9%", "更多的区县地区生产总值"),
    ],
)
def test_a_figure_of_units_below_is_not_the_places_own(
    report: Make, text: str, quote: str, name: str
) -> None:
    assert outcome(report, text, (quote, name, GDP | {"value": 9.0})) == []


@pytest.mark.parametrize(
    "name",
    [
        "青禾县地区生产总值",
        "全县地区生产总值",
        "我县生产总值",
        "地区生产总值",
        "实现本省地区生产总值",
        "农村牧区地区生产总值",
    ],
)
def test_the_places_own_name_makes_no_part_of_it(report: Make, name: str) -> None:
    text = f"过去一年，{name}增长6%。"
    assert outcome(report, text, ("增长6%", name, GDP | {"value": 6.0})) == [6.0]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("规上工业增速连续6个月保持在15%以上。", "连续6个月保持在15%以上"),
        ("上半年增长9%，后来回落。", "上半年增长9%"),
        ("由2029年的7%，回落到2030年的6%。", "2030年的6%"),
        ("总量翻了一番，达100%。", "翻了一番，达100%"),
        ("五年增长18%。", "五年增长18%"),
        ("全县紧紧围绕经济增长9%，真抓实干。", "经济增长9%"),
    ],
)
def test_a_figure_of_other_months_or_years_is_no_outcome(report: Make, text: str, quote: str) -> None:
    assert outcome(report, text, (quote, "规上工业", GDP | {"value": 9.0})) == []


@pytest.mark.parametrize("quote", ["比2030年增长6%", "2031年增长6%", "较2030年增长6%"])
def test_the_year_that_is_compared_with_is_not_the_values(report: Make, quote: str) -> None:
    assert outcome(report, f"产值{quote}。", (quote, "产值", GDP | {"value": 6.0})) == [6.0]


def test_what_a_target_paragraph_remembers_is_no_target(report: Make) -> None:
    text = "一九三六年的粮食产量是三千亿斤，今年粮食产量达到三千二百亿斤。"
    values = [
        ("粮食产量是三千亿斤", "粮食产量", GRAIN | {"value": 3000.0}),
        ("粮食产量达到三千二百亿斤", "粮食产量", GRAIN | {"value": 3200.0}),
    ]
    assert [m.value for _, m in targets(report(2031, text, values, role="targets"), 2031)] == [3200.0]


def test_a_compounded_rate_is_of_all_the_years(report: Make) -> None:
    text = "城镇收入增长61.5%，年均增长10.06%，去年增长9.5%。"
    found = outcome(
        report, text,
        ("城镇收入增长61.5%", "城镇收入", TOWN | {"value": 61.5, "rate": "yoy"}),
        ("年均增长10.06%", "城镇收入", TOWN | {"value": 10.06, "rate": "annual", "period": "2027-2031"}),
        ("去年增长9.5%", "城镇收入", TOWN | {"value": 9.5, "rate": "yoy"}),
    )  # fmt: skip
    assert found == [9.5]


def test_the_year_before_as_base_makes_a_year(report: Make) -> None:
    base = GDP | {"rate": "cumulative", "compare": "2030年", "value": 9.0}
    assert outcome(report, "生产总值比2030年增长9%。", ("比2030年增长9%", "生产总值", base)) == [9.0]
    far = GDP | {"rate": "cumulative", "compare": "2026年", "value": 49.0}
    assert outcome(report, "生产总值比2026年增长49%。", ("比2026年增长49%", "生产总值", far)) == []


def test_a_year_beside_its_average_rate_stays(report: Make) -> None:
    text = "收入增长39.9%，年均增长31.3%。"
    found = outcome(
        report, text,
        ("收入增长39.9%", "收入", TOWN | {"value": 39.9, "rate": "yoy"}),
        ("年均增长31.3%", "收入", TOWN | {"value": 31.3, "rate": "annual", "period": "2027-2031"}),
    )  # fmt: skip
    assert found == [39.9]


@pytest.mark.parametrize("quote", ["城镇累计新增就业27万人", "“十四五”时期新增就业27万人"])
def test_jobs_of_all_the_years_are_not_of_one(report: Make, quote: str) -> None:
    assert outcome(report, f"民生改善，{quote}。", (quote, "城镇新增就业", JOBS | {"value": 27.0})) == []


def test_the_exact_figure_stands_before_the_bound_it_explains(report: Make) -> None:
    text = "全县突破100亿元，达到108亿元。庆安园区120亿元。"
    level = GDP | {"kind": "level", "unit": "亿元"}
    found = outcome(
        report, text,
        ("突破100亿元", "地区生产总值", level | {"value": 100.0, "op": ">="}),
        ("达到108亿元", "地区生产总值", level | {"value": 108.0}),
    )  # fmt: skip
    assert found == [108.0]


def test_a_streak_before_the_value_yields_to_the_years_own(report: Make) -> None:
    text = "连续6年粮食产量稳定在130万吨以上，耕地稳定。去年粮食产量135万吨。"
    found = outcome(
        report, text,
        ("粮食产量稳定在130万吨以上", "粮食产量", GRAIN | {"value": 130.0, "op": ">="}),
        ("粮食产量135万吨", "粮食产量", GRAIN | {"value": 135.0}),
    )  # fmt: skip
    assert found == [135.0]


def test_what_leaves_something_out_is_another_figure(report: Make) -> None:
    text = "扣除房地产开发投资后，固定资产投资增长2.7%。"
    assert outcome(report, text, ("固定资产投资增长2.7%", "固定资产投资", FAI | {"value": 2.7})) == []
    real = "扣除价格因素后，固定资产投资增长2.7%。"
    assert outcome(report, real, ("固定资产投资增长2.7%", "固定资产投资", FAI | {"value": 2.7})) == [2.7]


@pytest.mark.parametrize("name", ["固定资产投资净增", "新增固定资产投资"])
def test_an_increase_is_a_change_and_no_level(report: Make, name: str) -> None:
    made = report(2031, "全年净增30亿元。", [("净增30亿元", name, FAI | {"kind": "level", "unit": "亿元"})])
    assert kind_of(made.measures[0]) == "change"


def test_real_holds_for_every_value_of_its_list(report: Make) -> None:
    text = "城乡居民收入分别实际增长7.9%和8.3%；税专项附加扣除政策落实，农村收入增长9%。"
    made = report(
        2032, text,
        [("实际增长7.9%", "收入", TOWN), ("8.3%", "收入", LAND), ("农村收入增长9%", "收入", LAND)],
    )  # fmt: skip
    assert [figure(made, m).basis for m in made.measures] == ["real", "real", None]


def told(report: Make, *values: tuple[str, str, dict[str, Any]]) -> Record:
    return report(2032, "，".join(q for q, _, _ in values) + "。", [(q, n, f | DONE) for q, n, f in values])


def goal(report: Make, *values: tuple[str, str, dict[str, Any]]) -> Record:
    text = "今年目标是：" + "，".join(q for q, _, _ in values) + "。"
    return report(2031, text, list(values), role="targets")


def first(*records: Record) -> Pair:
    return pairs(records)[0]


def test_an_amount_out_of_all_scale_is_not_the_outcome(report: Make) -> None:
    before = goal(report, ("粮食产量150万吨", "粮食产量", GRAIN | {"value": 150.0}))
    pair = first(before, told(report, ("2.2万吨粮食", "粮食", GRAIN | {"value": 2.2})))
    assert (pair.outcome, pair.absent, pair.strict.rule) == (None, "doubtful", "scale")
    assert [o.value for o in pair.others] == [2.2]
    rates = {"indicator": "城镇登记失业率", "indicator_id": "unemp_reg", "kind": "level"}
    far = first(
        goal(report, ("失业率5%以内", "城镇登记失业率", rates | {"op": "<=", "value": 5.0})),
        told(report, ("失业率1.4%", "城镇登记失业率", rates | {"value": 1.4})),
    )
    assert far.strict.verdict == "met", "a rate may be far from its ceiling"


def test_a_real_target_takes_the_real_outcome(report: Make) -> None:
    before = goal(report, ("实际增长8%", "收入", TOWN | {"value": 8.0}))
    after = told(
        report,
        ("收入增长10.4%", "收入", TOWN | {"value": 10.4}),
        ("实际增长7.4%", "收入", TOWN | {"value": 7.4}),
    )
    pair = first(before, after)
    assert pair.outcome is not None
    assert (pair.outcome.value, pair.strict.verdict) == (7.4, "missed")


def test_a_number_answers_before_words_that_go_with_it(report: Make) -> None:
    sync = TOWN | {"op": "sync", "ref": "经济增长", "unit": None}
    before = goal(report, ("收入与经济增长同步", "收入", sync))
    after = told(
        report, ("收入实际增长8%", "收入", TOWN | {"value": 8.0}),
        ("快于经济增长", "收入", TOWN | {"op": "above", "ref": "经济增长"}),
        ("生产总值增长7%", "生产总值", GDP | {"value": 7.0}),
    )  # fmt: skip
    pair = first(before, after)
    assert pair.outcome is not None
    assert (pair.outcome.value, pair.strict.verdict) == (8.0, "met")


@pytest.mark.parametrize(("prices", "rule"), [(2.1, "basis-bound"), (-0.4, "basis")])
def test_a_real_growth_that_reaches_a_nominal_target_needs_rising_prices(
    report: Make, prices: float, rule: str
) -> None:
    cpi = {"indicator": "居民消费价格", "indicator_id": "cpi", "value": prices}
    before = goal(report, ("收入增长8%", "收入", TOWN | {"value": 8.0}))
    after = told(report, ("实际增长8.2%", "收入", TOWN | {"value": 8.2}), (f"上涨{prices}%", "价格", cpi))
    assert first(before, after).strict.rule == rule


def test_an_indicator_with_a_target_of_its_own_replaces_no_other(report: Make) -> None:
    survey = {"indicator": "城镇调查失业率", "indicator_id": "unemp_survey", "kind": "level", "op": "<="}
    registered = {"indicator": "城镇登记失业率", "indicator_id": "unemp_reg", "kind": "level", "op": "<="}
    before = goal(
        report,
        ("登记失业率4.5%以内", "城镇登记失业率", registered | {"value": 4.5}),
        ("调查失业率5.5%以内", "城镇调查失业率", survey | {"value": 5.5}),
    )
    after = told(report, ("调查失业率5.8%", "城镇调查失业率", survey | {"value": 5.8, "op": "="}))
    assert [p.strict.verdict for p in pairs([before, after])] == ["unreported", "missed"]


def test_both_incomes_keep_pace_or_neither_does(report: Make) -> None:
    both = {"indicator": "居民人均可支配收入", "indicator_id": "income_all", "op": "sync", "unit": None}
    before = goal(report, ("城乡居民收入与经济增长同步", "城乡居民收入", both | {"ref": "经济增长"}))
    after = told(
        report,
        ("地区生产总值增长5%", "地区生产总值", GDP | {"value": 5.0}),
        ("城镇增长4.3%", "城镇收入", TOWN | {"value": 4.3}),
        ("农村增长6.1%", "农村收入", LAND | {"value": 6.1}),
    )
    pair = first(before, after)
    assert (pair.strict.verdict, pair.strict.rule, pair.gap) == ("missed", "parts", -0.7)
    assert [c.value for c in pair.comparators] == [4.3, 6.1, 5.0]


def test_an_outcome_told_against_its_own_target(report: Make) -> None:
    before = goal(report, ("新增就业7万人", "城镇新增就业", JOBS | {"value": 7.0}))
    over = told(
        report, ("超过预期目标2万人", "城镇新增就业", JOBS | {"value": 2.0, "op": "above", "ref": "预期目标"})
    )
    assert first(before, over).strict == first(before, over).official
    assert (first(before, over).strict.verdict, first(before, over).gap) == ("exceeded", 2.0)
    other = told(
        report, ("比全省多2万人", "城镇新增就业", JOBS | {"value": 2.0, "op": "above", "ref": "全省"})
    )
    assert first(before, other).strict.verdict == "direction_only"


@pytest.mark.parametrize(("value", "verdict"), [(0.4, "exceeded"), (0.0, "met"), (-1.7, "missed")])
def test_level_with_the_year_before_is_a_growth_of_nothing(report: Make, value: float, verdict: str) -> None:
    flat = TOWN | {"op": "sync", "ref": "上年", "unit": None}
    before = goal(report, ("收入与上年持平", "收入", flat))
    grew = told(report, (f"收入增长{value}%", "收入", TOWN | {"value": value}))
    assert (first(before, grew).strict.verdict, first(before, grew).strict.rule) == (verdict, "flat")
    wanted = goal(report, ("收入增长5%", "收入", TOWN | {"value": 5.0}))
    assert first(wanted, told(report, ("收入与上年持平", "收入", flat))).gap == -5.0
    nation = TOWN | {"op": "sync", "ref": "全国平均水平", "unit": None}
    assert (
        first(wanted, told(report, ("收入与全国持平", "收入", nation))).strict.rule == "qualitative-outcome"
    )


def test_one_target_per_key_the_one_of_the_target_paragraph(report: Make) -> None:
    made = goal(
        report,
        ("增长6%", "地区生产总值", GDP | {"value": 6.0}),
        ("增长7%", "地区生产总值", GDP | {"value": 7.0}),
        ("力争增长8%", "地区生产总值", GDP | {"value": 8.0, "firmness": "strive"}),
    )
    assert [m.value for _, m in targets(made, 2031)] == [6.0, 8.0]


def test_a_doubling_is_no_target_of_the_year(report: Make) -> None:
    text = "全省地区生产总值提前七年实现翻两番。今年地区生产总值增长7%。"
    made = report(
        2031,
        text,
        [
            ("提前七年实现翻两番", "地区生产总值", GDP | {"value": 300.0, "status": "target"}),
            ("增长7%", "地区生产总值", GDP | {"value": 7.0, "status": "target"}),
        ],
    )
    assert [m.value for _, m in targets(made, 2031)] == [7.0]
    again = report(
        2031,
        "快递业务量比上年翻一番。",
        [("比上年翻一番", "快递业务量", GDP | {"value": 100.0, "status": "target"})],
    )
    assert [m.value for _, m in targets(again, 2031)] == [100.0]
