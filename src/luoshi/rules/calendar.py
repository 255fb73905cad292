"""工作日历: statutory days off and make-up workdays, from explicit day tables; a year without a table is provisional.

Tables are ``lexicon/data/calendar/<year>.tsv`` (date, off or work, name; ``# notice:`` lines give the State Council's
notice). A notice may reach into the December before its year, so the last days of a year stay provisional until the
next year's table is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from luoshi.errors import RulesError

DAY = timedelta(days=1)
TAIL = (12, 20)
"""From this day on, next year's notice may still change a December day (2018-12-29 was worked under the 2019 notice)."""
WEEKDAYS = "一二三四五六日"


class CalendarDay(msgspec.Struct, frozen=True):
    """调休表的一行: a day that the notice names. ``off``: a day off; else a make-up workday (调休上班)."""

    date: date
    off: bool
    name: str


class YearTable(msgspec.Struct, frozen=True):
    """一年的放假通知: its days (some may lie in the December before) and where the notice stands."""

    year: int
    days: tuple[CalendarDay, ...]
    notices: tuple[str, ...]


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
        """The lexicon's calendar, with a folder's ``<year>.tsv`` added or put in place of the lexicon's.

        ``years`` keeps only those years' notices. `RulesError` names the file and the row that is wrong.
        """
        tables = dict(_lexicon_tables())
        if folder is not None:
            tables |= _read_folder(folder)
        if years is not None:
            wanted = set(years)
            tables = {y: t for y, t in tables.items() if y in wanted}
        days = {d.date: d for _, t in sorted(tables.items()) for d in t.days}
        return _calendar(frozenset(tables), days, {y: t.notices for y, t in sorted(tables.items())})

    def amended(self, changes: Iterable[CalendarDay], source: str) -> WorkCalendar:
        """补发通知: a new version in which these days are as given, whatever an earlier notice said.

        A day that only repeats its weekday (a Monday worked, a Sunday off) undoes an earlier entry. The years that are
        loaded stay the same: an amendment does not make an unpublished year a published one.
        """
        changed = tuple(changes)
        days = dict(self.days) | {d.date: d for d in changed}
        sources = dict(self.sources)
        for year in sorted({d.date.year for d in changed}):
            sources[year] = (*sources.get(year, ()), source)
        return _calendar(self.years, days, sources)

    def is_workday(self, day: date) -> bool:
        """是否工作日. In a year that is not loaded: by weekday, which is provisional."""
        entry = self.days.get(day)
        return day.weekday() < 5 if entry is None else not entry.off

    def next_workday(self, day: date) -> date:
        """顺延: the day itself if it is worked, else the first working day after it."""
        while not self.is_workday(day):
            day += DAY
        return day

    def add_workdays(self, start: date, count: int, *, include_start: bool = False) -> date:
        """The ``count``-th working day after ``start`` (with ``include_start``: from it on, if it is worked).

        A count of 0 is ``start`` itself, or the next working day if it is not worked. Negative: ValueError.
        """
        if count < 0:
            raise ValueError(f"count of working days must be 0 or more, not {count}")
        if count == 0:
            return self.next_workday(start)
        day = start - DAY if include_start else start
        while count:
            day += DAY
            count -= self.is_workday(day)
        return day

    def workdays(self, start: date, end: date) -> int:
        """How many working days lie between two days, both counted."""
        return sum(self.is_workday(start + n * DAY) for n in range((end - start).days + 1))

    def provisional(self, start: date, end: date) -> bool:
        """暂定: whether any day from ``start`` to ``end`` rests on a year whose notice is not loaded."""
        return bool(self.unpublished(start, end))

    def unpublished(self, start: date, end: date) -> tuple[int, ...]:
        """The years whose missing notice makes that stretch provisional."""
        missing = set()
        for year in range(start.year, end.year + 1):
            if year not in self.years:
                missing.add(year)
            if end >= date(year, *TAIL) and year + 1 not in self.years:
                missing.add(year + 1)
        return tuple(sorted(missing))

    def describe(self, day: date) -> str:
        """日期说明: “周五”, “周六、国庆节调休上班”, “国庆节放假”; for traces."""
        entry = self.days.get(day)
        week = f"周{WEEKDAYS[day.weekday()]}"
        if entry is None:
            return week
        if entry.off:
            return f"{week}，{entry.name}放假"
        return f"{week}，{entry.name}调休上班" if day.weekday() > 4 else week

    def differences(self, other: WorkCalendar, start: date, end: date) -> tuple[date, ...]:
        """The days from ``start`` to ``end`` that one of the two calendars works and the other does not."""
        named = {d for d in (*self.days, *other.days) if start <= d <= end}
        return tuple(sorted(d for d in named if self.is_workday(d) != other.is_workday(d)))


def _calendar(
    years: frozenset[int], days: dict[date, CalendarDay], sources: dict[int, tuple[str, ...]]
) -> WorkCalendar:
    """A calendar with its version: first and last year, and a digest of what differs from plain weekdays."""
    telling = sorted((d.date.isoformat(), d.off) for d in days.values() if d.off == (d.date.weekday() < 5))
    digest = sha256(repr((sorted(years), telling)).encode()).hexdigest()[:8]
    span = f"{min(years)}-{max(years)}" if years else "none"
    return WorkCalendar(f"cn-{span}-{digest}", years, days, sources)


@cache
def _lexicon_tables() -> dict[int, YearTable]:
    return _read_folder(files("luoshi.lexicon") / "data" / "calendar")


def _read_folder(folder: Traversable) -> dict[int, YearTable]:
    """The year tables of a folder, by year; files of another name are left alone."""
    tables = {}
    for path in folder.iterdir():
        if match := re.fullmatch(r"(\d{4})\.tsv", path.name):
            year = int(match[1])
            tables[year] = _read_table(path.read_text("utf-8"), year, path.name)
    return tables


def _read_table(text: str, year: int, name: str) -> YearTable:
    """One table. Each row is a date of that year or the December before, ``off`` or ``work``, and the holiday's name."""
    notices, days, head = [], {}, False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("# notice:"):
            notices.append(line.removeprefix("# notice:").strip())
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not head:
            if cells != ["date", "kind", "name"]:
                raise RulesError(f"calendar/{name}:{number}: header must be date, kind, name, not {cells}")
            head = True
            continue
        day = _row(cells, year, f"calendar/{name}:{number}")
        if day.date in days:
            raise RulesError(f"calendar/{name}:{number}: {day.date} stands twice")
        days[day.date] = day
    if not days:
        raise RulesError(f"calendar/{name}: no days; leave the file out until the year's notice is published")
    return YearTable(year, tuple(days.values()), tuple(notices))


def _row(cells: list[str], year: int, where: str) -> CalendarDay:
    try:
        day, kind, name = date.fromisoformat(cells[0]), cells[1], cells[2]
    except (ValueError, IndexError) as e:
        raise RulesError(f"{where}: expected “2026-10-01<tab>off<tab>国庆节”, found {cells}") from e
    if kind not in ("off", "work"):
        raise RulesError(f"{where}: kind must be off or work, not {kind!r}")
    if not (day.year == year or (day.year == year - 1 and day.month == 12)):
        raise RulesError(f"{where}: {day} is neither in {year} nor in the December before")
    return CalendarDay(day, kind == "off", name)
