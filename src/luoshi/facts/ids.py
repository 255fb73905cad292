"""Stable ids (编号): a hash of the file, the raw span and an ordinal, so that a better rule elsewhere renumbers nothing."""

from __future__ import annotations

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
