"""Readings as a workbook."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from made_reading import TEXT, made

from luoshi.errors import MissingExtra
from luoshi.export.sheets import SHEETS
from luoshi.export.sheets import rows as sheet_rows
from luoshi.export.xlsx import Workbook


def book(out: Path, *readings: Any) -> Any:
    w = Workbook(str(out))
    for r in readings:
        w.add(r)
    w.close()
    return openpyxl.load_workbook(out)


def table(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_sheets_rows_and_columns(tmp_path: Path) -> None:
    b = book(tmp_path / "a.xlsx", made())
    assert b.sheetnames == list(SHEETS)
    rows = {name: table(b[name]) for name in b.sheetnames}
    assert {k: len(v) for k, v in rows.items()} == {
        "报告": 1,
        "目标": 6,
        "指标": 12,
        "实事": 3,
        "任务": 2,
        "项目": 1,
        "问题": 2,
        "荣誉": 1,
        "机制": 1,
        "分工": 1,
        "名词": 1,
        "修复": 6,
        "更正": 0,
    }
    for name in b.sheetnames[:-1]:
        assert tuple(rows[name][0]) == tuple(c for c, _ in SHEETS[name])
        assert b[name].freeze_panes == "C2"
        assert b[name].auto_filter.ref
    aim = rows["目标"][1]
    assert (aim["名称"], aim["比较"], aim["数值"], aim["单位"], aim["期间"], aim["力度"]) == (
        "固定资产投资", "≥", 8, "%", "2031年", "力争",
    )  # fmt: skip
    assert isinstance(aim["数值"], int | float)
    assert TEXT[aim["起"] : aim["止"]] == aim["原文"] == "固定资产投资增长8%以上"
    assert aim["原文"] in aim["所在句"] and aim["所在句"].startswith("今年主要预期目标")
    assert aim["编号"] == f"f-{9:010x}"
    assert rows["指标"][5]["数值"] == -3.2


def test_tasks_are_laid_out_as_what_could_be_handed_out(tmp_path: Path) -> None:
    first, second = table(book(tmp_path / "a.xlsx", made())["任务"])
    assert (first["动词"], first["对象"], first["期限"], first["单位"], first["可核查"]) == (
        "建成", "标准化厂房4万平方米", "年底前", "县工信局", "是",
    )  # fmt: skip
    assert second["事项"] == "引进 企业12家（年底前）"
    assert first["任务"] == second["任务"] == "建成标准化厂房4万平方米,力争引进企业12家。"
    assert first["编号"] == f"f-{401:010x}"


def test_every_row_fits_its_columns() -> None:
    assert all(len(cells) == len(SHEETS[sheet]) for sheet, cells in sheet_rows(made()))


def test_text_is_never_a_formula_or_a_link(tmp_path: Path) -> None:
    r = made()
    evil = (
        "=1+1",
        "+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "http://example.invalid/",
        "{=1}",
        "a\x07b\x1b[31m",
        "长" * 40_000,
    )
    measures = tuple(
        msgspec.structs.replace(m, name=e, unit=e) for m, e in zip(r.measures, evil, strict=False)
    )
    out = tmp_path / "evil.xlsx"
    b = book(out, msgspec.structs.replace(r, measures=measures))
    names = [row["名称"] for row in table(b["指标"])]
    assert names[:5] == list(evil[:5])
    assert len(names[6]) <= 32_767
    with zipfile.ZipFile(out) as z:
        sheets = [z.read(n).decode() for n in z.namelist() if "worksheets/" in n]
    assert not any("<f>" in s or "<hyperlink" in s for s in sheets)


def test_same_readings_same_bytes(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", made(), made())
    book(tmp_path / "b.xlsx", made(), made())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_nothing_half_written_stays_and_an_old_file_survives(tmp_path: Path) -> None:
    out = tmp_path / "old.xlsx"
    out.write_text("old")
    w = Workbook(str(out))
    w.add(made())
    w.abandon()
    assert out.read_text() == "old"
    empty = Workbook(str(out))
    assert "没有读到报告" in empty.close()
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        Workbook(str(tmp_path / "none" / "a.xlsx"))
    with pytest.raises(OSError):
        Workbook(str(tmp_path))


def test_without_xlsxwriter_the_message_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtra, match=r"luoshi\[xlsx\]"):
        Workbook(str(tmp_path / "a.xlsx"))
