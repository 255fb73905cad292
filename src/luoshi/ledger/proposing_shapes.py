"""What a proposal is before it is a row (拟办条目草稿): plain values, no database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

Kind = Literal["commitment", "target", "project", "pledge"]


class Candidate(msgspec.Struct, frozen=True):
    """A unit that may lead (牵头建议): its name in the lexicon, a score 0–1, the reason in words."""

    name: str
    score: float
    why: str


class MeasureDraft(msgspec.Struct, frozen=True):
    """A quantity of a proposal: how it counts (``schedule``) decides its light; ``target`` as printed."""

    name: str
    target: Decimal | None
    high: Decimal | None
    unit: str
    op: str
    schedule: Literal["cumulative", "growth", "ratio"]
    start: int
    end: int


class ProposalDraft(msgspec.Struct, frozen=True):
    """One row of a table to be (拟办条目). ``covers``: ids of facts and “task:start-end” spans that it answers for.

    ``not_in_source``: “lead”, “due”: what was added and does not stand in the report. ``skip``: a proposed reason not to
    list it (nothing that could be given to anybody), for a person to confirm.
    """

    kind: Kind
    register: str
    group: str
    title: str
    requirement: str
    start: int
    end: int
    covers: tuple[str, ...]
    measures: tuple[MeasureDraft, ...] = ()
    quantity: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    op: str = ""
    due_stage: str = ""
    due_text: str = ""
    due_form: str = ""
    due_on: date | None = None
    candidates: tuple[Candidate, ...] = ()
    organs: tuple[str, ...] = ()
    not_in_source: tuple[str, ...] = ()
    why: str = ""
    skip: str = ""
