"""Lists of pledges (民生实事清单): where one is announced, and which spans its items are.

A list is announced (“办好十件民生实事”) and then itemised: with numbers, in clauses parted by semicolons, in paragraphs,
or under short topic sentences. The announced count checks the split; where no split can be trusted there is no list.
"""

from __future__ import annotations

import itertools

import regex

from luoshi.facts.enumeration import Marker, markers, runs
from luoshi.facts.pledge_announcements import SENTENCE, Announcement, pledge_words
from luoshi.facts.pledge_prose import Span, names_before, sentence_items, trimmed, with_lost_numbers

_LINE = regex.compile(r"[^\n]+")
_SEMICOLONS = regex.compile(r"[;；]")
_COMMAS = regex.compile(r"[,，;；]")
_COLON = regex.compile(r"(?:包括|分别是|主要是|即)?[:：]|包括|分别是|主要是|[,，]即")
_ITEMS = regex.compile(r"[、,，;；]")
_NEAR = 260  # characters between the announcement and the first item
_WIDE = 700  # the same inside a section that is known to be about pledges
_GAP = 1800  # characters; the longest item
_LEAST = 3  # items; fewer are no list unless their count is announced
_UNCOUNTED = 5  # items; fewer are no list where no count is kept
_CLOSE = 120  # characters between the announcing sentence and a list that does not keep its count
_CLAUSE = 4  # characters; the shortest item parted from the next by a comma
_LEAD = 40  # characters of a sentence that leads in the list of the next (“主要包括：”)
_FAR = 4000  # characters; the longest list in one sentence
_NEXT = 3  # characters between the announcing sentence and the next one
_BRIEF = 130  # characters; the mean length of items that are believed to be pledges without a count
_HEADING = 40  # characters; the longest heading
_STOPS = "。；;：:！!，,、"


def items_of(text: str, told: Announcement, end: int, sure: bool, marks: list[Marker]) -> list[Span]:
    """The items of the list that ``told`` announces, looked for up to ``end``; empty where it is only mentioned.

    ``sure``: the place is known to be about pledges, so that the list may begin further on. ``marks``: the numbers in
    the whole place.
    """
    marks = [m for m in marks if told.end <= m.start and m.body < end]
    reach = min(end, told.end + (_WIDE if sure else _NEAR))
    return (
        _numbered(text, told, reach, end, sure or told.named, marks)
        or _clauses(text, told, end, sure or told.named)
        or _paragraphs(text, told, end)
        or sentence_items(text, told, end)
        or names_before(text, told, end)
    )


# -- numbered --------------------------------------------------------------------------------------------------


def _numbered(
    text: str, told: Announcement, reach: int, end: int, free: bool, marks: list[Marker]
) -> list[Span]:
    lists = [_unbroken(run) for run in runs(marks)]
    lists = [run for run in lists if run[0].start <= reach and not _headed(text, told.end, run[0].start)]
    lists = [_inner(text, run, end) for run in lists]
    exact = [run for run in lists if len(run) in told.counts]
    sentence = SENTENCE.match(text, told.start, end)
    close = (sentence.end() if sentence else told.end) + _CLOSE
    loose = [
        run for run in lists if free and len(run) >= _UNCOUNTED and run[0].start <= close and _brief(run)
    ]
    if exact:
        chosen = exact[0]
    elif whole := next((w for run in lists if (w := _completed(text, run, told, end))), None):
        return whole
    elif loose:
        chosen = min(loose, key=lambda run: (run[0].start, -len(run)))
    else:
        return []
    out = []
    for i, mark in enumerate(chosen):
        last = i + 1 == len(chosen)
        stop = _last_end(text, chosen, end) if last else _before_heading(text, mark.body, chosen[i + 1].start)
        out.append(trimmed(text, mark.body, stop))
    return [s for s in out if s[1] - s[0] > 1]


def _completed(text: str, run: list[Marker], told: Announcement, end: int) -> list[Span]:
    """The items of a run that falls short of the announced count only because its last numbers were lost."""
    if not any(count > len(run) for count in told.counts):
        return []
    found = with_lost_numbers(text, [m.body for m in run], told.counts, end)
    starts = {m.body: m.start for m in run[1:]}
    return [trimmed(text, a, starts.get(b, b)) for a, b in found]


def _headed(text: str, start: int, end: int) -> bool:
    """Whether a heading stands in ``text[start:end]``: what follows it belongs to another part."""
    lines = text[start:end].split("\n")[1:-1]
    return any(
        line.strip() and len(line.strip()) <= _HEADING and line.strip()[-1] not in _STOPS for line in lines
    )


def _before_heading(text: str, start: int, end: int) -> int:
    """``end``, or the end of the line before where the last line of ``text[start:end]`` heads the next group of items."""
    body = text[start:end].rstrip()
    cut = body.rfind("\n")
    if (
        cut > 0
        and len(body) - cut <= _HEADING
        and body[-1] not in _STOPS
        and pledge_words("heading").match(body, cut + 1)
    ):
        return start + cut
    return end


def _brief(run: list[Marker]) -> bool:
    """Whether the items are short, as pledges are; the parts of a chapter are long."""
    return run[-1].start - run[0].start <= _BRIEF * (len(run) - 1)


def _inner(text: str, run: list[Marker], end: int) -> list[Marker]:
    """The list that counts on through the groups of ``run`` (“一、交通 1.… 2.… 二、就业 3.…”), else ``run`` itself."""
    if len(run) < 2 or run[0].style not in ("han", "hanbracket", "is", "ordinal"):
        return run
    if not all("\n" in text[m.body : m.body + _HEADING] for m in run[:2]):
        return run
    for found in runs(markers(text, run[0].body, end)):
        if run[0].body <= found[0].start <= run[0].body + _HEADING and found[-1].start > run[-1].start:
            return _unbroken(found)
    return run


def _unbroken(run: list[Marker]) -> list[Marker]:
    """The run up to the first gap that no item is long enough to fill."""
    for i in range(1, len(run)):
        if run[i].start - run[i - 1].start > _GAP:
            return run[:i]
    return run


def _last_end(text: str, run: list[Marker], end: int) -> int:
    """Where the last item ends: with its paragraph, and before a sentence that closes the list."""
    at = run[-1].body
    line = text.find("\n", at, end)
    stop = line if line >= 0 else end
    own_line = all("\n" in text[a.body : b.start] for a, b in itertools.pairwise(run))
    if own_line and line < 0:
        return stop
    closing = pledge_words("closing")
    sentences = list(SENTENCE.finditer(text, at, stop))
    longest = max((b.start - a.body for a, b in itertools.pairwise(run)), default=0)
    for i, s in enumerate(sentences):
        closed = closing.match(text, s.start(), s.end()) or pledge_words("resolve").search(
            text, s.start(), s.end()
        )
        if i and (closed or s.end() - at > 2 * longest + 60):
            return s.start()
    return stop


# -- without numbers -------------------------------------------------------------------------------------------


def _clauses(text: str, told: Announcement, end: int, free: bool) -> list[Span]:
    """“办好十件实事：甲；乙；丙。”, or the same behind a full stop; commas only if they come to the count."""
    sentence = SENTENCE.match(text, told.start, end)
    if sentence is None:
        return []
    colon = _COLON.search(text, told.end, sentence.end())
    if colon:
        parts = _split(text, colon.end(), sentence.end(), _SEMICOLONS)
        if len(parts) in told.counts or (len(parts) >= _LEAST and (free or told.counts)):
            return parts
    # “办好“五件实事”，改造…，新建…”: lists parted by lighter marks only if they come to the count.
    begin = colon.end() if colon else told.end
    # Names of candidates, or of fields (“交通、教育…等方面”), are no items.
    named_only = regex.search(r"候选|遴选|票决|等?方面。?$", text[told.start : sentence.end()])
    for marks in (_COMMAS,) if named_only else (_COMMAS, _ITEMS):
        parts = _split(text, begin, sentence.end(), marks)
        if len(parts) in told.counts and len(parts) >= _LEAST and all(b - a >= _CLAUSE for a, b in parts):
            return parts
    return _in_next(text, told, sentence.end(), end, free)


def _in_next(text: str, told: Announcement, at: int, end: int, free: bool) -> list[Span]:
    """“办好一批民生实事。主要包括：甲；乙；丙。”; right behind the announcement also without a colon."""
    for i, m in enumerate(SENTENCE.finditer(text, at, min(end, at + _FAR))):
        if i > 1 or m.start() - at > _NEXT + i * _NEAR:
            break
        colon = _COLON.search(text, m.start(), min(m.end(), m.start() + _LEAD))
        parts = _split(text, colon.end() if colon else m.start(), m.end(), _SEMICOLONS)
        # Lists are not always as long as they are said to be.
        kept = any(abs(len(parts) - count) <= max(1, count // 5) for count in told.counts)
        if len(parts) >= _LEAST and (
            (kept and (colon or i == 0)) or (colon and free and len(parts) >= _UNCOUNTED)
        ):
            return parts
    return []


def _paragraphs(text: str, told: Announcement, end: int) -> list[Span]:
    """A paragraph to each item, as many as announced."""
    line_end = text.find("\n", told.end, end)
    if line_end < 0 or not told.counts:
        return []
    heading = pledge_words("heading")
    lines: list[Span] = []
    for m in _LINE.finditer(text, line_end, end):
        a, b = trimmed(text, m.start(), m.end())
        if b <= a:
            continue
        if heading.match(text, a, b) or pledge_words("closing").match(text, a, b):
            break
        lines.append((a, b))
        if len(lines) > max(told.counts):
            break
    # So few paragraphs come to a count (“三大类”) by chance, unless they are as short as items.
    believed = len(lines) >= _UNCOUNTED or all(b - a <= _BRIEF for a, b in lines)
    return lines if len(lines) in told.counts and believed else []


def _split(text: str, start: int, end: int, marks: regex.Pattern[str]) -> list[Span]:
    out, at = [], start
    for m in marks.finditer(text, start, end):
        out.append(trimmed(text, at, m.start()))
        at = m.end()
    out.append(trimmed(text, at, end))
    return [(a, b) for a, b in out if b - a > 1]
