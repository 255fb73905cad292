"""Periods (时期): which year or span a value belongs to, from the section's role and the time words before it.

A time word rules its sentence; one that opens a paragraph (“五年来,”) rules the paragraph; without any the section's
role decides: the review tells of last year, the five-year review of the term, the tasks of the work year.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

import msgspec
import regex

from luoshi.facts.drafts import Draft
from luoshi.facts.numerals import chinese
from luoshi.report.report import Header, Role, Section

_YEAR = r"(?:(?:19|20)\d\d|[一二][九〇○零0][〇○零一二三四五六七八九]{2})"
_YEARS = regex.compile(
    rf"(?P<y1>{_YEAR})年?[-—–－~～至到]+(?P<y2>{_YEAR})年"
    rf"|(?P<year>{_YEAR})年(?P<part>底|末|年底|年末|初|上半年|下半年|[1-9]\d?月|[一二三四]季度|前三季度)?(?P<only>前建成|建成的|以来)?"
)
_PLANS = re.compile(
    r"[“\"](?P<plan>十[一二三四五]?五|[七八九]五)[”\"](?P<planpart>期间|时期|以来|末期?|五年|的五年|这五年|,|，)"
)
# Words for a time, by what they mean; all patterns begin with a rare character, so that the scan is quick.
_PHRASES: tuple[tuple[str, Any], ...] = (
    (
        "past",
        re.compile(r"过去(?:的)?[五三四]年|五年[来间]|四年来|三年来|这五年|近五年|本届政府|任期内|换届以来"),
    ),
    ("ahead", regex.compile(r"(?:今后|未来|接下来|下步|下一步)五年|五年内|到本世纪末|今后[三四]年")),
    (
        "term",
        regex.compile(
            r"五年累计|(?<=争取|力争|[用经])五年(?=内|时间|实现|建成|完成|[，,])|五年(?=累计|新增|改造|脱贫|共)"
        ),
    ),
    ("after", regex.compile(r"五年[后内]")),
    ("before", regex.compile(r"上年(?!末|底|同期)")),
    ("last", regex.compile(r"去年|一年来|过去(?:的)?一年|上一年")),
    ("now", regex.compile(r"今年以来|今年|新的一年|全年(?=要|力争|预期)")),
    ("half", regex.compile(r"上半年|1(?<!\d1)[-—－至~]6月")),
    (
        "quarter",
        regex.compile(r"前三季度|(?P<one>[一二三四])季度|1(?<!\d1)[-—－至~](?P<month>[3-9]|10|11)月份?"),
    ),
)
_UNTIL = re.compile(r"(?:到|至|截至|截止|截止到)\Z")
_COMPARED = regex.compile(
    r"(?r)(?:比|较|与|同|是|由|从|为|自|超过?|高于|低于|多于|快于|相当于|对比|追溯)[到至]?\Z"
)
_COMPARED_AFTER = regex.compile(r"(?:的?基础上|相比|的[\d.]+倍|的?总和|水平|增加到|提高到|的\d|度)")
_PLAN_END = {"七五": 1990, "八五": 1995, "九五": 2000, "十五": 2005, "十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}  # fmt: skip
_LIST_ITEM = re.compile(r"\n\s*(?:——|—|--|·|●|◆|[一二三四五六七八九十]是|\d{1,2}[.．、]|[(（])")
_FOUR = re.compile(r"四年来|过去(?:的)?四年|这四年|四年间")
_FIVE = re.compile(r"五年来|过去(?:的)?五年|这五年|五年间")
_LEAD = 80  # a section that is a list may have its lead sentence (“到2012年的目标是：”) right before it
_PAST_ROLES = frozenset(("front", "review", "review_term", "problems"))


class Period(msgspec.Struct, frozen=True):
    """A time frame: ``first``..``last`` years; ``named`` what the text says outright; ``sub`` a part of a year."""

    first: int
    last: int
    named: bool = False
    until: bool = False
    sub: str | None = None

    @property
    def spans(self) -> bool:
        """Whether it is more than one year."""
        return self.last > self.first


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
        self._term, self._next = self._terms(text)
        self._marks = self._find_marks()
        self._starts = [m.start for m in self._marks]

    @property
    def national(self) -> bool:
        """Whether the State Council reports."""
        return self._national

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
        for end in _PLAN_END.values():
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
            out.append(_Mark(start, end, period, self._scope(end) if opens else 0, past, what == "ahead"))
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
        if part.startswith("末"):
            return Period(end, end, named=True, until=True)
        return Period(end - 4, end, named=part in ("期间", "时期"))

    def of_phrase(self, what: str, part: str | None) -> Period | None:
        """What a word like 五年来 or 今年 means in this report; negative years are resolved by the section."""
        if what == "past":
            return self._term
        if what == "ahead":
            return self._next
        if what == "term":
            return Period(-3, -3)  # five years, behind or ahead as the section looks
        if what == "after":
            return Period(-4, -4)  # where the term ahead ends
        if what == "last":
            return Period(self._review, self._review) if self._review else None
        if what == "before":
            return Period(-2, -2)  # the year before the one the section is about
        if what == "now":
            return Period(-1, -1)  # the year the section is about
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
            if mark.scope > position and not mark.period.sub and not (ahead and mark.past):
                in_list = self._text.find("\n", mark.start, position) >= 0
                if in_list or not mark.period.until:
                    return mark.period, in_list and mark.period.until
            i -= 1
        return None, False

    def default(self, role: Role | None) -> Period | None:
        """What a section of this role tells of."""
        if role == "review_term":
            return self._term
        if role == "plan_term":
            return self._next
        year = self._review if role in _PAST_ROLES else self._work
        return Period(year, year) if year else None

    def period(
        self, d: Draft, role: Role | None, sentence: int, floor: int
    ) -> tuple[str | None, tuple[str, ...]]:
        """The contract's period string of a draft in a section of ``role``, and flags of doubt."""
        default = self.default(role)
        if d.base:
            return self._base_period(d), ()
        mark, near = self.mark_before(d.at, sentence, floor, ahead=role not in _PAST_ROLES)
        if mark is None and d.time:
            mark = self.of_words(d.time)
        if mark is not None and mark.first in (-3, -4):
            term = self._term if role in _PAST_ROLES else self._next
            mark = Period(term.last, term.last, until=True) if term and mark.first == -4 else term
        if mark is not None and mark.first < 0:
            year = self._review if role in _PAST_ROLES else self._work
            if year is None:
                return None, ()
            year += 1 + mark.first
            if mark.sub:
                return _with_sub(year, mark.sub), ()
            mark = Period(year, year, named=mark.first == -1)
        if (
            mark is not None
            and role in ("plan_term",)
            and default is not None
            and not mark.spans
            and mark.last <= default.first
        ):
            mark = mark if mark.named and (mark.last == self._work or (near and not d.compare)) else default
        frame = mark or default
        if frame is None:
            return None, ("ambiguous_period",)
        if frame.sub:
            return _with_sub(frame.last, frame.sub), ()
        since = self._since(d, frame) if role == "review_term" else None
        return (since, ()) if since else self._in_frame(d, frame, role, near)

    def _since(self, d: Draft, frame: Period) -> str | None:
        """The span of a growth over a year long before (比2015年增长30%): from the year after it."""
        if d.kind not in ("growth", "change") or d.compare is None or d.rate == "annual":
            return None
        base = self.of_words(d.compare)
        if base is None or base.first < 0 or frame.last - base.last < 2:
            return None
        return f"{base.last + 1}-{frame.last}"

    def _in_frame(
        self, d: Draft, frame: Period, role: Role | None, near: bool
    ) -> tuple[str, tuple[str, ...]]:
        if not frame.spans:
            if (
                frame.until
                and role in ("plan_term", "targets")
                and self._next
                and frame.last == self._next.last
            ):
                averaged = d.rate == "annual" or (
                    d.kind == "growth" and d.compare is None and d.unit == "%" and d.rule != "fan"
                )
                if averaged or (
                    d.kind in ("level", "change") and not d.stock and d.op != "qualitative" and _flow(d)
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

    def _base_period(self, d: Draft) -> str | None:
        """The first half of a from-to pair has a period only if its own words say one."""
        words = d.time or ""
        p = self.of_words(words)
        if p is not None and p.first > 0:
            return str(p.last)
        if "上年" in words and self._review:
            return str(self._review - 1)
        return None


def _times(text: str, calendar: Calendar) -> list[tuple[int, int, Period, str]]:
    """All time words of ``text``: start, end, period, and what sort of word it is."""
    out: list[tuple[int, int, Period, str]] = []
    for y in _YEARS.finditer(text):
        period = _years(y)
        if period is not None:
            out.append((y.start(), y.end(), period, "year"))
    for p in _PLANS.finditer(text):
        out.append((p.start(), p.end(), calendar.of_plan(_PLAN_END[p["plan"]], p["planpart"]), "plan"))
    for what, pattern in _PHRASES:
        for m in pattern.finditer(text):
            part = None
            if what == "quarter":
                part = f"Q{'一二三四'.index(m['one']) + 1}" if m["one"] else f"-{int(m['month'] or 9):02d}"
            meant = calendar.of_phrase(what, part)
            if meant is not None:
                out.append((m.start(), m.end(), meant, what))
    return out


def _years(m: regex.Match[str]) -> Period | None:
    if m["y1"]:
        a, b = _year(m["y1"]), _year(m["y2"])
        return Period(a, b, named=True) if a and b and a <= b else None
    year = _year(m["year"])
    if year is None or m["only"] or not 1949 <= year <= 2060:
        return None
    part = m["part"] or ""
    sub = "H1" if part == "上半年" else "H2" if part == "下半年" else None
    if part.endswith("月") and part[:-1].isdigit() and 1 <= int(part[:-1]) <= 12:
        sub = f"-{int(part[:-1]):02d}"
    return Period(year, year, named=True, until=part in ("末", "底", "年底", "年末"), sub=sub)


def _flow(d: Draft) -> bool:
    return d.name.startswith(("新增", "净增", "累计", "新建", "建成", "建设", "完成", "改造", "实现"))


def _with_sub(year: int, sub: str) -> str:
    return f"{year}{sub}"


def _year(text: str) -> int | None:
    if text.isdigit() and text.isascii():
        return int(text)
    value = chinese(text.replace("0", "〇"))
    return int(value) if value else None
