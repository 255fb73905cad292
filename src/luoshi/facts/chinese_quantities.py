"""Chinese numerals with their unit (中文数字): 一千二百亿元, 三亿零四百七十五万吨, 九千万至九千二百万吨."""

from __future__ import annotations

import re

import msgspec
import regex

from luoshi.facts.numerals import chinese
from luoshi.facts.quantity import DIGITS, OPERATOR_AFTER, Quantity, unit_at, unit_classes
from luoshi.facts.shapes import Op

COUNT = re.compile(
    rf"[{DIGITS}千](?:[{DIGITS}千]{{1,6}}(?:点[{DIGITS}]+)?|(?=点|[倍成]|个?百分点|[多余几]?[万亿])(?:点[{DIGITS}]+)?|(?<=十)(?=件|项(?:民生|实事)))"
)
_TAIL = re.compile(
    rf"(?:万(?P<rest>[{DIGITS}千]{{1,7}})(?!万)|亿(?P<low>[{DIGITS}千]{{1,6}})(?=[多余几]?万))?(?P<mag>[多余几]?[万亿]{{0,2}}[多余几]?)"
)


def counted(m: re.Match[str]) -> Quantity | None:
    """Chinese numerals: two characters or more, or a unit that is never idle (倍 成 个百分点, 十件实事); also X至Y."""
    text, start = m.string, m.start()
    if start and (text[start - 1].isdigit() or text[start - 1] in "第星"):
        return None
    first = _numeral(m)
    if first is None:
        return None
    found = unit_at().match(text, first.end)
    after_first = found.end("unit") if found else first.end
    if text[after_first : after_first + 1] in ("至", "到") and (
        upto := _upto(text, after_first + 1, first, found)
    ):
        return Quantity(start, *upto, flags=("至",))
    if found is None:
        return None
    unit, after = found["unit"], found["after"] or ""
    sort = unit_classes()[unit]
    if sort in ("duration", "age", "score"):
        return None
    op = OPERATOR_AFTER.get(after, "~" if first.about else "=")
    if unit == "成":
        return Quantity(start, found.end(), "percent", first.value, "成", op, hedged=bool(after))
    return Quantity(start, found.end(), sort, first.value, first.magnitude + unit, op, hedged=bool(after))


class _Numeral(msgspec.Struct, frozen=True):
    """A Chinese numeral with the magnitude printed behind it: 六亿三千万 is 63000 万."""

    value: float
    magnitude: str
    about: bool
    end: int


def _numeral(m: re.Match[str]) -> _Numeral | None:
    tail = _TAIL.match(m.string, m.end())
    value = chinese(m[0])
    if tail is None or value is None:
        return None
    for part in ("low", "rest"):  # 十四万六千吨 is 146000 吨
        if tail[part]:
            value = value * 1e4 + (chinese(tail[part]) or 0.0)
    magnitude = tail["mag"]
    return _Numeral(value, magnitude.strip("多余几"), any(c in magnitude for c in "多余几"), tail.end())


def _upto(
    text: str, at: int, first: _Numeral, unit: regex.Match[str] | None
) -> tuple[int, str, float, str, Op, float] | None:
    """The rest of a range whose second numeral stands at ``at``: end, sort, value, unit, operator and high end."""
    m = COUNT.match(text, at)
    second = _numeral(m) if m else None
    found = unit_at().match(text, second.end) if second else None
    if second is None or found is None or second.magnitude != first.magnitude or second.value <= first.value:
        return None
    if unit is not None and unit["unit"] != found["unit"]:
        return None
    sort = unit_classes()[found["unit"]]
    if sort in ("duration", "age", "score"):
        return None
    return found.end("unit"), sort, first.value, first.magnitude + found["unit"], "range", second.value
