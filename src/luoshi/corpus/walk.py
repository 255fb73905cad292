"""The files of a folder (遍历文件夹): a fixed order, the dataset itself left out, what is passed over counted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from luoshi.errors import LuoshiError, os_words
from luoshi.text.intake import MAX_BYTES

# What `luoshi read` looks for in a folder, too.
SUFFIXES = frozenset(
    (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".shtml", ".xhtml", ".docx", ".pdf")
)


class BadFolder(LuoshiError):
    """The folder to build from does not exist, is a file or cannot be opened."""


class Input(msgspec.Struct, frozen=True):
    """One file: ``path`` relative to the folder with ``/``, ``name`` the same below the folder's own name.

    ``sha256`` of its bytes (of the first 50 MB and one byte: more is refused on reading), None with ``trouble`` if it cannot be read.
    """

    path: str
    name: str
    sha256: str | None
    size: int
    trouble: str | None = None


class Inputs(msgspec.Struct, frozen=True):
    """The files in order, and how many of other kinds were passed over, by suffix."""

    files: tuple[Input, ...]
    skipped: tuple[tuple[str, int], ...]


def gather(folder: Path, dataset: Path) -> Inputs:
    """Every file below ``folder`` whose suffix may hold a report, hashed; hidden ones and the dataset left out.

    Raises BadFolder. A folder inside that cannot be opened is a file in trouble.
    """
    if not folder.is_dir():
        what = "不是文件夹" if folder.exists() else "没有这个文件夹"
        raise BadFolder(f"{folder}：{what}；luoshi build 要一个放报告的文件夹")
    top = folder.resolve().name
    own = dataset.resolve()
    files: list[Input] = []
    skipped: Counter[str] = Counter()
    problems: list[OSError] = []
    for path in _walk(folder, own, problems):
        relative = path.relative_to(folder).as_posix()
        suffix = path.suffix.lower()
        if path.exists() and not path.is_file():
            skipped["管道或设备"] += 1
        elif suffix in SUFFIXES:
            files.append(_input(path, _printable(relative), _printable(f"{top}/{relative}")))
        else:
            skipped[suffix or "无后缀"] += 1
    for e in problems:
        where = _printable(Path(str(e.filename)).relative_to(folder).as_posix())
        files.append(Input(where, f"{top}/{where}", None, 0, f"文件夹打不开：{os_words(e)}"))
    return Inputs(tuple(sorted(files, key=lambda f: f.path)), tuple(sorted(skipped.items())))


def bytes_of(path: Path) -> bytes:
    """The file's bytes, at most one over the limit of what is read. Raises OSError."""
    with path.open("rb") as f:
        return f.read(MAX_BYTES + 1)


def _input(path: Path, relative: str, name: str) -> Input:
    try:
        data = bytes_of(path)
    except OSError as e:
        return Input(relative, name, None, 0, f"读取失败：{os_words(e)}")
    return Input(relative, name, sha256(data).hexdigest(), len(data))


def _printable(path: str) -> str:
    """A file name that is not UTF-8 cannot stand in a table; it is shown with escapes."""
    return path.encode("utf-8", "backslashreplace").decode()


def _walk(folder: Path, own: Path, problems: list[OSError]) -> Iterator[Path]:
    for where, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") and (Path(where) / f).resolve() != own
        )
        yield from (Path(where) / n for n in sorted(names) if not n.startswith("."))
