"""Chapters that look back and ahead (承前启后的章节): “‘十四五’成就和‘十五五’目标” is a review until it turns to the next plan."""

from __future__ import annotations

import re

from luoshi.facts.time_words import PLAN_END, Period
from luoshi.report.report import Role, Section

Turns = dict[str, int]
"""Id of a section -> where it turns from what was to what is planned."""


def turns(text: str, sections: tuple[Section, ...], ahead: Period | None) -> Turns:
    """Where reviews of a term whose heading names the term ``ahead``, too, turn to it."""
    plan = next(
        (name for name, end in PLAN_END.items() if ahead and end == ahead.last and end - 4 == ahead.first), ""
    )
    names = [re.escape(f"{mark}{plan}") for mark in ("“", '"', "") if plan]
    opens = re.compile(
        r"\n\s*(?:"
        + "|".join([*names, "今后五年", "未来五年", r"根据[^\n。]{0,40}第[^\n。]{1,3}个五年"])
        + ")"
    )
    found: Turns = {}
    for s in sections:
        heading = s.heading or ""
        if s.role != "review_term":
            continue
        if s.parent in found:
            found[s.id] = found[s.parent]
        elif (plan and plan in heading) or "今后五年" in heading or "未来五年" in heading:
            turn = opens.search(text, s.start + len(heading), s.end)
            if turn is not None:
                found[s.id] = turn.start()
    return found


def role_at(section: Section | None, at: int, turned: Turns) -> Role | None:
    """The role of ``section`` at ``at``: that of a plan behind its turn."""
    if section is None:
        return None
    return "plan_term" if at >= turned.get(section.id, at + 1) else section.role
