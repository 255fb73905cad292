"""Writes the generated parts of docs/rules.md (packs, clocks, lights, conditions): python tools/make_rules_docs.py.

Everything between “<!-- generated: NAME -->” and “<!-- end -->” is replaced; a test says when it is out of date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from luoshi.rules import packs
from luoshi.rules.predicates import Subject, find, known
from luoshi.rules.shapes import SHAPES, Clock

PAGE = Path(__file__).resolve().parent.parent / "docs/rules.md"
UNITS = {"day": "calendar days", "workday": "working days", "month": "civil months"}
SUBJECTS: tuple[tuple[Subject, str], ...] = (
    ("matter", "a clock's `when`"),
    ("light", "a light rule's `when`"),
    ("closing", "a closing step's `requires`"),
)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(c.replace("|", "\\|") for c in line) + " |" for line in lines)


def limit(clock: Clock) -> str:
    """How a clock counts, in a few words."""
    if clock.unit == "due":
        return "the date in the text; none: the year's end, marked inferred"
    if clock.unit == "nodes":
        return "the nodes of the text or the accepted plan"
    if clock.unit == "period":
        return f"every {clock.amount} month(s), not within {clock.min_days} days of the anchor"
    return "the same day" if clock.amount == 0 else f"{clock.amount} {UNITS[clock.unit]}"


def pack_table() -> str:
    rows = [
        (f"`{p.ref}`", p.title, "、".join(p.scope), str(p.valid_from), "、".join(p.lights), p.source)
        for p in packs()
    ]
    return table(("pack", "register", "for", "valid from", "light tables", "source"), rows)


def clock_table() -> str:
    rows = [
        (f"`{p.id}`", f"`{c.id}` {c.title}", limit(c), c.anchor, c.when, "、".join(c.outcomes), c.source)
        for p in packs()
        for c in p.clocks
    ]
    return table(("pack", "clock", "limit", "from", "when", "answers", "source"), rows)


def light_table() -> str:
    rows = []
    for p in packs():
        for name, lights in p.lights.items():
            for r in lights.rules:
                args = "、".join(f"{k}={v}" for k, v in r.args.items())
                light = f"{SHAPES[r.colour]} {r.colour} {r.word}"
                rows.append(
                    (f"`{p.id}#{name}/{r.id}`", f"{r.when}({args})", light, r.source or lights.source)
                )
    return table(("rule", "condition", "light", "source"), rows)


def condition_table() -> str:
    rows = [
        (
            where,
            f"`{name}`",
            (find(subject, name).__doc__ or "").strip().replace("``", "`").replace("\n    ", " "),
        )
        for subject, where in SUBJECTS
        for name in known(subject)
    ]
    return table(("used in", "name", "meaning"), rows)


PARTS: dict[str, Callable[[], str]] = {
    "packs": pack_table,
    "clocks": clock_table,
    "lights": light_table,
    "conditions": condition_table,
}


def filled(page: str) -> str:
    """The page with its generated parts made anew."""
    for name, make in PARTS.items():
        pattern = re.compile(rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)", re.S)
        page, n = pattern.subn(lambda m, make=make: f"{m[1]}{make()}\n{m[2]}", page)
        if n != 1:
            raise SystemExit(f"docs/rules.md: expected one “generated: {name}”, found {n}")
    return page


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text("utf-8")), "utf-8")
