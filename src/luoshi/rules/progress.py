"""序时: how far a figure is behind its schedule, computed exactly (fractions, not floats), by kind of figure.

DOMAIN 3.8: cumulative amounts by share of the target against the share of the year that is over (or the plan's own
curve); growth by comparison with the target itself, never × m/12; ratios and levels by the latest value against the target.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from fractions import Fraction

from luoshi.rules.matter import MeasureFact


def months_over(as_of: date, year: int, close_day: int = 31) -> int:
    """How many months of ``year`` are over at ``as_of`` (0–12). A month is over from ``close_day`` on (31: its last
    day; 25 where units report by the 25th)."""
    if as_of.year != year:
        return 12 if as_of.year > year else 0
    last = monthrange(as_of.year, as_of.month)[1]
    return as_of.month - (as_of.day < min(close_day, last))


def expected_share(measure: MeasureFact, close_day: int = 31) -> Fraction | None:
    """序时进度 at the figure's date, 0–1: the plan's own curve where there is one, else m/12; None without a date."""
    if measure.as_of is None:
        return None
    months = months_over(measure.as_of, measure.year, close_day)
    if len(measure.curve) == 12 and all(c.is_finite() for c in measure.curve):
        return Fraction(measure.curve[months - 1]) if months else Fraction(0)
    return Fraction(months, 12)


def achieved_share(measure: MeasureFact) -> Fraction | None:
    """完成占比: actual ÷ target; None where there is no figure or the target is not above 0."""
    if measure.actual is None or not (measure.actual.is_finite() and measure.target.is_finite()):
        return None
    if measure.target <= 0:
        return None
    return Fraction(measure.actual) / Fraction(measure.target)


def points_behind(measure: MeasureFact, close_day: int = 31) -> Fraction | None:
    """落后序时的百分点 of a cumulative amount (negative: ahead); None where it cannot be said.

    A ceiling (``better`` “lower”: 支出、排放总量) is behind when it runs ahead of the schedule.
    """
    if measure.kind != "cumulative":
        return None
    share, expected = achieved_share(measure), expected_share(measure, close_day)
    if share is None or expected is None:
        return None
    return (expected - share if measure.better == "higher" else share - expected) * 100


def below_target(measure: MeasureFact) -> Decimal | None:
    """低于目标多少, in the figure's own unit (points for growth), of growth and ratios; None where it is not below."""
    if measure.kind == "cumulative" or measure.actual is None:
        return None
    if not (measure.actual.is_finite() and measure.target.is_finite()):
        return None
    gap = measure.target - measure.actual if measure.better == "higher" else measure.actual - measure.target
    return gap if gap > 0 else None


def shown(value: Fraction | Decimal, digits: int = 1) -> str:
    """A figure for a sentence: at most ``digits`` places, no trailing zeros, rounded half up."""
    scale = 10**digits
    n = Fraction(value) * scale
    whole = (abs(n) + Fraction(1, 2)).__floor__()
    text = f"{whole // scale}.{whole % scale:0{digits}d}".rstrip("0").rstrip(".")
    return f"-{text}" if n < 0 and whole else text
