"""Units fold into one dimension, so that what is printed differently compares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.account.units import alike, fold, in_base
from luoshi.lexicon.tables import rows


@pytest.mark.parametrize(
    ("a", "unit_a", "b", "unit_b"),
    [
        (1, "亿斤", 5, "万吨"),
        (15, "亩", 1, "公顷"),
        (1.2, "万亿元", 12000, "亿元"),
        (2, "万个", 20000, "人"),
        (1, "亿公斤", 10, "万吨"),
        (7, "‰", 0.7, "%"),
        (1, "平方公里", 100, "公顷"),
        (1, "万千瓦", 10, "兆瓦"),
    ],
)
def test_equal_amounts_in_different_units(a: float, unit_a: str, b: float, unit_b: str) -> None:
    assert fold(unit_a).dimension == fold(unit_b).dimension
    assert in_base(a, unit_a) == in_base(b, unit_b)


def test_currencies_and_rates_stay_apart() -> None:
    assert len({fold(u).dimension for u in ("亿元", "亿美元", "%", "个百分点", "倍", "户")}) == 6


def test_a_number_without_its_word_counts_people_or_money() -> None:
    assert alike("万", "万人") and alike("亿元", "亿") and alike("万人", "人")
    assert (
        not alike("万", "万吨")
        and not alike(None, "人")
        and not alike("%", "万")
        and not alike("亿元", "万人")
    )


def test_an_unknown_unit_is_a_dimension_of_its_own() -> None:
    assert fold("万棵").dimension == "棵"
    assert in_base(3, "万棵") == 30000


@given(
    st.sampled_from([r["unit"] for r in rows("unit_conversions.tsv")]),
    st.sampled_from(["", "百", "千", "万", "百万", "千万", "亿", "千亿"]),
    st.floats(0, 1e6),
)
def test_magnitudes_change_the_factor_only(unit: str, word: str, value: float) -> None:
    plain, big = fold(unit), fold(word + unit)
    assert big.dimension == plain.dimension
    assert big.factor >= plain.factor
    assert in_base(value, unit) >= 0
