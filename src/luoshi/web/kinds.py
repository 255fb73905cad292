"""What a handed-in file is (文件鉴别): an allow-list by the first bytes, and what no file may bring along.

Pure and without Django: it runs in the child. Refusals are LuoshiError with words for the person who uploaded.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

from luoshi.errors import LuoshiError

UNPACKED_MOST = 200 * 1024 * 1024
RATIO_MOST = 120  # a part that unpacks to more than this many times its size, and to more than a megabyte
PARTS_MOST = 4000
TEXT_MOST = 200_000
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain",
    "html": "text/html",
}
_WORDS = "PDF、docx、xlsx、jpg、png、txt、html"
_TAG = re.compile(rb"<[^>]{0,2000}>")


class Refused(LuoshiError):
    """A file that is not taken (不收的文件)."""


@dataclass
class Found:
    """What was found (鉴别结果): kind and media type by the bytes, text of the head, warnings."""

    kind: str
    media_type: str
    text: str = ""
    warnings: list[str] = field(default_factory=list)


def inspect(data: bytes, name: str, allow: tuple[str, ...] = tuple(TYPES)) -> Found:
    """Tells what the bytes are; refuses what is not on the list, and packed files with macros, bombs, hidden sheets."""
    kind = _kind(data, name)
    if kind not in allow:
        wanted = "、".join(allow) if len(allow) < len(TYPES) else _WORDS
        raise Refused(f"这里应传 {wanted} 文件，“{name}”是 {kind}。")
    found = Found(kind, TYPES[kind])
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix not in (kind, {"jpg": "jpeg", "html": "htm", "txt": "md"}.get(kind, kind)):
        found.warnings.append(f"文件名以 .{suffix} 结尾，内容是 {kind}。")
    if kind in ("docx", "xlsx"):
        _packed(data, found)
    elif kind == "pdf":
        _pdf(data, found)
    elif kind in ("txt", "html"):
        from luoshi.text.decode import decode

        found.text = decode(data, name).text[:TEXT_MOST]
    return found


def _kind(data: bytes, name: str) -> str:
    head = data[:1024]
    if not data:
        raise Refused("文件是空的。")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            "这是旧格式（doc、xls、wps、et）或加了密码的文件，可能带宏。请另存为 docx 或 xlsx 后再传。"
        )
    if head.startswith(b"PK\x03\x04"):
        return _office(data)
    if head[:6] in (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c") or head.startswith(
        (b"\x1f\x8b", b"MZ", b"\x7fELF", b"BM")
    ):
        raise Refused(f"不收压缩包和程序。请上传 {_WORDS}。")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(f"认不出这种文件。请上传 {_WORDS}。")
    if re.match(rb"\s*(?:<!doctype html|<html|<head|<body)", head, re.I):
        return "html"
    if re.match(rb"\s*(?:<\?xml|<svg|<script)", head, re.I):
        raise Refused(f"不收 xml、svg 和脚本。请上传 {_WORDS}。")
    return "txt"


def _office(data: bytes) -> str:
    names = _names(data)
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise Refused(f"不收压缩包。请直接上传 {_WORDS}。")


def _names(data: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            return set(z.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused("文件打不开，可能没有传完整或已损坏。请重新上传。") from None


def _packed(data: bytes, found: Found) -> None:
    """Looks at the packing before anything is unpacked, then at the parts themselves, each read up to its limit."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        parts = z.infolist()
        if len(parts) > PARTS_MOST or sum(p.file_size for p in parts) > UNPACKED_MOST:
            raise Refused("文件解开后过大，不予接收（疑为压缩炸弹）。")
        for p in parts:
            if p.flag_bits & 0x1:
                raise Refused("文件加了密码。请去掉密码后再传。")
            if p.file_size > 1024**2 and p.file_size > RATIO_MOST * max(p.compress_size, 1):
                raise Refused("文件压缩比异常，不予接收（疑为压缩炸弹）。")
            low = p.filename.lower()
            if low.startswith("/") or ".." in low.split("/"):
                raise Refused("文件内部路径异常，不予接收。")
            if (
                low.endswith(("vbaproject.bin", "vbadata.xml"))
                or "/macrosheets/" in low
                or "/activex/" in low
            ):
                raise Refused("文件带有宏，不予接收。请另存为不带宏的 docx 或 xlsx。")
            if "/embeddings/" in low:
                raise Refused("文件里嵌有其他文件，不予接收。请取出后单独上传。")
            if "/externallinks/" in low:
                raise Refused("表格引用了别的文件。请“断开链接”，粘贴为数值后再传。")
        kind = _read(z, "[Content_Types].xml")
        if b"macroEnabled" in kind:
            raise Refused("文件带有宏，不予接收。请另存为不带宏的 docx 或 xlsx。")
        if found.kind == "xlsx":
            _hidden_sheets(z)
        found.text = _text(z, found.kind)


def _read(z: zipfile.ZipFile, name: str) -> bytes:
    try:
        with z.open(name) as f:
            data = f.read(UNPACKED_MOST + 1)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, EOFError, OSError):
        raise Refused("文件打不开，可能没有传完整或已损坏。请重新上传。") from None
    if len(data) > UNPACKED_MOST:
        raise Refused("文件解开后过大，不予接收（疑为压缩炸弹）。")
    return data


def _hidden_sheets(z: zipfile.ZipFile) -> None:
    book = _read(z, "xl/workbook.xml").decode("utf-8", "replace")
    hidden = [
        m["name"]
        for m in re.finditer(r"<(?:\w+:)?sheet\s(?P<all>[^>]*?name=\"(?P<name>[^\"]*)\"[^>]*)>", book)
        if re.search(r"state=\"(?:hidden|veryHidden)\"", m["all"])
    ]
    if hidden:
        raise Refused(f"表格里有隐藏的工作表：{'、'.join(hidden[:5])}。请取消隐藏或删除后再传。")


def _text(z: zipfile.ZipFile, kind: str) -> str:
    wanted = (
        [n for n in z.namelist() if re.fullmatch(r"word/(?:document|header\d*|footer\d*)\.xml", n)]
        if kind == "docx"
        else [
            n
            for n in z.namelist()
            if n == "xl/sharedStrings.xml" or re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)
        ]
    )
    out = [_TAG.sub(b"", _read(z, n)).decode("utf-8", "replace") for n in wanted[:50]]
    return "\n".join(out)[:TEXT_MOST]


def _pdf(data: bytes, found: Found) -> None:
    if b"/JavaScript" in data or b"/Launch" in data or b"/EmbeddedFile" in data:
        raise Refused("PDF 里带有脚本或嵌入的文件，不予接收。请重新打印成 PDF 后再传。")
    try:
        import pypdfium2
    except ImportError:
        return
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            texts = [pdf[n].get_textpage().get_text_bounded() for n in range(min(len(pdf), 5))]
    except pypdfium2.PdfiumError:
        raise Refused("PDF 打不开，可能加了密码或已损坏。") from None
    found.text = "\n".join(texts)[:TEXT_MOST]
    if not found.text.strip():
        found.warnings.append("这是没有文字的扫描件，无法自动检查密级标志，请人工核对。")
