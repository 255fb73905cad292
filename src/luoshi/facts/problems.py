"""Problems (存在问题): each shortcoming that a report admits, with the words that admit it."""

from __future__ import annotations

import regex

from luoshi.facts.ids import Ids
from luoshi.facts.shapes import Problem
from luoshi.report.report import Report

_ITEM = regex.compile(r"[一二三四五六七八九十]是|[;；。\n]")


def read_problems(report: Report) -> tuple[Problem, ...]:
    """All problems of the report's problem paragraphs, in the order of the text."""
    ids = Ids(report.source)
    out = []
    for section in report.sections:
        if section.role == "problems":
            at = section.start
            for m in _ITEM.finditer(report.text, section.start, section.end):
                if m.start() - at > 6:
                    out.append(Problem(ids.of(at, m.start(), "problem"), at, m.start()))
                at = m.end()
    return tuple(out)
