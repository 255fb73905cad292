"""The shapes of a report: header (报告头), sections (篇章), and the report itself."""

from __future__ import annotations

from typing import Literal

import msgspec

from luoshi.text.source import SourceText

Level = Literal["nation", "province", "prefecture", "county", "township"]
Completeness = Literal["whole", "abridged", "truncated", "excerpt"]
Role = Literal[
    "front", "review", "review_term", "problems", "plan_term", "requirements",
    "targets", "tasks", "pledges", "self_building", "glossary", "closing",
]  # fmt: skip


class Header(msgspec.Struct, frozen=True):
    """Who reported what, when and to which congress. What the text does not give is None, never guessed.

    ``path`` from province down, ``code`` GB/T 2260 of the report's year, ``meeting_date`` ISO (a date without a day
    is ``YYYY-MM``), ``speaker_title`` as printed (代县长 stays).
    """

    jurisdiction: str | None = None
    path: tuple[str, ...] = ()
    code: str | None = None
    level: Level | None = None
    work_year: int | None = None
    review_year: int | None = None
    meeting: str | None = None
    meeting_date: str | None = None
    speaker: str | None = None
    speaker_title: str | None = None


class Section(msgspec.Struct, frozen=True):
    """A part of the report with its role; ``start`` is its heading's first character, spans nest by depth."""

    id: str
    parent: str | None
    depth: int
    role: Role
    heading: str | None
    start: int
    end: int


class Report(msgspec.Struct, frozen=True):
    """A source text that was recognised as one government work report."""

    source: SourceText
    header: Header
    sections: tuple[Section, ...]
    completeness: Completeness = "whole"
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The clean text that every span refers to."""
        return self.source.text
