"""Sentences of the tasks part (任务句), with run-in headings, greetings and lists of pledges left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from luoshi.facts.run_in import Candidate, is_heading
from luoshi.report.report import Report, Section

Span = tuple[int, int]

SENTENCE = re.compile(r"[^。！!？?\n]+[。！!？?]*[”’）)]*")
# A paragraph ends with its line, or with a space behind a full stop where line breaks were lost.
_PARAGRAPH = re.compile(r"\n+|(?<=[。！!])[ 　]+(?=\S)")
_SPOKEN = re.compile(
    r"[\s　]*(?:各位代表|同志们|去年|过去|近年来|几年来|五年来|当前[,，]|目前|回顾|实践证明|事实证明|(?:今年|\d{4}年)是(?![^。]*[,，](?:我们)?(?:要|必须|务必))|这是|这些(?!项目)|做好(?:今年|全年|\d{4}年)|重点(?:抓好|做好)以下|为此[,，]|据此)"
)
# “大力发展农业，…，是控制物价的基础。”: a judgement about work, and none given out.
_JUDGED = re.compile(
    r"，是[^；;。]{2,60}(?:基础|关键|前提|保证|保障|途径|要求|标尺|标志|任务|责任|大事|根本|举措|选择|需要)[。！]?\Z"
)
_MARK = r"(?:[(（]?[一二三四五六七八九十]{1,3}[)）、]|[一二三四五六七八九十]{1,2}[是要]|\d{1,2}[.．、]|[(（]\d{1,2}[)）]|第[一二三四五六七八九十][,，、]|[①-⑳]|——)"
_LEAD = re.compile(rf"[\s　]*(?P<mark>{_MARK})?")
_NO_HEADING = re.compile(r"[\d《》;；：:]|[,，].*[,，]|完成|新建|建成|开工|竣工|举办|争创|年内|年底")
_SHORT, _LONG = 18, 30  # characters of a heading in texts with short ones and with long ones
_NOT_BARE = re.compile(r"[,，、“”]|工作$")
_NOT_LONG = re.compile(r"[、“”]|一批|等")
_ENOUGH = 4  # sentences of a paragraph that has a long heading
_BARE = 10  # characters of a heading inside a paragraph whose line breaks were lost
_CROWDED = 10  # sentences; where paragraphs have more on average, line breaks were lost
_CANDIDATE = 16  # characters of a heading inside such a paragraph
_PAIR = 2  # headings that take turns with one explanation each
_SERIES = 3  # so many headings make a series, and so many sentences at most belong to each of them


def task_spans(report: Report, taken: list[Span]) -> list[Span]:
    """The sentences to read as tasks; ``taken``: spans that are read as something else (pledges), in order."""
    text = report.text
    paragraphs = [
        [(m.start(), m.end()) for m in SENTENCE.finditer(text, a, b) if m[0].strip(" 　。！!？?")]
        for start, end, _ in pieces_of(report)
        for a, b in paragraphs_of(text, start, end)
    ]
    limit = _limit(paragraphs)
    lost = sum(map(len, paragraphs)) > _CROWDED * len(paragraphs)
    out: list[Span] = []
    for sentences in paragraphs:
        heads = _headings(text, sentences, limit, lost)
        out += [s for i, s in enumerate(sentences) if i not in heads and _told(text, *s)]
    out.sort()
    return [_trimmed(text, a, b) for a, b in _without(out, taken)]


def pieces_of(report: Report) -> Iterator[tuple[int, int, Section]]:
    """The stretches whose innermost section is one of tasks (or of pledges), without the headings."""
    cuts = {0, len(report.text)}
    heads: list[Span] = []
    for s in report.sections:
        cuts |= {s.start, s.end}
        if s.heading:
            end = _heading_end(report.text, s)
            cuts.add(end)
            heads.append((s.start, end))
    order = sorted(report.sections, key=lambda s: (s.start, s.depth))
    places = sorted(cuts)
    titled = {start for start, _ in heads}
    n = 0
    open_: list[Section] = []
    for a, b in pairwise(places):
        while n < len(order) and order[n].start <= a:
            open_.append(order[n])
            n += 1
        open_ = [s for s in open_ if s.end > a]
        if not open_ or a in titled:
            continue
        inner = max(open_, key=lambda s: (s.depth, s.start))
        if inner.role in ("tasks", "pledges"):
            yield a, b, inner


def _heading_end(text: str, section: Section) -> int:
    """A heading given without its line breaks is still as long as the text has it."""
    left = sum(not c.isspace() for c in section.heading or "")
    at = section.start
    while at < section.end and left:
        left -= not text[at].isspace()
        at += 1
    while at < section.end and text[at] in "。：:！!":
        at += 1
    return at


def paragraphs_of(text: str, start: int, end: int) -> list[Span]:
    out, at = [], start
    for m in _PARAGRAPH.finditer(text, start, end):
        if text[at : m.start()].strip():
            out.append((at, m.start()))
        at = m.end()
    if text[at:end].strip():
        out.append((at, end))
    return out


def _limit(paragraphs: list[list[Span]]) -> int:
    """How long a paragraph's first sentence may be to be its heading: in some reports headings are short, in some long."""
    firsts = [p[0][1] - p[0][0] for p in paragraphs if len(p) > 1]
    short = sum(n <= _SHORT for n in firsts)
    return _SHORT if 2 * short >= len(firsts) else _LONG


def _headings(text: str, sentences: list[Span], limit: int, lost: bool) -> set[int]:
    """Which of a paragraph's sentences only name what follows; ``lost``: the text has lost its line breaks."""
    found: set[int] = set()
    bare: list[int] = []
    short: list[int] = []
    for i, (a, b) in enumerate(sentences):
        lead = _LEAD.match(text, a, b)
        begin = lead.end() if lead else a
        body = text[begin:b].strip(" 　。！!")
        if len(body) <= _BARE and not _NOT_BARE.search(body):
            short.append(i)
        if i + 1 == len(sentences):
            # A line of its own without a full stop is a heading whatever follows it.
            if len(sentences) == 1 and len(body) <= _LONG + 10 and text[a:b].strip()[-1] not in "。；;！!?？":
                found.add(i)
            continue
        if len(body) > _LONG or _NO_HEADING.search(body):
            continue
        marked = lead is not None and lead["mark"] is not None
        plain = len(body) <= _SHORT or (len(sentences) >= _ENOUGH and not _NOT_LONG.search(body))
        if (i == 0 or marked) and len(body) <= limit and plain:
            found.add(i)
        following = sentences[i + 1]
        led = _LEAD.match(text, *following)
        if led and led["mark"]:
            continue
        if lost:
            if len(body) <= _CANDIDATE and not _NOT_BARE.search(body):
                after = text[following[0] : following[1]].strip()
                bare += [i] if is_heading(Candidate(body, after)) else []
        elif i in short[-1:] and following[1] - following[0] > b - a:
            bare.append(i)
    return found | (_spaced(found, bare) if lost else _inner(bare, len(sentences), short))


def _spaced(found: set[int], bare: list[int]) -> set[int]:
    """Headings do not follow each other: of short sentences in a row the first is one, if any."""
    out: set[int] = set()
    for i in bare:
        if i - 1 not in found and i - 1 not in out:
            out.add(i)
    return out


def _inner(bare: list[int], count: int, short: list[int]) -> set[int]:
    """Headings inside a paragraph of ``count`` sentences, among its short ones (``bare``) where topic and explanation
    take turns. Short ones next to each other are tasks.
    """
    if any(b - a == 1 for a, b in pairwise(short)):
        return set()
    steady = len(bare) >= _SERIES and all(b - a <= _SERIES for a, b in pairwise(bare))
    paired = len(bare) == _PAIR and bare[0] == 0 and count <= 2 * _PAIR + 1
    return set(bare) if steady or paired else set()


def _told(text: str, start: int, end: int) -> bool:
    """Whether a sentence can be a task: no greeting, no question, no look back."""
    body = text[start:end].strip()
    if body[-1] in "?？:：" or _SPOKEN.match(text, start, end):
        return False
    return "，是" not in body or not _JUDGED.search(body)


def _without(spans: list[Span], taken: list[Span]) -> Iterator[Span]:
    """The spans that do not touch any of ``taken`` (sorted)."""
    n = 0
    for a, b in spans:
        while n < len(taken) and taken[n][1] <= a:
            n += 1
        if n == len(taken) or taken[n][0] >= b:
            yield a, b


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(" \t\n　,，、"))
    return start + left, start + max(left, len(piece.rstrip()))
