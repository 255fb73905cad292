"""The shapes of facts (contract ``luoshi.report/1``): every one carries its span in the clean text."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["level", "growth", "change", "rank"]
Op = Literal["=", "~", ">=", "<=", "range", "sync", "above", "assigned", "qualitative"]
Status = Literal["actual", "estimate", "target"]
Rate = Literal["yoy", "annual", "cumulative"]
Firmness = Literal["ensure", "plain", "strive", "attempt"]


class Measure(msgspec.Struct, frozen=True):
    """A value with what it is a value of (指标值). See CONTRACT: ``value`` and ``unit`` as printed, falls negative.

    ``indicator`` is the lexicon's name where one fits exactly, ``name`` the phrase as the text has it; ``rule`` names
    the reading rule; ``flags`` say what is doubtful. ``parent`` is the id of the measure this one is a part of.
    """

    id: str
    section: str | None
    start: int
    end: int
    indicator: str | None
    indicator_id: str | None
    name: str
    kind: Kind
    op: Op
    value: float | None
    high: float | None
    unit: str | None
    period: str | None
    status: Status
    ref: str | None = None
    rate: Rate | None = None
    firmness: Firmness | None = None
    scope: str | None = None
    parent: str | None = None
    compare: str | None = None
    rule: str = ""
    flags: tuple[str, ...] = ()


class Pledge(msgspec.Struct, frozen=True):
    """One item of the year's 民生实事 list; ``measures`` are ids of the quantities inside it."""

    id: str
    no: int
    title: str
    start: int
    end: int
    measures: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    due_stage: str | None = None


class InheritedPledge(msgspec.Struct, frozen=True):
    """Pledges of a higher level taken over by number only (“办好省定12件民生实事”)."""

    id: str
    level: str
    count: int
    start: int
    end: int


class Problem(msgspec.Struct, frozen=True):
    """One shortcoming that the report admits (存在问题)."""

    id: str
    start: int
    end: int


class Project(msgspec.Struct, frozen=True):
    """A named undertaking (项目): one plant, road, hospital, or a bundle with one joint amount.

    ``amount`` and ``capacity`` as printed, ``stage`` one of facts.stages.ORDER with the ``verb`` it was read from,
    ``measures`` ids of the measures in its words, ``place`` and ``who`` (the firm) where the name says them.
    """

    id: str
    name: str
    start: int
    end: int
    amount: str | None
    stage: str | None
    verb: str
    measures: tuple[str, ...] = ()
    place: str | None = None
    capacity: str | None = None
    who: str | None = None


class Honour(msgspec.Struct, frozen=True):
    """A title or a place on a list that was won (荣誉称号), ``verb`` as printed, ``level`` of who grants it or None."""

    id: str
    start: int
    end: int
    title: str
    level: Literal["international", "nation", "province", "prefecture", "county"] | None
    verb: str


class Mechanism(msgspec.Struct, frozen=True):
    """A named way of getting things done (机制): 链长制, 专班, “13710”. ``kind`` is its class in mechanisms.tsv."""

    id: str
    start: int
    end: int
    name: str
    kind: str


class GlossaryEntry(msgspec.Struct, frozen=True):
    """An entry of the 名词解释: ``key`` as printed, its definition, and where the body uses the key exactly.

    ``uses`` are (start, end) pairs; without any, ``flags`` holds ``no_use``.
    """

    id: str
    key: str
    definition: str
    start: int
    end: int
    uses: tuple[tuple[int, int], ...] = ()
    flags: tuple[str, ...] = ()


class Responsibility(msgspec.Struct, frozen=True):
    """Who answers for what (责任分工): ``role`` as printed, ``organs`` normalised, ``deadline`` its tail of time.

    ``task_start``..``task_end`` is the text that it belongs to, None where it stands alone.
    """

    id: str
    start: int
    end: int
    role: str
    organs: tuple[str, ...]
    deadline: str | None
    task_start: int | None
    task_end: int | None


class Element(msgspec.Struct, frozen=True):
    """One thing in a task that can be checked (可核查要素), with its span."""

    kind: Literal["quantity", "unit", "deadline", "object", "owner", "baseline"]
    start: int
    end: int


class Commitment(msgspec.Struct, frozen=True):
    """A clause of a task that could be given to someone: ``verb`` and ``object`` as printed, ``deadline`` the date form."""

    id: str
    start: int
    end: int
    verb: str
    object: str
    deadline: str | None = None
    measures: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()


class Task(msgspec.Struct, frozen=True):
    """A sentence of the tasks part that commits to something (任务); ``specific`` if it can be checked."""

    id: str
    start: int
    end: int
    section: str | None
    specific: bool
    deadline: str | None = None
    organs: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    elements: tuple[Element, ...] = ()
