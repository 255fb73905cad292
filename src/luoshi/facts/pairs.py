"""From–to pairs (由…到…): periods that a value takes from the pair told before it in its sentence."""

from __future__ import annotations

from luoshi.facts.drafts import Draft
from luoshi.facts.shapes import Measure

Told = tuple[Draft, Measure]


def since(d: Draft, m: Measure, told: list[Told]) -> str | None:
    """The period of ``d`` (read as ``m``) where the values ``told`` before it in its sentence decide it, else None.

    “由2002年的7千元增加到2007年的1.3万元，增长73%” is the growth of 2003–2007; so is a growth of some times behind one
    that was told over a year long before.
    """
    if (
        d.base
        or d.kind not in ("growth", "change")
        or d.rate == "annual"
        or d.compare is not None
        or not told
    ):
        return None
    last, told_last = told[-1]
    if d.unit == "倍" and last.kind != "growth":
        spans = [t.period for _, t in told if t.kind == "growth" and t.period and len(t.period) == 9]
        if spans and m.period == spans[-1][5:]:
            return spans[-1]
    if len(told) < 2 or last.base or last.kind in ("growth", "rank") or not m.name.startswith(told_last.name):
        return None
    first, told_first = told[-2]
    years = (told_first.period or "", told_last.period or "")
    if not first.base or not all(y.isdigit() for y in years) or int(years[1]) - int(years[0]) < 2:
        return None
    return f"{int(years[0]) + 1}-{years[1]}"
