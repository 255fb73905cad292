"""What the API answers with (接口数据): the names are the API's promise; they stay when the ledger's own change.

Days are “2026-11-30”, moments carry their zone, numbers of the ledger are decimal strings, so that nothing is rounded.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ninja import Field, Schema


class UnitRef(Schema):
    """单位."""

    id: int
    name: str


class LightNow(Schema):
    """系统亮灯: computed by the rule named; never the unit's word and never the checker's."""

    colour: str
    word: str
    reason: str
    rule: str


class ItemRow(Schema):
    """事项（列表）."""

    id: int
    no: str
    title: str
    register_id: str = Field(description="登记册")
    rules: str = Field(description="规则包及版本，如 13710@2026.1")
    state: str
    state_name: str
    lead: UnitRef | None
    co: list[UnitRef]
    leader: str
    issued_on: date
    original_due_on: date | None
    due_on: date | None
    next_due_on: date | None = Field(description="最近未报时点；已结束的为空")
    light: LightNow | None
    self_report: str = Field(description="单位自评；空为未填")
    progress: Decimal | None
    reported_at: datetime | None
    closed_on: date | None
    grade: str
    continuing: bool
    external_id: str
    version: int


class Source(Schema):
    """来源: a span of a report's text (sha256 of that text in UTF-8, start and end in characters), or a paper."""

    kind: str
    number: str
    dated: date | None
    issuer: str
    quote: str
    sha256: str
    start: int | None
    end: int | None


class Due(Schema):
    """时限: with how it was computed, and what it was at first."""

    key: str
    title: str
    due_on: date
    original_on: date
    rule: str
    trace: str
    provisional: bool
    inferred: bool
    answered_on: date | None


class Quantity(Schema):
    """数量: target and latest figure."""

    name: str
    op: str
    target: Decimal | None
    unit: str
    value: Decimal | None
    as_of: date | None
    status: str = Field(description="estimate 预计，flash 快报，verified 核定；空为未报")


class Report(Schema):
    """报送."""

    department: UnitRef
    on: date
    kind: str
    text: str
    difficulty: str
    next_step: str
    percent: Decimal | None
    self_report: str


class CheckDone(Schema):
    """核查: a verdict of one pair of hands."""

    level: str
    verdict: str
    grade: str
    reason: str
    on: date


class ItemFull(ItemRow):
    """事项."""

    requirement: str
    due_text: str
    parent_no: str | None
    document_id: int | None
    sources: list[Source]
    deadlines: list[Due]
    quantities: list[Quantity]
    reports: list[Report]
    checks: list[CheckDone]


class LightDay(Schema):
    """灯的历史: the light from that day on, until the next row."""

    day: date
    colour: str
    rule: str
    reason: str


class DocumentRow(Schema):
    """文件（列表）."""

    id: int
    kind: str
    title: str
    year: int
    state: str
    number: str
    approved_by: str
    approved_meeting: str
    approved_on: date | None
    issued_on: date | None


class TableRow(Schema):
    """分解表的一行."""

    order: int
    title: str
    register_id: str
    lead: UnitRef | None
    co: list[UnitRef]
    due_on: date | None
    due_text: str
    leader: str
    item_id: int | None


class DocumentFull(DocumentRow):
    """文件: the rows that the reader may see; the text of a 通报."""

    body: str
    rows: list[TableRow]


class DepartmentRow(Schema):
    """单位（列表）: in official order."""

    id: int
    name: str
    short: str
    kind: str
    parent_id: int | None
    order: int
    active: bool


class RoundUnit(Schema):
    """某单位的轮次报送."""

    department: UnitRef
    state: str = Field(description="missing 未报（不等于滞后），reported 已报待签，signed 已签")


class RoundRow(Schema):
    """报送轮次."""

    id: int
    register_id: str
    title: str
    opens_on: date
    due_on: date
    closed_at: datetime | None
    units: list[RoundUnit]


class PublishedRow(Schema):
    """公开内容: the reviewed text only."""

    item_id: int
    no: str
    title: str
    text: str
    published_on: date


class Page(Schema):
    """页: ``total`` over all pages; ``next_page`` empty on the last."""

    total: int
    page: int
    per_page: int
    next_page: int | None


class ItemPage(Page):
    rows: list[ItemRow]


class DocumentPage(Page):
    rows: list[DocumentRow]


class DepartmentPage(Page):
    rows: list[DepartmentRow]


class RoundPage(Page):
    rows: list[RoundRow]


class PublishedPage(Page):
    rows: list[PublishedRow]


class Failure(Schema):
    """拒绝: in words."""

    error: str
