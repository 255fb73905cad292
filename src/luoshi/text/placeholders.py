"""What stands where a conversion should have put a character: 5$1.$2%, 8_M_M_, 各位代表牎 (替换失败的残留)."""

from __future__ import annotations

from collections import Counter

import regex

from luoshi.text.traced import Edit, TracedText

# Full-width marks whose first byte A3 became A0: rare characters for bulls, which no report is about.
_MARKS = {"牎": "！", "牞": "，", "牶": "：", "牷": "；"}
SIGNS = frozenset("$_") | frozenset(_MARKS)
# $1.$2: a replacement that was written out instead of done. The digits that belong there are gone.
_WRITTEN_OUT = regex.compile(r"[\d.．]*(?:\$\d[.．]?\$\d|(?<=\d)\$\d)[\d.．]*")
# 8_M_M_: one token, of capitals between low lines, behind numbers only, in a text with no other sign of per cent.
_TOKEN = regex.compile(r"(?<=\d)_(?:[A-Z]{1,3}_){1,3}(?![A-Za-z0-9])")
_SUBSCRIPT = regex.compile(r"(?<=(?<![A-Za-z])(?:PM|CO|SO|NO|O|H))_(?=\d(?:\.\d|\d)?(?![\d_]))")
_OFTEN = 3


def read_placeholders(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` with lost per cent signs put back and PM_2.5 as PM2.5; numbers whose digits are lost are marked as such."""
    text = t.text
    warnings = []
    lost = [m.span() for m in _WRITTEN_OUT.finditer(text)]
    t = t.mark_all("mojibake", ((a, b, 0.0) for a, b in lost))
    if lost:
        warnings.append(f"原文有 {len(lost)} 处数字的数位已丢失（如“$1.$2”），无法还原，已标出")
    edits = [Edit(m.start(), m.end(), "", "entity", 0.95) for m in _SUBSCRIPT.finditer(text)]
    tokens = list(_TOKEN.finditer(text))
    if tokens and "%" not in text and "％" not in text:
        token, times = Counter(m.group() for m in tokens).most_common(1)[0]
        if times >= _OFTEN:
            edits += [Edit(m.start(), m.end(), "%", "entity", 0.8) for m in tokens if m.group() == token]
            warnings.append(f"原文有 {times} 处百分号被印成“{token}”，已还原")
    for c, mark in _MARKS.items():
        if c in text:
            marks = regex.compile(rf"(?<=[\p{{Han}}”》）\d%％]){c}").finditer(text)
            edits += [Edit(m.start(), m.end(), mark, "mojibake", 0.95) for m in marks]
    return t.edit(edits), tuple(warnings)
