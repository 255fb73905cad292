"""Names of measures: subjects that a clause leaves out, words that name nothing, parts and lists."""

from __future__ import annotations

import pytest
from test_measure_periods import read


def short(text: str, role: str = "review") -> list[tuple[str, float | None]]:
    return [(m.name, m.value) for m in read(text, role)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10方面26项实事项目超额完成。", [("实事项目超额完成", 26)]),
        ("⑧投资280万元。", [("投资", 280)]),
        (".全年地方财政收入13亿元。", [("地方财政收入", 13)]),
        ("集中力量办好14件实事。", [("办好实事", 14)]),
        ("完成了总长28.2公里的农村公路建设。", [("完成农村公路建设", 28.2)]),
        ("全省新增公路565公里，有18个县通高速公路。", [("新增公路", 565), ("县通高速公路", 18)]),
        ("高职、技工院校分别实现扩招4万人和3万人。", [("高职扩招", 4), ("技工院校扩招", 3)]),
        ("工业利润由上年下降2.3%转为增长8.5%。", [("工业利润", -2.3), ("工业利润", 8.5)]),
        ("生产总值增长11%，人均突破1万元。", [("生产总值", 11), ("人均生产总值", 1)]),
        ("商品零售物价持续上涨，涨幅仍然高达21%。", [("商品零售物价涨幅", 21)]),
        ("物价上涨幅度比去年有明显回落，力争控制在15%左右。", [("物价上涨幅度", 15)]),
        ("奋斗目标是：生产总值稳步增长，再翻一番。", [("生产总值", 100)]),
        ("新增装机4.5亿千瓦，其中水电9600万千瓦、核电384万千瓦。",
         [("新增装机", 4.5), ("新增水电装机", 9600), ("新增核电装机", 384)]),
        ("高速公路、水利等十项工程建设全面铺开，完成投资705亿元。", [("高速公路、水利等十项工程建设完成投资", 705)]),
    ],
)  # fmt: skip
def test_names(text: str, expected: list[tuple[str, float]]) -> None:
    assert short(text) == expected


def test_a_point_of_half_width_ends_a_sentence() -> None:
    assert short("投资49亿元，增长26.5%.高速公路、水利等工程全面铺开，完成投资7亿元。")[1] == ("投资", 26.5)


@pytest.mark.parametrize(
    "text",
    [
        "改造河道两侧200米内的养殖场。",
        "兑现减负“两个200亿”。",
        "深入实施创新首位战略。",
        "解决人均面积6平方米以下群众的住房困难。",
    ],
)
def test_numbers_that_only_say_which(text: str) -> None:
    assert short(text) == []


@pytest.mark.parametrize(
    ("text", "name", "op", "kind"),
    [
        ("居民收入增长4%，继续快于全市生产总值增速。", "居民收入", "above", "growth"),
        ("石油产量106万吨，保持近两年的水平。", "石油产量", "sync", "level"),
        ("生猪生产恢复到常年水平。", "生猪生产", "sync", "level"),
        ("固定资产投资增速持续高于全省平均。", "固定资产投资增速", "above", "growth"),
    ],
)
def test_references_lean_on_the_value_before(text: str, name: str, op: str, kind: str) -> None:
    m = read(text)[-1]
    assert (m.name, m.op, m.kind, m.value) == (name, op, kind, None)


def test_references_of_several() -> None:
    text = "城镇、农村居民人均可支配收入增长不低于经济增长幅度。"
    assert [m.name for m in read(text, "targets")] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"]
    assert [m.name for m in read("客货运周转量和邮电业务总量都将有所增加。", "targets")] == [
        "客货运周转量",
        "邮电业务总量",
    ]
    long = "单位生产总值能耗、单位生产总值二氧化碳排放量、主要污染物排放量进一步下降。"
    assert len(read(long, "targets")) == 3


def test_what_is_so_already_where_plans_are_told() -> None:
    found = read("国家已经组织57户企业集团试点，新增试点20户。", "tasks")
    assert [(m.period, m.status) for m in found] == [("2030", "actual"), ("2031", "target")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("城镇居民人均收入7320元，农民人均纯收入1840元，均增长10%。",
         [("城镇居民人均收入", 7320), ("农民人均纯收入", 1840), ("城镇居民人均收入", 10), ("农民人均纯收入", 10)]),
        ("城镇居民人均收入17175元，农村居民人均收入5153元，实际增长9.8%和8.5%。",
         [("城镇居民人均收入", 17175), ("农村居民人均收入", 5153), ("城镇居民人均收入", 9.8), ("农村居民人均收入", 8.5)]),
        ("装备制造、石化业增加值占工业的比重分别达到25%和15%。",
         [("装备制造增加值占工业的比重", 25), ("石化业增加值占工业的比重", 15)]),
        ("常住人口和户籍人口城镇化率分别达到62%和47%。", [("常住人口城镇化率", 62), ("户籍人口城镇化率", 47)]),
        ("规上工业增加值增长22%，实现利税和利润分别增长35%和42%。",
         [("规上工业增加值", 22), ("规上工业实现利税", 35), ("规上工业实现利润", 42)]),
        ("工业企业增加值26亿元，综合效益指数148.8%，实现利润3.7亿元。",
         [("工业企业增加值", 26), ("综合效益指数", 148.8), ("工业企业实现利润", 3.7)]),
        ("人均生产总值按现行汇率计算达到2045美元。", [("人均生产总值", 2045)]),
        ("高速公路通车里程在全国率先突破3000公里。", [("高速公路通车里程", 3000)]),
        ("农民收入扭转了下滑的局面，人均纯收入达到2558元。", [("农民人均纯收入", 2558)]),
        ("发电装机达到165万千瓦；原油产量继续增长，达到1.42亿吨。", [("发电装机", 165), ("原油产量", 1.42)]),
        ("全区有国家级龙头企业24家，自治区级87家。", [("国家级龙头企业", 24), ("自治区级龙头企业", 87)]),
        ("完成恢复重建任务的72%。", [("完成恢复重建任务", 72)]),
        ("制定以知识价值为导向分配政策的14个配套文件。", [("制定以知识价值为导向分配政策的配套文件", 14)]),
    ],
)  # fmt: skip
def test_what_values_are_of(text: str, expected: list[tuple[str, float]]) -> None:
    assert short(text) == expected


def test_a_growth_that_work_is_planned_by() -> None:
    found = read("生产总值增长11.5%，按13%组织。", "targets")
    assert [(m.name, m.kind, m.value) for m in found] == [
        ("生产总值", "growth", 11.5),
        ("生产总值", "growth", 13),
    ]


def test_above_the_mean() -> None:
    found = read("投资增速保持在全国平均水平以上，居民收入增速高于经济增速、高于全省平均水平。", "targets")
    assert [(m.name, m.op, m.ref) for m in found] == [
        ("投资增速", "above", "全国平均水平"),
        ("居民收入增速", "above", "经济增速"),
        ("居民收入增速", "above", "全省平均水平"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国务院直属机构共59个，比现有的86个减少27个。",
         [("国务院直属机构", 59), ("国务院直属机构", 86), ("国务院直属机构", -27)]),
        ("污水处理率和垃圾处理率分别提高28.7个和5.2个百分点。", [("污水处理率", 28.7), ("垃圾处理率", 5.2)]),
        ("总投资为164亿元的救治体系进展顺利。", [("救治体系进展顺利总投资", 164)]),
        ("抓好总投资638亿元、128个重点项目建设。", [("重点项目建设总投资", 638), ("抓好重点项目建设", 128)]),
        ("服务业快速发展，在生产总值中占比提高2.5个百分点。", [("服务业在生产总值中占比", 2.5)]),
        ("5年累计完成投资826亿元。", [("完成投资", 826)]),
        ("新增产值超10亿元龙头企业5家。", [("新增产值超10亿元龙头企业", 5)]),
        ("全市域新建公园12个。", [("新建公园", 12)]),
        ("加快建设甲厂年产1.8万吨肉制品、乙厂产业融合发展等农产品加工项目。", []),
    ],
)  # fmt: skip
def test_sizes_bases_and_lists(text: str, expected: list[tuple[str, float]]) -> None:
    assert short(text) == expected


def test_raising_a_length_of_road_is_no_rise_of_it() -> None:
    assert [(m.kind, m.value) for m in read("提升6000公里美丽乡村公路。", "tasks")] == [("level", 6000)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("棉纱产量28万吨，增加9万吨；纸52万吨，增加2万吨；水泥78万吨。",
         [("棉纱产量", 28), ("棉纱产量", 9), ("纸产量", 52), ("纸产量", 2), ("水泥产量", 78)]),
        ("地方财政收入在大规模减税降费的情况下下降1.7%。", [("地方财政收入", -1.7)]),
        ("外商直接投资保持良好势头，实际金额达到33亿美元。", [("外商直接投资实际金额", 33)]),
        ("紧紧围绕经济增长9%的目标。", [("经济", 9)]),
    ],
)  # fmt: skip
def test_products_and_asides(text: str, expected: list[tuple[str, float]]) -> None:
    assert short(text) == expected


def test_a_streak_is_no_value() -> None:
    assert short("生产总值增长9.2%，已连续五年高于全国增长幅度。") == [("生产总值", 9.2)]


def test_the_span_is_short_where_the_name_stands_far_off() -> None:
    text = "我国经济增长预期目标是在明显提高质量和效益的基础上年均增长7%。"
    (m,) = read(text, "plan_term")
    assert (m.name, text[m.start : m.end]) == ("经济年均", "年均增长7%")


def test_a_quality_compared_with_last_year() -> None:
    found = read("物价上涨幅度比去年有明显回落。", "targets")
    assert [(m.name, m.op) for m in found] == [("物价上涨幅度", "qualitative")]


def test_amounts_behind_a_rate() -> None:
    text = "生产总值年均增长率调整为10%，2030年达到1400亿元，人均达到3000元；2029年达到1300亿元。"
    assert short(text) == [
        ("生产总值年均增长率", 10), ("生产总值", 1400), ("人均生产总值", 3000), ("生产总值", 1300),
    ]  # fmt: skip


@pytest.mark.parametrize("before", ["乡镇企业发展较快，", "乡镇企业继续快速增长，效益有所提高，"])
def test_the_trade_named_before(before: str) -> None:
    assert short(f"{before}总产值达到178亿元。") == [("乡镇企业总产值", 178)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自营进出口总额达到15亿美元，其中自营出口突破10亿美元，成为口岸。", [("自营进出口总额", 15), ("自营出口", 10)]),
        ("60%的村基本完成延包工作。", [("基本完成延包工作的村占比", 60)]),
        ("粮食总产量虽然比上年减少11%。", [("粮食总产量", -11)]),
    ],
)  # fmt: skip
def test_words_that_look_like_others(text: str, expected: list[tuple[str, float]]) -> None:
    assert short(text) == expected


def test_before_the_last_five_years() -> None:
    text = "财政用于社会保障支出五年累计1.95万亿元，比前五年增长1.41倍。"
    assert short(text, "review_term") == [("财政用于社会保障支出", 1.95), ("财政用于社会保障支出", 1.41)]


def test_one_rank_for_two_clauses() -> None:
    found = read("21家企业上榜五百强，56家企业入选一千强，均居全省第一。")
    assert [m.name for m in found if m.kind == "rank"] == ["企业上榜五百强", "企业入选一千强"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("农民增加收入108亿元。", "change"),
        ("提升诊疗能力，投入7745万元。", "level"),
        ("市财政增加投入10亿元。", "change"),
    ],
)
def test_added_or_spent(text: str, kind: str) -> None:
    assert [m.kind for m in read(text)] == [kind]


def test_people_in_ten_thousands_who_take_part() -> None:
    text = "合作医疗试点扩大到1451个县，有4.1亿农民参加。"
    assert short(text) == [("合作医疗试点", 1451), ("农民参加", 4.1)]


def test_each_of_a_list_may_have_its_own_head() -> None:
    text = "原油产量、原油加工量和勘探开发投资分别增长5%、11%和19%。"
    assert [name for name, _ in short(text)] == ["原油产量", "原油加工量", "勘探开发投资"]
