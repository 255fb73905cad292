"""Which fact is shown where (取用): targets apart from other figures, sections by place. Pure, over one Reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.facts.reading import Reading
    from luoshi.facts.shapes import Measure

# Where a target figure is one of the report's stated targets; elsewhere (tasks, pledges) it is a figure of the work.
_TARGET_ROLES = frozenset(("targets", "plan_term", "requirements"))

STOPS = "。！？!?\n"
_REACH = 200


def targets(reading: Reading) -> tuple[Measure, ...]:
    """The measures of the report's target paragraphs, in the order of the text."""
    roles = {s.id: s.role for s in reading.sections}
    return tuple(
        m for m in reading.measures if m.status == "target" and roles.get(m.section or "") in _TARGET_ROLES
    )


def target_groups(reading: Reading) -> tuple[tuple[str, tuple[Measure, ...]], ...]:
    """The targets under their headings: those of the year first, then those of the five-year plan."""
    roles = {s.id: s.role for s in reading.sections}
    stated = targets(reading)
    plan = tuple(m for m in stated if roles[m.section or ""] == "plan_term")
    year = tuple(m for m in stated if roles[m.section or ""] != "plan_term")
    first = "年度目标" if plan else "预期目标"
    return tuple((title, ms) for title, ms in ((first, year), ("五年目标", plan)) if ms)


def figures(reading: Reading) -> tuple[Measure, ...]:
    """All other measures."""
    stated = {m.id for m in targets(reading)}
    return tuple(m for m in reading.measures if m.id not in stated)


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a fact, at most 200 characters either side; a fact over several sentences keeps them all."""
    left, right = sentence_span(text, start, end)
    return " ".join(text[left:right].split())


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Where that sentence begins and ends."""
    low = max(0, start - _REACH)
    left = max(text.rfind(stop, low, start) for stop in STOPS) + 1
    ends = [i for stop in STOPS if (i := text.find(stop, max(start, end - 1), end + _REACH)) >= 0]
    right = min(ends) + 1 if ends else min(len(text), end + _REACH)
    return left or low, right
