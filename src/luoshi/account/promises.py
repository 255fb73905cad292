"""Promises of a report (承诺): the named projects, the counted and named tasks and the pledges that it sets out for its year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from luoshi.account.record import Record
from luoshi.account.words import follow_words
from luoshi.facts.indicators import squeeze
from luoshi.facts.shapes import Commitment, Measure, Project
from luoshi.report.finder import SectionFinder

Sort = Literal["project", "task", "pledge"]
_AHEAD = ("targets", "requirements", "tasks", "pledges", "self_building")
_SHORTEST = 4  # characters of a name that can be found again
_LONGEST = 40
_QUOTED = re.compile(r"[“《]([^“”《》]{3,24})[”》]")
_UNNAMED = re.compile(r"^(?:一批|一系列|若干|[\d一二三四五六七八九十百千万两]+[个项条家所处座]?)")


class Promise(msgspec.Struct, frozen=True):
    """One thing promised: ``name`` is what it is found by, ``start``..``end`` its words, ``stage`` how far it was to come.

    ``value`` and ``unit`` as printed where a quantity was promised; ``no`` the number of a pledge.
    """

    sort: Sort
    name: str
    start: int
    end: int
    verb: str
    stage: str | None = None
    value: float | None = None
    unit: str | None = None
    no: int | None = None


def promises(record: Record) -> list[Promise]:
    """The promises of a report that have a name or a quantity to be found by, each name once, in the order of the text."""
    found = [*_pledges(record), *_projects(record), *_tasks(record)]
    seen: set[tuple[Sort, str, str | None]] = set()
    out = []
    for p in sorted(found, key=lambda p: (p.start, p.sort, p.end)):
        key = (p.sort, p.name, p.unit)
        if key not in seen and len(p.name) >= _SHORTEST:
            seen.add(key)
            out.append(p)
    return out


def _pledges(record: Record) -> Iterator[Promise]:
    measures = {m.id: m for m in record.measures}
    for p in record.pledges:
        first = next((m for i in p.measures if (m := measures.get(i)) and m.value is not None), None)
        value, unit = (first.value, first.unit) if first and len(p.measures) == 1 else (None, None)
        yield Promise("pledge", p.title[:_LONGEST], p.start, p.end, "", None, value, unit, p.no)


def _projects(record: Record) -> Iterator[Promise]:
    finder = SectionFinder(record.sections)
    for p in record.projects:
        section = finder.at(p.start)
        if section is not None and section.role in _AHEAD and not _bundle(p):
            yield Promise("project", p.name[:_LONGEST], p.start, p.end, p.verb, p.stage)


def _bundle(p: Project) -> bool:
    """A number of projects without a name of their own (54个省级重点项目)."""
    return bool(_UNNAMED.match(p.name))


def _tasks(record: Record) -> Iterator[Promise]:
    measures = {m.id: m for m in record.measures}
    spans = [(p.start, p.end) for p in record.pledges]
    for task in record.tasks:
        if not task.specific or any(a <= task.start < b for a, b in spans):
            continue
        for c in task.commitments:
            counted = [m for i in c.measures if (m := measures.get(i)) is not None and _counts(m)]
            for m in counted:
                name = _thing(m.name, c.verb)[:_LONGEST]
                if name != c.verb:
                    yield Promise("task", name, c.start, c.end, c.verb, None, m.value, m.unit)
            if not counted and not c.projects and (quoted := _named(c)):
                yield Promise("task", quoted, c.start, c.end, c.verb)


def _thing(name: str, verb: str) -> str:
    """What is counted, without the verb before it: 示范乡镇 of 抓好示范乡镇."""
    out = squeeze(name)
    for word in (verb, verb[1:], verb[:-1], "个", "条", "家"):
        if len(word) > 0 and out.startswith(word) and len(out) - len(word) >= _SHORTEST:
            out = out[len(word) :]
    return out


def _counts(m: Measure) -> bool:
    """A number of things to be made (5条示范街); shares, rates and money are targets, paired elsewhere."""
    if m.status != "target" or m.value is None or m.kind == "rank" or m.kind == "growth":
        return False
    return m.op in ("=", "~", ">=", "range") and bool(m.unit) and not re.search("[%％‰元点比]", m.unit or "")


def _named(c: Commitment) -> str | None:
    """The quoted name in a task's object, with what stands around it: 出台《青禾县营商环境条例》."""
    m = _QUOTED.search(c.object)
    if m is None or m[1] in follow_words("vague"):
        return None
    return c.object[m.start() : m.end() + 8][:_LONGEST]
