"""办理与销号: the closing chain, the allowed moves, the escalation ladder, all read from the pack."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from luoshi.rules.shapes import ClosingStep, Pack, Role, Rung, Transition


def closing_steps(pack: Pack) -> tuple[ClosingStep, ...]:
    """销号环节, in order: 单位内审 → 督查室核查 → 交办方销号."""
    return pack.closing.steps


def allowed_transitions(
    pack: Pack, stage: str, roles: Iterable[Role] | None = None
) -> tuple[Transition, ...]:
    """The moves open from a stage, for any of these roles (None: for anybody). Unknown stage: `RulesError`."""
    raise NotImplementedError


def chain_refusal(
    pack: Pack, step: str, person: str, *, submitters: Iterable[str], earlier: Iterable[str]
) -> str | None:
    """Why this person may not take this step (own submission, or took an earlier step), in Chinese, or None."""
    raise NotImplementedError


def rungs_due(
    pack: Pack, due: date, today: date, *, taken: Iterable[str] = (), excused: bool = False
) -> tuple[Rung, ...]:
    """The rungs of the ladder whose day has come and which have not been taken, in order (an idempotent question)."""
    raise NotImplementedError
