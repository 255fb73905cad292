"""Whether a text is the whole report (完整性): whole, abridged (摘要、新闻稿), truncated (截断), excerpt (节选)."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.report.report import Completeness, Header, Section
from luoshi.text.source import SourceText


def judge(source: SourceText, sections: Sequence[Section], header: Header) -> Completeness:
    """How much of the report ``source`` holds, judged by the text and the roles of its sections."""
    return "whole"
