"""Which unit might lead (牵头建议): from earlier tables, and from what offices answer for; each with its reason in words.

Nothing here stands in the report: a person decides.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import msgspec

from luoshi.ledger.offices import plain_name
from luoshi.ledger.proposing_shapes import Candidate
from luoshi.lexicon import tables

_ALIKE = 0.5  # share of character pairs from which an earlier row speaks for this one
_DIGITS = re.compile(r"[\d.]+")


class Earlier(msgspec.Struct, frozen=True):
    """A row of an earlier table (往年分工): its text, the name of its lead unit, and the table's title."""

    text: str
    lead: str
    table: str


@cache
def _duty_words() -> dict[str, tuple[tuple[str, float], ...]]:
    """word -> ((office, weight), …): rarer among offices and longer words weigh more."""
    holders: dict[str, list[str]] = defaultdict(list)
    for row in tables.rows("department_duties.tsv"):
        for word in row["words"].split("|"):
            if row["office"] not in holders[word]:
                holders[word].append(row["office"])
    out: dict[str, tuple[tuple[str, float], ...]] = {}
    for word, offices in holders.items():
        weight = min(len(word), 5) ** 0.7 / len(offices)
        out[word] = tuple((office, weight) for office in offices)
    return out


@cache
def _learned() -> Mapping[str, tuple[tuple[str, float], ...]]:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in tables.rows("department_learned.tsv"):
        found[row["word"]].append((row["office"], float(row["weight"])))
    return {word: tuple(rows) for word, rows in found.items()}


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_duty_words(), key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, words)))


def by_duties(text: str, context: str = "") -> list[tuple[str, float, tuple[str, ...]]]:
    """Offices by how much the text speaks of their duties: (office, score, the words that told), best first.

    ``context`` (the heading, the whole sentence) counts for a part only.
    """
    score: dict[str, float] = defaultdict(float)
    told: dict[str, list[str]] = defaultdict(list)
    clean = _DIGITS.sub("", text)
    seen = set()
    for m in _pattern().finditer(clean):
        if m[0] in seen:
            continue
        seen.add(m[0])
        near = 1.0 / (1.0 + m.start() / 60)  # what a sentence is about stands in front
        for office, weight in _duty_words()[m[0]]:
            score[office] += weight * (0.6 + 0.4 * near)
            told[office].append(m[0])
    learned = _learned()
    grams = {clean[i : i + n] for n in (2, 3, 4) for i in range(len(clean) - n + 1)}
    for gram in grams:
        for office, weight in learned.get(gram, ()):
            score[office] += weight * LEARNED_SHARE
    if context:
        clean = _DIGITS.sub("", context)
        for word in dict.fromkeys(m[0] for m in _pattern().finditer(clean)):
            for office, weight in _duty_words()[word]:
                if word not in seen:
                    score[office] += weight * CONTEXT_SHARE
                    told[office].append(word)
    ranked = sorted(score, key=lambda o: (-score[o], o))
    return [(o, score[o], tuple(dict.fromkeys(told[o]))) for o in ranked]


LEARNED_SHARE = 0.35
"""How much a learned word counts beside a duty word; set on the years that were learned on."""
CONTEXT_SHARE = 0.3
"""How much a word of the heading or the sentence around counts beside one of the row itself."""


def _pairs(text: str) -> set[str]:
    clean = "".join(c for c in _DIGITS.sub("", text) if c.isalnum())
    return {clean[i : i + 2] for i in range(len(clean) - 1)}


class Memory:
    """Earlier tables, indexed by character pairs, so that a report of 300 rows is matched at once."""

    def __init__(self, rows: Iterable[Earlier]) -> None:
        self.rows = [(r, _pairs(r.text)) for r in rows]
        self.index: dict[str, list[int]] = defaultdict(list)
        for n, (_, pairs) in enumerate(self.rows):
            for pair in pairs:
                self.index[pair].append(n)

    def best(self, text: str) -> list[tuple[Earlier, float]]:
        """Rows alike enough, best first, at most three."""
        mine = _pairs(text)
        if not mine:
            return []
        shared: dict[int, int] = defaultdict(int)
        for pair in mine:
            for n in self.index.get(pair, ()):
                shared[n] += 1
        found = []
        for n, count in shared.items():
            share = 2 * count / (len(mine) + len(self.rows[n][1]))
            if share >= _ALIKE:
                found.append((self.rows[n][0], share))
        return sorted(found, key=lambda f: (-f[1], f[0].text))[:3]


def candidates(
    text: str, memory: Memory | None = None, named: Sequence[str] = (), limit: int = 3, context: str = ""
) -> tuple[Candidate, ...]:
    """At most ``limit`` offices that may lead: those the text names, then those of alike earlier rows, then by duties."""
    out: dict[str, Candidate] = {}
    for name in named:
        out.setdefault(plain_name(name), Candidate(name, 1.0, "报告原文写明"))
    for row, share in memory.best(text) if memory else ():
        short = row.text if len(row.text) <= 24 else f"{row.text[:24]}…"
        out.setdefault(
            plain_name(row.lead), Candidate(row.lead, round(share, 2), f"《{row.table}》中“{short}”由其牵头")
        )
    ranked = by_duties(text, context)
    top = ranked[0][1] if ranked else 1.0
    for office, score, words in ranked[:limit]:
        why = f"职责相关：{'、'.join(words[:4])}" if words else "往年同类任务多由其牵头"
        out.setdefault(
            office, Candidate(office, round(0.9 * score / max(top, 1.0) * (1 - math.exp(-score)), 2), why)
        )
    return tuple(list(out.values())[:limit])
