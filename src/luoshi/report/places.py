"""The division table (行政区划): which places bear a name, where they lie, and which code they had in a year."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec
import regex as re

from luoshi.lexicon import tables

Rank = Literal["province", "prefecture", "county"]

# The lists are years apart: a name is good for some years around the lists that have it.
_FIRST, _LAST = 1949, 2099

# Codes of the four municipalities: their districts stand right under them.
_MUNICIPALITIES = ("11", "12", "31", "50")


class Division(msgspec.Struct, frozen=True):
    """One division: its code while it had this name, and the lists that have it (``since``..``until``, years)."""

    code: str
    name: str
    short: str
    since: int
    until: int

    @property
    def rank(self) -> Rank:
        """The level that the code stands for."""
        if self.code.endswith("0000"):
            return "province"
        return "prefecture" if self.code.endswith("00") else "county"

    @property
    def is_municipality(self) -> bool:
        """Whether it is one of the four cities under the central government (直辖市)."""
        return self.rank == "province" and self.code[:2] in _MUNICIPALITIES

    def away(self, year: int | None) -> int:
        """How many years ``year`` lies outside the time of this name and code; 0 inside or if unknown."""
        if year is None:
            return 0
        return max(self.since - year, year - self.until, 0)


class _Table(msgspec.Struct, frozen=True):
    by_name: dict[str, list[Division]]
    by_alias: dict[str, list[Division]]
    by_short: dict[str, list[Division]]
    by_code: dict[str, list[Division]]
    longest: int


@cache
def _table() -> _Table:
    by_name: dict[str, list[Division]] = {}
    by_alias: dict[str, list[Division]] = {}
    by_short: dict[str, list[Division]] = {}
    by_code: dict[str, list[Division]] = {}
    longest = 0
    for line in tables.lines("divisions.tsv")[1:]:
        code, name, short, since, until = (*line.split("\t"), "", "", "", "")[:5]
        d = Division(code, name, short or name[:-1], int(since or _FIRST), int(until or _LAST))
        by_name.setdefault(name, []).append(d)
        by_short.setdefault(d.short, []).append(d)
        by_code.setdefault(code, []).append(d)
        longest = max(longest, len(name))
        if (alias := d.short + name[-1]) != name:
            by_alias.setdefault(alias, []).append(d)
    return _Table(by_name, by_alias, by_short, by_code, longest)


def named(name: str) -> tuple[Division, ...]:
    """All divisions that bear or bore this name, full or as commonly clipped (凉山州 for 凉山彝族自治州)."""
    table = _table()
    return (*table.by_name.get(name, ()), *table.by_alias.get(name, ()))


def called(short: str) -> tuple[Division, ...]:
    """All divisions whose name without its last word is ``short`` (运城 → 运城市, 运城地区)."""
    return tuple(_table().by_short.get(short, ()))


@cache
def provinces() -> tuple[Division, ...]:
    """The provinces, autonomous regions and municipalities of the newest list."""
    found = (d for ds in _table().by_code.values() for d in ds)
    return tuple(d for d in found if d.rank == "province" and d.until == _LAST)


def nearest(divisions: tuple[Division, ...] | list[Division], year: int | None) -> Division | None:
    """The one whose time is nearest to ``year``; of equals the newest."""
    return min(divisions, key=lambda d: (d.away(year), -d.since), default=None)


def at_code(code: str, year: int | None) -> Division | None:
    """What bore this code in (or nearest to) the year."""
    return nearest(_table().by_code.get(code, []), year)


def parents(d: Division, year: int | None) -> tuple[Division, ...]:
    """The divisions above ``d`` from the province down; a county right under a province has one."""
    out = []
    if d.rank != "province" and (p := at_code(d.code[:2] + "0000", year)):
        out.append(p)
    if d.rank == "county" and (p := at_code(d.code[:4] + "00", year)):
        out.append(p)
    return tuple(out)


def path_of(d: Division, year: int | None) -> tuple[str, ...]:
    """Names from the province down to ``d`` itself, of the year."""
    return (*(p.name for p in parents(d, year)), d.name)


_SUFFIX = re.compile("[省市县区州盟旗]")


def mentions(text: str) -> Iterator[tuple[int, str]]:
    """Every full division name in ``text`` with its start; of names that end together the longest."""
    table, longest = _table().by_name, _table().longest
    for m in _SUFFIX.finditer(text):
        end = m.end()
        for k in range(min(longest, end), 1, -1):
            if (name := text[end - k : end]) in table:
                yield end - k, name
                break


def chain_at_end(run: str) -> tuple[str, ...]:
    """The division names, one after the other, that ``run`` ends with (在运城市盐湖区 → 运城市, 盐湖区)."""
    table = _table()
    out: list[str] = []
    end = len(run)
    while end > 1:
        for k in range(min(table.longest, end), 1, -1):
            if (name := run[end - k : end]) in table.by_name or name in table.by_alias:
                out.insert(0, run[end - k : end])
                end -= k
                break
        else:
            break
    return tuple(out)


@cache
def _short_beginnings() -> frozenset[str]:
    return frozenset(s[:2] for s in _table().by_short)


def shorts_in(text: str) -> dict[str, int]:
    """How often each short name of a prefecture or county occurs in ``text`` (names of two to four characters)."""
    table, beginnings = _table().by_short, _short_beginnings()
    counts: dict[str, int] = {}
    for i in range(len(text) - 1):
        if text[i : i + 2] not in beginnings:
            continue
        for end in range(i + 2, min(i + 4, len(text)) + 1):
            if (s := text[i:end]) in table:
                counts[s] = counts.get(s, 0) + 1
    return counts
