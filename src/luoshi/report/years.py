"""Years and days as reports print them (年份、日期): 2021年1月25日, 二〇〇三年一月十六日, 二0一四年, 1964年12月21日和22日."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import regex as re

_ZEROS = "0〇零○ＯO０oо◯"
_DIGITS = dict.fromkeys(_ZEROS, "0") | {c: str(i) for i, c in enumerate("一二三四五六七八九", 1)}
_DIGITS |= {chr(0xFF10 + i): str(i) for i in range(10)} | {str(i): str(i) for i in range(10)}
_ONE = f"[{''.join(_DIGITS)}]"
_NUMBER = r"(?:元(?=月)|[0-9０-９]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"

YEAR = rf"(?:{_ONE}(?:[ \u3000]?{_ONE}){{3}})"
"""Four digits of a year, in any of the writings."""

_YEAR_END = re.compile("年")
_YEAR_BEFORE = re.compile(rf"(?<!{_ONE})({YEAR})[ \u3000]?$")
_DAY = re.compile(
    # 2021.1.18 is the day of a congress only where the head goes on with it.
    r"(?<!\d)(?P<Y>(?:19|20)\d\d)\s?[.．/\-]\s?(?P<M>\d{1,2})\s?[.．/\-]\s?(?P<D>\d{1,2})(?=\s*(?:[在于)）]))|"
    rf"(?:(?<!{_ONE})(?P<y>{YEAR})\s*年\s*)?(?<!{_ONE})(?P<m>{_NUMBER})\s*月\s*"
    rf"(?:(?P<d>{_NUMBER})\s*[日号](?:\s*(?:[至和、,，\-—–~～]|上午)+\s*(?:{_NUMBER}\s*月\s*)?{_NUMBER}\s*[日号])?)?"
)
# A day that belongs to the page, not to the congress.
_OF_THE_PAGE = re.compile(
    r"(?:时间|发布|发表于?|日期|更新|来源|上传|录入|浏览|刊登|打印|点击|日报|报社)[^。\n]{0,6}$"
)


def number(numeral: str) -> int:
    """A numeral below 100 (二十三, 十, 5, １２; 元 of 元月 is 1) as a number."""
    if numeral == "元":
        return 1
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)
    return int("".join(_DIGITS[c] for c in numeral))


def year(numeral: str) -> int:
    """Four digits in any writing as a year."""
    return int("".join(_DIGITS[c] for c in numeral if c in _DIGITS))


def is_plausible(y: int) -> bool:
    """Whether a government work report can belong to the year."""
    return 1949 <= y <= 2099


def years_in(text: str) -> Iterator[tuple[int, int]]:
    """Every year written before 年, with its position."""
    for end in _YEAR_END.finditer(text):
        at = end.start()
        # Most 年 follow a word (一年来, 青少年): a look at the character in front spares the pattern.
        if (text[at - 1 : at] in _DIGITS or text[at - 1 : at].isspace()) and (
            m := _YEAR_BEFORE.search(text, max(0, at - 9), at)
        ):
            y = year(m[1])
            if is_plausible(y):
                yield m.start(), y


class Day(msgspec.Struct, frozen=True):
    """A day or month in a text: ``year`` and ``day`` are None where the text leaves them out."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None

    @property
    def iso(self) -> str | None:
        """``YYYY-MM-DD``, or ``YYYY-MM`` without a day; None without a year."""
        if self.year is None:
            return None
        return f"{self.year:04d}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")


def days_in(text: str) -> Iterator[Day]:
    """Every date of ``text`` but those of the page it was published on; a range gives its first day."""
    for m in _DAY.finditer(text):
        printed_year, printed_month, printed_day = m["y"] or m["Y"], m["m"] or m["M"], m["d"] or m["D"]
        y = year(printed_year) if printed_year else None
        month, day = number(printed_month), number(printed_day) if printed_day else None
        if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
            continue
        if (y is None and day is None) or (y is not None and not is_plausible(y)):
            continue
        if not _OF_THE_PAGE.search(text, max(0, m.start() - 12), m.start()):
            yield Day(m.start(), m.end(), y, month, day)
