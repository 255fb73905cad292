"""Word files (Word 文档): paragraphs and tables in body order, text boxes, automatic numbers of headings."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from zlib import error as ZlibError  # noqa: N812

from luoshi.errors import MissingExtra, UnreadableFile
from luoshi.text.formats import Extracted
from luoshi.text.formats.docx_numbers import Numbering
from luoshi.text.formats.plain import tidy
from luoshi.text.traced import Edit, TracedText

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DRAWINGS = (f"{W}drawing", f"{W}pict", f"{W}object")

_MOST_ENTRIES = 5000
_MOST_BYTES = 300 * 1024 * 1024  # unpacked, all parts; pictures are never unpacked
_MOST_PART = 64 * 1024 * 1024  # of one XML part
_MOST_RATIO = 150  # of a part over a megabyte: Word's XML packs some 20 to 1
_MEGABYTE = 1024 * 1024
_OTHER_KINDS = (
    ("xl/workbook.xml", "这是 Excel 表格，不是 Word 文档"),
    ("ppt/presentation.xml", "这是 PowerPoint 演示文稿，不是 Word 文档"),
    ("content.xml", "这是 ODF 文档，请另存为 docx"),
    ("Document.xml", "这是 OFD 版式文件，请转成 pdf 或 docx"),
    ("OFD.xml", "这是 OFD 版式文件，请转成 pdf 或 docx"),
    ("META-INF/container.xml", "这是 epub 电子书，请转成 docx 或 txt"),
)


def extract(path: str, data: bytes) -> Extracted:
    """The text of a docx file. Raises UnreadableFile (broken, protected, a bomb, no text), MissingExtra."""
    parts = _parts(path, data)
    body = _xml(path, parts["word/document.xml"])
    numbering = Numbering(
        _xml(path, parts["word/numbering.xml"]) if "word/numbering.xml" in parts else None,
        _xml(path, parts["word/styles.xml"]) if "word/styles.xml" in parts else None,
    )
    reader = _Reader(numbering)
    reader.read(body)
    if not any(line.strip() for line in reader.lines):
        reason = "文档里只有图片，没有文字；请先做文字识别（OCR）" if reader.pictures else "文档里没有文字"
        raise UnreadableFile(path, reason)
    raw = "\n".join(reader.lines)
    labels = [Edit(at, at, label, "layout") for at, label in reader.labels]
    warnings: tuple[str, ...] = ("自动编号已按文档样式还原",) if labels else ()
    if "word/footnotes.xml" in parts and reader.notes:
        warnings += (f"文档里的 {reader.notes} 处脚注没有读入",)
    return Extracted(tidy(TracedText.of(raw).edit(labels, recorded=False)), "docx", "utf-8", warnings)


def _parts(path: str, data: bytes) -> dict[str, bytes]:
    """The XML parts that are needed, unpacked under limits that a zip bomb breaks first."""
    wanted = ("word/document.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            entries = {e.filename: e for e in z.infolist()}
            if "word/document.xml" not in entries:
                raise UnreadableFile(path, _other_kind(entries))
            if len(entries) > _MOST_ENTRIES or sum(e.file_size for e in entries.values()) > _MOST_BYTES:
                raise UnreadableFile(path, "压缩内容过大，像是压缩炸弹，不予解开")
            return {name: _unpacked(path, z, entries[name]) for name in wanted if name in entries}
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        ZlibError,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    ):
        raise UnreadableFile(path, "docx 文件损坏，打不开；请用 Word 或 WPS 打开后重新保存") from None


def _unpacked(path: str, z: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 0x1:
        raise UnreadableFile(path, "文件有密码，请去掉密码后再读")
    packed = max(entry.compress_size, 1)
    if entry.file_size > _MOST_PART or (
        entry.file_size > _MEGABYTE and entry.file_size > _MOST_RATIO * packed
    ):
        raise UnreadableFile(path, "压缩内容过大，像是压缩炸弹，不予解开")
    with z.open(entry) as f:
        data = f.read(_MOST_PART + 1)  # the sizes in the directory may lie
    if len(data) > _MOST_PART:
        raise UnreadableFile(path, "压缩内容过大，像是压缩炸弹，不予解开")
    return data


def _other_kind(entries: dict[str, zipfile.ZipInfo]) -> str:
    for name, reason in _OTHER_KINDS:
        if name in entries:
            return reason
    return "这是压缩包，请解压后再读"


def _xml(path: str, data: bytes) -> _Element:
    """A part's tree: no entities resolved, no network, no DTD."""
    try:
        from lxml import etree
    except ImportError:
        raise MissingExtra(path, "读 docx 需要 lxml：pip install 'luoshi[docx]'") from None
    if b"<!DOCTYPE" in data[:2048] or b"<!ENTITY" in data[:4096]:
        raise UnreadableFile(path, "docx 里有不该有的实体定义，不予解析")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableFile(path, "docx 内容损坏，读不出正文；请用 Word 或 WPS 打开后重新保存") from None


class _Reader:
    """Walks the body; ``lines`` are paragraphs and table rows, ``labels`` automatic numbers by raw offset."""

    def __init__(self, numbering: Numbering) -> None:
        self.lines: list[str] = []
        self.labels: list[tuple[int, str]] = []
        self.pictures = 0
        self.notes = 0
        self._length = 0
        self._numbering = numbering

    def read(self, root: _Element) -> None:
        """All paragraphs and tables below ``root`` in order; what wraps them (content controls…) is transparent."""
        stack = [iter(root)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
            elif element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag not in (_FALLBACK, f"{W}sectPr", f"{W}del", f"{W}moveFrom"):
                stack.append(iter(element))

    def _paragraph(self, p: _Element) -> None:
        words, boxes = self._words(p)
        label = self._numbering.label(p) if words.strip() else ""
        if label:
            self.labels.append((self._length + len(words) - len(words.lstrip()), label))
        self._add(words)
        for box in boxes:
            self.read(box)

    def _table(self, table: _Element) -> None:
        """A row a line, cells set off by tabs; a table of one column is a frame around paragraphs."""
        for row in table.iterchildren(f"{W}tr"):
            cells = list(row.iter(f"{W}tc")) if row.find(f".//{W}tbl") is None else []
            if len(cells) <= 1:
                self.read(row)
                continue
            texts = []
            for cell in cells:
                paragraphs = [self._words(p)[0].strip().replace("\n", " ") for p in cell.iter(f"{W}p")]
                texts.append(" ".join(filter(None, paragraphs)))
            self._add("\t".join(texts))

    def _add(self, line: str) -> None:
        self.lines.append(line)
        self._length += len(line) + 1

    def _words(self, p: _Element) -> tuple[str, list[_Element]]:
        """The text of a paragraph, and the text boxes anchored in it."""
        out: list[str] = []
        boxes: list[_Element] = []
        stack = [iter(p)]
        while stack:
            e = next(stack[-1], None)
            if e is None:
                stack.pop()
                continue
            tag = e.tag
            if tag == f"{W}t":
                out.append(e.text or "")
            elif tag == f"{W}tab":
                out.append("\t")
            elif tag in (f"{W}br", f"{W}cr"):
                out.append("\n")
            elif tag == f"{W}noBreakHyphen":
                out.append("-")
            elif tag == f"{W}txbxContent":
                boxes.append(e)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self.notes += 1
            elif tag not in (_FALLBACK, f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}instrText", f"{W}rPr"):
                self.pictures += tag in _DRAWINGS
                stack.append(iter(e))
        return "".join(out), boxes
