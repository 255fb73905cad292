"""The reader's view model (阅读页): everything the page shows, computed once, with no markup in it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from luoshi.pages import facts, kinds, pick, words
from luoshi.pages.facts import Fact
from luoshi.pages.mending import Mending, anchor, mendings
from luoshi.pages.paragraphs import Paragraph, paragraphs
from luoshi.pages.runs import Mark, Run, runs
from luoshi.report.finder import SectionFinder

if TYPE_CHECKING:
    from luoshi.facts.reading import Reading
    from luoshi.facts.shapes import Measure
    from luoshi.report.report import Section


class Group(msgspec.Struct, frozen=True):
    """The facts of one section, under its heading; ``usual`` is the period and status most of them share."""

    section: Section | None
    title: str
    usual: str
    facts: tuple[Fact, ...]


class Target(msgspec.Struct, frozen=True):
    """A row of the table of targets."""

    id: str
    name: str
    manner: str
    figure: str
    period: str
    firmness: str
    quote: str


class Block(msgspec.Struct, frozen=True):
    """A paragraph with its runs; ``lead`` are those of a run-in heading."""

    paragraph: Paragraph
    lead: tuple[Run, ...]
    body: tuple[Run, ...]
    mendings: tuple[str, ...]


class Page(msgspec.Struct, frozen=True):
    """One report as the reader shows it. ``uid`` keeps anchors of several reports in one page apart."""

    uid: str
    reading: Reading
    title: str
    facts: dict[str, Fact]
    groups: tuple[Group, ...]
    targets: tuple[tuple[str, tuple[Target, ...]], ...]
    blocks: tuple[Block, ...]
    mendings: tuple[Mending, ...]
    counts: dict[str, int]


def view(reading: Reading, tag: str = "") -> Page:
    """The view model of one report; ``tag`` sets apart a second copy of the same report in the same page."""
    found = sorted(facts.facts(reading), key=lambda f: (f.start, -f.end, f.kind))
    if tag:
        found = [msgspec.structs.replace(f, id=f.id + tag) for f in found]
    found = _inside(found)
    layout = paragraphs(reading.text, reading.sections)
    mended = mendings(reading, layout, tag)
    return Page(
        uid=anchor(reading) + tag,
        reading=reading,
        title=words.title(reading.header),
        facts={f.id: f for f in found},
        groups=tuple(_groups(reading, found)),
        targets=tuple(
            (title, tuple(_target(m, reading.text, tag) for m in stated))
            for title, stated in pick.target_groups(reading)
        ),
        blocks=tuple(_blocks(layout, found, mended)),
        mendings=mended,
        counts=kinds.count(reading),
    )


def _target(m: Measure, text: str, tag: str) -> Target:
    return Target(
        id=m.id + tag,
        name=m.name,
        manner=words.manner(m),
        figure=words.figure(m),
        period=words.period(m.period),
        firmness=words.FIRMNESS.get(m.firmness or "", ""),
        quote=text[m.start : m.end],
    )


def _inside(found: list[Fact]) -> list[Fact]:
    """What stands in a pledge or a task (figures, projects, who answers for it) is indented under it."""
    out, until = [], -1
    for f in found:
        if f.kind in ("pledge", "task"):
            until = max(until, f.end)
        inside = f.kind not in ("pledge", "task", "target", "problem") and f.end <= until
        out.append(msgspec.structs.replace(f, inside=True) if inside else f)
    return out


def _groups(r: Reading, found: list[Fact]) -> list[Group]:
    finder = SectionFinder(r.sections)
    held: list[tuple[Section | None, list[Fact]]] = []
    for f in found:
        section = finder.at(f.start)
        if held and held[-1][0] is section:
            held[-1][1].append(f)
        else:
            held.append((section, [f]))
    return [Group(s, heading(s), _usual(fs), tuple(fs)) for s, fs in held]


def _usual(found: list[Fact]) -> str:
    """What is said once above the group instead of on each of its cards."""
    common = Counter(f.when for f in found if f.when).most_common(1)
    return common[0][0] if common and common[0][1] > 1 else ""


def heading(section: Section | None) -> str:
    """What a section is called: its heading, else its role."""
    if section is None:
        return "其他"
    return section.heading or words.ROLES[section.role]


def _blocks(layout: list[Paragraph], found: list[Fact], mended: tuple[Mending, ...]) -> list[Block]:
    marks = [Mark(a, b, f.id) for f in found for a, b in ((f.start, f.end), *f.uses) if b > a]
    marks += [Mark(m.start, m.end, m.key, repair=True) for m in mended if not m.grouped]
    marks.sort(key=lambda m: (m.start, m.end))
    grouped: dict[int, list[str]] = {}
    for m in mended:
        if m.grouped:
            grouped.setdefault(m.start, []).append(m.key)
    starts = [m.start for m in marks]
    shown: set[str] = set()
    pending: list[Mark] = []
    out = []
    at = 0
    for p in layout:
        # A place between two paragraphs (something dropped there) is shown at the head of the second.
        stop = bisect_left(starts, p.end, at) if p is not layout[-1] else len(marks)
        pending = [m for m in pending if m.end > p.start]
        here = pending + [_not_before(m, p.start) for m in marks[at:stop]]
        pending = [m for m in here if m.end > p.end]
        at = stop
        lead: list[Run] = []
        if p.lead > p.start:
            lead = runs(p.start, p.lead, [m for m in here if m.start < p.lead])
            here = [m for m in here if m.end > p.lead or m.start >= p.lead]
        body = runs(p.lead, p.end, here)
        out.append(
            Block(
                p, _first_openings(lead, shown), _first_openings(body, shown), tuple(grouped.get(p.start, ()))
            )
        )
    return out


def _not_before(m: Mark, start: int) -> Mark:
    return msgspec.structs.replace(m, start=start, end=start) if m.end <= start else m


def _first_openings(row: list[Run], shown: set[str]) -> tuple[Run, ...]:
    out = []
    for r in row:
        fresh = tuple(k for k in r.opens if k not in shown)
        shown.update(fresh)
        out.append(msgspec.structs.replace(r, opens=fresh))
    return tuple(out)
