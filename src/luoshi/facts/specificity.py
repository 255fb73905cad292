"""What can be checked in a task (可核查要素): a quantity, a unit, a date, a named thing, an owner, a baseline."""

from __future__ import annotations

import re
from functools import cache

from luoshi.errors import LexiconError
from luoshi.facts.deadlines import Date
from luoshi.facts.shapes import Element, Measure, Project
from luoshi.lexicon import tables

_BASELINE = re.compile(
    r"(?:从|由)(?P<a>[^,，;；。到至]{1,20}?)(?=(?:提高|增加|提升|扩大|上升|下降|降低|减少|降|增)?[到至])|(?:比|较)(?P<b>上年|去年|20\d\d年|“?十[二三四五]五”?[末期]?)"
)
_OWNER = re.compile(r"由(?P<owner>[^,，;；。]{2,20}?)(?:负责|牵头|主办|承办)|[（(](?P<bracket>[^（）()]{2,80}?)(?:分别)?(?:负责|牵头)[^（）()]{0,12}[）)]")  # fmt: skip
# Counts that are too plain for a measure: “两所公办幼儿园”.
_COUNTED = re.compile(
    r"(?<![第十之双“三])(?:[两三四五六七八九十]|\d+)(?:所|座|家|台|处|户|名|公里|栋)(?!龙头)"
)


def elements_of(
    text: str, start: int, end: int, measures: list[Measure], projects: list[Project], dates: list[Date]
) -> tuple[Element, ...]:
    """The checkable elements in ``text[start:end]`` in order; measures, projects and dates are those inside it."""
    out: list[Element] = []
    for value in measures:
        if value.value is None or value.status != "target" or value.end > end:
            continue
        out.append(Element("quantity", value.start, value.end))
        if value.unit and (at := text.rfind(value.unit, value.start, value.end)) >= 0:
            out.append(Element("unit", at, at + len(value.unit)))
    if not out:
        out += [Element("quantity", m.start(), m.end()) for m in _COUNTED.finditer(text, start, end)]
    out += [Element("deadline", d.start, d.end) for d in dates if not d.loose]
    out += [Element("object", p.start, p.end) for p in projects if p.end <= end]
    taken = [(e.start, e.end) for e in out if e.kind == "object"]
    for m in _named().finditer(text, start, end):
        if all(m.end() <= a or m.start() >= b for a, b in taken):
            out.append(Element("object", m.start(), m.end()))
    words = text[
        start:end
    ]  # the cheap questions first: without one of these no owner and no baseline is told
    if "负责" in words or "牵头" in words or "主办" in words or "承办" in words:
        for m in _OWNER.finditer(text, start, end):
            group = "owner" if m["owner"] else "bracket"
            out.append(Element("owner", m.start(group), m.end(group)))
    if "从" in words or "由" in words or "比" in words or "较" in words:
        for m in _BASELINE.finditer(text, start, end):
            group = "a" if m["a"] else "b"
            out.append(Element("baseline", m.start(group), m.end(group)))
    if len(out) < 2:
        return tuple(out)
    return tuple(sorted(set(out), key=lambda e: (e.start, e.end, e.kind)))


def is_specific(elements: tuple[Element, ...]) -> bool:
    """Whether a number, a date or a named deliverable can be checked; an owner or a baseline alone is not enough."""
    return any(e.kind in ("quantity", "deadline", "object") for e in elements)


@cache
def _named() -> re.Pattern[str]:
    rows = tables.lines("task_objects.txt")
    begins = "".join(sorted({c for row in rows for c in first_characters(row)}))
    return re.compile(f"(?=[{begins}])(?:" + "|".join(f"(?:{row})" for row in rows) + ")")


_LOOKBEHIND = re.compile(r"\(\?<[=!][^()]*\)")


def first_characters(row: str) -> set[str]:
    """The characters with which what ``row`` finds begins; LexiconError where the row does not begin with words."""
    body = _LOOKBEHIND.sub("", row, count=1) if row.startswith("(?<") else row
    words = [body]
    if body.startswith("(?:"):
        words, depth = [""], 0
        for c in body[3:]:
            depth += (c == "(") - (c == ")")
            if depth < 0:
                break
            if c == "|" and depth == 0:
                words.append("")
            else:
                words[-1] += c
    found = {w[:1] for w in words}
    if any(not re.match(r"[一-龥“]", c) for c in found):
        raise LexiconError(f"lexicon/data/task_objects.txt: a row must begin with words, not {row[:30]!r}")
    return found
