"""Measures: each pattern of the reports on an invented sentence, read to the last field that matters."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.facts.measures import read_measures
from luoshi.facts.shapes import Measure
from luoshi.report.report import Header, Report, Role, Section
from luoshi.text.source import SourceText
from luoshi.text.traced import Repair, Segment


def report(text: str, role: Role = "review", year: int | None = 2031) -> Report:
    """A report of one section, whose work year is ``year``."""
    source = SourceText(
        "t.txt", "0" * 64, "txt", "utf-8", text, text, (Segment(0, len(text), 0, len(text), "same"),)
    )
    header = Header(work_year=year, review_year=year - 1 if year else None)
    return Report(source, header, (Section("s1", None, 1, role, None, 0, len(text)),))


def read(text: str, role: Role = "review", year: int | None = 2031) -> tuple[Measure, ...]:
    return read_measures(report(text, role, year))


def short(text: str, role: Role = "review") -> list[tuple[str, str, str, float | None, str | None]]:
    return [(m.name, m.kind, m.op, m.value, m.unit) for m in read(text, role)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("地区生产总值增长6%左右。", [("地区生产总值", "growth", "~", 6, "%")]),
        ("单位生产总值能耗下降3%以上。", [("单位生产总值能耗", "growth", "<=", -3, "%")]),
        ("居民消费价格涨幅控制在2%左右。", [("居民消费价格涨幅", "growth", "~", 2, "%")]),
        ("城镇调查失业率控制在5.2%以内。", [("城镇调查失业率", "level", "<=", 5.2, "%")]),
        ("人口自然增长率控制在7‰以内。", [("人口自然增长率", "level", "<=", 7, "‰")]),
        ("经济增长预期目标为5%—5.5%。", [("经济", "growth", "range", 5, "%")]),
        ("第三产业比重提高1.5个百分点以上。", [("第三产业比重", "change", ">=", 1.5, "个百分点")]),
        ("粮食总产稳定在18万吨以上。", [("粮食总产", "level", ">=", 18, "万吨")]),
        ("优良天数增加9天。", [("优良天数", "change", "=", 9, "天")]),
        ("减少低收入人口12万人。", [("减少低收入人口", "change", "=", -12, "万人")]),
        ("新增绿色工厂7家。", [("新增绿色工厂", "level", "=", 7, "家")]),
        ("工业利润增长2倍。", [("工业利润", "growth", "=", 2, "倍")]),
        ("主营收入是2025年的2.6倍。", [("主营收入", "level", "=", 2.6, "倍")]),
        ("守住38.5万亩耕地红线。", [("耕地红线", "level", ">=", 38.5, "万亩")]),
        ("零散煤矿动态清零。", [("零散煤矿", "level", "=", 0, None)]),
        ("外贸依存度高于全省平均水平2.1个百分点。", [("外贸依存度", "change", "above", 2.1, "个百分点")]),
        ("化学需氧量排放减排3%以上。", [("化学需氧量排放", "growth", "<=", -3, "%")]),
        ("减轻企业负担12亿元。", [("减轻企业负担", "level", "=", 12, "亿元")]),
        ("拟增加调节基金32亿元。", [("增加调节基金", "change", "=", 32, "亿元")]),
        ("全国已有50%的乡镇基本普及义务教育。", [("基本普及义务教育的乡镇占比", "level", "=", 50, "%")]),
        ("经过努力，可以节约标准煤20万吨。", [("节约标准煤", "level", "=", 20, "万吨")]),
        ("人均用水比全省平均低3个百分点。", [("人均用水", "change", "above", -3, "个百分点")]),
    ],
)
def test_one_value(text: str, expected: list[tuple[str, str, str, float, str | None]]) -> None:
    assert short(text) == expected


@pytest.mark.parametrize(
    ("text", "names", "values"),
    [
        ("城乡居民人均可支配收入分别增长7%和8.5%左右。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"], [7, 8.5]),
        ("存贷款余额分别达81亿、64亿元。", ["存款余额", "贷款余额"], [81, 64]),
        ("仓储、邮政业营业收入分别增长9%、12%。", ["仓储营业收入", "邮政业营业收入"], [9, 12]),
        ("单位生产总值用水量、能耗分别下降4%、3%。", ["单位生产总值用水量", "单位生产总值能耗"], [-4, -3]),
        ("一二三产业分别增长3%、6%和7%。", ["第一产业", "第二产业", "第三产业"], [3, 6, 7]),
        ("城镇居民、农村居民人均可支配收入分别达3.1万元、1.6万元。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"], [3.1, 1.6]),
        ("城镇调查失业率、居民消费价格涨幅分别控制在5%和2%以内。", ["城镇调查失业率", "居民消费价格涨幅"], [5, 2]),
        ("城镇登记失业率和调查失业率控制在5%以内。", ["城镇登记失业率", "调查失业率"], [5, 5]),
        ("税收完成9亿元，其中地方税收5亿元，分别增长6%和8%。", ["税收", "地方税收", "税收", "地方税收"], [9, 5, 6, 8]),
        ("城乡居民人均可支配收入分别由2万元、1万元增加到3万元、2万元。",
         ["城镇居民人均可支配收入", "农村居民人均可支配收入"] * 2, [2, 1, 3, 2]),
        (
            "一、二、三产业增加值分别完成29亿元、83亿元、84亿元。",
            ["第一产业增加值", "第二产业增加值", "第三产业增加值"],
            [29, 83, 84],
        ),
    ],
)  # fmt: skip
def test_lists(text: str, names: list[str], values: list[float]) -> None:
    found = read(text)
    assert [m.name for m in found] == names
    assert [m.value for m in found] == values


def test_a_trailing_hedge_covers_the_list() -> None:
    found = read("城乡居民人均可支配收入分别增长7%和8.5%左右。")
    assert [m.op for m in found] == ["~", "~"]
    assert "scope_of_左右" in found[0].flags and "distributed" in found[0].flags


def test_the_two_of_a_list_may_differ_in_kind() -> None:
    found = read("城镇调查失业率、居民消费价格涨幅分别控制在5%和2%以内。")
    assert [m.kind for m in found] == ["level", "growth"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("财政总收入完成41亿元，增长6%。", [("财政总收入", 41), ("财政总收入", 6)]),
        (
            "规上工业企业达到88家，营业收入增长7%，利润增长9%。",
            [("规上工业企业", 88), ("规上工业企业营业收入", 7), ("规上工业企业利润", 9)],
        ),
        ("培育龙头企业4家、示范合作社6家。", [("培育龙头企业", 4), ("培育示范合作社", 6)]),
        ("拆除12座土窑、30家小作坊。", [("拆除土窑", 12), ("拆除小作坊", 30)]),
        ("完成24个排污口整治。", [("完成排污口整治", 24)]),
        ("改造管网114处、90公里。", [("改造管网", 114), ("改造管网", 90)]),
        ("水库由27座整合为14座。", [("水库", 27), ("水库", 14)]),
        ("亿元以上项目36个。", [("亿元以上项目", 36)]),
        ("营业收入超百亿元的园区达到13家。", [("营业收入超百亿元的园区", 13)]),
        ("总投资54.7亿元的青石电厂项目开工。", [("青石电厂项目开工总投资", 54.7)]),
        ("固定资产投资增长9%以上、力争达到10%。", [("固定资产投资", 9), ("固定资产投资", 10)]),
        ("居民收入增速高于经济增速，达到7.5%。", [("居民收入增速", 7.5)]),
    ],
)
def test_what_a_clause_leaves_out(text: str, expected: list[tuple[str, float]]) -> None:
    assert [(m.name, m.value) for m in read(text) if m.value is not None] == expected


@pytest.mark.parametrize(
    "text",
    [
        "连续38年获评先进。", "为70周岁以上老人体检。", "推进“4321”行动。", "建设甲厂10万吨碳酸钙、乙厂6万吨石膏等9类项目名录。",
        "进入全国第一方阵。", "提前3个月完工。", "第一产业稳中有进。", "十方面工作有序推进。", "在2031年5月8日前。",
    ],
)  # fmt: skip
def test_numbers_that_are_no_measures(text: str) -> None:
    assert [m for m in read(text) if m.unit not in ("类",)] == []


@pytest.mark.parametrize(
    ("text", "name", "op", "value", "ref"),
    [
        ("一般公共预算收入增长9%，增速居全市第2。", "一般公共预算收入增速", "=", 2, "全市"),
        ("生猪出栏量全国第二。", "生猪出栏量", "=", 2, "全国"),
        ("主要指标（增速）进入全省前三。", "主要指标（增速）", "<=", 3, "全省"),
        ("争取挺进全省十强。", "全省十强", "<=", 10, "全省"),
        ("空气质量居全省3个重点城市第一。", "空气质量", "=", 1, "全省3个重点城市"),
    ],
)
def test_ranks(text: str, name: str, op: str, value: float, ref: str) -> None:
    m = read(text)[-1]
    assert (m.kind, m.name, m.op, m.value, m.ref, m.unit) == ("rank", name, op, value, ref, None)


def test_a_rank_left_behind_has_no_period() -> None:
    found = read("生产总值增长10%，从世界第六位上升到第四位。")
    assert [(m.value, m.period) for m in found if m.kind == "rank"] == [(6, None), (4, "2030")]


def test_a_rank_for_each_of_two_growths() -> None:
    found = read("产业投资、制造业投资分别增长25%、53%，均排名全省第一。")
    assert [(m.kind, m.name) for m in found[2:]] == [("rank", "产业投资增速"), ("rank", "制造业投资增速")]


@pytest.mark.parametrize(
    ("text", "name", "op", "kind", "ref"),
    [
        ("居民收入与经济增长基本同步。", "居民收入", "sync", "growth", "经济增长"),
        ("城镇调查失业率与全国一致。", "城镇调查失业率", "sync", "level", "全国"),
        ("居民人均可支配收入达到全省平均水平。", "居民人均可支配收入", "sync", "level", "全省平均水平"),
        (
            "农村居民人均可支配收入高于经济增长水平。",
            "农村居民人均可支配收入",
            "above",
            "growth",
            "经济增长水平",
        ),
        ("各项约束性指标不折不扣完成市下达任务。", "各项约束性指标", "assigned", "level", "市下达任务"),
        ("节能减排指标控制在国家下达计划范围内。", "节能减排指标", "assigned", "level", "国家下达计划范围内"),
        ("全面完成上级下达的各项约束性指标。", "各项约束性指标", "assigned", "level", "上级下达"),
        ("居民收入稳步增长。", "居民收入", "qualitative", "growth", None),
        ("生态环境质量持续改善。", "生态环境质量", "qualitative", "level", None),
    ],
)
def test_targets_without_a_number(text: str, name: str, op: str, kind: str, ref: str | None) -> None:
    (m,) = read(text, "targets")
    assert (m.name, m.op, m.kind, m.ref, m.value, m.status) == (name, op, kind, ref, None, "target")


def test_one_reference_for_a_long_list_is_one_for_each_thing() -> None:
    listed = "居民人均可支配收入、社会消费品零售总额、规模以上工业增加值、固定资产投资、进出口总额增幅及实际利用外资"
    found = read(f"{listed}均高于全州平均水平。", "targets")
    assert [(m.indicator, m.op, m.kind, m.ref) for m in found] == [
        (i, "above", "growth", "全州平均水平")
        for i in (
            "居民人均可支配收入",
            "社会消费品零售总额",
            "规模以上工业增加值",
            "固定资产投资",
            "货物进出口总额",
            "实际使用外资",
        )
    ]
    done = read(
        "PM2.5平均浓度下降率、单位地区生产总值能耗下降率以及化学需氧量、二氧化硫、氨氮、氮氧化物减排完成州下达目标任务。",
        "targets",
    )
    assert [m.name for m in done][2:] == ["化学需氧量减排", "二氧化硫减排", "氨氮减排", "氮氧化物减排"]
    assert {(m.op, m.ref) for m in done} == {("assigned", "州下达目标任务")}


def test_qualities_are_targets_only_in_target_paragraphs() -> None:
    assert read("居民收入稳步增长。", "tasks") == ()


@pytest.mark.parametrize(
    ("text", "role", "periods"),
    [
        ("地区生产总值增长6%。", "targets", ["2031"]),
        ("地区生产总值增长6%。", "review", ["2030"]),
        ("五年来，地区生产总值年均增长7%，新建学校9所。", "review", ["2026-2030", "2026-2030"]),
        ("五年来，常住人口城镇化率达到61%。", "review", ["2030"]),
        ("到2035年，森林覆盖率达到40%。", "plan_term", ["2035"]),
        ("地区生产总值年均增长6%。", "plan_term", ["2031-2035"]),
        ("上半年开工率达到80%。", "targets", ["2031H1"]),
        ("三次产业结构由2025年的12:40:48调整为9:41:50。", "review", ["2025"] * 3 + ["2030"] * 3),
        ("出口总额由2025年的3亿元增加到2030年的9亿元。", "review", ["2025", "2030"]),
        ("出口总额比2025年增长40%。", "review", ["2030"]),
    ],
)
def test_periods(text: str, role: Role, periods: list[str]) -> None:
    assert [m.period for m in read(text, role)] == periods


def test_no_year_no_period() -> None:
    (m,) = read("地区生产总值增长6%。", "targets", None)
    assert m.period is None and "ambiguous_period" in m.flags


def test_status_rate_and_firmness() -> None:
    found = read("预计地区生产总值增长6%，出口增长9%。税收增长3%。")
    assert [m.status for m in found] == ["estimate", "estimate", "actual"]
    annual, total, plain = read("税收年均增长8%，出口累计增长40%，进口同比增长5%。")
    assert (annual.rate, total.rate, plain.rate) == ("annual", "cumulative", "yoy")
    sure, strive = read("确保粮食产量不低于9万吨，力争地区生产总值增长8%。", "targets")
    assert (sure.firmness, sure.op, strive.firmness) == ("ensure", ">=", "strive")


def test_part_of_a_whole_has_its_parent() -> None:
    whole, part, growth = read("财政总收入41亿元，其中地方税收19亿元，增长6%。")
    assert part.parent == whole.id
    assert growth.name == "地方税收"


def test_glossary_reports_nothing() -> None:
    assert read("高标准农田：亩均产量1000公斤以上的农田12万亩。", "glossary") == ()


def test_spans_quote_the_value() -> None:
    text = "我市完成技改投资12亿元，增长9%，新增绿色工厂7家、智能车间3个。"
    for m in read(text):
        assert str(int(m.value or 0)) in text[m.start : m.end]


_WORDS = st.sampled_from(
    ["城乡居民人均可支配收入", "分别", "增长", "下降", "达到", "5%", "6.5%", "120亿元", "、", "和", "，", "。", "其中", "由", "到",
     "第2位", "居全省", "前三", "2030年", "五年来", "（", "）", "“", "”", "新增", "30个", "企业", "左右", "以上", "与经济增长同步",
     "完成省下达任务", "10:40:50", "翻两番", "的", "力争", "预计", "\n", "一百二十亿元", "0.5个百分点", "比上年", "高于全国"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(_WORDS, max_size=25), st.sampled_from(["review", "targets", "plan_term", "tasks", "review_term"])
)
def test_any_mixture_reads_without_failing(words: list[str], role: Role) -> None:
    text = "".join(words)
    found = read(text, role)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert len({m.id for m in found}) == len(found)
    assert found == read(text, role)


def test_a_span_has_no_blank_at_its_edges() -> None:
    """Blanks inside a damaged sentence do not become part of what is quoted."""
    text = "全年 为6500户残疾人家庭实施改造，财政收入 增加到2022.6亿元，慰问接近1万 人。"
    found = read(text)
    assert len(found) >= 2
    for m in found:
        quote = text[m.start : m.end]
        assert quote == quote.strip()


def test_no_figure_is_read_where_digits_are_lost_and_mended_ones_say_so() -> None:
    text = "财政收入增长5$1.$2%，固定资产投资增长8—9%，旅游收入增长7%。"
    base = report(text)
    lost, dash = text.index("$1"), text.index("—")
    marks = (
        Repair("entity", lost, lost + 5, lost, lost + 5, "$1.$2", 0.0),
        Repair("dash", dash, dash + 1, dash, dash, "", 0.9),
    )
    source = msgspec.structs.replace(base.source, repairs=marks)
    found = {m.name: m.flags for m in read_measures(msgspec.structs.replace(base, source=source))}
    assert "财政收入" not in found
    assert "repaired_text" in found["固定资产投资"]
    assert "repaired_text" not in found["旅游收入"]
