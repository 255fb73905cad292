"""Overlapping marks made flat (标记): a text with nested facts and repairs as a row of runs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable


class Mark(msgspec.Struct, frozen=True):
    """A stretch ``[start, end)`` to be marked; ``start == end`` marks a place where something was dropped."""

    start: int
    end: int
    key: str
    repair: bool = False


class Run(msgspec.Struct, frozen=True):
    """A stretch of text under the same marks: ``facts`` innermost first, ``opens`` those that begin here."""

    start: int
    end: int
    facts: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()


def runs(start: int, end: int, marks: Iterable[Mark]) -> list[Run]:
    """The runs that cover ``[start, end)`` exactly and in order; marks are clipped to it.

    A fact that began in an earlier block still ``opens`` here if no character of it was shown before: the caller
    passes the blocks in order and drops keys already opened.
    """
    inside = [m for m in marks if m.start <= end and m.end >= start]
    edges = {start, end}
    for m in inside:
        edges.update(x for x in (m.start, m.end) if start < x < end)
    order = sorted(edges)
    points = sorted((m for m in inside if m.start == m.end), key=lambda m: m.start)
    wide = sorted((m for m in inside if m.end > m.start), key=lambda m: (m.start, -m.end))
    out: list[Run] = []
    active: list[Mark] = []
    nxt = 0
    for a, b in pairwise(order):
        while points and points[0].start <= a:
            out.append(Run(a, a, repairs=(points.pop(0).key,)))
        active = [m for m in active if m.end > a]
        fresh = []
        while nxt < len(wide) and wide[nxt].start <= a:
            if wide[nxt].end > a:
                active.append(wide[nxt])
                fresh.append(wide[nxt].key)
            nxt += 1
        # Innermost: the shortest; of equals the first stays first.
        near = sorted(active, key=lambda m: m.end - m.start)
        facts = tuple(m.key for m in near if not m.repair)
        mended = tuple(m.key for m in near if m.repair)
        out.append(Run(a, b, facts, mended, tuple(fresh)))
    out += [Run(end, end, repairs=(p.key,)) for p in points]
    return out
