"""The review page's view model (核对页): every measure as a question to a person, the doubtful ones first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from luoshi.facts.correcting import belongs, correct, key_of, selectors
from luoshi.facts.corrections import Correction, ReportKey, Selector, figure_of
from luoshi.pages import flags, pick, words
from luoshi.pages.mending import anchor
from luoshi.pages.view import heading
from luoshi.report.finder import SectionFinder

if TYPE_CHECKING:
    from luoshi.facts.corrections import Figure
    from luoshi.facts.reading import Reading
    from luoshi.facts.shapes import Measure
    from luoshi.report.report import Section

_LEAD = 60  # characters of the text before a sentence that are shown with it
GROUPS = {
    flags.DOUBT: ("存疑", "读数有疑问，请逐条核对"),
    flags.INFERENCE: ("推断", "名称、期间或配对是推断得来的，有时间就看"),
    0: ("其余", "没有存疑标记，可以抽查"),
}


class Check(msgspec.Struct, frozen=True):
    """One measure to look at: its sentence in three pieces, what was read there, and why to look."""

    id: str
    selector: Selector
    machine: Figure
    target: bool
    where: str
    lead: str
    pieces: tuple[str, str, str]
    name: str
    value: str
    when: str
    doubts: tuple[flags.Flag, ...]
    rule: str
    decided: Correction | None


class Review(msgspec.Struct, frozen=True):
    """One report to be checked; ``groups`` by weight (heading, advice, checks), targets first within each.

    ``kept`` are given corrections of this report that no measure here answers to; they are saved again as they are.
    """

    uid: str
    key: ReportKey
    title: str
    path: str
    notes: tuple[str, ...]
    groups: tuple[tuple[int, tuple[Check, ...]], ...]
    kept: tuple[Correction, ...]


def review(reading: Reading, corrections: Sequence[Correction] = (), tag: str = "") -> Review:
    """The checks of one report, with what is already decided; ``tag`` sets apart a second copy in the same page."""
    mine = [c for c in corrections if belongs(c, reading)]
    known = {m.id for m in reading.measures}
    # What correct() binds is decided; a rule may have given the measure another id since.
    outcome = zip(mine, correct(reading, mine).corrections, strict=True)
    bound = [(c, a.fact if a.fact in known and a.machine is not None else None) for c, a in outcome]
    decided = {fact: c for c, fact in bound if fact is not None}
    where = selectors(reading)
    stated = {m.id for m in pick.targets(reading)}
    finder = SectionFinder(reading.sections)
    checks: dict[int, list[Check]] = {weight: [] for weight in GROUPS}
    for m in sorted(reading.measures, key=lambda m: m.id not in stated):
        check = _check(reading, m, where[m.id], finder.at(m.start), m.id in stated, decided.get(m.id))
        checks[flags.weight(m.flags)].append(check)
    note = words.COMPLETENESS_NOTES.get(reading.source.completeness)
    return Review(
        uid=anchor(reading) + tag,
        key=key_of(reading),
        title=words.title(reading.header),
        path=reading.source.path,
        notes=tuple(n for n in (note, *reading.source.warnings) if n),
        groups=tuple((w, tuple(_said_once(cs))) for w, cs in checks.items() if cs),
        kept=tuple(c for c, fact in bound if fact is None),
    )


def _check(
    r: Reading, m: Measure, where: Selector, section: Section | None, target: bool, decided: Correction | None
) -> Check:
    text = r.text
    left, right = pick.sentence_span(text, m.start, m.end)
    before, after = _one_line(text[left : m.start]), _one_line(text[m.end : right])
    if left and text[left - 1] not in pick.STOPS:
        before = "…" + before
    if right < len(text) and text[right - 1] not in pick.STOPS:
        after += "…"
    doubts = [f for f in map(flags.flag, m.flags) if f.weight > flags.CHECKED]
    return Check(
        id=m.id,
        selector=where,
        machine=figure_of(m),
        target=target,
        where=_path(r, section),
        lead="" if before.startswith("…") else _lead(text, left),
        pieces=(before, text[m.start : m.end], after),
        name=m.name,
        value=words.reading(m),
        when=f"{words.period(m.period) or '期间不明'} · {words.STATUSES[m.status]}",
        doubts=tuple(sorted(doubts, key=lambda f: -f.weight)),
        rule=m.rule,
        decided=decided,
    )


def _said_once(checks: list[Check]) -> list[Check]:
    """What leads up to a sentence is shown with its first figure only."""
    out: list[Check] = []
    for c in checks:
        again = bool(out) and "".join(out[-1].pieces) == "".join(c.pieces) and out[-1].where == c.where
        out.append(msgspec.structs.replace(c, lead="") if again else c)
    return out


def _lead(text: str, sentence: int) -> str:
    """The end of what stands before a sentence, from the last stop within reach if that is not the very last."""
    start = max(0, sentence - _LEAD)
    stop = text.find("。", start, max(start, sentence - 2))
    return _one_line(text[stop + 1 if stop >= 0 else start : sentence]).lstrip("。！？；，、 \u3000")


def _path(r: Reading, section: Section | None) -> str:
    """The headings from the part down to the section."""
    if section is None:
        return ""
    parent = next((s for s in r.sections if s.id == section.parent), None)
    names = [heading(s) for s in (parent, section) if s is not None]
    return " › ".join(names)


def _one_line(text: str) -> str:
    """Line breaks as blanks, so that the sentence reads on."""
    return text.replace("\r", " ").replace("\n", " ")
