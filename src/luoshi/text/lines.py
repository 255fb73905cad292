"""Lines of a text with their places, and with a key for comparing them (行)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

# Lost no-break spaces come back as "??", bold marks as "**": neither tells what kind of line it is.
_DAMAGE = regex.compile(r"\?{2,}|\*\*")
_LONGEST_KEY = 800  # what is longer is prose, and told by its beginning


class Line(NamedTuple):
    """A line ``text[start:end]`` without its line break; ``key`` is its first 800 characters without any space."""

    start: int
    end: int
    text: str
    key: str

    @property
    def is_prose(self) -> bool:
        """Whether it holds a sentence: what a report is made of and a page's frame is not."""
        return "。" in self.key or "；" in self.key or len(self.key) >= 90


def lines_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of ``text[start:end]`` that hold anything at all."""
    stop = len(text) if end is None else end
    at = start
    while at < stop:
        cut = text.find("\n", at, stop)
        to = stop if cut < 0 else cut
        line = text[at:to]
        key = "".join(line[:_LONGEST_KEY].split())
        if "??" in key or "**" in key:
            key = _DAMAGE.sub("", key)
        if key:
            yield Line(at, to, line, key)
        at = to + 1
