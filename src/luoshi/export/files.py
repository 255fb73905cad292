"""Output files that appear whole or not at all (输出文件)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


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
