"""Flat tables: each format gives back what was put in, and the same bytes each time."""

from __future__ import annotations

import csv
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.export import dta
from luoshi.export.flat import BadSuffix, Column, write

COLUMNS = (
    Column("place", "str", "地方"),
    Column("year", "int"),
    Column("value", "float"),
    Column("sentence", "str"),
)
ROWS = (
    ("石泓县", 2025, 5.5, "增长5.5%左右。" * 40),
    ("", -3, None, "=1+1"),
    (None, None, -0.25, None),
    ('岚\n"x"', 2_000_000, 1e10, "增长5.5%左右。" * 40),
)


def read_dta(path: Path) -> tuple[list[str], list[list[object]]]:
    """A reader of format 118 for what the writer uses, written from the format's description."""
    data = path.read_bytes()

    def part(name: str) -> bytes:
        a = data.index(f"<{name}>".encode()) + len(name) + 2
        return data[a : data.rindex(f"</{name}>".encode())]

    k = struct.unpack("<H", part("K"))[0]
    n = struct.unpack("<Q", part("N"))[0]
    offsets = struct.unpack("<14Q", part("map"))
    tags = ["stata_dta", "map", "variable_types", "varnames", "sortlist", "formats", "value_label_names",
            "variable_labels", "characteristics", "data", "strls", "value_labels"]  # fmt: skip
    for at, tag in zip(offsets, tags, strict=False):
        assert data[at:].startswith(f"<{tag}>".encode())
    assert data[offsets[12] :] == b"</stata_dta>" and offsets[13] == len(data)
    types = struct.unpack(f"<{k}H", part("variable_types"))
    names = [part("varnames")[129 * i : 129 * (i + 1)].split(b"\0")[0].decode() for i in range(k)]
    strings, at, block = {b"\0" * 8: ""}, 0, data[offsets[10] + 7 : offsets[11] - 8]
    while at < len(block):
        assert block[at : at + 3] == b"GSO"
        v, o, t, size = struct.unpack("<IQBI", block[at + 3 : at + 20])
        assert t == 130
        strings[struct.pack("<H", v) + struct.pack("<Q", o)[:6]] = block[at + 20 : at + 19 + size].decode()
        at += 20 + size
    rows, block, at = [], data[offsets[9] + 6 : offsets[10] - 7], 0
    for _ in range(n):
        row: list[object] = []
        for t in types:
            width = {65526: 8, 65528: 4, 32768: 8}.get(t, t)
            cell = block[at : at + width]
            at += width
            if t == 65526:
                row.append(
                    None if cell == bytes.fromhex("000000000000e07f") else struct.unpack("<d", cell)[0]
                )
            elif t == 65528:
                value = struct.unpack("<i", cell)[0]
                row.append(None if value == 2147483621 else value)
            else:
                row.append(strings[cell] if t == 32768 else cell.rstrip(b"\0").decode())
        rows.append(row)
    assert at == len(block)
    return names, rows


def test_stata_gives_back_what_was_written(tmp_path: Path) -> None:
    write(str(tmp_path / "t.dta"), COLUMNS, ROWS)
    names, rows = read_dta(tmp_path / "t.dta")
    assert names == [c.name for c in COLUMNS]
    assert rows == [
        [v or "" if c.type == "str" else v for c, v in zip(COLUMNS, r, strict=True)] for r in ROWS
    ]


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=300),
            st.none() | st.integers(-(2**40), 2**40),
            st.none() | st.floats(-1e300, 1e300),
        ),
        max_size=8,
    )
)
@settings(deadline=None)
def test_stata_holds_any_text_and_number(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, float]]
) -> None:
    path = tmp_path_factory.mktemp("dta") / "t.dta"
    dta.write(path, [("a", "str", ""), ("b", "int", ""), ("c", "float", "标" * 200)], rows)
    assert read_dta(path)[1] == [list(r) for r in rows]


@pytest.mark.parametrize("name", ["年", "a b", "if", "x" * 33, "1a"])
def test_stata_names_are_checked(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="Stata"):
        dta.write(tmp_path / "t.dta", [(name, "str", "")], [])


def test_csv_has_a_mark_for_excel_and_no_needless_decimals(tmp_path: Path) -> None:
    write(str(tmp_path / "t.csv"), COLUMNS, ROWS)
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith("\ufeffplace,year".encode())
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.reader(f))[1:]
    assert rows[0][:3] == ["石泓县", "2025", "5.5"]
    assert rows[3][0] == '岚\n"x"' and rows[3][2] == "10000000000"


def test_xlsx_holds_numbers_as_numbers_and_never_a_formula(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    write(str(tmp_path / "t.xlsx"), COLUMNS, ROWS)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    cells = list(sheet.iter_rows(values_only=True))
    assert cells[0] == tuple(c.name for c in COLUMNS)
    assert cells[1][:3] == ("石泓县", 2025, 5.5)
    assert sheet.cell(3, 4).data_type == "s"


def test_parquet_gives_back_what_was_written(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    write(str(tmp_path / "t.parquet"), COLUMNS, ROWS)
    assert [tuple(r.values()) for r in pq.read_table(tmp_path / "t.parquet").to_pylist()] == list(ROWS)


@pytest.mark.parametrize("suffix", ["csv", "dta", "xlsx", "parquet"])
def test_the_same_rows_give_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    write(str(tmp_path / f"a.{suffix}"), COLUMNS, ROWS)
    write(str(tmp_path / f"b.{suffix}"), COLUMNS, ROWS)
    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_an_unknown_suffix_is_told_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(BadSuffix, match=r"\.dta"):
        write(str(tmp_path / "t.sav"), COLUMNS, ROWS)
    assert list(tmp_path.iterdir()) == []
