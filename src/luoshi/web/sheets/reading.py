"""Reading a sheet (读表): the first sheet's rows as text. Runs in the child; no Django here."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

from luoshi.errors import LuoshiError

ROWS_MOST = 6000
COLUMNS_MOST = 60


def rows_of(file: Path) -> list[list[str]]:
    """Rows of text, blanks kept as empty text, empty rows at the end dropped. A formula is refused with its cell."""
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()), read_only=True, data_only=False)
    sheet = book.worksheets[0]
    out: list[list[str]] = []
    for n, row in enumerate(sheet.iter_rows(max_col=COLUMNS_MOST), 1):
        if n > ROWS_MOST:
            raise LuoshiError(f"表格超过 {ROWS_MOST} 行，请拆分。")
        cells = []
        for cell in row:
            if cell.data_type == "f":
                raise LuoshiError(f"第 {n} 行 {cell.coordinate} 是公式。请“选择性粘贴为数值”后再传。")
            cells.append(_text(cell.value))
        out.append(cells)
    while out and not any(out[-1]):
        out.pop()
    return out


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).strip()
