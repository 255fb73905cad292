"""Text that remembers where each character came from (来源映射).

A :class:`TracedText` is a string with the map back to the *raw* text (the decoded file). Every step of the text
room is a list of :class:`Edit` applied to it; edits compose, so after any number of steps each clean character
still leads to its raw characters. Offsets are code points, spans half-open ``[start, end)``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec


class Segment(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of clean text and the raw stretch it comes from.

    Kind ``same``: equal lengths and equal characters. Kind ``script``: equal lengths, position by position, other
    characters. Any other kind (a repair kind): the whole clean stretch stands for the whole raw stretch, whose
    length may differ or be 0 (inserted characters).
    """

    clean_start: int
    clean_len: int
    raw_start: int
    raw_len: int
    kind: str

    @property
    def aligned(self) -> bool:
        """Whether character k of the clean stretch is character k of the raw one."""
        return self.kind in ("same", "script") and self.clean_len == self.raw_len


class Repair(msgspec.Struct, frozen=True):
    """One change of the raw text: what stands in the clean text, what stood in the raw one, how sure we are.

    ``kind``: script | pinyin | mojibake | dash | space | entity | boilerplate | layout. ``confidence`` is 0..1.
    For something dropped ``start == end``.
    """

    kind: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    raw: str
    confidence: float = 1.0


class Edit(msgspec.Struct, frozen=True):
    """Replace ``[start, end)`` of the current text by ``new``; ``new`` may be empty (drop) or the span (insert)."""

    start: int
    end: int
    new: str
    kind: str
    confidence: float = 1.0


class _Mark(msgspec.Struct, frozen=True):
    """A repair in raw coordinates; its clean span is computed once, at the end."""

    kind: str
    raw_start: int
    raw_end: int
    confidence: float


class TracedText(msgspec.Struct, frozen=True):
    """A text, the raw text it was made from, the segments that join them, and the repairs so far."""

    text: str
    raw: str
    segments: tuple[Segment, ...]
    marks: tuple[_Mark, ...] = ()

    @classmethod
    def of(cls, raw: str) -> TracedText:
        """The untouched raw text."""
        return cls(raw, raw, (Segment(0, len(raw), 0, len(raw), "same"),) if raw else ())

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span that clean ``[start, end)`` came from; an empty span gives the empty raw span there."""
        segments = self.segments
        if not segments:
            return (0, 0)
        starts = [s.clean_start for s in segments]
        return raw_span_in(segments, starts, start, end)

    def edit(self, edits: Iterable[Edit], *, recorded: bool = True) -> TracedText:
        """The text after ``edits``, which must not overlap (sorted here). ``recorded=False`` makes no repair entries.

        Raises ValueError on overlapping edits or edits outside the text: that is a bug of the calling step.
        """
        ordered = sorted(edits, key=lambda e: (e.start, e.end))
        if not ordered:
            return self
        pieces: list[str] = []
        segments: list[Segment] = []
        marks: list[_Mark] = []
        starts = [s.clean_start for s in self.segments]
        at = out = 0
        for e in ordered:
            if e.start < at or e.end < e.start or e.end > len(self.text):
                raise ValueError(f"edit {e.start}:{e.end} ({e.kind}) overlaps or lies outside a text of {len(self.text)}")
            out = _copy(self.segments, starts, at, e.start, out, segments)
            pieces.append(self.text[at : e.start])
            raw_start, raw_end = raw_span_in(self.segments, starts, e.start, e.end)
            if e.new:
                one_to_one = e.kind == "script" and len(e.new) == e.end - e.start == raw_end - raw_start
                kind = e.kind if one_to_one or e.kind != "script" else "layout"
                _append(segments, Segment(out, len(e.new), raw_start, raw_end - raw_start, kind))
                pieces.append(e.new)
                out += len(e.new)
            if recorded:
                marks.append(_Mark(e.kind, raw_start, raw_end, e.confidence))
            at = e.end
        _copy(self.segments, starts, at, len(self.text), out, segments)
        pieces.append(self.text[at:])
        return TracedText("".join(pieces), self.raw, tuple(segments), (*self.marks, *marks))

    def cut(self, start: int, end: int) -> TracedText:
        """The part ``[start, end)`` alone; marks outside its raw span stay behind."""
        segments: list[Segment] = []
        starts = [s.clean_start for s in self.segments]
        _copy(self.segments, starts, start, end, 0, segments)
        raw_start, raw_end = raw_span_in(self.segments, starts, start, end)
        marks = tuple(m for m in self.marks if m.raw_start >= raw_start and m.raw_end <= raw_end)
        return TracedText(self.text[start:end], self.raw, tuple(segments), marks)

    def mark(self, kind: str, start: int, end: int, confidence: float = 1.0) -> TracedText:
        """Record that clean ``[start, end)`` is suspect (kind) without changing it."""
        raw_start, raw_end = self.raw_span(start, end)
        return msgspec.structs.replace(self, marks=(*self.marks, _Mark(kind, raw_start, raw_end, confidence)))

    def repairs(self) -> tuple[Repair, ...]:
        """All repairs with their final clean spans, in raw order."""
        # Inserted segments (raw_len 0) do not move the raw position, so the list stays sorted by raw_start.
        segments = sorted(self.segments, key=lambda s: (s.raw_start, s.clean_start))
        raw_starts = [s.raw_start for s in segments]
        out = []
        for m in sorted(set(self.marks), key=lambda m: (m.raw_start, m.raw_end, m.kind)):
            start = _clean_at(segments, raw_starts, m.raw_start, after=False)
            end = max(start, _clean_at(segments, raw_starts, m.raw_end, after=True))
            out.append(Repair(m.kind, start, end, m.raw_start, m.raw_end, self.raw[m.raw_start : m.raw_end], m.confidence))
        return tuple(out)


def raw_span_in(segments: Sequence[Segment], starts: list[int], start: int, end: int) -> tuple[int, int]:
    """The raw span of clean ``[start, end)`` by a segment list and its clean starts (kept by who asks often)."""
    if not segments:
        return (0, 0)
    i = max(0, bisect_right(starts, start) - 1)
    first = segments[i]
    if start >= first.clean_start + first.clean_len:  # at the very end of the text
        point = first.raw_start + first.raw_len
        return (point, point)
    a = first.raw_start + (start - first.clean_start if first.aligned else 0)
    if end <= start:
        return (a, a)
    last = segments[bisect_right(starts, end - 1) - 1]
    b = last.raw_start + (end - last.clean_start if last.aligned else last.raw_len)
    return (a, max(a, b))


def _append(segments: list[Segment], s: Segment) -> None:
    if segments and s.kind == "same":
        p = segments[-1]
        if p.kind == "same" and p.raw_start + p.raw_len == s.raw_start and p.clean_start + p.clean_len == s.clean_start:
            segments[-1] = Segment(p.clean_start, p.clean_len + s.clean_len, p.raw_start, p.raw_len + s.raw_len, "same")
            return
    segments.append(s)


def _copy(source: Sequence[Segment], starts: list[int], a: int, b: int, out: int, into: list[Segment]) -> int:
    """Append the segments of ``[a, b)`` shifted to clean position ``out``; gives the position after them."""
    if b <= a:
        return out
    i = max(0, bisect_right(starts, a) - 1)
    while i < len(source) and source[i].clean_start < b:
        s = source[i]
        lo, hi = max(a, s.clean_start), min(b, s.clean_start + s.clean_len)
        if hi > lo:
            if s.aligned:
                _append(into, Segment(out, hi - lo, s.raw_start + lo - s.clean_start, hi - lo, s.kind))
            else:  # a block stands for its whole raw stretch, also when only part of it is kept
                _append(into, Segment(out, hi - lo, s.raw_start, s.raw_len, s.kind))
            out += hi - lo
        i += 1
    return out


def _clean_at(segments: Sequence[Segment], raw_starts: list[int], raw: int, *, after: bool) -> int:
    """The clean position of a raw one: of what begins there (after=False) or of what ends there (after=True)."""
    if not segments:
        return 0
    i = bisect_right(raw_starts, raw if not after else raw - 1) - 1
    if i < 0:
        return segments[0].clean_start
    s = segments[i]
    inside = raw - s.raw_start
    if inside >= s.raw_len:
        return s.clean_start + s.clean_len if inside > 0 or after else s.clean_start
    if s.aligned:
        return s.clean_start + inside
    return s.clean_start if not after else s.clean_start + s.clean_len
