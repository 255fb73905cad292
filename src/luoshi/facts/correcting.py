"""Corrections applied to a reading (更正的应用): the person's word stands, the machine's is kept beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from luoshi.facts import indicators
from luoshi.facts.corrections import (
    CONTEXT,
    Action,
    Applied,
    Correction,
    Figure,
    ReportKey,
    Selector,
    State,
    figure_of,
)
from luoshi.facts.rebinding import Squeezed, find, fold, likeness
from luoshi.facts.shapes import Measure
from luoshi.report.finder import SectionFinder

if TYPE_CHECKING:
    from luoshi.facts.reading import Reading

RULE = "correction"
CORRECTED, CONFIRMED = "corrected", "confirmed"
_QUOTED = 30  # characters of a quote in a warning


def key_of(reading: Reading) -> ReportKey:
    """What corrections of this report are filed under."""
    h, s = reading.header, reading.source
    return ReportKey(s.sha256, s.part, h.jurisdiction, h.work_year)


def belongs(c: Correction, reading: Reading) -> bool:
    """Whether a correction is of this report: the same file and part, or the same place's report of the same year."""
    ours, theirs = key_of(reading), c.report
    if ours.sha256 == theirs.sha256:
        return ours.part == theirs.part
    who = (theirs.jurisdiction, theirs.work_year)
    return None not in who and who == (ours.jurisdiction, ours.work_year)


def selectors(reading: Reading) -> dict[str, Selector]:
    """The selector of every measure, by id."""
    text, out = reading.text, {}
    for m, n in zip(reading.measures, _ordinals(reading.measures), strict=True):
        before = text[max(0, m.start - CONTEXT) : m.start]
        out[m.id] = Selector(text[m.start : m.end], before, text[m.end : m.end + CONTEXT], n, m.start)
    return out


def correct(reading: Reading, corrections: Sequence[Correction]) -> Reading:
    """The reading with the corrections that belong to it; what found no place is among its warnings.

    Corrected measures carry the flag ``corrected``, confirmed ones ``confirmed``; ``reading.corrections`` tells what
    became of each correction and what the machine had read.
    """
    mine = [c for c in corrections if belongs(c, reading)]
    if not mine:
        return reading
    squeezed = Squeezed(reading.text)
    places = [find(squeezed, c.selector) for c in mine]
    bound = _bind(reading, mine, places)
    measures: dict[str, Measure | None] = {m.id: m for m in reading.measures}
    home = SectionFinder(reading.sections)
    applied: list[Applied] = []
    lost: list[Correction] = []
    made: list[Measure] = []
    for c, place, m in zip(mine, places, bound, strict=True):
        state, new = _outcome(c, m)
        fact = m.id if m else None
        if m is not None:
            measures[m.id] = new
        elif place is None:
            state = "unplaced"
            lost.append(c)
        elif c.action != "reject":
            state, fact = "recreated", _free_id(c.id, measures, made)
            made.append(_recreated(c, fact, place, home.id_at(place[0])))
        applied.append(_entry(c, state, fact, m))
    kept = [m for m in measures.values() if m is not None]
    kept = sorted((*kept, *made), key=lambda m: (m.start, m.end)) if made else kept
    gone = {i for i, m in measures.items() if m is None}
    warnings = (*reading.source.warnings, *(_warning(c) for c in lost))
    out = msgspec.structs.replace(
        reading,
        measures=tuple(kept),
        source=msgspec.structs.replace(reading.source, warnings=warnings),
        corrections=(*reading.corrections, *applied),
    )
    return _without(out, gone) if gone else out


def _bind(
    reading: Reading, mine: list[Correction], places: list[tuple[int, int] | None]
) -> list[Measure | None]:
    """The measure of each correction: the likeliest pairs first, no measure twice."""
    pairs = []
    ordinals = _ordinals(reading.measures)
    for i, (c, place) in enumerate(zip(mine, places, strict=True)):
        for k, m in enumerate(reading.measures):
            near = place is not None and m.start < place[1] and m.end > place[0]
            if near or m.id == c.id:
                like = likeness(c, m, ordinals[k], reading.text[m.start : m.end])
                if like:
                    pairs.append((-like, i, k))
    out: list[Measure | None] = [None] * len(mine)
    taken: set[int] = set()
    for _, i, k in sorted(pairs):
        if out[i] is None and k not in taken:
            out[i] = reading.measures[k]
            taken.add(k)
    return out


def _outcome(c: Correction, m: Measure | None) -> tuple[State, Measure | None]:
    """What becomes of the measure that a correction was bound to."""
    if m is None:
        return "moot", None
    if c.action == "reject":
        return "rejected", None
    wanted = c.wanted
    if c.person is None and wanted.indicator is None:
        # An accepted figure without an indicator said nothing against one that the lexicon has learnt since.
        wanted = msgspec.structs.replace(wanted, indicator=m.indicator)
    if _folded(figure_of(m)) == _folded(wanted):  # another copy may print （） where this one has ()
        return "confirmed", msgspec.structs.replace(m, flags=(*m.flags, CONFIRMED))
    state: State = "applied" if c.action == "edit" else "restored"
    return state, msgspec.structs.replace(
        m, **_fields(wanted), indicator_id=_indicator_id(wanted, m), rule=RULE, flags=(CORRECTED,)
    )


def _free_id(wish: str, measures: dict[str, Measure | None], made: list[Measure]) -> str:
    taken = measures.keys() | {m.id for m in made}
    while wish in taken:  # the id went to another measure
        wish += "c"
    return wish


def _folded(f: Figure) -> tuple[object, ...]:
    values = (getattr(f, name) for name in f.__struct_fields__)
    return tuple(fold(v) if isinstance(v, str) else v for v in values)


def _recreated(c: Correction, name: str, place: tuple[int, int], section: str | None) -> Measure:
    f = c.wanted
    return Measure(
        id=name, section=section, start=place[0], end=place[1], indicator_id=_indicator_id(f, None), rule=RULE,
        flags=(CORRECTED,), **_fields(f),
    )  # fmt: skip


def _entry(c: Correction, state: State, fact: str | None, m: Measure | None) -> Applied:
    action: Action = c.action
    return Applied(c.id, fact, action, state, figure_of(m) if m else None, c.selector.quote, c.note)


def _fields(f: Figure) -> dict[str, Any]:
    return {name: getattr(f, name) for name in f.__struct_fields__}


def _indicator_id(f: Figure, m: Measure | None) -> str | None:
    if f.indicator is None:
        return None
    if m is not None and m.indicator == f.indicator:
        return m.indicator_id
    try:
        return indicators.named(f.indicator).id
    except KeyError:  # a name of the person's own, or of another version of the lexicon
        return None


def _ordinals(measures: Sequence[Measure]) -> list[int]:
    seen: Counter[tuple[int, int]] = Counter()
    out = []
    for m in measures:
        out.append(seen[m.start, m.end])
        seen[m.start, m.end] += 1
    return out


def _warning(c: Correction) -> str:
    quote = " ".join(c.selector.quote.split())
    shown = quote if len(quote) <= _QUOTED else quote[:_QUOTED] + "…"
    return f"更正 {c.id} 在这份文本里没有找到位置，没有应用：「{shown}」"


def _without(reading: Reading, gone: set[str]) -> Reading:
    """The reading with no fact that points to a measure that was taken out."""
    changed: dict[str, Any] = {}
    for name in reading.__struct_fields__:
        rows = getattr(reading, name)
        if isinstance(rows, tuple) and rows and isinstance(rows[0], msgspec.Struct):
            changed[name] = tuple(_forget(x, gone) for x in rows)
    return msgspec.structs.replace(reading, **changed)


def _forget(fact: Any, gone: set[str]) -> Any:
    changed: dict[str, Any] = {}
    for name in fact.__struct_fields__:
        value = getattr(fact, name)
        if name == "parent" and isinstance(fact, Measure) and value in gone:
            changed[name] = None
        elif not isinstance(value, tuple) or not value:
            continue
        elif name == "measures":
            changed[name] = tuple(i for i in value if i not in gone)
        elif isinstance(value[0], msgspec.Struct):
            changed[name] = tuple(_forget(x, gone) for x in value)
    return msgspec.structs.replace(fact, **changed) if changed else fact
