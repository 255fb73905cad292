"""Where the reports of a page begin (一页多份报告)."""

from __future__ import annotations

from bisect import bisect_right

import msgspec
import regex

from luoshi.text.headlines import LONGEST, head_line, is_title
from luoshi.text.lines import Line

_SALUTE = regex.compile(r"[各名]位\s*(?:代表|委员)")
# 我代表县人民政府向大会报告工作; 受市人民检察院委托 — of whatever body: another body's report ends this one.
_DELIVERS = regex.compile(
    r"[^。！!]{0,120}?(?:代表|受)[^。！!]{0,60}?(?:政府|国务院|委员会|法院|检察院|办事处|公署)"
    r"[^。！!]{0,80}?(?:报告|提请)"
)
_SUBMITS = regex.compile(r"审议|审查|提出(?:宝贵)?意见")
_GLUED_HEAD = regex.compile(
    r"(?:\d{4}年)?[^。！!\s]{0,24}政府工作报告"
    r"|[—\-–─(（]{0,3}\d{4}年\d{1,2}月\d{1,2}日在"
)
_CUT_OFF = regex.compile(r"(?:…|\.{3,})$")
_AFTER = 300  # characters after 各位代表 that hold the delivering sentence
_BEFORE = 200  # characters before it that hold meeting and speaker where there are no line breaks
_HEAD_LINES = 12  # lines that a head may take
_LEAST = 500  # two openings nearer than this belong to one report (an abstract repeats the head)
_PIECE = 12  # characters compared at a time when looking for a second copy
_PIECES = 60  # and how many of them
_LEAST_UNOPENED = 2500  # text before the first opening that may be a report without one


class Zone(msgspec.Struct, frozen=True):
    """A stretch of a page that holds one report with the page frame around it; ``opening`` is where it is opened."""

    start: int
    end: int
    opening: int


def zones(text: str, lines: list[Line]) -> list[Zone]:
    """The page cut at every report's head. One zone for a page with one report or with none."""
    starts = _starts(text, lines)
    if len(starts) < 2 and not (starts and starts[0][0] > _LEAST_UNOPENED):
        return [Zone(0, len(text), starts[0][1] if starts else 0)]
    if starts[0][0] > _LEAST_UNOPENED:
        starts.insert(0, (0, 0))
    else:
        starts[0] = (0, starts[0][1])
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [Zone(start, end, opening) for (start, opening), end in zip(starts, ends, strict=True)]


def _starts(text: str, lines: list[Line]) -> list[tuple[int, int]]:
    """(head, opening) of every report, in order; openings that stand near each other are one."""
    starts = [line.start for line in lines]
    openings = {line.start: i for i, line in enumerate(lines) if _titled(lines, i, line)}
    for m in _SALUTE.finditer(text):
        i = bisect_right(starts, m.start()) - 1
        if _opens(text, lines, i, m):
            openings[m.start()] = i
    found: list[tuple[int, int]] = []
    for opening, i in sorted(openings.items()):
        if found and opening - found[-1][1] < _LEAST:
            found[-1] = (found[-1][0], opening)
        else:
            head = _head_of(text, lines, i, lines[i], opening)
            found.append((max(head, found[-1][1] if found else 0), opening))
    return found


def _opens(text: str, lines: list[Line], i: int, salute: regex.Match[str]) -> bool:
    """Whether this 各位代表, in line ``i``, opens a report: who reports follows, or its head stands right above."""
    line, start = lines[i], salute.start()
    alone = start - line.start <= 2 and len(line.key) <= 16
    if alone and any(head_line(above.key) in ("title", "meeting") for above in lines[max(0, i - 5) : i]):
        return True
    after = text[salute.end() : salute.end() + _AFTER]
    if not ("报告" in after or "提请" in after) or not _DELIVERS.match(after):
        return False
    return bool(_SUBMITS.search(after) or _GLUED_HEAD.search(text, max(0, start - _BEFORE), start))


def _titled(lines: list[Line], i: int, line: Line) -> bool:
    """A title that names year or place, with the meeting right below: a report that opens without 各位代表."""
    if not is_title(line.key) or len(line.key) <= len("政府工作报告"):
        return False
    return any(head_line(below.key) == "meeting" for below in lines[i + 1 : i + 4])


def _head_of(text: str, lines: list[Line], i: int, line: Line, opening: int) -> int:
    """Where the head of the report opened at ``opening`` begins: its title, or the first line above that fits."""
    if opening - line.start > _BEFORE:  # several reports on one line
        heads = list(_GLUED_HEAD.finditer(text, opening - _BEFORE, opening))
        return heads[0].start() if heads else opening
    start = line.start
    for above in reversed(lines[max(0, i - _HEAD_LINES) : i]):
        if len(above.key) > LONGEST or above.key[-1] in "。！!；;" or _CUT_OFF.search(above.key):
            break
        if head_line(above.key) is None and "报告" not in above.key:
            continue  # an office's name, a second line of a title: it goes with what stands above it
        start = above.start
        if "报告" in above.key and len(above.key) > len("政府工作报告"):
            break
    return start


def same_report(a: str, b: str) -> bool:
    """Whether one text is a copy of the other: most pieces sampled from the shorter stand in the longer."""
    short, long = sorted((_bare(a), _bare(b)), key=len)
    last = len(short) - _PIECE
    if last < _PIECE or len(short) < 0.3 * len(long):
        return False
    asked = [short[last * k // _PIECES :][:_PIECE] for k in range(_PIECES)]
    return sum(piece in long for piece in asked) >= 0.7 * _PIECES


_SPACE_AND_MARKS = regex.compile(r"[\s\p{P}]+")


def _bare(s: str) -> str:
    return str(_SPACE_AND_MARKS.sub("", s))
