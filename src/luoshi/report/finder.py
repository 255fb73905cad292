"""Finds the section that holds a position (定位篇章)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from luoshi.report.report import Section


class SectionFinder:
    """The innermost section around a position: sections nest, parents stand before their children."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sorted(sections, key=lambda s: (s.start, s.depth))
        self._starts = [s.start for s in self._sections]

    def at(self, position: int) -> Section | None:
        """None where no section holds ``position``."""
        for i in range(bisect_right(self._starts, position) - 1, -1, -1):
            if position < self._sections[i].end:
                return self._sections[i]
        return None

    def id_at(self, position: int) -> str | None:
        """The id of the innermost section, None where there is none."""
        found = self.at(position)
        return found.id if found else None
