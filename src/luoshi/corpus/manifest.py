"""The manifest (清单): what a dataset was made by and from, and every file it consists of; no date, so that it can be compared."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec

from luoshi.corpus.identity import Identity
from luoshi.corpus.tables import BUCKETS
from luoshi.errors import LuoshiError

SCHEMA = "luoshi.dataset/1"
NAME = "manifest.json"


class NotADataset(LuoshiError):
    """A folder that is no dataset, or one that this version cannot read; the message says what to do."""


class Listed(msgspec.Struct, frozen=True):
    """One input file: path in the folder, hash of its bytes (None if unreadable) and size."""

    path: str
    sha256: str | None
    size: int


class Part(msgspec.Struct, frozen=True):
    """One file of the dataset with its hash; ``table`` and ``rows`` for Parquet files."""

    path: str
    sha256: str
    bytes: int
    table: str | None = None
    rows: int | None = None


class Manifest(msgspec.Struct, frozen=True):
    """See the module. ``shape`` is the stamp of the tables, ``fingerprint`` of all inputs, ``buckets`` of each bucket's."""

    schema: str
    made_by: Identity
    shape: str
    fingerprint: str
    buckets: tuple[str, ...]
    rows: dict[str, int]
    inputs: tuple[Listed, ...]
    parts: tuple[Part, ...]
    derived: tuple[str, ...]


class _Head(msgspec.Struct):
    schema: str = ""
    made_by: Identity | None = None


def load(dataset: Path) -> Manifest | None:
    """The manifest of a dataset, None where there is none. Raises NotADataset for one that cannot be understood."""
    try:
        data = (dataset / NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.schema == SCHEMA:
            return msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as e:
        raise NotADataset(f"{dataset / NAME}：清单读不懂（{e}）；用 luoshi build … --rebuild 重建") from None
    made = f"由 {head.made_by} 建成，" if head.made_by else ""
    raise NotADataset(
        f"{dataset}：{made}格式是 {head.schema or '未知'}，这个版本只认 {SCHEMA}；用 luoshi build … --rebuild 重建"
    )


def dump(manifest: Manifest) -> bytes:
    """The bytes of ``manifest.json``."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def part_of(path: Path, name: str, table: str | None = None, rows: int | None = None) -> Part:
    """The entry of a finished file, listed as ``name``."""
    digest = sha256()
    size = 0
    with path.open("rb") as f:
        while block := f.read(1 << 20):
            digest.update(block)
            size += len(block)
    return Part(name, digest.hexdigest(), size, table, rows)


def table_path(table: str, bucket: int) -> str:
    """Where a bucket of a table lies in the dataset."""
    assert 0 <= bucket < BUCKETS
    return f"tables/{table}/{bucket:02d}.parquet"
