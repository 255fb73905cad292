"""The text as paragraphs to be set (段落): headings, run-in headings, paragraphs; for display only.

Many reports come as one endless line. The reader breaks it where sections begin and where a space after a full stop
betrays a lost line break; spans stay those of the text, nothing is inserted or moved.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import msgspec
import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luoshi.report.report import Section

_LONG = 240  # a paragraph beyond this may be several that lost their line breaks
_CENTRED = 60  # a title line is no longer than this
_LOST_BREAK = regex.compile(r"(?<=[。！？!?；;：:])[ \u3000]+")


class Paragraph(msgspec.Struct, frozen=True):
    """Clean ``[start, end)`` set as one block; ``lead`` ends a run-in heading (``start`` where there is none).

    ``opens`` are the sections that begin here, outermost first.
    """

    start: int
    end: int
    tag: Literal["h2", "h3", "p", "title"]
    lead: int
    opens: tuple[Section, ...]


def paragraphs(text: str, sections: Sequence[Section]) -> list[Paragraph]:
    """The blocks of ``text`` in order; together they hold every character but white space between them."""
    headings = {s.start: s for s in sections if s.heading and text.startswith(s.heading, s.start)}
    opening: dict[int, list[Section]] = {}
    for s in sorted(sections, key=lambda s: (s.start, s.depth)):
        opening.setdefault(_skip_space(text, s.start), []).append(s)
    out = []
    for start, end in _blocks(text, sections, headings):
        head = headings.get(start)
        stop = start + len(head.heading or "") if head else start
        alone = head is not None and stop >= end
        tag: Literal["h2", "h3", "p", "title"] = "p"
        if head is not None and alone:
            tag = "h2" if head.depth == 1 else "h3"
        opens = tuple(opening.pop(start, ()))
        out.append(Paragraph(start, end, tag, start if alone else stop, opens))
    return _centre_titles(text, out, sections)


def _blocks(text: str, sections: Sequence[Section], headings: dict[int, Section]) -> list[tuple[int, int]]:
    cuts = {0, len(text)}
    at = text.find("\n")
    while at >= 0:
        cuts.add(at)
        at = text.find("\n", at + 1)
    for s in sections:
        cuts.add(s.start)
    for start, s in headings.items():
        stop = start + len(s.heading or "")
        if text[stop : stop + 1].isspace():
            cuts.add(stop)
    edges = sorted(c for c in cuts if 0 <= c <= len(text))
    blocks = []
    for a, b in pairwise(edges):
        pieces = [a, b]
        if b - a > _LONG:
            pieces[1:1] = [m.end() for m in _LOST_BREAK.finditer(text, a, b) if m.end() < b]
        for x, y in pairwise(pieces):
            x = _skip_space(text, x, y)
            while y > x and text[y - 1].isspace():
                y -= 1
            if y > x:
                blocks.append((x, y))
    return blocks


def _skip_space(text: str, at: int, stop: int | None = None) -> int:
    stop = len(text) if stop is None else stop
    while at < stop and text[at].isspace():
        at += 1
    return at


def _centre_titles(text: str, blocks: list[Paragraph], sections: Sequence[Section]) -> list[Paragraph]:
    """Short lines of the front (title, date, meeting, speaker) are set centred, up to the first real sentence."""
    front = next((s for s in sections if s.role == "front"), None)
    out = list(blocks)
    for i, p in enumerate(blocks):
        if front is None or p.end > front.end or p.end - p.start > _CENTRED or text[p.end - 1] in "。：:；;":
            break
        out[i] = msgspec.structs.replace(p, tag="title", lead=p.start)
    return out
