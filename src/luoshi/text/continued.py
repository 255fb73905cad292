"""A newspaper's notes where a report goes on on another page: （下转第二版）（上接第一版） (转版提示)."""

from __future__ import annotations

import regex

from luoshi.text.traced import Edit, TracedText

SIGNS = frozenset("版")
_WORDS = ("下转", "上接", "紧接", "（转第", "（续第")
_NOTE = r"[（(](?:紧接|下转|上接|转|续)第?[\dA-Z一二三四五六七八九十]{1,3}版[^）)。\n]{0,8}[）)]"
_NOTES = regex.compile(rf"\s*{_NOTE}(?:\s*{_NOTE})*\s*")
_ENDS = "。！!"


def drop_continuations(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` without such notes; where one stands inside a sentence, the line break beside it goes too."""
    text = t.text
    if not any(word in text for word in _WORDS):
        return t, ()
    edits = []
    for m in _NOTES.finditer(text):
        a, b = m.span()
        kept = text.find("\n", a, b) if text[a - 1 : a] in _ENDS else -1
        spans = [(a, b)] if kept < 0 else [(a, kept), (kept + 1, b)]
        edits += [Edit(start, end, "", "boilerplate") for start, end in spans if start < end]
    return t.edit(edits), ()
