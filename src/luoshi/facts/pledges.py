"""Pledges (民生实事): the itemised list of the work year, and lists of a higher level taken over by number.

Only what the report promises: last year's list told as done is none, nor is a list that is merely mentioned.
"""

from __future__ import annotations

from functools import cache

import regex

from luoshi.facts.enumeration import markers
from luoshi.facts.ids import Ids
from luoshi.facts.pledge_announcements import Announcement, announcements, inherited_in, is_done
from luoshi.facts.pledge_lists import items_of
from luoshi.facts.pledge_prose import Span
from luoshi.facts.shapes import InheritedPledge, Measure, Pledge
from luoshi.lexicon import tables
from luoshi.report.report import Level, Report

# Where a list of the work year stands; in plan_term only if it says so, a list of five years is none;
# among the government's own affairs only if it is one of numbers.
_PLACES = frozenset(("tasks", "pledges", "closing", "plan_term", "self_building"))
_FAR = 12_000  # characters that a list may take
_MOST = 200  # announcements looked at in one section
_YEAR_BEFORE = 60  # characters around an announcement in which the year is looked for
_ORGAN_LEAD = r"(?:牵头|责任|主办|承办|配合|协办|实施|主管|落实|牵头责任)(?:责任)?(?:单位|部门|领导)(?:[（(][^）)]*[）)])?\s*[:：]"
_ORGANS = regex.compile(rf"[（(【\[]?\s{{0,3}}{_ORGAN_LEAD}\s{{0,3}}(?P<names>[^。；;）)】\]\n]+)[）)】\]]?")
_IN_CHARGE = regex.compile(r"[（(](?P<names>[^（）()]{2,60}?)(?:分别)?(?:负责|牵头)(?:落实)?[）)]")
_NAME_GAP = regex.compile(r"[、,，\s]+(?!$)")
_DIGIT = regex.compile(r"\d")
_CLAUSE_END = regex.compile(r"[，,；;。]")
_TITLE_END = regex.compile(r"[。；;！!\n]")
_LEVELS: dict[str, Level] = {"国": "nation", "中": "nation", "省": "province", "自": "province", "市": "prefecture", "州": "prefecture", "地": "prefecture", "上": "nation"}  # fmt: skip
_RANK: dict[Level, int] = {"nation": 0, "province": 1, "prefecture": 2, "county": 3, "township": 4}


def read_pledges(
    report: Report, measures: tuple[Measure, ...]
) -> tuple[tuple[Pledge, ...], tuple[InheritedPledge, ...]]:
    """The pledges of the report's own list in order, and those taken over from above by number only."""
    ids = Ids(report.source)
    text = report.text
    pledges = []
    for no, (start, end) in enumerate(pledge_spans(report), 1):
        body = _withoutorgans_in(text, start, end)
        cut = _TITLE_END.search(text, start, body)
        title = text[start : cut.start() if cut else body].strip()
        inside = tuple(m.id for m in measures if start <= m.start < end)
        pledges.append(
            Pledge(
                ids.of(start, end, "pledge"),
                no,
                title,
                start,
                end,
                inside,
                organs_in(text, start, end),
                due_stage(text[start:body]),
            )
        )
    return tuple(pledges), tuple(_inherited(report, ids))


def pledge_spans(report: Report) -> list[Span]:
    """The spans of the items of the report's list; of several lists the one that keeps its count, or else the longest."""
    text = report.text
    year = str(report.header.work_year or "今年")
    best: list[Span] = []
    score = (False, False, 0)
    for section in report.sections:
        if section.role not in _PLACES or (section.depth > 1 and section.role != "pledges"):
            continue
        sure = section.role == "pledges"
        told_of = announcements(text, section.start, section.end)[:_MOST]
        marks = markers(text, section.start, section.end) if told_of else []
        for told in told_of:
            if is_done(text, told) or (section.role == "plan_term" and not _of_year(text, told, year)):
                continue
            found = items_of(text, told, min(section.end, told.end + _FAR), sure, marks)
            exact = bool(found) and len(found) in told.counts
            rank = (exact, sure, len(found))
            if section.role == "self_building" and not (exact or _counted(text, found)):
                continue
            if section.role == "plan_term" and not exact:
                continue
            if found and rank > score:
                best, score = found, rank
    return best


def _counted(text: str, items: list[Span]) -> bool:
    """Whether most items give a number, as pledges do and good intentions do not."""
    return 3 * sum(_DIGIT.search(text, a, b) is not None for a, b in items) > 2 * len(items)


def _of_year(text: str, told: Announcement, year: str) -> bool:
    """Whether the words before the list speak of the work year."""
    before = text[max(0, told.start - _YEAR_BEFORE) : told.end + _YEAR_BEFORE]
    return year in before or "今年" in before


# -- one item --------------------------------------------------------------------------------------------------


def _withoutorgans_in(text: str, start: int, end: int) -> int:
    found = _ORGANS.search(text, start, end) or _IN_CHARGE.search(text, start, end)
    return found.start() if found and found.start() > start else end


def organs_in(text: str, start: int, end: int) -> tuple[str, ...]:
    """The organs named as responsible, in order: “牵头单位：市民政局、市财政局”, “(市民政局负责)”."""
    out: dict[str, None] = {}
    for pattern in (_ORGANS, _IN_CHARGE):
        for m in pattern.finditer(text, start, end):
            for name in _NAME_GAP.split(m["names"]):
                name = name.strip(" 　、,，。")
                if name:
                    out[name] = None
    return tuple(out)


@cache
def _stages() -> tuple[regex.Pattern[str], tuple[str, ...]]:
    """One pattern with a group for each row of ``due_stages.tsv``, and the stage of each group."""
    rows = tables.rows("due_stages.tsv")
    return regex.compile("|".join(f"({row['verb']})" for row in rows)), tuple(row["stage"] for row in rows)


def due_stage(body: str) -> str | None:
    """What must be reached for the pledge to count as kept: 竣工 for 新建, 改造…, 投产 where use is promised, 开工 where
    no more than the start is; None for services and payments. ``body``: the item's text.
    """
    pattern, stages = _stages()
    reached = set()
    started_to = -1
    for m in pattern.finditer(body):
        stage = stages[(m.lastindex or 1) - 1]
        if stage == "开工":
            clause = _CLAUSE_END.search(body, m.end())
            started_to = clause.start() if clause else len(body)
        elif m.start() < started_to:
            continue  # what is only to be started
        reached.add(stage)
    return next((stage for stage in ("投产", "竣工", "开工") if stage in reached), None)


# -- lists of a higher level -----------------------------------------------------------------------------------


def _inherited(report: Report, ids: Ids) -> list[InheritedPledge]:
    own = _RANK[report.header.level] if report.header.level else 4
    out = []
    seen = set()
    for section in report.sections:
        if section.depth > 1 or section.role not in _PLACES:
            continue
        for start, end, level, count in inherited_in(report.text, section.start, section.end):
            if _RANK[_LEVELS.get(level[0], "nation")] < own and (level, count) not in seen:
                seen.add((level, count))
                out.append(InheritedPledge(ids.of(start, end, "inherited"), level, count, start, end))
    return out
