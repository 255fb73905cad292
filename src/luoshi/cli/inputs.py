"""What the caller named, as files (输入): files as they are, folders walked in a fixed order, ``-`` for stdin."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from luoshi.errors import os_words

# What a folder is searched for. A file named outright is always tried, whatever its name.
SUFFIXES = frozenset(
    (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".shtml", ".xhtml", ".docx", ".pdf")
)


class Inputs(msgspec.Struct, frozen=True):
    """The files to read, in order; folders that held none; what was passed over, by suffix."""

    files: tuple[str, ...]
    empty: tuple[tuple[str, str], ...]
    skipped: tuple[tuple[str, int], ...]


def gather(paths: Iterable[str]) -> Inputs:
    """Resolve the arguments. A file named twice is read once; hidden files and folders are passed over."""
    files: dict[str, None] = {}
    empty: list[tuple[str, str]] = []
    skipped: Counter[str] = Counter()
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            files.setdefault(path)
            continue
        problems: list[OSError] = []
        found = 0
        for name in _walk(path, problems):
            suffix = Path(name).suffix.lower()
            if _special(Path(name)):
                skipped["管道或设备"] += 1
            elif suffix in SUFFIXES:
                files.setdefault(name)
                found += 1
            else:
                skipped[suffix or "无后缀"] += 1
        empty += [(str(e.filename), f"文件夹打不开：{os_words(e)}") for e in problems]
        if not found and not problems:
            empty.append((path, f"文件夹里没有可读的文件（认得的后缀：{' '.join(sorted(SUFFIXES))}）"))
    return Inputs(tuple(files), tuple(empty), tuple(sorted(skipped.items())))


def _special(path: Path) -> bool:
    """A pipe, socket or device: reading it may never end. A broken link is none: it is told as a missing file."""
    return path.exists() and not path.is_file()


def printable(text: str) -> str:
    """Control and direction characters of a hostile name or text are shown as �: they must not drive the terminal."""
    return "".join("�" if unicodedata.category(c) in ("Cc", "Cf") else c for c in text)


def _walk(folder: str, problems: list[OSError]) -> Iterator[str]:
    for where, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (str(Path(where) / n) for n in sorted(names) if not n.startswith("."))
