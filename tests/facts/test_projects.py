"""Projects: lists, shared words, amounts, stages on invented sentences; what is a class of things is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.facts.measures import read_measures
from luoshi.facts.projects import read_projects
from luoshi.facts.shapes import Project
from luoshi.facts.stages import ORDER
from luoshi.report.report import Header, Level, Report, Role, Section
from luoshi.text.source import SourceText
from luoshi.text.traced import Segment


def report(text: str, role: Role = "tasks", level: Level | None = "county") -> Report:
    """A report of one section."""
    source = SourceText(
        "t.txt", "0" * 64, "txt", "utf-8", text, text, (Segment(0, len(text), 0, len(text), "same"),)
    )
    header = Header(work_year=2031, review_year=2030, level=level)
    return Report(source, header, (Section("s1", None, 1, role, None, 0, len(text)),))


def read(text: str, role: Role = "tasks", level: Level | None = "county") -> tuple[Project, ...]:
    r = report(text, role, level)
    return read_projects(r, read_measures(r))


def names(text: str, role: Role = "tasks", level: Level | None = "county") -> list[str]:
    return [p.name for p in read(text, role, level)]


def stages(text: str, role: Role = "tasks") -> list[tuple[str, str | None]]:
    return [(p.name, p.stage) for p in read(text, role)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推动青禾电厂二期、泓源电厂建设。", ["青禾电厂二期", "泓源电厂"]),
        ("加快西禾、坤岭煤矿建设进度。", ["西禾煤矿", "坤岭煤矿"]),
        ("推进青于澜、弘泽通等独立储能示范项目建设。", ["青于澜独立储能示范项目", "弘泽通独立储能示范项目"]),
        ("加快启澜药业、云岭物流、泽瑞新能等25个续建项目建设。", ["启澜药业", "云岭物流", "泽瑞新能"]),
        ("续建安川机场改扩建工程、泓禾铁路、云岭电厂及禾川特高压(青禾段)等重大能源工程。",
         ["安川机场改扩建工程", "泓禾铁路", "云岭电厂", "禾川特高压(青禾段)"]),
        ("抓紧泓湖景区、云栖谷景区提升改造。", ["泓湖景区提升改造", "云栖谷景区提升改造"]),
        ("开工建设京禾和禾川高速公路。", ["京禾高速公路", "禾川高速公路"]),
        ("加快泽川河综合治理工程建设。", ["泽川河综合治理工程"]),
        ("改造提升工程继续推进，S248、G307县城段改线工程完工。", ["S248县城段改线工程", "G307县城段改线工程"]),
        ("育禾街（云岭路至春台路）、泓泽路（燕栖街至育禾街）启动建设。",
         ["育禾街（云岭路至春台路）", "泓泽路（燕栖街至育禾街）"]),
        ("泽瑞整车及零部件项目一、二、三期全部投产。", ["泽瑞整车及零部件项目一、二、三期"]),
        ("高新片区启动云栖岛、泓澜采购物流中心建设。", ["云栖岛", "泓澜采购物流中心"]),
    ],
)  # fmt: skip
def test_lists_and_shared_words(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("泓源水库开工建设。", "开工"),
        ("泓源水库竣工。", "竣工"),
        ("泓源水库建成投用。", "投产"),
        ("泓源高速全线通车。", "投产"),
        ("泽瑞新材料项目成功签约。", "签约"),
        ("泽瑞新材料项目签约推进。", "签约"),
        ("泽瑞新材料项目落地建设。", "在建"),
        ("泽瑞新材料项目实现投产达效。", "达产"),
        ("泓源水库主体完工。", "在建"),
        ("泓源水库进展顺利。", "在建"),
        ("加快泓源水库前期工作。", "前期"),
        ("谋划实施泓源水库。", "谋划"),
        ("争取建设泓源水库。", "谋划"),
        ("抓好泓源水库项目。", "在建"),
        ("推进泓源水库建设。", "在建"),
        ("完成泓源水库建设。", "竣工"),
        ("力争年内开工建设泓源水库。", "开工"),
        ("推动泓源水库尽快开工。", "开工"),
        ("确保泓源水库8月底前建成投用。", "投产"),
        ("泓源水库年内完成核准并开工。", "开工"),
    ],
)
def test_stage(text: str, stage: str) -> None:
    assert [p.stage for p in read(text)] == [stage]


def test_new_building_is_begun_in_a_plan_and_done_in_a_review() -> None:
    assert stages("新建泓源水库。", "tasks") == [("泓源水库", "开工")]
    assert stages("新建泓源水库。", "review") == [("泓源水库", "竣工")]


def test_a_class_of_projects_gives_its_stage_unless_more_is_said() -> None:
    assert stages("加快启澜药业等25个续建项目，力争尽快建成投产。") == [("启澜药业", "续建")]
    assert stages("启澜药业等25个续建项目竣工投产。") == [("启澜药业", "投产")]


def test_what_the_next_clause_says_counts_unless_it_hopes() -> None:
    assert stages("泽瑞铜业项目实现当年开工，当年建成投产。") == [("泽瑞铜业项目", "投产")]
    assert stages("泽瑞铜业项目开工，力争年内建成投产。") == [("泽瑞铜业项目", "开工")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总投资20亿元的泓泽新材料产业园开工建设。", [("泓泽新材料产业园", "20亿元")]),
        ("总投资50亿元的启澜面板、20亿元的韵泽产业园、10亿元的华禾环保科技等51个项目开工建设。",
         [("启澜面板", "50亿元"), ("韵泽产业园", "20亿元"), ("华禾环保科技", "10亿元")]),
        ("总投资4.5亿元的三禾文化产业园、泽拓10万吨母料项目建成投产。",
         [("三禾文化产业园、泽拓10万吨母料项目", "4.5亿元")]),
        ("启澜面板项目（总投资30亿元）开工。", [("启澜面板项目", "30亿元")]),
        ("启澜面板项目开工建设，总投资30亿元。", [("启澜面板项目", "30亿元")]),
        ("推进投资3亿元的泽润装备项目建设。", [("泽润装备项目", "3亿元")]),
    ],
)  # fmt: skip
def test_amounts(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(p.name, p.amount) for p in read(text)] == expected


def test_several_of_one_capacity_are_one_entry() -> None:
    (p,) = read("开工建设泽润、大泓等6个10万千瓦光伏风电项目。")
    assert p.name == "泽润、大泓等6个10万千瓦光伏风电项目"
    assert p.capacity == "10万千瓦"


@pytest.mark.parametrize(
    "text",
    [
        "推进城镇老旧小区改造。",
        "加快农村公路建设。",
        "实施重点项目36个。",
        "抓好城市棚户区、城中村改造。",
        "建成中小型水库30座。",
        "新建高标准农田1.2万亩。",
        "实施“五个一批”群众文化惠民工程。",
        "深入推进放管服改革，强化项目落地。",
        "会议于12月召开工作会议。",
        "把全市建设成为椰林茂密、鲜花盛开的宝岛。",
        "以泓泽、启澜为代表的新兴产业加快落地。",
        "支持泽川创建国家物流枢纽。",
        "总投资196亿元的164个重点项目加快推进。",
        "打造全国一流的创新基地。",
        "",
        "项目。",
        "、、、等项目。",
    ],
)
def test_what_is_no_project(text: str) -> None:
    assert names(text) == []


def test_common_names_that_mean_one_thing() -> None:
    assert names("开工建设市妇女儿童医院、市公共卫生中心。") == ["市妇女儿童医院", "市公共卫生中心"]
    assert names("县体育公园建成开放。") == ["县体育公园"]
    assert names("推动体育公园建设。") == []


def test_glossary_and_problems_hold_no_projects() -> None:
    assert names("泓源水库开工建设。", "glossary") == []
    assert names("泓源水库尚未开工建设。", "problems") == []


def test_spans_verb_firm_and_measures() -> None:
    text = "工业突破。总投资12亿元的泓泽集团年产60万吨合金项目建成投产。"
    (p,) = read(text, "review")
    assert text[p.start : p.end] == p.name == "泓泽集团年产60万吨合金项目"
    assert (p.verb, p.who, p.capacity) == ("建成投产", "泓泽集团", "年产60万吨")
    held = {m.id for m in read_measures(report(text, "review")) if m.value == 12}
    assert held <= set(p.measures)


_WORDS = st.sampled_from(
    [
        "泓源水库",
        "启澜药业",
        "、",
        "和",
        "等25个项目",
        "总投资5亿元的",
        "建成",
        "开工",
        "推进",
        "（",
        "）",
        "“",
        "”",
        "，",
        "。",
        "12",
        "的",
        "\n",
        "项目",
        "力争",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, max_size=14).map("".join))
def test_any_words_give_projects_inside_the_text(text: str) -> None:
    found = read(text)
    assert [(p.start, p.end) for p in found] == sorted((p.start, p.end) for p in found)
    for p in found:
        assert 0 <= p.start < p.end <= len(text)
        assert p.stage is None or p.stage in ORDER
    assert found == read(text)


def test_place_in_front_of_the_name() -> None:
    assert read("推进壶关县泓源水库建设。")[0].place == "壶关县"
    assert read("推进泓源水库建设。")[0].place is None


def test_routes_are_of_the_kind_of_the_next() -> None:
    text = "开工建设邵禾至怀川、常云至张泽高速公路和株禾航运枢纽、芷川机场等改建项目。"
    assert names(text)[:2] == ["邵禾至怀川高速公路", "常云至张泽高速公路"]


def test_two_subjects_in_one_clause() -> None:
    assert stages("泓泽管道工程全线贯通、青禾输气管道有序推进。") == [
        ("泓泽管道工程", "竣工"),
        ("青禾输气管道", "在建"),
    ]


def test_common_names_in_a_countys_list_of_projects() -> None:
    text = "推进仓储物流园、健康食品产业园等项目建设。"
    assert names(text) == ["仓储物流园", "健康食品产业园"]
    assert names(text, level="province") == []


def test_work_at_the_end_of_an_open_list_is_done_to_all() -> None:
    text = "完成云岭路、育禾街、泓济街改造提升。"
    assert names(text) == ["云岭路改造提升", "育禾街改造提升", "泓济街改造提升"]
    assert names("加快泓禾铁路、云川铁路改扩建等建设。")[0] == "泓禾铁路"
