"""Backup and restore (备份与恢复): one file for both databases, verified when it is written and when it is read.

A tar.gz of one JSON Lines file for each table, the files by their hash, and a manifest with counts and the last seal's
root. It reads from a snapshot, so that nobody has to stop writing. Sessions are left out.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, models, transaction

from luoshi import __version__
from luoshi.errors import LuoshiError
from luoshi.ledger import chain, guards, search, store

FORMAT = "luoshi.backup/1"
_BATCH = 1000


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds (清单): ``tables`` name → [rows, sha256 of its file]; ``files``: how many attachments."""

    format: str
    luoshi: str
    made_at: str
    migration: str
    tables: dict[str, tuple[int, str]]
    files: int
    events: int
    root: str | None


def _models() -> list[type[models.Model]]:
    """Every table of the ledger, links of many-to-many fields included, in an order that repeats."""
    found = list(apps.get_app_config("ledger").get_models(include_auto_created=True))
    return sorted(found, key=lambda m: m._meta.db_table)


def _migration(using: str) -> str:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'ledger' ORDER BY id DESC")
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _snapshot() -> str:
    """An alias of the default database whose transactions read one state and keep nobody from writing."""
    if "snapshot" not in connections.settings:
        mine = {**connections.settings["default"]}
        mine["OPTIONS"] = {**mine.get("OPTIONS", {})}
        if mine["ENGINE"].endswith("sqlite3"):
            mine["OPTIONS"]["transaction_mode"] = "DEFERRED"
        else:
            from django.db.backends.postgresql.psycopg_any import IsolationLevel

            mine["OPTIONS"]["isolation_level"] = IsolationLevel.REPEATABLE_READ
        connections.settings["snapshot"] = mine
    return "snapshot"


def _lines(model: type[models.Model], using: str) -> Iterator[bytes]:
    fields = [f.attname for f in model._meta.concrete_fields]
    rows = model._base_manager.using(using).order_by("pk").values_list(*fields)
    for row in rows.iterator(2000):
        yield (
            json.dumps(dict(zip(fields, row, strict=True)), ensure_ascii=False, default=_plain).encode()
            + b"\n"
        )


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"cannot back up {type(value).__name__}")


def backup(target: Path) -> Manifest:
    """Writes the backup (a new file; an existing one is never overwritten) and gives its manifest."""
    if target.exists():
        raise LuoshiError(f"{target}：已有同名文件，备份不覆盖。请换一个文件名。")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    using = _snapshot()
    try:
        with tarfile.open(partial, "w:gz", compresslevel=4) as tar, transaction.atomic(using=using):
            manifest = _write(tar, using)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
        connections[using].close()
        del connections.settings["snapshot"]
        del connections["snapshot"]
    return manifest


def _write(tar: tarfile.TarFile, using: str) -> Manifest:
    from luoshi.ledger import clock
    from luoshi.ledger.models import Attachment, Event, Seal

    tables: dict[str, tuple[int, str]] = {}
    for model in _models():
        with tempfile.TemporaryFile() as f:
            digest, count = hashlib.sha256(), 0
            for line in _lines(model, using):
                f.write(line)
                digest.update(line)
                count += 1
            _add(tar, f"tables/{model._meta.db_table}.jsonl", f)
            tables[model._meta.db_table] = (count, digest.hexdigest())
    kept = 0
    for sha in (
        Attachment.objects.using(using)
        .filter(removed_at=None)
        .order_by("sha256")
        .values_list("sha256", flat=True)
        .distinct()
    ):
        _add(tar, f"files/{sha}", io.BytesIO(store.get(sha)))
        kept += 1
    seal = Seal.objects.using(using).order_by("-id").first()
    manifest = Manifest(
        FORMAT, __version__, clock.now().isoformat(), _migration(using), tables, kept, Event.objects.using(using).count(),
        seal.root if seal else None,
    )  # fmt: skip
    _add(tar, "manifest.json", io.BytesIO(msgspec.json.encode(manifest)))
    return manifest


def _add(tar: tarfile.TarFile, name: str, f: Any) -> None:
    info = tarfile.TarInfo(name)
    f.seek(0, io.SEEK_END)
    info.size = f.tell()
    f.seek(0)
    tar.addfile(info, f)


def restore(source: Path) -> tuple[Manifest, chain.Verified]:
    """Reads a backup into an empty ledger, all or nothing, and verifies the chain; refuses a ledger that holds events."""
    call_command("migrate", verbosity=0, interactive=False)
    if any(model._base_manager.exists() for model in _models()):
        raise LuoshiError("当前台账不是空的，不能覆盖。请用 LUOSHI_HOME 或 DATABASE_URL 指向一个空库再恢复。")
    try:
        with tarfile.open(source, "r:gz") as tar:
            member = tar.extractfile("manifest.json")
            assert member is not None
            manifest = msgspec.json.decode(member.read(), type=Manifest)
            if manifest.format != FORMAT:
                raise LuoshiError(f"{source}：备份格式 {manifest.format} 不认识，应为 {FORMAT}。")
            if manifest.migration != _migration("default"):
                raise LuoshiError(
                    f"{source}：备份出自数据版本 {manifest.migration}，当前为 {_migration('default')}。请用相同版本的落实恢复。"
                )
            guards.remove()
            try:
                with transaction.atomic():
                    for model in _models():
                        _read(tar, model, manifest)
                    _sequences()
            finally:
                guards.install()
            for name in tar.getnames():
                if name.startswith("files/") and (f := tar.extractfile(name)):
                    kept = store.put(f.read())
                    if kept != name.removeprefix("files/"):
                        raise LuoshiError(f"{source}：文件 {name} 与其哈希不符，备份已损坏。")
    except (tarfile.TarError, KeyError, AssertionError, EOFError, OSError) as e:
        raise LuoshiError(f"{source}：不是完整的落实备份（{e}）。") from e
    search.rebuild()
    return manifest, chain.verify()


def _read(tar: tarfile.TarFile, model: type[models.Model], manifest: Manifest) -> None:
    table = model._meta.db_table
    f = tar.extractfile(f"tables/{table}.jsonl")
    assert f is not None
    fields = {x.attname: x for x in model._meta.concrete_fields}
    digest, count = hashlib.sha256(), 0
    batch: list[models.Model] = []
    for line in f:
        digest.update(line)
        count += 1
        row = json.loads(line)
        batch.append(model(**{k: _value(fields[k], v) for k, v in row.items()}))
        if len(batch) == _BATCH:
            model._base_manager.bulk_create(batch)
            batch = []
    model._base_manager.bulk_create(batch)
    if (count, digest.hexdigest()) != tuple(manifest.tables.get(table, (0, ""))):
        raise LuoshiError(f"备份里的表 {table} 与清单不符，备份已损坏，没有恢复任何内容。")


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def _sequences() -> None:
    """PostgreSQL goes on counting after the highest id that was read."""
    connection = connections["default"]
    if connection.vendor != "postgresql":
        return
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def file_name() -> str:
    """The name of a backup made now: luoshi-2026-11-25-1030.tar.gz."""
    from luoshi.ledger import clock

    return f"luoshi-{clock.now():%Y-%m-%d-%H%M%S}.tar.gz"


def files_folder() -> Path:
    return Path(settings.FILES)
