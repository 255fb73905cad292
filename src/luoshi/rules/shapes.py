"""Rule packs as typed records (规则包): what a register is made of, once its TOML file has been read and checked.

A pack is data: fields, ordered stages, transitions, clocks, light tables, closing chain, extension and return rules,
escalation ladder, publication. Nothing in here decides anything; `deadlines`, `lights` and `chain` do, and each result
names the pack's ``ref`` (“13710@2026.1”) and the rule's id. Every threshold carries ``source``: a place in DOMAIN.md.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

Unit = Literal["day", "workday", "month", "period", "due", "nodes"]
"""How a clock counts: 自然日, 工作日, civil months (民法典201–203), every so many months to the year's end (按季 = 3),
the matter's own date, or the nodes that its text names."""

Purpose = Literal["arrange", "report", "result", "return", "feedback"]
"""What is owed at the date: 研究部署, 进展反馈, 结果, 退件, 回访/沟通反馈."""

Role = Literal[
    "clerk", "unit_checker", "inspector", "issuer", "leader", "deputy", "upper", "admin", "anyone", "system"
]
StageKind = Literal["before", "open", "review", "done", "ended"]
"""未交办, 办理中, 审核中, 已销号, and the three ways out that are no completion (调整出账、合并、取消)."""

Colour = Literal["red", "yellow", "green", "blue", "grey"]
SHAPES: dict[Colour, str] = {"red": "◆", "yellow": "▲", "green": "●", "blue": "■", "grey": "○"}
"""A light is never colour alone: the shape that goes with each colour."""


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """字段: one field of a register's form. ``at`` says on which form it stands: ``item``, a clock's id or a transition's."""

    id: str
    title: str
    kind: Literal["text", "long", "date", "number", "choice", "file", "flag", "unit", "person"]
    at: str = "item"
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""
    source: str = ""


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """阶段: a stage of the item, in the order of the file. ``kind`` is what code may ask about; ``title`` is shown."""

    id: str
    title: str
    kind: StageKind


class Transition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """流转: who may move an item from which stages to which, and what must be given with it.

    ``requires`` names things the action must carry: reason, evidence, grade, document, approver, plan, sign_off.
    """

    id: str
    title: str
    start: tuple[str, ...]
    to: str
    roles: tuple[Role, ...]
    requires: tuple[str, ...] = ()
    source: str = ""


class Counting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """起算与顺延: whether the first day counts (当日起算), and whether a last day off rolls to the next working day.

    Both off by default (DOMAIN 10.3): the first day is not counted; rolling stays off until a place confirms it.
    """

    include_start: bool = False
    roll: bool = False
    source: str = ""


class Clock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """时限: one limit of the pack, counted from the anchor named (never from another limit).

    ``amount`` is days, working days, months, or for ``period`` the step in months; 0 days is the same day (当日).
    ``when`` names a registered predicate over the `Matter`. ``outcomes`` are what answers it; “nodes_plan” beside
    “done” makes a dated plan a valid answer. ``min_days``: a period end nearer to the anchor than this is left out.
    What the form at this checkpoint asks for are the pack's fields with ``at`` = the clock's id.
    """

    id: str
    title: str
    unit: Unit
    amount: int = 0
    purpose: Purpose = "report"
    anchor: str = "issued"
    when: str = "always"
    outcomes: tuple[str, ...] = ("done",)
    include_start: bool | None = None
    roll: bool | None = None
    min_days: int = 0
    public: bool = False
    source: str = ""


Arg = bool | int | float | str


class LightRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """灯规则: one row of a light table; the first row whose predicate holds gives the light."""

    id: str
    when: str
    colour: Colour
    word: str
    args: dict[str, Arg] = {}
    source: str = ""


class LightTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """灯表: an ordered threshold table under a name; the last row is ``always``, so that every fact set has a light."""

    title: str
    rules: tuple[LightRule, ...]
    source: str = ""


class ClosingStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """销号环节: one pair of hands in the closing chain, in order; ``requires`` names registered closing predicates."""

    id: str
    title: str
    role: Role
    start: str
    passed: str
    returned: str
    verdicts: tuple[str, ...] = ("pass", "return")
    grades: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    source: str = ""


class Closing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """销号: the chain of checks. ``different_people``: nobody takes two steps, nor one on their own submission."""

    steps: tuple[ClosingStep, ...]
    different_people: bool = True
    automatic: Literal[False] = False
    source: str = ""


class ExtensionRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """延期: asked for before the due date, with a reason and a new date; the original date is always kept.

    ``amount``/``unit`` cap the new date, counted from the original due date (None: the decider sets it).
    ``cutoff`` is the hour, Asia/Shanghai, after which a request on the last day is refused.
    """

    signed_by: Role
    decided_by: Role
    before_due: bool = True
    times: int | None = None
    amount: int | None = None
    unit: Literal["day", "workday", "month"] = "day"
    cutoff: int = 24
    requires: tuple[str, ...] = ("reason", "new_due", "progress")
    source: str = ""


class ReturnRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """退件: how long a unit that holds a matter is not its own may send it back, and who decides. No self-forwarding."""

    amount: int
    unit: Literal["day", "workday"]
    decided_by: Role
    anchor: str = "issued"
    times: int | None = None
    requires: tuple[str, ...] = ("reason",)
    source: str = ""


class Rung(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """催办梯次: one rung (提醒、催办、督办函、通报、约谈、问责建议); ``day`` is days after the due date (−3: before).

    ``unexcused``: only where no accepted reason stands. ``slip`` is the colour of the paper sent, which is not the
    light. A rung above a reminder needs a named approver.
    """

    id: str
    title: str
    day: int
    approver: Role
    slip: str = ""
    unexcused: bool = False
    urgent_may_start: bool = False
    source: str = ""


class Reporting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """报送: how often units report, whether by exception (“无变化” in one step), and who signs before it counts."""

    cycle: Literal["clock", "monthly", "quarterly", "half-year", "nodes"] = "clock"
    by_exception: bool = False
    unchanged_allowed: bool = False
    signed_by: Role = "unit_checker"
    source: str = ""


class Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """公开: what may be shown to everybody after an item-by-item review, and how long after it came to be.

    ``private`` names what is process information and never goes out by default.
    """

    level: Literal["internal", "reviewed", "public"]
    fields: tuple[str, ...] = ()
    private: tuple[str, ...] = ("draft", "light", "self_report", "opinion")
    amount: int = 20
    unit: Literal["day", "workday"] = "workday"
    approver: Role = "issuer"
    source: str = ""


class Pack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """规则包: one register's rules in one version. ``ref`` (“13710@2026.1”) is what every computed result stores.

    ``lights`` may hold several tables (as several places draw them); ``light_table`` names the one that holds here.
    ``due_stages`` is the order of the stages a part may have to reach (开工…投产); ``scope`` the source types it is for.
    """

    id: str
    version: str
    title: str
    source: str
    valid_from: date
    closing: Closing
    extension: ExtensionRule
    publication: Publication
    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...]
    lights: dict[str, LightTable]
    light_table: str
    clocks: tuple[Clock, ...] = ()
    fields: tuple[Field, ...] = ()
    ladder: tuple[Rung, ...] = ()
    roles: dict[str, str] = {}
    scope: tuple[str, ...] = ()
    due_stages: tuple[str, ...] = ()
    counting: Counting = Counting()
    reporting: Reporting = Reporting()
    returns: ReturnRule | None = None
    extends: str | None = None
    note: str = ""

    @property
    def ref(self) -> str:
        """规则包引用: “13710@2026.1”."""
        return f"{self.id}@{self.version}"

    def clock(self, id: str) -> Clock:
        """The clock of that id; KeyError where the pack has none."""
        return {c.id: c for c in self.clocks}[id]

    def stage(self, id: str) -> Stage:
        """The stage of that id; KeyError where the pack has none."""
        return {s.id: s for s in self.stages}[id]

    def fields_at(self, at: str) -> tuple[Field, ...]:
        """The fields of one form: ``item`` or a clock's id."""
        return tuple(f for f in self.fields if f.at == at)
