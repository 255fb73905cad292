"""Blanks put in by machines: before 一、 inside words, and between the digits of a scan (误插的空格)."""

from __future__ import annotations

import regex

from luoshi.lexicon.tables import lines
from luoshi.text.traced import Edit, TracedText

SIGNS = frozenset(" ")
_NUMERAL = "一二三四五六七八九十"
_FORCED = regex.compile(rf"(?<=[^\s。！？；：:!?;…]) (?=[{_NUMERAL}]、)")
_GRADES = regex.compile(rf"[{_NUMERAL}]、[{_NUMERAL}](?:[级类产期季次批届等线环层]|[是者])?")
_QUOTES = {"”": 0, "“": 1}

# 10. 95% and 1 .66亿: the point of a decimal; 2 311.43亿元: groups of three; 6 5 0亿元: a scan's single digits.
_UNIT = r"(?=\s?(?:[%％‰]|[万亿]|[元吨亩户人个家公平立千倍∶]))"
_AFTER_POINT = regex.compile(rf"(?<=[\p{{Han}}∶]\d{{1,6}}\.) (?=\d{{1,3}}(?!\d){_UNIT})")
_BEFORE_POINT = regex.compile(rf"(?<=\d) (?=\.\d{{1,3}}(?!\d){_UNIT})")
_GROUPS = regex.compile(rf"(?<=\p{{Han}})[1-9]\d{{0,2}}(?: \d{{3}})+(?:\.\d+)?(?!\s?\d|\.){_UNIT}")
_SINGLES = regex.compile(rf"(?<=[\p{{Han}}，、：] ?)\d[\d.]*(?: \d[\d.]*)+{_UNIT}")
_SCAN = 3  # numbers in single digits by which a text is known to be a scan


def close_spaces(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` without blanks that a splitter forced into words before 一、…十、 and that a scan left in numbers."""
    forced = [Edit(k, k + 1, "", "space", c) for k, c in _forced(t.text)]
    split = [Edit(k, k + 1, "", "space", 0.9) for k in sorted(_split_numbers(t.text))]
    warnings = []
    if forced:
        warnings.append(f"原文有 {len(forced)} 处词语被“一、”“二、”前的空格隔开，已接合")
    if split:
        warnings.append(f"原文有 {len(split)} 处数字中间夹着空格，已接合")
    return t.edit([*forced, *split]), tuple(warnings)


def _forced(text: str) -> list[tuple[int, float]]:
    """The blanks before a numeral that no heading can begin at, with how sure that is."""
    found = []
    words = frozenset(lines("damage_numeral_words.txt"))
    for m in _FORCED.finditer(text):
        k = m.start()
        before, numeral = text[k - 1], text[k + 1]
        if before in _NUMERAL or before in "第初" or before + numeral in words:
            found.append((k, 0.95))
        elif _in_quotes(text, k) or _GRADES.match(text, k + 1):
            found.append((k, 0.9))
    return found


def _in_quotes(text: str, k: int) -> bool:
    """Whether a quotation of this sentence is still open at ``k``."""
    opened = text.rfind("“", max(0, k - 20), k)
    if opened < 0:
        return False
    between = text[opened + 1 : k]
    return not any(c in between for c in "”。；;\n")


def _split_numbers(text: str) -> set[int]:
    out = {m.start() for p in (_AFTER_POINT, _BEFORE_POINT) for m in p.finditer(text)}
    for m in _GROUPS.finditer(text):
        out.update(_blanks(m))
    singles = [m for m in _SINGLES.finditer(text) if _is_scanned(m.group())]
    if len(singles) >= _SCAN:
        for m in singles:
            out.update(_blanks(m))
    return out


def _blanks(m: regex.Match[str]) -> list[int]:
    return [m.start() + i for i, c in enumerate(m.group()) if c == " "]


def _is_scanned(number: str) -> bool:
    """Whether the pieces make one number: some piece is a single digit, one point at most."""
    pieces = number.split(" ")
    return number.count(".") <= 1 and any(len(p) == 1 for p in pieces) and len(number) - len(pieces) < 9
