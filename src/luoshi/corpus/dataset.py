"""A dataset, opened to be read (打开数据集): tables, readings rebuilt from them, search. Never opens one that is half-written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from luoshi.corpus import search as index
from luoshi.corpus.durable import pending
from luoshi.corpus.manifest import Manifest, NotADataset, load, part_of, table_path
from luoshi.corpus.tables import BUCKETS, bucket_of, shape_stamp, tables

if TYPE_CHECKING:
    import pyarrow as pa

    from luoshi.facts.reading import Reading

EXTRA = "读写数据集需要 pyarrow 和 duckdb；请安装：pip install 'luoshi[corpus]'"


class Dataset:
    """A finished dataset. Raises NotADataset where there is none, or one that is unfinished, damaged or of another make."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        manifest = load(self.path)
        if pending(self.path):
            raise NotADataset(
                f"{self.path}：上一次建库在换上新文件时被打断；再运行一次 luoshi build 即可补完"
            )
        if manifest is None:
            what = "没有建完或不是数据集" if self.path.is_dir() else "没有这个数据集"
            raise NotADataset(f"{self.path}：{what}；先运行 luoshi build 文件夹 -o {self.path}")
        if manifest.shape != shape_stamp():
            raise NotADataset(
                f"{self.path}：由 {manifest.made_by} 建成，表的列与这个版本不同；用 luoshi build … --rebuild 重建"
            )
        self.manifest: Manifest = manifest
        for part in manifest.parts:
            try:
                size = (self.path / part.path).stat().st_size
            except OSError:
                size = -1
            if size != part.bytes:
                how = "不见了" if size < 0 else "大小不对"
                raise NotADataset(f"{self.path / part.path}：文件{how}；用 luoshi build … --rebuild 重建")

    def verify(self) -> tuple[str, ...]:
        """Names of the files whose bytes are not those that the manifest lists; empty if all is well."""
        return tuple(
            p.path for p in self.manifest.parts if part_of(self.path / p.path, p.path).sha256 != p.sha256
        )

    def files(self, table: str) -> list[Path]:
        """The Parquet files of a table, in order."""
        return [self.path / p.path for p in self.manifest.parts if p.table == table]

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """One whole table in memory, rows in order; ``columns`` only, if given."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        files = self.files(name)
        if not files:
            known = "、".join(sorted({p.table for p in self.manifest.parts if p.table}))
            raise KeyError(f"no table {name!r}; there are {known}")
        return pa.concat_tables([pq.read_table(f, columns=list(columns) if columns else None) for f in files])

    def rows(self, name: str, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        """The rows of a table as dicts, a bucket at a time."""
        import pyarrow.parquet as pq

        for file in self.files(name):
            yield from pq.read_table(file, columns=list(columns) if columns else None).to_pylist()

    def readings(
        self, wanted: Sequence[str] | None = None, only: Collection[str] | None = None
    ) -> Iterator[Reading]:
        """The readings, rebuilt from the tables (all but the map), a bucket at a time; ``wanted``: those tables only.

        A table that is not wanted is empty in the reading. ``only``: the reports with these ids.
        """
        from luoshi.facts.reading import SCHEMA, Reading

        for bucket in range(BUCKETS):
            ids = None if only is None else sorted(id for id in only if bucket_of(id) == bucket)
            for whole in self._bucket(bucket, wanted, ids):
                whole["schema"] = SCHEMA
                yield msgspec.convert(whole, Reading)

    def _bucket(
        self, bucket: int, wanted: Sequence[str] | None, ids: list[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        import pyarrow.parquet as pq

        if ids is not None and not ids:
            return
        those = None if ids is None else [("report", "in", ids)]
        of: dict[str, dict[str, Any]] = {}
        nested: dict[str, dict[str, dict[str, Any]]] = {}
        for table in tables():
            if table.path and wanted is not None and table.name not in wanted:
                if table.parent is None:
                    for whole in of.values():
                        _at(whole, table.path)[table.path[-1]] = []
                continue
            rows = pq.read_table(self.path / table_path(table.name, bucket), filters=those).to_pylist()
            if not table.path:
                for row in rows:
                    of[row["report"]] = _report(row)
            elif table.parent is None:
                for whole in of.values():
                    _at(whole, table.path)[table.path[-1]] = []
                inner = [t.path[-1] for t in tables() if t.path[:1] == table.path and t.parent]
                for row in rows:
                    _at(of[row["report"]], table.path)[table.path[-1]].append(row)
                    if inner:
                        nested.setdefault(row["report"], {})[row["id"]] = row
                        row.update({name: [] for name in inner})
            else:
                for row in rows:
                    nested[row["report"]][row[table.parent]][table.path[-1]].append(row)
        yield from of.values()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Report ids with their texts."""
        for row in self.rows("reports", ("report", "text")):
            yield row["report"], row["text"]

    def search(self, phrase: str, limit: int | None = 1000) -> list[index.Hit]:
        """Where ``phrase`` stands, character for character (blanks aside), in order of report; at most ``limit`` hits.

        Raises BadQuery for a phrase without a letter, a digit or a Han character, NotADataset where the index was deleted.
        """
        import pyarrow.parquet as pq

        pattern = index.matcher(phrase)
        if not (self.path / index.NAME).is_file():
            raise NotADataset(f"{self.path / index.NAME}：文件不见了；再运行一次 luoshi build 即可补上")
        spans: dict[str, list[tuple[int, int]]] = {}
        for report, start, end in index.candidates(self.path / index.NAME, phrase):
            spans.setdefault(report, []).append((start, end))
        found: list[index.Hit] = []
        buckets = sorted({bucket_of(report) for report in spans})
        for file in (self.path / table_path("reports", n) for n in buckets):
            for batch in pq.ParquetFile(file).iter_batches(batch_size=32, columns=["report", "text"]):
                for report, text in zip(batch["report"].to_pylist(), batch["text"], strict=True):
                    if report not in spans:
                        continue
                    whole = text.as_py()
                    for start, end in spans[report]:
                        sentence = whole[start:end]
                        for m in pattern.finditer(sentence):
                            found.append(index.Hit(report, start + m.start(), start + m.end(), sentence))
                            if limit is not None and len(found) >= limit:
                                return found
        return found


def _report(row: dict[str, Any]) -> dict[str, Any]:
    """A row of ``reports`` as the reading's own nesting."""
    out: dict[str, Any] = {"source": {"map": []}, "header": {}}
    for column in tables()[0].columns:
        if column.shape == "Source":
            out["source"][column.field] = row[column.name]
        elif column.shape == "Header":
            out["header"][column.field] = row[column.name]
        elif column.shape == "Reading":
            out[column.field] = row[column.name]
    return out


def _at(whole: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for name in path[:-1]:
        whole = whole[name]
    return whole
