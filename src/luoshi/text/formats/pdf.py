"""PDF with a text layer (带文字层的 PDF): page by page, lines back into paragraphs, page numbers and running heads gone."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import regex

from luoshi.errors import MissingExtra, UnreadableFile
from luoshi.text.formats import Extracted
from luoshi.text.formats.marks import taken_out
from luoshi.text.formats.plain import tidy
from luoshi.text.headlines import is_title
from luoshi.text.reflow import PageLine, goes_on
from luoshi.text.traced import Edit, TracedText

_MOST_PAGES = 3000
_MOST_CHARS = 8_000_000
_PAGE_BREAK = "\f"
_LINE = regex.compile(r"[^\r\n\f]+")
_PAGE_NO = regex.compile(
    r"[-—–·.\s~～]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／]\s*\d{1,4}|[，,\s]*共\s*\d{1,4}\s*页)?[-—–·.\s~～]*$"
    r"|[-—–]\s*[ivxIVX]{1,6}\s*[-—–]$"
)
_NOT_TEXT = regex.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]+")
_DIGITS = regex.compile(r"\d+")
_EDGE = 2  # lines at the top and bottom of a page that may be furniture
_LETTER = regex.compile(r"[A-Za-z]")  # a number goes on without a gap


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    page: int
    left: float | None


def extract(path: str, data: bytes) -> Extracted:
    """The text of a pdf. Raises UnreadableFile (broken, protected, pictures only, too long), MissingExtra."""
    raw, lines, pages = _read(path, data)
    if not any(line.text.strip() for line in lines):
        raise UnreadableFile(path, f"PDF 的 {pages} 页都是图片，没有文字层；请先做文字识别（OCR）")
    furniture = _furniture(lines, pages)
    dropped = [
        Edit(line.start, line.end, "", "boilerplate") for i, line in enumerate(lines) if i in furniture
    ]
    layout = [Edit(m.start(), m.end(), "", "layout") for m in _NOT_TEXT.finditer(raw)]
    layout += _joined(raw, [line for i, line in enumerate(lines) if i not in furniture], dropped)
    warnings: tuple[str, ...] = ()
    blank = pages - len({line.page for line in lines})
    if blank > 1 and blank > pages // 4:
        warnings = (f"PDF 的 {pages} 页中有 {blank} 页没有文字，可能是扫描图片，内容不全",)
    return Extracted(tidy(taken_out(TracedText.of(raw), dropped, layout)), "pdf", "unicode", warnings)


def _read(path: str, data: bytes) -> tuple[str, list[_Line], int]:
    """The raw text (pages joined by form feeds), its lines, and the number of pages."""
    try:
        import pypdfium2 as pdfium
    except ImportError:
        raise MissingExtra(path, "读 PDF 需要 pypdfium2：pip install 'luoshi[pdf]'") from None
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as e:
        if "password" in str(e).lower():
            raise UnreadableFile(path, "PDF 有密码，请去掉密码后再读") from None
        raise UnreadableFile(path, "PDF 损坏，打不开；请重新下载或另存") from None
    texts: list[str] = []
    lines: list[_Line] = []
    at = 0
    try:
        pages = len(document)
        if pages > _MOST_PAGES:
            raise UnreadableFile(path, f"PDF 有 {pages} 页，不像一份报告；请拆分后再读")
        for n in range(pages):
            text, found = _page(document, n, at)
            texts.append(text)
            lines += found
            at += len(text) + len(_PAGE_BREAK)
            if at > _MOST_CHARS:
                raise UnreadableFile(path, "PDF 文字过多，不像一份报告；请拆分后再读")
    except pdfium.PdfiumError:
        raise UnreadableFile(path, "PDF 损坏，读不出页面；请重新下载或另存") from None
    finally:
        document.close()
    return _PAGE_BREAK.join(texts), lines, pages


def _page(document: Any, n: int, at: int) -> tuple[str, list[_Line]]:
    """The text of page ``n``, which begins at raw offset ``at``, and its lines with their left edges."""
    page = document[n]
    try:
        textpage = page.get_textpage()
        try:
            # A form feed inside a page would be taken for the end of one.
            text = str(textpage.get_text_range()).replace(_PAGE_BREAK, " ")
            text = text.encode("utf-16", "replace").decode("utf-16", "replace")
            boxes = textpage.count_chars() == len(text)
            lines = []
            for m in _LINE.finditer(text):
                words = m.group()
                first = m.start() + len(words) - len(words.lstrip())
                left = float(textpage.get_charbox(first)[0]) if boxes and words.strip() else None
                if words.strip():
                    lines.append(_Line(at + m.start(), at + m.end(), words, n, left))
            return text, lines
        finally:
            textpage.close()
    finally:
        page.close()


def _furniture(lines: list[_Line], pages: int) -> set[int]:
    """Page numbers, and lines that come back at the top or bottom of page after page."""
    by_page: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        by_page.setdefault(line.page, []).append(i)
    edges = {i for inside in by_page.values() for i in (*inside[:_EDGE], *inside[-_EDGE:])}
    keys = {i: _DIGITS.sub("#", "".join(lines[i].text.split())) for i in edges}
    seen = Counter(keys.values())
    often = max(3, pages // 3)
    out = set()
    for i in edges:
        if _PAGE_NO.match(lines[i].text.strip()):
            out.add(i)
            continue
        # A running head that is the report's own title stays once, on the first page.
        own = lines[i].page == 0 and "报告" in keys[i] and is_title("".join(lines[i].text.split()))
        if seen[keys[i]] >= often and len(keys[i]) <= 60 and not own:
            out.add(i)
    return out


def _joined(raw: str, lines: list[_Line], dropped: list[Edit]) -> list[Edit]:
    """What joins the lines of a paragraph, over page ends too."""
    edits = []
    margin = _margin(lines)
    page_lines = [
        PageLine(line.text, None if line.left is None else margin[0] < line.left - margin[1])
        for line in lines
    ]
    taken = [(e.start, e.end) for e in dropped]
    for i, on in enumerate(goes_on(page_lines)):
        if not on:
            continue
        a, b = lines[i].end, lines[i + 1].start
        space = _LETTER.match(raw[a - 1 : a]) and _LETTER.match(raw[b : b + 1])
        # Page furniture between the two is dropped by its own edit: only the breaks around it go here.
        cuts = sorted(s for s in taken if a <= s[0] and s[1] <= b) if b - a > 2 else []
        at = a
        for start, end in cuts:
            if at < start:
                edits.append(Edit(at, start, "", "layout"))
            at = end
        edits.append(Edit(at, b, " " if space else "", "layout"))
    return edits


def _margin(lines: list[_Line]) -> tuple[float, float]:
    """The left edge of most lines, and how far in counts as indented (about a character and a half)."""
    lefts = Counter(round(line.left) for line in lines if line.left is not None)
    if not lefts:
        return (0.0, 0.0)
    edge = lefts.most_common(1)[0][0]
    return (float(edge), 14.0)
