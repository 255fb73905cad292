"""State affairs that close a State Council report's parts (民族、国防、港澳台、外交): paragraphs without headings, a theme each."""

from __future__ import annotations

from luoshi.report.paragraphs import Layout, Span
from luoshi.report.passages import ADDRESS
from luoshi.report.roles import words

_THEMES = ("nationalities", "defence", "territories", "diplomacy")
_OPENING, _LINE = 40, 30
"""Characters of a paragraph in which it names its theme; a shorter line is an address."""


def affairs(layout: Layout, span: Span) -> list[int]:
    """Where the paragraphs begin in ``span`` that turn to a theme of state affairs with a new address, if the span has
    two themes or more: what follows without an address goes on with the one before.
    """
    themes: set[str] = set()
    out: list[int] = []
    addressed = False
    for a, b in layout.within(*span):
        if b - a < _LINE:  # an address may have a line of its own
            addressed = ADDRESS.match(layout.text[a:b]) is not None
            continue
        theme = _theme(layout, a, b)
        if theme and theme not in themes:
            themes.add(theme)
            if addressed or ADDRESS.match(layout.text[a : a + _LINE]):
                out.append(a)
        addressed = False
    return out if len(themes) > 1 else []


def foreign_affairs(layout: Layout, span: Span) -> list[int]:
    """Where the paragraph begins in ``span`` that turns to diplomacy, as the review does behind its last topic."""
    return [a for a, b in layout.within(*span) if _theme(layout, a, b) == "diplomacy"][:1]


def _theme(layout: Layout, start: int, end: int) -> str | None:
    if end - start < _LINE:
        return None
    opening = ADDRESS.sub("", layout.text[start : start + _OPENING])
    return next((t for t in _THEMES if words("affairs", t).search(opening)), None)
