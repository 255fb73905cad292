"""Picking (取舍): which quantities of a sentence are values, judged with the sentence's other quantities at hand.

What the words right around a number say is judged in screening; here stand the cases that need more: a size that only
says which things are counted, a list that something is on, sizes inside the names of an enumeration.
"""

from __future__ import annotations

import regex

from luoshi.facts.quantity import Quantity
from luoshi.facts.ranks import Place
from luoshi.facts.screening import is_value

_SOFT = regex.compile("[，,；;]")
_COUNTED = regex.compile(r"的?\p{Han}{2,12}?(?:达到|达|增至|有|新增|增加到)?(?=\d)")
# “超百亿元企业1家、十亿元企业8家”: a sum right before what is counted is a size, however it is worded.
_SIZED = regex.compile(
    r"(?:级|元级|规模)?(?:企业|项目|产业|集群|园区|乡镇|镇|县|大户|商户|村|品牌|市场|平台|基地)(?:达到|达|有|新增)?(?=\d)"
)
_ENUMERATED = regex.compile(
    r"[^，,。；;：:]*?等(?:一批|一大批)?"
    r"(?:\d+(?:余|多)?[个项家条座处]|(?:重大|重点)?[^，,。；;、]{0,8}(?:项目|工程))"
)


def kept(
    text: str, start: int, end: int, quantities: list[Quantity], places: dict[int, Place]
) -> list[Quantity]:
    """The quantities of the sentence ``text[start:end]`` that are values or ranks."""
    return [q for q in quantities if _counts(text, start, end, q, quantities, places)]


def _counts(
    text: str, start: int, end: int, q: Quantity, quantities: list[Quantity], places: dict[int, Place]
) -> bool:
    if any(place[0] <= q.start < at for at, place in places.items()):
        return False  # inside a rank's group: “全省3个城市第一”
    if q.sort == "rank":
        return q.start in places and not (
            text[q.end - 1] == "强" and _on_a_list(text, start, end, q, quantities)
        )
    return (
        is_value(text, start, end, q)
        and not _named(text, start, end, q)
        and not _filters(text, start, end, q, quantities)
    )


def _on_a_list(text: str, start: int, end: int, q: Quantity, quantities: list[Quantity]) -> bool:
    """“18家企业入围500强”: the count is the value, the list only says which."""
    lo = max(text.rfind(mark, start, q.start) for mark in "，,；;。、")
    hi = _SOFT.search(text, q.end, end)
    limit = hi.start() if hi else end
    return any(
        lo < o.start < limit and o is not q and o.sort in ("count", "person", "percent", "bare")
        for o in quantities
    )


def _named(text: str, start: int, end: int, q: Quantity) -> bool:
    """A size inside one of the names of “A、B、C等10个项目”."""
    if q.sort in ("money", "percent", "point") or q.hedged or text.find("等", q.end, end) < 0:
        return False
    lead = text[max(start, q.start - 1) : q.start]
    found = _ENUMERATED.match(text, q.end, end)
    return found is not None and (q.sort == "amount" or ("、" in found[0] and lead not in "，,。；;：:"))


def _filters(text: str, start: int, end: int, q: Quantity, quantities: list[Quantity]) -> bool:
    """A size that only says which things are counted: 超百亿元 in “营业收入超百亿元的开发区达到13家”."""
    if q.sort not in ("money", "amount", "person"):
        return False
    following = None
    if q.hedged and q.op in (">=", "<="):
        following = _COUNTED.match(text, q.end, end)  # “3000亩以上规模经营典型78个”
    elif q.sort == "money":
        following = _SIZED.match(text, q.end, end)
    if following and any(o.start == following.end() and o.sort in ("count", "person") for o in quantities):
        return True
    if not text.startswith("的", q.end):
        return False
    if text[max(start, q.start - 3) : q.start].endswith(("投资", "投资额", "资金")):
        return False
    stop = _SOFT.search(text, q.end, end)
    limit = stop.start() if stop else end
    return any(q.end < other.start < limit and other.sort != "rank" for other in quantities)
