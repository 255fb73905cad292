"""Plain text and Markdown: decoded, mark-up taken away, one paragraph a line (纯文本与 Markdown)."""

from __future__ import annotations

import regex

from luoshi.text.decode import decode
from luoshi.text.formats import Extracted
from luoshi.text.formats.markdown import looks_like_markdown, unmarked
from luoshi.text.reflow import PageLine, goes_on, looks_wrapped
from luoshi.text.traced import Edit, TracedText

_GAP = regex.compile(r"[\s\ufeff\u200b\u2060]+")
_LINE = regex.compile(r"^[^\r\n]*$|[^\r\n]+", regex.M)
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def extract(path: str, data: bytes) -> Extracted:
    """The text of ``data``. Markdown (by its name, front matter or heading marks) loses its mark-up."""
    decoded = decode(data, path)
    text = TracedText.of(decoded.text)
    if path.lower().endswith((".md", ".markdown")) or looks_like_markdown(text.text):
        return Extracted(tidy(unmarked(text)), "md", decoded.encoding, decoded.warnings)
    text, wrapped = unwrapped(text)
    warnings = (*decoded.warnings, "文本按页面宽度断行，已还原成段落") if wrapped else decoded.warnings
    return Extracted(tidy(text), "txt", decoded.encoding, warnings)


def unwrapped(text: TracedText) -> tuple[TracedText, bool]:
    """The text with its paragraphs whole again, if it was copied from a page line by line; and whether it was."""
    found = list(_LINE.finditer(text.text))
    lines = [m.group() for m in found]
    if not looks_wrapped(lines):
        return text, False
    on = goes_on([PageLine(line) for line in lines])
    edits = []
    for go, m in zip(on, found, strict=True):
        if go:
            at = m.end()
            edits.append(Edit(at, at + (2 if text.text.startswith("\r\n", at) else 1), "", "layout"))
    return text.edit(edits, recorded=False), True


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
