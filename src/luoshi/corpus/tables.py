"""The tables of a dataset (表), derived from the types of ``luoshi.report/1``: nothing here repeats a field by hand.

A list of structs in the reading is a table; a list of structs inside one of its rows is a table, too, if they have ids
(commitments of tasks), with a column for the row they belong to. Every row begins with the id of its report; a
row with a span of its own has its ``quote``. The remaining fields of the reading, its source and its header are the columns of
``reports``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from luoshi.facts.reading import Reading

BUCKETS = 16  # fixed, so that a report stays where it is however many join it
# Not rows of a dataset: the map leads to raw files that are elsewhere, corrections belong to one reader's session.
_LEFT_OUT = {("Source", "map"), ("Reading", "corrections"), ("Reading", "schema")}
_NO_QUOTE = {"sections", "repairs"}  # whole chapters; a repair has its raw text
# Columns of ``reports`` that are not fields of the reading: name, type, what it means.
_ABOUT_FILES = (
    ("chars", "int", "characters of text · 正文字数"),
    ("file_place", "str?", "place that the file's name or folder says, null if none · 文件名中的地方"),
    ("file_year", "int?", "year that the file's name says, null if none or several · 文件名中的年份"),
    (
        "flags",
        "list[str]",
        "file_place_differs, file_year_differs: the name says otherwise than the text, which is right; no_place, no_year: the text does not say",
    ),
)


class Column(msgspec.Struct, frozen=True):
    """One column: ``type`` is str, int, float, bool, list[T] or struct{a:T,…}, with ? where it may be null.

    ``shape`` and ``field`` name the type and field it comes from, empty for a column that the dataset adds.
    """

    name: str
    type: str
    shape: str = ""
    field: str = ""
    meaning: str = ""


class Table(msgspec.Struct, frozen=True):
    """One table: where its rows come from (``path`` of fields in the reading) and its columns."""

    name: str
    shape: str
    doc: str
    path: tuple[str, ...]
    columns: tuple[Column, ...]
    parent: str | None = None


@cache
def tables() -> tuple[Table, ...]:
    """All tables made from readings, ``reports`` first."""
    top = inspect.type_info(Reading)
    assert isinstance(top, inspect.StructType)
    found: list[Table] = []
    columns: list[Column] = [
        Column("report", "str", meaning="id of the report: hash of the file and part · 报告编号")
    ]
    for field in top.fields:
        if ("Reading", field.name) in _LEFT_OUT:
            continue
        if isinstance(field.type, inspect.StructType):  # source, header: one each, so columns of the report
            for inner in field.type.fields:
                shape = field.type.cls.__name__
                if (shape, inner.name) in _LEFT_OUT:
                    continue
                if (row := _struct_in_list(inner.type)) is not None:
                    found += _tables_of(row, (field.name, inner.name))
                else:
                    # Source and header both have a path.
                    name = f"{field.name}_{inner.name}" if inner.name == "path" else inner.name
                    columns.append(
                        Column(
                            {"source_path": "path", "header_path": "place_path"}.get(name, name),
                            _type(inner.type),
                            shape,
                            inner.name,
                        )
                    )
        elif (row := _struct_in_list(field.type)) is not None:
            found += _tables_of(row, (field.name,))
        else:
            columns.append(Column(field.name, _type(field.type), "Reading", field.name))
    columns += [Column(name, type_, meaning=meaning) for name, type_, meaning in _ABOUT_FILES]
    text = next(c for c in columns if c.name == "text")
    columns = [c for c in columns if c.name != "text"] + [text]  # the widest last
    reports = Table("reports", "Reading", "One report each: source, header, text.", (), tuple(columns))
    return (reports, *found)


def bucket_of(sha256: str) -> int:
    """The bucket that the reports of a file fall into, from the file's hash; 0 to BUCKETS - 1."""
    return int(sha256[:2], 16) % BUCKETS


def rows(
    reading: Mapping[str, Any], report: str, about: Mapping[str, Any]
) -> dict[str, dict[str, list[Any]]]:
    """The rows of one reading (as plain dicts) for every table: table → column → values, in document order.

    ``about``: values of the columns that the dataset adds to ``reports``.
    """
    text = reading["text"]
    out: dict[str, dict[str, list[Any]]] = {}
    for table in tables():
        if not table.path:
            out[table.name] = {c.name: [_of_report(c, reading, report, about)] for c in table.columns}
            continue
        parents, items = _items(reading, table)
        columns: dict[str, list[Any]] = {}
        for c in table.columns:
            if c.field:
                columns[c.name] = [i[c.field] for i in items]
            elif c.name == "report":
                columns[c.name] = [report] * len(items)
            elif c.name == "quote":
                columns[c.name] = [text[i["start"] : i["end"]] for i in items]
            else:
                columns[c.name] = parents
        out[table.name] = columns
    return out


def _of_report(column: Column, reading: Mapping[str, Any], report: str, about: Mapping[str, Any]) -> Any:
    match column.shape:
        case "Source":
            return about["path"] if column.field == "path" else reading["source"][column.field]
        case "Header":
            return reading["header"][column.field]
        case "Reading":
            return reading[column.field]
        case _:
            return report if column.name == "report" else about[column.name]


def _items(reading: Mapping[str, Any], table: Table) -> tuple[list[Any], list[Any]]:
    """The structs of a table as dicts, and the id of the row each belongs to (empty for a table of its own)."""
    at: Any = reading
    if table.parent is None:
        for name in table.path:
            at = at[name]
        return [], at
    outer, inner = table.path
    pairs = [(row["id"], item) for row in reading[outer] for item in row[inner]]
    return [p for p, _ in pairs], [i for _, i in pairs]


def _tables_of(row: inspect.StructType, path: tuple[str, ...], parent: str | None = None) -> list[Table]:
    """The table of a struct, and those of the structs with ids inside it."""
    shape, name = row.cls.__name__, path[-1]
    columns = [Column("report", "str", meaning="id of the report · 报告编号")]
    if parent:
        columns.append(Column(parent, "str", meaning=f"id of the {parent} it belongs to"))
    inner: list[Table] = []
    names = {f.name for f in row.fields}
    for field in row.fields:
        nested = _struct_in_list(field.type)
        if nested is not None and any(f.name == "id" for f in nested.fields):
            inner += _tables_of(nested, (*path, field.name), shape.lower())
        else:
            columns.append(Column(field.name, _type(field.type), shape, field.name))
    if {"start", "end"} <= names and name not in _NO_QUOTE and "quote" not in names:
        columns.append(Column("quote", "str", meaning="text[start:end] of the report · 原文"))
    doc = " ".join((row.cls.__doc__ or "").split("\n\n")[0].split())
    return [Table(name, shape, doc, path, tuple(columns), parent), *inner]


def _struct_in_list(t: inspect.Type) -> inspect.StructType | None:
    if isinstance(t, inspect.VarTupleType) and isinstance(t.item_type, inspect.StructType):
        return t.item_type
    return None


def _type(t: inspect.Type) -> str:
    match t:
        case inspect.UnionType():
            kinds = [k for k in t.types if not isinstance(k, inspect.NoneType)]
            optional = "?" if len(kinds) < len(t.types) else ""
            names = {_type(k) for k in kinds}
            if names == {"int", "float"}:
                names = {"float"}
            if len(names) == 1:
                return names.pop() + optional
        case inspect.LiteralType():
            if all(isinstance(v, str) for v in t.values):
                return "str"
        case inspect.StrType():
            return "str"
        case inspect.IntType():
            return "int"
        case inspect.FloatType():
            return "float"
        case inspect.BoolType():
            return "bool"
        case inspect.VarTupleType():
            return f"list[{_type(t.item_type)}]"
        case inspect.TupleType():
            inner = {_type(k) for k in t.item_types}
            if len(inner) == 1:
                return f"list[{inner.pop()}]"
            return "list[str]"
        case inspect.StructType():
            return "struct{" + ",".join(f"{f.name}:{_type(f.type)}" for f in t.fields) + "}"
        case _:
            pass
    raise TypeError(f"no column type for {t!r}: teach luoshi.corpus.tables")


def shape_stamp(all_tables: Iterable[Table] | None = None) -> str:
    """A hash over tables, columns and types: two datasets with the same one can be asked the same questions."""
    from hashlib import blake2b

    text = "\n".join(f"{t.name}:{c.name}:{c.type}" for t in all_tables or tables() for c in t.columns)
    return blake2b(f"{BUCKETS}\n{text}".encode(), digest_size=6).hexdigest()
