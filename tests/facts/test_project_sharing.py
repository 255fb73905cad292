"""Words that names of a list share, and names made of common words: numbered lines, streets, routes, works behind a class word."""

from __future__ import annotations

import pytest
from test_projects import names, read, report, stages

from luoshi.facts.projects import read_projects
from luoshi.report.report import Header, Report, Section


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新开工地铁6号、8号、9号线等5个项目。", ["地铁6号线", "地铁8号线", "地铁9号线"]),
        ("加快轨道交通1号线三期和4、5、6号线一期建设。",
         ["轨道交通1号线三期", "轨道交通4号线一期", "轨道交通5号线一期", "轨道交通6号线一期"]),
        ("实施国道515、308和省道339等干线公路改扩建工程。",
         ["国道515干线公路改扩建", "国道308干线公路改扩建", "省道339干线公路改扩建"]),
        ("泓泽产业园一期、二期全部达产。", ["泓泽产业园一期", "泓泽产业园二期"]),
    ],
)  # fmt: skip
def test_numbers_take_the_word_behind_them(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成云栖路、泓源路、育禾大道等道路综合改造工程。",
         ["云栖路综合改造工程", "泓源路综合改造工程", "育禾大道综合改造工程"]),
        ("完成禾浙、泓杭铁路电气化改造。", ["禾浙铁路电气化改造", "泓杭铁路电气化改造"]),
        ("加快东禾区、南泓区供水厂建设。", ["东禾区供水厂", "南泓区供水厂"]),
    ],
)  # fmt: skip
def test_work_on_a_class_is_done_to_each_of_it(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_route_takes_the_kind_of_a_way_and_no_work_behind_another() -> None:
    assert names("开工泓川至禾安、云岭至泽水、青禾港站房扩建项目。") == [
        "泓川至禾安",
        "云岭至泽水",
        "青禾港站房扩建项目",
    ]
    assert names("开工泓川至禾安、云岭至泽水段改扩建、青岭至泓澜高速公路。")[0] == "泓川至禾安高速公路"


def test_each_closing_word_closes_its_own_items() -> None:
    assert names("加快泓川至禾安等高速铁路、云岭至泽水等高速公路、青禾机场等项目前期工作。") == [
        "泓川至禾安高速铁路", "云岭至泽水高速公路", "青禾机场",
    ]  # fmt: skip


def test_a_channel_is_no_street() -> None:
    assert "泓江通道" in names("续建泓江通道、禾山机场公路改建。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进解放路、和平北街、经三路西延等道路建设。", ["解放路", "和平北街", "经三路西延"]),
        ("中华大街、平安大街等4条主街完成改造提升。", ["中华大街", "平安大街"]),
        ("加快产业路、旅游公路、断头路建设。", []),
        ("走新型工业化道路、大幅度增加收入。", []),
    ],
)
def test_a_street_has_a_name_whatever_it_means(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_houses_of_which_a_county_builds_one_are_named_in_a_list() -> None:
    assert names("完成规划展馆、污水处理厂建设。") == ["规划展馆", "污水处理厂"]
    assert names("完成规划展馆、污水处理厂建设。", level="province") == []
    assert names("启动乡镇垃圾处理场和污水处理厂建设。") == ["污水处理厂"]


def test_what_has_its_own_sum_is_one_undertaking() -> None:
    (p,) = read("突出抓好总投资29亿元的新型建筑材料循环经济产业园项目。")
    assert (p.name, p.amount) == ("新型建筑材料循环经济产业园项目", "29亿元")
    assert names("抓好总投资100亿元的省级重点项目。") == []
    assert names("重点支持一批投资超过10亿元的农产品加工业项目。") == []
    assert names("抓好100个总投资1900亿元的战略性新兴产业项目。") == []


def test_a_quoted_name_with_its_last_word_is_a_name_and_a_slogan_is_none() -> None:
    assert names("加快推进“云岭龙江331边防路”建设。") == ["云岭龙江331边防路"]
    assert names("推进“两馆三中心”建设。") == []
    assert names("深入开展“百村示范、千村整治”，推进“三旧”改造。") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进泓山隧道和运河二通道等项目建设。", ["泓山隧道", "运河二通道"]),
        ("做好泓州绕城高速和禾煌至泽山口二级公路的前期工作。", ["泓州绕城高速", "禾煌至泽山口二级公路"]),
        ("突出抓好泓润循环经济、云岭交易中心等省、市重点项目建设。", ["泓润循环经济", "云岭交易中心"]),
        ("要集中力量建设禾源产业园、云溪水厂等一批重大项目。", ["禾源产业园", "云溪水厂"]),
        ("力争泓会高速、泓盐高速纳入全省路网规划。", ["泓会高速", "泓盐高速"]),
        ("泓源机场二期等项目获国家核准。", ["泓源机场二期"]),
        ("随着泓岛高速公路全线贯通，禾文高速公路竣工。", ["泓岛高速公路", "禾文高速公路"]),
        ("建成泓14号线、泽18号线部分区段共61公里。", ["泓14号线", "泽18号线部分区段"]),
    ],
)
def test_where_a_name_ends(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_verb_rules_the_clauses_behind_a_semicolon() -> None:
    assert stages("力争开工建设泓源材料项目；泽能光伏项目；云岭电厂。") == [
        ("泓源材料项目", "开工"), ("泽能光伏项目", "开工"), ("云岭电厂", "开工"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("抓好泓源产业园项目，年内完成前期手续并开工建设。", "开工"),
        ("抓好泓源产业园项目，确保一期工程投产。", "投产"),
        ("泓源产业园项目开工，力争年内建成投产。", "开工"),
        ("泓源大桥年底基本建成并具备通车条件。", "竣工"),
        ("泓源机场投入运营后效益倍增。", "投产"),
        ("泓源等5条高速公路主体建成。", "竣工"),
        ("加快泓源枢纽通航设施建设。", "在建"),
    ],
)
def test_stage_of_a_project_over_clauses(text: str, stage: str) -> None:
    assert [s for _, s in stages(text)] == [stage]


@pytest.mark.parametrize(
    "text",
    [
        "争取更多高科技、高附加值以及资源集约型项目在我县落地。",
        "强化与泓源高密度路网对接。",
        "加快大型商贸综合体、星级酒店、高档社区等配套设施建设。",
        "加快泓川北翼经济中心建设。",
        "统筹协调全市域范围内重大项目落地事宜。",
        "总投资2.6亿元用于泓源引线、农村公路改建工程。",
    ],
)
def test_what_is_none(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加快建设成泓、成泽、兰禾等铁路。", ["成泓铁路", "成泽铁路", "兰禾铁路"]),
        ("把泽川建设成全国重要的物流枢纽。", []),
        ("泓海石化1200万吨炼油、泽州丰泽汽车整车等14项有利于调整结构、增强发展后劲的重点项目获国家核准。",
         ["泓海石化1200万吨炼油", "泽州丰泽汽车整车"]),
        ("建成投产技术改造项目215个，其中包括宝泽二期工程、泓山核电站等。", ["宝泽二期工程", "泓山核电站"]),
        ("重点抓好泓润铁塔、泽瑞果酱、热电厂、军粮储备库等投资过亿元的大项目。",
         ["泓润铁塔", "泽瑞果酱", "热电厂", "军粮储备库"]),
        ("安全、优质、高效建设地铁四号线、五号线。", ["地铁四号线", "地铁五号线"]),
        ("按期建成泓海大桥工程并投入运营。", ["泓海大桥工程"]),
        ("泓峡工程、西泽东送、青禾铁路等重大建设取得新进展。", ["泓峡工程", "西泽东送", "青禾铁路"]),
        ("进一步打造全国最大的水、光、风互补清洁能源基地。", []),
        ("完成泓源北路（一期）、云栖路东延及迎晖大街南延工程。", ["泓源北路（一期）", "云栖路东延", "迎晖大街南延工程"]),
        ("推进沪泓、泓甬高铁、泽山产业园等项目建设。", ["沪泓高铁", "泓甬高铁", "泽山产业园"]),
    ],
)  # fmt: skip
def test_lists_of_projects(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_city_under_the_state_council_builds_like_a_city() -> None:
    text = "启动国家大剧院工程。"
    source = report(text, level="province").source
    city = Report(
        source,
        Header(jurisdiction="泓海市", level="province"),
        (Section("s1", None, 1, "tasks", None, 0, len(text)),),
    )
    assert [p.name for p in read_projects(city, ())] == ["国家大剧院工程"]
    assert names(text, level="province") == []


def test_houses_with_their_own_sums_are_named() -> None:
    text = "总投资 8 亿元的中医院、总投资 6300 万元的妇幼保健院等一批项目加快推进。"
    assert [(p.name, p.amount) for p in read(text)] == [("中医院", "8 亿元"), ("妇幼保健院", "6300 万元")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("⑥谋划启动泓望路县城至禾村段大修项目。", ["泓望路县城至禾村段大修项目"]),
        ("加快建设成资市域（郊）铁路。", ["成资市域（郊）铁路"]),
        ("实施泓石山景区东门景观整体提升工程。", ["泓石山景区东门景观整体提升工程"]),
        ("提升泓禾大街、云岭新城发展水平。", []),
        ("大力提升泓禾人才港、云岭友城港等平台功能。", []),
        ("实施减污降碳协同治理，推进撂荒地整治和盐碱地治理。", []),
    ],
)
def test_what_a_clause_speaks_of(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_study_and_proof_are_the_first_steps() -> None:
    assert stages("加快泓江连通工程论证。") == [("泓江连通工程", "前期")]


def test_what_breaks_the_law_is_no_project() -> None:
    assert names("深入推进违规电（机）动三轮车整治。") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("特别是随着泓忻高铁、R1线等重点工程落地开工。", ["泓忻高铁", "R1线"]),
        ("建成泽阳历史上第一个工业园区——泓山工业园区。", ["泓山工业园区"]),
        ("抓好煤、车、油整治。", []),
        ("开工建设泓同——泽城高速公路。", ["泓同——泽城高速公路"]),
        ("奋力推动现代化品质生活之城加快建设。", []),
    ],
)
def test_what_stands_before_a_name(text: str, expected: list[str]) -> None:
    assert names(text) == expected
