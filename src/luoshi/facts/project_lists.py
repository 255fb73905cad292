"""Lists of projects (项目列举): items of one clause with their amounts, shared heads and the count that closes them.

“西上庄、坤宁煤矿” are two mines, “青于蓝、弘盛通等独立储能示范项目” two storage projects, “总投资4.5亿元的A、B” one bundle.
"""

from __future__ import annotations

import re
from functools import cached_property

import msgspec

from luoshi.facts import stages
from luoshi.facts.project_items import AMOUNT_INSIDE, Part, light, read_items
from luoshi.facts.project_names import (
    QUOTED,
    abstract,
    briefly_named,
    by_the_way,
    campaign,
    facility,
    head_of,
    institution,
    many,
    mask,
    of_quality,
    other_list,
    proper,
    quoted_whole,
    split,
    street,
    too_general,
    unique_in,
    verbal,
)
from luoshi.facts.project_sharing import share
from luoshi.report import places

_COUNTED = re.compile(
    r"\A(?:\d[\d.]*|[一二两三四五六七八九十百]+)(?:余|多)?[十百千万亿]*(?:个|项|条|座|处|家|所|公里|千米|亩|户|大|套|台|对|批|件|幢|栋|平方米)|第一[个批条座]|首[个批条座]|一大?批|若干|多[个条座项]"
)
_TRAILING_COUNT = re.compile(
    r"(?:\d[\d.]*|[一二两三四五六七八九十百]+)(?:余|多)?[十百千万亿]*(?:[个项条座处家所台辆套户亩吨人名件]|公里|平方米|平方公里|平米|千瓦|[%％])(?:以上|左右)?\Z"
)
_CAPACITY = re.compile(
    r"(?:年产|日处理|日产|日供水|年处理|年加工|装机)?(?:\d×)?\d[\d.]*(?:[万亿千百]*)?(?:千瓦时?|兆瓦时?|吉瓦时?|[GMK]Wh?|立方米?|平方米|公里|千米|千伏|张?床位?|吨|辆|台|套|件|头|只|米|升|亩)"
)
_WHO = re.compile(r"\A[^、的]{2,14}?(?:集团|公司|股份|控股|实业|科学院)")
_PHASE = re.compile("[一二三四五六]期")
_PHASE_ALONE = re.compile("(?:主体|配套|[一二三四五六]期|[、及和])+(?:工程|项目)?")
_COUNT_ENDS = frozenset("个项条座处家所台辆套户亩吨里米人名件瓦%％上右")
_TALK = re.compile(r"[的了在将对把被让使最]|不(?![锈动])|(?<!华)为|[一二三四五六七八九十]是")
# What is said of offices, shops and policies too.
_OF_OTHERS = frozenset(
    ("运行", "运营", "开放", "启用", "开通", "启动", "完成", "贯通", "获批", "批复", "入库", "验收", "收官")
)
_OF_BUILDING = frozenset(("进展顺利", "进展", "施工", "快速推进"))
_BUILT = frozenset(("签约", "落地", "开工", "续建", "竣工", "投产", "达产", "在建", "前期"))
_BETTERED = ("提升", "提质", "完善", "优化")
_GREAT = frozenset(("重大", "重点", "重大建设", "重点建设"))
_LONGEST = 44
_SHORT = 5


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
    if of_quality(listing.text) or by_the_way(listing.text.lstrip()) or not (strong or _promising(listing)):
        return []
    parts = read_items(split(listing.text), listing.at, listing.lead)
    out: list[tuple[Item, stages.Lead]] = []
    for group in _groups(parts):
        out += _read_group(listing, group, strong)
    return out


def _groups(parts: list[Part]) -> list[list[Part]]:
    """“A至B等高铁、C至D等公路、E机场等项目”: the items parted behind each word that closes a list."""
    out: list[list[Part]] = []
    at = 0
    for i, p in enumerate(parts):
        if p.etc or i == len(parts) - 1:
            out.append(parts[at : i + 1])
            at = i + 1
    return out


def _read_group(listing: Listing, parts: list[Part], strong: bool) -> list[tuple[Item, stages.Lead]]:
    closing = next((p.etc for p in reversed(parts) if p.etc), None)
    label = light(closing["label"]).rstrip("早快再也均都已的要将和及与") if closing else ""
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
        share(parts, label, counted, closing is not None)
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
    return (
        listing.enumerated
        or "等" in text
        or proper(text)
        or institution(text)
        or unique_in(text)
        or "投资" in text
        or quoted_whole(text)
        or (text.endswith(("项目", "工程")) and briefly_named(text))
        or street(text)
    )


def _brief(listing: Listing) -> bool:
    """Whether the strong word is said of the list shortly, or is a verb of building that rules it."""
    if listing.saying and any(not w.weak for w in listing.saying.words):
        return listing.saying.left <= 12 and listing.saying.verb not in _OF_OTHERS
    return re.search(r"开工|建成|投产|签约|竣工|投用|通车|续建", listing.lead.verb) is not None


def _listed(label: str, printed: str) -> bool:
    """Whether what closes the list says that its items are projects (“等25个续建项目”, “等”; not “等工作”)."""
    bare = label.strip()
    if not bare:
        return not printed.endswith(("工作", "任务"))
    if bare in _GREAT:
        return True
    return head_of(bare)[1] in ("label", "site", "single", "unique", "area", "work")


class _Judge:
    """Tells which items of a list are projects; asks the dear questions last."""

    def __init__(self, listing: Listing, parts: list[Part], listed: bool, strong: bool, label: str) -> None:
        self._listing, self._parts, self._listed, self._strong = listing, parts, listed, strong
        self._brief = strong and _brief(listing)
        self._labelled = listed and label.endswith(("项目", "工程"))

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
        own = self._own(p)
        if headless and len(name) <= 3 and (not own or places.called(name)):
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

    def _own(self, p: Part) -> bool:
        """Whether something in the name of ``p`` names."""
        if p.shared and len(p.shared) < 2 and not p.shared.isdigit():  # “煤、车、油整治”
            return False
        if proper(QUOTED.sub("", p.name) if p.sort == "work" else p.name) or street(p.name):
            return True
        if p.shared and p.sort == "work" and proper(QUOTED.sub("", p.shared)):
            return True
        if p.sort == "none":
            return self._listed and briefly_named(p.name)
        if p.sort in ("work", "label"):  # 同岭煤矿产能提升, 新元高速改造
            return len(p.name) >= _SHORT and briefly_named(p.name) and (self._listed or _of_thing(p.name))
        return p.sort in ("site", "single") and briefly_named(p.name)

    def _vague(self, name: str, p: Part) -> bool:
        """A head alone, a programme of policy, an aim (打造…基地)."""
        head = head_of(name)[0]
        alone = head == name and not (self._facilities or (len(name) >= 3 and (self._named or p.amount)))
        if alone or _PHASE_ALONE.fullmatch(name):
            return True
        going_on = not self._strong and not self._listed
        if head == "工程":
            built = (
                self._listing.enumerated
                or not going_on
                or head_of(name[:-2])[1] != "none"
                or (self._listing.local and name[:-2].endswith(_BETTERED))
                or (self._listing.saying is not None and self._listing.saying.verb in _OF_BUILDING)
                or self._beside_things
            )
            return campaign(name) or not built
        return going_on and self._listing.lead.verb == "打造" and p.sort != "label"

    def _common(self, p: Part) -> bool:
        """Whether a name of common words still means one thing here."""
        if self._named and len(p.name) >= 4 and not many(p.name) and not abstract(p.name):
            return True
        if p.sort == "none":
            return False
        if p.amount is not None:  # “总投资20亿元的抽水蓄能电站项目”: what has its own sum is one
            return not too_general(p.name)
        if 1 < len(p.shared) <= 4 and proper(p.shared, 1):
            return True
        if self._listing.enumerated:
            return len(p.name) >= 5
        if _PHASE.search(p.name) and (self._listed or self._strong or p.sort == "label"):
            return True
        if p.sort == "work":
            return institution(p.name) and bool(self._listing.lead.words)
        if p.sort == "single" and self._strong and self._listing.local and len(p.name) >= 4:
            return not many(p.name)
        if self._facilities and facility(p.name):
            return not many(p.name)
        if p.sort == "label" and _one_in_label(p.name) and self._strong and self._listing.local:
            return not many(p.name)
        if p.sort == "area" and len(p.name) >= 4 and self._beside_named_area:
            return not many(p.name)
        if p.sort == "unique" and many(p.name):
            return False
        if p.sort == "unique" or (p.sort != "area" and institution(p.name)):
            return self._strong or self._listed or bool(self._listing.lead.words)
        return self._among and not many(p.name)

    @cached_property
    def _named(self) -> bool:
        """Whether a list of projects (等…项目) names the greater part of them: what is common in it is a project, too."""
        own = sum(map(self._own, self._parts)) if self._labelled else 0
        return own > 1 and 2 * own >= len(self._parts)

    @cached_property
    def _facilities(self) -> bool:
        """“完成展览馆、供水厂、变电站建设”: a list of houses and works of which a city or county builds one at a time."""
        return self._strong and self._listing.local and sum(facility(q.name) for q in self._parts) > 1

    @cached_property
    def _beside_things(self) -> bool:
        return any(q.sort in ("site", "single") for q in self._parts)

    @cached_property
    def _beside_named_area(self) -> bool:
        return any(q.sort == "area" and proper(q.name) for q in self._parts)

    @cached_property
    def _among(self) -> bool:
        """Whether the list is one of named things for the greater part."""
        if self._labelled and self._listing.local:  # “推进仓储物流园、健康食品产业园等项目”
            return True
        if not (self._listed or self._strong):
            return False
        return 2 * sum(map(self._own, self._parts)) >= len(self._parts)


def _one_in_label(name: str) -> bool:
    """Whether a label stands behind a thing of which a place has one: 大剧院工程."""
    return head_of(name[:-2])[1] in ("unique", "single")


def _of_thing(name: str) -> bool:
    """Whether a work is done to a thing that is built (新元高速改造), or a label stands for work (三江连通工程)."""
    head, _ = head_of(name)
    return head_of(name[: -len(head)])[1] not in ("none", "label")


# -- results ---------------------------------------------------------------------------------------------------


def _bundle(
    kept: list[Part],
    parts: list[Part],
    listing: Listing,
    closing: re.Match[str] | None,
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
