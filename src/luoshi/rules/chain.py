"""办理与销号: the closing chain, the allowed moves, the escalation ladder, all read from the pack."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from luoshi.errors import RulesError
from luoshi.rules.matter import ClosingFacts
from luoshi.rules.predicates import find
from luoshi.rules.shapes import ClosingStep, Pack, Role, Rung, Transition


def closing_steps(pack: Pack) -> tuple[ClosingStep, ...]:
    """销号环节, in order: 单位内审 → 督查室核查 → 交办方销号."""
    return pack.closing.steps


def step_at(pack: Pack, stage: str) -> ClosingStep | None:
    """The step that is due at this stage, or None outside the chain."""
    return next((s for s in pack.closing.steps if s.start == stage), None)


def allowed_transitions(
    pack: Pack, stage: str, roles: Iterable[Role] | None = None
) -> tuple[Transition, ...]:
    """The moves open from a stage, for any of these roles (None: for anybody). Unknown stage: `RulesError`.

    A move whose roles hold “anyone” is open to every role. The passes and returns of the closing chain are among them.
    """
    if stage not in {s.id for s in pack.stages}:
        raise RulesError(f"规则包{pack.ref}没有阶段{stage!r}；有：{'、'.join(s.id for s in pack.stages)}")
    moves = [t for t in (*pack.transitions, *_closing_moves(pack)) if stage in t.start]
    if roles is None:
        return tuple(moves)
    mine = {*roles, "anyone"}
    return tuple(t for t in moves if mine & set(t.roles))


def _closing_moves(pack: Pack) -> list[Transition]:
    """Each closing step as its pass and its return; a return needs a reason, a step with grades needs a grade."""
    moves = []
    for s in pack.closing.steps:
        needs = ("grade",) if s.grades else ()
        moves.append(
            Transition(f"{s.id}.pass", f"{s.title}通过", (s.start,), s.passed, (s.role,), needs, s.source)
        )
        moves.append(
            Transition(
                f"{s.id}.return", f"{s.title}退回", (s.start,), s.returned, (s.role,), ("reason",), s.source
            )
        )
    return moves


def chain_refusal(
    pack: Pack, step: str, person: str, *, submitters: Iterable[str] = (), earlier: Iterable[str] = ()
) -> str | None:
    """Why this person may not take this step (own submission, or took an earlier step), in Chinese, or None."""
    title = _step(pack, step).title
    if not pack.closing.different_people:
        return None
    if person in set(submitters):
        return f"不能{title}自己报送的事项，请由他人办理。"
    if person in set(earlier):
        return f"已办理过前面的环节，不能再{title}；销号须由不同的人逐级办理。"
    return None


def closing_refusals(pack: Pack, step: str, facts: ClosingFacts) -> tuple[str, ...]:
    """What is still missing for a pass of this step, each in Chinese; empty where nothing is. A return needs nothing."""
    checks = (find("closing", name)(pack, facts) for name in _step(pack, step).requires)
    return tuple(missing for missing in checks if missing is not None)


def child_due_refusal(child_due: date, parent_due: date) -> str | None:
    """子事项时限不得晚于上级事项时限: why not, in Chinese, or None."""
    if child_due <= parent_due:
        return None
    return f"子事项时限{child_due}晚于上级事项时限{parent_due}，请改为不晚于{parent_due}。"


def rungs_due(
    pack: Pack,
    due: date,
    today: date,
    *,
    taken: Iterable[str] = (),
    excused: bool = False,
    urgent: bool = False,
) -> tuple[Rung, ...]:
    """The rungs of the ladder whose day has come and which have not been taken, in order (an idempotent question).

    ``due``: the current due date of an unanswered deadline. A rung marked ``unexcused`` waits where an accepted reason
    stands; one marked ``urgent_may_start`` is open at once, once overdue, for an urgent matter.
    """
    done = set(taken)
    late = (today - due).days
    return tuple(
        r
        for r in pack.ladder
        if r.id not in done
        and not (excused and r.unexcused)
        and (late >= r.day or (urgent and r.urgent_may_start and late > 0))
    )


def _step(pack: Pack, step: str) -> ClosingStep:
    found = next((s for s in pack.closing.steps if s.id == step), None)
    if found is None:
        raise RulesError(
            f"规则包{pack.ref}没有销号环节{step!r}；有：{'、'.join(s.id for s in pack.closing.steps)}"
        )
    return found
