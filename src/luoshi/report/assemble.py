"""SourceText to Report: header, then sections (whose roles need the years), then completeness."""

from __future__ import annotations

from luoshi.report.completeness import judge
from luoshi.report.header import read_header
from luoshi.report.report import Report
from luoshi.report.sections import read_sections
from luoshi.text.source import SourceText


def read_report(source: SourceText) -> Report:
    """The report that ``source`` holds, with its header, section tree and completeness."""
    header, warnings = read_header(source)
    sections = read_sections(source.text, header)
    return Report(source, header, sections, judge(source, sections, header), warnings)
