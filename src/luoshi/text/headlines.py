"""What stands above 各位代表: title, meeting, date and speaker lines (标题、会议、报告人)."""

from __future__ import annotations

from functools import cache

import regex

from luoshi.lexicon.tables import lines, rows

LONGEST = 110  # characters of the longest head line; what is longer is prose


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    parts: dict[str, list[str]] = {}
    for row in rows("report_head_lines.tsv"):
        parts.setdefault(row["what"], []).append(f"(?:{row['pattern']})")
    return {what: regex.compile("|".join(p)) for what, p in parts.items()}


@cache
def _not_a_title() -> regex.Pattern[str]:
    return regex.compile("|".join(map(regex.escape, lines("report_title_not.txt"))))


def is_title(key: str) -> bool:
    """Whether a line (spaces taken out) is the title of a government work report."""
    if len(key) > LONGEST or ("报告" not in key and "文件" not in key):
        return False
    return bool(_patterns()["title"].match(key)) and not _not_a_title().search(key)


def head_line(key: str) -> str | None:
    """What a line of a report's head is: title, meeting, date, speaker or subtitle; None for anything else."""
    if len(key) > LONGEST or "。" in key:
        return None
    if is_title(key):
        return "title"
    for what, pattern in _patterns().items():
        if what != "title" and pattern.match(key):
            return what
    return None
