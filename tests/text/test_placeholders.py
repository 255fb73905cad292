"""Placeholders of a failed replacement: per cent signs come back, lost digits are marked, never guessed."""

from __future__ import annotations

import pytest

from luoshi.text.repair import repair
from luoshi.text.traced import TracedText


def test_a_token_in_place_of_every_per_cent_sign() -> None:
    t, warnings = repair(TracedText.of("增长13.3_M_M_；投资增长8_M_M_，失业率控制在4.5_M_M_以内。"))
    assert t.text == "增长13.3%；投资增长8%，失业率控制在4.5%以内。"
    assert "百分号" in warnings[0]


@pytest.mark.parametrize(
    "kept",
    [
        "增长13.3_M_M_；增长8%。",
        "型号为A8_M_M_的两台、9_X_的一台。",
        "命名为data_2024_A_的文件",
        "投资US$5亿、$1.2亿元。",
    ],
)
def test_other_low_lines_stay(kept: str) -> None:
    assert repair(TracedText.of(kept))[0].text == kept


def test_lost_digits_are_marked_and_stay() -> None:
    raw = "就业率为5$1.$2%，投资２６$1.$2亿元。"
    t, warnings = repair(TracedText.of(raw))
    assert t.text == raw and "2 处" in warnings[0]
    assert [(r.kind, r.raw, r.confidence) for r in t.repairs()] == [
        ("mojibake", "5$1.$2", 0.0),
        ("mojibake", "２６$1.$2", 0.0),
    ]


def test_subscripts_of_markdown() -> None:
    assert repair(TracedText.of("PM_2.5浓度、SO_2和CO_2排放"))[0].text == "PM2.5浓度、SO2和CO2排放"


def test_marks_that_became_rare_characters() -> None:
    t, _ = repair(TracedText.of("各位代表牎实现就业牞比上年好。皓月、犇福和牤牛河"))
    assert t.text == "各位代表！实现就业，比上年好。皓月、犇福和牤牛河"
    assert [(r.kind, r.raw) for r in t.repairs()] == [("mojibake", "牎"), ("mojibake", "牞")]
