"""Sentences that no row of a draft covers (未覆盖句): counted over the parts of the report that promise something."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from luoshi.errors import LuoshiError
from luoshi.ledger.models import ReportText
from luoshi.report.assemble import read_report
from luoshi.text.intake import take_in

PROMISES = frozenset(("tasks", "targets", "pledges"))
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_LEAST = 8  # characters; shorter ones are headings and calls

Span = tuple[int, int]


@lru_cache(maxsize=32)
def _parts(report_id: int, text: str) -> tuple[Span, ...]:
    """The promising parts of a kept text; the whole of it where it can no longer be read as it was."""
    try:
        (source, *_) = take_in("报告.txt", text.encode())
        if source.text != text:
            return ((0, len(text)),)
        sections = read_report(source).sections
    except LuoshiError:
        return ((0, len(text)),)
    return tuple((s.start, s.end) for s in sections if s.role in PROMISES)


def sentences(report: ReportText) -> list[Span]:
    """The sentences of the promising parts, by their spans, in order."""
    out: set[Span] = set()
    text = report.text
    for start, end in _parts(report.pk, text):
        for m in _SENTENCE.finditer(text, start, end):
            if len(m[0].strip()) >= _LEAST:
                out.add((m.start(), m.end()))
    return sorted(out)


def uncovered(report: ReportText, spans: Iterable[Span]) -> list[Span]:
    """The sentences with which none of these spans shares a character."""
    rows = sorted(spans)
    out, at, reach = [], 0, -1
    for start, end in sentences(report):
        while at < len(rows) and rows[at][0] < end:
            reach = max(reach, rows[at][1])
            at += 1
        if reach <= start:
            out.append((start, end))
    return out
