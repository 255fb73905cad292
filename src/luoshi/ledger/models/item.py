"""The item (事项) and what hangs on it from birth: sources, nodes, assignments, deadlines, snapshots of its light."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from luoshi.ledger.models.document import Document, Proposal, ReportText
from luoshi.ledger.models.files import Attachment
from luoshi.ledger.models.org import Department, User


class ItemState(models.TextChoices):
    """办理状态. The way: 待签收 → 办理中 → 申请办结 → 单位已审 → 督查已核 → 已销号; adjusted ends stand apart."""

    ISSUED = "issued", "待签收"
    ACTIVE = "active", "办理中"
    APPLIED = "applied", "申请办结"
    UNIT_CHECKED = "unit_checked", "单位已审"
    INSPECTED = "inspected", "督查已核"
    CLOSED = "closed", "已销号"
    MERGED = "merged", "已合并"
    CANCELLED = "cancelled", "已取消"


OPEN_STATES = ("issued", "active", "applied", "unit_checked", "inspected")
CLOSING_STATES = ("applied", "unit_checked", "inspected")


class Item(models.Model):
    """One thing that somebody must do (事项). ``register``@``register_version`` is the rule pack that clocks it.

    Three judgments stand apart: the *light* is computed (``light`` caches today's, with its rule, and is written anew by
    the daily tick and by every action), the *self-report* is in the submissions (``self_report``, ``progress``: the
    latest), the *verdict* is in the checks (``grade``: of the closing). ``due_on`` is the current last due date,
    ``original_due_on`` the first ever set; ``next_due_on`` the earliest open deadline: all three copies of deadlines,
    kept so that lists need no join. ``version`` rises with every change: a writer who read an older one gets a Conflict.
    """

    government = models.ForeignKey(Department, models.PROTECT, related_name="items")
    no = models.CharField("编号", max_length=40)
    register = models.CharField("登记册", max_length=40)
    register_version = models.CharField("规则版本", max_length=40)
    variant = models.CharField("类别", max_length=20, blank=True)  # of the pack: general | major …
    title = models.CharField("事项", max_length=400)
    requirement = models.TextField("具体要求", blank=True)
    group = models.CharField("分组", max_length=200, blank=True)
    quantity = models.DecimalField("数量", max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField("上限", max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField("单位", max_length=40, blank=True)
    op = models.CharField("口径", max_length=12, blank=True)
    measures = models.JSONField("其中数量", default=list, blank=True)
    due_stage = models.CharField("达到阶段", max_length=16, blank=True)
    due_text = models.CharField("时限原文", max_length=60, blank=True)
    due_form = models.CharField("时限形式", max_length=16, blank=True)
    leader = models.CharField("责任领导", max_length=60, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="items")
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, blank=True, related_name="item")
    external_id = models.CharField("外部平台编号", max_length=80, blank=True)

    state = models.CharField("状态", max_length=16, choices=ItemState, default=ItemState.ISSUED)
    continuing = models.BooleanField("持续推进", default=False)
    under_review = models.BooleanField("复核中", default=False)
    lead = models.ForeignKey(Department, models.PROTECT, null=True, related_name="led_items")
    issued_on = models.DateField("交办日期")
    original_due_on = models.DateField("原定时限", null=True)
    due_on = models.DateField("现行时限", null=True)
    next_due_on = models.DateField("最近时点", null=True)
    closed_on = models.DateField("销号日期", null=True, blank=True)
    grade = models.CharField("评级", max_length=16, blank=True)

    self_report = models.CharField("自评", max_length=16, blank=True)
    progress = models.DecimalField("进度%", max_digits=9, decimal_places=2, null=True, blank=True)
    reported_at = models.DateTimeField("最近报送", null=True, blank=True)
    light = models.CharField("灯", max_length=16, blank=True)
    light_rule = models.CharField("灯的规则", max_length=80, blank=True)
    light_reason = models.CharField("灯的理由", max_length=400, blank=True)
    light_on = models.DateField("灯的日期", null=True, blank=True)
    published = models.BooleanField("已公开", default=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint("government", "no", name="item_no_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="item_not_own_parent"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False), name="item_closed_has_date"
            ),
        )
        indexes = (
            models.Index(fields=("government", "state", "next_due_on", "id"), name="item_board"),
            models.Index(fields=("government", "light", "next_due_on", "id"), name="item_light"),
            models.Index(fields=("government", "register", "state"), name="item_register"),
            models.Index(fields=("lead", "state", "next_due_on", "id"), name="item_worklist"),
            models.Index(fields=("published", "government"), name="item_published"),
            models.Index(fields=("government", "state", "light"), name="item_tally"),
            models.Index(
                fields=("government",), condition=Q(due_on__gt=F("original_due_on")), name="item_extended"
            ),
        )

    def __str__(self) -> str:
        return f"{self.no} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def chain(self) -> str:
        """The name of its chain of events."""
        return f"item:{self.pk}"

    @property
    def target(self) -> Decimal | None:
        return self.quantity

    def is_late(self, today: date) -> bool:
        """A date has passed without an answer (未报或逾期), from the next day on; which of the two, the light says."""
        return self.is_open and self.next_due_on is not None and self.next_due_on < today


class NumberSeries(models.Model):
    """The last number given in a government's year (编号序列), “3:2026”: the row that is locked to take the next."""

    name = models.CharField(primary_key=True, max_length=40)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}#{self.last}"


class SourceKind(models.TextChoices):
    REPORT = "report", "政府工作报告"
    INSTRUCTION = "instruction", "领导批示"
    MINUTES = "minutes", "会议纪要"
    UPPER_DOCUMENT = "upper_document", "上级文件"
    LEADER = "leader", "领导交办"
    ROUND = "round", "其他交办"


class ItemSource(models.Model):
    """Where an item comes from (来源): a span of a report's text with 20 characters around it, or a paper with its 文号."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=16, choices=SourceKind)
    report = models.ForeignKey(ReportText, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField("文本哈希", max_length=64, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    before = models.CharField(max_length=20, blank=True)
    quote = models.TextField("原文", blank=True)
    after = models.CharField(max_length=20, blank=True)
    number = models.CharField("文号", max_length=80, blank=True)
    dated = models.DateField("日期", null=True, blank=True)
    issuer = models.CharField("交办人", max_length=80, blank=True)
    approver = models.CharField("批准人", max_length=80, blank=True)
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=(Q(start=None) & Q(end=None)) | (Q(end__gt=F("start")) & ~Q(sha256="")),
                name="source_span_has_text",
            ),
        )
        indexes = (models.Index(fields=("number", "dated")),)

    def __str__(self) -> str:
        return self.quote[:40] or self.number


class Node(models.Model):
    """A step of an item with its own date (节点), from the text, the plan of month 1, or set by the issuing side."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="nodes")
    order = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.title


class AssignmentRole(models.TextChoices):
    LEAD = "lead", "牵头"
    CO = "co", "配合"


class Assignment(models.Model):
    """Which unit works on an item (承办), as lead or beside it, from when to when. One lead at a time."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="assignments")
    department = models.ForeignKey(Department, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=8, choices=AssignmentRole)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-role", "department__order", "id")
        constraints = (
            models.UniqueConstraint("item", condition=Q(role="lead", until=None), name="assignment_one_lead"),
            models.UniqueConstraint("item", "department", condition=Q(until=None), name="assignment_once"),
        )
        indexes = (models.Index(fields=("department", "until", "item")),)

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.department}"


class Deadline(models.Model):
    """A date by which something is due (期限). Never edited: a change is a new row that supersedes the old one.

    ``record`` is the whole ``luoshi.rules`` Deadline, so that it can be counted again under an amended calendar.
    ``original_on`` is the date of the first row of its line, so that on-time can be told against both. ``trace`` says
    in words how ``due_on`` was computed. What answers it is a submission (``Submission.deadline``); it is open while
    it has no successor and no accepted answer.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="deadlines")
    node = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="deadlines")
    key = models.CharField("时点", max_length=40)
    title = models.CharField(max_length=120)
    final = models.BooleanField("办结时限", default=False)
    anchor_on = models.DateField("起算日")
    due_on = models.DateField("到期日")
    original_on = models.DateField("原定")
    rule = models.CharField("规则", max_length=80)
    calendar = models.CharField("日历版本", max_length=80, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    inferred = models.BooleanField("原文无时限", default=False)
    purpose = models.CharField("所需", max_length=16, blank=True)
    record = models.JSONField(default=dict)
    trace = models.TextField("计算过程")
    cause = models.CharField("变更原因", max_length=200, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.UniqueConstraint("item", "key", condition=Q(supersedes=None), name="deadline_line_once"),
        )
        indexes = (models.Index(fields=("item", "due_on")), models.Index(fields=("due_on", "item")))

    def __str__(self) -> str:
        return f"{self.title} {self.due_on}"


class LightSnapshot(models.Model):
    """The light of an item from this day on (灯的日快照), written when it changes; never edited: history stands."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="lights")
    day = models.DateField()
    light = models.CharField(max_length=16)
    rule = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("day", "id")
        constraints = (models.UniqueConstraint("item", "day", name="snapshot_once"),)

    def __str__(self) -> str:
        return f"{self.day} {self.light}"
