"""Forward model of the one-byte shift: how a site that cuts bytes at ！，；？ damages a sentence (错位乱码的正向模型).

As found on real pages: simplified characters are swapped for traditional ones, the GBK bytes are cut at A3AC A3A1 A3BF
A3BB wherever they stand, each piece is decoded alone, and full-width marks become half-width.
"""

from __future__ import annotations

from functools import cache

from luoshi.lexicon.tables import rows

CUTS = {b"\xa3\xac": "，", b"\xa3\xa1": "！", b"\xa3\xbf": "？", b"\xa3\xbb": "；"}
_NARROW = {c: chr(ord(c) - 0xFEE0) for c in map(chr, range(0xFF01, 0xFF5F))}


@cache
def _traditional() -> dict[int, str]:
    table = {}
    for row in rows("script_traditional.tsv"):
        if not _fits(row["simplified"], "big5"):  # 后 里 制 stand in both scripts and are left alone
            for c in row["traditional"]:
                if _fits(c, "gbk"):
                    table.setdefault(ord(row["simplified"]), c)
    return table


def _fits(c: str, encoding: str) -> bool:
    try:
        c.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def traditional(text: str) -> str:
    """``text`` in traditional characters, one for one, as a careless site does it."""
    return text.translate(_traditional())


def narrow(text: str) -> str:
    return "".join(_NARROW.get(c, c) for c in text)


def sites(text: str) -> list[int]:
    """The characters whose second byte makes a cut with the first byte of the next one."""
    out = []
    for i in range(len(text) - 1):
        a, b = text[i].encode("gbk", "ignore"), text[i + 1].encode("gbk", "ignore")
        if len(a) == 2 and len(b) == 2 and a[1:] + b[:1] in CUTS:
            out.append(i)
    return out


def damaged(text: str, site: int) -> str:
    """``text`` (of GBK characters) cut across the characters ``site`` and ``site + 1``."""
    before, mark = text[:site], CUTS[text[site : site + 2].encode("gbk")[1:3]]
    rest = text[site + 1 :].encode("gbk")[1:]
    pieces = [""]
    piece = bytearray()
    i = 0
    while i < len(rest):  # the next cut, at any byte, ends the shift
        if (cut := CUTS.get(rest[i : i + 2])) is not None:
            break
        piece.append(rest[i])
        i += 1
    else:
        cut = ""
    pieces += [_read(bytes(piece)), cut, rest[i + 2 :].decode("gbk", "replace") if cut else ""]
    return narrow(before + "?" + mark + "".join(pieces))


def _read(piece: bytes) -> str:
    out = []
    i = 0
    while i < len(piece):
        if piece[i] < 0x80:
            out.append(chr(piece[i]))
            i += 1
        elif i + 1 == len(piece) or piece[i + 1] < 0x40:
            out.append("?")
            i += 1
        else:
            out.append(piece[i : i + 2].decode("gbk", "ignore"))  # a pair that stands for nothing vanishes
            i += 2
    return "".join(out)
