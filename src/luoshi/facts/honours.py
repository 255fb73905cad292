"""Honours (荣誉称号): titles won, places on lists and ranks among the best, as reviews tell of them.

“荣获全国文明城市称号”, “入选国家第三批海绵城市建设示范城市”, “位列全国综合实力百强县第八十一位”. What a report still aims at
(争创…) is no honour, so that only parts that look back are read.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

import regex

from luoshi.facts.ids import Ids
from luoshi.facts.shapes import Honour
from luoshi.lexicon import tables
from luoshi.report.report import Report

Granting = Literal["international", "nation", "province", "prefecture", "county"]

_PAST = frozenset(("front", "review", "review_term"))
_LONGEST = 46
_STOP = re.compile(r"[，,；;。！!？?\n：:]")
_QUOTED = regex.compile(
    r"(?P<before>[^“”]{0,24})“(?P<title>[^”\n]{2,30})”(?P<after>[^，,；;。、！!？?\n“]{0,16})"
)
_AIMS = regex.compile(
    r"争创|争取|力争|申报|积极创建|努力|推荐|候选|为目标|培育|支持|推动|确保|着力|目标|开展|奖励|奖补|有望"
)
_NOT_WON = regex.compile(
    r"\A(?:了|过)?(?:显著|明显|新|重大|较大|突破|进展|成效|批复|国务院|一致|好评|肯定|支持|资金|补助|批准|成功|贷款|广泛|有效|效|利|得|取|益|悉|准)"
)
_CUT = regex.compile(
    r"(?:[，、]|和|并)(?:数量|总数|增幅|居|排|位|占|累计|成为|实现|新增|创)|(?:居|排名|位居|位列|数量|总数)(?:全|第)"
)
_LIST_RANK = regex.compile(
    r"(?P<verb>位列|位居|居|排名|名列|列|跃居|升至|进入|跻身|入围|上榜|晋位)?(?:在|至|到)?"
    r"(?P<title>(?:全国|中国|全省|全球|世界)[^，,。；;、！!\n“”]{0,20}?(?:[百千]强|[五二三]?十强|\d{2,4}强)(?:县域?|县（?市）?|区|市|镇|乡镇|城市|企业|园区|高新区|榜单?|名单)?"
    r"(?:榜)?(?:第?[一二三四五六七八九十百\d]{1,4}(?:位|名))?)"
)
# Where becoming or being listed is a title: it says who grants it, or that few have it.
_GRANTED = regex.compile(
    r"\A.{0,8}?(?:全国|国家|中国|世界|全球|联合国|全省|省级|全市|市级|首批|首个|首家|唯一|第[一二三四五六七八九十]+批|[省部](?=[^会内外际]))"
)
_PLAIN = frozenset(("成为", "纳入", "列入", "确定为", "列为", "跻身", "获", "获得", "获批"))
_MANY = regex.compile(r"\A(?:各类|各项|多项|数|取得|各地|一批|系列|\d|[两三四五六七八九十]+[个项])")
_LEADING = regex.compile(r"\A(?:了|为|设立|建设|创建|成为)+")
# “全国卫生城市、国家园林城市”: two titles; “卫生、园林城市” is left whole.
_AND = regex.compile(
    r"(?<=[^、]{4})[、和及](?=(?:全国|国家|中国|全省|省级|[一-龥]{2,3}省|“|首批|第[一二三四五六七八九十]+批))"
)
_COUNT = regex.compile(r"\d+(?:余|多)?[个项家处人所名]\Z")


class _Words(NamedTuple):
    verbs: regex.Pattern[str]
    loose: frozenset[str]
    tails: tuple[str, ...]
    levels: tuple[tuple[str, Granting], ...]


@cache
def _words() -> _Words:
    rows = tables.rows("honour_words.tsv")
    verbs = sorted((r["word"] for r in rows if r["kind"] in ("verb", "loose")), key=lambda w: (-len(w), w))
    groups: dict[str, list[str]] = {}
    for v in verbs:
        groups.setdefault(v[0], []).append(v[1:])
    pattern = "|".join(f"{c}(?:{'|'.join(rest)})" for c, rest in groups.items())
    return _Words(
        regex.compile(f"(?:{pattern})"),
        frozenset(r["word"] for r in rows if r["kind"] == "loose"),
        tuple(r["word"] for r in rows if r["kind"] == "tail"),
        tuple((r["word"], r["value"]) for r in rows if r["kind"] == "level"),  # type: ignore[misc]
    )


def read_honours(report: Report) -> tuple[Honour, ...]:
    """The titles that the parts of ``report`` which look back say were won, in the order of the text."""
    found: list[tuple[int, int, str, str]] = []
    for start, end in _stretches(report):
        found += _named(report.text, start, end)
        found += _ranked(report.text, start, end)
    found.sort()
    ids = Ids(report.source)
    out: list[Honour] = []
    done = 0
    for start, end, title, verb in found:
        if start < done:
            continue
        out.append(Honour(ids.of(start, end, "honour"), start, end, title, _level(title), verb))
        done = end
    return tuple(out)


def _stretches(report: Report) -> list[tuple[int, int]]:
    if not report.sections:
        return [(0, len(report.text))]
    cuts = sorted(report.sections, key=lambda s: (s.start, s.depth))
    out = []
    for i, s in enumerate(cuts):
        end = min(s.end, cuts[i + 1].start) if i + 1 < len(cuts) else s.end
        if s.role in _PAST and end > s.start:
            out.append((s.start, end))
    return out


def _named(text: str, start: int, end: int) -> list[tuple[int, int, str, str]]:
    """Titles behind a verb of winning."""
    words = _words()
    out: list[tuple[int, int, str, str]] = []
    for m in words.verbs.finditer(text, start, end):
        if _AIMS.search(text, max(start, m.start() - 12), m.start()) and not _STOP.search(
            text, max(start, m.start() - 12), m.start()
        ):
            continue
        if _NOT_WON.match(text, m.end()):
            continue
        led = _LEADING.match(text[m.end() : m.end() + 6])
        title = _title(text, m.end() + (led.end() if led else 0), end, m[0] in words.loose)
        if title is None:
            continue
        words_of = _COUNT.sub("", text[title[0] : title[1]])
        if _MANY.match(words_of) or (m[0] in _PLAIN and not _GRANTED.match(words_of)):
            continue
        at = title[0]
        for part in _AND.split(words_of):
            size = len(part)
            if size >= 3:
                out.append((at, at + size, part, m[0]))
            at += size + 1
    return out


def _title(text: str, at: int, limit: int, loose: bool) -> tuple[int, int] | None:
    """The title that begins at ``at``: a quoted name with what belongs to it, or words up to a known last word."""
    limit = min(limit, at + _LONGEST)
    quoted = _QUOTED.match(text, at, limit)
    if quoted and not _STOP.search(quoted["before"]):
        after = _tail_in(quoted["after"])
        end = quoted.end("title") + 1 + after
        if loose and not after and not quoted["title"].endswith(_words().tails):
            return None
        return at, end
    stop = _STOP.search(text, at, limit)
    stretch = text[at : stop.start() if stop else limit]
    cut = _CUT.search(stretch)
    if cut:
        stretch = stretch[: cut.start()]
    if loose or stop is None:
        n = _tail_in(stretch)
        return (at, at + n) if n >= 4 else None
    stretch = stretch.rstrip()
    return (at, at + len(stretch)) if len(stretch) >= 3 and not stretch[0].isdigit() else None


def _tail_in(words: str) -> int:
    """Where the last known tail in ``words`` ends, 0 if there is none."""
    best = 0
    for tail in _words().tails:
        at = words.rfind(tail)
        if at >= 0:
            best = max(best, at + len(tail))
    return best


def _ranked(text: str, start: int, end: int) -> list[tuple[int, int, str, str]]:
    """Places among the hundred best and the like."""
    return [
        (m.start("title"), m.end("title"), m["title"], m["verb"] or "")
        for m in _LIST_RANK.finditer(text, start, end)
        if (m["verb"] or "第" in m["title"]) and not _AIMS.search(text, max(start, m.start() - 10), m.start())
    ]


def _level(title: str) -> Granting | None:
    """Who grants it, by the first word of level in the title."""
    at: tuple[int, int] | None = None
    level: Granting | None = None
    for word, of in _words().levels:
        i = title.find(word)
        if i >= 0 and (at is None or (i, -len(word)) < at):
            at, level = (i, -len(word)), of
    return level
