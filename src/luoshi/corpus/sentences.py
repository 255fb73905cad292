"""Sentences of a text (句): cut at 。！？； only, so that line breaks and blanks move nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SENTENCE = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[”’」』）)]*|[^。！？；!?;]+")
MARKS = "。！？；!?;"


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of the sentences in ``text[start:end]``, blanks around them left out; empty ones are none."""
    for m in _SENTENCE.finditer(text, start, len(text) if end is None else end):
        piece = m.group()
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if left < right:
            yield m.start() + left, m.start() + right


def around(text: str, start: int, end: int, most: int = 400) -> tuple[int, int]:
    """The sentence around ``start``..``end``: from full stop to full stop or line break, at most ``most`` further."""
    low, high = max(0, start - most), min(len(text), end + most)
    left = max(text.rfind(mark, low, start) for mark in "。！？\n") + 1 or low
    rights = [at for mark in "。！？\n" if (at := text.find(mark, max(start, end - 1), high)) >= 0]
    right = min(rights) + 1 if rights else high
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, max(right, end)
