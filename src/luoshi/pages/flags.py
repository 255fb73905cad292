"""What the flags of a measure mean to a person (存疑与推断): how much they matter, in a few words, and why."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

DOUBT, INFERENCE, CHECKED = 2, 1, 0


class Flag(msgspec.Struct, frozen=True):
    """One row of flags.tsv; ``weight`` is DOUBT, INFERENCE or CHECKED."""

    name: str
    weight: int
    label: str
    why: str


@cache
def table() -> dict[str, Flag]:
    """All known flags by name."""
    text = (files("luoshi.pages") / "flags.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:] if line and not line.startswith("#")]
    return {name: Flag(name, int(weight), label, why) for name, weight, label, why in rows}


def flag(name: str) -> Flag:
    """The flag of this name; one that nobody described counts as a doubt under its own name."""
    return table().get(name) or Flag(name, DOUBT, name, "")


def labels(names: Iterable[str], weight: int) -> tuple[str, ...]:
    """The labels of those flags that have this weight, in their order."""
    return tuple(f.label for f in map(flag, names) if f.weight == weight)


def weight(names: Iterable[str]) -> int:
    """How much a measure asks for a look: the gravest of its flags; one that a person has looked at asks for none."""
    found = [flag(n).weight for n in names]
    return max(found) if found and CHECKED not in found else 0
