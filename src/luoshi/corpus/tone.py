"""The tone of a target (语气): the words of hedging and resolve around a value, as printed."""

from __future__ import annotations

import re
from functools import cache

from luoshi.lexicon import tables

_BEFORE, _AFTER = 14, 6  # characters around the span that may hold its words
_STOPS = "，；。！？\n,;"


def tone_of(text: str, start: int, end: int) -> str | None:
    """The words in and right around ``text[start:end]``, in order, each once, joined by ``|``; None without any."""
    low, high = max(0, start - _BEFORE), min(len(text), end + _AFTER)
    low = max([low, *(text.rfind(mark, low, start) + 1 for mark in _STOPS)])
    high = min([high, *(at for mark in _STOPS if (at := text.find(mark, end, high)) >= 0)])
    return "|".join(dict.fromkeys(_words().findall(text, low, high))) or None


@cache
def _words() -> re.Pattern[str]:
    words = sorted(tables.lines("panel_tone.txt"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
