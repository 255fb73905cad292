"""Handing in files (上传): size, type by bytes and secrecy mark are checked in a child before anything is kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from luoshi.ledger import store
from luoshi.ledger.actions.files import keep_file
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid

SECONDS = 150


@dataclass(frozen=True)
class Kept:
    """A file that was taken in (已收文件): the attachment's id, its name, what the person should know."""

    id: int
    name: str
    warnings: tuple[str, ...] = ()


def environment() -> dict[str, str]:
    """What the child knows of its surroundings: where the code is, and no secrets."""
    wanted = {
        k: v
        for k, v in os.environ.items()
        if k in ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "TMPDIR")
    }
    return wanted | {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def command(what: str, file: Path, name: str, out: Path) -> list[str]:
    """The child's command line."""
    return [sys.executable, "-I", "-m", "luoshi.web.child", what, str(file), name, str(out)]


def answer_of(out: Path) -> dict[str, Any]:
    """What the child wrote; Invalid with its words where it refused or never answered."""
    try:
        answer = json.loads(out.read_text("utf-8"))
    except FileNotFoundError:
        raise Invalid("文件读不完：太大、太复杂或已损坏。请拆分或另存一份再传。", "file") from None
    if "error" in answer:
        raise Invalid(answer["error"], "file")
    found: dict[str, Any] = answer["ok"]
    return found


def run(what: str, data: bytes, name: str) -> dict[str, Any]:
    """Has the child do one job on these bytes and waits for it."""
    with tempfile.TemporaryDirectory(prefix="luoshi-") as folder:
        file, out = Path(folder) / "file", Path(folder) / "out.json"
        file.write_bytes(data)
        try:
            subprocess.run(
                command(what, file, name, out), env=environment(), timeout=SECONDS, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Invalid("文件读得太久，已停止。请拆分或另存一份再传。", "file") from None
        return answer_of(out)


def plain(name: str | None) -> str:
    """The file's name without folders or control characters."""
    text = (name or "文件").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in text if c.isprintable())[-150:] or "文件"


def bytes_of(file: UploadedFile) -> bytes:
    """The upload's bytes; Invalid over the size cap."""
    most = settings.UPLOAD_MAX_BYTES
    if (file.size or 0) > most:
        raise Invalid(f"文件超过 {most // 1024**2} MB。请压缩图片或拆分后再传。", "file")
    return file.read()


def look(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Media type and warnings of a file; Invalid for what is not taken, a secrecy mark with the rule named."""
    found = run("look", data, name)
    store.refuse_secret_mark(found["text"])
    warnings = list(found["warnings"])
    words = store.secret_words(f"{name}\n{found['text']}")
    if words:
        warnings.append(f"文中有“{'、'.join(words)}”字样。请再核对一遍：涉密内容严禁上传。")
    return found["media_type"], tuple(warnings)


def keep(actor: Actor, file: UploadedFile, non_secret: bool) -> Kept:
    """Checks an upload and keeps it (an action with its own event); Invalid with the words why not."""
    if not non_secret:
        raise Invalid("上传前请勾选“不涉密”确认，并重新选择文件。", "non_secret")
    name, data = plain(file.name), bytes_of(file)
    media, warnings = look(data, name)
    made = keep_file(actor, name=name, data=data, media_type=media, non_secret=True)
    return Kept(made.id, name, warnings)
