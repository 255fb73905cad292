"""Files handed in (附件) are kept by their hash before anything else can name them."""

from __future__ import annotations

from luoshi.ledger import clock, permissions, store
from luoshi.ledger.actions.kernel import Outcome, action, record
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid
from luoshi.ledger.models import Attachment, Department


@action("file.keep")
def keep_file(actor: Actor, *, name: str, data: bytes, media_type: str, non_secret: bool) -> Outcome:
    """Stores a file and the uploader's 非密 declaration; refused without the declaration or with a secrecy mark.

    ``media_type`` is what the caller found from the bytes (not what the browser said).
    """
    permissions.anywhere(actor, "file.keep")
    if not non_secret:
        raise Invalid("上传前请确认文件不涉密（本系统严禁处理涉密事项）。", "non_secret")
    store.refuse_secret_mark(name)
    post = actor.posts[0]
    digest = store.put(data)
    attachment = Attachment.objects.create(
        sha256=digest, name=name.replace("/", "_").replace("\\", "_")[-200:], size=len(data), media_type=media_type[:100],
        uploader_id=actor.id, department_id=post.department, non_secret=True, uploaded_at=clock.now(),
    )  # fmt: skip
    government = Department.objects.get(pk=post.government or post.department)
    event = record(
        actor, "file.kept", government, ("attachment", attachment.pk),
        {"name": attachment.name, "sha256": digest, "size": len(data), "non_secret": True},
    )  # fmt: skip
    return Outcome("attachment", attachment.pk, event.pk)
