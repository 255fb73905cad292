"""The codebook (编码手册): every table and column with its type and meaning, made from the types so that it cannot drift."""

from __future__ import annotations

from importlib.resources import files

from luoshi.corpus.derived import VIEWS
from luoshi.corpus.manifest import SCHEMA
from luoshi.corpus.small import SMALL
from luoshi.corpus.tables import BUCKETS, Column, Table, tables

_HEAD = f"""# Codebook · 编码手册

Generated from the types of `luoshi.report/1` (dataset format `{SCHEMA}`). Do not edit.

A dataset is a folder: `tables/TABLE/00.parquet` … `{BUCKETS - 1:02d}.parquet` (a report's bucket follows from the first byte of
its file's hash; rows sorted by report, then in order of the text), the tables over all files as `tables/TABLE.parquet`,
`luoshi.duckdb` (the same tables, and views) and `search.sqlite` (one token per character), both made from the
Parquet files, and `manifest.json`.

Spans `start`, `end` are half-open and count code points in `reports.text`; `quote` is `text[start:end]` (in SQL:
`substring(text, start + 1, "end" - start)`). Ids of facts are unique within a report. `?` after a type: may be null.
"""


def codebook() -> str:
    """The page, in Markdown."""
    words = _words()
    parts = [_HEAD]
    for table in (*tables(), *SMALL):
        parts.append(f"## {table.name}\n\n{_about(table)}\n\n| column | type | meaning |\n|---|---|---|")
        parts += [
            f"| `{c.name}` | {c.type.replace('|', ' ')} | {_meaning(c, words)} |" for c in table.columns
        ]
        parts.append("")
    parts.append("## Views of luoshi.duckdb\n\n| view | query |\n|---|---|")
    parts += [f"| `{name}` | `{query.replace('|', '∣')}` |" for name, query in VIEWS.items()]
    return "\n".join(parts) + "\n"


def _about(table: Table) -> str:
    where = f" Rows of `{'.'.join(table.path)}` in the reading." if table.path else ""
    return f"{table.doc}{where}"


def _meaning(column: Column, words: dict[tuple[str, str], str]) -> str:
    text = column.meaning or words.get((column.shape, column.field)) or words.get(("*", column.field)) or ""
    return text.replace("|", "∣")


def _words() -> dict[tuple[str, str], str]:
    """What each field means: the words of the JSON Schema, a data file that lies with the exports."""
    text = (files("luoshi") / "export" / "schema.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:] if line and not line.startswith("#"))
    return {(shape, field): described for shape, field, described in rows}
