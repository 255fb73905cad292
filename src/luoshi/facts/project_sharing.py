"""Words that items of a list share (共用末词): “西上、坤岭煤矿” are two mines, “地铁6号、8号线” two lines, “某路、某街等道路改造工程” two works.

An item without a last word of its own takes that of the words that close the list, or of a later item; a number takes
号线, a phase takes the name before it, and what is done to a class of things is done to each of them.
"""

from __future__ import annotations

import re

import regex

from luoshi.facts.project_items import Part
from luoshi.facts.project_names import head_of, only_classes, tail_of, ways_like

_STREETS = frozenset(("路", "街", "大道", "大街", "道路", "街道", "巷", "桥", "大桥", "快速路", "公路"))
_ROUTE = re.compile("[一-龥]{2}[至到—－-][一-龥]{2}")
_NUMBER = r"(?P<of>地铁|轨道交通|城市轨道|轨道|轻轨|云轨)?(?P<no>\d{1,2}|[一二三四五六七八九十]{1,2})"
_LINE = re.compile(rf"{_NUMBER}号线(?P<part>[一二三四]期|[东西南北]?延伸?线?|[东西南北]段)?")
_ROAD = re.compile(r"(?P<of>国道|省道|县道)?(?P<no>[A-Z]?\d{3})")
_MADE = re.compile(r"\d[\d.]*[万亿]?(?:吨|台|套|辆|件|只|米|立方|千瓦|片)")
_LINE_CUT = re.compile(rf"{_NUMBER}号?")
_PHASE = re.compile("[一二三四五六]期(?:工程|项目)?")
_THINGS = frozenset(("site", "single", "area", "unique"))
_JOINS = frozenset("和及与")
_OPENS_TAIL = regex.compile(r"\A(?:一批|重[点大要]|大型|省级|市级|新建|续建)+")
_CLOSES_TAIL = regex.compile(r"(?:等)?(?:建设)?(?:项目|工程)+\Z")
_SHORTEST = 5
_SHORT = 8  # a longer name without a last word of its own lacks none
_LONGEST_TAIL = 14
_LINE_NAME = 3  # 沪杭, 杭金衢; 西电东送 is no line
_NEVER_SHARED = frozenset("城谷岛园")


def share(parts: list[Part], label: str, counted: bool, closed: bool) -> None:
    """Gives items what they share with the words that close the list (``label``), or with the items behind them."""
    _number(parts)
    tail = _tail_of_label(label.strip(), counted) if label else ""
    if not ways_like(tail):
        _share_routes(parts, label)
    if label:
        for p in parts:
            _give(p, tail)
        _share_work(parts, label.strip())
        if not tail:
            _share_ways(parts)
    else:
        _share_behind(parts, closed)


def _give(p: Part, tail: str) -> None:
    if tail and p.sort == "none" and not p.name.endswith("建设") and not _MADE.search(p.name):
        if tail[-1] == p.name[-1] and head_of(tail)[1] == "area":
            return  # “某某文化区等重点片区” has its last word
        tail = tail[1:] if tail[0] == p.name[-1] else tail  # “东区、南区供水厂”
        p.shared, p.name = p.name, p.name + tail
        p.sort = head_of(p.name)[1]


def _number(parts: list[Part]) -> None:
    """“地铁6号、8号、9号线”, “3、5号线”: numbers take 号线 from behind and 地铁 from before; “某厂一期、二期” the name."""
    if len(parts) < 2:
        return
    part: str | None = None
    for p in reversed(parts):
        if m := _LINE.fullmatch(p.name):
            part = m["part"] or ""
        elif part is not None and (m := _LINE_CUT.fullmatch(p.name)):
            p.shared, p.name, p.sort = p.name, f"{m['of'] or ''}{m['no']}号线{part}", "site"
        else:
            part = None
    kind, stem = "", ""
    for p in parts:
        if m := _ROAD.match(p.name):  # “国道515、308”
            if kind and not m["of"] and (m.end() == len(p.name) or p.sort != "none"):
                p.name = kind + p.name
            kind = m["of"] or kind
        elif m := _LINE.fullmatch(p.name):
            kind = m["of"] or kind
            if kind and not m["of"]:
                p.name = kind + p.name
        elif stem and _PHASE.fullmatch(p.name):
            p.name = stem + p.name
            p.sort = "site"
        else:
            kind = ""
        phase = _PHASE.search(p.name)
        stem = p.name[: phase.start()] if phase and phase.end() == len(p.name) else ""


def _share_routes(parts: list[Part], label: str) -> None:
    """“中卫至太原、西安至平凉铁路”: a route without a last word is of the kind of the next way that has it.

    What is done to another way behind it (某线改扩建) is not done to it; where no kind is named, the route is all there is.
    """
    if len(parts) < 2:
        return
    tail, known = "", head_of(label)[1] if label else "none"
    for p in reversed(parts):
        if p.sort in ("site", "label"):
            behind = tail_of(p.name) or head_of(p.name)[0]
            tail = behind if ways_like(behind) else tail
        elif p.sort == "none" and _ROUTE.search(p.name):
            if tail:
                _give(p, tail)
            elif known in ("none", "label") and any(q.sort in ("site", "work") for q in parts):
                p.sort = "site"


def _share_ways(parts: list[Part]) -> None:
    """“禾杭、泓甬高铁、泽山产业园等项目”: only a way gives its kind where the list closes with 项目."""
    tail = ""
    for p in reversed(parts):
        if p.sort == "none" and len(p.name) <= _LINE_NAME:
            _give(p, tail)
        elif p.sort == "site":
            behind = tail_of(p.name)
            tail = behind if ways_like(behind) else ""
        else:
            tail = ""


def _tail_of_label(label: str, counted: bool) -> str:
    """What the words that close a list add to its items: 高速公路 of “等高速公路项目”, nothing of “等25个续建项目”."""
    if any(c.isdigit() for c in label):
        return ""
    core = _CLOSES_TAIL.sub("", label)
    if only_classes(core) or "投资" in core:
        return ""
    tail = ""
    if head_of(core)[1] != "none":
        tail = core
    elif head_of(label)[1] == "label":
        tail = "" if counted else label
    elif head_of(label)[1] != "none":
        tail = label
    return _OPENS_TAIL.sub("", tail) if len(tail) <= _LONGEST_TAIL else ""


def _share_work(parts: list[Part], label: str) -> None:
    """“A路、B路等道路综合改造工程”: the work that stands behind a class word is done to each thing of the class."""
    core = _CLOSES_TAIL.sub("", label)
    work, sort = head_of(core)
    if sort != "work":
        return
    kind = head_of(core[: -len(work)])[0]
    if not kind:
        return
    for p in parts:
        own, sort = head_of(p.name)
        if sort in _THINGS and _same_kind(own, kind):
            p.shared, p.name = p.name, p.name + work + label[len(core) :].removeprefix("建设")
            p.sort = head_of(p.name)[1]


def _same_kind(own: str, kind: str) -> bool:
    return own[-1:] == kind[-1] or (own in _STREETS and kind in _STREETS)


def _share_behind(parts: list[Part], closed: bool) -> None:
    """Gives items the last words of those behind them."""
    tail, longest = "", 0
    for i in range(len(parts) - 1, -1, -1):
        p = parts[i]
        if p.sort == "none":
            if tail and not ways_like(tail) and _ROUTE.search(p.name):
                p.sort = "site"  # “C至D、E站扩建项目”: what is done behind a route is not done to it
            elif len(p.name) <= longest:
                _give(p, tail)
            continue
        head = head_of(p.name)[0]
        if p.sort == "work":
            site = head_of(p.name[: -len(head)])[0]
            for q in () if closed or not site else parts[:i]:
                if q.sort in _THINGS and q.name[-1] not in "期)）" and _same_kind(head_of(q.name)[0], site):
                    q.name += head
            behind = tail_of(p.name)
            behind = "" if behind[:1] in _JOINS else behind
            tail = behind if len(head) < len(behind) <= _SHORT and site else head
            longest = _SHORT
        elif p.sort == "label":
            tail, longest = tail_of(p.name), _SHORTEST
        else:
            tail, longest = tail_of(p.name) or head, _SHORT
            tail = "" if tail in _NEVER_SHARED else tail
