"""Sentences of a report that may promise something (承诺部分的句子), and what an uncovered one most likely is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from luoshi.ledger.proposing_shapes import ProposalDraft
from luoshi.lexicon import tables
from luoshi.report.report import Section

PROMISES = frozenset(("tasks", "targets", "pledges"))
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_LEAST = 8  # characters; shorter ones are headings and calls
_TOPIC_MOST = 22  # characters of a sentence that only names what its paragraph is about
_TOPIC_MOST_NUMBERED = 45  # the same, where it bears the paragraph's number
_FRAME = re.compile(r"总体要求|总的要求|总要求|总体思路|总体考虑|指导思想|工作基调|为指导[，,]")
_ORDINAL = re.compile(r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|\d{1,2}[、.．])")
_OCCASION = re.compile(
    r"(?:今年|年)是.{4,}(?:之年|一年|周年|时期)|意义(?:十分|非常|特别)?(?:重大|深远)|至关重要"
)
_AMOUNT = re.compile(r"\d(?!\d*年)")  # a number that is no year

Span = tuple[int, int]


def promising(text: str, sections: Iterable[Section]) -> list[Span]:
    """The sentences of the promising parts, by their spans, in order; headings and words that open a list are none."""
    sections = tuple(sections)
    headings = {s.heading.strip() for s in sections if s.heading}
    out: set[Span] = set()
    for section in sections:
        if section.role not in PROMISES:
            continue
        for m in _SENTENCE.finditer(text, section.start, section.end):
            words = m[0].strip()
            if len(words) >= _LEAST and words not in headings and not _opens(text, m.start(), words):
                out.add((m.start() + len(m[0]) - len(m[0].lstrip()), m.end()))
    return sorted(out)


def _opens(text: str, start: int, words: str) -> bool:
    """Whether the words only open what follows: “…：”, or a numbered line without an end mark and without an amount."""
    if words.endswith(("：", ":")):
        return True
    line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    return (
        line
        and words[-1] not in "。！？；"
        and bool(_ORDINAL.match(words))
        and not _AMOUNT.search(_ORDINAL.sub("", words))
    )


def uncovered(sentences: Sequence[Span], spans: Iterable[Span]) -> list[Span]:
    """The sentences with which none of these spans shares a character."""
    rows = sorted(spans)
    out, at, reach = [], 0, -1
    for start, end in sentences:
        while at < len(rows) and rows[at][0] < end:
            reach = max(reach, rows[at][1])
            at += 1
        if reach <= start:
            out.append((start, end))
    return out


@cache
def _deeds() -> re.Pattern[str]:
    verbs = sorted(
        (r["verb"] for r in tables.rows("task_verbs.tsv") if r["kind"] == "deed"), key=len, reverse=True
    )
    return re.compile("|".join(map(re.escape, verbs)))


def guess(text: str, span: Span) -> tuple[bool, str]:
    """Whether an uncovered sentence is to be a row at all, and the reason to leave it out, where there is one.

    (True, ""): it has a deed or an amount, so somebody decides; (True, reason): a row with a proposed skip;
    (False, ""): a call or a frame, which only the list of uncovered sentences shows.
    """
    words = text[span[0] : span[1]].strip()
    if _FRAME.search(words):
        return True, "总体要求，不单独立项"
    if _OCCASION.search(words):
        return True, "形势和意义，没有可交办的事"
    amount = _AMOUNT.search(words)
    if not amount and not _deeds().search(words):
        return False, ""
    line = text.rfind("\n", 0, span[0]) + 1
    first = not text[line : span[0]].strip()
    more = len(text[span[1] :].split("\n", 1)[0].strip()) > len(words)
    alone = not text[span[1] :].split("\n", 1)[0].strip()
    numbered = bool(_ORDINAL.match(words))
    topic = more and len(words) <= (_TOPIC_MOST_NUMBERED if numbered else _TOPIC_MOST)
    if first and not amount and (topic or (alone and numbered)):
        return True, "段首主题句，由其下各条落实"
    return True, ""


def grown(text: str, sentences: Sequence[Span], rows: Sequence[ProposalDraft]) -> list[ProposalDraft]:
    """The rows, grown over the clauses of their own sentence that have a deed or an amount and stand in no row.

    What stands before the first row of a sentence goes to it, what stands after a row to that row: the words are then in
    the item's requirement, and nobody has to notice that a clause was passed over.
    """
    out = list(rows)
    order = sorted((i for i, r in enumerate(out) if r.kind == "commitment"), key=lambda i: out[i].start)
    at = 0
    for start, end in sentences:
        inside = []
        while at < len(order) and out[order[at]].start < end:
            if out[order[at]].start >= start and out[order[at]].end <= end:
                inside.append(order[at])
            at += 1
        reach = start
        for n, i in enumerate(inside):
            if _says(text[reach : out[i].start]):
                if n == 0:
                    out[i] = _over(text, out[i], reach, out[i].end)
                else:
                    before = inside[n - 1]
                    out[before] = _over(text, out[before], out[before].start, out[i].start)
            reach = max(reach, out[i].end)
        if inside and _says(text[reach:end]):
            last = max(inside, key=lambda i: out[i].end)
            out[last] = _over(text, out[last], out[last].start, end)
    return out


def _says(piece: str) -> bool:
    return len(piece.strip()) >= _LEAST and bool(_AMOUNT.search(piece) or _deeds().search(piece))


def _over(text: str, row: ProposalDraft, start: int, end: int) -> ProposalDraft:
    while end > start and text[end - 1] in "，,；;。：: \n":
        end -= 1
    body = text[start:end].strip()
    return msgspec.structs.replace(row, start=start, end=end, requirement=body if body != row.title else "")
