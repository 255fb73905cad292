"""Numbered lists (列举): “一是…二是…”, “1.…2.…”, “(一)…”, “①…”, on lines of their own or run together."""

from __future__ import annotations

from typing import NamedTuple

import regex

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
# What may stand before a marker: the beginning, a mark, a space or a closing bracket.
_EDGE = r"(?<![^\s。；;：:，,、！!？?”\"』」》）)*#|?—-])"
_HAN = r"[一二三四五六七八九十]{1,3}"
_ARABIC = r"[0-9０-９]{1,2}"
_STYLES = {
    "is": rf"{_EDGE}(?P<is>{_HAN})\s?(?:是|要(?=[^求素点闻]))[,，:：]?",
    "ordinal": rf"{_EDGE}第\s?(?P<ordinal>{_HAN}|{_ARABIC})(?:件实事|件|项|是)?\s?[,，、:：]",
    "named": rf"{_EDGE}(?:实事|项目|工程)(?P<named>{_HAN}|{_ARABIC})\s?[:：、]",
    "bracket": rf"(?:[（(]\s?(?P<bracket>{_ARABIC})\s?[)）]|(?P<bracket>[{_BRACKETED}]))[.、．]?",
    "half": rf"{_EDGE}(?P<half>{_ARABIC})\s?[)）]",
    "hanbracket": rf"[（(]\s?(?P<hanbracket>{_HAN})\s?[)）][.、．]?",
    "dot": rf"{_EDGE}(?P<dot>{_ARABIC})\s?(?:[.．、](?![0-9]{{1,4}}(?:[%％‰.]|[万亿]?[元亩吨个人户所公]))|[,，:：](?=[^0-9]))",
    "circled": rf"(?P<circled>[{_CIRCLED}])[.、．]?",
    "han": rf"{_EDGE}(?P<han>{_HAN})\s?[、．.]",
}
_MARKER = regex.compile("|".join(f"(?:{s})" for s in _STYLES.values()))
_SPACE = regex.compile(r"[\s*]*")


class Marker(NamedTuple):
    """A number of a list: ``start`` its first character, ``body`` where the item's own text begins."""

    style: str
    no: int
    start: int
    body: int


def markers(text: str, start: int, end: int) -> list[Marker]:
    """All marks in ``text[start:end]`` that could number an item, in the order of the text."""
    out = []
    for m in _MARKER.finditer(text, start, end):
        style = m.lastgroup or ""
        no = number(m[style])
        if no:
            gap = _SPACE.match(text, m.end(), end)
            out.append(Marker(style, no, m.start(), gap.end() if gap else m.end()))
    return out


def runs(found: list[Marker], least: int = 2) -> list[list[Marker]]:
    """The lists among ``found``: marks of one style that count 1, 2, 3…; a list that starts again is another one.

    One number may be missing (a slip of the pen, a damaged character). Lists of fewer than ``least`` items are left out.
    """
    out: list[list[Marker]] = []
    current: dict[str, list[Marker]] = {}
    for m in found:
        run = current.get(m.style)
        if m.no == 1:
            current[m.style] = [m]
            out.append(current[m.style])
        elif run is not None and run[-1].no < m.no <= run[-1].no + 2:
            run.append(m)
    return [run for run in out if len(run) >= least]


def number(printed: str) -> int:
    """The number of a mark (“十二”, “12”, “⑫”); 0 where it is none."""
    if printed in _CIRCLED:
        return _CIRCLED.index(printed) + 1
    if printed in _BRACKETED:
        return _BRACKETED.index(printed) + 1
    if printed.isdecimal():
        return int(printed)
    if "十" in printed:
        tens, _, ones = printed.partition("十")
        if len(tens) > 1 or len(ones) > 1:
            return 0
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS[printed] if len(printed) == 1 else 0
