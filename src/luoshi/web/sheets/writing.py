"""Writing sheets (制表): real numbers and dates, text that looks like a formula stays text and says so to the program."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter

Cell = str | int | float | Decimal | date | None
_LINE, _ROW_MOST = 15.0, 400.0  # points: a line of 11 pt; what Excel takes as a row at most
_WIDE = 200  # characters: more than this is not legible on one A4 page
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def _lines(value: Cell, width: int) -> int:
    """How many lines a text takes in a column of this width; a Han character is two wide. Not every program asks itself."""
    if not isinstance(value, str):
        return 1
    return sum(
        max(-(-sum(1 if c.isascii() else 2 for c in x) // max(width - 1, 1)), 1) for x in value.split("\n")
    )


def workbook(
    name: str,
    head: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Cell]],
    note: str = "",
    locked: int = 0,
) -> bytes:
    """One sheet with a head (words, width), its rows, a note above it; the first ``locked`` columns are greyed (not to be changed).

    No cell is ever a formula: text that begins like one is written as text with the quote mark that Excel itself sets,
    so that its value, −3.2 too, comes back as it was.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    ) as book:
        sheet = book.add_worksheet(name[:31])
        base = {"font_name": "宋体", "font_size": 11, "valign": "top", "text_wrap": True, "border": 1}
        plain = book.add_format(base)
        quoted = book.add_format(base | {"quote_prefix": True})
        kept = book.add_format(base | {"bg_color": "#EFEFEF"})
        kept_quoted = book.add_format(base | {"bg_color": "#EFEFEF", "quote_prefix": True})
        whole = book.add_format(base | {"num_format": "#,##0"})
        broken = book.add_format(base | {"num_format": "#,##0.######"})
        day = book.add_format(base | {"num_format": "yyyy-mm-dd"})
        bold = book.add_format(base | {"bold": True, "bg_color": "#F3EEE4", "valign": "vcenter"})
        top = 0
        if note:
            sheet.write_string(
                0, 0, note, book.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#555555"})
            )
            top = 1
        for column, (words, width) in enumerate(head):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, words, bold)
        n = top
        for n, row in enumerate(rows, top + 1):
            lines = max(_lines(value, width) for value, (_, width) in zip(row, head, strict=True))
            if lines > 1:
                sheet.set_row(n, min(lines * _LINE, _ROW_MOST))
            for column, value in enumerate(row):
                if value is None or value == "":
                    sheet.write_blank(n, column, None, kept if column < locked else plain)
                elif isinstance(value, date):
                    sheet.write_datetime(n, column, value, day)
                elif isinstance(value, Decimal | int | float):
                    sheet.write_number(n, column, float(value), whole if value == int(value) else broken)
                else:
                    risky = value.startswith(_RISKY)
                    grey = column < locked
                    sheet.write_string(
                        n,
                        column,
                        value,
                        (kept_quoted if risky else kept) if grey else quoted if risky else plain,
                    )
        sheet.freeze_panes(top + 1, 0)
        sheet.autofilter(top, 0, max(n, top + 1), len(head) - 1)
        sheet.set_landscape()
        sheet.repeat_rows(top)
        if (
            sum(width for _, width in head) > _WIDE
        ):  # A3, two pages beside each other, the first columns on both
            sheet.set_paper(8)
            sheet.repeat_columns(0, 3)
            sheet.fit_to_pages(2, 0)
        else:
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
    return out.getvalue()
