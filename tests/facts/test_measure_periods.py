"""Periods of measures: headings that name a year, terms and pairs of years, congresses in the middle of a year."""

from __future__ import annotations

import pytest

from luoshi.facts.measures import read_measures
from luoshi.facts.shapes import Measure
from luoshi.report.report import Header, Report, Role, Section
from luoshi.text.source import SourceText
from luoshi.text.traced import Segment


def read(
    text: str, role: Role = "review", *, year: int = 2031, heading: str | None = None, date: str | None = None
) -> tuple[Measure, ...]:
    """The measures of a report of one section whose work year is ``year``."""
    source = SourceText(
        "t.txt", "0" * 64, "txt", "utf-8", text, text, (Segment(0, len(text), 0, len(text), "same"),)
    )
    header = Header(work_year=year, review_year=year - 1, meeting_date=date)
    return read_measures(Report(source, header, (Section("s1", None, 1, role, heading, 0, len(text)),)))


def periods(text: str, role: Role = "review", **kind: object) -> list[str | None]:
    return [m.period for m in read(text, role, **kind)]  # type: ignore[arg-type]


def test_a_heading_that_names_the_year_rules_its_section() -> None:
    text = "二、2032年计划的任务和指标\n粮食产量62万吨。"
    assert periods(text, "tasks", heading="二、2032年计划的任务和指标") == ["2032"]
    assert periods(text, "tasks") == ["2031"]
    two = "2030年总结和2032年计划"
    assert periods(f"{two}\n粮食产量62万吨。", "tasks", heading=two) == ["2031"]
    late = "一、关于去年和今年前5个月工作"
    assert periods(f"{late}\n粮食产量62万吨。", "review", heading=late) == ["2030"]


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("2031年地区生产总值达到2025年的三倍以上。", "tasks", ["2031"]),
        ("2029、2030两年共增产粮食4万吨。", "review", ["2029-2030"]),
        ("这两年中，钢产量增长15%。", "review", ["2029-2030"]),
        ("面对一季度下降6.7%的局面，全年生产总值增长1.7%。", "review", ["2030"]),
        ("PM10、PM2.5年均浓度分别下降13%、16%。", "review", ["2030", "2030"]),
        ("年末电话用户93万户，公路在建里程300公里。", "review_term", ["2030", "2030"]),
    ],
)
def test_time_words(text: str, role: Role, expected: list[str]) -> None:
    assert periods(text, role)[-len(expected) :] == expected


def test_a_planning_paragraph_leaves_the_year_it_opened_with() -> None:
    opened = "合理安排收入。去年财政超收72亿元。"
    assert periods(f"{opened}要增加地方支出；同时，削减赤字4亿元。", "tasks") == ["2030", "2031"]
    assert periods(f"{opened}新增就业1168人。", "tasks") == ["2030", "2031"]
    assert periods("过去一年，成绩很大。生产总值增长10.3%，涨幅控制在3.3%。", "tasks") == ["2030", "2030"]


def test_what_was_reached_is_no_cap() -> None:
    found = read("过去一年，成绩很大。居民消费价格涨幅控制在3.3%。", "tasks")
    assert [(m.op, m.status) for m in found] == [("=", "actual")]


def test_this_year_at_a_congress_in_summer() -> None:
    text = "今年上半年，商品零售总额增长18%。"
    assert periods(text) == ["2030H1"]
    assert periods(text, date="2031-08-30") == ["2031H1"]


def test_a_growth_said_without_a_number_belongs_to_the_years_of_the_plan() -> None:
    text = "到2035年，居民收入增长与经济增长同步，参保率达到98%。"
    assert periods(text, "plan_term") == ["2031-2035", "2035"]


def test_a_base_said_to_be_this_years_has_its_period() -> None:
    found = read("轻工业占工业的比重由今年预计的44%提高到45%。", "tasks", date="2031-08-30")
    assert [(m.value, m.period, m.status) for m in found] == [
        (44, "2031", "estimate"),
        (45, "2031", "target"),
    ]


def test_growth_behind_a_pair_is_that_of_its_years() -> None:
    pair = "地方支出从2025年的48亿元提高到2030年的98亿元，净增50亿元。"
    assert periods(pair, "review_term") == ["2025", "2030", "2026-2030"]
    times = "2030年，总产值达到24亿元，比2025年增长65%；财政收入达到5亿元，增长1.7倍。"
    assert periods(times, "review_term") == ["2030", "2026-2030", "2030", "2026-2030"]


def test_a_base_long_before_the_term_gives_no_span() -> None:
    assert periods("2029年实现人均生产总值比2010年翻三番。", "review_term") == ["2029"]


def test_within_some_years() -> None:
    assert periods("力争三年内规上工业产值突破100亿元。", "tasks") == ["2033"]


def test_a_sentence_that_compares_two_years() -> None:
    text = "2030年同2025年相比，钢产量增长42%，达到80万吨；原煤产量增长20%。"
    assert periods(text, "review_term") == ["2026-2030", "2030", "2026-2030"]


def test_what_is_told_of_five_years_is_no_state() -> None:
    assert periods("固定资产投资总额五年为89亿元。", "plan_term") == ["2031-2035"]


def test_growth_over_a_year_is_as_of_the_plans_end() -> None:
    assert periods("投资规模比2030年增长1.2倍，总产值年均增长7%。", "plan_term") == ["2035", "2031-2035"]


def test_the_end_of_the_century() -> None:
    text = "为在本世纪末实现总产值翻两番打下基础。"
    assert [(m.name, m.period) for m in read(text, "plan_term", year=1988)] == [("实现总产值", "2000")]


@pytest.mark.parametrize(
    ("text", "estimates"),
    [
        ("预计生产总值完成39亿元，增长15%，投资增长8%。固定资产投资增长9%。", [True, True, True, False]),
        ("生产总值预计完成39亿元，增长15%；财政收入完成3亿元，增长4%。", [True, True, False, False]),
        ("投资增长8%，进出口预计增长6%，预计全年税收增长4%，消费增长3%。", [False, True, True, True]),
        ("生产总值预计完成39亿元，居全省第2位。", [True, True]),
    ],
)
def test_estimates(text: str, estimates: list[bool]) -> None:
    assert [m.status == "estimate" for m in read(text)] == estimates


def test_plans_named_without_quotes_or_by_their_aims() -> None:
    assert periods("十四五期间，新建公路300公里。", "tasks", year=2021) == ["2021-2025"]
    aims = "“十四五”经济社会发展主要预期目标是：生产总值年均增长6%，城镇化率达到60%。"
    assert periods(aims, "tasks", year=2021) == ["2021-2025", "2025"]
    assert periods("编制“十四五”规划，新建公路300公里。", "tasks", year=2021) == ["2021"]


def test_what_is_yet_to_come_is_a_target_even_in_a_review() -> None:
    found = read("到2035年，城镇化率达到70%。城镇化率达到62%。", "review_term")
    assert (found[0].period, found[0].status) == ("2035", "target")


def test_a_plan_told_among_the_tasks() -> None:
    text = "到2035年，生产总值年均增长6%，投资增长7%，新建公路300公里，城镇化率达到70%。"
    assert periods(text, "tasks") == ["2031-2035", "2031-2035", "2031-2035", "2035"]


def test_money_spent_within_five_years_is_that_of_all_five() -> None:
    text = "五年内基本建设投资总规模为五千亿元，新增就业5万人，城镇化率达到60%。"
    assert periods(text, "plan_term") == ["2031-2035", "2031-2035", "2035"]


def test_the_whole_year_is_that_of_the_section_even_at_a_late_congress() -> None:
    assert periods("财税工作克服困难，全年财政收入61亿元。", date="2031-04-20") == ["2030"]
    assert periods("今年以来，财政收入61亿元。", date="2031-04-20") == ["2031"]


def test_on_the_basis_of_last_year_tells_of_this() -> None:
    text = "财政收入在去年完成数的基础上有所增长，粮食总产达到78亿公斤。"
    assert periods(text, "targets")[-1] == "2031"


def test_the_end_of_a_plan_however_it_is_called() -> None:
    assert periods("要求“八五”期末出口创汇达到55亿美元左右。", "plan_term", year=1993) == ["1995"]


def test_the_past_five_years_in_arabic() -> None:
    text = "过去5年，经济实现跃升，城镇新增就业累计超过6000万人，森林覆盖率提高到25%以上。"
    assert periods(text) == ["2026-2030", "2030"]


def test_doubling_in_a_plan_is_as_of_its_end() -> None:
    assert periods("生产总值年均增长7%，城乡居民收入翻一番。", "plan_term") == ["2031-2035", "2035"]


def test_a_part_of_a_state_is_one_and_a_sum_is_not() -> None:
    text = "到2035年进出口总额达到280亿美元，其中出口200亿美元，累计实际利用外资200亿美元。"
    assert periods(text, "plan_term") == ["2035", "2035", "2031-2035"]


def test_within_five_years_in_arabic() -> None:
    text = "力争5年内使资产负债率降到60%。"
    assert [(m.name, m.period) for m in read(text, "plan_term")] == [("资产负债率", "2035")]


def test_a_report_on_a_five_year_plan_sets_its_tasks_for_the_plan() -> None:
    title = "政府工作报告\n——关于青禾省第十个五年计划纲要的报告\n"
    assert periods(f"{title}新建高速公路143公里，城镇化率达到40%。", "tasks", year=2001) == [
        "2001-2005",
        "2005",
    ]
    heading = "三、今年的工作"
    assert periods(f"{title}{heading}\n新建高速公路143公里。", "tasks", year=2001, heading=heading) == [
        "2001"
    ]


def test_a_chapter_that_looks_back_and_ahead_turns_to_the_plan() -> None:
    heading = "二、“十四五”时期发展成就和“十五五”时期主要目标"
    back = f"{heading}\n过去五年，生产总值年均增长6%，城镇化率达到60%。\n"
    text = f"{back}“十五五”时期是关键时期。\n主要指标包括：生产总值年均增长5%，城镇化率达到66%。"
    found = read(text, "review_term", year=2026, heading=heading)
    assert [(m.period, m.status) for m in found] == [
        ("2021-2025", "actual"),
        ("2025", "actual"),
        ("2026-2030", "target"),
        ("2030", "target"),
    ]
    plain = "二、“十四五”时期发展成就"
    found = read(text.replace(heading, plain), "review_term", year=2026, heading=plain)
    assert [m.status for m in found] == ["actual"] * 4
