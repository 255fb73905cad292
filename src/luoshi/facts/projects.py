"""Projects (项目): named undertakings with amount, stage and the verb it was read from.

A clause that speaks of projects opens with verbs or ends with what is said of them; between stands a list of names,
often closed by a count (“等25个续建项目”). What is common throughout is a class of things and no project.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import NamedTuple

import msgspec

from luoshi.facts import stages
from luoshi.facts.ids import Ids
from luoshi.facts.project_items import AMOUNT_AFTER
from luoshi.facts.project_lists import Item, Listing, read_list
from luoshi.facts.project_names import mask
from luoshi.facts.shapes import Measure, Project
from luoshi.lexicon import tables
from luoshi.report import places
from luoshi.report.report import Report, Section

_SILENT = frozenset(("glossary", "problems"))
_PAST = frozenset(("front", "review", "review_term"))
_STOP = re.compile(r"[。！!？?\n]")
_CLAUSE = re.compile(
    r"(?:[^，,；;：:“\"(（。！!？?\n]++|“[^”\n]{0,60}”|[(（][^()（）\n]{0,80}[)）]|[“\"(（]|(?<=\d)[:,](?=\d))++"
)
# “把某地建成…的宝岛”: an aim for a place.
_MADE_INTO = re.compile(
    r"(?:把|将|使)[^，,]{0,20}(?:建设成|打造成|建成|建为)|建设成为|打造成为?|建成为"
    r"|建设成(?!渝|[一-龥]{1,3}(?:、|至|（|高速|铁路|高铁|客专|城际|公路))"  # “加快建设成禾、成泽等铁路”
)
_LABELS = ("项目", "工程")
_OF_PROJECTS = re.compile("项目|工程")
_AMONG_THEM = ("其中", "包括")
# “…，年内完成前期手续并开工建设”, “…，一期工程投产”: still the projects of the clause before.
_OF_BEFORE = re.compile(
    "(?:(?:该|各|全部)?(?:项目|工程)|[一二三]期(?:工程|项目)?|主体|前期|手续|审批|工作|征地|拆迁|土建|和|及|并|、)+"
)
_HOPES = re.compile(r"力争|争取|力促|早日|尽快|尽早|早|快")


class _Found(msgspec.Struct):
    """A project before its id is known; ``weak``: only a word of going on spoke of it, which any other overrules."""

    item: Item
    stage: str | None
    verb: str
    weak: bool


def read_projects(report: Report, measures: tuple[Measure, ...]) -> tuple[Project, ...]:
    """All named projects of ``report`` in the order of the text; ``measures`` are those the report was read for."""
    found: list[_Found] = []
    local = report.header.level not in ("nation", "province") or (
        (report.header.jurisdiction or "").endswith("市")  # 直辖市
    )
    anchors = _anchors(report.text)
    stops = [m.start() for m in _STOP.finditer(report.text)] if anchors else []
    for start, end, past in _stretches(report):
        lo, hi = bisect_left(anchors, start), bisect_left(anchors, end)
        while lo < hi:  # the sentence around the next anchor
            next_stop = bisect_left(stops, anchors[lo])
            a = max(start, stops[next_stop - 1] + 1) if next_stop else start
            b = min(end, stops[next_stop]) if next_stop < len(stops) else end
            after = bisect_left(anchors, b, lo)
            found += _SentenceReader(report.text, past, local).read(a, b, anchors[lo:after])
            lo = after
    found.sort(key=lambda f: (f.item.start, f.item.end))
    ids, code = Ids(report.source), report.header.code
    starts = [m.start for m in measures]
    out: list[Project] = []
    for f in found:
        i = f.item
        lo = bisect_left(starts, i.whole_start)
        inside = tuple(m.id for m in measures[lo : bisect_left(starts, i.end)] if m.end <= i.end + 30)
        out.append(
            Project(
                id=ids.of(i.start, i.end, "project"), name=i.name, start=i.start, end=i.end, amount=i.amount,
                stage=f.stage, verb=f.verb, measures=inside, place=_place(i.name, code), capacity=i.capacity, who=i.who,
            )
        )  # fmt: skip
    return tuple(out)


def _place(name: str, code: str | None) -> str | None:
    """The division that ``name`` begins with: by its full name, or by a short one that lies in the report's own province."""
    for n in range(min(8, len(name)), 1, -1):
        if name[n - 1] in "省市县区州盟旗" and places.named(name[:n]):
            return name[:n]
    for n in (4, 3, 2):
        for d in places.called(name[:n]):
            if d.rank == "province" or (code and d.code[:2] == code[:2]):
                return name[:n]
    return None


class _Anchors(NamedTuple):
    """``begins`` finds where a word may begin; ``words`` are those that begin with two characters."""

    begins: re.Pattern[str]
    words: dict[str, tuple[str, ...]]


@cache
def _anchor_words() -> _Anchors:
    words: dict[str, list[str]] = {}
    for w in tables.lines("project_anchors.txt"):
        words.setdefault(w[:2], []).append(w)
    first = "".join(sorted({w[0] for w in words}))
    second = "".join(sorted({w[1] for w in words}))
    # Two classes of characters are far quicker to scan for than a hundred words.
    return _Anchors(re.compile(f"[{first}](?=[{second}])"), {k: tuple(v) for k, v in words.items()})


def _anchors(text: str) -> list[int]:
    """Where words stand without which no clause names a project."""
    begins, words = _anchor_words()
    out: list[int] = []
    for m in begins.finditer(text):
        at = m.start()
        found = words.get(text[at : at + 2])
        if found is not None and text.startswith(found, at):
            out.append(at)
    return out


def _stretches(report: Report) -> list[tuple[int, int, bool]]:
    """The stretches of text to read, and whether they look back."""
    if not report.sections:
        return [(0, len(report.text), False)]
    cuts: list[Section] = sorted(report.sections, key=lambda s: (s.start, s.depth))
    out: list[tuple[int, int, bool]] = []
    for i, s in enumerate(cuts):
        end = min(s.end, cuts[i + 1].start) if i + 1 < len(cuts) else s.end
        if s.role not in _SILENT and end > s.start:
            out.append((s.start, end, s.role in _PAST))
    return out


class _SentenceReader:
    """Reads one sentence clause by clause; keeps what later clauses lean on.

    ``past``: the sentence looks back; ``local``: the report is of a city, county or town.
    """

    def __init__(self, text: str, past: bool, local: bool) -> None:
        self._text, self._past, self._local = text, past, local
        self._carried: stages.Lead | None = None  # the verbs of the clause before, if it gave projects
        self._named_later: stages.Lead | None = None  # those of “建成项目215个，其中包括…”
        self._group: list[_Found] = []  # the projects of the clause before
        self._enumerated = False  # behind “十大项目：”
        self._found: list[_Found] = []

    def read(self, start: int, end: int, anchors: list[int]) -> list[_Found]:
        """The projects of ``[start, end)``; ``anchors``: where words that speak of projects stand in it."""
        at = 0
        for m in _CLAUSE.finditer(self._text, start, end):
            mark = self._text[m.end() : m.end() + 1]
            if mark in "：:" and m[0].endswith(("项目", "工程")):
                self._enumerated = True
            while at < len(anchors) and anchors[at] < m.start():
                at += 1
            if at < len(anchors) and anchors[at] < m.end():
                self._clause(m[0], m.start())
            if mark in "；;":
                self._group = []
        return [f for f in self._found if f.stage is not None or f.item.amount is not None]

    def _clause(self, clause: str, at: int) -> None:
        if "成" in clause and _MADE_INTO.search(clause):
            self._carried = None
            return
        if self._named_later is not None and clause.startswith(_AMONG_THEM):
            self._carried = self._named_later
        masked = mask(clause)
        lead = stages.lead(masked)
        saying = stages.said(masked, lead.end + 2) if lead.end + 2 < len(clause) else None
        if saying is not None and (cut := _next_subject(masked, saying)):
            self._clause(clause[:cut], at)
            self._clause(clause[cut + 1 :], at + cut + 1)
            return
        inner = clause[lead.end : saying.start if saying else len(clause)]
        later = AMOUNT_AFTER.match(inner) if "元" in inner else None
        if later and len(self._group) == 1 and self._group[0].item.amount is None:
            self._group[0].item.amount = later["amount"]
        if later or len(inner.strip()) < 2:
            self._go_on(lead, saying, clause)
            return
        if lead.words or saying is not None or self._carried is not None:
            made = self._said_of(clause, masked, at, lead, saying)
            self._take(made, lead, clause)
            if not made and _OF_BEFORE.fullmatch(inner):
                self._go_on(lead, saying, clause)
        elif inner.endswith(
            _LABELS
        ):  # “投资3亿元的某某项目，已竣工投产”: what is said comes in the next clause
            self._take(self._listed(clause, at, lead, None), lead, clause)

    def _take(self, made: list[_Found], lead: stages.Lead, clause: str) -> None:
        """Keeps the projects of a clause; its verbs rule on only if it gave some."""
        self._named_later = lead if lead.words and not made and _OF_PROJECTS.search(clause) else None
        self._carried = (lead if lead.words else self._carried) if made else None
        if made:
            self._group = made
            self._found += made

    def _said_of(
        self, clause: str, masked: str, at: int, lead: stages.Lead, saying: stages.Said | None
    ) -> list[_Found]:
        if saying is not None and (turned := _turned(masked, saying)):
            made = self._listed(clause, at, *turned)
            inner = clause[lead.end : saying.start]
            if made or not (lead.words or "等" in inner or inner.endswith(_LABELS)):
                return made
        governing = lead
        if not lead.words and not (saying and saying.words) and self._carried is not None:
            governing = self._carried
        if governing is not lead:
            governing = governing._replace(end=lead.end)
        return self._listed(clause, at, governing, saying)

    def _listed(self, clause: str, at: int, lead: stages.Lead, saying: stages.Said | None) -> list[_Found]:
        """The projects named between ``lead`` and ``saying``."""
        inner = (
            clause[lead.end : saying.start if saying else len(clause)].removesuffix("的").removesuffix("并")
        )
        listing = Listing(inner, at + lead.end, lead, saying, self._enumerated, self._local)
        return [
            _Found(
                item,
                *stages.settle(ruled, saying, item.label, self._past),
                item.label is None and stages.only_going_on(ruled, saying),
            )
            for item, ruled in read_list(listing)
        ]

    def _go_on(self, lead: stages.Lead, saying: stages.Said | None, clause: str) -> None:
        """“…实现当年开工，当年建成投产”: a clause without a subject says more of the projects before it.

        What it hopes for counts only where nothing else was said.
        """
        if not self._group:
            return
        words = [*(() if lead.verb == "完成" else lead.words), *(saying.words if saying else ())]
        strong = [w.stage for w in words if not w.weak]
        if not strong:
            return
        hopes = _HOPES.search(clause) is not None
        stage = max(strong, key=stages.ORDER.index)
        for f in self._group:
            if f.stage is not None and hopes:
                continue
            if f.stage is None or f.weak or stages.ORDER.index(stage) > stages.ORDER.index(f.stage):
                f.stage = stage
                f.weak = False
                f.verb = saying.verb if saying and saying.words else lead.verb


def _next_subject(masked: str, saying: stages.Said) -> int:
    """Where a second subject with its own predicate begins: “某某工程全线贯通、某某管道有序推进”; 0 if there is none."""
    at = masked.find("、", saying.start)
    if at < 0 or len(masked) - at < 5 or stages.lead(masked[at + 1 :]).end:
        return 0
    return at if stages.said(masked, at + 3) is not None else 0


def _turned(masked: str, saying: stages.Said) -> tuple[stages.Lead, stages.Said | None] | None:
    """“高铁新区启动某中心建设”: a verb with its object behind it, so that what stands before is where, not what."""
    if len(masked) - saying.start < 5:
        return None
    led = stages.lead(masked[saying.start :])
    at = saying.start + led.end
    if not led.verb or len(masked) - at < 3 or masked[at] in "后以的" or "并" in masked[saying.start : at]:
        return None
    later = stages.said(masked, at)
    if later is not None and later.start - at < 2:
        return None
    return led._replace(end=at), later
