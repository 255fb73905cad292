"""Files that were handed in (附件): kept by their hash outside the database, served only as downloads."""

from __future__ import annotations

from django.db import models

from luoshi.ledger.models.org import Department, User


class Attachment(models.Model):
    """A file (附件). ``sha256`` names it in the store; ``non_secret`` is the uploader's 非密 declaration.

    ``removed_at``: taken away by a two-person redaction; the row and the hash stay as a tombstone.
    """

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("类型", max_length=100)
    uploader = models.ForeignKey(User, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", null=True)
    non_secret = models.BooleanField("已声明不涉密", default=False)
    uploaded_at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(non_secret=True), name="attachment_declared_non_secret"
            ),
        )

    def __str__(self) -> str:
        return self.name
