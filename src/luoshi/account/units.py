"""Units folded for comparison (单位换算): 亿斤 and 万吨 are masses, 亩 and 公顷 areas; what is printed stays printed."""

from __future__ import annotations

from functools import cache

import msgspec

from luoshi.lexicon.tables import rows

_MAGNITUDES = (
    ("万亿", 1e12), ("千亿", 1e11), ("百亿", 1e10), ("十亿", 1e9), ("亿", 1e8),
    ("千万", 1e7), ("百万", 1e6), ("十万", 1e5), ("万", 1e4), ("千", 1e3), ("百", 1e2),
)  # fmt: skip


_BARE = ("count", "yuan")  # dimensions whose word is dropped after 万 and 亿


class Folded(msgspec.Struct, frozen=True):
    """A dimension and how many of its base units one printed unit is."""

    dimension: str
    factor: float


@cache
def _table() -> dict[str, Folded]:
    return {r["unit"]: Folded(r["dimension"], float(r["factor"])) for r in rows("unit_conversions.tsv")}


@cache
def fold(unit: str | None) -> Folded:
    """The dimension of a printed unit. No unit folds to dimension ``""``; an unknown one is its own dimension."""
    if not unit:
        return Folded("", 1.0)
    known = _table()
    plain = unit.strip()
    if plain in known:
        return known[plain]
    for word, times in _MAGNITUDES:
        if plain.startswith(word):
            rest = plain[len(word) :]
            if not rest:  # 5.8万亿 with its 元 dropped: the amount of something unsaid
                return Folded("", times)
            base = known.get(rest, Folded(rest, 1.0))
            return Folded(base.dimension, base.factor * times)
    return Folded(plain, 1.0)


def alike(one: str | None, other: str | None) -> bool:
    """Whether two printed units can be compared; 60万 without its word (就业人员, 元) counts as people or money do."""
    a, b = fold(one).dimension, fold(other).dimension
    return a == b or (not a and b in _BARE and bool(one)) or (not b and a in _BARE and bool(other))


def in_base(value: float, unit: str | None) -> float:
    """``value`` in base units, free of the dust of binary fractions (12 significant digits)."""
    return clean(value * fold(unit).factor)


def clean(value: float) -> float:
    """``value`` to 12 significant digits: 0.1 + 0.2 is 0.3 here."""
    return float(f"{value:.12g}")
