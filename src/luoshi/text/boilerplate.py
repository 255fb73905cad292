"""What stands on a page around a report: navigation, stamps, abstracts, lists of other pages (网页杂质)."""

from __future__ import annotations

from functools import cache

import regex

from luoshi.lexicon.tables import rows
from luoshi.text.headlines import head_line, is_title
from luoshi.text.lines import Line

_COUNTER = regex.compile(r"\d{1,7}次?$")
_CONTENTS = regex.compile(r"目[录次]$")
_PAGE_NO = regex.compile(r"[\s….·．]*\d{0,3}$")
_ENTRY = regex.compile(r"^[-*•·]*(.+?)[….·．\-—]*\d{0,3}$")
_DOTTED = regex.compile(r"[….·．]{2,}[-—]?\d{1,3}[-—]?$")
_CUT_OFF = regex.compile(r"(?:…+|\.{3,})$")
# Characters of the longest line that a kind of pattern may name: a disclaimer runs to a paragraph, a stamp does not.
_LONGEST = {"any": 100, "stamp": 260, "nav": 160, "digest": 2000, "tail": 200, "foot": 700, "note": 100}
_ENTRIES, _LINES = 150, 4000  # lines that a table of contents may take, and in which its headings come again
_FEW = 600  # characters of other news that may follow a foot
_ABSTRACT_KEY = 24  # characters by which an abstract's line is found again below


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    parts: dict[str, list[str]] = {}
    for row in rows("boilerplate_lines.tsv"):
        parts.setdefault(row["where"], []).append(f"(?:{row['pattern']})")
    return {where: regex.compile("|".join(p), regex.I) for where, p in parts.items()}


@cache
def _inline(where: str) -> regex.Pattern[str]:
    marks = "|".join(f"(?:{r['pattern']})" for r in rows("boilerplate_inline.tsv") if r["where"] == where)
    if where == "end":
        return regex.compile(rf"(?:(?<=[。！!；”])\s*|\s{{2,}})(?:{marks})", regex.I)
    if where == "label":
        return regex.compile(rf"(?:{marks})(?=\S)", regex.I)
    return regex.compile(rf"(?:{marks})\s{{2,}}(?=\S)", regex.I)


def _is(where: str, line: Line) -> bool:
    return len(line.key) <= _LONGEST[where] and bool(_patterns()[where].match(line.key))


def frame(lines: list[Line], opening: int, end: int) -> tuple[list[tuple[int, int]], list[Line]]:
    """The spans of ``lines`` that are not the report opened at ``opening`` (sorted), and the lines that stay.

    ``end`` is where the last line's stretch ends. Prose is never dropped by its place alone: only what a pattern
    names, what repeats the report, and short lines that stand between such lines at the top or below them at the end.
    """
    if not lines:
        return [], []
    body = _body_start(lines, opening)
    drop = {i for i, line in enumerate(lines) if _is("any", line)}
    drop |= _page_numbers(lines, drop)
    drop |= _head(lines, body, drop)
    drop |= _contents(lines)
    drop |= _foot(lines, body, drop)
    kept = [line for i, line in enumerate(lines) if i not in drop]
    return sorted(_spans(lines, drop, end) + _marks(kept)), kept


def _body_start(lines: list[Line], opening: int) -> int:
    """The index of the line with 各位代表, else of the first prose."""
    if opening > lines[0].start:
        for i, line in enumerate(lines):
            if line.end > opening:
                return i
    for i, line in enumerate(lines):
        if line.is_prose and not _is("digest", line):
            return i
    return len(lines)


def _page_numbers(lines: list[Line], chrome: set[int]) -> set[int]:
    """The figures of 上一页 1 2 3 下一页 where each stands on a line of its own."""
    out: set[int] = set()
    for i in chrome:
        j = i + 1
        while j < len(lines) and _COUNTER.match(lines[j].key):
            j += 1
        if j < len(lines) and j in chrome and j > i + 1:
            out.update(range(i + 1, j))
    return out


def _head(lines: list[Line], body: int, chrome: set[int]) -> set[int]:
    """What stands above the body and is no title, meeting, date or speaker."""
    drop = set()
    stamps = [i for i in range(body) if _is("stamp", lines[i]) and not _inline("start").match(lines[i].text)]
    navs = [i for i in range(body) if _is("nav", lines[i])]
    title = None
    if stamps:
        above = [i for i in range(stamps[0]) if i not in chrome and i not in navs and not lines[i].is_prose]
        named = [i for i in above if is_title(lines[i].key)]
        title = named[-1] if named else next((i for i in reversed(above) if len(lines[i].key) >= 6), None)
        if named and any(is_title(line.key) for line in lines[stamps[-1] + 1 : body]):
            drop.update(named)  # the report has its own: the page's goes with the page
            title = None
        # A forum page repeats [复制链接] and 发表于 under the title; what is above both is the site's.
        top = stamps[0]
    else:
        top = navs[-1] if navs else 0
    for i in range(top):
        line = lines[i]
        belongs = (is_title(line.key) and title is None) or head_line(line.key) == "meeting"
        if i != title and not belongs and not line.is_prose:
            drop.add(i)
    drop.update(stamps, navs)
    for i in range(body):
        if _COUNTER.match(lines[i].key) and (i - 1 in drop or i - 1 in chrome):
            drop.add(i)  # the figure after 阅读： on a line of its own
        if _is("digest", lines[i]):
            drop |= _digest(lines, i)
    return drop


def _digest(lines: list[Line], i: int) -> set[int]:
    """An abstract that repeats the head: its label and, if the label stands alone, the line below it."""
    label, _, rest = lines[i].key.replace("：", ":").partition(":")
    if rest:
        return {i} if _repeats(rest, lines, i) else set()
    if i + 1 < len(lines) and _repeats(lines[i + 1].key, lines, i + 1):
        return {i, i + 1}
    return {i} if label else set()


def _repeats(key: str, lines: list[Line], i: int) -> bool:
    if _CUT_OFF.search(key):
        return True
    below = "".join(line.key for line in lines[i + 1 : i + 30])
    return key[:_ABSTRACT_KEY] in below


def _contents(lines: list[Line]) -> set[int]:
    """A table of contents: 目录 and the lines below it that come again as headings, or end in a page number."""
    for i in [i for i, line in enumerate(lines[:80]) if _CONTENTS.match(line.key)][:3]:
        entries: list[int] = []
        seen: set[str] = set()
        keys = [later.key for later in lines[:_LINES]]
        for j in range(i + 1, min(len(keys), i + _ENTRIES)):
            key = keys[j]
            if lines[j].is_prose or len(key) > 80:
                break
            entry = _ENTRY.match(key)
            again = entry is not None and any(k.startswith(entry[1][:20]) for k in keys[j + 1 :])
            listed = is_title(key) and key not in seen  # the reports of a page, or of its other half
            if not again and not listed and not _DOTTED.search(key):
                break
            seen.add(key)
            entries.append(j)
        if len(entries) >= 2:
            return {i, *entries}
    return set()


def _foot(lines: list[Line], body: int, chrome: set[int]) -> set[int]:
    """What stands below the report: from the first foot line on, everything; closing notes one by one."""
    last = next((i for i in range(len(lines) - 1, -1, -1) if _is_body(lines[i])), -1)
    drop: set[int] = set()
    cut = len(lines)
    left = 0
    for i in range(len(lines) - 1, max(body, 0), -1):
        line = lines[i]
        if i <= last:
            left += len(line.key) if _is_body(line) else 0
            if left > _FEW or i < len(lines) // 3:
                break
            if _is("foot", line):
                cut = i
        elif _is("foot", line) or _is("tail", line):
            cut = i
    drop.update(range(cut, len(lines)))
    last = next((i for i in range(cut - 1, -1, -1) if _is_body(lines[i])), -1)
    for i in range(cut - 1, max(body, last - 1), -1):
        if i in chrome:
            continue
        if not _is("note", lines[i]):
            break
        drop.add(i)
    return drop


def _is_body(line: Line) -> bool:
    return line.is_prose and not (_is("foot", line) or _is("tail", line) or _is("note", line))


def _spans(lines: list[Line], drop: set[int], end: int) -> list[tuple[int, int]]:
    """Runs of dropped lines with one of the line breaks around them."""
    out = []
    i = 0
    while i < len(lines):
        if i not in drop:
            i += 1
            continue
        j = i
        while j + 1 < len(lines) and j + 1 in drop:
            j += 1
        if j + 1 < len(lines):
            out.append((lines[i].start, lines[j + 1].start))
        else:
            out.append((lines[i - 1].end if i else lines[i].start, end))
        i = j + 1
    return out


def _marks(kept: list[Line]) -> list[tuple[int, int]]:
    """Site marks glued to the first and last lines that stay."""
    out = []
    for line in kept[:2]:
        m = _inline("start").match(line.text[:80]) or _inline("label").match(line.text[:80])
        if m:
            out.append((line.start, line.start + m.end()))
    for line in kept[-2:]:
        tail = max(line.start, line.end - 100)
        m = _inline("end").search(line.text[tail - line.start :])
        if m and m.start() > 0:
            out.append((tail + m.start(), line.end))
    return out
