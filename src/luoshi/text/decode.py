"""Bytes to text (解码): BOM, strict UTF-8, strict GB18030 or Big5 by plausibility, else the least damaged decoding.

Nothing is translated: line ends stay as they are, a byte order mark is not part of the text. The decoding keeps what
it needs to lead each character back to its bytes.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from functools import cache

import msgspec

from luoshi.errors import UnreadableFile
from luoshi.lexicon.tables import lines

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {"cp950": "big5"}
_SAMPLE = 20_000  # characters or bytes judged: more changes no verdict
_WINDOW = 4096  # bytes tried at once where spots are damaged: an error carries a copy of what was tried
PLAUSIBLE = (
    0.2  # share of very common characters among all that are not ASCII; prose has half, chance a twentieth
)
_DAMAGE_WEIGHT = 3  # an undecodable spot counts as much as so many uncommon characters
_BINARY_SHARE = 0.02  # of control characters that no text holds
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))
_CONTROL_CHARACTER = re.compile(f"[{re.escape(_CONTROL.decode('ascii'))}]")
_BINARY = "这是二进制文件，不是文字；能读 txt、md、html、docx、pdf"


class Decoded(msgspec.Struct, frozen=True):
    """A file's text, how it was decoded, and warnings in Chinese.

    ``encoding`` is utf-8, gb18030, big5, utf-16-le, utf-16-be, utf-32-le or utf-32-be. ``holes`` are the undecodable
    spots in order, ``(character, first byte, byte after)``, each one U+FFFD in ``text``; ``bom`` the bytes before it.
    """

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()
    holes: tuple[tuple[int, int, int], ...] = ()
    bom: int = 0

    def byte_span(self, start: int, end: int) -> tuple[int, int]:
        """The bytes ``[b0, b1)`` of the file from which the characters ``[start, end)`` were decoded."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"characters {start}:{end} lie outside a text of {len(self.text)}")
        first = self._byte(start)
        if end == start:
            return (first, first)
        return (first, self._byte(end))

    def _byte(self, at: int) -> int:
        """The byte at which character ``at`` begins."""
        i = bisect_left(self.holes, (at, 0, 0)) - 1  # the last hole before it
        char, byte = (self.holes[i][0] + 1, self.holes[i][2]) if i >= 0 else (0, self.bom)
        return byte + len(self.text[char:at].encode(_codec(self.encoding)))


def decode(data: bytes, path: str = "") -> Decoded:
    """The text of ``data``. ``path`` only names the file in errors.

    Raises UnreadableFile for an empty file, one of blanks only, and for one that is no text.
    """
    if not data:
        raise UnreadableFile(path, "文件是空的")
    decoded = _decoded(data, path)
    if not decoded.text.strip("\ufeff\u200b\x00 \t\r\n\f\v\u3000\xa0"):
        raise UnreadableFile(path, "文件里没有文字，只有空白")
    if _is_binary(decoded.text):
        raise UnreadableFile(path, _BINARY)
    return decoded


def _decoded(data: bytes, path: str) -> Decoded:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lossy(data, name, len(mark))
    try:
        decoded = Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    else:
        wide = _wide_name(data) if "\x00" in decoded.text[:_SAMPLE] else ""
        return _lossy(data, wide, 0) if wide else decoded
    wide = _wide_name(data)
    if wide:
        return _lossy(data, wide, 0)
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROL)) > max(2, _BINARY_SHARE * len(sample)):
        raise UnreadableFile(path, _BINARY)
    strict = [d for name in ("gb18030", "cp950") if (d := _strict(data, name)) is not None]
    if strict:
        best = max(strict, key=plausibility)  # the first of equals: GB18030
        if plausibility(best) >= PLAUSIBLE:
            return best
    lossy = [*strict, *(_lossy(data, name, 0) for name in ("utf-8", "gb18030", "cp950"))]
    return max(lossy, key=plausibility)


def is_wide_text(sample: bytes) -> bool:
    """Whether ``sample``, the beginning of a file without a byte order mark, reads as Chinese in UTF-16."""
    return bool(_wide_name(sample))


def _wide_name(data: bytes) -> str:
    """utf-16-le or utf-16-be, if the file reads as Chinese in it; else empty."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    best, name = max((plausibility(_lossy(sample, n, 0)), n) for n in ("utf-16-le", "utf-16-be"))
    return name if best >= PLAUSIBLE else ""


def plausibility(decoded: Decoded) -> float:
    """How much ``decoded`` looks like Chinese prose: share of very common characters, less the damage; at most 1."""
    sample = decoded.text[:_SAMPLE]
    wide = sum(1 for c in sample if c > "\x7f")
    if not wide:
        return 0.0 if decoded.holes else 1.0
    good = sum(1 for c in sample if c in _common())
    damage = len(decoded.holes) * len(sample) / len(decoded.text)
    return (good - _DAMAGE_WEIGHT * damage) / wide


@cache
def _common() -> frozenset[str]:
    return frozenset("".join(lines("damage_common_characters.txt")))


def _codec(encoding: str) -> str:
    return "cp950" if encoding == "big5" else encoding


def _strict(data: bytes, name: str) -> Decoded | None:
    try:
        return Decoded(data.decode(name), _NAMES.get(name, name), _note(name))
    except UnicodeDecodeError:
        return None


def _lossy(data: bytes, name: str, bom: int) -> Decoded:
    """The decoding in which each undecodable spot is one U+FFFD."""
    view = memoryview(data)
    codec = codecs.getdecoder(name)
    pieces: list[str] = []
    holes: list[tuple[int, int, int]] = []
    at, out = bom, 0
    while at < len(data):
        window = view[at : at + _WINDOW]
        try:
            piece, a, b = codec(window, "strict")[0], at + len(window), 0
        except UnicodeDecodeError as e:
            a, b = at + e.start, at + max(e.end, e.start + 1)
            piece = bytes(view[at:a]).decode(name)
            if a > at and b >= at + len(window) and b < len(data):
                b = 0  # no damage: the window cut a character in two
        pieces.append(piece)
        out += len(piece)
        at = a
        if b:
            pieces.append("\ufffd")
            holes.append((out, a, b))
            out += 1
            at = b
    encoding = _NAMES.get(name, name)
    warnings = _note(name)
    if holes:
        warnings = (
            *warnings,
            f"文件编码有损坏：按 {encoding} 读取，{len(holes)} 处字节无法辨认，以“\ufffd”代替",
        )
    return Decoded("".join(pieces), encoding, warnings, tuple(holes), bom)


def _note(name: str) -> tuple[str, ...]:
    return ("文件按 Big5（繁体中文编码）读取",) if name == "cp950" else ()


def _is_binary(text: str) -> bool:
    """Whether the text holds so many control characters that it cannot have been written as text (NUL is padding)."""
    sample = text[:_SAMPLE].replace("\x00", "")
    return len(_CONTROL_CHARACTER.findall(sample)) > max(2, _BINARY_SHARE * len(sample))
