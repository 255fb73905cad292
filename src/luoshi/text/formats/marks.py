"""Taking marks out of a text in one go: what said something is a recorded repair, the rest is layout."""

from __future__ import annotations

from luoshi.text.traced import Edit, TracedText


def taken_out(text: TracedText, dropped: list[Edit], layout: list[Edit]) -> TracedText:
    """``text`` after both lists of edits, which are all made for it and do not overlap; only ``dropped`` is recorded."""
    dropped.sort(key=lambda e: (e.start, e.end))
    layout.sort(key=lambda e: (e.start, e.end))
    return text.edit(dropped).edit(_shifted(layout, dropped), recorded=False)


def _shifted(edits: list[Edit], after: list[Edit]) -> list[Edit]:
    """``edits`` moved to where they apply once ``after`` is applied; both sorted."""
    out, shift, i = [], 0, 0
    for e in edits:
        while i < len(after) and after[i].end <= e.start:
            shift += len(after[i].new) - (after[i].end - after[i].start)
            i += 1
        out.append(Edit(e.start + shift, e.end + shift, e.new, e.kind))
    return out
