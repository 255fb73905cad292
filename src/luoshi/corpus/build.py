"""Build a dataset (建库): what is new is read, what changed is written, everything is put in place in one step.

    folder ─ walk ─► files ─ engine ─► cache ─ buckets ─► staged Parquet ─ derive ─► staged files ─ commit ─► dataset

Killed at any point, the same call goes on from there: read files are in the cache, written buckets in the staging
folder, under names that say what is in them. The bytes of the tables depend on the files and the version only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from luoshi.corpus.cache import FOLDER as CACHE
from luoshi.corpus.cache import Cache, key_of
from luoshi.corpus.codebook import codebook
from luoshi.corpus.derived import NAMES as DERIVED
from luoshi.corpus.derived import DeriveWork, derive
from luoshi.corpus.duplicates import Duplicate, find
from luoshi.corpus.durable import STAGING, commit, locked, roll_forward, settle, write_whole
from luoshi.corpus.engines import Engine, Job
from luoshi.corpus.identity import Identity, identity
from luoshi.corpus.manifest import NAME as MANIFEST
from luoshi.corpus.manifest import (
    SCHEMA,
    Listed,
    Manifest,
    NotADataset,
    Part,
    dump,
    load,
    part_of,
    table_path,
)
from luoshi.corpus.parquet import BucketWork, Written, counted, write_bucket
from luoshi.corpus.reading import Digest
from luoshi.corpus.small import SMALL, write_small
from luoshi.corpus.tables import BUCKETS, bucket_of, shape_stamp, tables
from luoshi.corpus.walk import Input, Inputs, gather
from luoshi.errors import LuoshiError, os_words

_CODEBOOK = "codebook.md"
Progress = Callable[[str, int, int], None]


class OldDataset(NotADataset):
    """The dataset was made by another version; building on would mix two readings."""


class CannotWrite(LuoshiError):
    """The dataset's place is full or read-only; what stood there before still stands."""


class Built(msgspec.Struct, frozen=True):
    """What a build did: files in all, ``read`` now and taken from the cache; rows by table; what a person should look at.

    ``changed`` is False where there was nothing to do; ``digests`` and ``duplicates`` are then not looked up.
    """

    changed: bool
    files: int
    read: int
    rows: dict[str, int]
    skipped: tuple[tuple[str, int], ...]
    digests: tuple[tuple[str, Digest], ...] = ()
    troubles: tuple[tuple[str, str], ...] = ()
    duplicates: tuple[Duplicate, ...] = ()


def build(
    folder: str | Path,
    dataset: str | Path,
    engine: Callable[[], Engine],
    *,
    rebuild: bool = False,
    progress: Progress = lambda phase, done, total: None,
) -> Built:
    """Make or bring up to date the dataset of all reports below ``folder``; ``engine`` is started only if there is work.

    Raises BadFolder; NotADataset (``dataset`` is some other folder); OldDataset without ``rebuild``; Busy;
    CannotWrite (the old dataset still stands, what was read stays in the cache).
    """
    source, target = Path(folder), Path(dataset)
    inputs = gather(source, target)
    try:
        _claim(target)
        with locked(target):
            roll_forward(target)
            return _Build(source, target, inputs, _standing(target, rebuild), progress).run(engine)
    except OSError as e:
        raise CannotWrite(
            f"写不了 {e.filename or target}：{os_words(e)}。原有的数据集没有动；已读的文件留在缓存里，解决后再运行同一命令即可接着做"
        ) from e


def _claim(dataset: Path) -> None:
    """The folder to write to: new, empty, or a dataset finished or not. Raises NotADataset, OSError."""
    if dataset.exists() and not dataset.is_dir():
        raise NotADataset(f"{dataset}：这是文件，不是文件夹；请给数据集另起一个名字")
    dataset.mkdir(parents=True, exist_ok=True)
    names = {e.name for e in dataset.iterdir()}
    if names and not names & {MANIFEST, CACHE, STAGING, ".lock"}:
        raise NotADataset(f"{dataset}：文件夹里已有别的文件，又不是数据集；请换一个新的或空的文件夹")


def _standing(dataset: Path, rebuild: bool) -> Manifest | None:
    """The manifest to build on; None for a new dataset or a rebuilt one."""
    if rebuild:
        return None
    manifest = load(dataset)
    if manifest is None:
        return None
    if manifest.made_by.stamp != identity().stamp or manifest.shape != shape_stamp():
        raise OldDataset(
            f"{dataset}：由 {manifest.made_by} 建成，现在是 {identity()}；"
            "两个版本读出的数不能混在一起，加 --rebuild 全部重读（原有的会一直保留到新的建成）"
        )
    return manifest


class _Build:
    """One run over one dataset, under its lock."""

    def __init__(
        self, source: Path, target: Path, inputs: Inputs, manifest: Manifest | None, progress: Progress
    ) -> None:
        self._source = source
        self._target = target
        self._inputs = inputs
        self._old = manifest
        self._progress = progress
        self._cache = Cache(target)
        self._made_by: Identity = identity()
        self._staging = target / STAGING

    def run(self, start: Callable[[], Engine]) -> Built:
        firsts = _firsts(self._inputs.files)
        keys = {f.path: self._key(f) for f in firsts.values()}
        if self._old and self._old.fingerprint == self._fingerprint(keys) and self._complete(self._old.parts):
            return Built(False, len(self._inputs.files), 0, self._old.rows, self._inputs.skipped)
        self._staging.mkdir(exist_ok=True)
        engine = start()
        try:
            digests, read = self._read(engine, firsts, keys)
            buckets = self._buckets(firsts, keys, digests)
            staged = self._write_buckets(engine, buckets)
            pairs = find(r for d in digests.values() for r in d.reports)
            parts = [p for part in staged for p in part]
            small = self._write_small(firsts, digests, pairs)
            derived = self._derive(engine, parts, small)
        finally:
            engine.close()
        whole = all(d.lasting for d in digests.values())
        self._commit(buckets, parts, small, derived, self._fingerprint(keys) if whole else "", len(digests))
        self._cache.sweep(keys.values())
        troubles = tuple((f.path, f.trouble) for f in self._inputs.files if f.trouble)
        return Built(
            True, len(self._inputs.files), read, _row_counts(p for p, _ in (*parts, *small)), self._inputs.skipped,
            tuple(sorted(digests.items())), troubles, pairs,
        )  # fmt: skip

    def _key(self, file: Input) -> str:
        assert file.sha256 is not None
        return key_of(self._made_by.stamp, file.name, file.sha256)

    def _fingerprint(self, keys: dict[str, str]) -> str:
        """Of all inputs: every path with its hash, and what each is read under."""
        lines = [
            f"{f.path}\0{f.sha256}\0{f.trouble or ''}\0{keys.get(f.path, '')}" for f in self._inputs.files
        ]
        return _hash((shape_stamp(), *self._made_by.packs, *lines))

    def _complete(self, parts: Iterable[Part]) -> bool:
        """Whether these files are there, with the size they should have."""
        try:
            return all((self._target / p.path).stat().st_size == p.bytes for p in parts) and all(
                (self._target / name).is_file() for name in DERIVED
            )
        except OSError:
            return False

    def _read(
        self, engine: Engine, firsts: dict[str, Input], keys: dict[str, str]
    ) -> tuple[dict[str, Digest], int]:
        """The digest of every first copy by path, from the cache or read now; how many were read now."""
        digests: dict[str, Digest] = {}
        jobs: dict[str, Job] = {}
        for file in firsts.values():
            known = self._cache.digest(keys[file.path])
            if known is not None:
                digests[file.path] = known
            else:
                assert file.sha256 is not None
                where = str(self._source.resolve() / file.path)
                jobs[file.path] = Job(
                    where, file.name, file.sha256, self._made_by.stamp, str(self._target.resolve())
                )
        paths = {job.file: path for path, job in jobs.items()}
        self._progress("读取", 0, len(jobs))
        for n, done in enumerate(engine.read(list(jobs.values())), 1):
            path = paths[done.job.file]
            keys[path] = done.key  # another one if the file changed while it was waiting
            digests[path] = _digest(self._cache, done.key)
            self._progress("读取", n, len(jobs))
        return digests, len(jobs)

    def _buckets(
        self, firsts: dict[str, Input], keys: dict[str, str], digests: dict[str, Digest]
    ) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
        """For each bucket its fingerprint and the entries (key, path), sorted by the hash of the file."""
        held: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
        for file in firsts.values():
            digest = digests[file.path]
            if digest.reports:
                held[bucket_of(digest.sha256)].append((digest.sha256, keys[file.path], file.path))
        out = []
        for n in range(BUCKETS):
            entries = tuple((key, path) for _, key, path in sorted(held[n]))
            out.append((_hash((shape_stamp(), *(f"{k}\0{p}" for k, p in entries))), entries))
        return out

    def _write_buckets(
        self, engine: Engine, buckets: Sequence[tuple[str, tuple[tuple[str, str], ...]]]
    ) -> list[list[tuple[Part, Path]]]:
        """The files of every bucket, each with where it lies now: in the dataset, or staged."""
        out: list[list[tuple[Part, Path]]] = [[] for _ in buckets]
        works: dict[int, BucketWork] = {}
        for n, (stamp, entries) in enumerate(buckets):
            if self._old and self._old.buckets[n] == stamp:
                wanted = {table_path(t.name, n) for t in tables()}
                kept = [p for p in self._old.parts if p.path in wanted]
                if len(kept) == len(wanted) and self._complete(kept):
                    out[n] = [(p, self._target / p.path) for p in kept]
                    continue
            folder = self._staging / f"{n:02d}-{stamp}"
            works[n] = BucketWork(str(self._target.resolve()), str(folder.resolve()), entries)
        fresh = [w for w in works.values() if not Path(w.folder).is_dir()]
        self._progress("写表", 0, len(fresh))
        written: dict[str, tuple[Written, ...]] = {}
        for i, (work, tables_written) in enumerate(
            zip(fresh, engine.map(write_bucket, fresh), strict=True), 1
        ):
            written[work.folder] = tables_written
            self._progress("写表", i, len(fresh))
        for n, work in works.items():
            for w in written.get(work.folder) or counted(Path(work.folder)):
                file = Path(work.folder) / f"{w.table}.parquet"
                out[n].append((part_of(file, table_path(w.table, n), w.table, w.rows), file))
        return out

    def _write_small(
        self, firsts: dict[str, Input], digests: dict[str, Digest], pairs: Sequence[Duplicate]
    ) -> list[tuple[Part, Path]]:
        folder = self._staging / "small"
        folder.mkdir(exist_ok=True)
        first_paths = {sha: f.path for sha, f in firsts.items()}
        counts = write_small(folder, self._inputs.files, digests, first_paths, pairs)
        settle(folder)
        out = []
        for t in SMALL:
            file = folder / f"{t.name}.parquet"
            out.append((part_of(file, f"tables/{t.name}.parquet", t.name, counts[t.name]), file))
        return out

    def _derive(
        self, engine: Engine, parts: Sequence[tuple[Part, Path]], small: Sequence[tuple[Part, Path]]
    ) -> dict[str, Path]:
        files: dict[str, list[str]] = {}
        for part, where in sorted((*parts, *small), key=lambda p: p[0].path):
            assert part.table is not None
            files.setdefault(part.table, []).append(str(where.resolve()))
        listed = tuple((name, tuple(paths)) for name, paths in files.items())
        works = [DeriveWork(name, str(self._staging / name), listed) for name in DERIVED]
        self._progress("检索", 0, len(works))
        for n, name in enumerate(engine.map(derive, works), 1):
            settle(self._staging / name)
            self._progress("检索", n, len(works))
        return {name: self._staging / name for name in DERIVED}

    def _commit(
        self,
        buckets: Sequence[tuple[str, tuple[tuple[str, str], ...]]],
        parts: Sequence[tuple[Part, Path]],
        small: Sequence[tuple[Part, Path]],
        derived: dict[str, Path],
        fingerprint: str,
        read: int,
    ) -> None:
        book = self._staging / _CODEBOOK
        write_whole(book, codebook().encode())
        listed = sorted((p for p, _ in (*parts, *small)), key=lambda p: p.path)
        manifest = Manifest(
            schema=SCHEMA,
            made_by=self._made_by,
            shape=shape_stamp(),
            fingerprint=fingerprint,
            buckets=tuple(stamp for stamp, _ in buckets),
            rows=_row_counts(listed),
            inputs=tuple(Listed(f.path, f.sha256, f.size) for f in self._inputs.files),
            parts=(*listed, part_of(book, _CODEBOOK)),
            derived=DERIVED,
        )
        write_whole(self._staging / MANIFEST, dump(manifest))
        here = self._target.resolve()
        moves = [
            (where.resolve().relative_to(here).as_posix(), part.path)
            for part, where in (*parts, *small)
            if where.resolve() != here / part.path
        ]
        moves += [(f"{STAGING}/{name}", name) for name in (*derived, _CODEBOOK, MANIFEST)]
        wanted = {p.path for p in manifest.parts}
        present = (f.relative_to(here).as_posix() for f in sorted((here / "tables").rglob("*.parquet")))
        commit(here, moves, [name for name in present if name not in wanted])


def _firsts(files: Iterable[Input]) -> dict[str, Input]:
    """For each content the first file that has it, in order of path."""
    firsts: dict[str, Input] = {}
    for f in files:
        if f.sha256 is not None:
            firsts.setdefault(f.sha256, f)
    return firsts


def _digest(cache: Cache, key: str) -> Digest:
    from luoshi.corpus.reading import digest_of

    return digest_of(cache.entry(key))


def _row_counts(parts: Iterable[Part]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for p in parts:
        if p.table is not None:
            counts[p.table] = counts.get(p.table, 0) + (p.rows or 0)
    return dict(sorted(counts.items()))


def _hash(lines: Iterable[str]) -> str:
    digest = blake2b(digest_size=10)
    for line in lines:
        digest.update(line.encode("utf-8", "surrogateescape") + b"\n")
    return digest.hexdigest()
