"""What a file's name says of its report (文件名), and where the text says otherwise: the text is right, the name is told."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Protocol

import msgspec

from luoshi.report import places

_YEAR = re.compile(r"(?<!\d)(?:19[4-9]\d|20\d\d)(?!\d)")


class Named(msgspec.Struct, frozen=True):
    """The place and the year of a file name; None where it names none, or several years."""

    place: str | None
    year: int | None


class Whose(Protocol):
    """Whose report it is by its text: a header, or what is kept of one."""

    @property
    def jurisdiction(self) -> str | None:
        """The place whose government reports."""

    @property
    def path(self) -> tuple[str, ...]:
        """From the province down to the place."""

    @property
    def code(self) -> str | None:
        """GB/T 2260."""

    @property
    def work_year(self) -> int | None:
        """The year whose work is set out."""


def named(path: str) -> Named:
    """Reads ``path``, a name with ``/`` between folders: the place nearest to the file counts, the year of the file itself."""
    file = PurePosixPath(path)
    place = None
    for part in (file.stem, *reversed(file.parent.parts)):
        found = [name for _, name in places.mentions(part)]
        if found:
            place = found[-1]
            break
    years = {int(y) for y in _YEAR.findall(file.stem)}
    return Named(place, years.pop() if len(years) == 1 else None)


def flags(name: Named, header: Whose) -> tuple[str, ...]:
    """Where name and text differ or the text is silent: file_place_differs, file_year_differs, no_place, no_year."""
    out = []
    if header.jurisdiction is None:
        out.append("no_place")
    elif name.place and not _same_place(name.place, header):
        out.append("file_place_differs")
    if header.work_year is None:
        out.append("no_year")
    elif name.year and name.year != header.work_year:
        out.append("file_year_differs")
    return tuple(out)


def _same_place(name: str, header: Whose) -> bool:
    """The file may name the place itself, one above it, or it by an older or newer name (same code)."""
    if name == header.jurisdiction or name in header.path:
        return True
    return any(d.code == header.code for d in places.named(name)) if header.code else False
