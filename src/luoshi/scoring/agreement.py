"""When a measure read equals a measure of the gold: quantity, then kind and operator, name, period and status."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from luoshi.lexicon.tables import rows
from luoshi.scoring.locate import squeeze

Fact = Mapping[str, Any]

LEVELS = ("quantity", "+kind+op", "+name", "+period+status")

_MAGNITUDES = (
    ("万亿", 1e12), ("千亿", 1e11), ("百亿", 1e10), ("十亿", 1e9), ("亿", 1e8),
    ("千万", 1e7), ("百万", 1e6), ("十万", 1e5), ("万", 1e4), ("千", 1e3),
)  # fmt: skip
_COUNTERS = {
    None,
    "个",
    "项",
    "家",
    "户",
    "名",
    "人",
    "次",
    "所",
    "处",
    "座",
    "条",
    "件",
    "位",
    "套",
    "台",
    "辆",
}
_OPERATORS = {"≈": "~", "about": "~", "≥": ">=", ">": ">=", "≤": "<=", "<": "<=", "==": "=", None: "="}


@cache
def _same_units() -> dict[str, tuple[str | None, float]]:
    return {r["unit"]: (r["base"] or None, float(r["factor"] or 1)) for r in rows("score_units.tsv")}


def folded(value: float | None, unit: str | None) -> tuple[float | None, str | None]:
    """Value and base unit with 万, 亿 and equal units folded in, so that 1.2 万人 equals 12000 人."""
    table = _same_units()
    u = None if unit is None else unicodedata.normalize("NFKC", str(unit)).strip().split("(")[0]
    factor = 1.0
    if u == "":
        u = None
    elif u in table:
        u, factor = table[u]
    elif u:
        for word, size in _MAGNITUDES:
            if u.startswith(word):
                rest = u[len(word) :]
                u, extra = table.get(rest, (rest, 1.0)) if rest else (None, 1.0)
                factor = size * extra
                break
    return (None if value is None else float(value) * factor), u


def same_number(a: float | None, b: float | None) -> bool:
    """Equal up to rounding of the last place a float keeps; None equals only None."""
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def same_quantity(gold: Fact, read: Fact) -> bool:
    """Value, upper end and unit."""
    gv, gu = folded(gold.get("value"), gold.get("unit"))
    pv, pu = folded(read.get("value"), read.get("unit"))
    gh, _ = folded(gold.get("high"), gold.get("unit"))
    ph, _ = folded(read.get("high"), read.get("unit"))
    counted = gu in _COUNTERS and pu in _COUNTERS and None in (gu, pu)
    return same_number(gv, pv) and same_number(gh, ph) and (gu == pu or counted)


def bigrams(text: str | None) -> set[str]:
    """The pairs of neighbouring characters of the squeezed text (a single character stands for itself)."""
    s = squeeze(text or "")
    return {s[i : i + 2] for i in range(len(s) - 1)} or {s}


def same_name(gold: Fact, read: Fact) -> bool:
    """The indicator where the gold names one, else names that contain each other or share most of their pairs."""
    if gold.get("indicator"):
        return bool(
            read.get("indicator") == gold["indicator"]
            or squeeze(read.get("name") or "") == squeeze(gold["indicator"])
        )
    a, b = squeeze(gold.get("name") or ""), squeeze(read.get("name") or "")
    if not (a and b):
        return False
    if (a in b or b in a) and min(len(a), len(b)) >= 0.5 * max(len(a), len(b)):
        return True
    x, y = bigrams(a), bigrams(b)
    return 2 * len(x & y) / (len(x) + len(y)) >= 0.6


def _operator(m: Fact) -> Any:
    return _OPERATORS.get(m.get("op"), m.get("op"))


def _period(m: Fact) -> str:
    return str(m.get("period")).replace("asof-", "")


def _status(m: Fact) -> Any:
    return "actual" if m.get("status") == "estimate" else m.get("status")


def depth_of_agreement(gold: Fact, read: Fact) -> int:
    """How many of LEVELS hold, counted from the first: 0..4."""
    if not same_quantity(gold, read):
        return 0
    if not (gold.get("kind") == read.get("kind") and _operator(gold) == _operator(read)):
        return 1
    if not same_name(gold, read):
        return 2
    relative = gold.get("op") in ("sync", "above") and gold.get("ref")
    if relative and not bigrams(gold["ref"]) & bigrams(read.get("ref")):
        return 2
    return 4 if _period(gold) == _period(read) and _status(gold) == _status(read) else 3
