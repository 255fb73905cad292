"""Buckets as Parquet (分桶写表): rows sorted by report, fixed writer options, nothing that tells the time.

Rows are written in groups of a fixed number of reports, so that memory does not grow with the bucket and the bytes
depend on nothing but the reports.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from luoshi.corpus import cache
from luoshi.corpus.durable import settle, sync_folder
from luoshi.corpus.reading import digest_of, readings_of, report_id
from luoshi.corpus.tables import Table, rows, tables
from luoshi.errors import LuoshiError

if TYPE_CHECKING:
    import pyarrow as pa

_GROUP = 32  # reports of one row group
_OPTIONS: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 3,
    "version": "2.6",
    "data_page_version": "1.0",
    "use_dictionary": True,
    "write_statistics": True,
    "store_schema": True,
}


class NeedsExtra(LuoshiError):
    """A package of the extra ``corpus`` is not installed."""


class Written(msgspec.Struct, frozen=True):
    """One file of a table: ``bytes`` long, ``rows`` rows."""

    table: str
    bytes: int
    rows: int


class BucketWork(msgspec.Struct, frozen=True):
    """One bucket to write: entries (cache key, path that the report is listed under) and the folder to become."""

    dataset: str
    folder: str
    entries: tuple[tuple[str, str], ...]


def write_bucket(work: BucketWork) -> tuple[Written, ...]:
    """Write every table of one bucket into ``folder``, which appears whole; sorted by report id.

    Raises OSError (full disk…) and BadEntry; the unfinished folder is removed.
    """
    target = Path(work.folder)
    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        written = _write(part, _batches(work))
        settle(part)
        part.replace(target)
        sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return written


def counted(folder: Path) -> tuple[Written, ...]:
    """What lies in a folder of finished tables."""
    import pyarrow.parquet as pq

    return tuple(
        Written(f.stem, f.stat().st_size, pq.read_metadata(f).num_rows)
        for f in sorted(folder.glob("*.parquet"))
    )


def write_table(path: Path, table: Table, columns: Mapping[str, Sequence[Any]]) -> int:
    """One small table as one file; the number of rows."""
    import pyarrow.parquet as pq

    made = _arrow(table, columns)
    pq.write_table(made, path, **_OPTIONS)
    return int(made.num_rows)


def _batches(work: BucketWork) -> Iterator[dict[str, dict[str, list[Any]]]]:
    """The rows of up to ``_GROUP`` reports at a time, table → column → values."""
    held: dict[str, dict[str, list[Any]]] = {}
    count = 0
    store = cache.Cache(Path(work.dataset))
    for key, path in work.entries:
        entry = store.entry(key)
        digest = digest_of(entry)
        about = {found.report: found for found in digest.reports}
        for reading in readings_of(entry):
            report = report_id(digest.sha256, reading["source"]["part"])
            more = {
                "path": path,
                "chars": len(reading["text"]),
                "file_place": digest.file_place,
                "file_year": digest.file_year,
                "flags": list(about[report].flags),
            }
            for name, columns in rows(reading, report, more).items():
                into = held.setdefault(name, {})
                for column, values in columns.items():
                    into.setdefault(column, []).extend(values)
            count += 1
            if count == _GROUP:
                yield held
                held, count = {}, 0
    if held:
        yield held


def _write(folder: Path, batches: Iterable[dict[str, dict[str, list[Any]]]]) -> tuple[Written, ...]:
    try:
        import pyarrow.parquet as pq
    except ModuleNotFoundError:
        raise NeedsExtra("建数据集需要 pyarrow 和 duckdb；请安装：pip install 'luoshi[corpus]'") from None

    writers = {
        t.name: pq.ParquetWriter(folder / f"{t.name}.parquet", schema(t), **_OPTIONS) for t in tables()
    }
    counts = dict.fromkeys(writers, 0)
    try:
        for batch in batches:
            for t in tables():
                made = _arrow(t, batch[t.name])
                counts[t.name] += made.num_rows
                if made.num_rows:
                    writers[t.name].write_table(made, row_group_size=max(1, made.num_rows))
    finally:
        for writer in writers.values():
            writer.close()
    return tuple(Written(name, (folder / f"{name}.parquet").stat().st_size, n) for name, n in counts.items())


def _arrow(table: Table, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    import pyarrow as pa

    wanted = schema(table)
    return pa.table([pa.array(columns[f.name], f.type) for f in wanted], schema=wanted)


def schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table."""
    import pyarrow as pa

    fields = [
        pa.field(c.name, _arrow_type(c.type.removesuffix("?")), c.type.endswith("?")) for c in table.columns
    ]
    return pa.schema(fields)


def _arrow_type(name: str) -> pa.DataType:
    import pyarrow as pa

    simple = {"str": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    if name in simple:
        return simple[name]
    if name.startswith("list["):
        return pa.list_(_arrow_type(name[5:-1].removesuffix("?")))
    if name.startswith("struct{"):
        inner = (part.split(":", 1) for part in name[7:-1].split(","))
        return pa.struct([pa.field(k, _arrow_type(v.removesuffix("?"))) for k, v in inner])
    raise TypeError(f"no Arrow type for {name!r}")
