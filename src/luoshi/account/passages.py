"""Passages of a report by the names in them (按名查句): an index of pairs of characters, so that nothing is searched sentence by sentence.

A name is found where most of what is rare in it stands: 石忻高速公路 in 石忻高速开工. Common pairs (建设, 项目) weigh little.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

import msgspec

from luoshi.account.record import Record
from luoshi.account.words import follow_words
from luoshi.report.finder import SectionFinder
from luoshi.report.report import Role

_PASSAGE = re.compile(r"[^。；！？;!?\n]+")
_SILENT_MARKS = str.maketrans("", "", " 　\t“”‘’\"'《》〈〉（）()")
_BREAK = re.compile(r"[^\w%％]+")
_RAREST = 4  # pairs of a name by which its passages are looked up
_COMMON = 60  # a pair in more passages than that finds nothing


Weighed = tuple[tuple[str, float], ...]  # the pairs of a name, each once, with their weights


class Passage(msgspec.Struct, frozen=True):
    """A stretch between full stops and semicolons, with the role of its section."""

    start: int
    end: int
    role: Role | None


class Hit(msgspec.Struct, frozen=True):
    """A passage and how much of the name's weight it holds, 0..1."""

    passage: int
    share: float


class Passages:
    """The passages of one report, in order, and which of them hold which pairs of characters of some names.

    Only these ``names`` can be asked for; nothing else of the text is kept, so that a report is gone through once.
    """

    def __init__(self, record: Record, names: Iterable[str]) -> None:
        asked = frozenset(g for name in names for g in pairs_of(name))
        self.record = record
        finder = SectionFinder(record.sections)
        self.all: list[Passage] = []
        self._clauses: list[tuple[frozenset[str], ...]] = []
        self._where: dict[str, list[int]] = defaultdict(list)
        for m in _PASSAGE.finditer(record.text):
            clauses = tuple(asked.intersection(pairs_of(c)) for c in clauses_of(m.group()))
            grams = frozenset().union(*clauses)
            section = finder.at(m.start())
            for g in grams:
                self._where[g].append(len(self.all))
            self.all.append(Passage(m.start(), m.end(), section.role if section else None))
            self._clauses.append(clauses)
        self._starts = [p.start for p in self.all]

    def at(self, position: int) -> int | None:
        """The number of the passage around a position."""
        i = bisect_right(self._starts, position) - 1
        return i if i >= 0 and position < self.all[i].end else None

    def weigh(self, name: str) -> Weighed:
        """A name's pairs with what each says: more, the fewer passages have it."""
        whole = len(self.all) + 1
        return tuple(
            (g, math.log(whole / (len(self._where.get(g, ())) + 0.5))) for g in dict.fromkeys(pairs_of(name))
        )

    def find(self, name: str, least: float, head: bool = False) -> list[Hit]:
        """The passages with a clause that holds at least ``least`` of the name, the fullest first, then in order.

        ``head``: the name's first two characters must be there, too; what tells one power line from another stands in front.
        """
        weighed = self.weigh(name)
        known = sorted((len(self._where[g]), g) for g, _ in weighed if g in self._where)
        near = {i for n, g in known[:_RAREST] if n <= _COMMON for i in self._where[g]}
        hits = []
        for i in sorted(near):
            share, _, clause = self.clause(weighed, i)
            if share >= least and (not head or weighed[0][0] in clause) and _together(weighed, clause):
                hits.append(Hit(i, share))
        return sorted(hits, key=lambda h: (-round(h.share, 3), h.passage))

    def clause(self, name: Weighed, passage: int) -> tuple[float, int, frozenset[str]]:
        """Of a passage's clauses the one that holds most of a name: its share, its number, its pairs."""
        best = max(enumerate(self._clauses[passage]), key=lambda c: share(name, c[1]))
        return share(name, best[1]), *best


def share(name: Weighed, grams: frozenset[str]) -> float:
    """How much of a name's weight is among these pairs, 0..1."""
    whole = sum(w for _, w in name)
    return sum(w for g, w in name if g in grams) / whole if whole > 0 else 0.0


def clauses_of(passage: str) -> list[str]:
    """A passage cut at its commas."""
    return re.split("[，,]", passage)


def pairs_of(text: str) -> list[str]:
    """The pairs of neighbouring characters, quotes and blanks aside, none across other marks; 高速公路 counts as 高速."""
    out = []
    plain = text.translate(_SILENT_MARKS)
    for long, short in _same():
        if long in plain:
            plain = plain.replace(long, short)
    for run in _BREAK.split(plain):
        out += [run[i : i + 2] for i in range(len(run) - 1)]
    return out


@cache
def _same() -> tuple[tuple[str, str], ...]:
    """Long and short ways to write one kind of thing."""
    return tuple((long, short) for long, _, short in (w.partition("=") for w in follow_words("same")))


def _together(name: Weighed, grams: frozenset[str]) -> bool:
    """Whether three characters of the name stand side by side, or all of a shorter one."""
    if len(name) < 2:
        return all(g in grams for g, _ in name)
    return any(a in grams and b in grams for (a, _), (b, _) in pairwise(name) if a[1] == b[0])
