"""计期: counting days, working days and civil months from an anchor, with the words that explain the count.

Civil Code 201–203 (DOMAIN 10.3) by analogy: the first day is not counted; a month ends on the corresponding day, or on
the month's last day where there is none; a last day off rolls to the next working day where the pack says so. With
``include_start`` (当日起算) the anchor is the first day, so a month ends the day before the corresponding one.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from luoshi.errors import RulesError
from luoshi.rules.calendar import DAY, WEEKDAYS, WorkCalendar

CountedUnit = Literal["day", "workday", "month", "date"]


def corresponding_day(anchor: date, months: int) -> tuple[date, bool]:
    """对应日: the day ``months`` later, and whether the month had none, so that its last day was taken."""
    index = anchor.year * 12 + anchor.month - 1 + months
    year, month = divmod(index, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor.day, last)), anchor.day > last


def count(
    anchor: date, unit: CountedUnit, amount: int, include_start: bool, calendar: WorkCalendar
) -> tuple[date, str]:
    """The last day of the limit before any rolling, and the count in words (without the clock's name)."""
    if amount == 0:
        return anchor, f"自{anchor}起当日"
    first = "首日计入" if include_start else "首日不计"
    if unit == "day":
        due = anchor + timedelta(days=amount - include_start)
        return due, f"自{anchor}起第{amount}个自然日（{first}）"
    if unit == "workday":
        due = calendar.add_workdays(anchor, amount, include_start=include_start)
        words = f"自{anchor}起第{amount}个工作日（{first}）"
        skipped = _unusual(anchor if include_start else anchor + DAY, due, calendar)
        return due, words + (f"，其间{skipped}" if skipped else "")
    if unit == "month":
        due, clamped = corresponding_day(anchor, amount)
        if clamped:
            return due, f"自{anchor}起满{amount}个月，{due.month}月无对应日，取月末日"
        if include_start:
            return due - DAY, f"自{anchor}起满{amount}个月（首日计入），对应日的前一日"
        return due, f"自{anchor}起满{amount}个月，对应日"
    raise RulesError(f"unit {unit!r} is not counted from an anchor; counted ones: day, workday, month")


def roll_over(due: date, calendar: WorkCalendar) -> tuple[date, str]:
    """顺延: the next working day where the last day is off, and the words for it (empty where it stays)."""
    rolled = calendar.next_workday(due)
    if rolled == due:
        return due, ""
    return rolled, f"；最后一日{due}（{calendar.describe(due)}）是休息日，顺延至下一个工作日{rolled}"


def weekday(day: date) -> str:
    """周五."""
    return f"周{WEEKDAYS[day.weekday()]}"


def _unusual(start: date, end: date, calendar: WorkCalendar) -> str:
    """What the notices changed on the way: days off that are weekdays, weekend days that are worked; empty if nothing."""
    days = [d for _, d in sorted(calendar.days.items()) if start <= d.date <= end]
    off = [d for d in days if d.off and d.date.weekday() < 5]
    worked = [d for d in days if not d.off and d.date.weekday() > 4]
    parts = []
    if off:
        names = "、".join(dict.fromkeys(d.name for d in off))
        span = f"{off[0].date}" if len(off) == 1 else f"{off[0].date}至{off[-1].date}"
        parts.append(f"{names}放假不计（{span}，工作日{len(off)}天）")
    if worked:
        parts.append(f"调休上班计入（{'、'.join(str(d.date) for d in worked)}）")
    return "，".join(parts)
