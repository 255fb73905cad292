"""Lines of a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from luoshi.cli.wrapping import wrap


def test_numbers_and_words_stay_whole_and_no_line_begins_with_a_stop() -> None:
    assert wrap("完成3000名劳动力培训,改造PM2.5站点。", 10) == [
        "完成3000名",
        "劳动力培",
        "训,改造",
        "PM2.5站",
        "点。",
    ]
    assert wrap("甲乙丙丁，戊己", 8) == ["甲乙丙", "丁，戊己"]


def test_what_is_longer_than_a_line_is_cut() -> None:
    assert wrap("1234567890", 4) == ["1234", "5678", "90"]
    assert wrap("", 10) == [""]


@given(st.text("县 镇12.%，。ab\n", max_size=60), st.integers(4, 30))
def test_nothing_is_lost_and_lines_fit(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= cells for line in lines)
