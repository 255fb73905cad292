"""What people are told (通知) and what the machine remembers of its own runs; saved views and tokens for the web room."""

from __future__ import annotations

from django.db import models

from luoshi.ledger.models.item import Item
from luoshi.ledger.models.org import Department, User


class NoticeKind(models.TextChoices):
    DIGEST = "digest", "每日摘要"
    ASSIGNED = "assigned", "交办"
    RETURNED = "returned", "退回"
    DECIDED = "decided", "审定"
    REMINDER = "reminder", "催办"
    CALENDAR = "calendar", "日历变更"
    ROUND = "round", "报送轮次"


class Notice(models.Model):
    """A line in a unit's inbox (站内通知). ``key`` is unique: the same thing is never said twice."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="notices")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="notices")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, choices=NoticeKind)
    key = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    day = models.DateField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("department", "read_at", "id")),)

    def __str__(self) -> str:
        return self.title


class Outbox(models.Model):
    """A letter that waits to be sent (待发邮件); only where SMTP is set up. ``key`` unique like the notice's."""

    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.key


class TickRun(models.Model):
    """A step of the daily work that was done for a day (定时任务记录)."""

    step = models.CharField(max_length=40)
    day = models.DateField()
    done_at = models.DateTimeField()
    result = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint("step", "day", name="tick_once"),)

    def __str__(self) -> str:
        return f"{self.step} {self.day}"


class SavedView(models.Model):
    """A list's filters under a name (保存的视图); ``query`` is the address's query string."""

    user = models.ForeignKey(User, models.CASCADE, related_name="views")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=800)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint("user", "page", "name", name="view_once"),)

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """A key to the read API (令牌): only its hash is kept; it sees what its user sees."""

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name
