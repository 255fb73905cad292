"""Periods (时期): which year or span a value belongs to, from the section's role and the time words before it.

A time word rules its sentence; one that opens a paragraph (“五年来,”) rules the paragraph; without any the section's
role decides: the review tells of last year, the five-year review of the term, the tasks of the work year.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import msgspec
import regex

from luoshi.facts.drafts import Draft
from luoshi.facts.time_words import (
    BARE_PLANS,
    PHRASES,
    PLAN_END,
    PLAN_REPORT,
    PLANNED,
    PLANS,
    VERSUS,
    VERSUS_YEARS,
    YEARS,
    Period,
    meeting_year,
    year_of,
    years_of,
)
from luoshi.facts.values import is_done
from luoshi.report.report import Header, Role, Section

_UNTIL = re.compile(r"(?:到|至|截至|截止|截止到)\Z")
_COMPARED = regex.compile(
    r"(?r)(?:比|较|与|同|是|由|从|为|自|超过?|高于|低于|多于|快于|相当于|对比|追溯)[到至]?\Z"
)
_COMPARED_AFTER = regex.compile(
    r"(?:[^，,。；;、]{0,6}的?基础上|相比|的[\d.一二两三四五六七八九十]+倍|的?总和|水平|增加到|提高到|的\d|度)"
)
_LIST_ITEM = re.compile(r"\n\s*(?:——|—|--|·|●|◆|[一二三四五六七八九十]是|\d{1,2}[.．、]|[(（])")
_FOUR = re.compile(r"四年来|过去(?:的)?四年|这四年|四年间")
_FIVE = re.compile(r"五年来|过去(?:的)?五年|这五年|五年间")
_RELATIVE = {
    "now": Period(-1, -1),  # the year the section is about, or that of the congress
    "before": Period(-2, -2),  # the year before it
    "term": Period(-3, -3),  # five years, behind or ahead as the section looks
    "after": Period(-4, -4),  # where the term ahead ends
    "whole": Period(-5, -5),  # 全年: the year the section is about
}
_LEAD = 80  # a section that is a list may have its lead sentence (“到2012年的目标是：”) right before it
_PLANNING = frozenset(("targets", "tasks", "requirements"))
_SAID_ONLY = frozenset(("sync", "above", "qualitative"))
_PAST_ROLES = frozenset(("front", "review", "review_term", "problems"))
_LOOKS_BACK = re.compile(
    "去年|上年|上一年|过去"
)  # “去年和今年前几个月的工作” looks back: its figures are the past year's


class _Mark(msgspec.Struct, frozen=True):
    start: int
    end: int
    period: Period
    scope: int  # where its rule ends, if it opens a paragraph or a list; 0: only in its sentence
    past: bool = False  # looks back over a term
    coming: bool = False  # looks ahead over a term


class Calendar:
    """The periods of one report: asks ``period(draft, section)``."""

    def __init__(self, text: str, header: Header, sections: tuple[Section, ...]) -> None:
        self._text = text
        self._national = header.level == "nation"
        work = header.work_year or (header.review_year + 1 if header.review_year else None)
        self._work = work
        self._review = header.review_year or (work - 1 if work else None)
        self._sections = sections
        self._bounds = sorted({s.start for s in sections} | {s.end for s in sections})
        self._held = meeting_year(header.meeting_date)
        self._term, self._next = self._terms(text)
        self.ahead = self._next
        self._headed = self._headings(text)
        self._of_plan = PLAN_REPORT.search(text, 0, 1800) is not None
        self._marks = self._find_marks()
        self._starts = [m.start for m in self._marks]

    @property
    def national(self) -> bool:
        """Whether the State Council reports."""
        return self._national

    @property
    def review_year(self) -> int | None:
        """The year looked back on."""
        return self._review

    @property
    def work_year(self) -> int | None:
        """The year whose work the report sets out."""
        return self._work

    def _terms(self, text: str) -> tuple[Period | None, Period | None]:
        """The term looked back on and the term ahead: the five years that end and begin at the work year."""
        if self._work is None:
            return None, None
        years = 4 if len(_FOUR.findall(text)) > 1 and not _FIVE.search(text) else 5
        past, ahead = Period(self._work - years, self._work - 1), Period(self._work, self._work + 4)
        for end in PLAN_END.values():
            if end in (self._work, self._work + 4):
                ahead = Period(end - 4, end)
            if end == self._work - 1:
                past = Period(end - 4, end)
        return past, ahead

    def _find_marks(self) -> list[_Mark]:
        text, out = self._text, []
        for start, end, period, what in _times(text, self):
            past = what == "past"
            before = text[max(0, start - 3) : start]
            until = _UNTIL.search(before)
            if until is not None and "年" in text[start:end] and not period.sub and not period.spans:
                period = msgspec.structs.replace(period, until=True)
            elif _COMPARED.search(before):
                continue
            if not past and _COMPARED_AFTER.match(text, end):
                continue
            lead = before.strip()
            opens = not lead or lead[-1] in "。！!\n；;:：" or "\n" in before[-1:] or past
            out.append(
                _Mark(start, end, period, self._scope(end) if opens else 0, past, what in ("ahead", "within"))
            )
        out.sort(key=lambda mark: (mark.start, -mark.end))
        return out

    def _scope(self, at: int) -> int:
        """Where the paragraph around ``at`` ends; one that ends with a colon rules the list behind it, too."""
        text = self._text
        end = text.find("\n", at)
        if end < 0:
            return len(text)
        if text[end - 1] in ":：":
            while _LIST_ITEM.match(text, end):
                following = text.find("\n", end + 1)
                if following < 0:
                    return len(text)
                end = following
        return end

    def of_words(self, words: str) -> Period | None:
        """The period of a few words (“2015年的”, “去年”), None where they say none."""
        found = _times(words, self)
        return found[0][2] if found else None

    def of_plan(self, end: int, part: str) -> Period:
        """The years of a five-year plan."""
        if part.startswith(("末", "期末")):
            return Period(end, end, named=True, until=True)
        return Period(end - 4, end, named=part in ("期间", "时期"))

    def of_phrase(self, what: str, part: str | None) -> Period | None:
        """What a word like 五年来 or 今年 means in this report; negative years are resolved by the section."""
        if what in _RELATIVE:
            return _RELATIVE[what]
        if what in ("past", "ahead"):
            return self._term if what == "past" else self._next
        if what == "century":
            return Period(2000, 2000, named=True, until=True) if (self._work or 2001) <= 2000 else None
        if what == "within":
            last = (self._work or 0) + "_两三四".index((part or "").replace("二", "两"))
            return Period(last, last, named=True, until=True) if self._work else None
        if what in ("last", "two"):
            return Period(self._review - (what == "two"), self._review) if self._review else None
        return Period(-1, -1, sub=part or "H1")

    def mark_before(
        self, position: int, sentence: int, floor: int, *, ahead: bool = False
    ) -> tuple[Period | None, bool]:
        """The time word that rules ``position`` and whether it stands in its sentence, not just at its paragraph's head.

        ``ahead``: the section plans, so that a word of the past (五年来, 本届政府) rules its own sentence only.
        """
        i = bisect_right(self._starts, position) - 1
        while i >= 0 and self._marks[i].start >= floor - _LEAD:
            mark = self._marks[i]
            if mark.coming and not ahead:
                i -= 1  # “编制了今后三年的投资规划” in a review
                continue
            if mark.start >= max(sentence, floor):
                return mark.period, True
            if mark.scope > position and not mark.period.sub and not (ahead and self._over(mark, position)):
                in_list = self._text.find("\n", mark.start, position) >= 0
                if in_list or not mark.period.until:
                    return mark.period, in_list and mark.period.until
            i -= 1
        return None, False

    def _over(self, mark: _Mark, position: int) -> bool:
        """Whether a planning section has left the past that ``mark`` spoke of: a term for good, a year once plans are told."""
        if mark.past:
            return True
        if self._work is None or not 0 < mark.period.last < self._work:
            return False
        return PLANNED.search(self._text, mark.end, position) is not None

    def _headings(self, text: str) -> dict[str, Period]:
        """The year that a section's heading names (“二、2024年发展计划的任务”), for it and the sections inside it."""
        found: dict[str, Period] = {}
        for s in self._sections:
            years = {m["year"] or "" for m in YEARS.finditer(s.heading or "")}
            if self._work and "今年" in (s.heading or "") and not _LOOKS_BACK.search(s.heading or ""):
                years.add(str(self._work))
            year = year_of(years.pop()) if len(years) == 1 and "" not in years else None
            if year is not None and self._work and year in (self._work - 1, self._work, self._work + 1):
                found[s.id] = Period(year, year)
            elif s.parent in found:
                found[s.id] = found[s.parent]
        return found

    def default(self, role: Role | None, section: str | None = None) -> Period | None:
        """What a section of this role tells of, unless its heading (``section`` is its id) names the year."""
        if role in _PLANNING and self._of_plan and section not in self._headed:
            return self._next
        if section in self._headed and role not in ("review_term", "plan_term"):
            return self._headed[section]
        if role == "review_term":
            return self._term
        if role == "plan_term":
            return self._next
        year = self._review if role in _PAST_ROLES else self._work
        return Period(year, year) if year else None

    def period(
        self, d: Draft, role: Role | None, sentence: int, floor: int, section: str | None = None
    ) -> tuple[str | None, tuple[str, ...]]:
        """The contract's period string of a draft in the section ``section`` of ``role``, and flags of doubt."""
        default = self.default(role, section)
        if d.base:
            return self._base_period(d, role), ()
        mark, near = self.mark_before(d.at, sentence, floor, ahead=role not in _PAST_ROLES)
        if mark is None and d.time:
            mark = self.of_words(d.time)
        if mark is not None and mark.first in (-3, -4):
            term = self._term if role in _PAST_ROLES else self._next
            mark = Period(term.last, term.last, until=True) if term and mark.first == -4 else term
        if mark is not None and mark.first < 0:
            whole = mark.first == -5
            year = (self._review if role in _PAST_ROLES else self._work) if whole else self._this_year(role)
            mark = Period(-1, -1) if whole else mark
            if year is None:
                return None, ()
            year += 1 + mark.first
            if mark.sub:
                return f"{year}{mark.sub}", ()
            mark = Period(year, year, named=mark.first == -1)
        if (
            mark is not None
            and role in ("plan_term",)
            and default is not None
            and not mark.spans
            and mark.last <= default.first
        ):
            mark = mark if mark.named and (mark.last == self._work or (near and not d.compare)) else default
        if d.done and self._review and role not in _PAST_ROLES and (mark is None or not near):
            mark = Period(self._review, self._review)
        frame = mark or default
        if frame is None:
            return None, ("ambiguous_period",)
        if frame.sub:
            return f"{frame.last}{frame.sub}", ()
        since = self._since(d, frame) if role == "review_term" else None
        if (
            role == "plan_term"
            and frame.spans
            and d.kind == "growth"
            and (d.rule == "fan" or self._over_base(d))
        ):
            return str(frame.last), ()
        return (since, ()) if since else self._in_frame(d, frame, role, near)

    def _this_year(self, role: Role | None) -> int | None:
        """What 今年 means: the year the section is about, or that of a congress that meets in the middle of it."""
        if self._held is not None:
            return self._held
        return self._review if role in _PAST_ROLES else self._work

    def _over_base(self, d: Draft) -> bool:
        """Whether a growth is one over a year (比2015年增长1.3倍): as the end of the plan is to be, not each year of it."""
        base = self.of_words(d.compare) if d.compare and d.rate != "annual" else None
        return base is not None and base.first > 0 and not base.spans

    def _since(self, d: Draft, frame: Period) -> str | None:
        """The span of a growth over a year long before (比2015年增长30%): from the year after it."""
        if d.kind not in ("growth", "change") or d.compare is None or d.rate == "annual":
            return None
        base = self.of_words(d.compare)
        if base is None or base.first < 0 or frame.last - base.last < 2:
            return None
        if self._term is not None and base.last < self._term.first - 1:
            return str(
                frame.last
            )  # “比1980年翻三番” says how far one has come, not what was done in the term
        return f"{base.last + 1}-{frame.last}"

    def _in_frame(
        self, d: Draft, frame: Period, role: Role | None, near: bool
    ) -> tuple[str, tuple[str, ...]]:
        if not frame.spans:
            if (
                (frame.until or (role == "plan_term" and not near))
                and role not in _PAST_ROLES
                and self._next
                and frame.last == self._next.last
            ):
                averaged = (
                    d.rate == "annual"
                    or (d.rate == "cumulative" and d.kind == "level")
                    or (d.kind == "growth" and d.op in _SAID_ONLY)
                    or (d.kind == "growth" and d.compare is None and d.unit == "%" and d.rule != "fan")
                )
                if averaged or (
                    d.kind in ("level", "change")
                    and not d.stock
                    and d.op != "qualitative"
                    and is_done(d.name)
                ):
                    return f"{self._next.first}-{self._next.last}", ()
            if d.rate == "annual" and self._term and frame.last == self._term.last and role in _PAST_ROLES:
                return f"{self._term.first}-{self._term.last}", ()
            if (
                d.rate == "annual"
                and self._next
                and role not in _PAST_ROLES
                and frame.last in (self._next.last, self._next.first)
            ):
                return f"{self._next.first}-{self._next.last}", ()
            return str(frame.last), ()
        span = f"{frame.first}-{frame.last}"
        if d.kind in ("growth", "change") or d.rate == "cumulative":
            return span, ()
        if d.kind == "rank" and "年均" in d.name:
            return span, ()
        if d.op == "<=" and role in _PAST_ROLES:
            return span, ("ambiguous_period",)
        if d.kind == "rank":
            return str(frame.last), ("ambiguous_period",)
        if frame.named and near and role in _PAST_ROLES and not (d.stock and "占" not in d.name):
            return span, ()
        return (str(frame.last) if d.stock or d.op in ("qualitative", "assigned", "sync") else span), (
            "ambiguous_period",
        )

    def _base_period(self, d: Draft, role: Role | None) -> str | None:
        """The first half of a from-to pair has a period only if its own words say one."""
        words = d.time or ""
        p = self.of_words(words)
        if p is not None and p.first > 0:
            return str(p.last)
        if p is not None and p.first == -1 and (year := self._this_year(role)):
            return f"{year}{p.sub or ''}"
        if "上年" in words and self._review:
            return str(self._review - 1)
        return None


def _times(text: str, calendar: Calendar) -> list[tuple[int, int, Period, str]]:
    """All time words of ``text``: start, end, period, and what sort of word it is."""
    out: list[tuple[int, int, Period, str]] = []
    for said in VERSUS.finditer(text):
        v = VERSUS_YEARS.search(text, max(0, said.start() - 20), said.start())
        if v is None:
            continue
        first, last = year_of(v["y1"]), year_of(v["y2"]) if v["y2"] else calendar.review_year
        if first and last and first + 1 < last:
            out.append((v.start(), said.end(), Period(first + 1, last), "year"))
    led = {start for start, *_ in out}
    for y in YEARS.finditer(text):
        if y.start() in led:
            continue
        period = years_of(y)
        if period is not None:
            out.append((y.start(), y.end(), period, "year"))
    for p in PLANS.finditer(text):
        out.append((p.start(), p.end(), calendar.of_plan(PLAN_END[p["plan"]], p["planpart"]), "plan"))
    for b in BARE_PLANS.finditer(text):
        plan = next((w for n in (2, 1) if (w := text[max(0, b.start() - n) : b.start() + 1]) in PLAN_END), "")
        start = b.start() + 1 - len(plan)
        if plan and text[max(0, start - 1) : start] not in ("二", "三", "第", "“", '"'):
            period = calendar.of_plan(PLAN_END[plan], "末" if b[0].endswith("末") else "期间")
            out.append((start, b.end(), period, "plan"))
    for what, pattern in PHRASES:
        for m in pattern.finditer(text):
            part = None
            if what == "within":
                part = m["n"]
            elif what == "quarter":
                part = f"Q{'一二三四'.index(m['one']) + 1}" if m["one"] else f"-{int(m['month'] or 9):02d}"
            meant = calendar.of_phrase(what, part)
            if meant is not None:
                out.append((m.start(), m.end(), meant, what))
    return out
