"""How a report ends (结尾): the peroration, and where what is attached to it begins."""

from __future__ import annotations

import regex as re

from luoshi.report.paragraphs import Layout, line_starts
from luoshi.report.passages import ADDRESS
from luoshi.report.roles import words

_FAREWELL = re.compile(
    r"(?:各位代表|同志们|朋友们|各位委员)[、，,！!：:；;]|让我们|团结起来|(?:新的|伟大的?)(?:时代|征程|一年)"
)
_CALL = ("让我们", "团结起来")
_ATTACHED = re.compile(
    r"[ \t\u3000\[【（(—\-※*]{0,4}(?:附\s*件|附\s*录|附\s*[：:]|附\s*[一二三四\d]*\s*$"
    r"|[^\n。，,]{0,20}名\s*词\s*(?:解|注|说)[^\n。]{0,6}(?:[（(][^\n]{0,30})?$|注\s*释\s*[：:]?$"
    r"|\d{4}年[^\n。，,]{0,24}(?:实事|项目|清单|目标)(?:项目|表|清单|工作目标)?\s*$|[\[［]\^?1[\]］])",
    re.M,
)
_BODY = 0.55
"""The share of a text that is never attached."""
_TAIL, _SHORT, _LONG = 1100, 24, 700
"""Characters: how far from the end the peroration may begin, the shortest one, the longest last paragraph that is one."""
_STRIVES = re.compile(r"让我们|奋斗|努力|前进|贡献")
_CALLS = re.compile(r"让我们|团结|奋勇|为[^。]{4,60}(?:奋斗|努力)")


def attachments(text: str) -> int:
    """Where the text after the report begins: appendices, glossary; the text's length where there is none."""
    return next((a for a in line_starts(text, int(len(text) * _BODY)) if _ATTACHED.match(text, a)), len(text))


def closing(layout: Layout, lo: int, hi: int) -> int | None:
    """Where the peroration begins between ``lo`` and ``hi`` (the end of the body); None where it has none of its own."""
    text = layout.text
    tail = max(lo, hi - _TAIL)
    heads = [s for s in layout.sentences(tail, hi) if _FAREWELL.match(text, s)]
    breaks = [s for s in heads if layout.starts_paragraph(s)]
    heads = [s for s in reversed(breaks or heads) if hi - s > _SHORT and not text.startswith(_CALL, s)]
    for s in heads:
        called = ADDRESS.sub("", text[s : s + 20]).startswith(_CALL)
        if not called and not words("closing", "none").search(text, s, min(hi, s + 80)):
            return s
    if heads:  # the address itself calls on all: “各位代表！让我们…”
        return heads[0]
    last = [(a, b) for a, b in layout.within(tail, hi) if b - a > 40]
    if last and layout.broken:
        a, b = last[-1]
        if b - a < _LONG and _STRIVES.search(text, a, b) and _CALLS.search(text, a, b):
            return a
    return None
