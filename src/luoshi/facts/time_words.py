"""Time words (时间词): how reports print years, five-year plans, terms and parts of a year, and what years they name."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import regex

from luoshi.facts.numerals import chinese

_YEAR = r"(?:(?:19|20)\d\d|[一二][九〇○零0][〇○零一二三四五六七八九]{2})"
YEARS = regex.compile(
    rf"(?P<y1>{_YEAR})年?(?:[-—–－~～至到]+(?P<y2>{_YEAR})年|[、和](?P<y2>{_YEAR})年?这?两年)"
    rf"|(?P<year>{_YEAR})年(?P<part>底|末|年底|年末|初|上半年|下半年|[1-9]\d?月|[一二三四]季度|前三季度)?(?P<only>前建成|建成的|以来)?"
)
VERSUS = re.compile("相比[，,]|比较[，,]")
VERSUS_YEARS = regex.compile(rf"(?:(?P<y2>{_YEAR})年)?(?:[同与]|比|较)(?P<y1>{_YEAR})年\Z")
"""The years before a match of ``VERSUS``."""
_AIMS = "(?:经济社会|国民经济和社会)?(?:发展)?的?(?:主要|奋斗|总体|总的)?(?:预期)?(?:发展)?目标"
PLANS = re.compile(
    rf"[“\"](?P<plan>十[一二三四五]?五|[七八九]五)[”\"](?P<planpart>期间|时期|期末|以来|末期?|五年|的五年|这五年|,|，|(?=年均|累计|平均|{_AIMS}))"
)
BARE_PLANS = re.compile("五(?:期间|时期|期末)")
PLAN_REPORT = re.compile(
    r"关于[^。\n]{0,30}第[一二三四五六七八九十]{1,3}个五年(?:规划|计划)[^。\n]{0,24}(?:报告|说明)"
)
"""The title of a report that sets out a five-year plan, not the work of a year."""
PLANNED = regex.compile(
    r"(?<=[，。；;：:])(?:同时，)?(?:我们)?(?:要|将|拟|必须|继续|坚持|力争|确保|争取)|必须|拟"
    r"|(?<=[。；;])(?:依法)?(?:进一步|增加|加大|加快|加强|推进|实施|新增|新建)"
)
"""Words by which a paragraph goes over from what was to what is planned."""
# Words for a time, by what they mean; all patterns begin with a rare character, so that the scan is quick.
PHRASES: tuple[tuple[str, Any], ...] = (
    (
        "past",
        re.compile(
            r"过去(?:的)?[五三四543]年|五年[来间]|四年来|三年来|这五年|这5年|近五年|近5年|本届政府|任期内|换届以来"
        ),
    ),
    ("past", re.compile(r"5(?<!\d5)年[来间]")),
    ("ahead", regex.compile(r"(?:今后|未来|接下来|下步|下一步)[五5]年|[五5](?<!\d5)年内|今后[三四]年")),
    (
        "term",
        regex.compile(
            r"[五5](?<!\d5)年累计|五年(?<=(?:争取|力争|[用经])五年)(?=内|时间|实现|建成|完成|[，,])|五年(?=累计|新增|改造|脱贫|共|支出|投入|安排)"
        ),
    ),
    ("two", regex.compile(r"两年(?:来|中|间|里)")),
    ("century", re.compile("本世纪末")),
    ("within", regex.compile(r"(?P<n>[两二三四])(?<![经连近每前].)年(?:左右)?[之以]?内(?!蒙)")),
    ("after", regex.compile(r"五年后")),
    ("before", regex.compile(r"上年(?!末|底|同期)")),
    ("last", regex.compile(r"去年|一年来|过去(?:的)?一年|上一年")),
    ("now", regex.compile(r"今年以来|今年|新的一年")),
    ("whole", re.compile(r"全年(?<=[，,。；;：:\n]全年)")),
    ("half", regex.compile(r"上半年|1(?<!\d1)[-—－至~]6月")),
    (
        "quarter",
        regex.compile(r"前三季度|(?P<one>[一二三四])季度|1(?<!\d1)[-—－至~](?P<month>[3-9]|10|11)月份?"),
    ),
)
PLAN_END = {"七五": 1990, "八五": 1995, "九五": 2000, "十五": 2005, "十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}  # fmt: skip


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


def years_of(m: regex.Match[str]) -> Period | None:
    """The period that a match of ``YEARS`` names, None where it names none a value could have."""
    if m["y1"]:
        a, b = year_of(m["y1"]), year_of(m["y2"])
        return Period(a, b, named=True) if a and b and a <= b else None
    year = year_of(m["year"])
    if year is None or m["only"] or not 1949 <= year <= 2060:
        return None
    part = m["part"] or ""
    sub = "H1" if part == "上半年" else "H2" if part == "下半年" else None
    if part.endswith("月") and part[:-1].isdigit() and 1 <= int(part[:-1]) <= 12:
        sub = f"-{int(part[:-1]):02d}"
    return Period(year, year, named=True, until=part in ("末", "底", "年底", "年末"), sub=sub)


def year_of(text: str) -> int | None:
    """The year printed as 2031, ２０３１ or 二○三一."""
    if text.isdigit() and text.isascii():
        return int(text)
    value = chinese(text.replace("0", "〇"))
    return int(value) if value else None


def meeting_year(date: str | None) -> int | None:
    """The year of a congress held from April to October, which speaks of it as 今年 throughout; None of any other."""
    month = int(date[5:7]) if date and date[5:7].isdigit() else 0
    return int(date[:4]) if date and 4 <= month <= 10 else None
