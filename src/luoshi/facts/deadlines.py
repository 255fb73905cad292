"""Dates that a commitment is due by (期限): “8月底前”, “上半年”, “年内”, “到2027年”, as printed."""

from __future__ import annotations

import re
from typing import NamedTuple

_DAY = r"(?:\d{1,2}日|初|上旬|中旬|下旬|底|末|份)?"
_BEFORE = r"(?:之?以?前|底前|前)?"
_SEASON = r"(?:春节|国庆节?|元旦|五一|“?七一”?|中秋节?|采暖季|供暖季|供暖期|汛期|主汛期|入汛|冬季|秋季开学|开学|雨季|春耕)"
_FORMS = (
    rf"(?:到|至|于)?(?:(?:20\d\d|今|明)年)?[1-9１-９]\d?月{_DAY}{_BEFORE}",
    r"(?:到|至|于|力争)?20\d\d年(?:上半年|下半年|底|末|年底)?(?:之?前)?(?!以来|度|工作)",
    rf"(?:今年|明年|全年|(?<![干几多来])年内|年底{_BEFORE}|年末{_BEFORE}|上半年{_BEFORE}|下半年|本年度|年度内|当年|近期|一季度|二季度|三季度|四季度|第[一二三四]季度)(?:底前|末前|前|内)?",
    rf"{_SEASON}(?:来临)?(?:之?前|期间)",
    r"“?十[三四五六]五”?(?:末|期间|时期)",
    r"[一两二三四五六七八九十\d]{1,2}(?:年|个月|天)(?:之?内|时间)",
    r"年内(?:持续)?推进|持续推进",
)
# A year on its own may be part of a name or a base (“完成2020年项目”); it is a date only behind 到, 至, 前…
_OPENING = re.compile(
    rf"(?:{_FORMS[0]}|(?:到|至)20\d\d年(?:底|末)?(?:之?前)?|20\d\d年(?:上半年|下半年|底前?|年底前?|前|内)|{_FORMS[2]}|{_FORMS[3]}|{_FORMS[5]})[,，]?(?:要|将)?"
)
_FIND = re.compile(
    rf"{_FORMS[0]}|(?:到|至)20\d\d年(?:底|末)?(?:之?前)?|20\d\d年(?:上半年|下半年|底前?|年底前?|前)|{_FORMS[2]}|{_FORMS[3]}|年内持续推进"
    r"|(?:19|20)\d\d年(?=要|将|力争|基本|全面|明显|达到|实现)"
)
# What only says that it is about this year.
_LOOSE = frozenset(("今年", "全年", "当年", "近期", "明年"))


def date_end(text: str, at: int, end: int) -> int:
    """The end of a date that stands at ``at`` and opens a clause, else ``at``."""
    m = _OPENING.match(text, at, end)
    return m.end() if m else at


class Date(NamedTuple):
    """A date as printed; ``loose`` where it only says that it is about this year (今年, 全年)."""

    start: int
    end: int
    words: str
    loose: bool


def dates_in(text: str, start: int, end: int) -> list[Date]:
    """All dates in ``text[start:end]`` in order."""
    words = text[start:end]
    # No date does without one of these.
    if (
        "年" not in words
        and "月" not in words
        and "季" not in words
        and "前" not in words
        and "期间" not in words
    ):
        return []
    return [Date(m.start(), m.end(), m[0], m[0] in _LOOSE) for m in _FIND.finditer(text, start, end)]


def best_of(dates: list[Date], start: int, end: int) -> str | None:
    """The words of the first precise date in ``[start, end)``, else of the first loose one."""
    here = [d for d in dates if start <= d.start and d.end <= end]
    return next((d.words for d in here if not d.loose), here[0].words if here else None)
