"""The one next step (下一步): what is done leaves the list until it is due again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from luoshi.ledger import clock
from luoshi.ledger.actions import upkeep
from luoshi.ledger.models import Item
from luoshi.web.sight import REMIND_AGAIN, next_step, sight

LATE = date(2026, 12, 10)


def step(stage: Any, day: date) -> str | None:
    with clock.fixed(day):
        return next_step(sight(stage.c.inspector, Item.objects.get(pk=stage.ids["school"])))


def test_who_was_just_reminded_is_not_to_be_reminded_again_for_a_week(stage: Any) -> None:
    assert step(stage, LATE) == "remind"
    with clock.fixed(LATE):
        upkeep.remind(stage.c.inspector, stage.ids["school"], rung="remind", reason="逾期", approver="")
    assert step(stage, LATE + timedelta(days=1)) is None
    assert step(stage, LATE + timedelta(days=REMIND_AGAIN)) == "remind"
