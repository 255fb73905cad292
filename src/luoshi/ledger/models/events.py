"""The chain of events (事件链): insert-only, hashed one upon the other, payloads apart, sealed from time to time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from luoshi.ledger.models.org import Department, User

GENESIS = "0" * 64


class Chain(models.Model):
    """The head of a chain (链头), “item:12”, “document:3”, “org”: the row that a writer locks before it appends."""

    name = models.CharField(primary_key=True, max_length=60)
    seq = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.name}#{self.seq}"


class Event(models.Model):
    """Something that was done (事件). The database refuses to update or delete it.

    ``canonical`` is the very text that is hashed: chain, seq, time, kind, who, for whom, how, the payload's hash, the
    hash before. ``subject`` names the record that it made or changed (“submission:77”).
    """

    chain = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    item = models.ForeignKey("ledger.Item", models.PROTECT, null=True, related_name="events")
    document = models.ForeignKey("ledger.Document", models.PROTECT, null=True, related_name="events")
    government = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_text = models.CharField("经办", max_length=200)
    channel = models.CharField(max_length=16)
    payload_hash = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    canonical = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint("chain", "seq", name="event_once"),)
        indexes = (
            models.Index(fields=("item", "id")),
            models.Index(fields=("document", "id")),
            models.Index(fields=("government", "id")),
        )

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.kind}"


class Payload(models.Model):
    """What an event says (内容): canonical JSON with a salt, so that a removed one cannot be guessed from its hash.

    It may be deleted only while a confirmed redaction of its event stands; it is never updated.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="payload")
    salt = models.CharField(max_length=32)
    body = models.TextField()

    def __str__(self) -> str:
        return self.body[:60]


class Redaction(models.Model):
    """The tombstone of a payload (墓碑): asked by one person, confirmed by another, with the law it rests on."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="redaction")
    reason = models.CharField("理由", max_length=400)
    basis = models.CharField("法律依据", max_length=200)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("requested_by")),
                name="redaction_two_persons",
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} {'已移除' if self.confirmed_at else '待确认'}"


class Seal(models.Model):
    """A global root (封印) over all events up to ``last_event``: printed on 通报 and in backups, so that nobody, an
    administrator either, can rewrite what lies before. root = sha256(previous root, count, all hashes since in order).
    """

    day = models.DateField()
    last_event = models.BigIntegerField(unique=True)
    count = models.PositiveBigIntegerField()
    prev_root = models.CharField(max_length=64)
    root = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.day} {self.root[:16]}"


class IdempotencyKey(models.Model):
    """What was already done under this key (幂等键): the same request again gives the same result and does nothing."""

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=80)
    action = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    outcome = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("user", "key", name="idempotency_once", nulls_distinct=False),)

    def __str__(self) -> str:
        return self.key
