"""The summary in the terminal."""

from __future__ import annotations

import io

import msgspec
import pytest
from made_reading import made
from rich.cells import cell_len
from rich.console import Console

from luoshi.cli import summary


def shown(width: int = 80, reading: object = None, **options: object) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False, **options)  # type: ignore[arg-type]
    summary.whole(console, reading or made())  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120])
def test_fits_the_terminal_and_says_what_matters(width: int) -> None:
    text = shown(width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    flat = "".join(text.split())
    for said in (
        "青禾县2031年政府工作报告", "2031-02-06", "县长方知远", "日期取自会议一行", "预期目标6",
        "民生实事2", "新建幼儿园2所", "省定10件", "存在问题2", "财政收支矛盾突出", "目标6·指标12·实事2·问题2·任务1·项目1·荣誉1·机制1·分工1·名词1·修复6",
    ):  # fmt: skip
        assert said in flat, said


def test_targets_read_in_words() -> None:
    rows = [line.split() for line in shown(100).splitlines()]
    assert ["地区生产总值", "增长", "约", "6.5", "%", "2031年"] in rows
    assert ["固定资产投资", "增长", "≥", "8", "%", "2031年", "力争"] in rows
    assert ["居民收入", "增长", "与经济增长同步", "2031年"] in rows


def test_no_colour_where_there_is_no_terminal() -> None:
    assert "\x1b" not in shown()
    assert "\x1b" in shown(force_terminal=True)


def test_a_hostile_text_cannot_drive_the_terminal_or_the_markup() -> None:
    r = made()
    header = msgspec.structs.replace(r.header, speaker="[red]方\x1b[2J\u202e知远", meeting="[/]")
    text = shown(reading=msgspec.structs.replace(r, header=header))
    assert "[red]方�[2J�知远" in text
    assert "\x1b" not in text


def test_no_targets_is_said_and_an_abridged_copy_is_not_blamed() -> None:
    r = made(measures=())
    source = msgspec.structs.replace(r.source, completeness="abridged")
    text = "".join(shown(reading=msgspec.structs.replace(r, source=source)).split())
    assert "预期目标：没有读到" in text
    assert "不能当作“未设目标”" in text


def test_brief_is_one_line() -> None:
    out = io.StringIO()
    summary.brief(Console(file=out, width=80, highlight=False), made())
    assert out.getvalue().count("\n") == 1
    assert "2031  青禾县" in out.getvalue() and "样例/青禾县2031.txt" in out.getvalue()


@pytest.mark.parametrize("width", [60, 100])
def test_brief_fits_a_terminal_and_keeps_the_end_of_a_long_path(width: int) -> None:
    r = made()
    long = msgspec.structs.replace(r.source, path="/很长/的/文件夹/" * 8 + "青禾县2031.txt")
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False, force_terminal=True, color_system=None)
    summary.brief(console, msgspec.structs.replace(r, source=long))
    (line,) = out.getvalue().splitlines()
    assert cell_len(line) <= width
    assert line.endswith("2031.txt") == (width == 100)
