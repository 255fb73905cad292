"""Stata files (dta): format 118 (Stata 14 and later, UTF-8), written whole from rows in memory.

Layout after the format's own description (`help dta` in Stata): a header, a map of where each part begins, descriptions
of the variables, the data, long strings, value labels (none here). Integers are long, numbers double, strings as
wide as the longest one, or strL where that is more than 244 bytes (what repeats is then stored once).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

Cell = str | int | float | None
Variable = tuple[str, str, str]  # name, str|int|float, label

_STRL, _DOUBLE, _LONG = 32768, 65526, 65528
_WIDEST = 244  # bytes of a str variable; the format allows 2045, but each row would take that much
_MISSING_LONG = 2147483621
_MISSING_DOUBLE = bytes.fromhex("000000000000e07f")
_LONG_LOW, _LONG_HIGH = -2147483647, 2147483620
_NOT_NAMES = frozenset(
    ("_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n", "_N", "_pi", "_pred",
     "_rc", "_skip", "strL", "using", "with")
)  # fmt: skip


def write(path: Path, variables: Sequence[Variable], rows: Sequence[Sequence[Cell]]) -> None:
    """Write ``rows`` with these ``variables``. Raises ValueError for a name that Stata does not allow, OSError."""
    for name, _, _ in variables:
        if not (name.isidentifier() and name.isascii() and len(name) <= 32) or name in _NOT_NAMES:
            raise ValueError(
                f"{name!r} is no Stata variable name: up to 32 letters, digits and _, no reserved word"
            )
    types = [_type(kind, rows, i) for i, (_, kind, _) in enumerate(variables)]
    data, long_strings = _data(types, rows)
    k = len(variables)
    parts = [
        (
            b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>"
            + struct.pack("<H", k) + b"</K><N>" + struct.pack("<Q", len(rows))
            + b"</N><label>\0\0</label><timestamp>\0</timestamp></header>"  # no time: same rows, same bytes
        ),
        b"<map>" + bytes(14 * 8) + b"</map>",
        b"<variable_types>" + struct.pack(f"<{k}H", *types) + b"</variable_types>",
        b"<varnames>" + b"".join(_padded(name, 129) for name, _, _ in variables) + b"</varnames>",
        b"<sortlist>" + bytes(2 * (k + 1)) + b"</sortlist>",
        b"<formats>" + b"".join(_padded(_format(t), 57) for t in types) + b"</formats>",
        b"<value_label_names>" + bytes(129 * k) + b"</value_label_names>",
        b"<variable_labels>" + b"".join(_padded(label[:80], 321) for _, _, label in variables) + b"</variable_labels>",
        b"<characteristics></characteristics>",
        b"<data>" + data + b"</data>",
        b"<strls>" + long_strings + b"</strls>",
        b"<value_labels></value_labels>",
        b"</stata_dta>",
    ]  # fmt: skip
    at, offsets = 0, [0]
    for part in parts[:-1]:
        at += len(part)
        offsets.append(at)
    offsets.append(at + len(parts[-1]))  # the end of the file
    parts[1] = b"<map>" + struct.pack("<14Q", *offsets) + b"</map>"
    with path.open("wb") as f:
        f.writelines(parts)


def _type(kind: str, rows: Sequence[Sequence[Cell]], i: int) -> int:
    if kind == "float":
        return _DOUBLE
    if kind == "int":
        fits = all(_LONG_LOW <= v <= _LONG_HIGH for row in rows if isinstance(v := row[i], int))
        return _LONG if fits else _DOUBLE
    widest = max((len(v.encode()) for row in rows if isinstance(v := row[i], str)), default=1)
    return max(1, widest) if widest <= _WIDEST else _STRL


def _format(type_: int) -> str:
    if type_ == _DOUBLE:
        return "%10.0g"
    if type_ == _LONG:
        return "%12.0g"
    return "%-9s" if type_ == _STRL else f"%-{type_}s"


def _padded(text: str, width: int) -> bytes:
    """``text`` with zeros to ``width`` bytes, at least one of them; never cut inside a character."""
    data = text.encode()[: width - 1].decode(errors="ignore").encode()
    return data + bytes(width - len(data))


def _data(types: Sequence[int], rows: Sequence[Sequence[Cell]]) -> tuple[bytes, bytes]:
    """The rows, and the long strings that they point to by variable and observation of their first use."""
    out: list[bytes] = []
    strings: list[bytes] = []
    first: dict[str, bytes] = {"": bytes(8)}
    for o, row in enumerate(rows, 1):
        for v, (type_, cell) in enumerate(zip(types, row, strict=True), 1):
            if type_ == _DOUBLE:
                out.append(_MISSING_DOUBLE if cell is None else struct.pack("<d", float(cell)))
            elif type_ == _LONG:
                out.append(struct.pack("<i", _MISSING_LONG if cell is None else int(cell)))
            elif type_ == _STRL:
                text = str(cell or "")
                if text not in first:
                    first[text] = struct.pack("<H", v) + struct.pack("<Q", o)[:6]
                    data = text.encode() + b"\0"
                    strings.append(b"GSO" + struct.pack("<IQBI", v, o, 130, len(data)) + data)
                out.append(first[text])
            else:
                data = str(cell or "").encode()
                out.append(data + bytes(type_ - len(data)))
    return b"".join(out), b"".join(strings)
