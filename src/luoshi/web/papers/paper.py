"""A paper as GB/T 9704-2012 wants it (公文格式): A4, margins 37 and 28 mm, 22 lines of 28 characters, 仿宋 of size 三号.

Where the official faces are not installed, the alternative names in the font table lead to what is there.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FACES = {
    "body": ("仿宋_GB2312", "仿宋;FangSong;STFangsong;Noto Serif CJK SC"),
    "title": ("方正小标宋简体", "小标宋;SimSun;宋体;Noto Serif CJK SC"),
    "first": ("黑体", "SimHei;Noto Sans CJK SC"),
    "second": ("楷体_GB2312", "楷体;KaiTi;STKaiti;Noto Serif CJK SC"),
}
"""use -> (face, alternatives)."""
SIZE = 16  # points: 三号
_LINE = 579  # twips: 22 lines in 225 mm
_TIGHTER = -5  # twentieths of a point: 28 characters of 16 pt in 156 mm
_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")
_AFTER_SNAP = (
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:textAlignment",
    "w:outlineLvl",
    "w:rPr",
)
"""What stands after those elements in the order that the schema wants."""
_CELL_SIDE = 57  # twips, 1 mm
_SHORT = 28  # mm: columns narrower than this hold numbers, dates and names, which stand in their middle
_TITLE = 20  # characters of 22 pt in 156 mm
_FIRST = re.compile(r"^[一二三四五六七八九十]+、")
_SECOND = re.compile(r"^（[一二三四五六七八九十]+）")


def run(paragraph: Paragraph, text: str, face: str = "body", size: float = SIZE, bold: bool = False) -> Run:
    """Text in one of the faces, East Asian and Latin alike."""
    made = paragraph.add_run(text)
    made.font.size, made.font.bold = Pt(size), bold
    name = FACES[face][0]
    made.font.name = "Times New Roman"
    fonts = made._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    if size == SIZE:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(_TIGHTER))
        made._element.rPr.insert_element_before(spacing, *_AFTER_SPACING)  # type: ignore[arg-type,union-attr]
    return made


def off_grid(paragraph: Paragraph) -> None:
    """Takes a paragraph off the lines of the page: titles and what stands in tables have a spacing of their own."""
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    paragraph._element.get_or_add_pPr().insert_element_before(snap, *_AFTER_SNAP)  # type: ignore[arg-type]


def title_lines(text: str) -> list[str]:
    """A long title in two lines of nearly one length, broken after a part of it (》, 的, a comma), never within one."""
    if len(text) <= _TITLE:
        return [text]
    middle = len(text) / 2
    breaks = [n + 1 for n, c in enumerate(text[:-1]) if c in "》）的、，" and text[n + 1] not in "》）、，的"]
    near = [n for n in breaks if max(n, len(text) - n) <= _TITLE]
    at = min(near, key=lambda n: abs(n - middle)) if near else round(middle)
    return [text[:at], *title_lines(text[at:])] if at <= _TITLE else [text]


class Paper:
    """A paper being written (文稿). ``landscape``: for wide tables only, with the margins turned along."""

    def __init__(self, landscape: bool = False) -> None:
        self.docx: Docx = Document()
        section = self.docx.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.left_margin = Mm(37), Mm(28)
        section.right_margin, section.bottom_margin = Mm(26), Mm(35)
        section.footer_distance = Mm(25)
        if landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
            section.top_margin, section.bottom_margin = Mm(28), Mm(26)
            section.left_margin, section.right_margin = Mm(35), Mm(37)
        else:
            # Lines by the grid, characters by their spacing: a character grid narrower than its characters, as 28 of
            # size 三号 need, is drawn as one character in two cells by LibreOffice.
            grid = OxmlElement("w:docGrid")
            grid.set(qn("w:type"), "lines")
            grid.set(qn("w:linePitch"), str(_LINE))
            for old in section._sectPr.findall(qn("w:docGrid")):
                section._sectPr.remove(old)
            section._sectPr.append(grid)
        normal = self.docx.styles["Normal"]
        normal.font.size, normal.font.name = Pt(SIZE), "Times New Roman"
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACES["body"][0])
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
        normal.paragraph_format.line_spacing = Pt(_LINE / 20)
        normal.paragraph_format.widow_control = False  # every page has its 22 lines
        self._page_number()
        self._alternatives()

    def _page_number(self) -> None:
        footer = self.docx.sections[0].footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(footer, "— ", size=14)
        number = run(footer, "", size=14)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            else:
                part.text = text
            number._element.append(part)
        run(footer, " —", size=14)

    def _alternatives(self) -> None:
        """Names for readers without the official faces, in the font table."""
        from docx.opc.constants import RELATIONSHIP_TYPE as R

        entries = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
            for name, others in FACES.values()
        )
        part = self.docx.part.part_related_by(R.FONT_TABLE)
        blob = part.blob.decode("utf-8")
        part._blob = blob.replace("</w:fonts>", f"{entries}</w:fonts>").encode("utf-8")

    def title(self, text: str, fresh: bool = False) -> None:
        """The title: 二号小标宋, centred, broken between its parts, an empty line behind; ``fresh``: on a new page."""
        for n, line in enumerate(title_lines(text)):
            p = self.docx.add_paragraph()
            p.paragraph_format.page_break_before = fresh and n == 0
            p.alignment = WD_ALIGN_PARAGRAPH.CENTER
            off_grid(p)
            p.paragraph_format.line_spacing = Pt(33)
            run(p, line, "title", 22)
        self.docx.add_paragraph()

    def centred(self, text: str, size: float = SIZE) -> None:
        """A centred line, as the 文号 under a title."""
        p = self.docx.add_paragraph()
        p.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(p, text, size=size)

    def lines(self, text: str) -> None:
        """Body text, a paragraph for each line; 一、 and （一） open headings in their own faces; to whom, at the left."""
        for n, line in enumerate(x for x in text.splitlines() if x.strip()):
            if n == 0 and line.strip().endswith("："):
                self.salutation(line.strip())
                continue
            p = self.docx.add_paragraph()
            indent = p._element.get_or_add_pPr().get_or_add_ind()
            indent.set(qn("w:firstLineChars"), "200")
            indent.set(qn("w:firstLine"), str(SIZE * 2 * 20))
            face = "first" if _FIRST.match(line) else "second" if _SECOND.match(line) else "body"
            run(p, line.strip(), face)

    def right(self, text: str) -> None:
        """A line at the right, four characters in: who issues and when."""
        p = self.docx.add_paragraph()
        p.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        indent = p._element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:rightChars"), "400")
        indent.set(qn("w:right"), str(SIZE * 4 * 20))
        p.paragraph_format.keep_with_next = True
        run(p, text)

    def blank(self) -> None:
        """An empty line."""
        self.docx.add_paragraph().paragraph_format.keep_with_next = True

    def salutation(self, text: str) -> None:
        """主送机关: at the left edge."""
        run(self.docx.add_paragraph(), text)

    def pair(self, left: str, right: str, size: float = SIZE) -> None:
        """A line with something at each end, as 编号 and date over a form."""
        p = self.docx.add_paragraph()
        p.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
        run(p, f"{left}\t{right}", size=size)

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float], size: float = 10.5
    ) -> None:
        """A ruled table; its head repeats on every page, rows do not break. ``widths`` in mm."""
        table = self._ruled(len(head), _CELL_SIDE)
        for cell, text in zip(self._whole_row(table), head, strict=True):
            self._cell(cell.paragraphs[0], text, size, "first", centre=True)
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(mark)
        short = [w < _SHORT for w in widths]
        for row in rows:
            cells = self._whole_row(table)
            for cell, text, centre in zip(cells, row, short, strict=True):
                self._cell(cell.paragraphs[0], text, size, "body", centre=centre)
        for cell in table.rows[-1].cells:  # who signs never stands on a page alone
            cell.paragraphs[-1].paragraph_format.keep_with_next = True
        self._set_widths(table, widths)

    def form(
        self, rows: Iterable[tuple[str, str, float]], widths: tuple[float, float], size: float = 12
    ) -> None:
        """A ruled form: what is asked at the left, what is told at the right, the least height in mm of each row."""
        table = self._ruled(2, 2 * _CELL_SIDE)
        for asked, told, height in rows:
            left, right = self._whole_row(table)
            if height:
                table.rows[-1].height, table.rows[-1].height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
            left.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            self._cell(left.paragraphs[0], asked, size, "first", centre=True)
            lines = told.split("\n")
            for n, line in enumerate(lines):
                self._cell(right.paragraphs[0] if n == 0 else right.add_paragraph(), line, size, "body")
        self._set_widths(table, widths)

    def _ruled(self, columns: int, side: int) -> Table:
        table = self.docx.add_table(rows=0, cols=columns)
        table.style = "Table Grid"
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        margins = OxmlElement("w:tblCellMar")
        for edge in ("left", "right"):
            margin = OxmlElement(f"w:{edge}")
            margin.set(qn("w:w"), str(side))
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")
        return table

    @staticmethod
    def _whole_row(table: Table) -> tuple[_Cell, ...]:
        added = table.add_row()  # type: ignore[no-untyped-call]
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        return added.cells

    @staticmethod
    def _set_widths(table: Table, widths: Sequence[float]) -> None:
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)

    @staticmethod
    def _cell(p: Paragraph, text: str, size: float, face: str, centre: bool = False) -> None:
        off_grid(p)
        p.paragraph_format.line_spacing = Pt(size * 1.35)
        p.paragraph_format.space_before = p.paragraph_format.space_after = Pt(size / 5)
        if centre:
            p.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(p, text, face, size)

    def bytes(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.docx.save(out)
        return out.getvalue()
