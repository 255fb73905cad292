"""时限变更: extensions that keep the original date, and open deadlines counted again when the calendar changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

import msgspec

from luoshi.rules.calendar import WorkCalendar
from luoshi.rules.counting import count, weekday
from luoshi.rules.deadlines import Deadline, counted
from luoshi.rules.shapes import Pack

SHANGHAI = timezone(timedelta(hours=8))
"""Official time; China has no summer time, so no time-zone data is needed."""
UNIT_WORDS = {"day": "天", "workday": "个工作日", "month": "个月"}


class Recomputed(msgspec.Struct, frozen=True):
    """改期: an open deadline before and after a calendar change, and the reason in words."""

    before: Deadline
    after: Deadline
    reason: str


def recompute(
    open_deadlines: Iterable[Deadline], calendar: WorkCalendar, *, before: WorkCalendar | None = None
) -> tuple[Recomputed, ...]:
    """日历变更后重算: the open deadlines whose date moves, or whose provisional mark changes, under ``calendar``.

    Give only open ones: what is answered or closed stays frozen. An extended deadline keeps the date that was decided
    (unless the original now falls later); only its original date is counted again. ``before`` lets the reason name the
    days that changed. A second call with the results gives nothing.
    """
    out = []
    for old in open_deadlines:
        new = counted(old, calendar)
        if old.extended:
            new = _keep_extension(old, new)
        if (new.due, new.original_due, new.provisional) != (old.due, old.original_due, old.provisional):
            out.append(Recomputed(old, new, _reason(old, new, calendar, before)))
    return tuple(out)


def _keep_extension(old: Deadline, new: Deadline) -> Deadline:
    """The new count as the original date, the decided date as the due date."""
    decided = old.trace[old.trace.index(EXTENDED) :]
    due = max(old.due, new.original_due)
    return msgspec.structs.replace(
        new, due=due, extended=True, trace=new.trace.removesuffix("。") + decided, provisional=new.provisional
    )


def _reason(old: Deadline, new: Deadline, calendar: WorkCalendar, before: WorkCalendar | None) -> str:
    """Which days changed (where the former calendar is known), and what that did to the date."""
    cause = f"工作日历由{old.calendar}改为{calendar.version}"
    if before is not None:
        days = before.differences(calendar, old.anchor, max(old.original_due, new.original_due))
        told = [f"{d}改为{'上班' if calendar.is_workday(d) else '休息'}" for d in days]
        if told:
            cause += f"（{'、'.join(told)}）"
    if new.original_due != old.original_due:
        effect = f"“{old.title}”由{old.original_due}改为{new.original_due}"
    elif new.due != old.due:
        effect = f"“{old.title}”由{old.due}改为{new.due}"
    else:
        effect = f"“{old.title}”{new.due}不变，" + ("转为暂定" if new.provisional else "不再是暂定")
    if new.extended and new.original_due != old.original_due:
        effect += f"；已批准的延期至{new.due}" + ("不变" if new.due == old.due else "")
    return f"{cause}，{effect}。"


EXTENDED = "；延期："
"""Opens the words of an extension in a trace."""


def extend(deadline: Deadline, new_due: date, *, decided_by: str, document: str = "") -> Deadline:
    """延期: the deadline with its new date; ``original_due`` stays what it first was. A date not later: ValueError."""
    if new_due <= deadline.due:
        raise ValueError(f"an extension must end after {deadline.due}, not on {new_due}")
    basis = f"，依据{document}" if document else ""
    words = f"{EXTENDED}由{deadline.due}延至{new_due}（{weekday(new_due)}），{decided_by}决定{basis}，原定{deadline.original_due}保留"
    return msgspec.structs.replace(
        deadline, due=new_due, extended=True, trace=f"{deadline.trace.removesuffix('。')}{words}。"
    )


def extension_refusal(
    pack: Pack,
    deadline: Deadline,
    new_due: date,
    calendar: WorkCalendar,
    *,
    asked: datetime,
    reason: str,
    taken: int = 0,
) -> str | None:
    """Why this request for an extension may not go in, in Chinese, or None. ``taken``: extensions already given.

    ``asked`` is an aware time (it is read in Beijing time), or a naive one that is already Beijing time.
    """
    rule = pack.extension
    local = asked.astimezone(SHANGHAI) if asked.tzinfo else asked
    if not reason.strip():
        return "延期须写明理由，请补充后再申请。"
    if new_due <= deadline.due:
        return f"新的时限须晚于现时限{deadline.due}，所填为{new_due}，请改填。"
    if rule.before_due and local.date() > deadline.due:
        return f"延期须在到期前申请：时限为{deadline.due}，现在是{local.date()}，已逾期；请如实报送进展，由督查室处理。"
    if rule.before_due and local.date() == deadline.due and local.hour >= rule.cutoff:
        return f"到期当日{rule.cutoff}:00后不再受理延期申请（{pack.ref}），请如实报送进展。"
    if rule.times is not None and taken >= rule.times:
        return f"同一时限最多延期{rule.times}次，已延期{taken}次；仍不能完成的，请申请调整。"
    if rule.amount is not None:
        latest, _ = count(deadline.original_due, rule.unit, rule.amount, False, calendar)
        if new_due > latest:
            limit = f"{rule.amount}{UNIT_WORDS[rule.unit]}"
            return (
                f"延期自原定时限{deadline.original_due}起最长{limit}，即{latest}，所填为{new_due}，请改填。"
            )
    return None


class OnTime(msgspec.Struct, frozen=True):
    """按期: against the original and against the current due date; None where neither answered nor past due."""

    original: bool | None
    current: bool | None


def on_time(deadline: Deadline, done_on: date | None, today: date) -> OnTime:
    """按期与否, on both dates. The due day itself is still on time; late is from the next day."""

    def against(due: date) -> bool | None:
        if done_on is not None:
            return done_on <= due
        return False if today > due else None

    return OnTime(against(deadline.original_due), against(deadline.due))


def return_refusal(
    pack: Pack, received: date, today: date, calendar: WorkCalendar, *, reason: str, taken: int = 0
) -> str | None:
    """退件: why a unit may not send back a matter that it holds is not its own, in Chinese, or None.

    ``received`` is the day the window counts from (`ReturnRule.anchor`); ``taken``: how often this was returned before.
    """
    rule = pack.returns
    if rule is None:
        return f"{pack.title}没有规定退件，请与交办方协商改派。"
    if not reason.strip():
        return "退件须写明理由（不属本单位职责的依据），请补充后再退。"
    if rule.times is not None and taken >= rule.times:
        return f"已退件{taken}次，最多{rule.times}次；指定承办后不得再退，请办理并报告困难。"
    last, words = count(received, rule.unit, rule.amount, False, calendar)
    if today > last:
        return f"退件期限已过：{words}，即{last}；请办理，确属错派的请与交办方协商。"
    return None


def publish_by(
    pack: Pack, formed: date, calendar: WorkCalendar, *, words: str = "信息形成"
) -> Deadline | None:
    """公开时限: by when a result is to be published, from the day it was formed or changed; None for internal packs."""
    rule = pack.publication
    if rule.level == "internal":
        return None
    blank = Deadline(
        key="publish",
        clock="publish",
        title="公开",
        pack=pack.ref,
        purpose="result",
        anchor_kind="formed",
        anchor=formed,
        anchor_words=words,
        unit=rule.unit,
        amount=rule.amount,
        include_start=False,
        roll=False,
        due=formed,
        original_due=formed,
        calendar=calendar.version,
        trace="",
    )
    return counted(blank, calendar)
