"""Roles of headings (标题功能): what a main part or a sub-part is for, from its words and the report's years."""

from __future__ import annotations

from functools import cache

import regex as re

from luoshi.lexicon import tables
from luoshi.report.report import Header, Role

_PLAN_ENDS = {"七": 1990, "八": 1995, "九": 2000, "十": 2005, "十一": 2010, "十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030}  # fmt: skip
_PLAN = re.compile(
    r"[“\"]?(?P<no>十[一二三四五]|[七八九十])五[”\"]?(?=时期|期间|规划|计划|发展|工作|”|\"|和|，|,|、|$|目标|主要|奋斗|经济)"
)
_FIRST_YEAR = re.compile(r"开[好]?局|起好步|第一年")
_LONG_TIME = re.compile(r"五年|[三四]年|本届政府|任期|[“\"]?(?:十[一二三四]?|[七八九])五[”\"]?(?:时期|期间)")
_SHORT = 16
_DO = re.compile(
    r"[（(]?[一二三四五六七八九十\d]*[)）、.]?(?:继续|全力|扎实|用心|认真|着力|大力|坚持|持续|集中力量){0,2}(?:办|抓|做|实施|完成|落实)[^，。,]{0,10}实事"
)
_EARLY = 0.12
_WORK = re.compile(r"工作|任务|安排|重点|计划|部署|打算|建议")


@cache
def words(where: str, role: str) -> re.Pattern[str]:
    """The pattern of ``role`` in headings of that place (part, child, annex, opening)."""
    found = [
        r["pattern"] for r in tables.rows("section_roles.tsv") if r["where"] == where and r["role"] == role
    ]
    return re.compile("|".join(f"(?:{p})" for p in found) if found else r"(?!)")


def _in_han(year: int | None) -> str | None:
    """1994 as older reports print it: 一九九四."""
    return str(year).translate(str.maketrans("0123456789", "〇一二三四五六七八九")) if year else None


class Years:
    """The years of one report as its headings speak of them."""

    def __init__(self, header: Header) -> None:
        work = header.work_year or (header.review_year + 1 if header.review_year else None)
        self.work = work
        self.review = header.review_year or (work - 1 if work else None)
        self.work_names = tuple(f"{y}年" for y in (work, _in_han(work)) if y)
        self.review_names = tuple(f"{y}" for y in (self.review, _in_han(self.review)) if y)

    def speaks_of_work_year(self, heading: str) -> bool:
        """Whether the heading names the year whose work is set out."""
        return (
            any(n in heading for n in self.work_names)
            or "今年" in heading
            or "展望" in heading
            or "新的一年" in heading
        )

    def opens_work_year(self, opening: str) -> bool:
        """Whether a paragraph that opens so is one on the year whose work is set out."""
        return opening.startswith((*self.work_names, "今年", "新的一年"))

    def speaks_of_review_year(self, heading: str) -> bool:
        """Whether the heading names the year looked back on."""
        return any(n in heading for n in (*self.review_names, "一年", "去年", "上年"))

    def plan(self, heading: str) -> str | None:
        """``past`` or ``next`` where the heading names a five-year plan that ended or that begins."""
        if self.work is None:
            return None
        told = None
        for m in _PLAN.finditer(heading):
            end = _PLAN_ENDS.get(m["no"])
            if end is not None:
                told = (
                    "past"
                    if end < self.work or (end == self.work and told is None and "回顾" in heading)
                    else "next"
                    if end - self.work >= 2
                    else told
                )
                if told == "past":
                    return told
        return told


def part_role(
    heading: str, years: Years, seen: set[Role], share: float, *, small: bool, opening: str = ""
) -> Role:
    """The role of a main part with ``heading``.

    ``seen`` holds the roles of the parts before it, ``share`` is its place in the text (0 to 1), ``small`` says that it is
    short and has no sub-parts; ``opening`` are the first words of its text, for headings that name no time.
    """
    now = years.speaks_of_work_year(heading)
    planned = years.plan(heading)
    if share > 0.5 and words("part", "glossary").search(heading):
        return "glossary"
    if words("part", "pledges").search(heading) and (share > 0.5 or not _WORK.search(heading)):
        return "pledges"
    if words("part", "problems").search(heading):
        return "problems"
    first = not seen & {"review", "review_term", "tasks", "plan_term"} and share < _EARLY
    ahead = words("part", "plan_term").search(heading) is not None and "过去" not in heading and not first
    back = words("part", "review").search(heading) is not None
    if first and not now:  # whatever it is called, a report begins by looking back
        return _review(heading, years, planned)
    if (
        back
        and share < 0.6
        and not (now and not years.speaks_of_review_year(heading))
        and (not ahead or planned == "past" or "回顾" in heading)
    ):
        return _review(heading, years, planned)
    of_review = share < 0.6 and not now and not seen & {"tasks", "plan_term"}
    if of_review and any(
        n in heading for n in years.review_names
    ):  # “关于2019年工作” behind a part on something else
        return _review(heading, years, planned)
    if share > 0.55 and seen & {"tasks", "plan_term"} and words("part", "self_building").search(heading):
        return "self_building"
    if (ahead or planned == "next") and not now and planned != "past" and not _FIRST_YEAR.search(heading):
        return "plan_term"
    if not planned and not now and words("opening", "ahead").match(opening) and "tasks" not in seen:
        return "plan_term"
    if words("part", "requirements").search(heading) and small and seen & {"review", "review_term"}:
        return "requirements"
    return "tasks"


def _review(heading: str, years: Years, planned: str | None) -> Role:
    long = planned == "past" or (planned is None and _LONG_TIME.search(heading) is not None)
    return "review_term" if long and not years.speaks_of_review_year(heading) else "review"


def child_role(heading: str, part: Role, *, last: bool) -> Role:
    """The role of a sub-part inside a part of role ``part``; ``last`` says that it is among the last two."""
    if part == "tasks":
        if last and words("child", "self_building").search(heading):
            return "self_building"
        if words("child", "pledges").search(heading) and (len(heading) <= _SHORT or _DO.match(heading)):
            return "pledges"
    return part
