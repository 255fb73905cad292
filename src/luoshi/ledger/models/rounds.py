"""Reporting rounds (报送轮次), reminders (催办), publication records (公开记录)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from luoshi.ledger.models.files import Attachment
from luoshi.ledger.models.item import Item
from luoshi.ledger.models.org import Department, User


class Round(models.Model):
    """A round of reports (报送轮次): all open items of a register, from a day to a day."""

    government = models.ForeignKey(Department, models.PROTECT, related_name="rounds")
    register = models.CharField("登记册", max_length=40)
    title = models.CharField(max_length=120)
    opens_on = models.DateField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-due_on", "-id")
        constraints = (
            models.UniqueConstraint("government", "register", "title", name="round_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="round_forward"),
        )

    def __str__(self) -> str:
        return self.title


class RoundState(models.TextChoices):
    """未报 is a fact about reporting, not about the work: it is never counted as 滞后."""

    MISSING = "missing", "未报"
    REPORTED = "reported", "已报待签"
    SIGNED = "signed", "已签"


class RoundReport(models.Model):
    """A unit's part in a round (单位报送): counts only when the head signed it, or a scan of the signed paper is there."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    department = models.ForeignKey(Department, models.PROTECT, related_name="round_reports")
    state = models.CharField(max_length=16, choices=RoundState, default=RoundState.MISSING)
    reported_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signer = models.CharField("纸质签字人", max_length=40, blank=True)
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("department__order", "id")
        constraints = (
            models.UniqueConstraint("round", "department", name="round_report_once"),
            models.CheckConstraint(
                condition=~Q(state="signed")
                | Q(signed_by__isnull=False)
                | (Q(scan__isnull=False) & ~Q(signer="")),
                name="round_report_signed_by_head_or_scan",
            ),
        )

    def __str__(self) -> str:
        return f"{self.department} {self.get_state_display()}"


class Reminder(models.Model):
    """A step on the ladder (催办): 提醒 → 催办 → 督办函 → 通报 → 约谈 → 问责建议, each with its named approver.

    ``slip`` is the colour of an issued slip, not the light.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="reminders")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    rung = models.CharField("梯次", max_length=20)
    title = models.CharField(max_length=40)
    slip = models.CharField(max_length=16, blank=True)
    approver = models.CharField("批准人", max_length=80, blank=True)
    reason = models.CharField("缘由", max_length=400)
    deadline_key = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint("item", "department", "rung", "deadline_key", name="reminder_once"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.on}"


class Publication(models.Model):
    """What was published of an item after its own review (公开记录). ``text`` is a copy: later changes do not leak."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="publications")
    text = models.TextField("公开内容")
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_by = models.CharField("批准人", max_length=80)
    published_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint("item", condition=Q(withdrawn_on=None), name="publication_one_current"),
        )

    def __str__(self) -> str:
        return f"公开 {self.published_on}"
