"""The section tree: parts by numbers or titles, topics, passages with a role of their own; invented texts only."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.report.report import Header, Section
from luoshi.report.sections import read_sections

YEARS = Header(work_year=2024, review_year=2023)
OPENING = "政府工作报告\n——2024年1月8日在青石县第十八届人民代表大会第三次会议上\n县长 李明\n各位代表：\n现在，我代表县人民政府，向大会报告工作，请予审议。\n"
FIGURES = (
    "地区生产总值增长6%左右，固定资产投资增长8%以上，一般公共预算收入增长5%，城乡居民收入与经济增长同步。"
)
WHOLE = (
    OPENING
    + "一、2023年工作回顾\n过去一年，全县上下同心同德，干成了许多大事、好事、难事，主要抓了以下工作。\n"
    "（一）产业发展提档升级。新建厂房三座，工业增加值增长7%。\n（二）城乡面貌明显改善。改造街巷八条，新增绿地五万平方米。\n"
    "我们也清醒地看到，发展中还存在不少困难和问题：一是产业结构不优；二是民生短板不少；三是少数干部作风不实。\n"
    "二、2024年工作安排\n今年政府工作的总体要求是：以新发展理念为指导，坚持稳中求进。\n"
    f"今年经济社会发展的主要预期目标是：{FIGURES}\n重点抓好以下工作：\n"
    "（一）坚定不移抓项目。实施重点项目40个。\n（二）持之以恒惠民生。新建学校两所。\n"
    "继续办好民生实事：一是新建幼儿园2所；二是改造农村公路30公里；三是新增停车位500个。\n"
    "（三）坚持从严治政，打造人民满意政府。\n各项工作都要落实。\n"
    "各位代表！让我们更加紧密地团结起来，为建设美好青石而努力奋斗！\n附件1\n名词解释\n1.“三链”：指产业链、创新链、资金链。\n"
)


def of(text: str) -> tuple[Section, ...]:
    return read_sections(text, YEARS)


def roles(text: str) -> list[tuple[int, str, str | None]]:
    return [(s.depth, s.role, s.heading) for s in of(text)]


def start_of(text: str, role: str) -> str:
    section = next(s for s in of(text) if s.role == role)
    return text[section.start : section.start + 12]


def test_a_whole_report_has_all_its_parts() -> None:
    assert roles(WHOLE) == [
        (1, "front", None),
        (1, "review", "一、2023年工作回顾"),
        (2, "review", "（一）产业发展提档升级"),
        (2, "review", "（二）城乡面貌明显改善"),
        (2, "problems", None),
        (1, "tasks", "二、2024年工作安排"),
        (2, "requirements", None),
        (2, "targets", None),
        (2, "tasks", "（一）坚定不移抓项目"),
        (2, "tasks", "（二）持之以恒惠民生"),
        (2, "pledges", None),
        (2, "self_building", "（三）坚持从严治政，打造人民满意政府"),
        (1, "closing", None),
        (1, "glossary", "附件1\n名词解释"),
    ]


def test_the_same_tree_without_line_breaks() -> None:
    """Blanks are the only breaks left; headings are glued to what follows."""
    text = WHOLE.replace("\n", " ")
    wanted = {r for r in roles(WHOLE) if r[1] not in ("glossary",)}
    found = {(d, r, h) for d, r, h in roles(text)}
    kept = {(d, r) for d, r, _ in wanted} & {(d, r) for d, r, _ in found}
    assert {(1, "review"), (1, "tasks"), (2, "problems"), (2, "targets"), (1, "closing")} <= kept
    assert start_of(text, "targets") == start_of(WHOLE, "targets")


def test_unnumbered_titles_are_parts_and_their_numbers_topics() -> None:
    text = (
        OPENING
        + "2023年工作回顾\n过去一年，成绩来之不易。\n一、工业稳中有进\n规上工业企业新增三家。\n二、农业稳产增收\n粮食总产稳定。\n"
        f"2024年工作目标要求\n主要预期目标是：{FIGURES}\n2024年工作安排\n全年要抓好两件大事。\n"
        "一、抓好项目建设\n开工项目十个。\n二、抓好改革开放\n推进改革事项五项。\n各位代表！让我们团结奋斗，共创美好明天，为全面完成各项任务而努力！"
    )
    depth1 = [(r, h) for d, r, h in roles(text) if d == 1]
    assert ("review", "2023年工作回顾") in depth1 and ("tasks", "2024年工作安排") in depth1
    assert [h for d, r, h in roles(text) if d == 2 and r == "tasks"] == [
        "一、抓好项目建设",
        "二、抓好改革开放",
    ]


def test_five_years_ahead_and_back() -> None:
    text = WHOLE.replace("一、2023年工作回顾\n过去一年", "一、过去五年工作回顾\n过去五年").replace(
        "二、2024年", "二、今后五年的奋斗目标\n今后五年，要再造一个新青石。\n三、2024年"
    )
    assert [(r, h) for d, r, h in roles(text) if d == 1][1:4] == [
        ("review_term", "一、过去五年工作回顾"),
        ("plan_term", "二、今后五年的奋斗目标"),
        ("tasks", "三、2024年工作安排"),
    ]


def test_the_review_turns_from_the_year_to_the_term() -> None:
    topics = "".join(
        f"五年来，我们{w}，干出了新的天地。全县新增各类经营主体一千户，群众得到了实惠。\n"
        for w in ("敢闯敢试", "苦干实干", "为民惠民")
    )
    text = WHOLE.replace("我们也清醒", f"各位代表！过去五年，是极不平凡的五年。\n{topics}我们也清醒")
    found = [(r, h) for d, r, h in roles(text) if d == 2][:6]
    assert [r for r, _ in found] == [
        "review",
        "review",
        "review_term",
        "review_term",
        "review_term",
        "review_term",
    ]
    assert found[3][1] == "五年来，我们敢闯敢试，干出了新的天地"


def test_a_mention_of_pledges_is_no_list() -> None:
    text = WHOLE.replace(
        "继续办好民生实事：一是新建幼儿园2所；二是改造农村公路30公里；三是新增停车位500个。",
        "继续办好民生实事。",
    )
    assert "pledges" not in {r for _, r, _ in roles(text)}


def test_last_years_pledges_told_as_done_are_no_list() -> None:
    text = WHOLE.replace("继续办好民生实事：", "去年十件民生实事全部完成：")
    assert "pledges" not in {r for _, r, _ in roles(text)}


def test_targets_at_the_end_of_the_review_are_found() -> None:
    """The plan has no heading of its own: 一、… are tasks from the first, and the targets stand before them."""
    text = (
        OPENING
        + "过去一年，我们砥砺奋进。"
        + "全县经济稳中有进，民生持续改善，改革不断深化，社会大局稳定。" * 16
        + "\n"
        f"新的一年，经济社会发展的主要预期目标是：{FIGURES}\n"
        "一、大力发展现代农业\n稳定粮食面积。\n二、加快工业转型\n实施技改项目。\n三、办好社会事业\n新建学校。\n"
        "各位代表！让我们团结奋斗，为建设美好家园、实现各项目标任务而努力奋斗，再创辉煌！"
    )
    assert start_of(text, "targets").startswith("新的一年，经济社会发展")
    assert [r for d, r, _ in roles(text) if d == 1] == [
        "front",
        "review",
        "tasks",
        "tasks",
        "tasks",
        "closing",
    ]


def test_a_statement_is_no_topic_sentence() -> None:
    lines = "".join(
        f"{w}是社会发展的根本问题。{'我们要认真对待，逐步解决，不能有丝毫松懈。' * 4}\n"
        for w in ("民主", "法制", "团结", "稳定")
    )
    text = (
        OPENING + "一、过去一年的工作\n" + lines + "二、2024年的任务\n" + lines + "三、自身建设\n加强学习。\n"
    )
    assert all(d == 1 for d, _, _ in roles(text))


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "。", "一、", "各位代表", "一、\n二、\n三、", "（一）（一）（一）", "附件", "名词解释\n"],
)
def test_odd_texts(text: str) -> None:
    check(text)


PIECES = st.sampled_from(
    ["一、", "二、", "（一）", "一是", "2023年工作回顾", "2024年工作安排", "各位代表！", "\n", " ", "。", "民生实事：", "1.", "今年预期目标是：", FIGURES,
     "五年来，我们", "存在不少困难和问题：", "清醒地看到", "附件1\n", "名词解释\n", "自身建设", "让我们团结奋斗", "过去五年", "“十四五”时期", "——", "；", "x"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_gives_a_tree(text: str) -> None:
    check(text)


def check(text: str) -> None:
    """Depth 1 covers the text in order; depth 2 lies inside its parent, in order, without overlap."""
    sections = of(text)
    if not text:
        assert sections == ()
        return
    top = [s for s in sections if s.depth == 1]
    assert top[0].start == 0 and top[-1].end == len(text)
    assert all(a.end == b.start for a, b in pairwise(top))
    assert all(s.start < s.end for s in sections)
    assert len({s.id for s in sections}) == len(sections)
    parents = {s.id: s for s in top}
    for s in sections:
        if s.depth == 2:
            parent = parents[s.parent or ""]
            assert parent.start <= s.start < s.end <= parent.end
    for a, b in pairwise([s for s in sections if s.depth == 2]):
        assert a.end <= b.start
