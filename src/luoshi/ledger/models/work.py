"""What is done on an item (办理): submissions with figures, evidence, closings with checks, extensions, returns, changes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from luoshi.ledger.models.files import Attachment
from luoshi.ledger.models.item import Deadline, Item
from luoshi.ledger.models.org import Department, User
from luoshi.ledger.models.rounds import Round


class SubmissionKind(models.TextChoices):
    PROGRESS = "progress", "进展"
    UNCHANGED = "unchanged", "无变化"
    PLAN = "plan", "节点与计划"


class SelfLight(models.TextChoices):
    """自评: the unit's own word, apart from the computed light and from the verdict."""

    DONE = "done", "已完成"
    AHEAD = "ahead", "超进度"
    ON_TRACK = "on_track", "达进度"
    BEHIND = "behind", "欠进度"
    STUCK = "stuck", "有困难"


class Submission(models.Model):
    """A unit's report on an item (报送). ``deadline``: the checkpoint that it answers; ``round``: the round it counts in.

    ``signer``: who signed on paper where a clerk enters a form for the unit (``scan`` is that paper).
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="submissions")
    department = models.ForeignKey(Department, models.PROTECT, related_name="submissions")
    kind = models.CharField(max_length=16, choices=SubmissionKind)
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="submissions")
    deadline = models.ForeignKey(Deadline, models.PROTECT, null=True, blank=True, related_name="answers")
    outcome = models.CharField("结果", max_length=16, blank=True)
    progress_text = models.TextField("进展情况", blank=True)
    difficulty = models.TextField("存在问题", blank=True)
    next_step = models.TextField("下一步", blank=True)
    percent = models.DecimalField("进度%", max_digits=9, decimal_places=2, null=True, blank=True)
    self_report = models.CharField("自评", max_length=16, choices=SelfLight, blank=True)
    stage = models.CharField("所处阶段", max_length=16, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signer = models.CharField("纸质签字人", max_length=40, blank=True)
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    on = models.DateField("日期")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(percent=None) | (Q(percent__gte=0) & Q(percent__lte=100)),
                name="submission_percent",
            ),
        )
        indexes = (models.Index(fields=("item", "at")), models.Index(fields=("round", "department")))

    def __str__(self) -> str:
        return f"{self.department} {self.on}"


class FigureStatus(models.TextChoices):
    ESTIMATE = "estimate", "预计"
    FLASH = "flash", "快报"
    VERIFIED = "verified", "核定"


class Figure(models.Model):
    """A number in a submission (数据): with its unit, the day it stands for and how sure it is; never overwritten."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="figures")
    item = models.ForeignKey(Item, models.PROTECT, related_name="figures")
    name = models.CharField("名称", max_length=120)
    value = models.DecimalField("数值", max_digits=24, decimal_places=6)
    unit = models.CharField("单位", max_length=40, blank=True)
    as_of = models.DateField("截至")
    status = models.CharField("性质", max_length=16, choices=FigureStatus)

    class Meta:
        ordering = ("as_of", "id")
        indexes = (models.Index(fields=("item", "name", "as_of")),)

    def __str__(self) -> str:
        return f"{self.name}{self.value}{self.unit}"


class EvidenceKind(models.TextChoices):
    FILE = "file", "文件"
    PHOTO = "photo", "照片"
    URL = "url", "网址"
    VISIT = "visit", "实地核查"
    DATA = "data", "数据"


class EvidenceMethod(models.TextChoices):
    """取得方式 (督查工作条例第十二条)."""

    SELF = "self", "自查"
    DOCUMENT = "document", "调阅"
    UNANNOUNCED = "unannounced", "暗访"
    TALK = "talk", "约谈"
    SITE = "site", "实地核查"
    ONLINE = "online", "互联网+督查"


class Evidence(models.Model):
    """Proof (佐证): a file or address, what it proves, and how it was got."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="evidence")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="evidence")
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="evidence")
    url = models.URLField("网址", max_length=400, blank=True)
    kind = models.CharField(max_length=16, choices=EvidenceKind)
    method = models.CharField(max_length=16, choices=EvidenceMethod, default=EvidenceMethod.SELF)
    proves = models.CharField("证明事项", max_length=200)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(attachment__isnull=False) | ~Q(url=""), name="evidence_has_something"
            ),
        )

    def __str__(self) -> str:
        return self.proves


class ClosingState(models.TextChoices):
    PENDING = "pending", "审核中"
    RETURNED = "returned", "已退回"
    CLOSED = "closed", "已办结"


class Closing(models.Model):
    """One application to close (申请办结) and the checks it goes through; a returned one stays, a new one follows.

    ``persons`` who applied and who checked are keys (“user:3”, “paper:5:张三”), all different.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="closings")
    result = models.TextField("办理结果")
    state = models.CharField(max_length=16, choices=ClosingState, default=ClosingState.PENDING)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    person = models.CharField(max_length=80)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint("item", condition=Q(state="pending"), name="closing_one_pending"),
        )

    def __str__(self) -> str:
        return f"申请办结 {self.on}"


class CheckLevel(models.TextChoices):
    UNIT = "unit", "单位审核"
    INSPECTOR = "inspector", "督查室核查"
    ISSUER = "issuer", "交办方销号"


class Verdict(models.TextChoices):
    PASS = "pass", "通过"
    RETURN = "return", "退回"


class Check(models.Model):
    """One pair of hands (核查): a verdict, with a grade where the issuing side closes. One for each level of a closing."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="checks")
    closing = models.ForeignKey(Closing, models.PROTECT, related_name="checks")
    level = models.CharField(max_length=16, choices=CheckLevel)
    verdict = models.CharField(max_length=16, choices=Verdict)
    grade = models.CharField("评级", max_length=16, blank=True)
    reason = models.TextField("意见", blank=True)
    method = models.CharField(max_length=16, choices=EvidenceMethod, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    person = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint("closing", "level", name="check_once"),
            models.UniqueConstraint("closing", "person", name="check_different_people"),
            models.CheckConstraint(
                condition=Q(verdict="pass") | ~Q(reason=""), name="check_return_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_level_display()}{self.get_verdict_display()}"


class ExtensionState(models.TextChoices):
    ASKED = "asked", "待单位签字"
    SIGNED = "signed", "待督查室审定"
    GRANTED = "granted", "同意延期"
    REFUSED = "refused", "不同意延期"


class Extension(models.Model):
    """A request for more time (延期): asked before due, signed by the unit's own leader, decided by the 督查室.

    ``result`` is the deadline that follows; the old one and its original date stay.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="extensions")
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="extensions")
    state = models.CharField(max_length=16, choices=ExtensionState, default=ExtensionState.ASKED)
    reason = models.TextField("理由")
    progress = models.TextField("目前进展", blank=True)
    asked_due = models.DateField("申请延至")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_person = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_person = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField("审定意见", max_length=400, blank=True)
    granted_due = models.DateField("延至", null=True, blank=True)
    result = models.OneToOneField(Deadline, models.PROTECT, null=True, blank=True, related_name="extension")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                "deadline", condition=Q(state__in=("asked", "signed")), name="extension_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(signed_person=F("asked_person")), name="extension_signed_by_other"
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(granted_due__isnull=False),
                name="extension_granted_has_date",
            ),
        )

    def __str__(self) -> str:
        return f"延至{self.granted_due or self.asked_due}"


class ReturnKind(models.TextChoices):
    WORK = "work", "退回重办"
    WRONG_UNIT = "wrong_unit", "退件"


class Return(models.Model):
    """Something sent back (退回): work that falls short, or a matter that is not this unit's (decided by the 督查室)."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="returns")
    kind = models.CharField(max_length=16, choices=ReturnKind)
    closing = models.ForeignKey(Closing, models.PROTECT, null=True, blank=True, related_name="returns")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    reason = models.TextField("理由")
    suggested = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    person = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    accepted = models.BooleanField("同意退件", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField("处理意见", max_length=400, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="return_has_reason"),)

    def __str__(self) -> str:
        return self.get_kind_display()


class AdjustmentKind(models.TextChoices):
    ADJUST = "adjust", "调整"
    MERGE = "merge", "合并"
    CANCEL = "cancel", "取消"
    REOPEN = "reopen", "重新办理"


class Adjustment(models.Model):
    """A change of what was promised (调整、合并、取消): reason, old and new, approver and document."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="adjustments")
    kind = models.CharField(max_length=16, choices=AdjustmentKind)
    reason = models.TextField("理由")
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    approver = models.CharField("批准人", max_length=80)
    document = models.CharField("依据文件", max_length=120)
    into = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="absorbed")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(approver="") & ~Q(document=""), name="adjustment_is_founded"
            ),
            models.CheckConstraint(
                condition=~Q(kind="merge") | Q(into__isnull=False), name="adjustment_merge_has_target"
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
