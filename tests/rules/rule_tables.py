"""Reads the hand-written golden tables, and the packs and calendars that tests use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from luoshi.rules import Deadline, WorkCalendar, load_pack
from luoshi.rules.shapes import Pack

HERE = Path(__file__).resolve().parent
PACKS = HERE / "packs"
CALENDAR = WorkCalendar.load()


def golden(name: str) -> list[dict[str, str]]:
    """The rows of ``golden/<name>.tsv`` as dicts by its header."""
    lines = [
        s for s in (HERE / "golden" / f"{name}.tsv").read_text("utf-8").splitlines() if s and s[0] != "#"
    ]
    head = lines[0].split("\t")
    return [dict(zip(head, line.split("\t"), strict=True)) for line in lines[1:]]


def day(text: str) -> date:
    return date.fromisoformat(text)


def hotline() -> Pack:
    return load_pack("hotline", folders=[PACKS])


def by_key(found: tuple[Deadline, ...]) -> dict[str, Deadline]:
    keyed = {d.key: d for d in found}
    assert len(keyed) == len(found), "keys must be unique within an item"
    return keyed
