"""Plain text and Markdown: decoded, mark-up taken away, one paragraph a line (纯文本与 Markdown)."""

from __future__ import annotations

import regex

from luoshi.text.decode import decode
from luoshi.text.formats import Extracted
from luoshi.text.formats.markdown import looks_like_markdown, unmarked
from luoshi.text.traced import Edit, TracedText

_GAP = regex.compile(r"[\s\ufeff\u200b\u2060]+")
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def extract(data: bytes, suffix: str) -> Extracted:
    """The text of ``data``. Markdown (by suffix, front matter or heading marks) loses its mark-up."""
    decoded = decode(data)
    text = TracedText.of(decoded.text)
    if suffix in (".md", ".markdown") or looks_like_markdown(text.text):
        return Extracted(tidy(unmarked(text)), "md", decoded.encoding, decoded.warnings)
    return Extracted(tidy(text), "txt", decoded.encoding, decoded.warnings)


def tidy(text: TracedText) -> TracedText:
    """One line break between paragraphs, none around them, no indentation: layout, so no repair entries."""
    edits = []
    s = text.text
    for m in _GAP.finditer(s):
        a, b = m.span()
        if a == 0 or b == len(s):
            edits.append(Edit(a, b, "", "layout"))
        elif b - a > 1 or s[a] != " ":
            gap = m.group()
            if not _BREAKS.isdisjoint(gap):
                if gap != "\n":
                    edits.append(Edit(a, b, "\n", "layout"))
            elif gap in ("\ufeff", "\u200b", "\u2060"):
                edits.append(Edit(a, b, "", "layout"))
    return text.edit(edits, recorded=False)
