"""Dashes that a page deleted, so that two years run together: 20212035年 (被删掉的破折号)."""

from __future__ import annotations

import regex

from luoshi.text.traced import Edit, TracedText

SIGNS = frozenset("12")
_FUSED = regex.compile(r"(?<![\d.])((?:19|20)\d\d)((?:19|20)\d\d)(?=[年)）]|\s?学年|财年)")
_YEARS_POSSIBLE = regex.compile(r"[0-9]{8}")
_PERCENT_POSSIBLE = regex.compile(r"[%％][0-9.]{1,6}[%％]")
_LONGEST = 60  # years a plan or a period may span
_PERCENT = regex.compile(r"(?<![\d.])\d{1,3}(?:\.\d+)?[%％](?=\d{1,3}(?:\.\d+)?[%％])")
_FEW_YEARS = regex.compile(r"(?<=通过|经过|经|用|未来|今后|力争)(?:12|23|34|35|45|57)(?=年(?!代|来|前))")


def restore_dashes(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` with the dash back between two fused years, and only there.

    On a page that lost its dashes other numbers may be lost ranges too (``23年`` for 2—3年, ``5%6%``): these stay as
    they are, marked as doubtful. No digit ever changes.
    """
    text = t.text
    years, percent = _YEARS_POSSIBLE.search(text), _PERCENT_POSSIBLE.search(text)
    if not years and not percent:
        return t, ()
    edits = [
        Edit(m.start(2), m.start(2), "—", "dash", 0.98)
        for m in _FUSED.finditer(text)
        if 0 < int(m[2]) - int(m[1]) <= _LONGEST
    ]
    doubtful = [m.span() for m in _PERCENT.finditer(text)] if percent else []
    if edits and "—" not in text:
        doubtful += [m.span() for m in _FEW_YEARS.finditer(text)]
    t = t.mark_all("dash", ((a, b, 0.3) for a, b in doubtful))
    warnings = []
    if edits:
        warnings.append(f"原文的破折号被删，{len(edits)} 处相连的年份已补上；其他数字区间可能也连在了一起")
    if doubtful:
        warnings.append(f"{len(doubtful)} 处数字可能是丢了破折号的区间，未改动，已标出")
    return t.edit(edits), tuple(warnings)
