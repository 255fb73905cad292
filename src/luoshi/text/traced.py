"""Text that remembers where each character came from (来源映射).

A :class:`TracedText` is a string with the map back to the *raw* text (the decoded file). Every step of the text
room is a list of :class:`Edit` applied to it; edits compose, so after any number of steps each clean character
still leads to its raw characters. Offsets are code points, spans half-open ``[start, end)``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import msgspec

_ALIGNED = ("same", "script")


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
        return self.kind in _ALIGNED and self.clean_len == self.raw_len


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
        text, source = self.text, self.segments
        pieces: list[str] = []
        segments: list[Segment] = []
        marks: list[_Mark] = []
        starts = [s.clean_start for s in source]
        at = out = 0
        for e in sorted(edits, key=_place):
            start, end, new = e.start, e.end, e.new
            if start < at or end < start or end > len(text):
                raise ValueError(
                    f"edit {start}:{end} ({e.kind}) overlaps or lies outside a text of {len(text)}"
                )
            if text[start:end] == new:
                continue
            if start > at:
                out = _copy(source, starts, at, start, out, segments)
                pieces.append(text[at:start])
            raw_start, raw_end = _raw_of(source, starts, start, end)
            if new:
                if e.kind == "script" and len(new) == end - start:
                    _copy(source, starts, start, end, out, segments, "script")
                else:
                    kind = "layout" if e.kind in _ALIGNED else e.kind
                    segments.append(Segment(out, len(new), raw_start, raw_end - raw_start, kind))
                pieces.append(new)
                out += len(new)
            if recorded:
                marks.append(_Mark(e.kind, raw_start, raw_end, e.confidence))
            at = end
        if not at and not pieces and not marks:
            return self
        _copy(source, starts, at, len(text), out, segments)
        pieces.append(text[at:])
        return TracedText("".join(pieces), self.raw, tuple(segments), (*self.marks, *marks))

    def respell(self, new: str, spans: Iterable[tuple[int, int]]) -> TracedText:
        """The text with the characters of ``new``, as long as this text, inside ``spans``; kind script.

        The spans are sorted, do not overlap, and each becomes one repair: for a text that changes in every other
        character this keeps the map short. Raises ValueError if the lengths differ.
        """
        if len(new) != len(self.text):
            raise ValueError(f"respelling has {len(new)} characters, the text {len(self.text)}")
        return self.edit(Edit(a, b, new[a:b], "script") for a, b in spans)

    def cut(self, start: int, end: int) -> TracedText:
        """The part ``[start, end)`` alone; marks outside its raw span stay behind, the others are clipped to it."""
        segments: list[Segment] = []
        starts = [s.clean_start for s in self.segments]
        _copy(self.segments, starts, start, end, 0, segments)
        raw_start, raw_end = raw_span_in(self.segments, starts, start, end)
        marks = []
        for m in self.marks:
            a, b = max(m.raw_start, raw_start), min(m.raw_end, raw_end)
            if a < b or (a == b and m.raw_start == m.raw_end):
                marks.append(m if b - a == m.raw_end - m.raw_start else _Mark(m.kind, a, b, m.confidence))
        return TracedText(self.text[start:end], self.raw, tuple(segments), tuple(marks))

    def mark(self, kind: str, start: int, end: int, confidence: float = 1.0) -> TracedText:
        """Record that clean ``[start, end)`` is suspect (kind) without changing it."""
        return self.mark_all(kind, ((start, end, confidence),))

    def mark_all(self, kind: str, spans: Iterable[tuple[int, int, float]]) -> TracedText:
        """As :meth:`mark` for many ``(start, end, confidence)`` at once."""
        asked = list(spans)
        if not asked:
            return self
        starts = [s.clean_start for s in self.segments]
        new = [_Mark(kind, *raw_span_in(self.segments, starts, a, b), c) for a, b, c in asked]
        return msgspec.structs.replace(self, marks=(*self.marks, *new))

    def marked(self, kind: str) -> list[tuple[int, int]]:
        """The clean spans of all repairs and marks of ``kind``, in order."""
        if not any(m.kind == kind for m in self.marks):
            return []
        return [(r.start, r.end) for r in self.repairs() if r.kind == kind]

    def repairs(self) -> tuple[Repair, ...]:
        """All repairs with their final clean spans, in raw order."""
        places = _Places(self.segments, len(self.text))
        out = []
        for m in sorted(set(self.marks), key=_raw_place):
            start, end = places.of(m)
            out.append(
                Repair(
                    m.kind,
                    start,
                    end,
                    m.raw_start,
                    m.raw_end,
                    self.raw[m.raw_start : m.raw_end],
                    m.confidence,
                )
            )
        return tuple(out)


class _Places:
    """Finds what became of a raw span. Segments stand in raw order, by their starts and by their ends."""

    def __init__(self, segments: Sequence[Segment], length: int) -> None:
        self._segments = segments
        self._starts = [s.raw_start for s in segments]
        self._ends = [s.raw_start + s.raw_len for s in segments]
        self._length = length

    def of(self, m: _Mark) -> tuple[int, int]:
        """The clean span of a mark; empty, at the place where it stood, for what was dropped."""
        if m.raw_start == m.raw_end:
            return self._inserted(m)
        i = bisect_right(self._ends, m.raw_start)
        j = bisect_left(self._starts, m.raw_end) - 1
        if i > j:
            point = self._segments[i].clean_start if i < len(self._segments) else self._length
            return (point, point)
        first, last = self._segments[i], self._segments[j]
        start, end = first.clean_start, last.clean_start + last.clean_len
        if first.aligned:
            start += max(0, m.raw_start - first.raw_start)
        if last.aligned:
            end -= max(0, last.raw_start + last.raw_len - m.raw_end)
        return (start, end)

    def _inserted(self, m: _Mark) -> tuple[int, int]:
        i = bisect_left(self._ends, m.raw_start)
        k = i
        while k < len(self._segments) and self._starts[k] <= m.raw_start:
            s = self._segments[k]
            if not s.raw_len and s.kind == m.kind:
                return (s.clean_start, s.clean_start + s.clean_len)
            k += 1
        i = bisect_right(self._ends, m.raw_start)
        if i == len(self._segments):
            return (self._length, self._length)
        s = self._segments[i]
        point = s.clean_start + (max(0, m.raw_start - s.raw_start) if s.aligned else 0)
        return (point, point)


def _place(e: Edit) -> tuple[int, int]:
    return (e.start, e.end)


def _raw_place(m: _Mark) -> tuple[int, int, str, float]:
    return (m.raw_start, m.raw_end, m.kind, m.confidence)


def _raw_of(segments: Sequence[Segment], starts: list[int], start: int, end: int) -> tuple[int, int]:
    """The raw span an edit stands for: as raw_span_in, but what is inserted inside a block belongs to the block."""
    if start == end and segments:
        i = max(0, bisect_right(starts, start) - 1)
        s = segments[i]
        inside = not s.aligned and s.clean_start < start < s.clean_start + s.clean_len
        before = segments[i - 1] if i else s
        if inside or (i and start == s.clean_start and before.raw_start + before.raw_len > s.raw_start):
            return (s.raw_start, s.raw_start + s.raw_len)  # also between two pieces of one block
    return raw_span_in(segments, starts, start, end)


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


def _copy(
    source: Sequence[Segment],
    starts: list[int],
    a: int,
    b: int,
    out: int,
    into: list[Segment],
    kind: str = "",
) -> int:
    """Append the segments of ``[a, b)`` shifted to clean position ``out``; gives the position after them.

    Aligned segments become of ``kind``, if one is given; a block keeps its own, whatever its characters become.
    """
    if b <= a:
        return out
    i = max(0, bisect_right(starts, a) - 1)
    while i < len(source) and source[i].clean_start < b:
        s = source[i]
        lo, hi = max(a, s.clean_start), min(b, s.clean_start + s.clean_len)
        if hi > lo:
            if s.aligned:
                _append(into, out, hi - lo, s.raw_start + lo - s.clean_start, kind or s.kind)
            else:  # a block stands for its whole raw stretch, also when only part of it is kept
                into.append(Segment(out, hi - lo, s.raw_start, s.raw_len, s.kind))
            out += hi - lo
        i += 1
    return out


def _append(into: list[Segment], clean_start: int, length: int, raw_start: int, kind: str) -> None:
    """Append an aligned segment, or lengthen the last one if it goes on without a break."""
    if into:
        p = into[-1]
        if p.kind == kind and p.aligned and p.raw_start + p.raw_len == raw_start:
            into[-1] = Segment(p.clean_start, p.clean_len + length, p.raw_start, p.raw_len + length, kind)
            return
    into.append(Segment(clean_start, length, raw_start, length, kind))
