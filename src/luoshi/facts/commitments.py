"""Commitments (承诺): the clauses of a sentence that could each be given to someone and checked.

A sentence of the tasks part is cut at commas, semicolons and colons, and at the list mark where the next item opens
with a verb of its own. A clause counts if it opens with a verb of doing, behind adverbs and phrases of manner, or states
a value or a date for its subject. What only says how (“围绕…”) or what for (“让…”) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.facts.deadlines import Date, best_of, dates_in
from luoshi.facts.openings import opening_of, verb_at

# Marks in quotes, brackets and numbers do not cut. The first character stands apart, so that the search skips the others.
_MARKS = re.compile(
    r"[“《(（\d,，;；:：、](?:(?<=“)[^”\n]{0,60}”|(?<=《)[^》\n]{0,60}》|(?<=[(（])[^()（）\n]{0,120}[)）]"
    r"|(?<=\d)(?:[,，]\d{3}(?!\d)|[,:∶]\d)|(?P<cut>(?<=[,，;；:：]))|(?P<item>(?<=、)))"
)
_NUMBERING = re.compile(
    r"[\s　—]*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、]|[一二三四五六七八九十]{1,2}[是要][,，:：]?|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十][,，、]|[①-⑳])?[\s　]*"
)
_NUMERALS = frozenset("一二三四五六七八九十第")
# What is said of a subject: a value it is to reach, or else what is to be done with it.
_VALUE = re.compile(
    r"达到?|突破|超过?|增长|(?:提高|提升|增加|下降|降低|上升|扩大)到|[增降升]至|降到|稳定[在到]|控制在|保持在?|维持在|不低于|不少于|不超过|高于|低于|下降|降低|全覆盖|(?:提高|增加|减少|缩减|压减|延长)(?=[约近超]?\d)"
)
_PREDICATE = re.compile(
    r"全部|实现|实行|完成|建成|动工|解决|新建|新增|开工|竣工|投产|投用|投运|投入|使用|配齐|配备|建立|设立|培育|引进|压减|关停|增加|减少|通车|开通|启用|落地|覆盖(?!率|面)|启动|挂牌|列入|纳入|获批|进入|进行|给予|予以|开展|实施|发放|安排|上市|运营|改造|取得"
)
_GOAL = re.compile(
    r"\d|要|将|力争|确保|争取|全覆盖|全部|所有|一律|每个|着重|全面|继续|均|年底|月底|年内|[上下]半年"
)
_DIGIT = re.compile(r"\d")
_COPULA = re.compile(r"[^,，]{2,16}(?<![但可要总凡就都只还于或若别其])是(?!否)")
_MODAL = re.compile(r"[^,，;；:：]{0,24}?(?:必须|应当|务必|都要|也要|还要|[要应将须])(?=[^求素点闻害塞员领])")
# “对…进行”, “把…纳入”: the verb stands behind what it is done to.
_LED = re.compile(
    r"(?P<to>[对为向给就从由与同用]|在(?![^,，]*(?:基础上|同时|下|中|过程中|前提下)\Z))|(?P<take>[把将])"
)
_DEED = r"实施|开展|推进|推动|加强|组织|承接|组建|打造|引进|培育|提升|落实|完善|建立|制定|出台|加快|深化|强化|启动|编制|举办|扩大|支持|引导|鼓励|设立|布局|谋划|争取|招引"
_LED_VERBS = (
    re.compile(r"进行|给予|予以|提供|实施|开展|作出|倾斜"),
    re.compile(
        rf"(?:形成|建设|实现|新建|推广|完成|做好|发放|安排|配备|推出|营造|树立|布设|投放|取消|联动发展|合作|实行|推行|办理|免征|宣传|推介|抓好|办好|建好|保护好|{_DEED})"
    ),
)
# “依托开发区发展…”, “以县域为单位组建…”: a deed behind the phrase of manner in the same clause.
_BEHIND = re.compile(rf"(?<![的和与、为])(?:{_DEED})(?=[^,，]{{3}})")
_PHRASE_END = re.compile(
    r"(?:要求|原则|目标|机遇|契机|优势|导向|任务|方向|思路|部署|路径|重点|抓手|载体|基础|同时|为[^,，]{1,8})\Z"
)
_INSIST = re.compile(r"坚持(?P<verb>实施|开展|推进|落实|执行|实行|推行|加强|完善|抓好|办好)(?=[^,，]{3})")
_BARE_VALUE = re.compile(r"(?!其中|总投资|年度|计划投资)[^,，]{2,30}?\d[\d.]*[^\d,，]{1,8}\Z")
_TAKEN_VERB = re.compile(
    r"作为|纳入|列入|放在|摆在|摆上|转化为|建成|建设成|打造成?|培育成|贯穿|融入|应用[到于]|用于|落实到|落到|提高到|控制在|延伸[到至]|转移到|转到|引向|做大|做强|做实|做好|完善"
)
_SPLIT_VERBS = frozenset(
    ("推进", "加强", "完善", "实施", "新建", "建成", "开工", "启动", "加快", "推动", "提升", "提高", "深化", "强化",
     "优化", "健全", "打造", "开展", "举办", "扩大", "制定", "出台", "落实", "壮大", "做大", "做强", "补齐", "建立", "支持", "促进", "引进", "加大", "拓展", "改善", "续建", "改建", "扩建", "整治", "解决", "构建", "发展", "增加", "严控", "严守", "抓好")
)  # fmt: skip
_LEAST_OBJECT = 3  # characters behind the verb of an item of a list, that makes it a clause of its own
_SHORTEST = 4


class Clause(NamedTuple):
    """A commitment before its id is known: ``verb`` as printed, ``object`` what follows it (or the clause's subject)."""

    start: int
    end: int
    verb: str
    object: str
    deadline: str | None


def clauses_of(text: str, start: int, end: int, dates: list[Date] | None = None) -> list[Clause]:
    """The commitments of the sentence ``text[start:end]`` in order; ``dates``: those in it, if they are known."""
    if dates is None:
        dates = dates_in(text, start, end)
    out: list[Clause] = []
    shared: str | None = None
    at = start
    items: list[int] = []
    for stop, after in _cuts(text, start, end, items):
        a, b = at, stop
        at = after
        while b > a and text[b - 1] in " 　\n。！!？?":
            b -= 1
        while a < b and text[a] in " 　\n—":
            a += 1
        found = _read(text, a, b, items)
        items.clear()
        if not dates:
            out += found
            continue
        if not found:
            # “年底前，完成…，建成…”: a date that stands alone holds for what follows.
            shared = best_of(dates, a, b) or shared
        out += [Clause(*c[:-1], best_of(dates, c.start, c.end) or shared) for c in found]
    return out


def _cuts(text: str, start: int, end: int, items: list[int]) -> Iterator[tuple[int, int]]:
    """Where each clause ends and the next begins; ``items`` gets the places of the list marks on the way."""
    for m in _MARKS.finditer(text, start, end):
        if m.lastgroup == "item":
            items.append(m.start())
        elif m.lastgroup == "cut":
            yield m.span()
    yield end, end


def _read(text: str, start: int, end: int, items: list[int]) -> list[Clause]:
    """The commitments of one clause: none, one, or one for each verb of a list; ``items``: its list marks."""
    begin = start
    if (
        start < end
        and (text[start] in _NUMERALS or not text[start].isalpha())
        and (numbering := _NUMBERING.match(text, start, end))
    ):
        begin = numbering.end()
    if end - begin < _SHORTEST or ("是" in text[begin:end] and _COPULA.match(text, begin, end)):
        return []
    at, verb, kind = opening_of(text, begin, end)
    if not kind and (modal := _MODAL.match(text, at, end)):
        at, verb, kind = opening_of(text, modal.end(), end)
    if kind == "deed":
        return _listed(text, begin, at, verb, end, items)
    # “着力将…打造成…”: 将 was taken for the adverb that it is elsewhere.
    led = _LED.match(text, at - 1 if at > begin and text[at - 1] == "将" else at, end)
    if led:
        for pattern in (_TAKEN_VERB,) if led["take"] else _LED_VERBS:
            if found := pattern.search(text, led.end() + 1, end):
                return [_clause(text, begin, end, found.start(), found[0])]
        return [Clause(begin, end, "", text[at:end], None)] if _BARE_VALUE.match(text, at, end) else []
    if kind == "frame":
        return _framed(text, begin, at, at + len(verb), end)
    return _stated(text, begin, at, end, kind == "result")


def _framed(text: str, begin: int, at: int, after: int, end: int) -> list[Clause]:
    """“依托开发区发展…”, “坚持开展…”: a phrase of manner with its deed in one clause; without one it is no commitment."""
    insist = _INSIST.match(text, at, end)
    if insist:
        return [_clause(text, begin, end, insist.start("verb"), insist["verb"])]
    if _PHRASE_END.search(text, after, end):
        return []
    deed = _BEHIND.search(text, after + 2, end)
    return [_clause(text, begin, end, deed.start(), deed[0])] if deed else []


def _stated(text: str, begin: int, at: int, end: int, result: bool) -> list[Clause]:
    """“粮食总产稳定在30万吨”: what a subject is to reach, or what is to be done with it; of a result only with a number."""
    if not (_DIGIT if result else _GOAL).search(text, begin, end):
        return []
    told = _VALUE.search(text, at + 1, end) or _PREDICATE.search(text, at + 1, end)
    if told is not None:
        return [Clause(begin, end, told[0], text[at : told.start()].strip(), None)]
    return [Clause(begin, end, "", text[at:end], None)] if _BARE_VALUE.match(text, at, end) else []


def _listed(text: str, begin: int, at: int, verb: str, end: int, items: list[int]) -> list[Clause]:
    """“推进…、完善…”: the items that open with a verb of their own are commitments of their own."""
    if (
        not items
        or verb[:2] not in _SPLIT_VERBS
        or not any(text[i + 1 : i + 3] in _SPLIT_VERBS for i in items)
    ):
        return [_clause(text, begin, end, at, verb)]
    parts = [(begin, at, verb)]
    for i, mark in enumerate(items):
        stop = items[i + 1] if i + 1 < len(items) else end
        other = verb_at(text, mark + 1, stop) if text[mark + 1 : mark + 3] in _SPLIT_VERBS else None
        if other is None or mark < at + len(verb):
            continue
        before = mark - parts[-1][1] - len(parts[-1][2])
        if before >= _LEAST_OBJECT and stop - mark - 1 - len(other) >= _LEAST_OBJECT:
            parts.append((mark + 1, mark + 1, other))
    stops = [*(start - 1 for start, _, _ in parts[1:]), end]
    return [_clause(text, a, b, v, word) for (a, v, word), b in zip(parts, stops, strict=True)]


def _clause(text: str, start: int, end: int, verb_at_: int, verb: str) -> Clause:
    return Clause(start, end, verb, text[verb_at_ + len(verb) : end].strip(" 　，,。、"), None)
