"""Pinyin, dashes, blanks, semicolons and entities: what is damage is repaired, what may be meant stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_report import paragraphs
from test_formats_plain import leads_back

from luoshi.text.repair import repair
from luoshi.text.traced import TracedText

WHOLE = "\n".join(paragraphs())


@pytest.mark.parametrize(
    ("raw", "clean", "kind"),
    [
        ("产(chǎn)业(yè)发(fā)展，经(jīng)济增长", "产业发展，经济增长", "pinyin"),
        ("《全域旅游规划(20312045年)》印发", "《全域旅游规划(2031—2045年)》印发", "dash"),
        ("建成18个 一、二级劝导站", "建成18个一、二级劝导站", "space"),
        ("守住底线。十 一、加强自身建设", "守住底线。十一、加强自身建设", "space"),
        ("落实生态保护第 一、全民公益的理念", "落实生态保护第一、全民公益的理念", "space"),
        ("出口额122. 4亿美元，增长10. 5％", "出口额122.4亿美元，增长10.5％", "space"),
        ("城乡居民参保超53;万人，增长16;%", "城乡居民参保超53万人，增长16%", "entity"),
        ("窗口”,;创新模式。;;;;强化监管", "窗口”,创新模式。强化监管", "entity"),
        ("“双减&amp;rdquo;成效，3&mdash;5年&nbsp;内", "“双减”成效，3—5年 内", "entity"),
        ("保持稳\u200b定\ufeff增长", "保持稳定增长", "entity"),
    ],
)
def test_damage_is_repaired(raw: str, clean: str, kind: str) -> None:
    t, _ = repair(TracedText.of(raw))
    assert t.text == clean
    assert {r.kind for r in t.repairs()} == {kind}
    leads_back(t)


@pytest.mark.parametrize(
    "kept",
    [
        "甪(lù)直镇的古桥，推行政府和社会资本合作(PPP)，全长12公里(km)。",
        "联系电话20312045，编号20312045号，完成投资20312045万元。",
        "改善民生。 一、抓好就业",
        "抓好以下工作： 一、就业；二、教育",
        "建成石英产业园;44家企业入驻，技改;扩能同步推进。",
        "R&D经费占比2.5%，A&B公司落户。",
        "全年增长6%，达到12 项、3 个、2 311户。",
        "5A级景区、3-5小时、7×24小时、1:2:3。",
    ],
)
def test_what_may_be_meant_stays(kept: str) -> None:
    assert repair(TracedText.of(kept))[0].text == kept


def test_numbers_that_may_be_lost_ranges_are_marked_only() -> None:
    raw = "规划(20312045年)实施，力争通过23年努力，增长5%6%。"
    t, warnings = repair(TracedText.of(raw))
    assert t.text == raw.replace("20312045", "2031—2045")
    assert {(r.raw, r.confidence) for r in t.repairs()} == {("", 0.98), ("23", 0.3), ("5%", 0.3)}
    assert len(warnings) == 2


def test_a_clean_report_comes_back_as_it_is() -> None:
    t, warnings = repair(TracedText.of(WHOLE))
    assert t.text is WHOLE and not t.marks and not warnings


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from([";", " ", "&nbsp;", "??", "(fā)", "\u200b", "著", "%6", "?!", "□", "$1.$2"]),
        max_size=6,
    ),
    st.data(),
)
def test_no_digit_changes_under_any_residue(bits: list[str], data: st.DataObject) -> None:
    raw = WHOLE
    for bit in bits:
        at = data.draw(st.integers(0, len(raw)))
        raw = raw[:at] + bit + raw[at:]
    t, _ = repair(TracedText.of(raw))
    leads_back(t)
    assert [c for c in t.text if c.isdigit()] == [c for c in raw if c.isdigit()]
