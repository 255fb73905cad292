"""Sentences that no row of a draft covers (未覆盖句): counted over the parts of the report that promise something."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from luoshi.errors import LuoshiError
from luoshi.ledger import sentences
from luoshi.ledger.models import ReportText
from luoshi.ledger.sentences import Span
from luoshi.report.assemble import read_report
from luoshi.report.report import Section
from luoshi.text.intake import take_in


@lru_cache(maxsize=32)
def _sentences(report_id: int, text: str) -> tuple[Span, ...]:
    """The sentences of a kept text that may promise something; of the whole of it where it can no longer be read as it was."""
    sections: tuple[Section, ...] = (Section("s0", None, 0, "tasks", None, 0, len(text)),)
    try:
        (source, *_rest) = take_in("报告.txt", text.encode())
        if source.text == text:
            sections = read_report(source).sections
    except LuoshiError:
        pass
    return tuple(sentences.promising(text, sections))


def uncovered(report: ReportText, spans: Iterable[Span]) -> list[Span]:
    """The sentences with which none of these spans shares a character."""
    return sentences.uncovered(_sentences(report.pk, report.text), spans)
