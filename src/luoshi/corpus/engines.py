"""Who reads the files (引擎): one pure function, ``bytes in, entry out``, run by a pool of processes or by Daft.

An engine is asked to read jobs and yields, in any order, the job with its entry kept in the cache. What it reads
and how does not depend on the engine.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from luoshi.corpus.cache import Cache, key_of
from luoshi.corpus.reading import Failure, failed_entry, read_entry
from luoshi.corpus.walk import bytes_of
from luoshi.errors import os_words

LIMIT = 300.0  # seconds for one file; a long report takes a fraction of one
_AHEAD = 4  # jobs in flight for each process
_CRASHED = "读取进程异常退出（文件可能已损坏，或触发了解析库的缺陷）；其余文件不受影响"

A = TypeVar("A")
R = TypeVar("R")


class Job(msgspec.Struct, frozen=True):
    """One file to read: where it is, the name it is read under, the hash it had when the folder was walked."""

    file: str
    name: str
    sha256: str
    stamp: str
    dataset: str


class Done(msgspec.Struct, frozen=True):
    """A job that is done: ``key`` of its entry in the cache; ``sha256`` of the bytes that were read."""

    job: Job
    key: str
    sha256: str
    size: int


class Engine(Protocol):
    """Reads files and does other independent work; to be closed in any case."""

    def read(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """Every job once, in any order. Raises OSError where the dataset cannot be written."""

    def map(self, work: Callable[[A], R], items: Sequence[A]) -> Iterator[R]:
        """``work`` of every item, in order; the first error is raised."""

    def close(self) -> None:
        """End all processes."""


def read_job(job: Job) -> Done:
    """Read one file into the cache. Raises OSError only where the dataset cannot be written."""
    try:
        data = bytes_of(Path(job.file))
    except OSError as e:
        # Readable a moment ago: a failure that is not kept.
        failure = Failure("internal", f"读取失败：{os_words(e)}")
        return keep(job, job.sha256, 0, failed_entry(job.name, job.sha256, 0, failure))
    return keep(job, sha256(data).hexdigest(), len(data), read_entry(job.name, data))


def keep(job: Job, digest: str, size: int, entry: bytes) -> Done:
    """Put an entry into the cache under the hash of what was read, not of what was there before."""
    key = key_of(job.stamp, job.name, digest)
    Cache(Path(job.dataset)).put(key, entry)
    return Done(job, key, digest, size)


class Here:
    """Everything in this process: for a few files and for tests."""

    def read(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """See Engine."""
        yield from map(read_job, jobs)

    def map(self, work: Callable[[A], R], items: Sequence[A]) -> Iterator[R]:
        """See Engine."""
        yield from map(work, items)

    def close(self) -> None:
        """Nothing to end."""


class Local:
    """A pool of processes. A file that kills its process or takes too long becomes an entry that says so."""

    def __init__(self, jobs: int, limit: float = LIMIT, work: Callable[[Job], Done] | None = None) -> None:
        """``limit`` seconds for one file; ``work`` instead of ``read_job`` must be picklable."""
        self._jobs = jobs
        self._limit = limit
        self._work = work or read_job
        self._pool = _pool(jobs)

    def read(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """See Engine."""
        queue = iter(jobs)
        flying: dict[Future[Done], tuple[Job, float]] = {}
        while True:
            while len(flying) < _AHEAD * self._jobs and (job := next(queue, None)) is not None:
                flying[self._submit(job)] = (job, time.monotonic())
            if not flying:
                return
            done, _ = wait(flying, timeout=self._limit / 4, return_when=FIRST_COMPLETED)
            broken = [flying[f][0] for f in done if isinstance(f.exception(), BrokenProcessPool)]
            for future in done:
                job, _ = flying.pop(future)
                if job not in broken:
                    yield future.result()
            late = {job for job, since in flying.values() if time.monotonic() - since > self._limit * _AHEAD}
            if broken or late:
                # A pool's death does not say whose fault it was; alone, only the culprit fails again.
                suspects = broken + [job for job, _ in flying.values()]
                flying.clear()
                self.close()
                yield from map(self._alone, suspects)
                self._pool = _pool(self._jobs)

    def _submit(self, job: Job) -> Future[Done]:
        try:
            return self._pool.submit(self._work, job)
        except BrokenProcessPool as e:
            future: Future[Done] = Future()
            future.set_exception(e)
            return future

    def _alone(self, job: Job) -> Done:
        pool = _pool(1)
        try:
            return pool.submit(self._work, job).result(self._limit)
        except TimeoutError:
            reason = f"超过 {self._limit:g} 秒没有读完，已放弃；其余文件不受影响"
        except BrokenProcessPool:
            reason = _CRASHED
        finally:
            _end(pool)
        return keep(job, job.sha256, 0, failed_entry(job.name, job.sha256, 0, Failure("internal", reason)))

    def map(self, work: Callable[[A], R], items: Sequence[A]) -> Iterator[R]:
        """See Engine."""
        yield from self._pool.map(work, items)

    def close(self) -> None:
        """See Engine."""
        _end(self._pool)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (os.getpid(),))


def _end(pool: ProcessPoolExecutor) -> None:
    """End the workers at once; the pool has no public way to do so before Python 3.14."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
    for process in processes:
        process.join(5)


def _begin(parent: int) -> None:
    """In a worker: Ctrl-C is for the parent to answer, and where the parent was killed the worker goes, too."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
