"""Facts as the reader's cards (事实卡片): every kind of fact said in the same few fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from luoshi.pages import flags, kinds, pick, words
from luoshi.pages.kinds import FactKind

if TYPE_CHECKING:
    from luoshi.facts.corrections import Figure
    from luoshi.facts.reading import Reading
    from luoshi.facts.shapes import (
        GlossaryEntry,
        Honour,
        Measure,
        Mechanism,
        Pledge,
        Project,
        Responsibility,
        Task,
    )

_CLIP = 90  # characters of a sentence or definition that a card shows


class Fact(msgspec.Struct, frozen=True):
    """One fact as a card: its name, its figure in words, what else is known, where it stands and is used (``uses``).

    ``lines`` are the parts of a fact that has some: the commitments of a task, the definition of a word.
    """

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
    lines: tuple[str, ...] = ()
    uses: tuple[tuple[int, int], ...] = ()


def facts(r: Reading) -> Iterator[Fact]:
    """All facts of a reading, kind by kind."""
    stated = {m.id for m in pick.targets(r)}
    # What the machine had read where a person says otherwise.
    other = {c.fact: c.machine for c in r.corrections if c.state in ("applied", "restored")}
    for m in r.measures:
        yield _measure(m, "target" if m.id in stated else "measure", other.get(m.id))
    for p in r.pledges:
        yield _pledge(p, r.text)
    for i in r.inherited_pledges:
        yield Fact(i.id, "pledge", i.start, i.end, f"承接{i.level}定民生实事", figure=f"{i.count} 件")
    for q in r.problems:
        yield Fact(q.id, "problem", q.start, q.end, r.text[q.start : q.end])
    for t in r.tasks:
        yield _task(t, r.text)
    for j in r.projects:
        yield _project(j)
    for h in r.honours:
        yield _honour(h)
    for n in r.mechanisms:
        yield _mechanism(n)
    for s in r.responsibilities:
        yield _responsibility(s)
    for g in r.glossary:
        yield _entry(g)


def _measure(m: Measure, kind: FactKind, machine: Figure | None) -> Fact:
    checked = flags.labels(m.flags, flags.CHECKED)
    if machine is not None:
        was = f"{words.figure_said(machine)}，{words.period(machine.period) or '期间不明'}"
        checked = (*checked, f"机器读作 {machine.name} {was}")
    notes = [
        words.FIRMNESS.get(m.firmness or "", ""),
        m.scope or "",
        f"相比 {m.compare}" if m.compare else "",
    ]
    return Fact(
        id=m.id, kind=kind, start=m.start, end=m.end, name=m.name,
        manner=words.manner(m), figure=words.figure(m),
        when=f"{words.period(m.period) or '期间不明'} · {words.STATUSES[m.status]}",
        notes=tuple(n for n in notes if n), rule=m.rule,
        doubts=flags.labels(m.flags, flags.DOUBT) if flags.weight(m.flags) else (),
        checked=checked,
        inferred=(
            *((f"即{m.indicator}",) if m.indicator and m.indicator != m.name else ()),
            *flags.labels(m.flags, flags.INFERENCE),
        ),
    )  # fmt: skip


def _pledge(p: Pledge, text: str) -> Fact:
    notes = [f"第 {p.no} 项", "、".join(p.organs), f"须{p.due_stage}" if p.due_stage else ""]
    name = p.title or text[p.start : p.end]
    return Fact(p.id, "pledge", p.start, p.end, name, notes=tuple(n for n in notes if n))


def _task(t: Task, text: str) -> Fact:
    said = tuple(clauses(t))
    notes = ["可核查" if t.specific else "", t.deadline or "", "、".join(t.organs)]
    name = clip(text[t.start : t.end]) if len(said) != 1 else said[0]
    lines = said if len(said) > 1 else ()
    return Fact(
        t.id,
        "task",
        t.start,
        t.end,
        name if not lines else "",
        notes=tuple(n for n in notes if n),
        lines=lines,
    )


def clauses(t: Task) -> Iterator[str]:
    """The commitments of a task in words: verb, object, date."""
    for c in t.commitments:
        due = f"（{c.deadline}）" if c.deadline and c.deadline not in c.object else ""
        yield f"{c.verb} {c.object}{due}".strip()


def _project(j: Project) -> Fact:
    stage = f"{j.stage}（{j.verb}）" if j.stage and j.verb and j.verb != j.stage else j.stage or j.verb
    notes = [stage, j.place or "", j.who or "", j.capacity or ""]
    return Fact(
        j.id, "project", j.start, j.end, j.name, figure=j.amount or "", notes=tuple(n for n in notes if n)
    )


def _honour(h: Honour) -> Fact:
    notes = (h.verb, kinds.LEVELS.get(h.level or "", ""))
    return Fact(h.id, "honour", h.start, h.end, h.title, notes=tuple(n for n in notes if n))


def _mechanism(n: Mechanism) -> Fact:
    return Fact(n.id, "mechanism", n.start, n.end, n.name, notes=(kinds.MECHANISMS.get(n.kind, n.kind),))


def _responsibility(s: Responsibility) -> Fact:
    name = "、".join(s.organs) or "未写明单位"
    return Fact(
        s.id, "responsibility", s.start, s.end, name, notes=tuple(n for n in (s.role, s.deadline or "") if n)
    )


def _entry(g: GlossaryEntry) -> Fact:
    used = f"文中 {len(g.uses)} 处" if g.uses else "文中没有原样出现"
    return Fact(
        g.id, "glossary", g.start, g.end, g.key, notes=(used,), lines=(clip(g.definition),), uses=g.uses
    )


def clip(text: str) -> str:
    """A long text cut short, on one line."""
    one = " ".join(text.split())
    return one if len(one) <= _CLIP else one[: _CLIP - 1] + "…"
