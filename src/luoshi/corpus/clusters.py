"""The engine ``daft`` (集群): the same function as the local pool, as a column of a Daft data frame, native or on Ray.

The bytes travel with the job and the entry travels back, so that the workers need no file system in common; this process
alone keeps the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from luoshi.corpus.engines import Done, Here, Job, keep, read_job
from luoshi.corpus.reading import digest_of, read_entry
from luoshi.corpus.walk import bytes_of
from luoshi.errors import LuoshiError

A = TypeVar("A")
R = TypeVar("R")
_ROUND = 512  # files of one data frame: what is read before a kill is kept, round by round


class NoCluster(LuoshiError):
    """Daft is not installed, or Ray cannot be reached."""


def entries(names: Any, data: Any) -> list[bytes]:
    """Two Daft series in, the entries out: nothing but ``read_entry``, row by row."""
    pairs = zip(names.to_pylist(), data.to_pylist(), strict=True)
    return [read_entry(name, content) for name, content in pairs]


class Daft(Here):
    """Reads with Daft: on its native runner, or on Ray where ``ray`` is its address (``auto``: start or find one).

    What comes after the reading is done in this process.
    """

    def __init__(self, ray: str | None = None) -> None:
        """Raises NoCluster."""
        try:
            import daft
        except ModuleNotFoundError:
            raise NoCluster("引擎 daft 需要 daft；请安装：pip install 'luoshi[cluster]'") from None
        self._daft: Any = daft
        self._parts = 16 if ray is not None else 1  # pieces that may go to different machines
        if ray is not None:
            try:
                # The runner is set once for a process; a second engine in the same one finds it set.
                daft.set_runner_ray(address=None if ray == "auto" else ray)
            except ModuleNotFoundError:
                raise NoCluster("在 Ray 上运行需要 ray；请安装：pip install 'daft[ray]'") from None
            except ConnectionError as e:
                raise NoCluster(f"连不上 Ray（{ray}）：{e}") from None

    def read(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """See Engine."""
        daft = self._daft
        work: Callable[..., Any] = daft.func.batch(return_dtype=daft.DataType.binary())(entries)
        for start in range(0, len(jobs), _ROUND):
            some, gone = {}, []
            for job in jobs[start : start + _ROUND]:
                try:
                    some[job.name] = (job, bytes_of(Path(job.file)))
                except OSError:
                    gone.append(job)
            yield from map(read_job, gone)
            if not some:
                continue
            frame = daft.from_pydict({"name": list(some), "data": [data for _, data in some.values()]})
            if self._parts > 1:
                frame = frame.into_partitions(min(self._parts, len(some)))
            done = frame.with_column("entry", work(frame["name"], frame["data"])).select("name", "entry")
            for row in done.iter_rows():
                job, data = some[row["name"]]
                yield keep(job, digest_of(row["entry"]).sha256, len(data), row["entry"])
