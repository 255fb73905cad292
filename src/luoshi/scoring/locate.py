"""Finds gold quotes in a text without regard to width, blanks, or the shape of quotation marks (定位)."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence

Span = tuple[int, int]

_SHAPES = str.maketrans(
    {"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "～": "~", "·": "."}
)


def _squeezed(chars: Iterable[str]) -> Iterable[tuple[int, str]]:
    """Index and normal form of every character that counts; a ``;`` right after a digit is a half-stripped entity, a ``*``
    markdown that a quote may have brought along from the raw file."""
    last = ""
    for i, ch in enumerate(chars):
        for c in unicodedata.normalize("NFKC", ch).translate(_SHAPES):
            if c.isspace() or c == "*" or (c == ";" and last.isdigit()):
                continue
            last = c
            yield i, c


def squeeze(text: str) -> str:
    """``text`` in the form in which quotes are compared."""
    return "".join(c for _, c in _squeezed(unicodedata.normalize("NFKC", text).translate(_SHAPES)))


class Located:
    """A text with its normal form; all positions below are positions in the normal form."""

    def __init__(self, text: str) -> None:
        pairs = list(_squeezed(text))
        self.norm = "".join(c for _, c in pairs)
        self._index = [i for i, _ in pairs]

    def span(self, start: int, end: int) -> Span:
        """A span of the text as a span of the normal form; at least one character long."""
        a = self._at(start)
        return a, max(self._at(end - 1) + 1, a + 1)

    def _at(self, position: int) -> int:
        return bisect_left(self._index, position)

    def all(self, quote: str, lo: int = 0, hi: int | None = None) -> list[Span]:
        """Every occurrence of ``quote``, in order."""
        q, out = squeeze(quote), []
        i = self.norm.find(q, lo, hi) if q else -1
        while i >= 0:
            out.append((i, i + len(q)))
            i = self.norm.find(q, i + 1, hi)
        return out

    def region(self, passage: str) -> Span | None:
        """Where a long passage stands; if it differs in places, by a piece of its head and one of its tail."""
        whole = self.all(passage)
        if whole:
            return whole[0]
        q = squeeze(passage)
        for n in (40, 25, 15, 10):
            offsets = range(0, min(60, len(q) - n), 5)
            heads = [at - k for k in offsets if (at := self.norm.find(q[k : k + n])) >= 0]
            tails = [
                at + n + k for k in offsets if (at := self.norm.find(q[len(q) - n - k : len(q) - k])) >= 0
            ]
            for a in heads:
                for b in tails:
                    if 0.7 * len(q) < b - a < 1.4 * len(q):
                        return max(a, 0), min(b, len(self.norm))
        return None

    def sequence(self, quotes: Sequence[str], lo: int = 0, hi: int | None = None) -> list[Span | None]:
        """Places of quotes that stand in order and near each other: from the rarest outwards, each place once."""
        found = [self.all(q, lo, hi) for q in quotes]
        known = [(len(spans), i) for i, spans in enumerate(found) if spans]
        out: list[Span | None] = [None] * len(quotes)
        if not known:
            return out
        _, anchor = min(known)
        first = found[anchor][0]
        out[anchor] = first
        used = {first}
        for order in (range(anchor + 1, len(quotes)), range(anchor - 1, -1, -1)):
            last = first[0]
            forward = order.step > 0
            for i in order:
                if not found[i]:
                    continue
                side = [s for s in found[i] if (s[0] >= last if forward else s[0] <= last)] or found[i]
                fresh = [s for s in side if s not in used] or side
                best = fresh[0]
                for s in fresh[1:]:
                    if abs(s[0] - last) < abs(best[0] - last):
                        best = s
                out[i] = best
                used.add(best)
                last = best[0]
        return out


def clusters(spans: Iterable[Span | None], gap: int = 60) -> list[Span]:
    """Stretches that quotes cover without a long break: only there was the annotator complete."""
    out: list[Span] = []
    for a, b in sorted(s for s in spans if s):
        if out and a - out[-1][1] <= gap:
            out[-1] = (out[-1][0], max(out[-1][1], b))
        else:
            out.append((a, b))
    return out
