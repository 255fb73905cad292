"""Sentences that a copy broke over two lines are whole again; headings keep their line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_report import paragraphs
from test_formats_plain import leads_back

from luoshi.text.repair import repair
from luoshi.text.traced import TracedText

WHOLE = "\n".join(paragraphs())


def joined(raw: str) -> str:
    t, _ = repair(TracedText.of(raw))
    leads_back(t)
    assert not t.repairs()
    return t.text


@pytest.mark.parametrize(
    "broken",
    [
        "运行总体平稳。规模以上工业完\n成增加值455亿元，增长9.7%。",
        "全面完成任务。粮食总产量达到 205\n万吨，创历史最好水平。",
        "基础更加牢固。新增农村公路1847公里，\n农民饮用水工程全部完工。",
        "改革不断深化。深入实施全民参\n保计划，养老保险参保率达到98%。",
        "结构继续优化。第三产业比重上升到35%\n左右。",
        "各位代表，全年财政收入比上年增长6.3\n%，支出增长5%。",
    ],
)
def test_broken_sentences_are_joined(broken: str) -> None:
    assert joined(broken) == broken.replace("\n", "")


@pytest.mark.parametrize(
    "kept",
    [
        WHOLE,
        "一、过去五年及2022年工作回顾\n过去五年，我们坚持稳中求进。",
        "改革开放取得新进展\n思想道德建设进一步加强。深入开展主题教育。",
        "任务圆满完成。一、2030年工作的回顾\n刚刚过去的2030年很不平凡。",
        "困难还不少，必须用发展的办法加以解决。这些都要抓好\n2031年的工作",
        "请予审议。请各位委员提出意见，\n一、工作回顾\n过去一年，成绩显著。",
        "表示衷心的感谢。向全县人民致以崇高的敬意\n各位代表！成绩来之不易。",
        "重点抓好以下工作。展望2035\n今年是承上启下的一年。我们要乘势而上。",
    ],
)
def test_headings_and_paragraphs_stay(kept: str) -> None:
    assert joined(kept) == kept


@settings(deadline=None, max_examples=50)
@given(st.integers(1, len(WHOLE) - 1))
def test_only_line_breaks_go(at: int) -> None:
    assert joined(WHOLE[:at] + "\n" + WHOLE[at:]).replace("\n", "") == WHOLE.replace("\n", "")
