"""Which format a file is, by its content first and its suffix second (识别格式)."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

import regex

from luoshi.errors import UnreadableFile
from luoshi.text.decode import is_wide_text

Kind = Literal["text", "html", "docx", "pdf"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "这是 RTF 文件，请用 Word 或 WPS 另存为 docx"),
    (b"\x89PNG", "这是图片，没有文字；请先做文字识别（OCR）"),
    (b"\xff\xd8\xff", "这是图片，没有文字；请先做文字识别（OCR）"),
    (b"GIF8", "这是图片，没有文字；请先做文字识别（OCR）"),
    (b"II*\x00", "这是图片，没有文字；请先做文字识别（OCR）"),
    (b"MM\x00*", "这是图片，没有文字；请先做文字识别（OCR）"),
    (b"Rar!", "这是压缩包，请解压后再读"),
    (b"7z\xbc\xaf", "这是压缩包，请解压后再读"),
    (b"\x1f\x8b", "这是压缩包，请解压后再读"),
    (b"CAJ", "这是 CAJ 文件，请转成 pdf 或 docx"),
    (b"SQLite format 3", "这是数据库文件，不是报告"),
    (b"\x7fELF", "这是程序文件，不是报告"),
    (b"MZ\x90", "这是程序文件，不是报告"),
)
_HTML_HEAD = regex.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<head[\s>]", regex.I)
_HTML_TAG = regex.compile(rb"</(?:p|div|td|tr|span|font|table|li|h[1-6])>|<br\s*/?>", regex.I)
_MHTML = regex.compile(
    rb"^(?:MIME-Version:|From: <Saved by|Content-Type: multipart/related)", regex.I | regex.M
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HTML_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
# Control bytes that no text file has: all below space but tab, line breaks, form feed and escape.
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27})


def sniff(path: str, data: bytes) -> Kind:
    """The format of ``data``. Raises UnreadableFile, with what to do, for what Luoshi does not read."""
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_ZIP):
        return "docx"  # the reader of docx says what other kind of zip it is
    if head.startswith(_OLE):
        raise UnreadableFile(path, _ole(data))
    for magic, reason in _REFUSED:
        if head.startswith(magic):
            raise UnreadableFile(path, reason)
    wide = head.startswith(_UTF16)
    if not wide and _binary(data[:65536]) and not is_wide_text(data[:65536]):
        raise UnreadableFile(path, "这是二进制文件，不是文字；能读 txt、md、html、docx、pdf")
    plain = head.replace(b"\x00", b"") if wide else head
    if _MHTML.match(plain):
        raise UnreadableFile(path, "这是单个文件网页（mht），请另存为 html 或 docx")
    if _HTML_HEAD.search(plain):
        return "html"
    suffix = PurePath(path).suffix.lower()
    tags = len(_HTML_TAG.findall(data[:100_000]))
    if tags >= (3 if suffix in _HTML_SUFFIXES else 12) and suffix not in (".md", ".markdown"):
        return "html"
    return "text"


def _ole(data: bytes) -> str:
    """What an old Office container holds; names in its directory are UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "文件有密码，请去掉密码后再读"
    if "WordDocument".encode("utf-16-le") in data:
        return "这是旧版 doc 文件，请用 Word 或 WPS 另存为 docx"
    return "这是旧版 Office 文件，请用 Word 或 WPS 另存为 docx"


def _binary(sample: bytes) -> bool:
    """Whether too many bytes are such as no text holds. NUL alone says nothing: some copies are padded with it."""
    bare = sample.replace(b"\x00", b"")
    controls = len(bare) - len(bare.translate(None, _CONTROL))
    return controls > max(2, len(bare) // 200) or len(bare) < len(sample) // 3
