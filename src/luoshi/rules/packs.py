"""读规则包: packs from ``lexicon/data/packs/<id>/<version>.toml`` and from further folders, read and checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from luoshi.rules.shapes import Pack


def load_pack(
    id: str, version: str | None = None, *, on: date | None = None, folders: Iterable[Path] = ()
) -> Pack:
    """The pack of that id: the version named, else the latest valid on ``on`` (None: the latest of all).

    ``folders`` are looked in as well as the lexicon's own (a place's packs: files only). `RulesError` names the file,
    the value and what was expected; an unknown id or version lists those that exist.
    """
    raise NotImplementedError


def packs(*, folders: Iterable[Path] = ()) -> tuple[Pack, ...]:
    """All packs there are, every version, by id and valid_from."""
    raise NotImplementedError
