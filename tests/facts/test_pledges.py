"""Pledges: the itemised list of the work year and nothing else; organs, due stage, lists taken over by number."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_reading import made

from luoshi.facts.pledges import due_stage, read_pledges
from luoshi.facts.shapes import InheritedPledge, Pledge
from luoshi.report.report import Header, Level, Report, Role, Section
from luoshi.text.source import SourceText
from luoshi.text.traced import Segment


def report(text: str, role: Role = "tasks", level: Level = "county", before: str = "") -> Report:
    """A report whose review is ``before`` and whose remaining part plays ``role``."""
    whole = before + text
    source = SourceText(
        "made.txt", "0" * 64, "txt", "utf-8", whole, whole, (Segment(0, len(whole), 0, len(whole), "same"),)
    )
    sections = (
        Section("s1", None, 1, "review", None, 0, len(before)),
        Section("s2", None, 1, role, None, len(before), len(whole)),
    )
    return Report(source, Header(level=level, work_year=2031), sections if before else sections[1:])


def pledges(text: str, role: Role = "tasks", before: str = "") -> tuple[Pledge, ...]:
    return read_pledges(report(text, role, before=before), ())[0]


def inherited(text: str, level: Level = "county") -> list[tuple[str, int]]:
    return [(i.level, i.count) for i in read_pledges(report(text, level=level), ())[1]]


@pytest.mark.parametrize(
    "text",
    [
        "今年要办好五件民生实事：一是新建幼儿园2所；二是改造老旧小区18个；三是打通断头路；四是新增车位500个；五是安装电梯30部。",
        "办好5件实事。\n1.新建幼儿园2所。\n2.改造老旧小区18个。\n3.打通断头路。\n4.新增车位500个。\n5.安装电梯30部。\n三、加强自身建设\n1.讲政治。\n",
        "重点办好五件实事：（1）新建幼儿园2所。（2）改造老旧小区18个。（3）打通断头路。（4）新增车位500个。（5）安装电梯30部。",
        "认真办好五个方面民生实事。①新建幼儿园2所。②改造老旧小区18个。③打通断头路。④新增车位500个。⑤安装电梯30部。",
        "为民办好五件实事。新建幼儿园2所；改造老旧小区18个；打通断头路；新增车位500个；安装电梯30部。继续做好双拥工作。",
        "今年将办好5件民生实事，包括：新建幼儿园2所；改造老旧小区18个；打通断头路；新增车位500个；安装电梯30部。",
        "今年我们将办好五件惠民实事。\n新建幼儿园2所。\n改造老旧小区18个。\n打通断头路。\n新增车位500个。\n安装电梯30部。\n（八）守住安全底线\n加强巡查。\n",
        "办好五件惠民实事。新建幼儿园2所。改造老旧小区18个。打通断头路。新增车位500个。安装电梯30部。\n",
        "办好五件实事，第一，新建幼儿园2所。第二，改造老旧小区18个。第三，打通断头路。第四，新增车位500个。第五，安装电梯30部。",
        "在办好省定12件民生实事的基础上，再新增5件：新建幼儿园2所，改造老旧小区18个，打通断头路，新增车位500个，安装电梯30部。",
    ],
)  # fmt: skip
def test_a_list_is_found_however_it_is_set(text: str) -> None:
    found = pledges(text)
    assert [p.title for p in found] == [
        "新建幼儿园2所", "改造老旧小区18个", "打通断头路", "新增车位500个", "安装电梯30部",
    ]  # fmt: skip
    assert [p.no for p in found] == [1, 2, 3, 4, 5]


def test_topics_without_numbers_are_items_if_they_come_to_the_count() -> None:
    text = (
        "继续办好三件惠民实事。提升供热质量。对100个小区的管网进行改造。缓解出行难。打通4条断头路；新增公交线路6条。"
        "丰富文化生活。送戏下乡80场。\n三、加强政府自身建设"
    )
    assert [p.title for p in pledges(text)] == ["提升供热质量", "缓解出行难", "丰富文化生活"]
    assert pledges(text.replace("三件", "七件")) == ()


def test_sentences_behind_the_colon_are_items_if_they_come_to_the_count() -> None:
    text = "今年重点办好4件民生实事：继续实施技能提升工程。将免费送戏下乡并入“五个一批”文化惠民工程。继续建设停车场。实施养老幸福工程。我们就是要把好事办好。\n"
    assert [p.title for p in pledges(text)] == [
        "继续实施技能提升工程",
        "将免费送戏下乡并入“五个一批”文化惠民工程",
        "继续建设停车场",
        "实施养老幸福工程",
    ]


def test_items_whose_numbers_were_lost_are_told_by_the_count() -> None:
    text = "今年谋划实施5件惠民实事。①新建学校2所。②改造街巷8条，方便出行。③新增停车位500个。完成文化演出70场。改造旱厕300座。\n同时，做好其他工作。\n"
    assert [p.title for p in pledges(text)] == [
        "新建学校2所",
        "改造街巷8条，方便出行",
        "新增停车位500个",
        "完成文化演出70场",
        "改造旱厕300座",
    ]
    assert len(pledges(text.replace("5件", "7件"))) == 0


@pytest.mark.parametrize(
    "text",
    [
        "继续实施3项为民办实事工程，重点抓好农村公路通达、农户住房保险、一批幼儿园建设等三个方面的民生项目，确保见效。\n",
        "围绕群众关切，按照保基本的原则，在农村公路通达、农户住房保险、一批幼儿园建设等方面为民办好3件实事。\n",
    ],
)
def test_names_before_the_noun_are_items_if_they_come_to_the_count(text: str) -> None:
    assert [p.title for p in pledges(text)] == ["农村公路通达", "农户住房保险", "一批幼儿园建设"]


def test_fields_and_names_that_miss_the_count_are_no_items() -> None:
    assert not pledges("全力办好就业、教育、医疗、养老、住房等5个方面的民生实事。\n")
    assert not pledges("全力办好农村公路通达、农户住房保险、一批幼儿园建设等10个方面的民生实事。\n")


def test_a_few_long_paragraphs_that_come_to_a_count_by_chance_are_no_items() -> None:
    long = (
        "发展社会事业，扩大公办幼儿园覆盖面，支持乡村教师安心从教，完善职业教育体系，建设文化站点，推进医疗改革。"
        * 3
    )
    assert not pledges(f"今年要实施好三大类民生实事。\n{long}\n{long}\n{long}\n（八）加强治理。\n")
    assert not pledges("深入实施“三大民生工程”。农民收入增加。道路修通。学校建成。\n")


def test_a_list_of_five_years_that_misses_its_count_is_none() -> None:
    text = (
        "今后五年和2031年要抓好五项工作，办好十件实事。一是修路。二是架桥。三是建校。四是造林。五是治水。\n"
    )
    assert not pledges(text, role="plan_term")


def test_groups_with_numbers_that_run_on_give_the_items() -> None:
    text = (
        "附件\n2031年民生实事工作目标\n一、出行\n1.新建公交站10个。\n2.打通断头路3条。\n二、就业\n3.举办招聘会20场。\n4.开展培训3000人次。\n"
        "三、教育\n5.新建小学2所。\n"
    )
    assert [p.title[:4] for p in pledges(text, "pledges")] == [
        "新建公交",
        "打通断头",
        "举办招聘",
        "开展培训",
        "新建小学",
    ]
    assert all("、就业" not in text[p.start : p.end] for p in pledges(text, "pledges"))


@pytest.mark.parametrize(
    "text",
    [
        "高质量完成人大代表票决民生实事项目。完善救助制度；加强养老服务；发展慈善事业。",
        "大力弘扬求真务实作风，说实话、办实事、求实效。一是带头学习；二是带头调研；三是带头落实。",
        "我们遴选了15件民生实事候选项目，提交大会票决。\n三、加强自身建设\n（一）讲政治。（二）守规矩。（三）转作风。",
        "去年确定的五件实事全部完成：一是新建小学2所；二是改造小区18个；三是打通断头路；四是新增车位；五是安装电梯。",
        "全力办好民生实事。\n一是稳定就业。" + "落实就业优先政策，支持多渠道灵活就业。" * 12 + "\n二是完善社保。" + "推进参保扩面，提高待遇水平。" * 15 + "\n三是办好教育。",
    ],
)  # fmt: skip
def test_mentions_and_finished_lists_are_no_pledges(text: str) -> None:
    assert pledges(text) == ()


def test_last_years_list_in_the_review_is_none() -> None:
    done = "去年办好五件民生实事：一是修路；二是建桥；三是通水；四是供暖；五是绿化。\n"
    assert pledges("推进各项工作。", before=done) == ()


def test_the_sentence_that_closes_the_list_is_not_part_of_the_last_item() -> None:
    text = (
        "办好三件民生实事。一是新建小学2所。二是改造小区18个。三是打通断头路3条。我们将用心办好每一件实事。"
    )
    assert pledges(text)[-1].title == "打通断头路3条"
    assert text[pledges(text)[-1].end - 1] == "条"


def test_organs_are_read_and_kept_out_of_the_title() -> None:
    text = (
        "办好三件实事。\n1.新建小学2所。（牵头单位：县教育局、县住建局）\n2.打通断头路3条。责任单位：县交通局\n"
        "3.免费体检2万人（县卫健局负责）。\n"
    )
    found = pledges(text, "pledges")
    assert [p.organs for p in found] == [("县教育局", "县住建局"), ("县交通局",), ("县卫健局",)]
    assert [p.title for p in found] == ["新建小学2所", "打通断头路3条", "免费体检2万人"]


@pytest.mark.parametrize(
    ("body", "stage"),
    [
        ("新建小学3所", "竣工"),
        ("改造老旧小区18个", "竣工"),
        ("建设农村公路180公里", "竣工"),
        ("启动20个老旧小区改造", "开工"),
        ("开工建设县医院新院区", "开工"),
        ("启动城区改造，打通断头路3条", "竣工"),
        ("建成并投入使用养老中心2个", "投产"),
        ("免费送戏下乡180场", None),
        ("提高城乡居民基础养老金标准", None),
        ("城镇新增就业3000人", None),
        ("加强社会保障体系建设", None),
    ],
)
def test_what_must_be_reached_for_a_pledge_to_be_kept(body: str, stage: str | None) -> None:
    assert due_stage(body) == stage


def test_lists_of_a_higher_level_are_taken_over_by_number() -> None:
    text = "在办好省定12件民生实事、市定10件民生实事的基础上，办好县定8件民生实事。"
    assert inherited(text) == [("省", 12), ("市", 10)]
    assert inherited(text, "province") == []
    assert inherited(text, "prefecture") == [("省", 12)]


def test_measures_inside_belong_to_their_pledge() -> None:
    from luoshi.facts.measures import read_measures

    made_report = report("办好三件实事：一是新建小学2所；二是改造小区18个；三是免费体检。")
    measures = read_measures(made_report)
    found, _ = read_pledges(made_report, measures)
    by_id = {m.id: m for m in measures}
    assert [[by_id[i].value for i in p.measures] for p in found] == [[2], [18], []]


def test_ids_are_stable_and_distinct() -> None:
    first, second = (pledges("办好三件实事：一是修路；二是建桥；三是通水。") for _ in range(2))
    assert [p.id for p in first] == [p.id for p in second]
    assert len({p.id for p in first}) == 3
    assert all(isinstance(i, InheritedPledge) for i in made().inherited_pledges)


@given(st.text(alphabet="一二三四五是、。；：1234.（）①②办好十件民生实事新建小学\n", max_size=150))
def test_pledges_lie_in_order_inside_the_report(text: str) -> None:
    found = pledges(text, "pledges")
    assert all(0 <= p.start < p.end <= len(text) for p in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
