"""Glossary (名词解释): the entries at a report's end, and where its body uses them.

Entries come numbered (1. [2] 〔3〕 （4）) or one a line; the key stands before a colon, or before 即, 指, 是指. A key is
looked for exactly: where body and glossary differ (“五道屏障”, “五重屏障”) the entry says ``no_use``.
"""

from __future__ import annotations

import re

import msgspec
import regex

from luoshi.facts.ids import Ids
from luoshi.facts.shapes import GlossaryEntry
from luoshi.report.report import Report

_NUMBER = r"(?:[\[［【〔(（﹝]\s*\d{1,3}\s*[\]］】〕)）﹞]|\d{1,3}\s*[.．、](?!\d)|[①-⑳])"
_MARK = regex.compile(rf"(?:^|(?<=[。；;！”）)\n]))[ \t　]*[*※]?(?P<no>{_NUMBER})[ \t　]*", regex.M)
_KEY = regex.compile(
    r"[\[［【](?P<boxed>[^\]］】\n]{1,60})[\]］】](?:[：:]|即|是指|指)?|(?P<key>(?:“[^”\n]{1,60}”|[\[［【][^\]］】\n]{1,40}[\]］】]|《[^》\n]{1,60}》|[(（][^()（）\n]{1,40}[)）]|[^：:，,。；;\n“])+?)"
    r"(?:(?P<colon>[：:])|(?:[，,])?(?P<is>是指|就是|主要是|指的是|指|即|是)(?=[^定导标]))"
)
_LINE = regex.compile(r"[^\n]+")
_PLAIN_KEY = regex.compile(r"[ \t　]*(?P<key>[^：:。\n]{2,40})[：:](?=.{6,})")
_WRAP = '“”"‘’[]［］【】 　'
_PARTS = re.compile(r"(?<=[”\]］】])[、和及]?(?=[“\[［【])")
_MOST_USES = 60
_SHORTEST = 2


class _Entry(msgspec.Struct):
    key: str
    start: int
    end: int
    defined: int


def read_glossary(report: Report) -> tuple[GlossaryEntry, ...]:
    """The entries of all glossary sections of ``report``, in order."""
    zones = [s for s in report.sections if s.role == "glossary"]
    if not zones:
        return ()
    text = report.text
    ids = Ids(report.source)
    out: list[GlossaryEntry] = []
    body = _body(text, [(s.start, s.end) for s in zones])
    for zone in zones:
        for e in _entries(text, zone.start, zone.end):
            uses = _uses(text, e.key, body)
            out.append(
                GlossaryEntry(
                    id=ids.of(e.start, e.end, "glossary"),
                    key=e.key,
                    definition=text[e.defined : e.end].strip(),
                    start=e.start,
                    end=e.end,
                    uses=uses,
                    flags=() if uses else ("no_use",),
                )
            )
    return tuple(out)


def _entries(text: str, start: int, end: int) -> list[_Entry]:
    """Numbered entries if there are two or more, else one a line."""
    marks = [m for m in _MARK.finditer(text, start, end) if _KEY.match(text, m.end(), end)]
    if len(marks) >= 2:
        starts = [(m.start("no"), m.end()) for m in marks]
    else:
        starts = [
            (m.start(), m.start())
            for m in _LINE.finditer(text, start, end)
            if _PLAIN_KEY.match(text, m.start(), m.end())
        ]
    out: list[_Entry] = []
    for i, (at, named) in enumerate(starts):
        limit = starts[i + 1][0] if i + 1 < len(starts) else end
        m = _KEY.match(text, named, limit)
        if m is None:
            continue
        stop = at + len(text[at:limit].rstrip())
        key = (m["boxed"] or m["key"]).strip()
        if key and stop > m.end():
            out.append(_Entry(key, at, stop, m.end()))
    return out


def _body(text: str, zones: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of the text without the glossaries."""
    out, at = [], 0
    for start, end in sorted(zones):
        if start > at:
            out.append((at, start))
        at = max(at, end)
    if at < len(text):
        out.append((at, len(text)))
    return out


def _uses(text: str, key: str, body: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Where the body has the key, or one of the quoted words that it is made of, exactly."""
    words = {w for part in _PARTS.split(key) if len(w := part.strip(_WRAP)) >= _SHORTEST}
    found: list[tuple[int, int]] = []
    for word in sorted(words):
        for start, end in body:
            at = text.find(word, start, end)
            while at >= 0 and len(found) < _MOST_USES:
                found.append((at, at + len(word)))
                at = text.find(word, at + len(word), end)
    return tuple(sorted(set(found)))
