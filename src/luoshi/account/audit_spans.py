"""Rounding (四舍五入的区间): a printed number stands for every value that would be printed so."""

from __future__ import annotations

import re
from math import inf

from luoshi.account.audit_shapes import Span
from luoshi.account.record import Record
from luoshi.account.units import clean, fold
from luoshi.account.words import says
from luoshi.facts.shapes import Measure

_NUMBER = re.compile(r"\d+(?:[.．]\d+)?")
_HAIR = 1e-9  # share by which a span is widened against the dust of binary fractions


def span_of(record: Record, m: Measure) -> Span | None:
    """The values that a measure can stand for, in base units; None where it has no number.

    余, 多 and 近 leave the last digit that is not 0 open to one side, 左右 and 约 to both; 超过 and 突破 leave one end open.
    """
    if m.value is None or m.op in ("sync", "above", "assigned", "qualitative", "range"):
        return None
    factor = fold(m.unit).factor
    step = _step(record.text[m.start : m.end], m.value)
    low = high = abs(m.value)
    words = record.text[m.start : m.end]
    if m.op == "=":
        low, high = low - step / 2, high + step / 2
    elif m.op == "~":
        wide = _coarse(low, step)
        under, over = says(words, "under"), says(words, "over")
        low, high = low - (0 if over else wide), high + (0 if under else wide)
    elif (m.op == ">=") == (m.value >= 0):
        high = inf
        low -= step / 2
    else:
        low, high = -inf if m.value < 0 else 0.0, high + step / 2
    if m.value < 0:
        low, high = -high, -low
    return (
        Span(
            clean(low * factor) - _HAIR * abs(low * factor), clean(high * factor) + _HAIR * abs(high * factor)
        )
        if high != inf and low != -inf
        else _open(low, high, factor)
    )


def _open(low: float, high: float, factor: float) -> Span:
    return Span(low if low == -inf else clean(low * factor), high if high == inf else clean(high * factor))


def _step(quote: str, value: float) -> float:
    """One unit of the last digit that is printed."""
    places = [
        len(n.group().replace("．", ".").partition(".")[2])
        for n in _NUMBER.finditer(quote)
        if abs(float(n.group().replace("．", ".")) - abs(value)) < 1e-9
    ]
    if places:
        return float(10.0 ** -min(places))
    return float(10.0 ** -len(f"{abs(value):.10g}".partition(".")[2]))


def _coarse(value: float, step: float) -> float:
    """One unit of the last digit that is not 0: 5300余 is open up to 5400."""
    while value and step < value and clean(value / (step * 10)) == int(clean(value / (step * 10))):
        step *= 10
    return step


def ratio(a: Span, b: Span) -> Span | None:
    """What ``a / b`` can be; None where ``b`` may be 0 or less."""
    if b.low <= 0:
        return None
    return Span(a.low / (b.high if a.low >= 0 else b.low), a.high / (b.low if a.high >= 0 else b.high))


def growth(now: Span, before: Span) -> Span | None:
    """What the growth (%) from ``before`` to ``now`` can be."""
    r = ratio(now, before)
    return None if r is None else Span((r.low - 1) * 100, (r.high - 1) * 100)


def annual(now: Span, before: Span, years: int) -> Span | None:
    """What the average annual growth (%) over so many years can be."""
    r = ratio(now, before)
    if r is None or r.low < 0:
        return None
    return Span((r.low ** (1 / years) - 1) * 100, (r.high ** (1 / years) - 1) * 100)
