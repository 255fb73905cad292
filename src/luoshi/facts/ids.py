"""Stable ids (编号): a hash of the file, the raw span and an ordinal, so that a better rule elsewhere renumbers nothing."""

from __future__ import annotations

from bisect import bisect_right
from hashlib import blake2b

from luoshi.text.source import SourceText
from luoshi.text.traced import raw_span_in


class Ids:
    """Mints the ids of one report's facts; facts on the same span get ordinals in the order they ask.

    ``kind`` keeps the ordinals of measures, pledges and problems apart, so that finding one more pledge never
    renumbers a measure that shares its span.
    """

    def __init__(self, source: SourceText) -> None:
        self._map = source.map
        self._sha256 = source.sha256
        self._starts = [s.clean_start for s in source.map]
        # Where each aligned segment ends and how far its raw text is shifted; -1 where a block has no places inside.
        self._ends = [s.clean_start + s.clean_len if s.aligned else -1 for s in source.map]
        self._shifts = [s.raw_start - s.clean_start for s in source.map]
        self._seen: dict[tuple[str, int, int], int] = {}

    def of(self, start: int, end: int, kind: str = "measure") -> str:
        """The id of the next fact of ``kind`` on clean ``[start, end)``: ten hexadecimal digits."""
        i = bisect_right(self._starts, start) - 1
        if i >= 0 and start < end <= self._ends[i]:  # inside one segment, as nearly all are
            raw_start, raw_end = start + self._shifts[i], end + self._shifts[i]
        else:
            raw_start, raw_end = raw_span_in(self._map, self._starts, start, end)
        key = (kind, raw_start, raw_end)
        ordinal = self._seen.get(key, 0)
        self._seen[key] = ordinal + 1
        stamp = f"{self._sha256}:{kind}:{raw_start}:{raw_end}:{ordinal}"
        return blake2b(stamp.encode(), digest_size=5).hexdigest()
