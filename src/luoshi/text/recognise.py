"""Whether a text is a government work report, by several weighted signs (是不是政府工作报告)."""

from __future__ import annotations

from functools import cache

import msgspec
import regex

from luoshi.lexicon.tables import rows
from luoshi.text.headlines import is_title
from luoshi.text.lines import Line

ENOUGH = 4  # points from which a text counts as a report
_TITLE_POINTS = 3
_HEAD = 1500  # characters that hold title, meeting, speaker and opening sentence
_LEAST_BODY = 200  # a title over a download link is no report
_ENDS, _LEAST_SENTENCES = (
    ("。", "．", "！", "!", ". "),
    3,
)  # how sentences end, and how many a report has at least
_CERTAIN = 8  # weight of a lookalike that no title outweighs
_SALUTE = regex.compile(r"[各名]位(?:代表|委员)")
_LEAST_NEWS = 2500  # without title and opening sentence, what is shorter is news of a report


class Verdict(msgspec.Struct, frozen=True):
    """Points for and against; ``lookalike`` names what the text looks like instead, if it is no report."""

    points: int
    lookalike: str | None
    is_report: bool


@cache
def _signs() -> tuple[tuple[str, int, regex.Pattern[str]], ...]:
    return tuple(
        (r["where"], int(r["weight"]), regex.compile(r["pattern"])) for r in rows("report_signs.tsv")
    )


@cache
def _lookalikes() -> tuple[tuple[str, str, int, regex.Pattern[str]], ...]:
    table = rows("report_lookalikes.tsv")
    return tuple((r["kind"], r["where"], int(r["weight"]), regex.compile(r["pattern"])) for r in table)


def judge(text: str, lines: list[Line]) -> Verdict:
    """Weigh ``text``, whose lines are ``lines`` (page frame included or not)."""
    titles = _title_lines(lines)
    named = any(is_title(key) for key in titles) or _glued_title(text)
    points = _TITLE_POINTS if named else 0
    head, tail = text[:_HEAD], text[-max(len(text) // 3, _HEAD) :]
    opened = False
    for where, weight, pattern in _signs():
        if pattern.search(head if where == "head" else tail if where == "tail" else text):
            points += weight
            opened = opened or (where == "head" and weight == _TITLE_POINTS + 1)
    against, lookalike, worst = 0, None, 0
    for kind, where, weight, pattern in _lookalikes():
        found = any(map(pattern.search, titles)) if where == "title" else pattern.search(head)
        if found:
            against += weight
            if weight > worst:
                lookalike, worst = kind, weight
    if named and worst < _CERTAIN:  # a title of its own outweighs a neighbouring word
        against = min(against, _TITLE_POINTS)
    points -= against
    if sum(map(text.count, _ENDS)) < _LEAST_SENTENCES:
        return Verdict(points, lookalike or ("只有标题的页面" if named else None), False)
    prose = sum(line.end - line.start for line in lines if line.is_prose)
    least = _LEAST_BODY if named or opened else _LEAST_NEWS
    if prose < least and (named or points >= ENOUGH):
        return Verdict(points, lookalike or ("只有标题的页面" if named else "新闻报道"), False)
    return Verdict(points, lookalike, points >= ENOUGH)


def _title_lines(lines: list[Line]) -> list[str]:
    """The lines at the top that may be the title: short, above 各位代表 and the first prose."""
    out: list[str] = []
    for line in lines[:60]:
        if line.is_prose or _SALUTE.match(line.key):
            break
        if len(line.key) <= 90:
            out.append(line.key)
    return out


def _glued_title(text: str) -> bool:
    """A title with no line break after it: 2021年某县政府工作报告各位代表."""
    return bool(
        regex.match(
            r"[^。！!]{0,40}政\s*府\s*(?:工\s*作\s*)的?\s*报\s*告[^。]{0,120}[各名]位\s*(?:代表|委员)", text
        )
    )
