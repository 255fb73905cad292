"""One flat table as a file (平面表): csv, xlsx, dta (Stata) or parquet, by the suffix; whole or not at all, same bytes each time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

from luoshi.errors import LuoshiError, MissingExtra
from luoshi.export import dta
from luoshi.export.files import close_workbook, whole

Cell = str | int | float | None
Type = Literal["str", "int", "float"]
_MADE = datetime(2000, 1, 1)
_LAST_ROW, _LONGEST = 1_048_576, 32_767


class Column(msgspec.Struct, frozen=True):
    """One column: its name (a valid Stata name), the type of its cells, a label."""

    name: str
    type: Type
    label: str = ""


class BadSuffix(LuoshiError):
    """A file name that does not say in which format to write."""


class TooLong(LuoshiError):
    """More rows than the format holds."""


def write(out: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    """Write ``rows`` as ``out``. Raises BadSuffix, TooLong, MissingExtra, OSError."""
    make = writer(out)
    with whole(out) as part:
        make(part, columns, rows)


def writer(out: str) -> Callable[[Path, Sequence[Column], Sequence[Sequence[Cell]]], None]:
    """What writes files with that suffix. Raises BadSuffix."""
    found = _WRITERS.get(Path(out).suffix.lower())
    if found is None:
        raise BadSuffix(f"{out}：看后缀不知道写成什么格式；可用 {'、'.join(_WRITERS)}")
    return found


def columns_of(shape: type[msgspec.Struct], labels: dict[str, str] | None = None) -> tuple[Column, ...]:
    """The columns of a flat struct: its fields with their types."""
    out = []
    for f in msgspec.structs.fields(shape):
        kind: Type = (
            "float" if f.type in (float, float | None) else "int" if f.type in (int, int | None) else "str"
        )
        out.append(Column(f.name, kind, (labels or {}).get(f.name, "")))
    return tuple(out)


def _csv(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    # With a mark in front, without which Excel takes UTF-8 for something else; Stata, R and pandas know it.
    with path.open("w", encoding="utf-8-sig", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow([c.name for c in columns])
        out.writerows([_number(v) if isinstance(v, float) else v for v in row] for row in rows)


def _number(value: float) -> str:
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _xlsx(path: Path, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise MissingExtra(str(path), "写 xlsx 需要 XlsxWriter；请安装：pip install 'luoshi[xlsx]'") from None
    if len(rows) >= _LAST_ROW:
        raise TooLong(
            f"{len(rows)} 行超过 xlsx 一张表的 {_LAST_ROW - 1} 行；请写成 csv、dta 或 parquet，或缩小范围"
        )
    packed = io.BytesIO()  # on a full disk a zip file that is open complains twice, once past any handler
    book = xlsxwriter.Workbook(
        packed, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet("data")
    sheet.freeze_panes(1, 0)
    head = book.add_format({"bold": True})
    for i, c in enumerate(columns):
        sheet.write_string(0, i, c.name, head)
    for n, row in enumerate(rows, 1):
        for i, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(n, i, cell if len(cell) <= _LONGEST else cell[: _LONGEST - 1] + "…")
            elif cell is not None:
                sheet.write_number(n, i, cell)
    close_workbook(book, str(path))
    path.write_bytes(packed.getbuffer())


def _parquet(path: Path, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError:
        raise MissingExtra(
            str(path), "写 parquet 需要 pyarrow；请安装：pip install 'luoshi[corpus]'"
        ) from None
    types: dict[str, Any] = {"str": pa.string(), "int": pa.int64(), "float": pa.float64()}
    arrays = [pa.array([row[i] for row in rows], types[c.type]) for i, c in enumerate(columns)]
    pq.write_table(pa.table(arrays, names=[c.name for c in columns]), path, compression="zstd")


def _dta(path: Path, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    dta.write(path, [(c.name, c.type, c.label) for c in columns], rows)


_WRITERS: dict[str, Callable[[Path, Sequence[Column], Sequence[Sequence[Cell]]], None]] = {
    ".csv": _csv, ".xlsx": _xlsx, ".dta": _dta, ".parquet": _parquet,
}  # fmt: skip
