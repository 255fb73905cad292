"""Projects (项目): named undertakings with amount, stage and the verb it was read from.

A clause that speaks of projects opens with verbs or ends with what is said of them; between stands a list of names,
often closed by a count (“等25个续建项目”). What is common throughout is a class of things and no project.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import NamedTuple

import msgspec
import regex

from luoshi.facts import stages
from luoshi.facts.ids import Ids
from luoshi.facts.project_items import AMOUNT_AFTER
from luoshi.facts.project_lists import Item, Listing, read_list
from luoshi.facts.project_names import mask
from luoshi.facts.shapes import Measure, Project
from luoshi.lexicon import tables
from luoshi.report import places
from luoshi.report.report import Report, Section

_SILENT = frozenset(("glossary", "problems"))
_PAST = frozenset(("front", "review", "review_term"))
_SENTENCE = re.compile(r"[^。！!？?\n]+")
_CLAUSE = re.compile(
    r"(?:[^，,；;：:“\"(（。！!？?\n]|“[^”\n]{0,60}”|[(（][^()（）\n]{0,80}[)）]|[“\"(（]|(?<=\d)[:,](?=\d))+"
)
# “把某地建成…的宝岛”: an aim for a place.
_MADE_INTO = regex.compile(r"(?:把|将|使)[^，,]{0,20}(?:建设成|打造成|建成|建为)|建设成为?|打造成为?|建成为")
_HOPES = regex.compile(r"力争|争取|确保|力促|早日|尽快|尽早|早|快")


class _Found(msgspec.Struct):
    """A project before its id is known."""

    item: Item
    stage: str | None
    verb: str


def read_projects(report: Report, measures: tuple[Measure, ...]) -> tuple[Project, ...]:
    """All named projects of ``report`` in the order of the text; ``measures`` are those the report was read for."""
    found: list[_Found] = []
    local = report.header.level not in ("nation", "province")
    anchors = _anchors(report.text)
    for start, end, past in _stretches(report):
        for m in _SENTENCE.finditer(report.text, start, end):
            lo = bisect_left(anchors, m.start())
            if lo < len(anchors) and anchors[lo] < m.end():
                found += _read_sentence(
                    report.text, m.start(), m.end(), anchors[lo : bisect_left(anchors, m.end())], past, local
                )
    found.sort(key=lambda f: (f.item.start, f.item.end))
    ids, code = Ids(report.source), report.header.code
    starts = [m.start for m in measures]
    out: list[Project] = []
    for f in found:
        i = f.item
        lo = bisect_left(starts, i.whole_start)
        inside = tuple(m.id for m in measures[lo : bisect_left(starts, i.end)] if m.end <= i.end + 30)
        out.append(
            Project(
                id=ids.of(i.start, i.end, "project"), name=i.name, start=i.start, end=i.end, amount=i.amount,
                stage=f.stage, verb=f.verb, measures=inside, place=_place(i.name, code), capacity=i.capacity, who=i.who,
            )
        )  # fmt: skip
    return tuple(out)


def _place(name: str, code: str | None) -> str | None:
    """The division that ``name`` begins with: by its full name, or by a short one that lies in the report's own province."""
    for n in range(min(8, len(name)), 1, -1):
        if name[n - 1] in "省市县区州盟旗" and places.named(name[:n]):
            return name[:n]
    for n in (4, 3, 2):
        for d in places.called(name[:n]):
            if d.rank == "province" or (code and d.code[:2] == code[:2]):
                return name[:n]
    return None


class _Anchors(NamedTuple):
    """``begins`` finds where a word may begin; ``words`` are those that begin with two characters."""

    begins: re.Pattern[str]
    words: dict[str, tuple[str, ...]]


@cache
def _anchor_words() -> _Anchors:
    words: dict[str, list[str]] = {}
    for w in tables.lines("project_anchors.txt"):
        words.setdefault(w[:2], []).append(w)
    first = "".join(sorted({w[0] for w in words}))
    second = "".join(sorted({w[1] for w in words}))
    # Two classes of characters are far quicker to scan for than a hundred words.
    return _Anchors(re.compile(f"[{first}](?=[{second}])"), {k: tuple(v) for k, v in words.items()})


def _anchors(text: str) -> list[int]:
    """Where words stand without which no clause names a project."""
    begins, words = _anchor_words()
    out: list[int] = []
    for m in begins.finditer(text):
        at = m.start()
        found = words.get(text[at : at + 2])
        if found is not None and text.startswith(found, at):
            out.append(at)
    return out


def _stretches(report: Report) -> list[tuple[int, int, bool]]:
    """The stretches of text to read, and whether they look back."""
    if not report.sections:
        return [(0, len(report.text), False)]
    cuts: list[Section] = sorted(report.sections, key=lambda s: (s.start, s.depth))
    out: list[tuple[int, int, bool]] = []
    for i, s in enumerate(cuts):
        end = min(s.end, cuts[i + 1].start) if i + 1 < len(cuts) else s.end
        if s.role not in _SILENT and end > s.start:
            out.append((s.start, end, s.role in _PAST))
    return out


def _read_sentence(
    text: str, start: int, end: int, anchors: list[int], past: bool, local: bool
) -> list[_Found]:
    """The projects of a sentence; ``anchors``: where words that speak of projects stand, from ``start`` on."""
    out: list[_Found] = []
    group: list[_Found] = []
    carried: stages.Lead | None = None
    enumerated = False
    at = 0
    for m in _CLAUSE.finditer(text, start, end):
        clause = m[0]
        mark = text[m.end() : m.end() + 1]
        if mark in "：:" and clause.endswith(("项目", "工程")):
            enumerated = True
        while at < len(anchors) and anchors[at] < m.start():
            at += 1
        if at < len(anchors) and anchors[at] < m.end():
            made, carried = _read_clause(clause, m.start(), past, enumerated, local, carried, group)
            if made:
                group = made
                out += made
            elif carried is not None:
                carried = None
        if mark in "；;":
            carried, group = None, []
    return out


def _read_clause(
    clause: str,
    at: int,
    past: bool,
    enumerated: bool,
    local: bool,
    carried: stages.Lead | None,
    group: list[_Found],
) -> tuple[list[_Found], stages.Lead | None]:
    """The projects of one clause, and its leading verbs for clauses that go on with the list."""
    if "成" in clause and _MADE_INTO.search(clause):
        return [], None
    masked = mask(clause)
    lead = stages.lead(masked)
    saying = stages.said(masked, lead.end + 2) if lead.end + 2 < len(clause) else None
    inner = clause[lead.end : saying.start if saying else len(clause)]
    if len(inner.strip()) < 2:
        _go_on(lead, saying, clause, group)
        return [], carried
    later = AMOUNT_AFTER.match(inner) if "元" in inner else None
    if later:
        if len(group) == 1 and group[0].item.amount is None:
            group[0].item.amount = later["amount"]
        _go_on(lead, saying, clause, group)
        return [], carried
    if saying is None and not lead.words and carried is None:
        return [], None
    if saying is not None and (turned := _turned(masked, saying)):
        made = _listed(clause, at, *turned, past, enumerated, local)
        if made:
            return made, turned[0]
        if not lead.words:
            return [], carried
    governing = lead
    if not lead.words and not (saying and saying.words) and carried is not None:
        governing = carried
    made = _listed(clause, at, governing._replace(end=lead.end), saying, past, enumerated, local)
    return made, lead if lead.words else carried


def _turned(masked: str, saying: stages.Said) -> tuple[stages.Lead, stages.Said | None] | None:
    """“高铁新区启动某中心建设”: a verb with its object behind it, so that what stands before is where, not what."""
    if len(masked) - saying.start < 5:
        return None
    led = stages.lead(masked[saying.start :])
    at = saying.start + led.end
    if not led.verb or len(masked) - at < 3:
        return None
    later = stages.said(masked, at)
    if later is not None and later.start - at < 2:
        return None
    return led._replace(end=at), later


def _listed(
    clause: str,
    at: int,
    lead: stages.Lead,
    saying: stages.Said | None,
    past: bool,
    enumerated: bool,
    local: bool,
) -> list[_Found]:
    """The projects named between ``lead`` and ``saying``."""
    inner = clause[lead.end : saying.start if saying else len(clause)]
    out: list[_Found] = []
    for item, ruled in read_list(Listing(inner, at + lead.end, lead, saying, enumerated, local)):
        stage, verb = stages.settle(ruled, saying, item.label, past)
        if stage is not None or item.amount is not None:
            out.append(_Found(item, stage, verb))
    return out


def _go_on(lead: stages.Lead, saying: stages.Said | None, clause: str, group: list[_Found]) -> None:
    """“…实现当年开工，当年建成投产”: a clause without a subject says more of the projects before it; hopes do not count."""
    if not group or _HOPES.search(clause):
        return
    words = [*(() if lead.verb == "完成" else lead.words), *(saying.words if saying else ())]
    strong = [w.stage for w in words if not w.weak]
    if not strong:
        return
    stage = max(strong, key=stages.ORDER.index)
    for f in group:
        if f.stage is None or stages.ORDER.index(stage) > stages.ORDER.index(f.stage):
            f.stage = stage
            f.verb = saying.verb if saying and saying.words else lead.verb
