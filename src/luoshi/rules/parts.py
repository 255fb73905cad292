"""子量: whether each quantity and stage inside one pledge is reached; all must pass (DOMAIN 4.2)."""

from __future__ import annotations

from decimal import Decimal

from luoshi.rules.matter import PartFact
from luoshi.rules.progress import shown


def part_short(part: PartFact, stages: tuple[str, ...]) -> str | None:
    """What is missing in this part, in words, or None where it is reached.

    ``stages`` is the pack's order of due stages; a stage that is not in it counts as not reached, and that is said.
    """
    reasons = []
    if part.target is not None:
        if part.actual is None:
            reasons.append(f"目标{_n(part.target)}{part.unit}，尚无完成数")
        elif not _reached(part.actual, part.target, part.better):
            reasons.append(f"目标{_n(part.target)}{part.unit}，现为{_n(part.actual)}{part.unit}")
    if part.due_stage is not None:
        if part.due_stage not in stages:
            reasons.append(f"应达阶段“{part.due_stage}”不在规则包的阶段表中")
        elif part.stage is None:
            reasons.append(f"应到{part.due_stage}，尚无阶段")
        elif part.stage not in stages:
            reasons.append(f"现阶段“{part.stage}”不在规则包的阶段表中")
        elif stages.index(part.stage) < stages.index(part.due_stage):
            reasons.append(f"应到{part.due_stage}，现为{part.stage}")
    return f"{part.title}：{'，'.join(reasons)}" if reasons else None


def _reached(actual: Decimal, target: Decimal, better: str) -> bool:
    """Whether the figure reaches its target; a figure that is no number (NaN) does not."""
    if actual.is_nan() or target.is_nan():
        return False
    return actual >= target if better == "higher" else actual <= target


def _n(value: object) -> str:
    """A Decimal without an exponent or trailing zeros."""
    return shown(value, 4) if isinstance(value, Decimal) and value.is_finite() else str(value)
