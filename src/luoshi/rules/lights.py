"""亮灯: the computed light of an item, from the pack's ordered threshold table. Computed on read, never stored as truth."""

from __future__ import annotations

from datetime import date

import msgspec

from luoshi.rules.matter import LightFacts, MonthFact
from luoshi.rules.shapes import Colour, Pack


class Light(msgspec.Struct, frozen=True):
    """灯: colour, shape and word together; ``rule`` is “pack@version#table/rule”, ``reason`` says in words why."""

    colour: Colour
    shape: str
    word: str
    rule: str
    reason: str


def light(pack: Pack, facts: LightFacts, today: date, *, table: str | None = None) -> Light:
    """The light under the pack's table (or the named one): the first row whose predicate holds; there is always one."""
    raise NotImplementedError


def month_light(pack: Pack, month: MonthFact, today: date) -> Light:
    """The light of one month of the plan (瓯海): missed = red, made up later = yellow for good, never green again."""
    raise NotImplementedError
