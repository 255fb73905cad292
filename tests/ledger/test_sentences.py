"""Sentences of a report (承诺部分的句子): what is uncovered, what it most likely is, how rows grow over their sentence."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from luoshi import read
from luoshi.ledger.proposing import propose
from luoshi.ledger.proposing_shapes import ProposalDraft
from luoshi.ledger.sentences import grown, guess, promising, uncovered
from luoshi.report.report import Section

TEXT = (
    "三、2026年工作安排\n"
    "2026年是承上启下的关键一年，做好各项工作意义重大。\n"
    "（一）壮大县域经济\n"
    "提升园区能级。完善园区道路3条，青石隧道年内贯通；让我们携手同行。重点抓好以下工作：\n"
)
SECTIONS = (
    Section("s1", None, 1, "tasks", "三、2026年工作安排", 0, len(TEXT)),
    Section("s2", "s1", 2, "tasks", "（一）壮大县域经济", TEXT.index("（一）"), len(TEXT)),
)


def words(span: tuple[int, int]) -> str:
    return TEXT[span[0] : span[1]]


def test_headings_and_words_that_open_a_list_are_no_sentences() -> None:
    # “提升园区能级。” has seven characters: too short to promise anything by itself.
    assert [words(s) for s in promising(TEXT, SECTIONS)] == [
        "2026年是承上启下的关键一年，做好各项工作意义重大。",
        "完善园区道路3条，青石隧道年内贯通；",
        "让我们携手同行。",
    ]


def test_a_numbered_line_is_a_heading_unless_it_has_an_amount() -> None:
    text = "（一）着力壮大县域经济\n（二）新建幼儿园3所\n（三）加强管理。\n"
    part = (Section("s1", None, 1, "tasks", None, 0, len(text)),)
    assert [text[a:b] for a, b in promising(text, part)] == ["（二）新建幼儿园3所", "（三）加强管理。"]


def test_a_part_that_promises_nothing_has_no_sentences_to_cover() -> None:
    past = (Section("s1", None, 1, "review", None, 0, len(TEXT)),)
    assert promising(TEXT, past) == []


def test_a_sentence_is_covered_by_a_row_that_shares_a_character_with_it() -> None:
    every = promising(TEXT, SECTIONS)
    road = TEXT.index("完善园区道路")
    assert [words(s)[:4] for s in uncovered(every, [(road, road + 4)])] == ["2026", "让我们携"]
    assert uncovered(every, []) == every


@pytest.mark.parametrize(
    ("text", "wanted", "skip"),
    [
        ("2026年是承上启下的关键一年，做好各项工作意义重大。", True, "形势和意义"),
        ("今年政府工作的总体要求是：坚持稳中求进，推动高质量发展。", True, "总体要求"),
        ("提升园区综合能级。\n", True, ""),
        ("群众的笑容更多、底气更足。", False, ""),
        ("青石隧道3公里年内贯通。", True, ""),
    ],
)
def test_what_an_uncovered_sentence_most_likely_is(text: str, wanted: bool, skip: str) -> None:
    found, reason = guess(text, (0, len(text)))
    assert found is wanted and (reason.startswith(skip) if skip else reason == "")


def test_the_topic_sentence_of_a_paragraph_is_proposed_to_be_left_out() -> None:
    text = "提升园区综合能级。新建标准厂房，引进龙头企业，完善配套设施，优化服务环境。\n"
    assert guess(text, (0, 9)) == (True, "段首主题句，由其下各条落实")
    assert guess(text, (9, len(text) - 1)) == (True, "")
    numbered = (
        "（七）强力推进农谷示范区建设，全面建设魅力石泓。"
        + "新建标准厂房，引进龙头企业，完善配套设施，优化服务环境，打通外部道路。\n"
    )
    assert guess(numbered, (0, numbered.index("。") + 1)) == (True, "段首主题句，由其下各条落实")


def test_a_row_grows_over_the_clause_of_its_sentence_that_was_passed_over() -> None:
    text = "职业教育推进集团化办学，今年新改扩建学校3所，建设实训基地，大家都满意。"
    start = text.index("新改扩建")
    given = ProposalDraft("commitment", "annual-tasks", "", "新改扩建学校3所", "", start, start + 8, ("c1",))
    (made,) = grown(text, [(0, len(text))], [given])
    assert (
        text[made.start : made.end].startswith("职业教育推进集团化办学")
        and "建设实训基地" in made.requirement
    )
    assert made.title == "新改扩建学校3所"


def test_what_says_nothing_is_not_taken_in() -> None:
    text = "让群众笑容更多、底气更足，今年新改扩建学校3所。"
    start = text.index("新改扩建")
    given = ProposalDraft("commitment", "annual-tasks", "", "新改扩建学校3所", "", start, start + 8, ("c1",))
    assert grown(text, [(0, len(text))], [given]) == [given]


def _squeezed(text: str) -> tuple[str, list[int]]:
    out, index = [], []
    for i, c in enumerate(text):
        for d in unicodedata.normalize("NFKC", c):
            if not d.isspace() and d not in "“”\"‘’'":
                out.append(d)
                index.append(i)
    return "".join(out), index


@pytest.mark.corpus
def test_every_hand_read_task_and_pledge_is_covered_by_a_row_or_an_explicit_skip(shared: Path) -> None:
    missed, count = [], 0
    for file in sorted((shared / "gold").glob("*.json")):
        gold = json.loads(file.read_text("utf-8"))
        (reading, *_) = read(shared / "gold" / "clean" / f"{file.stem}.txt")
        spans = [(r.start, r.end) for r in propose(reading)]
        flat, index = _squeezed(reading.text)
        passage = flat.find(_squeezed(gold["task_passage"])[0][:30])
        for kind, after in (("tasks", max(passage, 0)), ("pledges", 0)):
            for one in gold[kind]:
                quote = _squeezed(one["quote"])[0]
                places = [m.start() for m in re.finditer(re.escape(quote), flat[after:])]
                assert places, f"{file.stem}: the quote is not in the text: {one['quote']}"
                count += 1
                found = [(index[after + p], index[after + p + len(quote) - 1] + 1) for p in places[:1] if kind == "tasks"] or [
                    (index[p], index[p + len(quote) - 1] + 1) for p in places
                ]  # fmt: skip
                if not any(a < end and start < b for a, b in spans for start, end in found):
                    missed.append((file.stem, kind, one["quote"]))
    assert count > 140 and not missed
