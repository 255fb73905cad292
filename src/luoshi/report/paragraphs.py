"""Paragraphs (自然段): where a reader sees a new paragraph, also in copies that have lost their line breaks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import regex as re

Span = tuple[int, int]

_LONG = 900
"""A line longer than this may be several paragraphs; the longest real ones have some 1,200 characters."""
_LOST_BREAK = re.compile(r"(?<=[。！!？?：:；;”’）)])[ \t\u3000]+(?=\S)")
_SENTENCE_END = re.compile(r"(?:[。！!？?]+[”’」』）)]*|\n)\s*")


class Layout:
    """How a text is laid out: its paragraphs and sentences, found once and asked by position.

    ``broken`` says that its paragraphs are known, ``lined`` that they are so from line breaks, not from blanks.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = tuple(_paragraphs(text))
        self._starts = [a for a, _ in self.paragraphs]
        ends = (m.end() for m in _SENTENCE_END.finditer(text))
        self._sentences = sorted({_past_blanks(text, 0), *ends, *self._starts})
        self.broken = len(self.paragraphs) >= 12 and len(text) / len(self.paragraphs) < _LONG
        lines = text.count("\n")
        self.lined = lines >= 12 and len(text) / lines < _LONG

    def paragraph(self, position: int) -> Span:
        """The paragraph around ``position``."""
        return self.paragraphs[max(0, bisect_right(self._starts, position) - 1)]

    def starts_paragraph(self, position: int) -> bool:
        """Whether a paragraph begins right there."""
        i = bisect_right(self._starts, position) - 1
        return i >= 0 and self._starts[i] == position

    def within(self, lo: int, hi: int) -> tuple[Span, ...]:
        """The paragraphs that begin in ``[lo, hi)``."""
        return self.paragraphs[bisect_right(self._starts, lo - 1) : bisect_right(self._starts, hi - 1)]

    def sentence(self, position: int) -> int:
        """Where the sentence around ``position`` begins."""
        return self._sentences[max(0, bisect_right(self._sentences, position) - 1)]

    def sentences(self, lo: int, hi: int) -> list[int]:
        """Where the sentences begin that begin in ``[lo, hi)``."""
        return self._sentences[bisect_right(self._sentences, lo - 1) : bisect_right(self._sentences, hi - 1)]

    def opening(self, position: int) -> int:
        """Where the passage begins that ``position`` belongs to: its paragraph, or its sentence where breaks are lost."""
        a, b = self.paragraph(position)
        return a if b - a <= 1.5 * _LONG else self.sentence(position)


def _past_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _paragraphs(text: str) -> list[Span]:
    out: list[Span] = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        cuts = [m.end() for m in _LOST_BREAK.finditer(text, at, end)] if len(line) > _LONG else []
        for a, b in zip([at, *cuts], [*cuts, end], strict=True):
            a = _past_blanks(text, a)
            if a < b:
                out.append((a, b))
        at = end + 1
    return out or [(0, len(text))]


def line_starts(text: str, lo: int) -> Iterator[int]:
    """Where the lines begin that begin at ``lo`` or later, in order."""
    at = lo if lo == 0 else text.find("\n", lo - 1) + 1
    while at or lo == 0:
        yield at
        at = text.find("\n", at) + 1
        if not at:
            return
