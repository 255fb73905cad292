"""报送表: the Excel form of one unit, out with what it is to report on; its number says for whom, which round and when."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import xlsxwriter

from luoshi.ledger import clock
from luoshi.ledger.models import Department, Item, Round
from luoshi.ledger.models.work import FigureStatus, SelfLight

COLUMNS = (
    ("编号", 10), ("事项", 26), ("办结时限", 10.5), ("上次报送", 14), ("本期情况", 8), ("进展情况", 30), ("数据名称", 13), ("目标", 9),
    ("本期数值", 9), ("截至日期", 10.5), ("性质", 6), ("自评", 7), ("进度%", 6), ("存在问题", 14), ("下一步措施", 14),
)  # fmt: skip
"""The columns (列) with their widths; grey ones are not to be changed."""
GREY = frozenset(("编号", "事项", "办结时限", "上次报送", "数据名称", "目标"))
SITUATIONS = ("有进展", "无变化")
NUMBER, SIGNER = "表号", "单位负责人签字"
_HOW = "灰色格请勿改动。没有变化的只填“无变化”；有进展的填进展情况、数据。填好后打印，由负责人签字、扫描，连同本表一起交回。不涉密。"
_FORM = re.compile(r"R(\d{1,9})-(\d{1,9})-(\d{14})")


class FormNumber(NamedTuple):
    """表号: the round (0: none), the unit, and the moment at which the form was made."""

    round: int
    unit: int
    made: datetime

    def text(self) -> str:
        return f"R{self.round}-{self.unit}-{self.made.astimezone(clock.SHANGHAI):%Y%m%d%H%M%S}"


def form_number(text: str) -> FormNumber | None:
    """The number again; None for what is none."""
    found = _FORM.fullmatch(text.strip())
    if not found:
        return None
    try:
        made = datetime.strptime(found[3], "%Y%m%d%H%M%S").replace(tzinfo=clock.SHANGHAI)
    except ValueError:
        return None
    return FormNumber(int(found[1]), int(found[2]), made)


def name_of(unit: Department, row: Round | None) -> str:
    """The file's name: 县教育局-2026年第四季度报送表.xlsx."""
    safe = re.sub(r'[\\/:*?"<>|]', "_", f"{unit.label}-{row.title if row else ''}报送表")
    return f"{safe}.xlsx"


def form(
    unit: Department, row: Round | None, items: Sequence[Item], last: dict[int, str], made: datetime
) -> bytes:
    """The unit's form as a sheet. ``last``: in a word, what it reported last on an item."""
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
        sheet = book.add_worksheet("报送表")
        base = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True, "border": 1}
        plain, grey = book.add_format(base), book.add_format(base | {"bg_color": "#EFEFEF"})
        day = book.add_format(base | {"num_format": "yyyy-mm-dd"})
        grey_day = book.add_format(base | {"num_format": "yyyy-mm-dd", "bg_color": "#EFEFEF"})
        number = book.add_format(base | {"num_format": "General"})
        bold = book.add_format(base | {"bold": True, "bg_color": "#F3EEE4"})
        title = book.add_format({"font_name": "宋体", "font_size": 16, "bold": True})
        small = book.add_format({"font_name": "宋体", "font_size": 10})
        box = book.add_format({"font_name": "宋体", "font_size": 11, "bottom": 1})
        sheet.write_string(0, 0, f"{unit.label}　{row.title if row else '在办事项'}报送表", title)
        sheet.write_string(1, 0, NUMBER, small)
        sheet.write_string(1, 1, FormNumber(row.pk if row else 0, unit.pk, made).text(), small)
        sheet.write_string(1, 3, f"截止 {row.due_on}" if row else "", small)
        sheet.write_string(1, 5, SIGNER, small)
        sheet.write_blank(1, 6, None, box)
        sheet.write_string(2, 0, _HOW, small)
        top = 3
        for column, (words, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, words, bold)
        at = {words: column for column, (words, _width) in enumerate(COLUMNS)}
        n = top
        for item in items:
            for k, measure in enumerate(item.measures or [{}]):
                n += 1
                cells = _cells(item, measure, k, last, made)
                for words, column in at.items():
                    value = cells.get(words)
                    # Of a further quantity only its own cells are to be filled.
                    shut = words in GREY or (k > 0 and words not in ("本期数值", "截至日期", "性质"))
                    if value in (None, ""):
                        sheet.write_blank(
                            n,
                            column,
                            None,
                            grey if shut else number if words in ("本期数值", "进度%") else plain,
                        )
                    elif isinstance(value, date):
                        sheet.write_datetime(
                            n, column, datetime(value.year, value.month, value.day), grey_day if shut else day
                        )
                    else:
                        sheet.write_string(n, column, str(value), grey if shut else plain)
        for words, choices in (("本期情况", list(SITUATIONS)), ("自评", [str(x) for x in SelfLight.labels]), ("性质", [str(x) for x in FigureStatus.labels])):  # fmt: skip
            sheet.data_validation(top + 1, at[words], max(n, top + 1), at[words], {"validate": "list", "source": choices, "ignore_blank": True, "error_message": "请从列表中选择"})  # fmt: skip
        sheet.freeze_panes(top + 1, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.repeat_rows(top)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    return out.getvalue()


def _cells(
    item: Item, measure: dict[str, Any], k: int, last: dict[int, str], made: datetime
) -> dict[str, Any]:
    target = measure.get("target")
    unit = measure.get("unit") or ""
    cells: dict[str, Any] = {"编号": item.no}
    if k == 0:
        cells |= {
            "事项": item.title,
            "办结时限": item.due_on or item.due_text,
            "上次报送": last.get(item.pk, ""),
        }
    if measure:
        sign = {">=": "≥", "<=": "≤"}.get(measure.get("op") or "", "")
        cells |= {
            "数据名称": measure["name"], "目标": f"{sign}{target}{unit}" if target not in (None, "") else unit,
            "截至日期": made.astimezone(clock.SHANGHAI).date(), "性质": dict(FigureStatus.choices)["flash"],
        }  # fmt: skip
    return cells
