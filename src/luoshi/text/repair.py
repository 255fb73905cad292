"""All repairs of an extracted text, in the order in which they build on each other (修复)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from luoshi.text import (
    broken,
    continued,
    dashes,
    entities,
    pinyin,
    placeholders,
    script,
    semicolons,
    shifted,
    spaces,
)
from luoshi.text.traced import TracedText

_Step = Callable[[TracedText], tuple[TracedText, tuple[str, ...]]]


@cache
def _steps() -> tuple[tuple[frozenset[str], _Step], ...]:
    """The steps in order, each with the characters without which it has nothing to do."""
    return (
        (entities.RESIDUE_SIGNS, entities.drop_residue),
        (pinyin.SIGNS, pinyin.drop_pinyin),
        (placeholders.SIGNS, placeholders.read_placeholders),
        (shifted.SIGNS, shifted.restore_shifted),  # while the characters are still those of the bytes
        (script.signs(), script.simplify),
        (script.leftover_signs(), script.put_right),
        (entities.BLANK_SIGNS, entities.restore_blanks),  # after the shifted runs, where ? is a lost byte
        (semicolons.SIGNS, semicolons.drop_semicolons),
        (dashes.SIGNS, dashes.restore_dashes),
        (spaces.SIGNS, spaces.close_spaces),
        (continued.SIGNS, continued.drop_continuations),
        (broken.SIGNS, broken.join_broken),
    )


def repair(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` with its damage repaired, every change a repair entry; and warnings in Chinese for the reader.

    A clean simplified text comes back as it is. What is doubtful stays in the text and is marked at most.
    """
    warnings: list[str] = []
    seen = set(t.text)
    for signs, step in _steps():
        if signs.isdisjoint(seen):
            continue
        mended, notes = step(t)
        if mended.text is not t.text:
            seen.update(mended.text)
        t = mended
        warnings += notes
    return t, tuple(warnings)
