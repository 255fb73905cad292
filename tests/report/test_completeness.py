"""Completeness, judged by the text alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.report.completeness import judge
from luoshi.report.header import read_header
from luoshi.report.report import Completeness
from luoshi.text.source import SourceText

HEAD = "政府工作报告\n——2021年1月5日在柳河县第十六届人民代表大会第六次会议上\n县长 李明\n各位代表：\n现在，我代表县人民政府，向大会报告工作，请予审议。\n"
REVIEW = "一、2020年工作回顾\n" + "".join(
    f"（{n}）发展取得新成效。新建道路{n}条，改造旧房{n}户。\n" for n in range(110)
)
PLAN = "二、2021年工作安排\n今年的主要预期目标是：地区生产总值增长6%。\n" + "".join(
    f"（{n}）继续推进项目{n}个，完成投资{n}亿元，加强日常管理。\n" for n in range(110)
)
CLOSE = "各位代表！新的一年，任务光荣。让我们同心同德、真抓实干，为建设美丽柳河而努力奋斗！\n"
WHOLE = HEAD + REVIEW + PLAN + CLOSE


def completeness(text: str, path: str = "a.txt") -> Completeness:
    source = SourceText(path, "0" * 64, "txt", "utf-8", text, text, ())
    return judge(source, (), read_header(source)[0])


def test_a_whole_report() -> None:
    assert completeness(WHOLE) == "whole"


@pytest.mark.parametrize(
    "tail",
    [
        "名词解释\n1．三个一批：签约一批、开工一批、投产一批。\n2．两不愁：不愁吃、不愁穿。\n" * 40,
        "附件1\n2021年民生实事项目\n1．新建幼儿园2所。\n",
        "[1]三个一批：签约一批。\n" * 60,
        "来源：柳河日报",
        "县长 李明",
        "（文中数据为初步统计数）",
    ],
)
def test_what_is_attached_behind_takes_nothing_away(tail: str) -> None:
    assert completeness(WHOLE + tail) == "whole"


def test_a_part_of_its_own_for_the_pledges_is_no_attachment() -> None:
    pledges = "三、全力办好2021年民生实事\n1．新建幼儿园2所。\n2．改造老旧小区8个。\n"
    notes = "名词解释\n1．三个一批：签约一批、开工一批、投产一批。\n" * 20
    assert completeness(HEAD + REVIEW + PLAN + pledges + CLOSE + notes) == "whole"
    assert completeness(HEAD + REVIEW + PLAN + pledges + notes) == "truncated"


@pytest.mark.parametrize("share", [0.2, 0.45, 0.6, 0.8, 0.95])
def test_a_report_that_breaks_off(share: float) -> None:
    assert completeness(WHOLE[: int(len(WHOLE) * share)]) == "truncated"


def test_a_report_that_ends_before_its_peroration() -> None:
    assert completeness(HEAD + REVIEW + PLAN) == "truncated"
    assert completeness(HEAD + REVIEW) == "truncated"


def test_file_names_have_no_say() -> None:
    assert completeness(WHOLE, "柳河县-2021.truncated.txt") == "whole"
    assert completeness(HEAD + REVIEW, "柳河县-2021.txt") == "truncated"


def test_news_of_a_report_is_abridged() -> None:
    news = (
        "1月5日，柳河县第十六届人民代表大会第六次会议开幕，县长李明代表县人民政府向大会作政府工作报告。\n"
        "《报告》指出，过去一年全县经济稳中有进。\n《报告》强调，今年要抓好六个方面的工作。\n报告提出，要为建设美丽柳河而努力奋斗。\n"
    )
    assert completeness(news) == "abridged"


@pytest.mark.parametrize("words", ["（本文有删减）", "（此件有删节）", "（文字略有删改）"])
def test_an_editors_word_at_the_foot(words: str) -> None:
    assert completeness(f"{WHOLE}\n{words}") == "abridged"


def test_summary_and_selection_by_their_titles() -> None:
    assert completeness("柳河县政府工作报告（摘要）\n" + WHOLE) == "abridged"
    assert completeness("柳河县政府工作报告（节选）\n" + WHOLE) == "excerpt"


def test_words_of_the_page_are_no_editors_words() -> None:
    assert completeness("内容摘要：政府工作报告\n" + WHOLE) == "whole"


def test_a_text_that_begins_in_the_middle() -> None:
    assert completeness("二、2021年工作安排\n今年的主要目标是增长6%。\n" + PLAN + CLOSE) == "excerpt"


def test_a_short_copy_is_abridged() -> None:
    assert completeness(HEAD + REVIEW[:600] + "\n" + PLAN[:600] + "\n" + CLOSE) in ("abridged", "truncated")


@given(st.text(max_size=300))
def test_never_fails(text: str) -> None:
    assert completeness(text) in ("whole", "abridged", "truncated", "excerpt")
