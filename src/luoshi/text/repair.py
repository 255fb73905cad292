"""All repairs of an extracted text, in the order in which they build on each other (修复)."""

from __future__ import annotations

from luoshi.text.pinyin import drop_pinyin
from luoshi.text.script import simplify
from luoshi.text.traced import TracedText

_STEPS = (drop_pinyin, simplify)


def repair(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` with its damage repaired, every change a repair entry; and warnings in Chinese for the reader.

    A clean simplified text comes back as it is. What is doubtful stays in the text and is marked at most.
    """
    warnings: list[str] = []
    for step in _STEPS:
        t, notes = step(t)
        warnings += notes
    return t, tuple(warnings)
