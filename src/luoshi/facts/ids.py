"""Stable ids (编号): a hash of the file, the raw span and an ordinal, so that a better rule elsewhere renumbers nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from hashlib import blake2b

from luoshi.text.source import SourceText
from luoshi.text.traced import raw_span_in


class Ids:
    """Mints the ids of one report's facts; facts on the same span get ordinals in the order they ask.

    ``kind`` keeps the ordinals of measures, pledges and problems apart, so that finding one more pledge never
    renumbers a measure that shares its span.
    """

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._starts = [s.clean_start for s in source.map]
        self._seen: Counter[tuple[str, int, int]] = Counter()

    def of(self, start: int, end: int, kind: str = "measure") -> str:
        """The id of the next fact of ``kind`` on clean ``[start, end)``: ten hexadecimal digits."""
        raw_start, raw_end = raw_span_in(self._source.map, self._starts, start, end)
        key = (kind, raw_start, raw_end)
        ordinal = self._seen[key]
        self._seen[key] += 1
        stamp = f"{self._source.sha256}:{kind}:{raw_start}:{raw_end}:{ordinal}"
        return blake2b(stamp.encode(), digest_size=5).hexdigest()


class Places:
    """Finds the deepest section that holds a position (sections nest by depth)."""

    def __init__(self, spans: list[tuple[int, int, str]]) -> None:
        """``spans``: (start, end, id) in document order, parents before children."""
        self._spans = spans
        self._starts = [s for s, _, _ in spans]

    def of(self, position: int) -> str | None:
        """The id of the innermost span around ``position``, None where there is none."""
        i = bisect_right(self._starts, position) - 1
        while i >= 0:
            start, end, name = self._spans[i]
            if start <= position < end:
                return name
            i -= 1
        return None
