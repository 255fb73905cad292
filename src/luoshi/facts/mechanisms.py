"""Mechanisms (工作机制): where a report names one of the ways of getting things done that mechanisms.tsv lists."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from luoshi.facts.ids import Ids
from luoshi.facts.shapes import Mechanism
from luoshi.lexicon import tables
from luoshi.report.report import Report


class _Reading(NamedTuple):
    words: str
    name: str
    kind: str


class _Table(NamedTuple):
    """``begins`` finds where a reading may begin; ``readings`` are those that begin with two characters, longest first."""

    begins: re.Pattern[str]
    readings: dict[str, tuple[_Reading, ...]]


@cache
def _table() -> _Table:
    found: dict[str, list[_Reading]] = {}
    for r in tables.rows("mechanisms.tsv"):
        for words in r["readings"].split("|"):
            found.setdefault(words[:2], []).append(_Reading(words, r["name"], r["kind"]))
    # Two classes of characters are far quicker to scan for than hundreds of words.
    first = "".join(sorted({re.escape(w[0]) for w in found}))
    second = "".join(sorted({re.escape(w[1]) for w in found}))
    return _Table(
        re.compile(f"[{first}](?=[{second}])"),
        {k: tuple(sorted(v, key=lambda x: (-len(x.words), x.words))) for k, v in found.items()},
    )


def read_mechanisms(report: Report) -> tuple[Mechanism, ...]:
    """All mechanisms named in ``report`` outside its glossary, in the order of the text; none lies inside another."""
    table, text = _table(), report.text
    silent = [(s.start, s.end) for s in report.sections if s.role == "glossary"]
    ids = Ids(report.source)
    out: list[Mechanism] = []
    done = 0
    for m in table.begins.finditer(text):
        at = m.start()
        readings = table.readings.get(text[at : at + 2])
        if readings is None or at < done:
            continue
        reading = next((r for r in readings if text.startswith(r.words, at)), None)
        if reading is None or any(start <= at < end for start, end in silent):
            continue
        end = at + len(reading.words)
        if reading.words.isdigit() and (text[at - 1 : at].isdigit() or text[end : end + 1].isdigit()):
            continue
        out.append(Mechanism(ids.of(at, end, "mechanism"), at, end, reading.name, reading.kind))
        done = end
    return tuple(out)
