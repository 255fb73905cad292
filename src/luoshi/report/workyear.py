"""Which year a report plans and which it looks back on (部署年度、回顾年度)."""

from __future__ import annotations

from collections import Counter

import regex as re

from luoshi.report.lead import Lead
from luoshi.report.years import YEAR, Day, is_plausible, year, years_in

# What follows a year that is planned. The surer words say so wherever they stand, the others only in a heading.
_ALL = "(?:全省|全市|全县|全区|全州|我省|我市|我县|我区|政府|自治区)?"
_ECONOMY = "(?:(?:国民)?经济和?社会发展)?"
_KIND = "(?:主要|重点|总体|具体|预期|奋斗|各项|发展|政府)*"
_PLANNED = re.compile(
    rf"年(?:的)?{_ALL}{_ECONOMY}(?:的)?{_KIND}(?:工作|任务|目标|安排|部署|要求|思路|打算|建议|意见|举措|重点)(?!报告|(?:的)?(?:回顾|总结|情况|完成))"
)
_SURELY_PLANNED = re.compile(
    rf"年(?:{_ALL}工作的?(?:总体要求|总体思路|指导思想|基本思路|总的要求|主要任务|总体安排|安排|部署|建议)"
    rf"|{_ALL}{_ECONOMY}(?:的)?(?:主要)?(?:预期|奋斗)目标)"
)
_REVIEWED = re.compile(
    r"年(?!以来|换届|至|到)(?:(?!以来|换届)[\p{Han}、“”]){0,18}?(?:回顾|总结|基本估价|工作情况|完成情况|执行情况|主要成就)"
)
_IS_A_YEAR = re.compile("年是")
"""2020年是极不平凡的一年 opens the review, 2021年是开局之年 the plan."""
_HEADING = re.compile(r"(?:^|[\n、）)。！:：]|做好|关于|对|和)\s*$")
_PAST = re.compile("(?:过去的|回顾)$")
_OF_REVIEW = re.compile("回顾|总结|成就|成绩")
_FUTURE = re.compile(r"(?:展望|安排部署|谋划)\s*$")
# A year that only measures another (比2007年增长, 由2007年的…, 到2020年) is neither the one looked back on nor the one planned.
_MEASURED_FROM = frozenset("比较是从由与于到至自按超—－-–~～")
_MEASURE = re.compile(r"年(?:的?\s*\d|以来|相比|相当|增|提高|翻|前|[底末](?!前))")
_DONE = re.compile(r"(?:完成|确定|提出)[^。，,]{0,12}$")

_TITLE = re.compile(
    rf"({YEAR})\s*年?度?\s*[\p{{Han}}]{{0,16}}?《?政府工作报告|政府({YEAR})年(?:政府)?工作报告"
    rf"|政府工作报告[\s（(][^）)\n]{{0,20}}?({YEAR})年(?!\s*[\d一二十]{{1,2}}\s*月)"
)

_HEADS_REVIEW = 0.12
"""A heading like 一、2014年的政府工作 in this first part of the text heads the review."""

_MOST = 3
"""A kind of evidence counts at most this often, so that a list of other reports at a page's end has no say."""


def find_years(text: str, lead: Lead, day: Day | None) -> tuple[int | None, int | None, tuple[str, ...]]:
    """Work year, review year and warnings.

    Evidence is weighed: the day of the congress (one in November or December mostly plans the next year), headings of
    plan and review, titles, and how often the text speaks of a year.
    """
    named = list(years_in(text))
    votes = _said(text, lead, named)
    planned = _planned_by_day(text, day, votes) if day and day.year else None
    often = Counter(y for at, y in named if not _is_base(text, at))
    for y, n in often.items():
        # The year looked back on is named most, the year planned next; both only tell where nothing else does.
        votes[y + 1] = votes.get(y + 1, 0) + min(n, 9) / 6
        votes[y] = votes.get(y, 0) + min(n, 9) / 8
    for y, weight in _characterised(text, named).items():
        votes[y] = votes.get(y, 0) + weight
    warnings: tuple[str, ...] = ()
    if planned is not None:
        others = max((v for y, v in votes.items() if y != planned), default=0.0)
        if votes.get(planned, 0) < 2 and others > 6 and not often[planned - 1]:
            warnings = ("开头的日期与正文所述年度不合，年度按正文判断",)
        else:
            votes[planned] = votes.get(planned, 0) + 12
    if not votes:
        return None, None, ("正文没有写明年度",)
    work = max(votes, key=lambda y: (votes[y], y))
    return work, work - 1, warnings


def _is_base(text: str, at: int) -> bool:
    """Whether the year at ``at`` is only a base or a horizon of comparison."""
    return text[at - 1 : at] in _MEASURED_FROM or _MEASURE.match(text, text.index("年", at)) is not None


def _said(text: str, lead: Lead, named: list[tuple[int, int]]) -> dict[int, float]:
    """What headings, titles and set phrases say for each year as the year of work."""
    plans: Counter[int] = Counter()
    sure: Counter[int] = Counter()
    reviews: Counter[int] = Counter()
    for at, y in named:
        end = text.index("年", at)
        before = text[max(0, at - 16) : at]
        if _REVIEWED.match(text, end) or _PAST.search(before):
            reviews[y + 1] += 1
        elif _SURELY_PLANNED.match(text, end) or _FUTURE.search(before):
            if not _DONE.search(before) and text[at - 1 : at] not in _MEASURED_FROM:
                sure[y] += 1
        elif _PLANNED.match(text, end) and _HEADING.search(before) and not _OF_REVIEW.search(before):
            if len(lead.head) < at < _HEADS_REVIEW * len(text):
                reviews[y + 1] += 1
            else:
                plans[y] += 1
    votes: dict[int, float] = {}
    for counts, weight in ((plans, 1.0), (sure, 2.0), (reviews, 1.5)):
        for y, n in counts.items():
            votes[y] = votes.get(y, 0) + weight * min(n, _MOST)
    titled = {
        year(next(g for g in m.groups() if g)): weight
        for source, weight in (*((a, 1.5) for a in lead.aside), (lead.head, 1.5))
        if (m := _TITLE.search(source, 0, 400))
    }
    for y, weight in titled.items():
        if is_plausible(y):
            votes[y] = votes.get(y, 0) + weight
    return votes


def _characterised(text: str, named: list[tuple[int, int]]) -> dict[int, float]:
    """Votes of sentences 某年是…的一年: early in the text they open the review, later the plan."""
    votes: dict[int, float] = {}
    for at, y in named:
        if _IS_A_YEAR.match(text, text.index("年", at)):
            work = y + 1 if at < 0.35 * len(text) else y
            votes[work] = min(votes.get(work, 0) + 1, 2)
    return votes


def _planned_by_day(text: str, day: Day, votes: dict[int, float]) -> int:
    """The year planned by a congress of that day: late in the year it is the next one, unless the text plans the same."""
    assert day.year is not None
    if day.month < 11:
        return day.year
    later = votes.get(day.year + 1, 0) + text.count("明年") / 2
    same = votes.get(day.year, 0)
    now = text.count("今年") / 12  # 今年 stands in the review as well
    return day.year + 1 if later > same + now or (not same and now < 1) else day.year
