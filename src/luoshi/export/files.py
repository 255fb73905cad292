"""Output files that appear whole or not at all (输出文件)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def beside(out: Path) -> Path:
    """A new empty file beside ``out``, to become it; raises OSError (with the name) where that cannot be."""
    if out.is_dir():
        raise IsADirectoryError(21, "这是文件夹", str(out))
    if not out.parent.is_dir():
        raise FileNotFoundError(2, "没有这个文件夹", str(out.parent))
    try:
        number, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent)
    except OSError as e:
        raise OSError(e.errno, e.strerror, str(out)) from None  # the caller's name, not ours
    os.close(number)
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)  # mkstemp's files are for their owner only; a page is for colleagues
    return Path(name)


@contextmanager
def whole(out: str) -> Iterator[Path]:
    """A file to write, put in place as ``out`` at the end and removed on any error; OSErrors (a full disk) name ``out``."""
    part = beside(Path(out))
    try:
        yield part
        part.replace(out)
    except BaseException as e:
        part.unlink(missing_ok=True)
        if isinstance(e, OSError):
            raise OSError(e.errno, e.strerror or str(e), out) from None
        raise


def close_workbook(book: Any, out: str) -> None:
    """Close an XlsxWriter workbook; its own error for a full disk becomes the OSError that it is, naming ``out``."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as e:
        cause = e.args[0] if e.args else None
        if isinstance(cause, OSError):
            raise OSError(cause.errno, cause.strerror or str(cause), out) from None
        raise OSError(0, str(e), out) from None
