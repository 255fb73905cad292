"""Announcements of pledge lists (民生实事的引出): the words that name such a list, the counts they give, whose list it is."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from luoshi.facts.enumeration import number
from luoshi.lexicon import tables

SENTENCE = regex.compile(r"[^。！!？?\n]+[。！!？?]*")
_NUMBER = r"(?:[一二三四五六七八九十]{1,3}|两|\d{1,3})"
_THINGS = r"(?:余|多)?(?:个|大|类)?(?:方面|件|项|类|大|个)"
# “十件民生实事”, “10个方面32项民生实事”, “12件群众满意的重点民生实事”
_BEFORE = regex.compile(
    rf"(?<![\d.])(?P<n>{_NUMBER})\s?(?:{_THINGS}(?=[^,，。；;：:]{{0,24}}\Z)|(?:个|大)?(?:方面|类)(?=[^。；;：:]{{0,24}}\Z))"
)
# “民生实事28项”, “实事的基础上，再新增3件”
_AFTER = regex.compile(
    rf"[”’\s]{{0,2}}(?:项目|工程)?[（(]?共?(?P<n>{_NUMBER})\s?{_THINGS}|[^。；;：:]{{0,30}}?(?:再|新增|增加|新办|确定|推出)[^,，。；;：:]{{0,8}}?(?P<n>{_NUMBER})\s?{_THINGS}"
)
_COLON = regex.compile(r"[:：]")
_REACH = 50  # characters before the noun in which its count may stand


Span = tuple[int, int]


class Announcement(NamedTuple):
    """Words that announce a list: where their sentence begins, where they end, and the counts they give.

    ``named``: they call it what such lists are called, so that a list of short items needs no count.
    """

    start: int
    end: int
    counts: tuple[int, ...]
    named: bool


@cache
def pledge_words(kind: str) -> regex.Pattern[str]:
    """The patterns of one kind in ``pledge_words.tsv``."""
    found = [row["pattern"] for row in tables.rows("pledge_words.tsv") if row["kind"] == kind]
    return regex.compile("|".join(f"(?:{p})" for p in found))


def announcements(text: str, start: int, end: int) -> list[Announcement]:
    """The words of ``text[start:end]`` that may announce a list of pledges, one for each sentence, in order."""
    noun, named = pledge_words("noun"), pledge_words("named")
    found: dict[tuple[int, int], list[Span]] = {}
    at = start
    for m in noun.finditer(text, start, end):
        if m.start() >= at:
            a = max(start, *(text.rfind(mark, start, m.start()) + 1 for mark in "。！!？?\n"))
            stop = SENTENCE.match(text, a, end)
            at = stop.end() if stop else end
            colon = _COLON.search(text, m.end(), at)
            lead = colon.start() if colon else at
        if m.end() <= lead:
            found.setdefault((a, at), []).append((m.start(), m.end()))
    out = []
    for (a, b), nouns in found.items():
        counts = dict.fromkeys(n for x, y in nouns for n in _counts(text, a, x, y, b))
        last = nouns[-1][1]
        out.append(Announcement(a, last, tuple(counts), named.search(text, a, last + 8) is not None))
    return out


def _counts(text: str, start: int, noun: int, noun_end: int, end: int) -> tuple[int, ...]:
    """The counts around the noun, without those of lists that are others' (“省定12件”)."""
    others = [(t.start("n"), t.end("n")) for t in pledge_words("inherited").finditer(text, start, end)]
    found = []
    before = text[max(start, noun - _REACH) : noun]
    shift = noun - len(before)
    for m in _BEFORE.finditer(before):
        found.append((m.start("n") + shift, m["n"]))
    after = _AFTER.match(text, noun_end, end)
    if after:
        found.append((after.start("n"), after["n"]))
    counts = [number(n) for at, n in found if not any(a <= at < b for a, b in others)]
    return tuple(n for n in counts if n > 1)


def is_done(text: str, told: Announcement) -> bool:
    """Whether the sentence tells what was done with an earlier list."""
    sentence = SENTENCE.match(text, told.start)
    return sentence is not None and pledge_words("done").search(text, told.start, sentence.end()) is not None


def inherited_in(text: str, start: int, end: int) -> list[tuple[int, int, str, int]]:
    """Lists of a higher level taken over by number: (start, end, level as printed, count)."""
    out = []
    for m in pledge_words("inherited").finditer(text, start, end):
        count = number(m["n"])
        if count > 1:
            out.append((m.start(), m.end(), m["level"], count))
    return out
