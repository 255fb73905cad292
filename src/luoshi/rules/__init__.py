"""规则: versioned rule packs, the working-day calendar, deadlines with traces, lights. Pure: no database, no Django.

pack = load_pack("13710")
calendar = WorkCalendar.load()
for d in deadlines(pack, Anchor(date(2026, 11, 20)), calendar, Matter(year=2026)):
    print(d.due, d.trace)
"""

from __future__ import annotations

from luoshi.rules.calendar import CalendarDay, WorkCalendar
from luoshi.rules.chain import (
    allowed_transitions,
    chain_refusal,
    child_due_refusal,
    closing_refusals,
    closing_steps,
    rungs_due,
    step_at,
)
from luoshi.rules.changes import (
    OnTime,
    Recomputed,
    extend,
    extension_refusal,
    on_time,
    publish_by,
    recompute,
    return_refusal,
)
from luoshi.rules.deadlines import Deadline, deadlines
from luoshi.rules.duewords import due_from_words
from luoshi.rules.lights import Light, light, month_light
from luoshi.rules.matter import (
    Anchor,
    ClosingFacts,
    DueFact,
    DueForm,
    LightFacts,
    Matter,
    MeasureFact,
    MonthFact,
    PartFact,
    TextNode,
)
from luoshi.rules.packs import load_pack, packs
from luoshi.rules.shapes import Pack

__all__ = [
    "Anchor",
    "CalendarDay",
    "ClosingFacts",
    "Deadline",
    "DueFact",
    "DueForm",
    "Light",
    "LightFacts",
    "Matter",
    "MeasureFact",
    "MonthFact",
    "OnTime",
    "Pack",
    "PartFact",
    "Recomputed",
    "TextNode",
    "WorkCalendar",
    "allowed_transitions",
    "chain_refusal",
    "child_due_refusal",
    "closing_refusals",
    "closing_steps",
    "deadlines",
    "due_from_words",
    "extend",
    "extension_refusal",
    "light",
    "load_pack",
    "month_light",
    "on_time",
    "packs",
    "publish_by",
    "recompute",
    "return_refusal",
    "rungs_due",
    "step_at",
]
