"""What a main part holds (部分之内): topics and sub-parts, and passages that play a role of their own."""

from __future__ import annotations

import msgspec
import regex as re

from luoshi.report import passages
from luoshi.report.aims import before_targets, means, split_targets, targets
from luoshi.report.headings import Mark, chains
from luoshi.report.paragraphs import Layout, Span
from luoshi.report.report import Role
from luoshi.report.roles import Years, child_role, words
from luoshi.report.topics import bullets, labels, openers, ordinals

_TERM = re.compile(r"^(?:回[顾首])?(?:这|过去的?)?五年|^[“\"]十[一二三四]?五[”\"]")
_YEAR = re.compile(r"^(?:回[顾首])?(?:这|过去的?|刚刚过去的)?一年|^去年")
_AHEAD = re.compile(r"^(?:今后|未来)五年|^到?[“\"]?(?:十[一二三四]?|[七八九])五[”\"]?(?:末|时期|期间|规划期)")
_OURSELVES = re.compile(
    r"(?:政府|加强|改进)的?自身(?:改革|建设|工作)|对(?:各级|改进)?政府(?:自身)?(?:工作|建设)?[^。]{0,8}(?:提出|要求)"
    r"|建设人民满意的?[^。]{0,6}政府|(?:加强|改进)(?:和(?:改进|加强))?政府工作"
    r"|各级政府及其(?:工作人员|部门)|(?:新形势|新任务|新的形势|新挑战)[^。]{0,30}各级政府"
    r"|各级政府都是|当好[^。，,]{0,4}执行者|各级政府[^。]{0,40}(?:政府职能|廉政|勤政|“四个意识”|“两个确立”|作风|自身)"
)
_ADDRESSED = re.compile(
    r"政府职能|政府系统|全面从严治党|“四个意识”|“两个确立”|依法行政|(?:法治|服务型|廉洁)政府|接受[^。]{0,10}人大|各级政府[^。]{0,12}(?:职责是|使命|责任|肩负|必须|新面貌)|政府[^。，,]{0,6}(?:建设|担当|改革)"
)
"""What a new address late in the tasks may speak of to turn to the government itself."""
_OF_ELSE = re.compile(r"民族|实事|编制")
_LESSONS = re.compile(r"(?:回[顾首]|总结)[^。]{0,30}(?:我们)?[^。]{0,20}(?:体会|启示|经验|认识到|把握)")
_HEAD, _COURSE = 80, 95
"""Characters: read of a paragraph to tell what it turns to; a paragraph on the work year that sets its course is longer."""
_LATE = 0.75
"""The share of the text behind which a new address may turn to the government itself."""
_SHORT_SENTENCE = re.compile(r"[^。，,：:\n]{4,24}。")
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十]+(?:[)）]|、|是)")
_FIVE_YEARS = re.compile(r"五年|[“\"]十[一二三四]?五[”\"]")


class Piece(msgspec.Struct, frozen=True):
    """A section of depth 2 before it has its id; ``end`` 0 means up to the next one."""

    start: int
    end: int
    role: Role
    heading: str | None


def children_of(
    layout: Layout,
    marks: list[Mark],
    years: Years,
    role: Role,
    heading: str | None,
    span: Span,
    wanted: set[Role],
    *,
    last: bool,
    late: bool,
) -> list[Piece]:
    """The pieces of one part of ``role`` in the order of the text.

    ``wanted`` are the roles still to be found; ``last`` says that no tasks follow, ``late`` that there were tasks before.
    """
    lo, hi = span
    found: list[Piece] = []
    if role in ("review", "review_term"):
        found += _role_piece(layout, passages.problems(layout, lo, hi), "problems", wanted)
        limit, behind = (found[0].start, found[0].end) if found else (hi, hi)
        found += _review(layout, marks, years, role, lo, limit)
        course = "requirements" in wanted and not last
        found += _after_problems(layout, marks, years, role, behind, hi, course=course)
        rest = max((p.end for p in found if p.role == "problems"), default=lo)
        # A review that ends without its problems is cut off: what it says of targets are last year's.
        folded = (last and rest > lo) or years.speaks_of_work_year(heading or "")
        if found and folded and wanted & {"targets"}:
            found += _plans(layout, marks, years, rest, hi, wanted, late=late)
    elif role in ("tasks", "requirements"):
        found += _plans(layout, marks, years, lo, hi, wanted, late=late)
        if role == "tasks":
            numbered = _first_sub_part(marks, lo, hi)
            after = max((p.end for p in found if p.start < numbered), default=lo)
            found += _tasks(layout, marks, after, hi)
            found = _with_self_building(layout, found, lo, hi)
            found = _with_pledges(
                layout, found, passages.pledges(layout, lo, hi) if "pledges" in wanted else None
            )
    return _in_order(found)


def _role_piece(layout: Layout, span: Span | None, role: Role, wanted: set[Role]) -> list[Piece]:
    return [Piece(span[0], span[1], role, None)] if span and role in wanted else []


def _plans(
    layout: Layout, marks: list[Mark], years: Years, lo: int, hi: int, wanted: set[Role], *, late: bool
) -> list[Piece]:
    """Requirements and targets at the head of the tasks, and a look at the five years ahead before them."""
    first = _first_sub_part(marks, lo, hi)
    reach = first if first > lo + 40 else hi
    aims = targets(layout, lo, reach, years) if "targets" in wanted else None
    if aims is None and "targets" in wanted and reach < hi:
        aims = targets(layout, lo, min(hi, lo + (hi - lo) // 3), years)
    out = _role_piece(layout, aims, "targets", wanted)
    guide = (
        passages.requirements(
            layout, lo, min(aims[0], reach) if aims else min(reach, lo + 3000), named=late and not aims
        )
        if "requirements" in wanted
        else None
    )
    if guide is None and aims and "requirements" in wanted:
        guide = before_targets(layout, lo, aims[0], years) or passages.requirements(layout, aims[1], reach)
    if (
        guide and aims and guide[0] == aims[0]
    ):  # one paragraph says both: the targets begin with their own sentence
        aims = split_targets(layout, guide[0], aims)
        out = _role_piece(layout, aims, "targets", wanted)
    if guide and not (aims and guide[0] == aims[0]):
        end = min(guide[1], aims[0]) if aims and aims[0] > guide[0] else guide[1]
        out.append(Piece(guide[0], end, "requirements", None))
    by = means(layout, aims[1], reach) if aims else None
    if by and "targets" in wanted and all(p.start != by[0] for p in out):
        out.append(Piece(by[0], by[1], "requirements", None))
    ahead = next(
        (
            a
            for a, b in layout.within(lo, aims[0] if aims else lo)
            if _AHEAD.match(passages.ADDRESS.sub("", layout.text[a : a + 40]))
        ),
        None,
    )
    if ahead is not None and all(p.start != ahead for p in out):
        out.append(Piece(ahead, 0, "plan_term", None))
    return out


def _first_sub_part(marks: list[Mark], lo: int, hi: int) -> int:
    """Where the first of three or more numbered sub-parts begins; ``hi`` where there are none."""
    return min(
        (
            c[0].start
            for s in ("bracket", "comma", "ordinal")
            for c in chains(marks, s, lo, hi)
            if len(c) >= (5 if s == "ordinal" else 3)
        ),
        default=hi,
    )


def _review(layout: Layout, marks: list[Mark], years: Years, role: Role, lo: int, hi: int) -> list[Piece]:
    """Topics of the review, and the paragraphs at which it turns from one year to five or back."""
    turns = _turns(layout, years, role, lo, hi)
    out: list[Piece] = list(turns)
    edges = [lo, *(t.start for t in turns), hi]
    roles = [role, *(t.role for t in turns)]
    for zone, a, b in zip(roles, edges, edges[1:], strict=False):
        for m in _topics(layout, marks, a, b):
            head = _NUMBER.sub("", m.heading)
            own: Role = (
                "review_term"
                if _TERM.match(head) or head.endswith("的五年")
                else "review"
                if _YEAR.match(head)
                else zone
            )
            if all(p.start != m.start for p in out):
                out.append(Piece(m.start, 0, own, m.heading))
            else:
                out = [Piece(p.start, 0, own, m.heading) if p.start == m.start else p for p in out]
    return out


def _after_problems(
    layout: Layout, marks: list[Mark], years: Years, role: Role, lo: int, hi: int, *, course: bool
) -> list[Piece]:
    """What may follow the problems: a look back over five years, lessons, the year's course; thanks do not count.

    ``course``: the year's course is still to be found.
    """
    out: list[Piece] = []
    told = [m for m in openers(layout, lo, hi) if _FIVE_YEARS.search(m.heading)]
    turns = [t for t in _turns(layout, years, role, lo, hi) if t.role == "review_term"]
    if told or turns:
        start = min([t.start for t in turns] + [m.start for m in told])
        out = [Piece(m.start, 0, "review_term", m.heading) for m in told]
        out = [*(t for t in turns if t.start == start and all(p.start != start for p in out)), *out]
    for a, b in layout.within(lo, hi):
        head = passages.ADDRESS.sub("", layout.text[a : min(b, a + _HEAD)])
        if _LESSONS.match(head) and all(p.start != a for p in out):
            out.append(Piece(a, 0, role, None))
        elif course and b - a > _COURSE and years.opens_work_year(head):
            out.append(Piece(a, 0, "requirements", None))
            course = False
    return sorted(out, key=lambda p: p.start)


def _turns(layout: Layout, years: Years, role: Role, lo: int, hi: int) -> list[Piece]:
    text, out = layout.text, []
    year_again = re.compile(rf"(?:回[顾首]|刚刚过去的|特别是)?{years.review}年(?:是|，|,|，我|以来)")
    now = role
    places = [a for a, _ in layout.within(lo, hi)]
    for a, b in layout.within(lo, hi):
        if b - a > 1500:
            places += [s for s in layout.sentences(a, b) if text.startswith(("各位代表", "同志们"), s)]
    for a in sorted(set(places)):
        if a > hi:
            break
        head = passages.ADDRESS.sub("", text[a : a + 60])
        told = passages.looks_back(text, a, hi)
        if told is None and years.review and year_again.match(head):
            told = "year"
        turned: Role | None = "review_term" if told == "term" else "review" if told == "year" else None
        if turned and turned != now:
            out.append(Piece(a, 0, turned, None))
            now = turned
    return out


def _topics(layout: Layout, marks: list[Mark], lo: int, hi: int) -> list[Mark]:
    """The topics of a stretch: numbered sub-parts, before them topic sentences; else “一是” blocks; else labels."""
    subs = [m for s in ("bracket", "comma") for c in chains(marks, s, lo, hi) if len(c) >= 2 for m in c]
    if subs:
        first = min(m.start for m in subs)
        style = min(subs, key=lambda m: m.start).style
        subs = [m for m in subs if m.style == style]
        before = openers(layout, lo, first) or ordinals(marks, lo, first)
        before = [*bullets(layout, lo, before[0].start if before else first), *before]
        # In a text without breaks the last sub-part may run on into the sentences that look back over five years.
        behind = [m for m in openers(layout, subs[-1].end, hi) if _TERM.match(m.heading)]
        return [*before, *subs, *behind]
    opening = openers(layout, lo, hi)
    listed = ordinals(marks, lo, hi)
    if listed:
        first = listed[0].start
        before = [m for m in opening if m.start < first]
        before = before if len(before) > 1 else []
        before = [*bullets(layout, lo, before[0].start if before else first), *before]
        behind = [m for m in opening if m.start > listed[-1].start]
        return [*(before or labels(layout, lo, first)), *listed, *behind]
    if opening:
        return [*bullets(layout, lo, opening[0].start), *opening]
    return labels(layout, lo, hi) or bullets(layout, lo, hi)


def _tasks(layout: Layout, marks: list[Mark], lo: int, hi: int) -> list[Piece]:
    found = _topics(layout, marks, lo, hi)
    out = []
    for i, m in enumerate(found):
        late = m.style == "topic" and m.start > len(layout.text) // 2
        role = child_role(m.heading, "tasks", last=late or (i >= len(found) - 2 and len(found) > 2))
        out.append(Piece(m.start, 0, role, m.heading))
    return out


def _with_self_building(layout: Layout, found: list[Piece], lo: int, hi: int) -> list[Piece]:
    """A paragraph without a heading, late in the tasks, that turns to the government itself."""
    headed = any(p.role == "self_building" for p in found)
    begin = max(lo + 2 * (hi - lo) // 3, max((p.start for p in found), default=lo) if headed else lo)
    new = False
    for a, b in layout.within(begin, hi):
        opening = layout.text[a : min(b, a + _HEAD)]
        head = passages.ADDRESS.sub("", opening)
        new = new or head != opening
        if not head:  # an address on a line of its own
            continue
        label = _SHORT_SENTENCE.match(head)
        told = label is not None and words("child", "self_building").search(label[0])
        ours = told or _OURSELVES.search(head) is not None
        late = new and a > _LATE * len(layout.text)
        if late and not ours and not _OF_ELSE.search(head):
            ours = _ADDRESSED.search(layout.text, a, min(b, a + 2 * _HEAD)) is not None
        if ours and (late or not headed) and all(p.start != a for p in found):
            return [*found, Piece(a, 0, "self_building", None)]
        new = False
    return found


def _with_pledges(layout: Layout, found: list[Piece], span: Span | None) -> list[Piece]:
    if span is None:
        return found
    for i, p in enumerate(found):
        if abs(p.start - span[0]) <= 3:
            found[i] = Piece(p.start, p.end, "pledges", p.heading)
            return found
    if any(p.role == "pledges" for p in found):
        return found
    m = _SHORT_SENTENCE.match(layout.text, span[0], span[1])
    return [*found, Piece(span[0], span[1], "pledges", m[0].rstrip("。") if m else None)]


def _in_order(found: list[Piece]) -> list[Piece]:
    """By place; of two at one place the one with a role of its own."""
    out: list[Piece] = []
    for p in sorted(found, key=lambda p: (p.start, p.heading is None)):
        if out and out[-1].start == p.start:
            if p.role in ("targets", "problems", "pledges", "requirements"):
                out[-1] = Piece(p.start, 0, p.role, out[-1].heading)
            continue
        out.append(p)
    return out
