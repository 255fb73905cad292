"""How a clause opens (句首): its adverbs, its verb, and what kind of clause that makes it."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

import regex

from luoshi.facts.deadlines import date_end
from luoshi.lexicon import tables

Kind = Literal["deed", "frame", "result", ""]

_EVERY = regex.compile(r"每(?:年|月|季度|周|个[县区市乡镇]{1,2})|有[^,，的]{1,2}(?=地)")
# “有效地防止”, but not “重点地区”.
_MANNER = regex.compile(r"地(?![区方铁块产质市下标税处域理面级热])")
_SECOND = regex.compile(r"落实|推进|实施|开展|做好|抓好|建设(?![的、，])")
_BEFORE_BUILDING = frozenset(("谋划", "规划", "启动", "开工", "组织", "策划", "统筹", "支持"))
_DATED = frozenset("到至于今明全年上下一二三四第本当近春国元五“十汛采供入主冬秋开雨两持0123456789")
_AND = frozenset("和与并")
# “服务业”, “覆盖率”: the word before is part of a noun.
_NOUN_ENDS = frozenset("业率者性的")
_AFTER_GOOD = frozenset("人事处的")


class Opening(NamedTuple):
    """``at``: where the verb begins, or where the adverbs end if there is none (``kind`` empty)."""

    at: int
    verb: str
    kind: Kind


class Words:
    """A set of words that can be looked for at a place in a text, the longest first."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(ns, reverse=True)) for first, ns in lengths.items()}

    def at(self, text: str, start: int, end: int) -> str | None:
        """The longest word that stands at ``start`` and does not reach past ``end``."""
        for n in self._lengths.get(text[start : start + 1], ()):
            if (word := text[start : start + n]) in self._words and start + n <= end:
                return word
        return None


def opening_of(text: str, start: int, end: int) -> Opening:
    """The opening of the clause ``text[start:end]``.

    A verb that can be an adverb, too (推动…建成), is the verb only if no other follows.
    """
    verbs, kinds, adverbs = _verbs(), _kinds(), _adverbs()
    at = start
    last = Opening(start, "", "")
    while at < end:
        if text[at] in _DATED and (gap := date_end(text, at, end)) > at:
            at = gap
            continue
        verb = verbs.at(text, at, end)
        if verb and at + len(verb) < end and text[at + len(verb)] in _NOUN_ENDS:
            verb = None
        adverb = adverbs.at(text, at, end) or _every(text, at, end)
        after = at + len(adverb) if adverb else at
        if adverb and text[after : after + 1] == "地" and (m := _MANNER.match(text, after, end)):
            after = m.end()
        if verb and (not adverb or len(adverb) <= len(verb)):
            if last.kind == "deed" and kinds[verb] != "deed":
                return last
            whole = _whole(text, at, verb, end)
            # “坚持和完善…”: the second verb makes it a deed.
            found = Opening(at, whole, "deed" if len(whole) > len(verb) else kinds[verb])
            if not adverb:
                return found
            last = found
        if not adverb:
            return last if last.kind else Opening(at, "", "")
        at = after
    return last


def verb_at(text: str, start: int, end: int) -> str | None:
    """The verb of doing that stands at ``start``, with what belongs to it; None where there is none."""
    verb = _verbs().at(text, start, end)
    return _whole(text, start, verb, end) if verb and _kinds()[verb] == "deed" else None


def _every(text: str, at: int, end: int) -> str | None:
    m = _EVERY.match(text, at, end) if text[at] in "每有" else None
    return m[0] if m else None


def _whole(text: str, at: int, verb: str, end: int) -> str:
    """The verb with what belongs to it: “落实好”, “培育和发展”, “贯彻落实”, “启动建设”."""
    stop = at + len(verb)
    follows = text[stop : stop + 1]
    if follows == "好" and text[stop + 1 : stop + 2] not in _AFTER_GOOD:
        return verb + "好"
    if follows in _AND and follows:
        other = _verbs().at(text, stop + 1, end)
        if other and _kinds()[other] == "deed" and stop + 1 + len(other) + 2 <= end:
            return text[at : stop + 1 + len(other)]
        return verb
    if len(verb) > 1:
        second = _SECOND.match(text, stop, end)
        whole = second and (second.end() + 2 <= end or second.end() == end)
        if second and whole and (second[0] != "建设" or verb in _BEFORE_BUILDING):
            return text[at : second.end()]
    return verb


@cache
def _kinds() -> dict[str, Kind]:
    return {row["verb"]: row["kind"] for row in tables.rows("task_verbs.tsv")}  # type: ignore[misc]


@cache
def _verbs() -> Words:
    return Words(tuple(_kinds()))


@cache
def _adverbs() -> Words:
    return Words(tables.lines("task_adverbs.txt"))
