"""What a clause leaves out, compares with or only mentions: parts, targets missed, thresholds, policies (invented)."""

from __future__ import annotations

import pytest

from luoshi.facts.measures import read_measures
from luoshi.facts.shapes import Measure
from luoshi.report.report import Header, Report, Role, Section
from luoshi.text.source import SourceText
from luoshi.text.traced import Segment


def read(text: str, role: Role = "review") -> tuple[Measure, ...]:
    source = SourceText(
        "t.txt", "0" * 64, "txt", "utf-8", text, text, (Segment(0, len(text), 0, len(text), "same"),)
    )
    header = Header(work_year=2031, review_year=2030)
    return read_measures(Report(source, header, (Section("s1", None, 1, role, None, 0, len(text)),)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("粮食播种面积120万亩，总产量8亿斤。", ["粮食播种面积", "粮食总产量"]),
        ("新建高标准农田12万亩、改造提升20万亩。", ["新建高标准农田", "改造提升高标准农田"]),
        ("民生支出30亿元，占财政支出的80%。", ["民生支出", "民生支出占财政支出的比重"]),
        ("6个省级、69个市级中试平台启用。", ["省级中试平台启用", "市级中试平台启用"]),
    ],
)
def test_a_clause_that_leaves_its_subject_out_leans_on_the_one_before(text: str, names: list[str]) -> None:
    assert [m.name for m in read(text)] == names


@pytest.mark.parametrize(
    ("text", "value", "ref"),
    [
        ("城镇登记失业率3.2%，低于预期目标0.22个百分点。", -0.22, "预期目标"),
        ("失业率3.2%，比控制目标低0.3个百分点。", -0.3, "控制目标"),
        ("生产总值增长12%，高于全年预期目标1.4个百分点。", 1.4, "全年预期目标"),
    ],
)
def test_a_target_is_what_a_value_is_compared_with(text: str, value: float, ref: str) -> None:
    last = read(text)[-1]
    assert (last.kind, last.op, last.value, last.ref) == ("change", "above", value, ref)


@pytest.mark.parametrize(
    "text",
    [
        "贯彻落实加强文化建设30条措施。",
        "实现20户以上自然村广播全覆盖。",
        "推进65蒸吨/时以下燃煤锅炉改燃。",
        "培育形成一批产值1000亿元、500亿元的产业集群。",
        "完成“十四五”规划各项目标任务。",
        "推动某新材料、30万吨石墨电极项目建设。",
    ],
)
def test_sizes_policies_and_plans_as_such_are_no_values(text: str) -> None:
    assert read(text) == ()


def test_the_count_of_what_is_set_out_is_a_value() -> None:
    (m,) = read("出台稳外贸30条措施。")
    assert (m.name, m.value, m.unit) == ("出台稳外贸措施", 30, "条")


def test_villages_counted_by_the_threshold_are_told_apart_from_it() -> None:
    (m,) = read("淘汰35蒸吨/小时以下燃煤锅炉200台。")
    assert (m.value, m.unit) == (200, "台")


@pytest.mark.parametrize(
    "text",
    [
        "今年经济增长速度的调控目标定为8%。",
        "今年的总盘子是：国内生产总值比上年增长\n8%。",
        "经济增长预期目标定为8%。",
    ],
)
def test_the_growth_target_however_it_is_set(text: str) -> None:
    (m,) = read(text, "targets")
    assert (m.indicator_id, m.kind, m.op, m.value) == ("gdp", "growth", "=", 8)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("空气质量优良天数比例达到省下达目标要求。", True),
        ("乡镇卫生院设备配备达到国家标准。", False),
        ("城乡居民收入增速与经济增长同步。", True),
    ],
)
def test_standards_met_are_no_targets_but_indicators_are(text: str, found: bool) -> None:
    assert bool(read(text)) is found


def test_no_measure_goes_without_a_name() -> None:
    text = "国内生产总值\n2031年达到300亿元，人均达到3916元，五年年平均增长16%;2036年达到550亿元，人均7829元，五年年平均增长17%。"
    assert all(m.name for m in read(text, "targets"))
