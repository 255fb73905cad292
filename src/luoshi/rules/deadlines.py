"""时限计算: deadlines from the anchor, never from one another, each with a trace in words.

What is counted is counted by `counting`; what happens to a deadline later (extension, amended calendar) is `changes`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from luoshi.rules.calendar import WorkCalendar
from luoshi.rules.counting import CountedUnit, count, roll_over, weekday
from luoshi.rules.duewords import due_from_words
from luoshi.rules.matter import Anchor, DueForm, Matter
from luoshi.rules.predicates import find
from luoshi.rules.shapes import Clock, Pack, Purpose


class Deadline(msgspec.Struct, frozen=True):
    """时限: one date with all that explains it; a record to store, never to edit (a later one supersedes it).

    ``key`` is unique within an item (“day3”, “quarter-2026-1”, “node-2”). ``unit, amount, include_start, roll`` and
    ``fixed`` (the date itself, for quarter ends, nodes and dates from the text) are what `recompute` counts again.
    ``original_due`` differs from ``due`` only after an extension. ``provisional``: rests on a calendar year not yet
    published; ``inferred``: the text gave no date.
    """

    key: str
    clock: str
    title: str
    pack: str
    purpose: Purpose
    anchor_kind: str
    anchor: date
    anchor_words: str
    unit: CountedUnit
    amount: int
    include_start: bool
    roll: bool
    due: date
    original_due: date
    calendar: str
    trace: str
    fixed: date | None = None
    origin: str = ""
    outcomes: tuple[str, ...] = ("done",)
    needs: tuple[str, ...] = ()
    provisional: bool = False
    inferred: bool = False
    extended: bool = False


def deadlines(
    pack: Pack, anchor: Anchor, calendar: WorkCalendar, matter: Matter, *, clocks: Iterable[str] | None = None
) -> tuple[Deadline, ...]:
    """All deadlines that the pack's clocks set for this anchor, by date; ``clocks`` keeps only those ids.

    Only clocks whose ``anchor`` is ``anchor.kind`` and whose ``when`` holds for the matter take part. A date from the
    text that lies before the anchor is due on the anchor's day, and the trace says so.
    """
    wanted = None if clocks is None else set(clocks)
    out: list[Deadline] = []
    for clock in pack.clocks:
        if clock.anchor != anchor.kind or (wanted is not None and clock.id not in wanted):
            continue
        if find("matter", clock.when)(matter) is None:
            continue
        out += [_deadline(pack, clock, spot, anchor, calendar) for spot in _spots(clock, anchor, matter)]
    return tuple(sorted(out, key=lambda d: (d.due, d.key)))


class _Spot(msgspec.Struct, frozen=True):
    """Where one clock falls: for a counted clock only its key and title, for others the fixed date and its origin."""

    key: str
    title: str
    fixed: date | None = None
    origin: str = ""
    inferred: bool = False


def _spots(clock: Clock, anchor: Anchor, matter: Matter) -> list[_Spot]:
    """A counted clock falls once; nodes and periods several times; the matter's own date once."""
    due = matter.due or due_from_words(None, matter.year)
    if clock.unit == "due":
        return [_Spot(clock.id, clock.title, due.date, _due_words(due), due.mode == "inferred")]
    if clock.unit == "nodes":
        return [
            _Spot(f"{clock.id}-{n}", f"{clock.title}“{node.title}”", node.date, f"节点“{node.title}”的日期")
            for n, node in enumerate(matter.nodes, 1)
        ]
    if clock.unit == "period":
        return _periods(clock, anchor, matter.year, due)
    return [_Spot(clock.id, clock.title)]


def _due_words(due: DueForm) -> str:
    if due.mode == "by":
        return f"文件所定时限“{due.words}”" if due.words else "文件所定时限"
    if due.mode == "ongoing":
        return f"“{due.words}”不设最后期限，年底回看"
    told = f"时限“{due.words}”未能读出日期" if due.words else "文件未写时限"
    return f"{told}，按年底推定"


PERIOD_NAMES = {
    1: ("月", "{n}月"),
    2: ("期", "第{n}个双月"),
    3: ("季", "第{n}季度"),
    6: ("半年", "{h}半年"),
    12: ("年", "全年"),
}


def _periods(clock: Clock, anchor: Anchor, year: int, due: DueForm) -> list[_Spot]:
    """The period ends of the work year after the anchor and before the matter's own date, which covers the last one."""
    out = []
    earliest = anchor.date + timedelta(days=clock.min_days)
    for n in range(1, 12 // clock.amount + 1):
        month = n * clock.amount
        end = date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)
        if earliest <= end < due.date:
            name = PERIOD_NAMES[clock.amount][1].format(n=n, h="上下"[n - 1] if clock.amount == 6 else "")
            out.append(_Spot(f"{clock.id}-{year}-{n}", f"{name}{clock.title}", end, f"{year}年{name}末日"))
    return out


def _deadline(pack: Pack, clock: Clock, spot: _Spot, anchor: Anchor, calendar: WorkCalendar) -> Deadline:
    include = pack.counting.include_start if clock.include_start is None else clock.include_start
    roll = pack.counting.roll if clock.roll is None else clock.roll
    unit: CountedUnit = clock.unit if clock.unit in ("day", "workday", "month") else "date"
    blank = Deadline(
        key=spot.key,
        clock=clock.id,
        title=spot.title,
        pack=pack.ref,
        purpose=clock.purpose,
        anchor_kind=anchor.kind,
        anchor=anchor.date,
        anchor_words=anchor.words,
        unit=unit,
        amount=clock.amount if unit != "date" else 0,
        include_start=include,
        roll=roll,
        due=anchor.date,
        original_due=anchor.date,
        calendar=calendar.version,
        trace="",
        fixed=spot.fixed,
        origin=spot.origin,
        outcomes=clock.outcomes,
        needs=tuple(f.id for f in pack.fields_at(clock.id)),
        inferred=spot.inferred,
    )
    return counted(blank, calendar)


def counted(deadline: Deadline, calendar: WorkCalendar) -> Deadline:
    """The deadline counted afresh from its own anchor under ``calendar``; extension marks are dropped."""
    if deadline.fixed is not None:
        due, words = deadline.fixed, deadline.origin
        if due < deadline.anchor:
            due = deadline.anchor
            words += (
                f"{deadline.fixed}，早于{deadline.anchor_words}日{due}，以{deadline.anchor_words}日为到期日"
            )
    else:
        due, words = count(deadline.anchor, deadline.unit, deadline.amount, deadline.include_start, calendar)
        words += f"，{deadline.anchor_words}日起算" if deadline.amount else f"（{deadline.anchor_words}日）"
    consulted = deadline.roll or deadline.unit == "workday"
    rolled = ""
    if deadline.roll:
        due, rolled = roll_over(due, calendar)
    words += rolled or f"，即{due}（{weekday(due)}）"
    missing = calendar.unpublished(deadline.anchor, due) if consulted else ()
    if missing:
        words += f"；{'、'.join(map(str, missing))}年放假安排未公布，此日期为暂定"
    return msgspec.structs.replace(
        deadline,
        due=due,
        original_due=due,
        calendar=calendar.version,
        trace=f"{deadline.title}：{words}。",
        provisional=bool(missing),
        extended=False,
    )
