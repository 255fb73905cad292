"""The tables over all files (总表): every input file, the errors, the copies; small, one Parquet file each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from luoshi.corpus.duplicates import Duplicate
from luoshi.corpus.filenames import flags, named
from luoshi.corpus.parquet import write_table
from luoshi.corpus.reading import Digest
from luoshi.corpus.tables import Column, Table
from luoshi.corpus.walk import Input

FILES = Table(
    "files", "", "One input file each, copies of the same bytes too; a copy is read once, under the first of its names.", (),
    (
        Column("path", "str", meaning="in the folder, with / · 路径"),
        Column("sha256", "str?", meaning="of the bytes, null if unreadable"),
        Column("size", "int", meaning="bytes"),
        Column("status", "str", meaning="read, copy (same bytes as copy_of) or error"),
        Column("copy_of", "str?", meaning="path of the first file with the same bytes"),
        Column("reports", "list[str]", meaning="ids of the reports in it"),
        Column("file_place", "str?", meaning="place that the name or folder says"),
        Column("file_year", "int?", meaning="year that the name says"),
        Column("flags", "list[str]", meaning="where name and text differ, as in reports"),
    ),
)  # fmt: skip
ERRORS = Table(
    "errors", "", "Files that gave no report, each with the reason.", (),
    (
        Column("path", "str", meaning="in the folder, with /"),
        Column("sha256", "str?", meaning="of the bytes, null if unreadable"),
        Column("kind", "str", meaning="unreadable, not_a_report (another kind of document), missing_extra or internal (a fault of ours)"),
        Column("reason", "str", meaning="one sentence for the person who gave the file"),
    ),
)  # fmt: skip
DUPLICATES = Table(
    "duplicates", "", "Reports that stand aside for a better copy, or for another report of the same place and year.", (),
    (
        Column("report", "str", meaning="the one that stands aside"),
        Column("kept", "str", meaning="the one that stays: whole before abridged, file name agreeing, longer"),
        Column("kind", "str", meaning="same_text, near (≥ 0.8 of all shingles shared), part (≥ 0.8 of the shorter one's) or same_place_year (different texts)"),
        Column("similarity", "float", meaning="share of common shingles (clauses of ten characters and more)"),
        Column("same_place", "bool", meaning="both are of one place"),
        Column("same_year", "bool", meaning="both are of one work year"),
    ),
)  # fmt: skip
SMALL = (FILES, ERRORS, DUPLICATES)


def write_small(
    folder: Path,
    inputs: Sequence[Input],
    digests: dict[str, Digest],
    firsts: dict[str, str],
    pairs: Iterable[Duplicate],
) -> dict[str, int]:
    """Write the three tables into ``folder``; rows by table. ``digests`` by path, ``firsts`` path of the first copy by hash."""
    columns: dict[str, dict[str, list[Any]]] = {t.name: {c.name: [] for c in t.columns} for t in SMALL}

    def add(table: str, *values: Any) -> None:
        for cells, value in zip(columns[table].values(), values, strict=True):
            cells.append(value)

    for file in inputs:
        first = firsts.get(file.sha256 or "", file.path)
        digest = digests.get(first)
        if digest is None or digest.failure is not None:
            failure = digest.failure if digest else None
            add("errors", file.path, file.sha256, failure.kind if failure else "unreadable",
                failure.reason if failure else file.trouble or "读取失败")  # fmt: skip
        status = "error" if digest is None or digest.failure else "read" if first == file.path else "copy"
        name = named(file.name)
        found = digest.reports if digest else ()
        add(
            "files", file.path, file.sha256, file.size, status, first if first != file.path else None,
            [r.report for r in found], name.place, name.year, sorted({f for r in found for f in flags(name, r)}),
        )  # fmt: skip
    for d in pairs:
        add("duplicates", d.report, d.kept, d.kind, d.similarity, d.same_place, d.same_year)
    return {t.name: write_table(folder / f"{t.name}.parquet", t, columns[t.name]) for t in SMALL}
