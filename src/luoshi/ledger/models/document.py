"""From report to issued table (分解文件): the report's text, the document, its proposals, opinions and signings."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from luoshi.ledger.models.files import Attachment
from luoshi.ledger.models.org import Department, User


class ReportText(models.Model):
    """A report as it was read (报告文本). Spans point into ``text``; ``sha256`` is of that text in UTF-8.

    A text that is read anew by a later version is a new row: spans of issued items never move.
    """

    government = models.ForeignKey(Department, models.PROTECT, related_name="reports")
    title = models.CharField("标题", max_length=200)
    year = models.PositiveSmallIntegerField("工作年度", null=True)
    sha256 = models.CharField(max_length=64)
    file_sha256 = models.CharField("原文件哈希", max_length=64, blank=True)
    text = models.TextField()
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    reader = models.CharField("读取版本", max_length=40)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint("government", "sha256", "reader", name="report_text_once"),)

    def __str__(self) -> str:
        return self.title


class DocumentKind(models.TextChoices):
    DECOMPOSITION = "decomposition", "任务分解表"
    TASKING = "tasking", "交办单"
    CIRCULAR = "circular", "督查通报"


class DocumentState(models.TextChoices):
    """拟稿 → 征求意见 → 审定 → 印发 → 签收; no clock runs before 印发."""

    DRAFT = "draft", "拟稿"
    CONSULTING = "consulting", "征求意见"
    APPROVED = "approved", "已审定"
    ISSUED = "issued", "已印发"
    SIGNED = "signed", "已签收"


class Document(models.Model):
    """A document (文件): a decomposition table, a 交办单, a 通报. ``version`` guards against lost updates.

    ``body``: the text of a 通报 as approved; empty for tables, whose rows are the proposals.
    """

    government = models.ForeignKey(Department, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=16, choices=DocumentKind, default=DocumentKind.DECOMPOSITION)
    title = models.CharField("标题", max_length=200)
    state = models.CharField("状态", max_length=16, choices=DocumentState, default=DocumentState.DRAFT)
    year = models.PositiveSmallIntegerField("年度")
    report = models.ForeignKey(ReportText, models.PROTECT, null=True, blank=True, related_name="documents")
    body = models.TextField(blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    opinions_due = models.DateField("反馈截止", null=True, blank=True)
    approved_by = models.CharField("审定人", max_length=60, blank=True)
    approved_meeting = models.CharField("审定会议", max_length=120, blank=True)
    approved_on = models.DateField("审定日期", null=True, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                "government", "number", condition=~Q(number=""), name="document_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("issued", "signed")) | (~Q(number="") & Q(issued_on__isnull=False)),
                name="document_issued_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "issued", "signed"))
                | (Q(approved_on__isnull=False) & (~Q(approved_by="") | ~Q(approved_meeting=""))),
                name="document_approved_by_someone",
            ),
        )
        indexes = (models.Index(fields=("government", "state")),)

    def __str__(self) -> str:
        return self.title


class ProposalKind(models.TextChoices):
    COMMITMENT = "commitment", "任务"
    TARGET = "target", "指标"
    PROJECT = "project", "项目"
    PLEDGE = "pledge", "民生实事"
    ADDED = "added", "另加"


class ProposalState(models.TextChoices):
    OPEN = "open", "待定"
    ACCEPTED = "accepted", "采用"
    SKIPPED = "skipped", "不列入"
    MERGED = "merged", "已并入"
    SPLIT = "split", "已拆分"


class Proposal(models.Model):
    """A row of the draft table (拟办条目), with the span it stands on and why its lead unit is proposed.

    ``covers``: ids of the facts it answers for (commitments, measures, projects, pledges): counted so that nothing is
    forgotten. ``candidates``: [{"department": id or null, "name", "score", "why"}], best first; owner and date that
    are not in the report say so in ``not_in_source`` (“lead”, “due”). ``due_form`` is one of DUE_FORMS in proposing.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="proposals")
    order = models.PositiveIntegerField("序号")
    kind = models.CharField(max_length=16, choices=ProposalKind)
    state = models.CharField(max_length=16, choices=ProposalState, default=ProposalState.OPEN)
    group = models.CharField("分组", max_length=200, blank=True)
    register = models.CharField("登记册", max_length=40)
    title = models.CharField("工作任务", max_length=400)
    requirement = models.TextField("具体要求", blank=True)
    quantity = models.DecimalField("数量", max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField("上限", max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField("单位", max_length=40, blank=True)
    op = models.CharField("口径", max_length=12, blank=True)
    measures = models.JSONField("其中数量", default=list, blank=True)
    due_stage = models.CharField("达到阶段", max_length=16, blank=True)
    due_text = models.CharField("时限原文", max_length=60, blank=True)
    due_form = models.CharField("时限形式", max_length=16, blank=True)
    due_on = models.DateField("完成时限", null=True, blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    covers = models.JSONField(default=list, blank=True)
    candidates = models.JSONField(default=list, blank=True)
    not_in_source = models.JSONField(default=list, blank=True)
    why = models.CharField("依据", max_length=400, blank=True)
    lead = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    co = models.ManyToManyField(Department, blank=True, related_name="+")
    leader = models.CharField("责任领导", max_length=60, blank=True)
    skip_reason = models.CharField("不列入理由", max_length=200, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("order", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(skip_reason=""), name="proposal_skip_has_reason"
            ),
            models.CheckConstraint(
                condition=(Q(start=None) & Q(end=None)) | Q(end__gt=F("start")), name="proposal_span"
            ),
        )
        indexes = (
            models.Index(fields=("document", "state", "order")),
            models.Index(fields=("lead", "document")),
        )

    def __str__(self) -> str:
        return self.title


class Opinion(models.Model):
    """What a unit says to a draft (征求意见): agree, or object with a reason; then adopted or not, with a word why."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="opinions")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="opinions")
    agrees = models.BooleanField("同意")
    reason = models.TextField("理由", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    adopted = models.BooleanField("采纳", null=True, blank=True)
    settled_note = models.CharField("处理说明", max_length=400, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                "document", "department", "proposal", name="opinion_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(reason=""), name="opinion_object_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.department}：{'同意' if self.agrees else '有意见'}"


class DocumentSigning(models.Model):
    """A unit's signing for an issued document (签收)."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="signings")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("department__order", "id")
        constraints = (models.UniqueConstraint("document", "department", name="signing_once"),)

    def __str__(self) -> str:
        return f"{self.department}{'已签收' if self.at else '未签收'}"
