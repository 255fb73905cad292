"""Readings as a workbook (Excel/WPS 工作簿): a sheet per kind of fact, a row per fact, all reports together.

Numbers are numbers with their unit in a column of its own; text is never read as a formula or a link; each row has the
sentence, the span and the id that the reader's permalinks use. The same reports give the same bytes.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luoshi.errors import MissingExtra
from luoshi.export.files import beside, close_workbook
from luoshi.export.sheets import SHEETS, Cell, rows

if TYPE_CHECKING:
    from luoshi.facts.reading import Reading

_MADE = datetime(2000, 1, 1)  # a fixed date of creation: the same readings, the same bytes
_LAST_ROW = 1_048_576
_LONGEST = 32_767


class Workbook:
    """A workbook that takes reports one by one; nothing but the current row is kept in memory."""

    def __init__(self, out: str) -> None:
        """Raises MissingExtra without XlsxWriter, OSError where nothing can be written."""
        try:
            import xlsxwriter
        except ModuleNotFoundError:
            raise MissingExtra(out, "写 xlsx 需要 XlsxWriter；请安装：pip install 'luoshi[xlsx]'") from None
        self._out = Path(out)
        self._target = beside(self._out)
        self._book = xlsxwriter.Workbook(
            str(self._target),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": "宋体", "font_size": 11},
            },
        )
        self._book.set_properties({"title": "政府工作报告读数", "created": _MADE})
        head = self._book.add_format({"bold": True, "bg_color": "#F2EEE6", "bottom": 1, "font_name": "宋体"})
        self._sheets: dict[str, Any] = {}
        self._rows: dict[str, int] = {}
        self._left_out: dict[str, int] = {}
        for name, columns in SHEETS.items():
            sheet = self._sheets[name] = self._book.add_worksheet(name)
            sheet.freeze_panes(1, 2)
            for i, (title, width) in enumerate(columns):
                sheet.set_column(i, i, width)
                sheet.write_string(0, i, title, head)
            self._rows[name] = 1
        self._reports = 0
        self._closed = False

    def add(self, reading: Reading) -> None:
        """Write one report's rows."""
        for sheet, cells in rows(reading):
            self._row(sheet, cells)
        self._reports += 1

    def close(self) -> str:
        """Finish the file, put it in its place, say what was written."""
        if not self._reports:
            self.abandon()
            return f"没有读到报告，没有写 {self._out}"
        for name, sheet in self._sheets.items():
            sheet.autofilter(0, 0, max(1, self._rows[name] - 1), len(SHEETS[name]) - 1)
        self._closed = True
        close_workbook(self._book, str(self._out))
        self._target.replace(self._out)
        full = "".join(f"；“{name}”已满，{n} 行没有写入" for name, n in self._left_out.items())
        return f"已写工作簿 {self._out}（{self._reports} 份报告）{full}"

    def abandon(self) -> None:
        """Remove a half-written file."""
        if not self._closed:
            self._closed = True
            with suppress(OSError):
                close_workbook(self._book, str(self._out))
        self._target.unlink(missing_ok=True)

    def _row(self, name: str, cells: tuple[Cell, ...]) -> None:
        row = self._rows[name]
        if row >= _LAST_ROW:
            self._left_out[name] = self._left_out.get(name, 0) + 1
            return
        sheet = self._sheets[name]
        for i, cell in enumerate(cells):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(row, i, cell if len(cell) <= _LONGEST else cell[: _LONGEST - 1] + "…")
            elif cell is not None:
                sheet.write_number(row, i, cell)
        self._rows[name] = row + 1
