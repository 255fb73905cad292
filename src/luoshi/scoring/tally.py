"""Counts of right, wanted and found per figure, with the misses kept (计分)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec


class Figure(msgspec.Struct, frozen=True):
    """One line of the table: precision, recall, F1 and the counts behind them."""

    what: str
    precision: float
    recall: float
    f1: float
    right: int
    gold: int
    found: int


class Miss(msgspec.Struct, frozen=True):
    """One disagreement: in which report, in what way, and the reading concerned."""

    report: str
    why: str
    detail: Any


class Tally:
    """Accumulates counts; ``figures()`` turns them into rates. Tallies of single reports can be added up."""

    def __init__(self) -> None:
        self._counts: dict[str, list[int]] = {}
        self.misses: dict[str, list[Miss]] = defaultdict(list)

    def add(self, what: str, right: int, gold: int, found: int) -> None:
        """Add to one figure."""
        counts = self._counts.setdefault(what, [0, 0, 0])
        counts[0] += right
        counts[1] += gold
        counts[2] += found

    def miss(self, what: str, report: str, why: str, detail: Any) -> None:
        """Keep one disagreement."""
        self.misses[what].append(Miss(report, why, detail))

    def merge(self, other: Tally) -> None:
        """Add another tally's counts and misses to this one."""
        for what, (right, gold, found) in other._counts.items():
            self.add(what, right, gold, found)
        for what, misses in other.misses.items():
            self.misses[what].extend(misses)

    def figures(self) -> Iterator[Figure]:
        """One figure per line, in the order in which they were first counted."""
        for what, (right, gold, found) in self._counts.items():
            recall = right / gold if gold else 1.0
            precision = right / found if found else (0.0 if gold else 1.0)
            total = precision + recall
            yield Figure(
                what, precision, recall, 2 * precision * recall / total if total else 0.0, right, gold, found
            )
