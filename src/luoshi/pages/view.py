"""The reader's view model (阅读页): everything the page shows, computed once, with no markup in it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Literal

import msgspec

from luoshi.pages import flags, pick, words
from luoshi.pages.mending import Mending, anchor, mendings
from luoshi.pages.paragraphs import Paragraph, paragraphs
from luoshi.pages.runs import Mark, Run, runs

if TYPE_CHECKING:
    from luoshi.facts.reading import Reading
    from luoshi.facts.shapes import Measure
    from luoshi.report.report import Section

FactKind = Literal["target", "measure", "pledge", "problem"]


class Fact(msgspec.Struct, frozen=True):
    """One fact as a card: its name, its figure in words, what else is known, and where it stands."""

    id: str
    kind: FactKind
    start: int
    end: int
    name: str
    manner: str = ""
    figure: str = ""
    when: str = ""
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    rule: str = ""
    inside: bool = False


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
    facts = sorted(_facts(reading), key=lambda f: (f.start, -f.end, f.kind))
    if tag:
        facts = [msgspec.structs.replace(f, id=f.id + tag) for f in facts]
    facts = _inside_pledges(facts)
    layout = paragraphs(reading.text, reading.sections)
    mended = mendings(reading, layout, tag)
    counts = {k: sum(f.kind == k for f in facts) for k in ("target", "measure", "pledge", "problem")}
    counts["repair"] = len(reading.source.repairs)
    return Page(
        uid=anchor(reading) + tag,
        reading=reading,
        title=words.title(reading.header),
        facts={f.id: f for f in facts},
        groups=tuple(_groups(reading, facts)),
        targets=tuple(
            (title, tuple(_target(m, reading.text, tag) for m in stated))
            for title, stated in pick.target_groups(reading)
        ),
        blocks=tuple(_blocks(layout, facts, mended)),
        mendings=mended,
        counts=counts,
    )


def _facts(r: Reading) -> list[Fact]:
    stated = {m.id for m in pick.targets(r)}
    out = [_measure(m, "target" if m.id in stated else "measure") for m in r.measures]
    for p in r.pledges:
        notes = [f"第 {p.no} 项"]
        notes += ["、".join(p.organs)] if p.organs else []
        notes += [f"须{p.due_stage}"] if p.due_stage else []
        name = p.title or r.text[p.start : p.end]
        out.append(Fact(p.id, "pledge", p.start, p.end, name, notes=tuple(notes)))
    for i in r.inherited_pledges:
        name = f"承接{i.level}定民生实事"
        out.append(Fact(i.id, "pledge", i.start, i.end, name, figure=f"{i.count} 件"))
    for q in r.problems:
        out.append(Fact(q.id, "problem", q.start, q.end, r.text[q.start : q.end]))
    return out


def _measure(m: Measure, kind: FactKind) -> Fact:
    when = f"{words.period(m.period) or '期间不明'} · {words.STATUSES[m.status]}"
    notes = [
        words.FIRMNESS.get(m.firmness or "", ""),
        m.scope or "",
        f"相比 {m.compare}" if m.compare else "",
    ]
    return Fact(
        id=m.id, kind=kind, start=m.start, end=m.end, name=m.name,
        manner=words.manner(m), figure=words.figure(m), when=when,
        notes=tuple(n for n in notes if n), rule=m.rule,
        doubts=flags.labels(m.flags, flags.DOUBT) if flags.weight(m.flags) else (),
        checked=flags.labels(m.flags, flags.CHECKED),
        inferred=(
            *((f"即{m.indicator}",) if m.indicator and m.indicator != m.name else ()),
            *flags.labels(m.flags, flags.INFERENCE),
        ),
    )  # fmt: skip


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


def _inside_pledges(facts: list[Fact]) -> list[Fact]:
    """Figures of a pledge stand indented under it."""
    out, until = [], -1
    for f in facts:
        if f.kind == "pledge":
            until = max(until, f.end)
        inside = f.kind == "measure" and f.end <= until
        out.append(msgspec.structs.replace(f, inside=True) if inside else f)
    return out


def _groups(r: Reading, facts: list[Fact]) -> list[Group]:
    finder = pick.SectionFinder(r.sections)
    held: list[tuple[Section | None, list[Fact]]] = []
    for f in facts:
        section = finder.at(f.start)
        if held and held[-1][0] is section:
            held[-1][1].append(f)
        else:
            held.append((section, [f]))
    return [Group(s, heading(s), _usual(fs), tuple(fs)) for s, fs in held]


def _usual(facts: list[Fact]) -> str:
    """What is said once above the group instead of on each of its cards."""
    common = Counter(f.when for f in facts if f.when).most_common(1)
    return common[0][0] if common and common[0][1] > 1 else ""


def heading(section: Section | None) -> str:
    """What a section is called: its heading, else its role."""
    if section is None:
        return "其他"
    return section.heading or words.ROLES[section.role]


def _blocks(layout: list[Paragraph], facts: list[Fact], mended: tuple[Mending, ...]) -> list[Block]:
    marks = [Mark(f.start, f.end, f.id) for f in facts if f.end > f.start]
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
