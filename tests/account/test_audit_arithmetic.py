"""The arithmetic audit: numbers of one report, and of two, that should agree within rounding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from luoshi.account.audit import audit
from luoshi.account.audit_shapes import Finding, Span
from luoshi.account.audit_spans import span_of
from luoshi.account.audit_words import rules
from luoshi.account.record import Record

Make = Callable[..., Record]
Value = tuple[str, str, dict[str, Any]]
TOLD = {"status": "actual", "period": "2030"}
LEVEL = {**TOLD, "kind": "level", "unit": "亿元"}
BUDGET = {"indicator": "一般公共预算收入", "indicator_id": "budget_rev"}
GDP = {"indicator": "地区生产总值", "indicator_id": "gdp"}


def check(*records: Record) -> list[Finding]:
    return [f for f in audit(records, ["arithmetic"]).findings if f.rule != "target-below-last"]


def only(*records: Record) -> Finding:
    (finding,) = check(*records)
    return finding


@pytest.mark.parametrize(
    ("text", "value", "op", "low", "high"),
    [
        ("完成12.3亿元", 12.3, "=", 12.25, 12.35),
        ("完成5300余人次", 5300.0, "~", 5300, 5400),
        ("近641万人次", 641.0, "~", 640, 641),
        ("约40亿元", 40.0, "~", 30, 50),
        ("突破400亿元", 400.0, ">=", 399.5, float("inf")),
        ("下降3%以上", -3.0, "<=", float("-inf"), -2.5),
    ],
)
def test_a_printed_number_stands_for_all_that_round_to_it(
    report: Make, text: str, value: float, op: str, low: float, high: float
) -> None:
    record = report(2031, text, [(text, "某数", {"op": op, "value": value, "unit": None, "kind": "level"})])
    span = span_of(record, record.measures[0])
    assert span is not None
    assert (span.low, span.high) == (pytest.approx(low), pytest.approx(high))


def two_years(report: Make, now: float, rate: float, then: float, **more: Any) -> tuple[Record, Record]:
    before = report(2030, f"预算收入完成{then}亿元。", [
        (f"完成{then}亿元", "一般公共预算收入", {**LEVEL, **BUDGET, "value": then, "period": "2029"}),
    ])  # fmt: skip
    text = more.pop("text", f"一般公共预算收入完成{now}亿元，增长{rate}%。")
    after = report(2031, text, [
        (f"完成{now}亿元", "一般公共预算收入", {**LEVEL, **BUDGET, "value": now}),
        (f"增长{rate}%", "一般公共预算收入", {**TOLD, **BUDGET, "value": rate, **more}),
    ])  # fmt: skip
    return before, after


def test_an_amount_its_growth_and_last_years_amount_agree_within_rounding(report: Make) -> None:
    assert check(*two_years(report, 10.6, 6.1, 10.0)) == []
    finding = only(*two_years(report, 10.6, 9.1, 10.0))
    assert (finding.rule, finding.weight, finding.year) == ("level-growth", "observation", 2031)
    assert [p.report_year for p in finding.parts] == [2031, 2031, 2030]
    assert finding.gap is not None and finding.gap > 0


@pytest.mark.parametrize(
    ("now", "rate", "text", "cls"),
    [
        (10.6, 9.1, None, "revision"),
        (10.6, 30.0, None, "definition"),
        (106.0, 6.0, None, "unit_slip"),
        (10.6, 9.1, "一般公共预算收入完成10.6亿元，同口径增长9.1%。", "same_basis"),
    ],
)
def test_a_finding_names_its_likely_cause(
    report: Make, now: float, rate: float, text: str | None, cls: str
) -> None:
    records = two_years(report, now, rate, 10.0, **({"text": text} if text else {}))
    finding = only(*records)
    assert finding.cls == cls
    assert finding.weight == ("contradiction" if cls == "unit_slip" else "observation")


def test_a_real_rate_is_asked_about_only_outside_the_band_of_prices(report: Make) -> None:
    def gdp(now: float, rate: float) -> tuple[Record, Record]:
        before, after = two_years(report, now, rate, 100.0)
        return tuple(
            msgspec.structs.replace(r, measures=tuple(msgspec.structs.replace(m, **GDP) for m in r.measures))
            for r in (before, after)
        )  # type: ignore[return-value]

    assert check(*gdp(109.0, 6.0)) == []
    assert only(*gdp(140.0, 6.0)).rule == "level-growth-real"
    slip = only(*gdp(1060.0, 6.0))  # a point moved would fit, but so it would by chance
    assert (slip.cls, slip.weight) == ("unexplained", "observation")


def test_an_abridged_report_is_not_held_against_its_neighbour(report: Make) -> None:
    before, after = two_years(report, 10.6, 30.0, 10.0)
    assert check(msgspec.structs.replace(before, completeness="abridged"), after) == []


def one(report: Make, text: str, *values: Value) -> list[Finding]:
    return check(report(2031, text, list(values)))


def test_the_three_industries_make_a_hundred(report: Make) -> None:
    assert one(report, "三次产业结构调整为12.3:44.0:43.7。") == []
    assert one(report, "三次产业结构调整为12.3:44.0:43.6。") == []  # three roundings
    (finding,) = one(report, "三次产业结构由20:30:50调整为12.3：44.0：44.7。")
    assert (finding.rule, finding.weight, finding.printed) == ("structure-sum", "contradiction", 101.0)
    assert finding.parts[0].quote.text == "12.3：44.0：44.7"
    assert one(report, "矿井办矿比例为20:30:51。") == []


def from_to(growth: str, value: float, **more: Any) -> tuple[str, list[Value]]:
    text = f"全年存款余额由412亿元增加到468亿元，{growth}。"
    fields = {**TOLD, "value": value, **more}
    return text, [
        ("由412亿元", "存款余额", {**LEVEL, "value": 412.0, "period": None}),
        ("增加到468亿元", "存款余额", {**LEVEL, "value": 468.0}),
        (growth, "存款余额", fields),
    ]


def test_from_and_to_fix_the_growth_between_them(report: Make) -> None:
    text, values = from_to("增长13.6%", 13.6)
    assert one(report, text, *values) == []
    text, values = from_to("增长18.2%", 18.2)
    (finding,) = one(report, text, *values)
    assert (finding.rule, finding.weight) == ("from-to-growth", "contradiction")
    assert finding.low == pytest.approx(13.33, abs=0.01)


def test_from_and_to_fix_the_change_but_not_a_yearly_one(report: Make) -> None:
    text, values = from_to("增加65亿元", 65.0, kind="change", unit="亿元")
    assert [f.rule for f in one(report, text, *values)] == ["from-to-change"]
    text, values = from_to("平均每年增加11亿元", 11.0, kind="change", unit="亿元")
    assert one(report, text, *values) == []


def test_from_and_to_over_years_fix_the_annual_rate(report: Make) -> None:
    def years(rate: float) -> list[Finding]:
        text = f"投资由2025年的100亿元增加到2030年的200亿元，年均增长{rate}%。"
        return one(
            report, text,
            ("由2025年的100亿元", "投资", {**LEVEL, "value": 100.0, "period": "2025"}),
            ("增加到2030年的200亿元", "投资", {**LEVEL, "value": 200.0}),
            (f"年均增长{rate}%", "投资", {**TOLD, "value": rate, "rate": "annual", "period": "2026-2030"}),
        )  # fmt: skip

    assert years(14.9) == []
    assert [f.rule for f in years(19.4)] == ["from-to-annual"]


def test_change_and_growth_fix_each_other(report: Make) -> None:
    def told(rate: float) -> list[Finding]:
        text = f"贷款余额达到120亿元，增加20亿元，增长{rate}%。"
        return one(
            report, text, ("达到120亿元", "贷款余额", {**LEVEL, "value": 120.0}),
            ("增加20亿元", "贷款余额", {**LEVEL, "kind": "change", "value": 20.0}),
            (f"增长{rate}%", "贷款余额", {**TOLD, "value": rate}),
        )  # fmt: skip

    assert told(20.0) == []
    assert [f.rule for f in told(25.0)] == ["change-growth"]
    text = "贷款余额达到120万元，增加20亿元，增长20%。"
    (finding,) = one(
        report, text, ("达到120万元", "贷款余额", {**LEVEL, "value": 120.0, "unit": "万元"}),
        ("增加20亿元", "贷款余额", {**LEVEL, "kind": "change", "value": 20.0}),
        ("增长20%", "贷款余额", {**TOLD, "value": 20.0}),
    )  # fmt: skip
    assert (finding.why, finding.weight) == ("增加的比达到的还多", "contradiction")


def test_a_share_agrees_with_its_part_and_its_whole(report: Make) -> None:
    def told(share: float) -> list[Finding]:
        text = f"地区生产总值达到200亿元。民营经济增加值达到120亿元，占地区生产总值的{share}%。"
        return one(
            report, text, ("地区生产总值达到200亿元", "地区生产总值", {**LEVEL, **GDP, "value": 200.0}),
            ("民营经济增加值达到120亿元", "民营经济增加值", {**LEVEL, "value": 120.0}),
            (f"占地区生产总值的{share}%", "民营经济增加值占比", {**TOLD, "kind": "level", "value": share}),
        )  # fmt: skip

    assert told(60.0) == []
    (finding,) = told(66.0)
    assert (finding.rule, [p.role for p in finding.parts]) == ("share", ["部分", "全部", "占比"])


def test_a_part_is_not_more_than_the_whole(report: Make) -> None:
    def told(part: float, name: str = "工业投资", whole: str = "投资") -> list[Finding]:
        record = report(2031, f"{whole}50亿元，其中{name}{part}亿元。", [
            (f"{whole}50亿元", whole, {**LEVEL, "value": 50.0}),
            (f"{name}{part}亿元", name, {**LEVEL, "value": part}),
        ])  # fmt: skip
        a, b = record.measures
        return check(msgspec.structs.replace(record, measures=(a, msgspec.structs.replace(b, parent=a.id))))

    assert told(49.0) == []
    assert [f.rule for f in told(61.0)] == ["part-over-whole"]
    assert told(61.0, whole="净增投资") == []


def test_exports_and_imports_make_up_trade(report: Make) -> None:
    def told(imports: float) -> list[Finding]:
        trade, exports = {"indicator_id": "trade_total"}, {"indicator_id": "exports"}
        return one(
            report, f"进出口总额100亿元，其中出口60亿元，进口{imports}亿元。",
            ("进出口总额100亿元", "进出口总额", {**LEVEL, **trade, "value": 100.0}),
            ("出口60亿元", "出口", {**LEVEL, **exports, "value": 60.0}),
            (f"进口{imports}亿元", "进口", {**LEVEL, "value": imports}),
        )  # fmt: skip

    assert told(40.0) == []
    assert [f.rule for f in told(47.0)] == ["sum"]


def test_one_figure_is_not_told_twice_with_two_values(report: Make) -> None:
    def told(again: float, middle: str = "") -> list[Finding]:
        text = f"地区生产总值增长6.2%。各项工作扎实推进。{middle}地区生产总值增长{again}%。"
        return one(
            report, text, ("地区生产总值增长6.2%", "地区生产总值", {**TOLD, **GDP, "value": 6.2}),
            (f"地区生产总值增长{again}%", "地区生产总值", {**TOLD, **GDP, "value": again}),
        )  # fmt: skip

    assert told(6.2) == []
    (finding,) = told(6.8)
    assert (finding.rule, finding.weight) == ("twice", "contradiction")
    (far,) = told(16.8)
    assert (far.cls, far.weight) == ("scope", "observation")
    assert told(6.8, middle="云岭新区加快建设，") == []
    assert told(6.8, middle="三年累计，") == []


def test_a_target_below_what_was_just_reached_is_asked_about(report: Make) -> None:
    jobs = {"indicator": "城镇新增就业", "indicator_id": "urban_jobs", "kind": "level", "unit": "人"}
    record = report(2031, "城镇新增就业3494人。今年城镇新增就业3200人以上。", [
        ("城镇新增就业3494人", "城镇新增就业", {**TOLD, **jobs, "value": 3494.0}),
        ("城镇新增就业3200人以上", "城镇新增就业", {**jobs, "op": ">=", "value": 3200.0}),
    ])  # fmt: skip
    (finding,) = audit([record], ["arithmetic"]).findings
    assert (finding.rule, finding.gap) == ("target-below-last", -294.0)


def test_every_finding_quotes_its_report_and_every_rule_is_told(report: Make) -> None:
    text, values = from_to("增长18.2%", 18.2)
    record = report(2031, text, values)
    (finding,) = check(record)
    for part in finding.parts:
        assert record.text[part.quote.start : part.quote.end] == part.quote.text
    assert rules()[finding.rule].text


def test_spans_meet_at_their_ends() -> None:
    assert Span(1, 2).meets(Span(2, 3))
    assert not Span(1, 2).meets(Span(2.1, 3))
