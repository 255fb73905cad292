"""Problems (存在问题): each shortcoming that a report admits, in the words that admit it.

Three ways of telling them: numbered (“一是…二是…”), clauses parted by semicolons, sentence after sentence. What leads
in (“我们也清醒地看到…主要是：”) and what promises to do better (“对此，我们将…”) is no problem.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import regex

from luoshi.facts.enumeration import Marker, markers, runs
from luoshi.facts.ids import Ids
from luoshi.facts.shapes import Problem
from luoshi.lexicon import tables
from luoshi.report.report import Report

_SENTENCE = regex.compile(r"[^。！!？?\n]+[。！!？?]*")
_PARTS = regex.compile(r"[;；]")
_COMMAS = regex.compile(r"[,，]")
_BACK_AT_THEM = regex.compile(r"[\s　]*(?:对(?:这些|上述|以上|于)|这些|上述|以上)")
_PAUSES = regex.compile("、")
_ANY = regex.compile(r"[,，;；]")
_DASH = regex.compile(r"(?m)^[ \t　]*(?:[—－―-]{1,3}|[●■◆])[ \t　]*")
_COLON = regex.compile(r"[:：]")
_LABEL = regex.compile(r"最[^,，。;；:：]{1,8}(?:是|在于)[,，:：]?")
_MARKS = " \t\n　;；,，。:：*-—"
_ENOUGH_CLAUSES = 3  # a sentence of fewer clauses is one problem
_LONGEST = 1500  # characters; the longest paragraph of problems that no section marks
_FEW = 2  # sentences; so few are cut at their commas
_SHORTEST = 4  # characters; what is shorter is a scrap (“等”)
_TOPIC = 18  # characters; the longest sentence that can be the topic of the next
_NEAR = 15  # characters between two leads that make one
_FAR = 45  # characters between “看到” and a lead that is none of its own
_MUCH = 2  # semicolons; a sentence of so many parts lists problems
_MANY_CLAUSES, _BRIEF_CLAUSE = 8, 12  # so many clauses of that mean length, characters, are a problem each
_MOSTLY = 0.8  # the share of them that must name a shortcoming
_LEAD_SENTENCES = 4  # the lead stands among so many first sentences


def read_problems(report: Report) -> tuple[Problem, ...]:
    """All problems of the report's problem paragraphs, in the order of the text."""
    ids = Ids(report.source)
    zones = [(s.start, s.end) for s in report.sections if s.role == "problems"] or _unmarked(report)
    return tuple(
        Problem(ids.of(start, end, "problem"), start, end)
        for a, b in zones
        for start, end in problem_spans(report.text, a, b)
    )


def _unmarked(report: Report) -> list[tuple[int, int]]:
    """The paragraph of the review that turns to the problems, in a report that no section tells them in."""
    turn = _words("turn")
    for section in report.sections:
        if section.role in ("review", "review_term") and section.depth == 1:
            m = turn.search(report.text, section.start, section.end)
            if m:
                start = max(report.text.rfind(mark, section.start, m.start()) for mark in "。！!\n") + 1
                line = report.text.find("\n", m.end(), section.end)
                stop = line if line >= 0 else section.end
                return [(max(start, section.start), min(stop, start + _LONGEST))]
    return []


def problem_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the problems that ``text[start:end]``, a paragraph about problems, admits."""
    sentences = [(m.start(), m.end()) for m in _SENTENCE.finditer(text, start, end) if m[0].strip()]
    body = _body(text, sentences)
    found = _told(text, start, body)
    if len(found) < _FEW and sentences:
        # What seemed to lead in came late: the first sentence may have told the problems already.
        seen = _seen(text, sentences[0])
        if seen is not None:
            whole = [(seen, sentences[0][1]), *sentences[1:]]
            found = max(found, _told(text, start, _kept(text, whole)), key=len)
    return found


def _told(text: str, start: int, body: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The problems in the sentences ``body`` of a paragraph that begins at ``start``."""
    if not body:
        return []
    stop = body[-1][1]
    numbered = _numbered(text, start, stop)
    if numbered:
        spans = _between(text, numbered, body, stop)
    else:
        spans = [part for a, b in body for part in _split(text, a, b, _PARTS)]
        spans = [part for a, b in spans for part in _brief(text, _behind_lead(text, a, b), b)]
        if len(spans) == 1:
            spans = _names(text, *spans[0])
        if len(spans) <= _FEW:
            spans = [part for a, b in spans for part in _clauses(text, a, b, len(spans))]
        elif len(spans) == len(body):
            spans = _topics(text, spans)
    return [s for s in (_trimmed(text, a, b) for a, b in spans) if s[1] - s[0] >= _SHORTEST]


# -- what frames the problems ----------------------------------------------------------------------------------


def _body(text: str, sentences: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences between the lead and the promise; the rest of a lead sentence behind “主要是：” belongs to them."""
    # Where line breaks were lost, the paragraph can begin with what belongs to the part before.
    cue = _words("cue")
    promise = _words("promise")
    turns = (
        i for i, (a, b) in enumerate(sentences) if cue.search(text, a, b) and not _BACK_AT_THEM.match(text, a)
    )
    turn = next(turns, 0)
    sentences = sentences[turn if turn >= _LEAD_SENTENCES else 0 :]
    first, at = _begin(text, sentences)
    body = sentences[first:]
    if body and at is not None:
        body[0] = (at, body[0][1])
    while body and at is None and promise.match(text, *body[0]):
        body = body[1:]
    return _kept(text, body)


def _kept(text: str, body: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences before the promise."""
    promise = _words("promise")
    end = body[-1][1] if body else 0
    for i, (a, b) in enumerate(body):
        # A promise inside an item is its own; behind the last item it ends the problems.
        if i > 0 and promise.match(text, a, b) and not _DASH.search(text, b, end):
            return body[:i]
    return body


def _begin(text: str, sentences: list[tuple[int, int]]) -> tuple[int, int | None]:
    """The sentence with the first problem, and where it begins in it if not at its beginning."""
    sentences = sentences[:_LEAD_SENTENCES]
    holds = _words("bare_lead")
    # A sentence that has seen much, part by part, holds problems itself: what comes later only leads in where it lists.
    much = next(
        (
            i + 1
            for i, (a, b) in enumerate(sentences)
            if holds.match(text, a, b) and len(_PARTS.findall(text, a, b)) >= _MUCH
        ),
        len(sentences),
    )
    for kind in ("list_lead", "lead", "bare_lead"):
        for i, (a, b) in enumerate(sentences if kind == "list_lead" else sentences[:much]):
            # A problem, too, can hold words of a lead; but the lead comes before the first semicolon.
            part = _PARTS.search(text, a, b)
            at = _lead_end(text, kind, a, part.start() if part else b)
            if at is not None and kind == "lead":
                at = min(at, _bare_end(text, a, b, at))
            if at is not None:
                return (i, at) if text[at:b].strip(_MARKS) else (i + 1, None)
    seen = _seen(text, sentences[0]) if sentences else None
    if seen is not None:
        return 0, seen
    return (1 if len(sentences) > 1 else 0), None


def _seen(text: str, sentence: tuple[int, int]) -> int | None:
    """Where what “we see clearly” begins in a sentence that lists at least two things behind it; None where it does not."""
    found = _words("seen").search(text, *sentence)
    listed = found and len(_ANY.findall(text, found.end(), sentence[1])) > 1
    return found.end() if found and listed else None


def _bare_end(text: str, start: int, end: int, lead_end: int) -> int:
    """Where “我们清醒地看到，” ends if the first problem comes right behind it, long before a lead; else ``lead_end``."""
    bare = _words("bare_lead").match(text, start, end)
    return (
        bare.end()
        if bare and lead_end - bare.end() > _FAR and _COMMAS.search(text, bare.end(), lead_end - 1)
        else lead_end
    )


def _lead_end(text: str, kind: str, start: int, end: int) -> int | None:
    """Where the words of a lead end in ``text[start:end]``; leads that follow each other closely are one."""
    pattern = _words(kind)
    if kind == "bare_lead":
        found = pattern.match(text, start, end)
        return found.end() if found else None
    at = None
    for m in pattern.finditer(text, start, end):
        if at is not None and (kind == "list_lead" or m.start() - at > _NEAR):
            break
        at = m.end()
    if at is not None and kind == "lead":
        colon = _COLON.search(text, at, min(end, at + _NEAR * 2))
        return colon.end() if colon else at
    return at


@cache
def _words(kind: str) -> regex.Pattern[str]:
    """The patterns of one kind in ``problem_words.tsv``; those at a sentence's start may follow an address."""
    found = [row["pattern"] for row in tables.rows("problem_words.tsv") if row["kind"] == kind]
    before = r"[\s　]*(?:各位代表[,，!！:：]?[\s　]*)?" if kind in ("promise", "further", "bare_lead") else ""
    return regex.compile(f"{before}(?:{'|'.join(found)})")


# -- the ways of telling them ----------------------------------------------------------------------------------


def _numbered(text: str, start: int, end: int) -> list[Marker]:
    """The marks of the numbered list, or of what plays its part: dashes, labels (“最突出的挑战是”)."""
    lists = runs(markers(text, start, end))
    if lists:
        return max(lists, key=len)
    for pattern in (_DASH, _LABEL):
        found = [
            Marker("label", i + 1, m.start(), m.end())
            for i, m in enumerate(pattern.finditer(text, start, end))
        ]
        if len(found) > 1:
            return found
    return []


def _between(text: str, marks: list[Marker], body: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """One span from each mark to the next; “同时，…” after the last one is a further problem."""
    out = [(mark.body, following.start) for mark, following in pairwise(marks)]
    last = marks[-1]
    further = _words("further")
    added = next((a for a, b in body if a > last.start and further.match(text, a, b)), None)
    out.append((last.body, added or end))
    if added:
        out.append((added, end))
    return out


def _split(text: str, start: int, end: int, marks: regex.Pattern[str]) -> list[tuple[int, int]]:
    out, at = [], start
    for m in marks.finditer(text, start, end):
        out.append((at, m.start()))
        at = m.end()
    out.append((at, end))
    return [(a, b) for a, b in out if text[a:b].strip(_MARKS)]


def _behind_lead(text: str, start: int, end: int) -> int:
    """Where the first of several problems begins that a further lead announces (“…没有解决，主要是：…”)."""
    found = _words("further_lead").search(text, start, end)
    return found.end() if found else start


def _brief(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Many brief clauses in a row that each name a shortcoming are a problem each; a few, or longer ones, are one."""
    clauses = _split(text, start, end, _COMMAS)
    if len(clauses) < _MANY_CLAUSES or end - start > _BRIEF_CLAUSE * len(clauses):
        return [(start, end)]
    short = _words("shortcoming")
    named = sum(short.search(text, a, b) is not None for a, b in clauses)
    return _joined(text, clauses) if named > _MOSTLY * len(clauses) else [(start, end)]


def _names(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """“产业结构偏重、创新能力不强、…等” in one sentence without commas: a problem each."""
    names = _split(text, start, end, _PAUSES)
    short = _words("shortcoming")
    told = len(names) > _FEW + 1 and not _ANY.search(text, start, end)
    return names if told and all(short.search(text, a, b) for a, b in names) else [(start, end)]


def _clauses(text: str, start: int, end: int, among: int) -> list[tuple[int, int]]:
    """Where one or two sentences hold all, their clauses are the problems, if there are enough of them."""
    clauses = _joined(text, _split(text, start, end, _COMMAS))
    return clauses if len(clauses) >= _ENOUGH_CLAUSES + among - 1 else [(start, end)]


def _joined(text: str, clauses: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Clauses that only go on with what the one before says stay with it."""
    continued, opening = _words("continued"), _words("opening")
    promise = _words("promise")
    out: list[tuple[int, int]] = []
    for a, b in clauses:
        if out and promise.match(text, a, b):
            break
        goes_on = b - a < _SHORTEST or continued.match(text, a, b)
        if out and (goes_on or opening.match(text, *out[-1])):
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def _topics(text: str, sentences: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where each second sentence explains a short one before it, the two are one problem."""
    pairs = list(zip(sentences[::2], sentences[1::2], strict=False))
    told = len(sentences) >= 4 and len(sentences) % 2 == 0
    if told and all(
        b - a <= _TOPIC and not _COMMAS.search(text, a, b) and _COMMAS.search(text, c, d)
        for (a, b), (c, d) in pairs
    ):
        return [(a, d) for (a, _), (_, d) in pairs]
    return sentences


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(_MARKS))
    return start + left, start + max(left, len(piece.rstrip(_MARKS)))
