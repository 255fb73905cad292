"""The section tree (篇章结构): main parts with their roles, and inside review and tasks the topics and the passages with a role of their own."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import regex as re

from luoshi.report import endings, passages
from luoshi.report.affairs import affairs, foreign_affairs
from luoshi.report.aims import means, targets
from luoshi.report.children import Piece, children_of
from luoshi.report.headings import Mark, bare_titles, chains, numbered, titles
from luoshi.report.paragraphs import Layout
from luoshi.report.report import Header, Role, Section
from luoshi.report.roles import Years, part_role, words

_REPORTS = re.compile(
    r"(?:现在|下面|我|受)[^。！!]{0,60}?(?:代表|委托)[^。！!]{0,160}?(?:报告|审议|审查)[^。！!]{0,120}[。！!]"
    r"(?:[^。！!\n]{0,60}(?:审议|审查|意见)[^。！!\n]{0,60}[。！!])?"
)
_SALUTE = re.compile(r"各位(?:代表|委员)[^。\n]{0,30}?[：:！!]|同志们[：:！!]")
_OF_THE_YEAR = re.compile(r"工作|任务|目标|要求|关键|开局|计划|一年")
_FRONT_REACH = 3000
_PREFACE = 420
"""So much may stand between the opening and the first heading; more is a review without a heading."""
_SHORT_PART = 4500
_ANNEX_MARK = 24
_SITUATION = 2500
_FEW_PARTS, _LONG_PART = 3, 1500
_SURE = 8
"""Points that a passage of targets needs where none is expected."""


class Part(msgspec.Struct):
    """A main part while the tree is being built; ``body`` is where its text begins after the heading."""

    start: int
    body: int
    heading: str | None
    role: Role
    end: int = 0


def read_sections(text: str, header: Header) -> tuple[Section, ...]:
    """The sections of a clean text: depth 1 covers it without a gap; depth 2 lies inside, in the order of the text."""
    if not text.strip():
        return (Section("s1", None, 1, "front", None, 0, max(1, len(text))),) if text else ()
    layout, years = Layout(text), Years(header)
    marks = numbered(layout)
    body_end = endings.attachments(text)
    parts = _main_parts(layout, marks, years, body_end)
    parts += _annexes(layout, body_end)
    for a, b in pairwise(parts):
        a.end = b.start
    parts[-1].end = len(text)
    inside = _inside(layout, marks, years, parts)
    if header.level == "nation":
        _state_affairs(layout, parts, inside)
    return _numbered_sections(text, parts, inside)


def _main_parts(layout: Layout, marks: list[Mark], years: Years, body_end: int) -> list[Part]:
    text = layout.text
    opened = _after_opening(layout)
    heads = _part_heads(layout, marks, years, opened, body_end)
    parts = [Part(0, 0, None, "front")]
    seen: set[Role] = set()
    for i, h in enumerate(heads):
        end = heads[i + 1].start if i + 1 < len(heads) else body_end
        nested = any(chains(marks, s, h.end, end) for s in ("bracket", "comma") if s != h.style)
        small = not nested and end - h.start < _SHORT_PART and i + 1 < len(heads)
        opening = text[h.end : h.end + 60].lstrip("。：: \n\u3000")
        role = part_role(h.heading, years, seen, h.start / max(1, body_end), small=small, opening=opening)
        if i == 0 and role not in ("review", "review_term") and h.start - opened > _PREFACE:
            parts.append(Part(opened, opened, None, "review"))
            seen.add("review")
            role = part_role(h.heading, years, seen, h.start / max(1, body_end), small=small)
        elif i == 0 and role == "tasks" and h.start < 0.1 * body_end and len(heads) > 1:
            role = "review"
        seen.add(role)
        parts.append(Part(h.start, h.end, h.heading, role))
    if "tasks" not in seen:
        parts = _with_the_year(layout, years, parts, body_end) if heads else parts
    if not heads:
        parts += _without_headings(layout, years, opened, body_end)
    parts = [p for p in parts if p.start < body_end] or parts[:1]
    last = parts[-1]
    farewell = endings.closing(layout, last.body, body_end) if len(parts) > 1 else None
    if farewell is not None and farewell > last.body:
        parts.append(Part(farewell, farewell, None, "closing"))
    if len(parts) > 1 and parts[1].start == 0:
        parts.pop(0)
    if len(parts) > 1 and not text[: parts[1].start].strip():
        parts.pop(0)
        parts[0].start = 0
    return parts


def _with_the_year(layout: Layout, years: Years, parts: list[Part], body_end: int) -> list[Part]:
    """The year's tasks inside the last part that looks five years ahead, where no part is headed by them."""
    i = max((k for k, p in enumerate(parts) if p.role == "plan_term"), default=len(parts) - 1)
    end = parts[i + 1].start if i + 1 < len(parts) else body_end
    return [*parts[: i + 1], *_turn_to_work_year(layout, years, parts[i].body, end), *parts[i + 1 :]]


def _after_opening(layout: Layout) -> int:
    """Where the report itself begins: after title, congress, speaker, salutation and the sentence that submits it."""
    text = layout.text
    found = _REPORTS.search(text, 0, _FRONT_REACH) or _SALUTE.search(text, 0, _FRONT_REACH)
    end = int(found.end()) if found else 0
    if not found:
        for a, b in layout.paragraphs[:12]:
            if b - a > 70 and not re.search(r"人民代表大会[^。]{0,20}会议上", text[a : a + 90]):
                return a
    while end < len(text) and text[end].isspace():
        end += 1
    return min(end, len(text) - 1)


def _part_heads(layout: Layout, marks: list[Mark], years: Years, opened: int, body_end: int) -> list[Mark]:
    """The headings of the main parts: the style that divides the text first and furthest."""
    found = [t for t in titles(layout) if opened <= t.start < body_end]
    told = {
        part_role(t.heading, years, {"review"} if i else set(), t.start / body_end, small=False)
        for i, t in enumerate(found)
    }
    divided = max(chains(marks, "divided", 0, body_end), key=len, default=[])
    if len(divided) >= 2:
        return divided
    commas = [c for c in chains(marks, "comma", max(0, opened - 200), body_end) if len(c) >= 2]
    unnumbered = len(found) >= 2 and len(told & {"review", "review_term", "tasks", "plan_term"}) >= 2
    if unnumbered and not (len(commas) == 1 and _looks_back(commas[0][0])):
        return found
    bare = bare_titles(layout, max(0, opened - 200), body_end)
    if _divide(bare, opened, body_end) and all(c[0].start > bare[0].start for c in commas):
        return bare
    if commas:
        best = next((c for c in commas if c[0].start < 0.3 * body_end and _looks_back(c[0])), None)
        if best is None:
            best = max(commas, key=lambda c: c[-1].start - c[0].start)
        return _with_titles(best, found)
    if len(found) >= 2 or (found and found[0].start < 0.6 * body_end):
        return found
    brackets = [c for c in chains(marks, "bracket", opened, body_end) if len(c) >= 3]
    if len(brackets) == 1 and brackets[0][-1].start > 0.6 * body_end and not _looks_back(brackets[0][0]):
        return brackets[0]
    return []


def _divide(bare: list[Mark], opened: int, body_end: int) -> bool:
    """Whether titles without a time divide the whole text: from its beginning into its second half, into long parts."""
    return (
        len(bare) >= _FEW_PARTS
        and bare[0].start - opened < _PREFACE
        and bare[-1].start > 0.5 * body_end
        and body_end > len(bare) * _LONG_PART
    )


def _looks_back(m: Mark) -> bool:
    """Whether a heading is one of the review."""
    return words("part", "review").search(m.heading) is not None


def _with_titles(chain: list[Mark], found: list[Mark]) -> list[Mark]:
    """Unnumbered titles before the first or after the last number are parts, too."""
    outside = [t for t in found if t.start < chain[0].start or t.start > chain[-1].end + 400]
    return sorted([*chain, *outside], key=lambda m: m.start)


def _without_headings(layout: Layout, years: Years, opened: int, body_end: int) -> list[Part]:
    """A report without headings: the review, then from the paragraph that turns to the work year on the tasks."""
    begin = opened + (body_end - opened) // 6
    return [Part(opened, opened, None, "review"), *_turn_to_work_year(layout, years, begin, body_end)]


def _turn_to_work_year(layout: Layout, years: Years, lo: int, hi: int) -> list[Part]:
    """The tasks that begin without a heading, with a paragraph on the year ahead; none where no paragraph does."""
    ahead = re.compile(rf"(?:{years.work}年|今年|(?:在)?新的一年)" if years.work else r"今年|(?:在)?新的一年")
    for a, b in layout.within(lo + 1, hi):
        head = re.sub(r"^各位代表[！!，,：:\s]*", "", layout.text[a : a + 60])
        if ahead.match(head) and _OF_THE_YEAR.search(layout.text, a, min(b, a + 160)):
            return [Part(a, a, None, "tasks")]
    return []


def _annexes(layout: Layout, body_end: int) -> list[Part]:
    """What is attached: pledge lists, glossary; each begins with a line that says so."""
    text = layout.text
    out: list[Part] = []
    if body_end >= len(text):
        return []
    for a, b in layout.within(body_end, len(text)):
        line = text[a:b].strip(" \u3000※*【】[]（）()—-")
        if b - a > 44:
            continue
        role: Role | None = None
        if words("part", "glossary").search(line):
            role = "glossary"
        elif words("part", "pledges").search(line):
            role = "pledges"
        if role and not (out and out[-1].role == role):
            out.append(Part(a, b, text[a:b].strip(), role))
    if not out:
        return [Part(body_end, body_end, None, "glossary")]
    if out[0].start - body_end < _ANNEX_MARK:  # “附件1” above the title belongs to it
        out[0] = Part(body_end, out[0].body, text[body_end : out[0].body].strip(), out[0].role)
    return out


def _inside(layout: Layout, marks: list[Mark], years: Years, parts: list[Part]) -> dict[int, list[Piece]]:
    """The pieces of each part, by the part's place in the list."""
    roles = {p.role for p in parts}
    out: dict[int, list[Piece]] = {}
    wanted: set[Role] = {"targets", "pledges", "problems", "requirements"}
    wanted -= roles
    for i, p in enumerate(parts):
        if p.role in ("review", "review_term", "tasks", "requirements", "problems"):
            follows = any(q.role == "tasks" for q in parts[i + 1 :])
            pieces = children_of(
                layout,
                marks,
                years,
                p.role,
                p.heading,
                (p.body, p.end),
                wanted,
                last=not follows,
                late=any(q.role == "tasks" for q in parts[:i]),
            )
            out[i] = pieces
            wanted -= {x.role for x in pieces if x.role in ("targets", "problems", "pledges", "requirements")}
    if "problems" in wanted:
        _problems_elsewhere(layout, parts, out)
    if "targets" in wanted:
        _targets_elsewhere(layout, years, parts, out)
    return out


def _state_affairs(layout: Layout, parts: list[Part], out: dict[int, list[Piece]]) -> None:
    """Paragraphs on nationalities, defence, Hong Kong and diplomacy behind the last topic of review and tasks."""
    for i, p in enumerate(parts):
        topics = [x for x in out.get(i, []) if x.heading is not None or x.role == "self_building"]
        if p.role in ("review", "review_term", "tasks") and topics:
            last = topics[-1]
            stop = min((x.start for x in out[i] if x.start > last.start), default=p.end)
            turns = affairs if p.role == "tasks" else foreign_affairs
            for at in turns(layout, (last.start + 1, stop)):
                out[i] = _with(out[i], Piece(at, 0, p.role, None))


def _problems_elsewhere(layout: Layout, parts: list[Part], out: dict[int, list[Piece]]) -> None:
    """Problems admitted where the situation is weighed, at the head of the plan or of the tasks."""
    first = next((i for i, p in enumerate(parts) if p.role in ("tasks", "requirements")), None)
    plan = next((i for i, p in enumerate(parts) if p.role == "plan_term"), None)
    for i in (plan, first):
        if i is None:
            continue
        p = parts[i]
        found = passages.problems(layout, p.body, min(p.end, p.body + _SITUATION))
        if found:
            out[i] = _with(out.get(i, []), Piece(found[0], found[1], "problems", None))
            return


def _targets_elsewhere(layout: Layout, years: Years, parts: list[Part], out: dict[int, list[Piece]]) -> None:
    """Targets at the end of the review, where the plan has no heading of its own, or in a later part of the tasks."""
    review = [i for i, p in enumerate(parts) if p.role in ("review", "review_term")]
    others = [i for i, p in enumerate(parts) if p.role in ("tasks", "plan_term", "self_building")]
    for i in [*reversed(review), *others]:
        p, pieces = parts[i], out.get(i, [])
        lo = (
            max((x.end for x in pieces if x.role == "problems"), default=p.body + (p.end - p.body) // 3)
            if i in review
            else p.body
        )
        found = targets(layout, lo, p.end, years, least=_SURE)
        if found:
            out[i] = _with(pieces, Piece(found[0], found[1], "targets", None))
            if by := means(layout, found[1], p.end):
                out[i] = _with(out[i], Piece(by[0], by[1], "requirements", None))
            return


def _with(pieces: list[Piece], piece: Piece) -> list[Piece]:
    """``pieces`` with one more, in the place of what began there."""
    return sorted([*(x for x in pieces if x.start != piece.start), piece], key=lambda x: x.start)


def _numbered_sections(text: str, parts: list[Part], inside: dict[int, list[Piece]]) -> tuple[Section, ...]:
    out: list[Section] = []
    for i, p in enumerate(parts):
        name = f"s{len(out) + 1}"
        out.append(Section(name, None, 1, p.role, p.heading, p.start, p.end))
        pieces = [
            x
            for x in inside.get(i, [])
            if p.start < x.start < p.end or (x.start == p.start and p.heading is None)
        ]
        for j, x in enumerate(pieces):
            limit = pieces[j + 1].start if j + 1 < len(pieces) else p.end
            end = min(x.end, limit) if x.end else limit
            while end > x.start + 1 and text[end - 1].isspace():
                end -= 1
            if end > x.start:
                out.append(Section(f"s{len(out) + 1}", name, 2, x.role, x.heading, x.start, end))
    return tuple(out)
