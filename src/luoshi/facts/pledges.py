"""Pledges (民生实事): the itemised list of the work year, and lists of a higher level taken over by number."""

from __future__ import annotations

import regex

from luoshi.facts.ids import Ids
from luoshi.facts.shapes import InheritedPledge, Measure, Pledge
from luoshi.report.report import Report

_ITEM = regex.compile(r"(?:[一二三四五六七八九十]+是|\d{1,2}[.．、]|[（(]\d{1,2}[)）]|[①-⑳])\s*([^。;；\n]+)")


def read_pledges(
    report: Report, measures: tuple[Measure, ...]
) -> tuple[tuple[Pledge, ...], tuple[InheritedPledge, ...]]:
    """The pledges of the report's own list in order, and those taken over from above by number only."""
    ids = Ids(report.source)
    out: list[Pledge] = []
    for section in report.sections:
        if section.role == "pledges":
            for m in _ITEM.finditer(report.text, section.start, section.end):
                inside = tuple(x.id for x in measures if m.start(1) <= x.start < m.end(1))
                key = ids.of(m.start(1), m.end(1), "pledge")
                out.append(Pledge(key, len(out) + 1, m[1], m.start(1), m.end(1), inside))
    return tuple(out), ()
