"""Files that are whole or not there (落盘): temporary file, fsync, rename; one build at a time; a commit that rolls forward.

A dataset changes in one step: everything new is made in ``.staging``, then a journal is written, then the files are
renamed into place, the manifest last. Killed before the journal, the old dataset stands; killed after it, the next
build ends the renaming, and until then nobody opens the dataset.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from luoshi.errors import LuoshiError

STAGING = ".staging"
_JOURNAL = "commit.json"
_LOCK = ".lock"


class Busy(LuoshiError):
    """Another build is at work on the same dataset."""


class _Journal(msgspec.Struct, frozen=True):
    """Renames to do, in order, and files to remove after them; paths relative to the dataset."""

    moves: tuple[tuple[str, str], ...]
    removals: tuple[str, ...]


def write_whole(path: Path, data: bytes) -> None:
    """``data`` as ``path``, or nothing; raises OSError (full disk…) with the temporary file removed."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        part.replace(path)
    except OSError as e:
        _drop(part)
        raise OSError(e.errno, e.strerror, str(path)) from None  # a full disk does not say whose file it was
    except BaseException:
        _drop(part)
        raise


def _drop(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Make a finished file, or every file of a finished folder, safe against a power cut."""
    for file in sorted(path.iterdir()) if path.is_dir() else (path,):
        with file.open("rb") as f:
            os.fsync(f.fileno())
    sync_folder(path if path.is_dir() else path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in ``folder`` safe; where folders cannot be opened (Windows) there is nothing to do."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextlib.contextmanager
def locked(dataset: Path) -> Iterator[None]:
    """Hold the dataset for one build; the system lets go when the process ends, however it ends. Raises Busy."""
    try:
        import fcntl
    except ImportError:  # Windows: two builds at once are the user's own affair
        yield
        return
    with (dataset / _LOCK).open("w") as f:
        try:
            fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(f"{dataset}：另一个 luoshi build 正在写这个数据集，请等它结束") from None
        yield


def commit(dataset: Path, moves: Sequence[tuple[str, str]], removals: Sequence[str]) -> None:
    """Put what is staged in its place. ``moves`` from → to, the manifest last; after a crash ``roll_forward`` ends it."""
    journal = _Journal(tuple(moves), tuple(removals))
    write_whole(dataset / STAGING / _JOURNAL, msgspec.json.encode(journal))
    sync_folder(dataset / STAGING)
    _carry_out(dataset, journal)


def pending(dataset: Path) -> bool:
    """Whether a commit was begun and not ended: the files are then partly old, partly new."""
    return (dataset / STAGING / _JOURNAL).exists()


def roll_forward(dataset: Path) -> bool:
    """End a commit that was cut short; whether there was one."""
    if not pending(dataset):
        return False
    _carry_out(dataset, msgspec.json.decode((dataset / STAGING / _JOURNAL).read_bytes(), type=_Journal))
    return True


def _carry_out(dataset: Path, journal: _Journal) -> None:
    folders = set()
    for source, target in journal.moves:
        to = dataset / target
        to.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # moved before the crash
            (dataset / source).replace(to)
        folders.add(to.parent)
    for name in journal.removals:
        (dataset / name).unlink(missing_ok=True)
    for folder in sorted(folders):
        sync_folder(folder)
    (dataset / STAGING / _JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(dataset / STAGING, ignore_errors=True)
