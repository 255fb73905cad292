"""Paragraphs that a copy broke in mid-sentence: …规模以上工业完⏎成增加值455亿元 (句中断行)."""

from __future__ import annotations

import regex

from luoshi.text.bigrams import Bigrams, bigrams, symbols
from luoshi.text.traced import Edit, TracedText

SIGNS = frozenset("\n")
# A line that ends in mid-clause, and a next one that opens no numbered part, no list item, no address.
_BREAK = regex.compile(
    r"(?<=[\p{Han}，、“（《\d%％.])[ \t\u3000]*\n[ \t\u3000]*"
    r"(?!\s|[一二三四五六七八九十]{1,3}[、是]|\d{1,2}[、.．](?!\d)|[（(〔［\[【]|第[一二三四五六七八九十]|[—─●■①-⑳]|各\s?位|附件|名词)"
)
_SENTENCE_END = "。；！"
_UNFINISHED = frozenset("，、“（《")
_LEAST = 15  # characters of a line without a sentence in it, which may be a heading, from which a number is trusted
_GOES_ON = 4.0  # log2 by which the two characters must be likelier as neighbours than as end and beginning
_NUMBER_GOES_ON = 1.0  # the same behind a number: no heading ends with one
_BELOW = 400  # characters of the next line that must hold the end of a sentence


def join_broken(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` with such line breaks gone: layout, so no repair entries, but a warning.

    A heading without a full stop over its paragraph looks much the same. So the line above must hold a sentence already
    (a heading does not) and stop where no clause stops, or end in a number that goes on with its unit.
    """
    text = t.text
    edits = []
    for m in _BREAK.finditer(text):
        a, b = m.span()
        if _goes_on(text, text.rfind("\n", 0, a) + 1, a, b):
            edits.append(Edit(a, b, "", "layout"))
    if not edits:
        return t, ()
    return t.edit(edits, recorded=False), (f"原文有 {len(edits)} 处句子中间断行，已接合",)


def _goes_on(text: str, start: int, a: int, b: int) -> bool:
    """Whether the sentence of the line ``[start, a)`` goes on at ``b``."""
    prose = any(text.find(c, start, a - 1) >= 0 for c in _SENTENCE_END)
    number = text[a - 1].isdigit() or text[a - 1] in "%％."
    if not prose and not (number and a - start >= _LEAST):
        return False
    end = text.find("\n", b, b + _BELOW)
    below = text[b : end if end >= 0 else b + _BELOW]
    if not any(c in below for c in _SENTENCE_END):
        return False
    if prose and text[a - 1] in _UNFINISHED and text[a - 2] not in _SENTENCE_END:
        return True
    return _likelier(bigrams(), text[a - 4 : a], below[:4]) >= (
        _NUMBER_GOES_ON if number and prose else _GOES_ON
    )


def _likelier(table: Bigrams, above: str, below: str) -> float:
    """log2 of how much likelier ``below`` goes on from ``above`` than it begins a sentence."""
    x, y = symbols(above)[-1:], symbols(below)[:1]
    return table.step(x, y) - table.step("。", y)
