"""Commitments (承诺): the clauses of a sentence that could each be given to someone and checked.

A sentence of the tasks part is cut at commas, semicolons and colons, and at the list mark where the next item opens
with a verb of its own. A clause counts if it opens with a verb of doing, behind adverbs and phrases of manner, or states
a value or a date for its subject. What only says how (“围绕…”) or what for (“让…”) is none.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from luoshi.facts.deadlines import date_end, deadline_in
from luoshi.lexicon import tables

_BREAK = regex.compile(r"[,，;；:：]")
_NESTED = regex.compile(r"“[^”\n]{0,60}”|《[^》\n]{0,60}》|[(（][^()（）\n]{0,120}[)）]|\d[,:∶]\d")
_NUMBERING = regex.compile(
    r"[\s　—]*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、]|[一二三四五六七八九十]{1,2}[是要][,，:：]?|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十][,，、]|[①-⑳])?[\s　]*"
)
_PREDICATE = regex.compile(
    r"(?:全部|基本|实现|达到?|完成|建成|开工|竣工|投产|投用|投运|投入使用|通车|开通|启用|落地|突破|超过?|增长|提高到?|提升到?|下降|降低|降至|降到|"
    r"增加到?|增至|稳定在|控制在|保持在?|不低于|不少于|不超过|覆盖|启动|挂牌|列入|纳入|获批|进入|进行|给予|予以|开展|实施|发放|上市|运营|改造|建设|取得)"
)
_GOAL = regex.compile(r"\d|要|将|力争|确保|争取|全覆盖|全部")
_DIGIT = regex.compile(r"\d")
_COPULA = regex.compile(r"[^,，]{2,16}(?<![但可要总凡就都只还于或若])是(?!否)")
_MODAL = regex.compile(
    r"[^,，;；:：]{0,24}?(?:必须|应当|务必|都要|也要|还要|[要应将须])(?=[^求素点闻害塞员领])"
)
# “对…进行”, “把…纳入”: the verb stands behind what it is done to.
_LED = regex.compile(
    r"(?P<to>[对为向给就从由与同]|在(?![^,，]*(?:基础上|同时|下|中|过程中|前提下)\Z))|(?P<take>[把将])"
)
_LED_VERB = regex.compile(
    r"进行|实施|开展|给予|予以|提供|形成|建立|打造|建设|实现|设立|新建|推广|推进|加强|完成|做好|落实|发放|安排|配备|培育|推出|营造|联动发展|加快|做大|合作"
)
_TAKEN_VERB = regex.compile(
    r"作为|纳入|列入|放在|摆在|摆上|转化为|建成|建设成|打造成?|培育成|贯穿|融入|应用[到于]|用于|落实到|落到|提高到|控制在|延伸[到至]|做大|做强|做实|做好|完善"
)
_SPLIT_VERBS = frozenset(
    ("推进", "加强", "完善", "实施", "新建", "建成", "开工", "启动", "加快", "推动", "提升", "提高", "深化", "强化",
     "优化", "健全", "打造", "开展", "举办", "扩大", "制定", "出台", "落实", "壮大", "做大", "做强", "补齐", "建立", "支持", "促进", "引进", "加大", "拓展", "改善", "续建", "改建", "扩建", "整治", "解决", "构建", "发展", "增加", "严控", "严守", "抓好")
)  # fmt: skip
_SECOND = regex.compile(r"落实|推进|实施|开展|做好|抓好|建设(?![的、，])")
_BEFORE_BUILDING = frozenset(("谋划", "规划", "启动", "开工", "组织", "策划", "统筹", "支持"))
_WITH = regex.compile(r"好(?![人事处])|和|与|并")
_LEAST_OBJECT = 3  # characters behind the verb of an item of a list, that makes it a clause of its own
_SHORTEST = 4


class Clause(NamedTuple):
    """A commitment before its id is known: ``verb`` as printed, ``object`` what follows it (or the clause's subject)."""

    start: int
    end: int
    verb: str
    object: str
    deadline: str | None


def clauses_of(text: str, start: int, end: int) -> list[Clause]:
    """The commitments of the sentence ``text[start:end]`` in order."""
    out: list[Clause] = []
    shared: str | None = None
    for a, b in _pieces(text, start, end):
        when = deadline_in(text, a, b)
        found = _read(text, a, b)
        if not found:
            # “年底前，完成…，建成…”: a date that stands alone holds for what follows.
            shared = when or shared
            continue
        for clause in found:
            out.append(clause._replace(deadline=clause.deadline or shared))
    return out


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses between marks; marks in quotes, brackets and numbers do not count."""
    shut = [(m.start(), m.end()) for m in _NESTED.finditer(text, start, end)]
    out, at, n = [], start, 0
    for m in _BREAK.finditer(text, start, end):
        while n < len(shut) and shut[n][1] <= m.start():
            n += 1
        if n < len(shut) and shut[n][0] <= m.start():
            continue
        out.append((at, m.start()))
        at = m.end()
    out.append((at, end))
    return [_trimmed(text, a, b) for a, b in out if text[a:b].strip()]


def _read(text: str, start: int, end: int) -> list[Clause]:
    """The commitments of one clause: none, one, or one for each verb of a list."""
    numbering = _NUMBERING.match(text, start, end)
    begin = numbering.end() if numbering else start
    if end - begin < _SHORTEST or _COPULA.match(text, begin, end):
        return []
    at, verb, kind = _opening(text, begin, end)
    if not kind and (modal := _MODAL.match(text, at, end)):
        at, verb, kind = _opening(text, modal.end(), end)
    if kind == "deed":
        return _listed(text, begin, at, verb, end)
    led = _LED.match(text, at, end)
    if led:
        pattern = _TAKEN_VERB if led["take"] else _LED_VERB
        found = pattern.search(text, at + 2, end)
        return [_clause(text, begin, end, found.start(), found.end())] if found else []
    told = _PREDICATE.search(text, at + 1, end)
    states = (
        (kind == "" and _GOAL.search(text, begin, end)) or (kind == "result" and _DIGIT.search(text, begin, end))
    )
    if told and states:
        return [Clause(begin, end, told[0], text[at : told.start()].strip(), deadline_in(text, begin, end))]
    return []


def _opening(text: str, start: int, end: int) -> tuple[int, str, str]:
    """Where the verb of a clause stands behind its adverbs, the verb, and its kind; an empty kind where there is none.

    A verb that can be an adverb, too (推动…建成), is the verb if no other follows.
    """
    adverb, verb = _adverbs(), _verbs()
    at = start
    last: tuple[int, str, str] = (start, "", "")
    while at < end:
        gap = date_end(text, at, end)
        if gap > at:
            at = gap
            continue
        m = verb.match(text, at, end)
        found = (at, _compound(text, m, end), _kinds()[m[0]]) if m else None
        a = adverb.match(text, at, end)
        if found and (a is None or len(a[0]) <= len(found[1])):
            if a is None or not verb.match(text, a.end(), end):
                return found
            last = found
        if a is None:
            return found or (last if last[1] else (at, "", ""))
        at = a.end()
    return last


def _compound(text: str, verb: regex.Match[str], end: int) -> str:
    """The verb with what belongs to it: “落实好”, “培育和发展”, “贯彻落实”, “启动建设”."""
    second = _WITH.match(text, verb.end(), end)
    at = second.end() if second else verb.end()
    if second and second[0] in ("和", "与", "并"):
        other = _verbs().match(text, at, end)
        at = other.end() if other and _kinds()[other[0]] == "deed" and other.end() + 2 <= end else verb.end()
    elif second is None and len(verb[0]) > 1:
        other = _SECOND.match(text, at, end)
        if other and other.end() + 2 <= end and (other[0] != "建设" or verb[0] in _BEFORE_BUILDING):
            at = other.end()
    return text[verb.start() : at]


def _listed(text: str, begin: int, at: int, verb: str, end: int) -> list[Clause]:
    """“推进…、完善…”: the items that open with a verb of their own are commitments of their own."""
    cuts = [begin]
    shut = [(m.start(), m.end()) for m in _NESTED.finditer(text, begin, end)]
    for m in regex.finditer("、", text, pos=at + len(verb), endpos=end):
        if any(a <= m.start() < b for a, b in shut):
            continue
        nxt = _verbs().match(text, m.end(), end)
        if (
            nxt
            and nxt[0] in _SPLIT_VERBS
            and verb[:2] in _SPLIT_VERBS
            and m.start() - cuts[-1] >= len(verb) + _LEAST_OBJECT
        ):
            stop = text.find("、", nxt.end(), end)
            if (stop if stop >= 0 else end) - nxt.end() >= _LEAST_OBJECT:
                cuts.append(m.end())
    out = []
    for i, cut in enumerate(cuts):
        stop = cuts[i + 1] - 1 if i + 1 < len(cuts) else end
        first = at if i == 0 else cut
        word = verb if i == 0 else _verbs().match(text, cut, end)[0]  # type: ignore[index]
        out.append(_clause(text, cut, stop, first, first + len(word)))
    return out


def _clause(text: str, start: int, end: int, verb_start: int, verb_end: int) -> Clause:
    return Clause(
        start,
        end,
        text[verb_start:verb_end],
        text[verb_end:end].strip(" 　，,。"),
        deadline_in(text, start, end),
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(" 　\n—"))
    return start + left, start + max(left, len(piece.rstrip(" 　\n。！!？?")))


@cache
def _kinds() -> dict[str, str]:
    return {row["verb"]: row["kind"] for row in tables.rows("task_verbs.tsv")}


@cache
def _verbs() -> regex.Pattern[str]:
    return regex.compile("|".join(sorted(_kinds(), key=len, reverse=True)))


@cache
def _adverbs() -> regex.Pattern[str]:
    words = "|".join(sorted(tables.lines("task_adverbs.txt"), key=len, reverse=True))
    return regex.compile(
        rf"(?:{words}|有[^,，的]{{1,2}}(?=地)|每(?:年|月|季度|周|个[县区市乡镇]{{1,2}}))(?:地(?![区方铁块产质市下标税处域理面级热]))?"
    )
