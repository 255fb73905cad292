"""What the rules are told about an item (事项要素): its own due date and nodes for the clocks, its state for the lights.

The ledger fills these records from its rows; nothing here knows of a database. Figures are `Decimal`, compared exactly.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from luoshi.rules.shapes import Purpose, StageKind

DueMode = Literal["by", "ongoing", "inferred"]


class Anchor(msgspec.Struct, frozen=True):
    """起算点: the day a clock counts from, what happened on it (印发、交办、签收…), and the clocks it starts.

    ``kind`` is matched with `Clock.anchor` (“issued”, “received”, “asked” …); ``words`` stand in the trace.
    """

    date: date
    kind: str = "issued"
    words: str = "交办"


class DueForm(msgspec.Struct, frozen=True):
    """时限表述: the due date as a text gives it. ``by``: a date (“6月底前”); ``ongoing``: 持续推进, no last day, looked
    at again by ``date``; ``inferred``: the text gives none, so the year's end is taken and marked so."""

    words: str
    date: date
    mode: DueMode = "by"


class TextNode(msgspec.Struct, frozen=True):
    """节点: a dated milestone that the text or an accepted plan names."""

    title: str
    date: date


class Matter(msgspec.Struct, frozen=True):
    """事项: what the clocks ask. ``year`` is the work year (for year ends and quarters); ``major`` = 重大复杂事项."""

    year: int
    major: bool = False
    urgent: bool = False
    source_type: str = ""
    due: DueForm | None = None
    nodes: tuple[TextNode, ...] = ()


class DueFact(msgspec.Struct, frozen=True):
    """一个时限的现状: current and original due date, and when and how it was answered (None: not yet).

    ``done_on`` is the day the answer came in, not the day it was checked; ``outcome`` one of the clock's outcomes
    or “unchanged” (无变化).
    """

    key: str
    title: str
    purpose: Purpose
    due: date
    original_due: date
    done_on: date | None = None
    outcome: str | None = None


class MeasureFact(msgspec.Struct, frozen=True):
    """目标与现值: cumulative amounts go by share of the schedule, growth and ratios by comparison with the target.

    ``curve`` is a share (0–1) for the end of each month where the plan is not even; ``better`` the good direction.
    ``as_of`` is the date of the figure, not of the report. ``status``: 预计, 快报 or 核定.
    """

    name: str
    kind: Literal["cumulative", "growth", "ratio"]
    target: Decimal
    year: int
    actual: Decimal | None = None
    as_of: date | None = None
    unit: str = ""
    better: Literal["higher", "lower"] = "higher"
    curve: tuple[Decimal, ...] = ()
    status: str = ""


class PartFact(msgspec.Struct, frozen=True):
    """子量: one of several quantities or stages that one pledge holds; all must pass."""

    title: str
    target: Decimal | None = None
    actual: Decimal | None = None
    unit: str = ""
    due_stage: str | None = None
    stage: str | None = None
    better: Literal["higher", "lower"] = "higher"


class MonthFact(msgspec.Struct, frozen=True):
    """月计划: what was planned by a month's end, what stood then, and when a shortfall was made up."""

    month: date
    met: bool | None
    made_up_on: date | None = None


class LightFacts(msgspec.Struct, frozen=True):
    """亮灯要素: all that a light may look at. Self-report and verdict are no part of it (three separate things).

    ``excused``: an accepted reason for a late start. ``funds_share``: money in place / money required (0–1+).
    ``listed_on``: the day of 入库. ``plan_accepted``: nodes + plan taken at month 1 (持续推进).
    """

    stage_kind: StageKind
    dues: tuple[DueFact, ...] = ()
    measures: tuple[MeasureFact, ...] = ()
    parts: tuple[PartFact, ...] = ()
    months: tuple[MonthFact, ...] = ()
    issued_on: date | None = None
    closed_on: date | None = None
    planned_start: date | None = None
    started_on: date | None = None
    excused: bool = False
    funds_share: Decimal | None = None
    listing_required: bool = False
    listed_on: date | None = None
    returned: bool = False
    plan_accepted: bool = False
    under_review: bool = False


class ClosingFacts(msgspec.Struct, frozen=True):
    """销号要素: what the closing conditions ask. ``evidence`` counts files and addresses that are still there."""

    evidence: int = 0
    has_result: bool = False
    signed_off: bool = False
    open_children: int = 0
    dues: tuple[DueFact, ...] = ()
    parts: tuple[PartFact, ...] = ()
    measures: tuple[MeasureFact, ...] = ()
