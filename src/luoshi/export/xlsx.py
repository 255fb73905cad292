"""Readings as a workbook (Excel/WPS 工作簿): a sheet per kind of fact, a row per fact, all reports together.

Numbers are numbers with their unit in a column of its own; text is never read as a formula or a link; each row has the
sentence, the span and the id that the reader's permalinks use. The same reports give the same bytes.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luoshi.errors import MissingExtra
from luoshi.export.files import beside
from luoshi.pages import flags, pick, words

if TYPE_CHECKING:
    from luoshi.facts.reading import Reading
    from luoshi.facts.shapes import Measure

Cell = str | int | float | None

# Sheet -> columns with their widths in characters.
_WHO = (("地区", 14), ("工作年度", 9))
_WHERE = (("所在句", 60), ("起", 8), ("止", 8), ("编号", 15), ("文件", 30), ("第几份", 7))
_MEASURE = (
    *_WHO, ("篇章", 24), ("名称", 28), ("规范指标", 20), ("类型", 7), ("比较", 7), ("数值", 12), ("上限", 10),
    ("单位", 10), ("参照", 16), ("期间", 12), ("状态", 7), ("力度", 7), ("口径", 7), ("说法", 20), ("原文", 32),
    *_WHERE, ("规则", 18), ("说明", 20),
)  # fmt: skip
SHEETS = {
    "报告": (
        *_WHO, ("上级", 20), ("代码", 9), ("层级", 7), ("回顾年度", 9), ("会议", 34), ("日期", 12), ("报告人", 10),
        ("职务", 10), ("完整性", 8), ("字数", 9), ("目标", 7), ("指标", 7), ("实事", 7), ("问题", 7), ("修复", 7),
        ("注意", 50), ("文件", 30), ("第几份", 7), ("共几份", 7), ("格式", 7), ("编码", 10), ("sha256", 20),
    ),
    "目标": _MEASURE,
    "指标": _MEASURE,
    "实事": (*_WHO, ("序号", 6), ("内容", 60), ("责任单位", 20), ("应达阶段", 10), ("指标数", 7), *_WHERE),
    "问题": (*_WHO, ("内容", 80), *_WHERE),
    "修复": (
        *_WHO, ("类别", 12), ("原文", 40), ("现文", 40), ("把握", 7), ("起", 8), ("止", 8), ("原文起", 8),
        ("原文止", 8), ("文件", 30), ("第几份", 7),
    ),
}  # fmt: skip
_RATES = {"yoy": "同比", "annual": "年均", "cumulative": "累计"}
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
        h, s, text = reading.header, reading.source, reading.text
        who: tuple[Cell, ...] = (h.jurisdiction, h.work_year)
        file: tuple[Cell, ...] = (s.path, s.part)
        stated = pick.targets(reading)
        others = pick.figures(reading)
        self._row(
            "报告", *who, " › ".join(h.path), h.code, words.LEVELS.get(h.level or ""), h.review_year, h.meeting,
            h.meeting_date, h.speaker, h.speaker_title, words.COMPLETENESS[s.completeness], len(text), len(stated),
            len(others), len(reading.pledges), len(reading.problems), len(s.repairs), "；".join(s.warnings), *file,
            s.parts, s.format, s.encoding, s.sha256,
        )  # fmt: skip
        names = {x.id: x.heading or words.ROLES[x.role] for x in reading.sections}
        for sheet, measures in (("目标", stated), ("指标", others)):
            for m in measures:
                where = _where(text, m.start, m.end, m.id, file)
                self._row(
                    sheet, *who, names.get(m.section or ""), *_measure(m), text[m.start : m.end], *where,
                    m.rule, "、".join(flags.flag(f).label for f in m.flags),
                )  # fmt: skip
        for p in reading.pledges:
            what = (p.no, p.title or text[p.start : p.end], "、".join(p.organs), p.due_stage, len(p.measures))
            self._row("实事", *who, *what, *_where(text, p.start, p.end, p.id, file))
        for i in reading.inherited_pledges:
            taken: tuple[Cell, ...] = (None, f"承接{i.level}定民生实事 {i.count} 件", "", None, 0)
            self._row("实事", *who, *taken, *_where(text, i.start, i.end, i.id, file))
        for q in reading.problems:
            self._row("问题", *who, text[q.start : q.end], *_where(text, q.start, q.end, q.id, file))
        for r in s.repairs:
            kind = words.REPAIRS.get(r.kind, r.kind)
            now = text[r.start : r.end]
            span = (r.start, r.end, r.raw_start, r.raw_end)
            self._row("修复", *who, kind, r.raw, now, r.confidence, *span, *file)
        self._reports += 1

    def close(self) -> str:
        """Finish the file, put it in its place, say what was written."""
        if not self._reports:
            self.abandon()
            return f"没有读到报告，没有写 {self._out}"
        for name, sheet in self._sheets.items():
            sheet.autofilter(0, 0, max(1, self._rows[name] - 1), len(SHEETS[name]) - 1)
        self._closed = True
        self._book.close()
        self._target.replace(self._out)
        full = "".join(f"；“{name}”已满，{n} 行没有写入" for name, n in self._left_out.items())
        return f"已写工作簿 {self._out}（{self._reports} 份报告）{full}"

    def abandon(self) -> None:
        """Remove a half-written file."""
        if not self._closed:
            self._closed = True
            self._book.close()
        self._target.unlink(missing_ok=True)

    def _row(self, name: str, *cells: Cell) -> None:
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


def _measure(m: Measure) -> tuple[Cell, ...]:
    return (
        m.name, m.indicator, words.KINDS[m.kind], words.OPS[m.op], m.value, m.high, m.unit, m.ref, words.period(m.period),
        words.STATUSES[m.status], words.FIRMNESS.get(m.firmness or ""), _RATES.get(m.rate or ""), words.reading(m),
    )  # fmt: skip


def _where(text: str, start: int, end: int, id_: str, file: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return (pick.sentence(text, start, end), start, end, f"f-{id_}", *file)
