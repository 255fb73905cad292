"""SourceText: one report's clean text with where it came from (来源)."""

from __future__ import annotations

import msgspec

from luoshi.text.traced import Repair, Segment


class SourceText(msgspec.Struct, frozen=True):
    """The clean, simplified text of one report, and everything needed to lead back to the file.

    ``path`` as the caller gave it (``-`` for stdin); ``sha256`` of the file's bytes; ``format`` txt|md|html|docx|pdf;
    ``encoding`` as decoded; ``part`` of ``parts`` counts the reports of one file from 1. ``map`` covers ``text``
    without gap; raw positions count in the decoded file (docx: paragraphs and cells in body order; pdf: pages in order).
    ``raw`` is that decoded file; it is not part of the JSON.
    """

    path: str
    sha256: str
    format: str
    encoding: str
    text: str
    raw: str
    map: tuple[Segment, ...]
    repairs: tuple[Repair, ...] = ()
    warnings: tuple[str, ...] = ()
    part: int = 1
    parts: int = 1
