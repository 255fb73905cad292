"""Tasks: which sentences commit to something, which clauses could be given to someone, and what in them can be checked."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.errors import LexiconError
from luoshi.facts.commitments import clauses_of
from luoshi.facts.deadlines import best_of, dates_in
from luoshi.facts.measures import read_measures
from luoshi.facts.shapes import Task
from luoshi.facts.specificity import first_characters
from luoshi.facts.tasks import read_tasks
from luoshi.report.report import Header, Report, Section
from luoshi.text.source import SourceText
from luoshi.text.traced import Segment


def report(text: str, *sections: Section) -> Report:
    source = SourceText(
        "made.txt", "0" * 64, "txt", "utf-8", text, text, (Segment(0, len(text), 0, len(text), "same"),)
    )
    return Report(
        source,
        Header(level="county", work_year=2031),
        sections or (Section("s1", None, 1, "tasks", None, 0, len(text)),),
    )


def tasks(text: str) -> tuple[Task, ...]:
    made = report(text)
    return read_tasks(made, read_measures(made), (), ())


def sentences(text: str) -> list[str]:
    return [text[t.start : t.end] for t in tasks(text)]


def verbs(sentence: str) -> list[str]:
    return [c.verb for c in clauses_of(sentence, 0, len(sentence))]


# -- sentences -------------------------------------------------------------------------------------------------


def test_run_in_headings_are_no_tasks() -> None:
    text = (
        "提升城乡品质。完善县城路网，新建公园3个。加强物业管理。推进老旧小区改造，补齐配套短板。\n"
        "办好人民教育。改善办学条件，扩大优质学位供给。\n"
    )
    assert sentences(text) == [
        "完善县城路网，新建公园3个。",
        "推进老旧小区改造，补齐配套短板。",
        "改善办学条件，扩大优质学位供给。",
    ]


def test_short_sentences_in_a_row_inside_a_paragraph_are_tasks() -> None:
    text = "办好人民教育。加强教师队伍建设。加快教育信息化。做好随迁子女入学工作。支持民办教育发展。\n"
    assert len(sentences(text)) == 4


def test_headings_are_found_where_line_breaks_were_lost() -> None:
    topic = "，".join(["完善设施配套", "推动产业集聚", "提高服务水平"]) + "。"
    text = "".join(
        f"{head}。{topic}{topic}{topic}{topic}"
        for head in ("深入优化空间布局", "大力提升城镇形象", "打好防治攻坚战")
    )
    assert len(sentences(text)) == 12


def test_numbered_headings_and_greetings_are_no_tasks() -> None:
    text = "一是稳定就业。落实就业政策，开展技能培训。二是完善社保。推进参保扩面，提高待遇水平。\n各位代表！民生是最大的政治。\n"
    assert sentences(text) == ["落实就业政策，开展技能培训。", "推进参保扩面，提高待遇水平。"]


def test_talk_without_a_deed_is_no_task() -> None:
    text = "产业是强县之基。去年我们新建厂房3座。怎样才能完成任务？推进产业升级，培育龙头企业。"
    assert sentences(text) == ["推进产业升级，培育龙头企业。"]


def test_headings_of_sections_targets_and_pledges_are_left_out() -> None:
    text = "二、今年工作\n今年目标是：增长6%。\n（一）振兴乡村\n新建农田3万亩，改造农房120户。\n办好两件实事：一是修路；二是建桥。\n"
    at = text.index
    made = report(
        text,
        Section("s1", None, 1, "tasks", "二、今年工作", 0, len(text)),
        Section("s2", "s1", 2, "targets", None, at("今年目标"), at("（一）")),
        Section("s3", "s1", 2, "tasks", "（一）振兴乡村", at("（一）"), at("办好两件")),
        Section("s4", "s1", 2, "pledges", None, at("办好两件"), len(text)),
    )
    from luoshi.facts.shapes import Pledge

    pledge = Pledge("p", 1, "修路", at("修路"), at("建桥"))
    (task,) = read_tasks(made, (), (), (pledge,))
    assert (text[task.start : task.end], task.section) == ("新建农田3万亩，改造农房120户。", "s3")


# -- clauses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("新建幼儿园2所，改造道路6条；引进企业12家。", ["新建", "改造", "引进"]),
        ("围绕群众关切，做实基础性民生保障工作，让群众更满意。", ["做实"]),
        ("坚持教育优先，持续加大教育投入，深化课堂改革。", ["加大", "深化"]),
        ("加强规划引领、完善功能配套。", ["加强", "完善"]),
        ("健全人才培养、使用、评价、激励制度。", ["健全"]),
        ("提升改造城东、城西等5所小学。", ["提升改造"]),
        ("推动东源电厂建设，西山电厂8月底前实现双机投运。", ["推动", "实现"]),
        ("全年粮食总产稳定在30万吨以上，生猪出栏不少于38万头。", ["稳定在", "不少于"]),
        ("对168户特殊家庭进行适老化改造。", ["进行"]),
        ("把绿色发展理念贯穿规划全过程。", ["贯穿"]),
        ("在推进旧城更新的基础上，加快新区建设。", ["加快"]),
        ("以路网建设为契机，加大投入力度。", ["加大"]),
        ("实施“修路、建桥，通水”工程。", ["实施"]),
        ("贯彻落实《关于加快发展，扩大开放的意见》，培育和发展专业镇。", ["贯彻落实", "培育和发展"]),
        ("各级各部门要有计划地更新设备。", ["更新"]),
        ("依托开发区发展农产品加工业，以更严要求加强环境执法。", ["加强"]),
        ("坚持和完善联席会议制度，坚持开展送戏下乡活动。", ["坚持和完善", "坚持开展"]),
        ("着力将古城打造成旅游目的地。", ["打造成"]),
        ("落实好各项政策，加强师资队伍特别是农村教师队伍建设。", ["落实好", "加强"]),
        ("易地搬迁入住7.6万人，服务业加快发展。", [""]),
        ("推动在职教育发展，有效防范各类风险。", ["推动", "防范"]),
        ("所有行政村配齐健身设施。", ["配齐"]),
        ("开放是发展的必由之路。", []),
    ],
)
def test_clauses_that_could_be_given_to_someone(sentence: str, expected: list[str]) -> None:
    assert verbs(sentence) == expected


def test_object_and_date_of_a_commitment() -> None:
    text = "确保6月底前建成城东水厂，年内新增供水5万吨。"
    first, second = clauses_of(text, 0, len(text))
    assert (first.verb, first.object, first.deadline) == ("建成", "城东水厂", "6月底前")
    assert (second.verb, second.deadline) == ("新增", "年内")


def test_a_date_that_stands_alone_holds_for_what_follows() -> None:
    text = "年底前，完成主体工程，建成停车楼。"
    assert [c.deadline for c in clauses_of(text, 0, len(text))] == ["年底前", "年底前"]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("8月底前建成", "8月底前"),
        ("上半年完成招标", "上半年"),
        ("力争年底前投用", "年底前"),
        ("国庆节前通车", "国庆节前"),
        ("到2035年基本建成", "到2035年"),
        ("全年接待游客，9月底前开园", "9月底前"),
        ("完成2030年项目", None),
        ("推进项目建设", None),
    ],
)
def test_dates_as_printed(words: str, date: str | None) -> None:
    assert best_of(dates_in(words, 0, len(words)), 0, len(words)) == date


# -- what can be checked ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "specific"),
    [
        ("新建幼儿园2所，扩大学位供给。", True),
        ("提升改造两所公办幼儿园。", True),
        ("推进公园建设，年底前向市民开放。", True),
        ("完成国土空间规划编制，优化空间布局。", True),
        ("制定引才育才配套办法，促进人才集聚。", True),
        ("办好第三届花卉博览会，扩大对外影响。", True),
        ("争创国家卫生城市，改善城乡面貌。", True),
        ("新建老年养护院，发展银发经济。", True),
        ("力争创建国家卫生城市，改善城乡面貌。", True),  # 争创 and 创建 overlap
        ("做好农村宅基地确权登记工作，维护农民权益。", True),
        ("已建成的各类设施要管好用好，方便群众。", False),
        ("几年内不断改善城乡面貌，方便群众。", False),
        ("优化公交线路，方便群众出行。", False),
        ("支持慈善事业发展，关爱困难群体。", False),
        ("加强人才“双十条”落实，营造良好氛围。", False),
        ("今年继续推进改革，完善各项制度。", False),
        ("严格落实政策，在5年过渡期内保持稳定。", False),
    ],
)
def test_a_number_a_date_or_a_named_deliverable_makes_a_task_specific(sentence: str, specific: bool) -> None:
    (task,) = tasks(sentence)
    assert task.specific is specific, task.elements


def test_elements_have_their_spans() -> None:
    text = "由县水务局负责，年底前新建泵站3座，供水能力从2万吨提高到5万吨。"
    (task,) = tasks(text)
    found = {(e.kind, text[e.start : e.end]) for e in task.elements}
    assert {
        ("owner", "县水务局"),
        ("deadline", "年底前"),
        ("unit", "座"),
        ("baseline", "2万吨"),
    } <= found


def test_measures_belong_to_their_clause() -> None:
    made = report("新建泵站3座，改造管网12公里，完善管护机制。")
    measures = read_measures(made)
    (task,) = read_tasks(made, measures, (), ())
    assert [len(c.measures) for c in task.commitments] == [1, 1, 0]
    assert task.measures == tuple(m.id for m in measures)


def test_organs_of_a_bracket_tail() -> None:
    (task,) = tasks("完善市场准入制度，清理不合理规定（县发改局、县市场监管局分别负责）。")
    assert task.organs == ("县发改局", "县市场监管局")


def test_ids_are_stable_and_distinct() -> None:
    text = "新建泵站3座，新建泵站3座。改造管网，改造管网。"
    first, second = tasks(text), tasks(text)
    ids = [t.id for t in first] + [c.id for t in first for c in t.commitments]
    assert first == second
    assert len(set(ids)) == len(ids) == 6


@given(
    st.text(alphabet="推进加强完善建设新建，、。；：“”（）一是要在对把让年底前3所。\n 各位代表", max_size=120)
)
def test_tasks_and_commitments_nest_in_order(text: str) -> None:
    found = tasks(text)
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    for task in found:
        assert task.commitments
        assert all(task.start <= c.start < c.end <= task.end for c in task.commitments)
        assert all(a.end <= b.start for a, b in itertools.pairwise(task.commitments))
        assert all(task.start <= e.start < e.end <= task.end for e in task.elements)


def test_named_deliverables_are_looked_for_by_their_first_characters() -> None:
    """A row that could begin anywhere would be tried at every character of the text."""
    assert first_characters("(?<!已)(?:完成|建成(?!的|了)|竣工)x") == {"完", "建", "竣"}
    assert first_characters("“[^”]+”工程") == {"“"}
    with pytest.raises(LexiconError, match="must begin with words"):
        first_characters("[^,]{2,9}工作")


# -- what good will come of it, by what means ------------------------------------------------------------------


def test_what_good_will_come_of_work_is_no_commitment_of_its_own() -> None:
    assert verbs("推进科技下乡，增强农业创新能力，调动农民积极性，激发市场活力。") == ["推进"]
    assert verbs("完善管网，避免重复建设，新增泵站3座。") == ["完善", "新增"]


def test_by_what_means_work_is_done_is_no_commitment() -> None:
    assert verbs("采取目标分解的方式，新建水库2座。") == ["新建"]


def test_a_judgement_about_work_is_no_task() -> None:
    text = "大力发展农业，保证供给，是稳定物价、改善民生的基础。新建水库2座，修复干渠3条。"
    assert sentences(text) == ["新建水库2座，修复干渠3条。"]


def test_a_sentence_that_says_what_year_it_is_may_still_set_a_task() -> None:
    assert sentences("今年是绿化年，要完成造林3万亩。新建公园2个，改造街道4条。")[0].startswith(
        "今年是绿化年"
    )
    assert sentences("今年是换届之年。新建公园2个，改造街道4条。") == ["新建公园2个，改造街道4条。"]


def test_a_year_by_which_something_is_reached_is_a_date() -> None:
    (task,) = tasks("治理空气，2032年明显改善，2034年基本达到国家标准。")
    assert task.specific
    assert [d.words for d in dates_in("2032年明显改善，完成2030年项目。", 0, 18)] == ["2032年"]


def test_a_chart_to_be_drawn_is_a_named_thing_and_a_better_team_is_none() -> None:
    assert [
        t.specific
        for t in tasks(
            "围绕优势产业，制定产业链招商图谱，开展专题推介。优化考核机制，建强基层招商队伍，改善服务。"
        )
    ] == [True, False]
