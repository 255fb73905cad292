"""Traditional to simplified, character by character, only where the text is traditional (繁体转简体).

The one-to-one table is the project's own file (made from OpenCC's), so that the result is the same wherever Luoshi
runs, whether or not OpenCC is installed, and lengths never change. A few characters need the word around them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

import msgspec
import regex

from luoshi.lexicon.tables import rows
from luoshi.text.traced import TracedText

_CHUNK = 800  # characters: a page without line breaks is judged piece by piece, at ends of sentences
_SURE = 2  # traditional characters that make a stretch traditional by themselves
_SENTENCE = regex.compile(r"[^。！？；!?;\n]+[。！？；!?;\n]*|[。！？；!?;\n]+")
_WARNING = "原文是繁体（或部分繁体），已逐字转成简体；原字可在修复记录里看到"


class _Word(msgspec.Struct, frozen=True):
    """A character whose simplified form the word decides; ``anywhere`` also in simplified text."""

    found: str
    right: str
    pattern: regex.Pattern[str]
    anywhere: bool


@cache
def _table() -> dict[int, str]:
    return {ord(c): row["simplified"] for row in rows("script_traditional.tsv") for c in row["traditional"]}


@cache
def _traditional() -> frozenset[str]:
    """Characters that no simplified text has, names apart: not in GB 2312."""
    return frozenset(c for k in _table() if not _encodes(c := chr(k), "gb2312"))


@cache
def _simplified() -> frozenset[str]:
    """Characters that no traditional text has: made by the simplification, unknown to Big5."""
    return frozenset(s for s in _table().values() if _encodes(s, "gb2312") and not _encodes(s, "big5"))


@cache
def _words() -> tuple[_Word, ...]:
    return tuple(
        _Word(
            r["found"],
            r["right"],
            regex.compile(f"{r['before']}{r['found']}{r['after']}"),
            r["where"] == "any",
        )
        for r in rows("script_words.tsv")
    )


@cache
def signs() -> frozenset[str]:
    """Characters without which no part of a text is traditional."""
    return _traditional()


@cache
def leftover_signs() -> frozenset[str]:
    """Characters that a simplified text may have left from an earlier conversion."""
    return frozenset(word.found for word in _words() if word.anywhere)


def _encodes(c: str, encoding: str) -> bool:
    try:
        c.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def simplified(text: str) -> str:
    """``text`` character by character in simplified script, whatever script it is in: for comparing, not for reading."""
    return text.translate(_table())


def simplify(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` in simplified characters, and a warning if whole stretches had to be converted.

    A stretch (a line, or a piece of a long one) is traditional if characters that only traditional texts have
    outnumber those that only simplified ones have; a stretch too short to tell goes with the whole text. In
    simplified stretches rare characters of names stay as they are, and only leftovers of an earlier conversion
    (著力, 鹽堿) are put right.
    """
    text = t.text
    stretches = [] if _traditional().isdisjoint(text) else _traditional_stretches(text)
    new = _respelt(text, stretches)
    if new == text:
        return t, ()
    return t.respell(new, list(_changes(text, new))), (_WARNING,) if stretches else ()


def put_right(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` with the leftovers of an earlier conversion put right; nothing to do where ``simplify`` has been."""
    new = _respelt(t.text, [])
    return (t, ()) if new == t.text else (t.respell(new, list(_changes(t.text, new))), ())


def _traditional_stretches(text: str) -> list[tuple[int, int]]:
    found = [(a, b, *_evidence(text[a:b])) for a, b in _stretches(text)]
    whole = sum(f[2] for f in found) > sum(f[3] for f in found)
    out: list[tuple[int, int]] = []
    for a, b, old, new in found:
        if (old >= _SURE and old > new) or (whole and old >= new):
            if out and out[-1][1] == a:
                out[-1] = (out[-1][0], b)
            else:
                out.append((a, b))
    return out


def _evidence(piece: str) -> tuple[int, int]:
    """How many characters of ``piece`` are traditional only, and how many simplified only."""
    traditional, simplified = _traditional(), _simplified()
    return (sum(1 for c in piece if c in traditional), sum(1 for c in piece if c in simplified))


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Lines; long ones in pieces that end where a sentence does, if one ends there at all."""
    at = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        if end - at > _CHUNK:
            stop = max(text.rfind(c, at, at + _CHUNK) for c in "。；！？;!?") + 1
            end = stop if stop > at else at + _CHUNK
        yield at, end
        at = end


def _respelt(text: str, stretches: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for a, b in stretches:
        pieces += (text[at:a], text[a:b].translate(_table()))
        at = b
    new = "".join((*pieces, text[at:]))
    changes: dict[int, str] = {}
    starts = [a for a, _ in stretches]
    for word in _words():
        if word.found in new and (word.anywhere or stretches):
            at = new.find(word.found)
            while at >= 0:  # the pattern looks around the character: asked only where it stands
                if word.pattern.match(new, at):
                    i = bisect_right(starts, at) - 1
                    if word.anywhere or (i >= 0 and at < stretches[i][1]):
                        changes[at] = word.right
                at = new.find(word.found, at + 1)
    if not changes:
        return new
    return "".join([changes.get(k, c) for k, c in enumerate(new)])


def _changes(old: str, new: str) -> Iterator[tuple[int, int]]:
    """One span a sentence, from its first changed character to its last."""
    for m in _SENTENCE.finditer(old):
        a, b = m.span()
        if old[a:b] == new[a:b]:
            continue
        while old[a] == new[a]:
            a += 1
        while old[b - 1] == new[b - 1]:
            b -= 1
        yield a, b
