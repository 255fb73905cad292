"""Readings put behind characters by a page's script: 發(fā)展 (误插的拼音)."""

from __future__ import annotations

import regex

from luoshi.text.traced import Edit, TracedText

# A tone mark is what tells a reading from an abbreviation: (PPP) and (km) have none.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ"
SIGNS = frozenset(_TONED)
_LETTERS = "a-züɑɡ"
_READING = regex.compile(rf"(?<=[㐀-鿿])\s?[(（]\s?[{_LETTERS}]{{0,5}}[{_TONED}][{_LETTERS}]{{0,4}}\s?[)）]")
_MANY = 3  # readings by which a page is known to be damaged; fewer may be the author's own


def drop_pinyin(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` without inserted readings. One or two behind rare characters are the author's and stay."""
    found = [m.span() for m in _READING.finditer(t.text)]
    many = len(found) >= _MANY
    edits = [Edit(a, b, "", "pinyin") for a, b in found if many or _is_common(t.text[a - 1])]
    if not edits:
        return t, ()
    return t.edit(edits), (f"原文有 {len(edits)} 处夹在字后的拼音，已去掉",)


def _is_common(c: str) -> bool:
    """Whether ``c`` is a character nobody needs a reading for: first level of GB 2312."""
    try:
        return c.encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False
