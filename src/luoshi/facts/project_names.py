"""Names of projects (项目名称): what a list of them holds, and whether a name means one undertaking or a class of things.

A name is *proper* if something stays over when the common words of project clauses are taken away (泓源 in 泓源水库),
or if it is quoted or coded (G207, 5GW). What is common throughout (老旧小区改造) is a class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from luoshi.lexicon import tables

Sort = Literal["label", "site", "single", "unique", "area", "work", "none"]

QUOTED = re.compile(r"[“\"‘《][^”\"’》\n]{1,40}[”\"’》]|[(（][^()（）\n]{1,60}[)）]")
_QUOTE = re.compile(r"[“\"‘](?P<in>[^”\"’]{1,30})[”\"’]")
_MARKS = frozenset('“"‘')
_OPENS = re.compile(r"[“\"‘《(（]")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千万双两]")
_CODE = re.compile(
    r"[A-Z]{1,3}\d{2,4}|\d{3}(?:国道|省道)|(?:国道|省道|县道)[A-Z]?\d{3}|[\d一二三四五六七八九十]号线|\d+(?:\.\d+)?(?:[GMKk][WV]|万?千瓦|兆瓦|吉瓦|千伏|万?吨|亿|万立方|英寸|代线|万[台辆套吨只头米])|[A-Za-z]{3,}"
)
# What may stand behind the last word of a name: 二期, 南段, 某某至某某段, 一期工程.
_SUFFIX = re.compile(
    r"(?:(?:[一二三四五六七八九十]|\d|[IVⅠⅡⅢⅣ]+)期(?:、?[二三四五]期)?|[东西南北中]段|.{1,6}段|.{1,4}标段|新址|新馆|新院|新区|新院区|主体)(?:工程|项目|扩建)?\Z"
)
_AND = re.compile("以及|[和及与]")
_ROUTE = re.compile(r"[(（][^()（）]{2,12}[至到—－-]+[^()（）]{2,12}[)）]")
_PHASES = re.compile(r"[一二三四五12345](?:、[一二三四五六123456])+期")
_SUFFIX_ENDS = frozenset("期段址馆院区体程目建")
_NEUTRAL = frozenset(
    "新老旧大小高低全市县区省乡镇村个的及与和等各多两一二三四五六七八九十双、上下内外级类型化性式段"
)
# 解放路, 经三路, 和平街西延: a street has a name of its own, whatever it means.
_STREET = re.compile(
    r"(?:\A|[、和与及])(?P<of>[一-龥]{2,4}?)(?:[东西南北中])?(?:大道|大街|(?<![公铁道线水电管网思出回通高])路|(?<!大)街)"
    r"(?![网径线灯面域口基标况由程长边沿政坊景])"
)
_WAY = re.compile("(?:路|高速|高铁|客专|专线|城际|线|管道|航道|通道|大道|大街)\\Z")
_NUMBERED = re.compile(r"\d{1,2}号?|[A-Z]?\d{3}")
_CAPACITY_FIRST = re.compile(r"[\d百千万亿]+(?:吨|千瓦|立方米)级?")
# “等省、市重点项目”: levels, not items.
_LEVELS = re.compile("(?<=[国部省市区县])、(?=[部省市区县]级?(?:重点|重大|属|级))")
_BUILT = frozenset(("site", "single", "unique", "area"))
_BUILT_OR_SO = _BUILT | {"label"}
# “等14项有利于调整结构、增强后劲的重点项目”
_LONG_CLOSING = re.compile(r"等(?:\d+[个项]|一批)[^等\d]{4,40}的[^的、等]{0,8}(?:项目|工程)\Z")
_ORDINAL = re.compile(
    r"第[一二三四五六七八九十](?!批|轮|次|届|产业|期)|\A[省市县区州](?![域级区])立?(?:[^、]{1,8})(?:医院|中心|院区|学校|中学|小学|学院|大学|高中|馆|剧院|院)"
)
_INNER = (
    "和平",
    "和谐",
    "和美",
    "和田",
    "和县",
    "和顺",
    "和龙",
    "和政",
    "和静",
    "及以",
    "与会",
    "和布",
    "和林",
)
_INNER_BEFORE = (
    "共和",
    "普及",
    "涉及",
    "参与",
    "以及",
    "饱和",
    "缓和",
    "呼和",
    "永和",
    "义和",
    "泰和",
    "平和",
    "人和",
    "太和",
    "云和",
    "祥和",
    "中和",
    "雍和",
    "兴和",
    "颐和",
    "敦和",
    "安和",
    "仁和",
    "清和",
    "三和",
    "裕和",
    "协和",
)


_REMEMBERED = 1024  # names asked about again and again while one list is read


class Piece(NamedTuple):
    """One item of a list as it stands: its text, where it begins, and its text with quotes and brackets blotted out."""

    text: str
    at: int
    masked: str

    def after(self, n: int) -> Piece:
        """Without its first ``n`` characters."""
        return Piece(self.text[n:], self.at + n, self.masked[n:])

    def upto(self, n: int) -> Piece:
        """Its first ``n`` characters."""
        return Piece(self.text[:n], self.at, self.masked[:n])


@cache
def _heads() -> dict[str, Sort]:
    return {r["head"]: r["sort"] for r in tables.rows("project_heads.tsv")}  # type: ignore[misc]


@cache
def _heads_by_end() -> dict[str, tuple[tuple[str, Sort], ...]]:
    """The heads by their last character, longest first."""
    found: dict[str, list[tuple[str, Sort]]] = {}
    for head, sort in sorted(_heads().items(), key=lambda kv: (-len(kv[0]), kv[0])):
        found.setdefault(head[-1], []).append((head, sort))
    return {k: tuple(v) for k, v in found.items()}


@cache
def _common_lengths() -> dict[str, tuple[tuple[int, frozenset[str]], ...]]:
    """The common words and heads by their first two characters: lengths, longest first, with the words of that length."""
    words = {*tables.lines("project_common_words.txt"), *(h for h in _heads() if len(h) > 1)}
    found: dict[str, dict[int, set[str]]] = {}
    for w in words:
        found.setdefault(w[:2], {}).setdefault(len(w), set()).add(w)
    return {k: tuple((n, frozenset(v[n])) for n in sorted(v, reverse=True)) for k, v in found.items()}


def _naming(name: str) -> Iterator[int]:
    """The places of ``name`` that no common word covers and that are no neutral character."""
    lengths, i, n = _common_lengths(), 0, len(name)
    while i < n:
        for size, words in lengths.get(name[i : i + 2], ()):
            if name[i : i + size] in words:
                i += size
                break
        else:
            if name[i] not in _NEUTRAL:
                yield i
            i += 1


@cache
def _campaigns() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in tables.lines("campaign_words.txt")))


def mask(text: str) -> str:
    """``text`` with what is in quotes or brackets blotted out, place by place, so that no rule looks inside."""
    return QUOTED.sub(lambda m: "＃" * len(m[0]), text) if _has_quote(text) else text


def _has_quote(text: str) -> bool:
    return _OPENS.search(text) is not None


@lru_cache(_REMEMBERED)
def head_of(name: str) -> tuple[str, Sort]:
    """The last word of a name and what it is; ("", "none") where it ends in none that is known."""
    if name[-1:] in ")）":
        name = name[: max(name.rfind("("), name.rfind("（"), 0)] or name
    for head, sort in _heads_by_end().get(name[-1:], ()):
        if name.endswith(head):
            return head, sort
    if name[-1:] in _SUFFIX_ENDS:
        m = _SUFFIX.search(name, max(2, len(name) - 12))
        if m:
            return m[0], "site"
    return "", "none"


@lru_cache(_REMEMBERED)
def proper(name: str, need: int = 2) -> bool:
    """Whether something in ``name`` names: ``need`` characters or more that are no common word, a code, a quoted word."""
    if _has_quote(name):
        q = _QUOTE.search(name)
        if q and _NUMERAL.search(q["in"]) and name.endswith("工程"):
            return False
        if q and not _NUMERAL.search(q["in"]) and not _campaigns().search(name):
            return True
        if _ROUTE.search(name):
            return True
        name = QUOTED.sub("", name)
    left = 0
    for i in _naming(name):
        if not name[i].isascii():
            left += 1
            if left >= need:
                return True
    return _CODE.search(name) is not None


@cache
def _signs(kind: str) -> tuple[str, ...]:
    """The words of one kind in project_signs.tsv."""
    return tuple(r["word"] for r in tables.rows("project_signs.tsv") if r["kind"] == kind)


@cache
def _any_sign(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(_signs(kind), key=lambda w: (-len(w), w))))


@cache
def _class_words() -> re.Pattern[str]:
    return re.compile(f"(?:{_any_sign('class_word').pattern}|、)*")


def abstract(name: str) -> bool:
    """Whether a name without a last word of its own ends as no undertaking does (…体系)."""
    return name.endswith(_signs("abstract"))


def verbal(name: str) -> bool:
    """Whether a name holds a verb of other doings (支持某地创建…), or is an aim for a place (平安某城)."""
    return (
        _any_sign("verbal").search(name) is not None
        or name.startswith(("项目", "工程建"))
        or (name.endswith("城") and name.startswith(_signs("vision")))
    )


def many(name: str) -> bool:
    """Whether a common name means many of its kind."""
    return _any_sign("many").search(name) is not None


def other_list(label: str) -> bool:
    """Whether what closes a list says that it lists something else (等重点领域)."""
    return label.endswith(_signs("other_list"))


def only_classes(label: str) -> bool:
    """Whether a label only classes the projects it counts (续建, 重点产业)."""
    return _class_words().fullmatch(label) is not None


def too_general(name: str) -> bool:
    """Whether a common name says no more than the class (省级重点水利工程), even if one sum of money stands at it."""
    m = _class_words().match(name)
    return m is not None and m.end() > 0 and len(name) - m.end() < 4


def of_quality(text: str) -> bool:
    """Whether a clause ends in what things are good for, so that it does not speak of building them (…发展水平)."""
    return text.endswith(_signs("quality"))


def by_the_way(text: str) -> bool:
    """Whether a clause names things only to say with what, or in view of what, something is done."""
    return text.startswith(_signs("aside")) or ("为" in text and _any_sign("by_way").search(text) is not None)


def briefly_named(name: str) -> bool:
    """Whether one character names, close to the beginning, what common words go on with: 新赵公路, 京港澳高速."""
    tail = tail_of(name)
    return bool(tail) and 0 < len(name) - len(tail) <= 4


def quoted_whole(text: str, alone: bool = False) -> bool:
    """Whether quotes hold a name with its last word (“云岭龙江边防路”); ``alone``: nothing stands outside of them."""
    if alone and text[:1] not in _MARKS:
        return False
    m = _QUOTE.fullmatch(text) if alone else _QUOTE.search(text)
    return (
        m is not None
        and head_of(m["in"])[1] in _BUILT_OR_SO
        and not _NUMERAL.match(m["in"])
        and not campaign(m["in"])
        and proper(m["in"])
    )


def street(text: str) -> bool:
    """Whether a street stands in ``text`` by its name (解放路), which may be made of common words; not 产业路, 公路."""
    if "路" not in text and "街" not in text and "大道" not in text:
        return False
    return any(not m["of"].endswith(_signs("plain_street")) for m in _STREET.finditer(text))


def facility(name: str) -> bool:
    """Whether a common name is that of a house or works of which a place builds one at a time: 供水厂, 展览馆."""
    return len(name) >= 3 and name.endswith(_signs("facility"))


def ways_like(tail: str) -> bool:
    """Whether what stands behind a route says what way it is: 高速公路, 客运专线."""
    return _WAY.search(tail) is not None


def institution(name: str) -> bool:
    """Whether a common name still means one thing: 市第一人民医院, 县中医院, 第二中学."""
    return _ORDINAL.search(name) is not None


@cache
def _unique() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, (h for h, sort in _heads().items() if sort == "unique"))))


def unique_in(text: str) -> bool:
    """Whether a thing of which a place has one is named in ``text``."""
    return _unique().search(text) is not None


def campaign(name: str) -> bool:
    """Whether …工程 is a programme of policy and not a thing that is built."""
    return _campaigns().search(name) is not None


@lru_cache(_REMEMBERED)
def tail_of(name: str) -> str:
    """The common words that a name ends in, behind what names: 国家物流枢纽 of 营口国家物流枢纽; "" if nothing names."""
    at, n = 0, len(name)
    for i in _naming(name):
        at = i + 1
    while at and at < n and name[at] in "新大":  # 新 of 阜新机场 belongs to what names
        at += 1
    return name[at:] if at else ""


def split(text: str) -> list[Piece]:
    """The items of a list: parted at 、, and at 和 及 与 where both sides name something."""
    masked = mask(text)
    marks = _PHASES.sub(lambda m: "＃" * len(m[0]), masked) if "期" in masked else masked
    if "重" in marks:
        marks = _LEVELS.sub("＃", marks)
    if "、" in marks and (closing := _LONG_CLOSING.search(marks)):
        marks = marks[: closing.start()] + marks[closing.start() :].replace("、", "＃")
    out: list[Piece] = []
    at = 0
    while (i := marks.find("、", at)) >= 0:
        _join(out, text, masked, at, i, whole=True)
        at = i + 1
    _join(out, text, masked, at, len(text), whole=False)
    return out


def _join(out: list[Piece], text: str, masked: str, start: int, end: int, whole: bool) -> None:
    """Adds the item ``[start, end)``, parted at its joining words; ``whole``: only where both sides end as names do."""
    ends = [end]
    for m in reversed([*_AND.finditer(masked, start + 2, max(start + 2, end - 1))]):
        i = m.start()
        if masked[i : i + 2] in _INNER or masked[i - 1 : i + 1] in _INNER_BEFORE:
            continue
        left, right = text[start:i], text[m.end() : ends[0]]
        kind = head_of(left)[1]
        if (whole and kind == "none") or not (_stands(left) or facility(left)):
            continue
        if _stands(right) or (kind in _BUILT and m[0] != "及" and head_of(right)[1] in _BUILT_OR_SO):
            ends[:0] = [i, m.end()]
    for a, b in zip([start, *ends[1::2]], ends[::2], strict=True):
        if a < b:
            out.append(Piece(text[a:b], a, masked[a:b]))


def _stands(part: str) -> bool:
    return _NUMBERED.fullmatch(part) is not None or (
        len(part) >= 2
        and (
            proper(part)
            or briefly_named(part)
            or _ORDINAL.match(part) is not None
            or street(part)
            or (_CAPACITY_FIRST.match(part) is not None and head_of(part)[1] != "none")
        )
    )
