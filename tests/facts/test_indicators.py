"""Indicators: the longest exact reading, qualifiers that change nothing, and things that are other things."""

from __future__ import annotations

import pytest

from luoshi.facts.indicators import named, resolve, resolve_value
from luoshi.lexicon import tables


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("全县地区生产总值", "地区生产总值"),
        ("国内生产总值年均", "地区生产总值"),
        ("全社会固定资产投资", "固定资产投资"),
        ("工业投资", "工业投资"),
        ("规上工业增加值增速", "规模以上工业增加值"),
        ("地方一般公共预算收入", "一般公共预算收入"),
        ("财政总收入", "财政总收入"),
        ("城镇登记失业率", "城镇登记失业率"),
        ("城镇调查失业率", "城镇调查失业率"),
        ("居民消费价格涨幅", "居民消费价格指数"),
        ("建成高标准农田", "高标准农田建设面积"),
        ("新增“小升规”企业", "规模以上工业企业数"),
        ("省级专精特新中小企业", "专精特新中小企业数"),
        ("全社会研发经费支出相当于全市生产总值的比例", "研发投入强度"),
        ("青川地区农村居民人均可支配收入增幅", "农村居民人均可支配收入"),
        ("税收占一般公共预算收入比重", "税收占比"),
        ("服务业增加值在国内生产总值中的比重", "第三产业增加值占比"),
        ("服务业增加值占国内生产总值比重", "第三产业增加值占比"),
        ("新改造城镇老旧小区", "城镇老旧小区改造"),
        ("各级财政用于民生支出占比", "民生支出占比"),
        ("港口集装箱吞吐量", "港口货物吞吐量"),
        ("新增高速公路", "高速公路通车里程"),
        ("单位GDP能耗降低", "单位GDP能耗"),
    ],
)
def test_resolved(phrase: str, name: str) -> None:
    found = resolve(phrase)
    assert found is not None and found.zh_name == name


@pytest.mark.parametrize(
    "phrase",
    [
        "财政收入", "城镇失业率", "三市地区生产总值占全省比重", "产业投资占比", "改造棚户区和老旧小区", "规上工业企业营业收入",
        "限上企业网络零售额", "制造业增加值", "国民生产总值", "物价涨幅", "城镇固定资产投资", "生猪出栏", "在建高速公路", "新建改建高速公路", "",
    ],
)  # fmt: skip
def test_other_things_are_none(phrase: str) -> None:
    assert resolve(phrase) is None


def test_the_unit_must_fit() -> None:
    assert resolve_value("新改建农村公路", "level", "公里") == named("农村公路新改建里程")
    assert resolve_value("新改建农村公路", "level", "条") is None
    assert resolve_value("城镇居民收入", "change", "亿元") is not None
    assert resolve_value("城镇居民收入", "level", "亿元") is None
    share = resolve_value("空气质量优良天数", "level", "%")
    assert share is not None and share.id == "air_good_ratio"


def test_no_reading_means_two_indicators() -> None:
    owners: dict[str, str] = {}
    for row in tables.rows("indicators.tsv"):
        for reading in row["readings"].split("|"):
            assert owners.setdefault(reading, row["id"]) == row["id"], reading
        assert resolve(row["zh_name"]) is not None, row["zh_name"]


def test_every_row_says_how_it_is_measured_and_published() -> None:
    for row in tables.rows("indicators.tsv"):
        assert row["units"] and row["direction"] in ("higher", "lower", "neutral"), row["id"]
        assert row["kind"] in ("level", "growth", "ratio", "count", "index"), row["id"]
        assert row["basis"] in ("real", "nominal", ""), row["id"]
        assert row["release"] in ("month", "quarter", "half", "year", "irregular"), row["id"]
        assert row["body"] and row["years"][:4].isdigit() and row["years"][4] == "-", row["id"]
