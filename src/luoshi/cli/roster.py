"""Reading a roster file (花名册文件): an Excel sheet, or csv as Excel writes it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from luoshi.errors import LuoshiError


def rows_of(file: Path) -> list[list[str]]:
    """The rows as text; a csv in UTF-8 or GB18030. Raises LuoshiError where the file is neither."""
    data = file.read_bytes()
    if data.startswith(b"PK"):
        from luoshi.web.sheets.reading import rows_of as sheet_rows

        return sheet_rows(file)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [[c.strip() for c in row] for row in csv.reader(io.StringIO(data.decode(encoding)))]
        except UnicodeDecodeError:
            continue
    raise LuoshiError(f"{file.name} 不是 xlsx，也不是 UTF-8 或 GB18030 的 csv。")
