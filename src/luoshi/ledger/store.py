"""The file store (文件库): content by SHA-256 under settings.FILES, written once, durable before it is named."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from luoshi.ledger.errors import Invalid, NotThere

# 密级★期限 as GB/T 9704 prints it; the bare words stand in ordinary texts and are only warned about.
_MARK = re.compile(r"(?:绝\s*密|机\s*密|秘\s*密)\s*[★☆*]\s*(?:长期|\d+\s*(?:年|个?月|日|天))?")
_BARE = re.compile(r"绝密|机密|秘密")


def refuse_secret_mark(text: str, field: str = "file", what: str = "文件") -> None:
    """Refuses a text that bears a secrecy mark (密级★期限), naming the rule; ``what`` is called so in the refusal."""
    found = _MARK.search(text)
    if found:
        raise Invalid(
            f"{what}带有密级标志“{found[0].strip()}”。本系统不得处理涉密{what}（保守国家秘密法；13710 办法第三条），未予保存。",
            field,
        )


def secret_words(text: str) -> tuple[str, ...]:
    """The bare words 绝密, 机密, 秘密 in a text: a reason to warn, none to refuse."""
    return tuple(dict.fromkeys(_BARE.findall(text)))


def path_of(sha256: str) -> Path:
    """Where the content lies; Invalid for what is no hash, so that no path can be smuggled in."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise Invalid("文件编号不正确。")
    return Path(settings.FILES) / sha256[:2] / sha256


def put(data: bytes) -> str:
    """Keeps the bytes, on the disk before it returns; gives their hash."""
    digest = hashlib.sha256(data).hexdigest()
    target = path_of(digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as f:
        f.write(data)
        f.flush()
        os.fsync(f.fileno())
    Path(temporary).replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return digest


def get(sha256: str) -> bytes:
    """The content; NotThere where it is gone, Invalid where it no longer has its hash."""
    try:
        data = path_of(sha256).read_bytes()
    except FileNotFoundError:
        raise NotThere("文件不在库中（可能已依法移除）。") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Invalid("文件内容与登记的哈希不符，可能已损坏。请从备份恢复。")
    return data


def remove(sha256: str) -> None:
    """Takes the content away (after a redaction)."""
    path_of(sha256).unlink(missing_ok=True)
