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
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
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
_LINE, _CHAR = (
    580,
    -849,
)  # 225 mm / 22 lines in twips; 156 mm / 28 characters less 16 pt, in 4096ths of a point
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
    return made


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
            grid = OxmlElement("w:docGrid")
            for key, value in (
                ("type", "linesAndChars"),
                ("linePitch", str(_LINE)),
                ("charSpace", str(_CHAR)),
            ):
                grid.set(qn(f"w:{key}"), value)
            for old in section._sectPr.findall(qn("w:docGrid")):
                section._sectPr.remove(old)
            section._sectPr.append(grid)
        normal = self.docx.styles["Normal"]
        normal.font.size, normal.font.name = Pt(SIZE), "Times New Roman"
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACES["body"][0])
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
        normal.paragraph_format.line_spacing = Pt(_LINE / 20)
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

    def title(self, text: str) -> None:
        """The title: 二号小标宋, centred, an empty line behind."""
        p = self.docx.add_paragraph()
        p.alignment = WD_ALIGN_PARAGRAPH.CENTER
        p.paragraph_format.line_spacing = Pt(33)
        run(p, text, "title", 22)
        self.docx.add_paragraph()

    def centred(self, text: str, size: float = SIZE) -> None:
        """A centred line, as the 文号 under a title."""
        p = self.docx.add_paragraph()
        p.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(p, text, size=size)

    def lines(self, text: str) -> None:
        """Body text, a paragraph for each line; 一、 and （一） open headings in their own faces."""
        for line in text.splitlines():
            if not line.strip():
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
        run(p, text)

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float], size: float = 10.5
    ) -> None:
        """A ruled table; its head repeats on every page, rows do not break. ``widths`` in mm."""
        table = self.docx.add_table(rows=1, cols=len(head))
        table.style = "Table Grid"
        table.autofit = False
        cells = table.rows[0].cells
        for cell, text in zip(cells, head, strict=True):
            self._cell(cell.paragraphs[0], text, size, "first", centre=True)
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(mark)
        for row in rows:
            added = table.add_row()
            whole = OxmlElement("w:cantSplit")
            added._tr.get_or_add_trPr().append(whole)
            for cell, text in zip(added.cells, row, strict=True):
                self._cell(cell.paragraphs[0], text, size, "body")
        for row_ in table.rows:
            for cell, width in zip(row_.cells, widths, strict=True):
                cell.width = Mm(width)

    @staticmethod
    def _cell(p: Paragraph, text: str, size: float, face: str, centre: bool = False) -> None:
        p.paragraph_format.line_spacing = Pt(size * 1.35)
        if centre:
            p.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(p, text, face, size)

    def bytes(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.docx.save(out)
        return out.getvalue()
