"""Pledge lists in running text (行文中的实事清单): sentences, sentences whose numbers were lost, names before the noun."""

from __future__ import annotations

import itertools

import regex

from luoshi.facts.enumeration import number
from luoshi.facts.pledge_announcements import SENTENCE, Announcement, pledge_words

Span = tuple[int, int]

MARKS = " \t\n　;；,，、。:：*"
"""What may stand around an item and belongs to none."""
_LONGEST_MEAN = 130  # characters; the mean length of items that are believed to be pledges
_TOPIC, _SHORTEST_TOPIC = 18, 4  # characters; the longest and the shortest topic sentence
_FEW = 4  # sentences; so few come to a count by chance, unless a colon announces them
_NAME = 6  # characters; the mean length of names of things to be done, fields (“教育、就业”) are shorter
_DIGIT = regex.compile(r"\d")
_COLON = regex.compile(r"[:：]")
_BETWEEN = regex.compile("、")
_BEFORE_NOUN = regex.compile(
    r"(?:抓好|办好|实施好?|完成|确定的|[，,]在)(?P<names>[^。；;:：\n]{20,400}?)"
    r"等(?:(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})(?:个?方面|件|项|大)|方面)"
)


def trimmed(text: str, start: int, end: int) -> Span:
    """``[start, end)`` without the blanks and marks around it."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(MARKS))
    return start + left, start + max(left, len(piece.rstrip(MARKS)))


def sentence_items(text: str, told: Announcement, end: int) -> list[Span]:
    """“办好十件实事。提升供热质量。对…进行改造。…”: as many sentences as announced, or as many under topic sentences."""
    first = SENTENCE.match(text, told.start, end)
    if first is None or not told.counts:
        return []
    colon = _COLON.match(text, told.end, first.end())
    sentences = [(colon.end(), first.end())] if colon and first.end() - colon.end() > _SHORTEST_TOPIC else []
    stop = _line_end(text, first.end(), end)
    closing = pledge_words("closing")
    longest_list = first.end() + _LONGEST_MEAN * max(told.counts)
    for m in SENTENCE.finditer(text, first.end(), stop):
        if sentences and closing.match(text, m.start(), m.end()):
            stop = m.start()
            break
        if m.end() > longest_list:
            return []
        if m[0].strip():
            sentences.append((m.start(), m.end()))
    if len(sentences) in told.counts and (colon or len(sentences) > _FEW):
        return [trimmed(text, a, b) for a, b in sentences]
    return _under_topics(text, sentences, stop, told.counts)


def _under_topics(text: str, sentences: list[Span], stop: int, counts: tuple[int, ...]) -> list[Span]:
    plain = [i for i, (a, b) in enumerate(sentences) if not _DIGIT.search(text, a, b)]
    for longest in range(_TOPIC, _SHORTEST_TOPIC, -1):
        heads = [i for i in plain if sentences[i][1] - sentences[i][0] <= longest + 1]
        told_apart = all(j - i > 1 for i, j in itertools.pairwise(heads))
        if len(heads) in counts and heads[0] == 0 and told_apart:
            starts = [sentences[i][0] for i in heads]
            return [trimmed(text, a, b) for a, b in zip(starts, [*starts[1:], stop], strict=True)]
    return []


def with_lost_numbers(text: str, bodies: list[int], counts: tuple[int, ...], end: int) -> list[Span]:
    """The items of a list whose last numbers were lost in copying (⑪ and above): its sentences come to the count.

    ``bodies``: where the numbered items begin; empty where the sentences do not come to a count.
    """
    stop = _line_end(text, bodies[-1], end)
    closing = pledge_words("closing")
    rest: list[Span] = []
    for m in SENTENCE.finditer(text, bodies[-1], stop):
        if rest and closing.match(text, m.start(), m.end()):
            break
        rest.append((m.start(), m.end()))
    if len(rest) < 2 or len(bodies) - 1 + len(rest) not in counts:
        return []
    return [*itertools.pairwise(bodies), *rest]


def names_before(text: str, told: Announcement, end: int) -> list[Span]:
    """“抓好甲、乙、丙等三个方面的民生项目”, “在甲、乙、丙等方面办好3件实事”: names that come to the count."""
    sentence = SENTENCE.match(text, told.start, end)
    best: list[Span] = []
    if sentence is None:
        return best
    for m in _BEFORE_NOUN.finditer(text, told.start, min(told.end, sentence.end()), overlapped=True):
        counts = (number(m["n"]),) if m["n"] else told.counts
        cuts = [c.start() for c in _BETWEEN.finditer(text, m.start("names"), m.end("names"))]
        bounds = itertools.pairwise([m.start("names") - 1, *cuts, m.end("names")])
        out = [trimmed(text, a + 1, b) for a, b in bounds]
        if len(out) in counts and len(out) > 2 and sum(b - a for a, b in out) >= _NAME * len(out):
            best = out  # the last verb before the names has them
    return best


def _line_end(text: str, start: int, end: int) -> int:
    line = text.find("\n", start, end)
    return line if line >= 0 else end
