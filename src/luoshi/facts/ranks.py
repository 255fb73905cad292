"""Ranks (位次): where a position's subject ends, what group it is a position in, and what it is a position of."""

from __future__ import annotations

import regex

from luoshi.facts import lists
from luoshi.facts.drafts import Draft
from luoshi.facts.quantity import Quantity
from luoshi.facts.screening import rank_place
from luoshi.facts.subjects import Subjects
from luoshi.facts.verbs import elliptic

Place = tuple[int, str | None, bool]
"""Where the subject ends, the group, and whether the position is one left behind (由第13位 提升到第7位)."""

# Heads of a rank that lean on the subject named before: “总量全市第2”.
_HEADS = ("总量", "增速", "增幅", "排名", "综合")
_LIST = regex.compile("、|和|与|及")
_VALUED = regex.compile(
    r"(?:率|量|额|值|感|度|数|价|收入|投资|产值|贡献|水平|指数|规模|里程|面积|总额|余额|浓度|能耗)\Z"
)
_LEFT = regex.compile(
    r"(?:由|从)(?:上年|去年|\d{4}年)?(?:的)?(?:居|位居|排名)?(?:全国|全省|全市|全区|全县|全州|全球|世界|亚洲|西部|中部|东部)?的?(?:排名)?\Z"
)


def places(text: str, start: int, quantities: list[Quantity]) -> dict[int, Place]:
    """The places of a sentence's ranks by where they stand; in “居全市第二位、第四位” the second shares the first's."""
    out: dict[int, Place] = {}
    before: Quantity | None = None
    for q in quantities:
        if q.sort == "rank":
            left = _LEFT.search(text, max(start, q.start - 16), q.start)
            found = rank_place(text, start, q)
            if left is not None:
                group = regex.search("全[国省市区县州球]|世界", left[0])
                out[q.start] = (left.start(), group[0] if group else None, True)
            elif found is not None:
                out[q.start] = (*found, False)
            elif (
                before is not None
                and before.start in out
                and text[before.end : q.start] in ("、", "和", "与", "及")
            ):
                out[q.start] = (q.start, out[before.start][1], False)
        before = q
    return out


def names(
    q: Quantity, core: str, kept: str, listed: str, subjects: Subjects, last: list[Draft], *, to_all: bool
) -> list[str]:
    """What ``q`` is a position of: its own subject, the growths just named, or the subject carried over.

    ``core`` and ``kept`` are the words before it, ``listed`` its own words (全省十强), ``last`` the drafts before.
    """
    if q.op == "<=" and not core and listed.endswith("强"):
        return [listed]
    both = core + kept
    if "总量" in both and "增速" in both and len(both) < 8 and subjects.subject:
        return [subjects.subject + "总量", subjects.subject + "增速"]
    if core and core not in elliptic() and not core.startswith(_HEADS):
        subjects.subject = subjects.current = core
        several = lists.parts_of(core)
        raw = _LIST.split(core)
        if len(several) > 1 and (to_all or all(_VALUED.search(s) for s in raw)):
            return [s + kept for s in several]
        return [core + kept]
    if core and subjects.subject:
        if len(last) > 1 and to_all:
            return [d.name + core for d in last]
        return [subjects.subject + core]
    if len(last) > 1 and to_all:
        return [d.name + ("增速" if d.kind == "growth" else "") for d in last]
    if subjects.subject:
        if last and last[-1].kind == "rank":
            return [last[-1].name]
        growth = "增速" if last and last[-1].kind == "growth" else ""
        return [(last[-1].name if last else subjects.subject) + growth]
    return [listed] if "强" in listed else []
