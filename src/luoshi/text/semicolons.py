"""Stray half-width semicolons, what is left of a half-stripped &nbsp; (残留的半角分号)."""

from __future__ import annotations

from functools import cache

import regex

from luoshi.lexicon.tables import lines
from luoshi.text.traced import Edit, TracedText

SIGNS = frozenset(";")
_AFTER_STOP = regex.compile(r"(?<=[。！？；：，、!?:,“‘（(《])(?:[ \t]*;)+")
_IN_A_ROW = regex.compile(r"(?<=;)(?:[ \t]*;)+")
_TITLES = r"[省市县縣区區州盟旗乡鄉镇鎮][长長]|主席|专员|專員"
_NAME = r"\p{Han}[ \u3000]?\p{Han}{1,3}(?=\s|各位|同志|$)"
_AFTER_TITLE = regex.compile(rf"(?<={_TITLES})[ \t]*;[ \t]*(?={_NAME})", regex.M)


def drop_semicolons(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` without semicolons that cannot be meant: after a stop, between a number and its unit, between a title
    and the name, all but one of a row. A doubtful one (``产业园;44家``) stays."""
    text = t.text
    spans: dict[int, tuple[int, str]] = {}
    taken: set[int] = set()
    for pattern, new in ((_AFTER_STOP, ""), (_before_unit(), ""), (_AFTER_TITLE, " "), (_IN_A_ROW, "")):
        for m in pattern.finditer(text):
            if taken.isdisjoint(range(*m.span())):
                spans[m.start()] = (m.end(), new)
                taken.update(range(*m.span()))
    damaged = {k for a, b in t.marked("mojibake") for k in range(a, b)}  # half of a character there
    edits = [Edit(a, b, new, "entity", 0.95) for a, (b, new) in spans.items() if a not in damaged]
    if not edits:
        return t, ()
    return t.edit(edits), (f"原文有 {len(edits)} 处残留的分号，已去掉",)


@cache
def _before_unit() -> regex.Pattern[str]:
    units = "|".join(lines("damage_number_tails.txt"))
    return regex.compile(rf"(?<=\d)(?:[ \t]*;)+[ \t]*(?={units}|\.\d)")
