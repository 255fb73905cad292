"""工作日历: statutory days off and make-up workdays, from explicit day tables; a year without a table is provisional."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec


class CalendarDay(msgspec.Struct, frozen=True):
    """调休表的一行: a day that differs from its weekday. ``off``: a day off; else a make-up workday (调休上班)."""

    date: date
    off: bool
    name: str


class WorkCalendar(msgspec.Struct, frozen=True):
    """工作日历: which days are worked. ``version`` changes with any day; every deadline stores it.

    ``years`` are those whose notice is loaded; ``sources`` the notices' addresses by year.
    """

    version: str
    years: frozenset[int]
    days: Mapping[date, CalendarDay]
    sources: Mapping[int, tuple[str, ...]]

    @classmethod
    def load(cls, folder: Path | None = None, *, years: Iterable[int] | None = None) -> WorkCalendar:
        """The calendar of the lexicon, or of a folder of ``<year>.tsv``; ``years`` keeps only those years' notices."""
        raise NotImplementedError

    def amended(self, changes: Iterable[CalendarDay], source: str) -> WorkCalendar:
        """补发通知: a new version in which these days are as given; a mere weekday or weekend row undoes an entry."""
        raise NotImplementedError

    def is_workday(self, day: date) -> bool:
        """是否工作日. In a year that is not loaded: by weekday, which is provisional."""
        raise NotImplementedError

    def next_workday(self, day: date) -> date:
        """顺延: the day itself if it is worked, else the first working day after it."""
        raise NotImplementedError

    def add_workdays(self, start: date, count: int, *, include_start: bool = False) -> date:
        """The ``count``-th working day after ``start`` (with ``include_start``: from it, if it is worked)."""
        raise NotImplementedError

    def provisional(self, start: date, end: date) -> bool:
        """暂定: whether any day from ``start`` to ``end`` rests on a year whose notice is not loaded."""
        raise NotImplementedError

    def workdays(self, start: date, end: date) -> int:
        """How many working days lie between two days, both counted."""
        raise NotImplementedError
