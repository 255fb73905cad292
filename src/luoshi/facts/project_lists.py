"""Lists of projects (项目列举): items of one clause with their amounts, shared heads and the count that closes them.

“西上庄、坤宁煤矿” are two mines, “青于蓝、弘盛通等独立储能示范项目” two storage projects, “总投资4.5亿元的A、B” one bundle.
"""

from __future__ import annotations

import re

import msgspec
import regex

from luoshi.facts import stages
from luoshi.facts.project_items import AMOUNT_INSIDE, Part, light, read_items
from luoshi.facts.project_names import (
    QUOTED,
    abstract,
    briefly_named,
    by_the_way,
    campaign,
    head_of,
    institution,
    many,
    mask,
    only_classes,
    other_list,
    proper,
    split,
    tail_of,
    unique_in,
    verbal,
)
from luoshi.report import places

_COUNTED = regex.compile(
    r"\A(?:\d[\d.]*|[一二两三四五六七八九十百]+)(?:余|多)?[十百千万亿]*(?:个|项|条|座|处|家|所|公里|千米|亩|户|大|套|台|对|批|件|幢|栋|平方米)|第一[个批条座]|首[个批条座]|一大?批|若干|多[个条座项]"
)
_TRAILING_COUNT = regex.compile(
    r"(?:\d[\d.]*|[一二两三四五六七八九十百]+)(?:余|多)?[十百千万亿]*(?:[个项条座处家所台辆套户亩吨人名件]|公里|平方米|平方公里|平米|千瓦|[%％])(?:以上|左右)?\Z"
)
_CAPACITY = regex.compile(
    r"(?:年产|日处理|日产|日供水|年处理|年加工|装机)?(?:\d×)?\d[\d.]*(?:[万亿千百]*)?(?:千瓦时?|兆瓦时?|吉瓦时?|[GMK]Wh?|立方米?|平方米|公里|千米|千伏|张?床位?|吨|辆|台|套|件|头|只|米|升|亩)"
)
_WHO = regex.compile(r"\A[^、的]{2,14}?(?:集团|公司|股份|控股|实业|科学院)")
_STREETS = frozenset("路街道巷桥")
_ROUTE = re.compile("[一-龥]{2}[至到—－-][一-龥]{2}")
_PHASE = re.compile("[一二三四五六]期")
_PHASE_ALONE = re.compile("(?:主体|配套|[一二三四五六]期|[、及和])+(?:工程|项目)?")
_COUNT_ENDS = frozenset("个项条座处家所台辆套户亩吨里米人名件瓦%％上右")
_TALK = re.compile(r"[的了在将对把被让使最]|不(?![锈动])|(?<!华)为|[一二三四五六七八九十]是")
# What is said of offices, shops and policies too.
_OF_OTHERS = frozenset(
    ("运行", "运营", "开放", "启用", "开通", "启动", "完成", "贯通", "获批", "批复", "入库", "验收", "收官")
)
_BUILT = frozenset(("签约", "落地", "开工", "续建", "竣工", "投产", "达产", "在建", "前期"))
_LONGEST = 44
_SHORTEST = 5
_SHORT = 8  # a longer name without a last word of its own lacks none


class Item(msgspec.Struct):
    """A project named in a list. ``whole_start`` is where its amount begins if that stands before the name."""

    name: str
    start: int
    end: int
    whole_start: int
    amount: str | None = None
    label: str | None = None
    capacity: str | None = None
    who: str | None = None


class Listing(msgspec.Struct, frozen=True):
    """The list part of a clause: its text and place, the verbs before and what is said after."""

    text: str
    at: int
    lead: stages.Lead
    saying: stages.Said | None
    enumerated: bool
    local: bool


def read_list(listing: Listing) -> list[tuple[Item, stages.Lead]]:
    """The named projects of a list, each with the verbs that rule it."""
    strong = _strong(listing)
    if by_the_way(listing.text.lstrip()) or not (strong or _promising(listing)):
        return []
    parts = read_items(split(listing.text), listing.at, listing.lead)
    if not parts:
        return []
    closing = next((p.etc for p in reversed(parts) if p.etc), None)
    label = light(closing["label"]).rstrip("早快再也均都已的要将") if closing else ""
    counted = bool(closing and closing["count"])
    listed = _listed(label, closing["label"]) if closing else False
    amounts = [p.amount for p in parts]
    joint = amounts[0] is not None and not any(amounts[1:]) and (len(parts) > 1 or counted)
    class_stage = stages.classed(label) if label else None
    if closing and not listed:
        if other_list(label):
            return []
        parts = [p for p in parts if p.sort != "none"]
    if not parts:
        return []
    if not joint:
        _share(parts, label, counted, closing is not None)
    judge = _Judge(listing, parts, listed, strong, label)
    kept = [p for p in parts if judge.takes(p)]
    if not kept:
        return []
    if joint or (counted and _CAPACITY.search(label)) or (label and AMOUNT_INSIDE.search(label)):
        return [(_bundle(kept, parts, listing, closing, class_stage), kept[0].ruled)]
    return [(_item(p, class_stage), p.ruled) for p in kept]


def _strong(listing: Listing) -> bool:
    """Whether a word other than one of going on speaks of the list."""
    words = [*listing.lead.words, *(listing.saying.words if listing.saying else ())]
    return any(not w.weak and w.stage in _BUILT for w in words)


def _promising(listing: Listing) -> bool:
    """Whether a list that only goes on (推进, 加快) can hold a project at all: a cheap question before it is taken apart."""
    text = listing.text
    return listing.enumerated or "等" in text or proper(text) or institution(text) or unique_in(text)


def _brief(listing: Listing) -> bool:
    """Whether the strong word is said of the list shortly, or is a verb of building that rules it."""
    if listing.saying and any(not w.weak for w in listing.saying.words):
        return listing.saying.left <= 12 and listing.saying.verb not in _OF_OTHERS
    return regex.search(r"开工|建成|投产|签约|竣工|投用|通车|续建", listing.lead.verb) is not None


def _listed(label: str, printed: str) -> bool:
    """Whether what closes the list says that its items are projects (“等25个续建项目”, “等”; not “等工作”)."""
    bare = label.strip()
    if not bare:
        return not printed.endswith(("工作", "任务"))
    return head_of(bare)[1] in ("label", "site", "single", "unique", "area", "work")


class _Judge:
    """Tells which items of a list are projects; asks the dear questions last."""

    def __init__(self, listing: Listing, parts: list[Part], listed: bool, strong: bool, label: str) -> None:
        self._listing, self._parts, self._listed, self._strong = listing, parts, listed, strong
        self._brief = strong and _brief(listing)
        self._of_projects = listed and listing.local and label.endswith(("项目", "工程"))

    def takes(self, p: Part) -> bool:
        """Whether ``p`` is a project and no class, count or other talk."""
        name = p.name
        if not (1 if self._listed else 2) < len(name) <= _LONGEST:
            return False
        headless = p.sort == "none"
        if headless and not (self._listed or p.amount is not None or (self._brief and len(name) <= 24)):
            return False
        if _COUNTED.match(name) or (name[-1] in _COUNT_ENDS and _TRAILING_COUNT.search(name)):
            return False
        own = proper(QUOTED.sub("", name) if p.sort == "work" else name) or (
            (self._listed if headless else p.sort in ("site", "single")) and briefly_named(name)
        )
        if headless and (not own or (len(name) <= 3 and places.called(name))):
            return False
        if not own and not self._common(p):
            return False
        masked = mask(name)
        if verbal(masked):
            return False
        if headless:
            return not _TALK.search(masked) and (self._listed or not abstract(name))
        if self._vague(name, p):
            return False
        return "的" not in masked and (
            not own or p.sort in ("label", "site", "single") or not _TALK.search(masked[:-1])
        )

    def _vague(self, name: str, p: Part) -> bool:
        """A head alone, a programme of policy, an aim (打造…基地)."""
        head = head_of(name)[0]
        if head == name or _PHASE_ALONE.fullmatch(name):
            return True
        going_on = not self._strong and not self._listed
        if head == "工程":
            built = self._listing.enumerated or not going_on or head_of(name[:-2])[1] != "none"
            return campaign(name) or not built
        return going_on and self._listing.lead.verb == "打造" and p.sort != "label"

    def _common(self, p: Part) -> bool:
        """Whether a name of common words still means one thing here."""
        if p.sort == "none":
            return False
        if p.shared and len(p.shared) <= 4 and proper(p.shared, 1):
            return True
        if self._listing.enumerated:
            return len(p.name) >= 5
        if _PHASE.search(p.name) and (self._listed or self._strong):
            return True
        if p.sort == "work":
            return False
        if p.sort == "single" and self._strong and self._listing.local and len(p.name) >= 4:
            return not many(p.name)
        if p.sort == "unique" or (p.sort != "area" and institution(p.name)):
            return self._strong or self._listed or bool(self._listing.lead.words)
        return self._among and not many(p.name)

    @property
    def _among(self) -> bool:
        """Whether the list is one of named things for the greater part."""
        if self._of_projects:  # “推进仓储物流园、健康食品产业园等项目”
            return True
        if not (self._listed or self._strong):
            return False
        return 2 * sum(proper(q.name) for q in self._parts) >= len(self._parts)


# -- shared words ----------------------------------------------------------------------------------------------


def _share(parts: list[Part], label: str, counted: bool, closed: bool) -> None:
    """Gives items without a last word of their own the one that closes the list, or that of the next item."""
    _share_routes(parts)
    if label:
        tail = _tail_of_label(label.strip(), counted)
        for p in parts:
            _give(p, tail)
        return
    tail, longest = "", 0
    for i in range(len(parts) - 1, -1, -1):
        p = parts[i]
        if p.sort == "none":
            if len(p.name) <= longest:
                _give(p, tail)
            continue
        head = head_of(p.name)[0]
        if p.sort == "work":
            site = head_of(p.name[: -len(head)])[0]
            for q in () if closed else parts[:i]:
                if (
                    site
                    and q.sort in ("site", "single", "area", "unique")
                    and (q.name[-1] == site[-1] or {q.name[-1], site[-1]} <= _STREETS)
                ):
                    q.name += head
            tail, longest = head, _SHORT
        elif p.sort == "label":
            tail, longest = tail_of(p.name), _SHORTEST
        else:
            tail, longest = tail_of(p.name) or head, _SHORT


def _share_routes(parts: list[Part]) -> None:
    """“中卫至太原、西安至平凉铁路”: a route without a last word is of the kind of the next one that has it."""
    if len(parts) < 2:
        return
    tail = ""
    for p in reversed(parts):
        if p.sort == "site" and _ROUTE.search(p.name):
            tail = tail_of(p.name) or head_of(p.name)[0]
        elif p.sort == "none" and _ROUTE.search(p.name):
            _give(p, tail)


def _tail_of_label(label: str, counted: bool) -> str:
    """What the words that close a list add to its items: 高速公路 of “等高速公路项目”, nothing of “等25个续建项目”."""
    if any(c.isdigit() for c in label):
        return ""
    core = regex.sub(r"(?:等)?(?:建设)?(?:项目|工程)+\Z", "", label)
    if only_classes(core):
        return ""
    tail = ""
    if head_of(core)[1] != "none":
        tail = core
    elif head_of(label)[1] == "label":
        tail = "" if counted else label
    elif head_of(label)[1] != "none":
        tail = label
    return regex.sub(r"\A(?:一批|重[点大要]|大型|省级|市级|新建|续建)+", "", tail) if len(tail) <= 14 else ""


def _give(p: Part, tail: str) -> None:
    if tail and p.sort == "none":
        p.shared, p.name = p.name, p.name + tail
        p.sort = head_of(p.name)[1]


# -- results ---------------------------------------------------------------------------------------------------


def _bundle(
    kept: list[Part],
    parts: list[Part],
    listing: Listing,
    closing: regex.Match[str] | None,
    stage: str | None,
) -> Item:
    """One entry for several things with one amount, or one capacity."""
    first = kept[0]
    end = max(p.end + (len(p.etc[0]) if p.etc else 0) for p in parts)
    name = listing.text[first.start - listing.at : end - listing.at]
    amount = first.amount
    if closing and amount is None and (inside := AMOUNT_INSIDE.search(closing["label"])):
        amount = inside["amount"]
    return Item(name.strip(), first.start, end, first.whole_start, amount, stage, _capacity(name), None)


def _item(p: Part, stage: str | None) -> Item:
    who = _WHO.match(p.name)
    return Item(
        p.name,
        p.start,
        p.end,
        p.whole_start,
        p.amount,
        stage,
        _capacity(p.name),
        who[0] if who else None,
    )


def _capacity(name: str) -> str | None:
    m = _CAPACITY.search(name) if any(map(str.isdigit, name)) else None
    return m[0] if m else None
