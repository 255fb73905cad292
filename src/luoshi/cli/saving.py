"""Where the rows of a command go (结果文件): a flat file by its suffix, or the whole structure as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec


def structured(out: str) -> bool:
    """Whether ``out`` is to hold the whole structure, not rows."""
    return Path(out).suffix.lower() == ".json"


def check(out: str) -> None:
    """Raises BadSuffix where ``out`` has no suffix that can be written: told before the work."""
    if structured(out):
        return
    from luoshi.export.flat import BadSuffix, writer

    try:
        writer(out)
    except BadSuffix as e:
        raise BadSuffix(f"{e}、.json") from None


def save(
    out: str, shape: type[msgspec.Struct], rows: Sequence[msgspec.Struct], content: Callable[[], object]
) -> None:
    """Rows as a flat file, or the whole structure as JSON; whole or not at all."""
    if structured(out):
        from luoshi.export.files import whole

        with whole(out) as part:
            part.write_bytes(msgspec.json.format(msgspec.json.encode(content()), indent=1))
        return
    from luoshi.export.flat import columns_of, write

    columns = columns_of(shape)
    write(out, columns, [tuple(getattr(row, c.name) for c in columns) for row in rows])
