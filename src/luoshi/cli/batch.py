"""Many files, one outcome each (批量): an error is a row, never the end of the run.

Several files are read in worker processes, also with one job: a crash inside a parser library then costs one file,
not the batch. Outcomes come in the order of the files, and only a few are in flight, so memory stays flat.
"""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Generic, TypeVar

import msgspec

from luoshi.errors import LuoshiError, UnreadableFile

T = TypeVar("T")
_STREAMS = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")  # streams that a worker process does not have
LIMIT = 300.0  # seconds for one file; a long report takes a fraction of one


class Outcome(msgspec.Struct, Generic[T], frozen=True):
    """What became of one file: ``results``, or the ``error`` to tell; ``trace`` only for a bug of ours."""

    path: str
    results: tuple[T, ...] = ()
    error: str | None = None
    trace: str | None = None


def attempt(work: Callable[[str], tuple[T, ...]], path: str) -> Outcome[T]:
    """Read one file; whatever goes wrong becomes an outcome."""
    try:
        return Outcome(path, work(path))
    except UnreadableFile as e:
        return Outcome(path, error=e.reason)
    except LuoshiError as e:
        return Outcome(path, error=str(e))
    except Exception as e:  # a bug in one rule must not cost the other files
        return fault(path, e)


def fault(path: str, error: Exception) -> Outcome[T]:
    """A failure that is ours, as an outcome, with its trace."""
    trace = "".join(traceback.format_exception(error))
    if isinstance(error, (MemoryError, RecursionError)):
        return Outcome(path, error=f"文件太大或太深，读不下（{type(error).__name__}）", trace=trace)
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return Outcome(path, error=f"程序内部错误（{what}）；请附上文件报告此问题，--debug 可见详情", trace=trace)


def run(
    work: Callable[[str], tuple[T, ...]], files: Sequence[str], jobs: int = 1, limit: float = LIMIT
) -> Iterator[Outcome[T]]:
    """The outcome of every file, in order. ``work`` must be picklable; a single file is read in this process.

    A file that takes longer than ``limit`` seconds is given up and told.
    """
    if len(files) == 1:
        yield attempt(work, files[0])
        return
    pool = _Pool(work, max(1, jobs), limit)
    waiting: deque[tuple[str, Future[Outcome[T]] | None]] = deque()
    try:
        for path in files:
            waiting.append((path, None if path == "-" or path.startswith(_STREAMS) else pool.submit(path)))
            if len(waiting) > 2 * jobs:
                yield pool.result(*waiting.popleft())
        while waiting:
            yield pool.result(*waiting.popleft())
    finally:
        pool.close()


class _Pool(Generic[T]):
    """A process pool that survives the death of a worker: the files in flight are tried again, each alone."""

    def __init__(self, work: Callable[[str], tuple[T, ...]], jobs: int, limit: float) -> None:
        self._work = work
        self._jobs = jobs
        self._limit = limit
        self._pool = self._fresh(jobs)

    @staticmethod
    def _fresh(jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))

    def submit(self, path: str) -> Future[Outcome[T]]:
        try:
            return self._pool.submit(attempt, self._work, path)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False)
            self._pool = self._fresh(self._jobs)
            return self._pool.submit(attempt, self._work, path)

    def result(self, path: str, future: Future[Outcome[T]] | None) -> Outcome[T]:
        if future is None:
            return attempt(self._work, path)
        try:
            return future.result(self._limit)
        except TimeoutError:
            _kill(self._pool)
            return self._too_long(path)
        except BrokenProcessPool:
            return self._alone(path)

    def _alone(self, path: str) -> Outcome[T]:
        """A pool's death does not say whose fault it was; alone, only the culprit fails again."""
        with self._fresh(1) as pool:
            try:
                return pool.submit(attempt, self._work, path).result(self._limit)
            except TimeoutError:
                _kill(pool)
                return self._too_long(path)
            except BrokenProcessPool:
                why = "读取进程异常退出（文件可能已损坏，或触发了解析库的缺陷）；其余文件不受影响"
                return Outcome(path, error=why)

    def _too_long(self, path: str) -> Outcome[T]:
        return Outcome(path, error=f"超过 {self._limit:g} 秒没有读完，已放弃；其余文件不受影响")

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _kill(pool: ProcessPoolExecutor) -> None:
    """End the workers; the pool then counts as broken."""
    # The pool has no public way to do so before Python 3.14.
    for process in list(pool._processes.values()):
        process.kill()
