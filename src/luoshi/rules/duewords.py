"""时限表述: “6月底前”, “上半年”, “三季度末”, “年底前”, “年内”, “持续推进” and the like, as dates of a work year.

The forms are those of DOMAIN 3.4; a decomposition table prints them in its column 完成时限.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from luoshi.rules.matter import DueForm

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
NUMBER = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
YEAR = r"(?:(?P<year>\d{4})年|(?P<word>今|本|当|明|次|翌)年)?"
SHORT_YEAR = r"(?:(?P<year>(?<!\d)\d{4})|(?P<word>今|本|当|明|次|翌))?"
ONGOING = re.compile(r"持续|长期|常态|全年推进|贯穿全年|常年")
TENTHS = {"上": 10, "中": 20}


def due_from_words(words: str | None, year: int) -> DueForm:
    """The due date that these words give in that work year; none, or words not understood: year end, ``inferred``.

    Several dates (“3月开工，10月底前完工”): the latest. 持续推进 and 长期坚持 are ``ongoing``: no last day, but the year
    end as the day to look again; words that say both (“年内持续推进”) are ongoing. “10月前” without 底 is September's end.
    """
    given = (words or "").strip()
    plain = re.sub(r"\s", "", given)
    if ONGOING.search(plain):
        return DueForm(given, date(year, 12, 31), "ongoing")
    found, taken = [], [False] * len(plain)
    for pattern, reader in FORMS:
        for match in pattern.finditer(plain):
            if any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            found.append(reader(match, _year(match, year)))
    days = [d for d in found if d is not None]
    return DueForm(given, max(days), "by") if days else DueForm(given, date(year, 12, 31), "inferred")


def _year(match: re.Match[str], year: int) -> int:
    """The year that the words name; 明年, 次年: the one after the work year."""
    if match["year"]:
        return int(match["year"])
    return year + 1 if match["word"] in ("明", "次", "翌") else year


def _number(text: str) -> int:
    """11, 十一, 二十, 二十三 as numbers."""
    if text.isdigit():
        return int(text)
    if "十" not in text:
        return DIGITS.get(text, 0)
    tens, ones = text.split("十", 1)
    return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)


def _date(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _end(year: int, month: int) -> date | None:
    """The last day of a month, or None where there is no such month."""
    first = _date(year, month, 1)
    return first and first.replace(day=monthrange(year, month)[1])


def _month(match: re.Match[str], year: int) -> date | None:
    """A month: its last day; “10月前”: the last day of the month before."""
    month = _number(match[3])
    if not match[0].endswith("前"):
        return _end(year, month)
    return _end(year, month - 1) if month > 1 else _end(year - 1, 12)


Reader = Callable[[re.Match[str], int], date | None]
FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (
        re.compile(r"(?P<year>\d{4})(?P<word>)[-/.](\d{1,2})[-/.](\d{1,2})"),
        lambda m, y: _date(y, int(m[3]), int(m[4])),
    ),
    (
        re.compile(YEAR + NUMBER + "月" + NUMBER + "[日号]"),
        lambda m, y: _date(y, _number(m[3]), _number(m[4])),
    ),
    (
        re.compile(YEAR + NUMBER + "月份?([上中下])旬"),
        lambda m, y: _date(y, _number(m[3]), TENTHS[m[4]]) if m[4] in TENTHS else _end(y, _number(m[3])),
    ),
    (re.compile(YEAR + NUMBER + "月(?:份?前)?"), _month),
    (
        re.compile(YEAR + "[第前]?([1-4一二三四])个?季度"),
        lambda m, y: _end(y, 3 * _number(m[3])),
    ),
    (re.compile(YEAR + "[上前]半年"), lambda m, y: _date(y, 6, 30)),
    (re.compile(YEAR + "(?:下半年|全年)"), lambda m, y: _date(y, 12, 31)),
    (re.compile(SHORT_YEAR + "年中(?!长期)"), lambda m, y: _date(y, 6, 30)),
    (re.compile(SHORT_YEAR + "年(?:底|末|内|终|度内)"), lambda m, y: _date(y, 12, 31)),
    (
        re.compile(r"^(?:(?P<year>\d{4})|(?P<word>今|本|当|明|次|翌))年(?:度|完成)?$"),
        lambda m, y: _date(y, 12, 31),
    ),
)
"""Tried in this order, the more exact form first; what one form has taken, no later one reads again."""
