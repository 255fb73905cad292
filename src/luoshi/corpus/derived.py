"""What is made from the tables (派生文件): ``luoshi.duckdb`` with tables and views, and the search index; never a source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from luoshi.corpus import search

DUCKDB = "luoshi.duckdb"
NAMES = (DUCKDB, search.NAME)

# Views for the questions asked most. A report stands aside where another is the better copy of the same place and year.
VIEWS = {
    "chosen": "SELECT * EXCLUDE (text) FROM reports WHERE report NOT IN"
    " (SELECT report FROM duplicates WHERE same_place AND same_year)",
    "facts": "SELECT r.code, r.jurisdiction, r.level, r.work_year, r.completeness, m.*"
    " FROM measures m JOIN chosen r USING (report)",
    "targets": "SELECT * FROM facts WHERE status = 'target' AND period = CAST(work_year AS VARCHAR)",
    "outcomes": "SELECT * FROM facts WHERE status <> 'target' AND period = CAST(work_year - 1 AS VARCHAR)",
    "sentences_of": "SELECT c.report, c.task, c.verb, c.object, c.quote, t.quote AS sentence"
    " FROM commitments c JOIN tasks t ON t.report = c.report AND t.id = c.task",
    "misfiled": "SELECT path, jurisdiction, file_place, work_year, file_year, flags, warnings FROM reports"
    " WHERE len(flags) > 0",
}


class DeriveWork(msgspec.Struct, frozen=True):
    """One derived file: its name, where to put it, and the Parquet files by table."""

    name: str
    target: str
    tables: tuple[tuple[str, tuple[str, ...]], ...]


def derive(work: DeriveWork) -> str:
    """Make one derived file at ``target``, whole or not at all; its name. Raises OSError."""
    target = Path(work.target)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        if work.name == DUCKDB:
            _duckdb(part, dict(work.tables))
        else:
            search.write_index(part, _texts(dict(work.tables)["reports"]))
        part.replace(target)
    except BaseException as e:
        part.unlink(missing_ok=True)
        raise _as_os_error(e, target) from e
    return work.name


def _as_os_error(error: BaseException, target: Path) -> BaseException:
    """A full disk as both databases tell it."""
    words = str(error)
    if "No space left" in words or "disk is full" in words or "disk I/O" in words:
        return OSError(28, "No space left on device", str(target))
    return error


def _texts(files: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    import pyarrow.parquet as pq

    for file in files:
        for batch in pq.ParquetFile(file).iter_batches(batch_size=64, columns=["report", "text"]):
            yield from zip(batch["report"].to_pylist(), batch["text"].to_pylist(), strict=True)


def _duckdb(path: Path, tables: dict[str, tuple[str, ...]]) -> None:
    import duckdb

    with duckdb.connect(str(path), config={"memory_limit": "400MB", "threads": 1}) as base:
        for name, files in tables.items():
            listed = ", ".join("'" + f.replace("'", "''") + "'" for f in files)
            base.execute(f'CREATE TABLE "{name}" AS SELECT * FROM read_parquet([{listed}])')
        for name, query in VIEWS.items():
            base.execute(f"CREATE VIEW {name} AS {query}")
