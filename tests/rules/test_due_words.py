"""时限表述: the forms of decomposition tables as dates of the work year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.rules import due_from_words


@pytest.mark.parametrize(
    ("words", "due", "mode"),
    [
        ("6月底前", "2026-06-30", "by"),
        ("2月底", "2026-02-28", "by"),
        ("十一月底前", "2026-11-30", "by"),
        ("11月30日前", "2026-11-30", "by"),
        ("11 月 30 日前", "2026-11-30", "by"),
        ("6月中旬", "2026-06-20", "by"),
        ("2月下旬", "2026-02-28", "by"),
        ("10月前", "2026-09-30", "by"),
        ("1月前", "2025-12-31", "by"),
        ("上半年", "2026-06-30", "by"),
        ("下半年", "2026-12-31", "by"),
        ("年中", "2026-06-30", "by"),
        ("第一季度", "2026-03-31", "by"),
        ("三季度末", "2026-09-30", "by"),
        ("前三季度", "2026-09-30", "by"),
        ("年底前", "2026-12-31", "by"),
        ("年内", "2026-12-31", "by"),
        ("全年", "2026-12-31", "by"),
        ("2026年", "2026-12-31", "by"),
        ("2027年底前", "2027-12-31", "by"),
        ("2027年6月底前", "2027-06-30", "by"),
        ("明年3月底前", "2027-03-31", "by"),
        ("2026-09-30", "2026-09-30", "by"),
        ("2026年9月30日", "2026-09-30", "by"),
        ("3月开工，10月底前完工", "2026-10-31", "by"),
        ("6—9月", "2026-09-30", "by"),
        ("持续推进", "2026-12-31", "ongoing"),
        ("长期坚持", "2026-12-31", "ongoing"),
        ("年内持续推进", "2026-12-31", "ongoing"),
        ("", "2026-12-31", "inferred"),
        (None, "2026-12-31", "inferred"),
        ("适时", "2026-12-31", "inferred"),
        ("13月底前", "2026-12-31", "inferred"),
        ("2月30日", "2026-12-31", "inferred"),
    ],
)
def test_due_words(words: str | None, due: str, mode: str) -> None:
    found = due_from_words(words, 2026)
    assert (str(found.date), found.mode, found.words) == (due, mode, words or "")


def test_february_of_a_leap_year() -> None:
    assert due_from_words("2月底前", 2024).date == date(2024, 2, 29)


@given(
    st.text("0123456789年月日底前末上下半季度内一二十第明今持续推进-中旬 ", max_size=14),
    st.integers(1980, 2100),
)
def test_no_words_break_it(words: str, year: int) -> None:
    found = due_from_words(words, year)
    assert found.words == words.strip() and found.mode in ("by", "ongoing", "inferred")
