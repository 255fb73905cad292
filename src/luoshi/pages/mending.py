"""Repairs as the reader shows them (修复): one by one where each matters, in one note where they are many.

A traditional text has thousands of changed characters: they are told once per paragraph, as pairs. Line breaks
joined again are only counted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from luoshi.pages import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.facts.reading import Reading
    from luoshi.pages.paragraphs import Paragraph
    from luoshi.text.traced import Repair

_QUIET = frozenset(("script", "layout", "space"))
_MANY = 300  # of one kind: beyond this they are told per paragraph
_SHOWN = 160  # characters of a dropped stretch that are shown
_PAIRS = 40


class Mending(msgspec.Struct, frozen=True):
    """One repair, or (``grouped``) the many small ones of a paragraph, whose start is then ``start``."""

    key: str
    kind: str
    start: int
    end: int
    label: str
    raw: str
    clean: str
    count: int = 1
    grouped: bool = False
    doubtful: bool = False


def mendings(reading: Reading, layout: Sequence[Paragraph], tag: str = "") -> tuple[Mending, ...]:
    """All repairs of a report in the order of the text; ``layout`` says which paragraph a small one belongs to."""
    repairs = reading.source.repairs
    many = {k for k, n in Counter(r.kind for r in repairs).items() if n > _MANY}
    starts = [p.start for p in layout]
    single: list[Repair] = []
    small: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for r in repairs:
        if r.kind not in _QUIET and r.kind not in many:
            single.append(r)
        elif layout and r.kind != "layout":
            for at, raw, clean in _changes(r, reading.text):
                home = starts[max(0, bisect_right(starts, at) - 1)]
                small.setdefault((home, r.kind), []).append((raw, clean))
    out = [_one(r, reading.text) for r in single]
    out += [_group(home, kind, pairs) for (home, kind), pairs in small.items()]
    out.sort(key=lambda m: (m.start, m.end, m.kind))
    uid = anchor(reading) + tag
    return tuple(msgspec.structs.replace(m, key=f"{uid}-r{n}") for n, m in enumerate(out, 1))


def anchor(reading: Reading) -> str:
    """What tells one report's anchors from another's in the same page; letters, digits and hyphens only."""
    return "".join(c for c in reading.source.sha256[:8] if c.isalnum()) + f"-{reading.source.part}"


def joined_lines(reading: Reading) -> int:
    """How many repairs of layout there are: they are counted, not listed."""
    return sum(r.kind == "layout" for r in reading.source.repairs)


def _one(r: Repair, text: str) -> Mending:
    label = words.REPAIRS.get(r.kind, r.kind)
    return Mending(
        "",
        r.kind,
        r.start,
        r.end,
        label,
        _clip(r.raw),
        _clip(text[r.start : r.end]),
        doubtful=r.confidence < 0.9,
    )


def _changes(r: Repair, text: str) -> list[tuple[int, str, str]]:
    """Where, what and into what; a repair of equal length (traditional script) character by character."""
    clean = text[r.start : r.end]
    if r.kind != "script" or len(clean) != len(r.raw):
        return [(r.start, r.raw, clean)]
    return [(r.start + i, a, b) for i, (a, b) in enumerate(zip(r.raw, clean, strict=True)) if a != b]


def _group(home: int, kind: str, changes: list[tuple[str, str]]) -> Mending:
    pairs = list(dict.fromkeys(changes))
    shown = [f"{_clip(a)}→{_clip(b)}" if b else _clip(a) for a, b in pairs[:_PAIRS] if a.strip() or b.strip()]
    more = f" 等 {len(pairs)} 种" if len(pairs) > _PAIRS else ""
    label = words.REPAIRS.get(kind, kind)
    return Mending("", kind, home, home, label, "  ".join(shown) + more, "", count=len(changes), grouped=True)


def _clip(text: str) -> str:
    if len(text) <= _SHOWN:
        return text
    return f"{text[:_SHOWN]}…（共 {len(text)} 字）"
