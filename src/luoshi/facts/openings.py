"""How a clause opens (句首): its adverbs, its verb, and what kind of clause that makes it."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from luoshi.facts.deadlines import date_end
from luoshi.lexicon import tables

Kind = Literal["deed", "frame", "result", ""]

_EVERY = re.compile(r"每(?:年|月|季度|周|个[县区市乡镇]{1,2})|有[^,，的]{1,2}(?=地)")
# “有效地防止”, but not “重点地区”.
_MANNER = re.compile(r"地(?![区方铁块产质市下标税处域理面级热])")
_SECOND = re.compile(r"落实|推进|实施|开展|做好|抓好|建设(?![的、，])")
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


class _Words(NamedTuple):
    """Verbs and adverbs by the first two characters, longest first, and those of one character."""

    two: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    one: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


_NONE: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def _standing(words: tuple[str, ...], text: str, start: int, end: int) -> str | None:
    """The first of ``words`` that stands at ``start`` and does not reach past ``end``."""
    for word in words:
        if text.startswith(word, start, end):
            return word
    return None


def opening_of(text: str, start: int, end: int) -> Opening:
    """The opening of the clause ``text[start:end]``.

    A verb that can be an adverb, too (推动…建成), is the verb only if no other follows.
    """
    two, one = _words()
    kinds = _kinds()
    at = start
    last = Opening(start, "", "")
    while at < end:
        if text[at] in _DATED and (gap := date_end(text, at, end)) > at:
            at = gap
            continue
        verbs, adverbs = two.get(text[at : at + 2]) or one.get(text[at], _NONE)
        verb = _standing(verbs, text, at, end) if verbs else None
        if verb and at + len(verb) < end and text[at + len(verb)] in _NOUN_ENDS:
            verb = None
        adverb = (_standing(adverbs, text, at, end) if adverbs else None) or _every(text, at, end)
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
    verb = _verb(text, start, end)
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
        other = _verb(text, stop + 1, end)
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


def _verb(text: str, start: int, end: int) -> str | None:
    """The longest verb that stands at ``start``."""
    two, one = _words()
    verbs, _ = two.get(text[start : start + 2]) or one.get(text[start : start + 1], _NONE)
    return _standing(verbs, text, start, end)


@cache
def _words() -> _Words:
    sorts = (tuple(_kinds()), tables.lines("task_adverbs.txt"))
    one: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    two: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    singles = [{w for w in words if len(w) == 1} for words in sorts]
    for c in singles[0] | singles[1]:
        one[c] = ((c,) if c in singles[0] else (), (c,) if c in singles[1] else ())
    for pair in {w[:2] for words in sorts for w in words if len(w) > 1}:
        found = [
            tuple(sorted((w for w in words if w.startswith(pair)), key=lambda w: (-len(w), w)))
            for words in sorts
        ]
        verbs, adverbs = one.get(pair[0], _NONE)
        two[pair] = (found[0] + verbs, found[1] + adverbs)
    return _Words(two, one)
