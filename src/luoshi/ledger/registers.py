"""The registers at hand (登记册): rule packs and calendar as the site's settings name them, loaded once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings

from luoshi.ledger.errors import Invalid
from luoshi.rules import Pack, WorkCalendar, load_pack, packs


def _folders() -> tuple[Path, ...]:
    return tuple(Path(p) for p in getattr(settings, "PACK_FOLDERS", ()))


@cache
def _load(id: str, version: str | None, folders: tuple[Path, ...]) -> Pack:
    return load_pack(id, version, folders=folders)


def pack(id: str, version: str | None = None) -> Pack:
    """The register's rule pack, of that version or the latest."""
    return _load(id, version or None, _folders())


def registers() -> tuple[Pack, ...]:
    """The latest version of every pack there is, by id."""
    latest: dict[str, Pack] = {}
    for found in packs(folders=_folders()):
        latest[found.id] = found
    return tuple(latest[k] for k in sorted(latest))


def checked(id: str) -> Pack:
    """The latest pack of that id; Invalid, naming those that exist, for an unknown one."""
    known = {p.id: p for p in registers()}
    if id not in known:
        names = "、".join(f"{p.id}（{p.title}）" for p in known.values())
        raise Invalid(f"没有“{id}”这种登记册。现有：{names}。", "register")
    return known[id]


@cache
def _calendar(folder: Path | None) -> WorkCalendar:
    return WorkCalendar.load(folder)


def calendar() -> WorkCalendar:
    """The work calendar of the lexicon, or of the folder in settings.CALENDAR_FOLDER."""
    return _calendar(getattr(settings, "CALENDAR_FOLDER", None))


def forget(_: Iterable[object] = ()) -> None:
    """Drops what was loaded: for tests that bring packs or calendars of their own."""
    _load.cache_clear()
    _calendar.cache_clear()
