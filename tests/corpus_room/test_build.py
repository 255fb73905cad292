"""Building a dataset: what is in it, what is read again, what stands after trouble."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

import luoshi.corpus.durable as durable
from luoshi.corpus.build import CannotWrite, OldDataset, build
from luoshi.corpus.cache import Cache
from luoshi.corpus.dataset import Dataset
from luoshi.corpus.durable import Busy, locked
from luoshi.corpus.engines import Done, Here, Job, Local, read_job
from luoshi.corpus.manifest import NAME, NotADataset, dump, load
from luoshi.corpus.tables import rows, tables
from luoshi.corpus.walk import BadFolder
from luoshi.facts.reading import read


class Counting(Here):
    """An engine that says which files it was given."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def read(self, jobs: Sequence[Job]) -> Iterator[Done]:
        self.names += [job.name for job in jobs]
        return super().read(jobs)


def contents(dataset: Path) -> dict[str, bytes]:
    """Every Parquet file and the manifest, by name."""
    files = [*sorted((dataset / "tables").rglob("*.parquet")), dataset / NAME, dataset / "codebook.md"]
    return {f.relative_to(dataset).as_posix(): f.read_bytes() for f in files}


def never() -> Here:
    raise AssertionError("an engine was started though nothing changed")


def without_map(reading: Any) -> Any:
    source = msgspec.structs.replace(reading.source, map=(), path="")
    return msgspec.structs.replace(reading, source=source)


def test_readings_come_back_whole_from_the_tables(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "ds", Here)
    data = Dataset(tmp_path / "ds")
    got = {r.source.sha256: r for r in data.readings()}
    for name in ("2025.txt", "2026.txt"):
        (want,) = read(folder / "石泓县" / name)
        found = got[want.source.sha256]
        assert found.source.path == f"石泓县/{'2026-copy.txt' if name == '2026.txt' else name}"
        assert without_map(found) == without_map(want)


def test_every_row_with_a_span_quotes_it(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "ds", Here)
    data = Dataset(tmp_path / "ds")
    texts = dict(data.texts())
    seen = 0
    for table in tables():
        if any(c.name == "quote" for c in table.columns):
            for row in data.rows(table.name):
                assert texts[row["report"]][row["start"] : row["end"]] == row["quote"]
                seen += 1
    assert seen > 500


def test_rows_are_in_the_bucket_of_their_report_and_sorted(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "ds", Here)
    data = Dataset(tmp_path / "ds")
    for part in data.manifest.parts:
        if part.table in {t.name for t in tables()}:
            import pyarrow.parquet as pq

            reports = pq.read_table(tmp_path / "ds" / part.path)["report"].to_pylist()
            assert reports == sorted(reports)
            assert {int(r[:2], 16) % 16 for r in reports} <= {int(Path(part.path).stem)}


def test_what_a_person_should_look_at_is_told(folder: Path, tmp_path: Path) -> None:
    built = build(folder, tmp_path / "ds", Here)
    data = Dataset(tmp_path / "ds")
    assert built.skipped == ((".png", 1),)
    errors = {r["path"]: r["kind"] for r in data.rows("errors")}
    assert errors == {"empty.txt": "unreadable", "news.txt": "not_a_report"}
    files = {r["path"]: r for r in data.rows("files")}
    assert ".hidden.txt" not in files
    assert files["石泓县/2026.txt"]["status"] == "copy"
    assert files["石泓县/2026.txt"]["copy_of"] == "石泓县/2026-copy.txt"
    reports = {r["path"]: r for r in data.rows("reports")}
    assert reports["石泓县/2024.txt"]["flags"] == ["file_year_differs"]
    assert (reports["石泓县/2024.txt"]["file_year"], reports["石泓县/2024.txt"]["work_year"]) == (2024, 2026)
    assert reports["石泓县/2025.txt"]["flags"] == []
    (pair,) = data.rows("duplicates")
    assert pair["kind"] == "near"
    assert pair["kept"] == reports["石泓县/2026-copy.txt"]["report"]
    assert pair["same_place"] and pair["same_year"]


def test_a_report_of_another_place_is_noticed(folder: Path, tmp_path: Path) -> None:
    (folder / "盐湖区").mkdir()
    (folder / "石泓县" / "2025.txt").rename(folder / "盐湖区" / "2025.txt")
    build(folder, tmp_path / "ds", Here)
    flags = {r["path"]: r["flags"] for r in Dataset(tmp_path / "ds").rows("reports")}
    assert flags["盐湖区/2025.txt"] == ["file_place_differs"]


def test_two_builds_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "a", Here)
    build(folder, tmp_path / "elsewhere" / "b", Here)
    assert contents(tmp_path / "a") == contents(tmp_path / "elsewhere" / "b")
    assert Dataset(tmp_path / "a").verify() == ()


def test_nothing_changed_starts_nothing(folder: Path, tmp_path: Path) -> None:
    first = build(folder, tmp_path / "ds", Here)
    before = {
        f: f.stat().st_mtime_ns for f in (tmp_path / "ds").rglob("*") if f.is_file() and f.name != ".lock"
    }
    again = build(folder, tmp_path / "ds", never)
    assert not again.changed and again.rows == first.rows
    assert before == {f: f.stat().st_mtime_ns for f in before}


def test_only_what_changed_is_read_and_the_result_is_that_of_a_fresh_build(
    folder: Path, tmp_path: Path
) -> None:
    build(folder, tmp_path / "ds", Here)
    text = (folder / "石泓县" / "2025.txt").read_text("utf-8")
    (folder / "石泓县" / "2025.txt").write_text(text.replace("186.4亿元", "186.5亿元"), "utf-8")
    (folder / "石泓县" / "2024.txt").unlink()
    engine = Counting()
    build(folder, tmp_path / "ds", lambda: engine)
    assert engine.names == ["reports/石泓县/2025.txt"]
    build(folder, tmp_path / "fresh", Here)
    assert contents(tmp_path / "ds") == contents(tmp_path / "fresh")


def test_a_pool_and_this_process_give_the_same(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "a", Here)
    build(folder, tmp_path / "b", lambda: Local(2))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_daft_gives_the_same(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("daft")
    from luoshi.corpus.clusters import Daft

    build(folder, tmp_path / "a", Here)
    build(folder, tmp_path / "b", Daft)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_torn_cache_entry_is_read_anew(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "ds", Here)
    before = contents(tmp_path / "ds")
    entries = [f for f in (tmp_path / "ds" / ".cache").rglob("*") if f.is_file()]
    torn = max(entries, key=lambda f: f.stat().st_size)
    torn.write_bytes(torn.read_bytes()[:-100])
    (tmp_path / "ds" / NAME).unlink()
    engine = Counting()
    build(folder, tmp_path / "ds", lambda: engine)
    assert len(engine.names) == 1
    assert contents(tmp_path / "ds") == before


def dies_on_2025(job: Job) -> Done:
    if "2025" in job.name:
        os._exit(9)
    return read_job(job)


def test_a_file_that_kills_its_process_costs_only_itself(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "ds", lambda: Local(2, work=dies_on_2025))
    data = Dataset(tmp_path / "ds")
    errors = {r["path"]: r["kind"] for r in data.rows("errors")}
    assert errors["石泓县/2025.txt"] == "internal"
    assert {r["path"] for r in data.rows("reports")} == {"石泓县/2024.txt", "石泓县/2026-copy.txt"}
    # It may have been the machine: the next build tries again.
    build(folder, tmp_path / "ds", Here)
    assert "石泓县/2025.txt" in {r["path"] for r in Dataset(tmp_path / "ds").rows("reports")}


def test_another_version_is_told_and_rebuilt(folder: Path, tmp_path: Path) -> None:
    ds = tmp_path / "ds"
    build(folder, ds, Here)
    before = contents(ds)
    manifest = load(ds)
    assert manifest is not None
    old = msgspec.structs.replace(manifest.made_by, version="0.0.1")
    (ds / NAME).write_bytes(dump(msgspec.structs.replace(manifest, made_by=old)))
    with pytest.raises(OldDataset, match=r"0\.0\.1.*--rebuild"):
        build(folder, ds, never)
    build(folder, ds, Here, rebuild=True)
    assert contents(ds) == before


@pytest.mark.parametrize("manifest", [b"{", b'{"schema": "luoshi.dataset/0"}', b"[]"])
def test_a_manifest_that_is_not_understood_is_told(folder: Path, tmp_path: Path, manifest: bytes) -> None:
    ds = tmp_path / "ds"
    build(folder, ds, Here)
    (ds / NAME).write_bytes(manifest)
    with pytest.raises(NotADataset, match="--rebuild"):
        Dataset(ds)
    with pytest.raises(NotADataset, match="--rebuild"):
        build(folder, ds, never)
    build(folder, ds, Here, rebuild=True)
    assert Dataset(ds).verify() == ()


def test_a_folder_of_other_things_is_not_written_into(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_bytes(b"")
    with pytest.raises(NotADataset, match="已有别的文件"):
        build(folder, tmp_path / "mine", never)
    with pytest.raises(NotADataset, match="这是文件"):
        build(folder, tmp_path / "mine" / "thesis.docx", never)
    with pytest.raises(BadFolder, match="没有这个文件夹"):
        build(tmp_path / "nowhere", tmp_path / "ds", never)


def test_a_dataset_inside_the_folder_is_no_input(folder: Path) -> None:
    build(folder, folder / "ds", Here)
    again = build(folder, folder / "ds", never)
    assert not again.changed


def test_a_folder_without_reports_gives_an_empty_dataset(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    build(tmp_path / "in", tmp_path / "ds", Here)
    data = Dataset(tmp_path / "ds")
    assert data.table("reports").num_rows == 0
    assert list(data.readings()) == []
    assert data.search("政府") == []


def test_one_build_at_a_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "ds").mkdir()
    with locked(tmp_path / "ds"), pytest.raises(Busy, match="另一个"):
        build(folder, tmp_path / "ds", never)


@pytest.mark.parametrize("nth", [1, 3, 4, 5])
def test_a_full_disk_leaves_the_old_dataset(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    ds = tmp_path / "ds"
    build(folder, ds, Here)
    before = contents(ds)
    text = (folder / "石泓县" / "2025.txt").read_text("utf-8")
    for n in range(3):
        (folder / "石泓县" / f"2025-{n}.txt").write_text(text.replace("186.4", f"186.{n}"), "utf-8")
    calls = 0

    def full(number: int) -> None:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as m:
        m.setattr(durable.os, "fsync", full)
        with pytest.raises(CannotWrite, match="磁盘已满"):
            build(folder, ds, Here)
    assert contents(ds) == before
    assert Dataset(ds).verify() == ()
    build(folder, ds, Here)
    assert Dataset(ds).manifest.rows["reports"] == 6
    assert not list(ds.rglob("*.part"))


def cut_short(after: int) -> Callable[..., None]:
    """``Path.replace`` that stops the process' work after some renames."""
    real = Path.replace
    done = 0

    def replace(self: Path, target: Path) -> Path:
        nonlocal done
        if ".staging" in str(self) and target.name != "commit.json" and ".staging" not in str(target):
            done += 1
            if done > after:
                raise KeyboardInterrupt
        return real(self, target)

    return replace  # type: ignore[return-value]


@pytest.mark.parametrize("after", [0, 1, 7, 60])
def test_a_commit_cut_short_is_never_read_and_then_ended(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    ds = tmp_path / "ds"
    (folder / "石泓县" / "2024.txt").rename(tmp_path / "later.txt")
    build(folder, ds, Here)
    (tmp_path / "later.txt").rename(folder / "石泓县" / "2024.txt")
    with monkeypatch.context() as m:
        m.setattr(Path, "replace", cut_short(after))
        try:
            build(folder, ds, Here)
        except KeyboardInterrupt:
            with pytest.raises(NotADataset, match="打断"):
                Dataset(ds)
    build(folder, ds, Here)
    build(folder, tmp_path / "fresh", Here)
    assert contents(ds) == contents(tmp_path / "fresh")


def start(folder: Path, ds: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "luoshi.cli.main", "build", str(folder), "-o", str(ds), "-j", "2"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.parametrize("signal", ["kill", "interrupt"])
def test_stopped_in_the_middle_and_resumed(folder: Path, tmp_path: Path, signal: str) -> None:
    text = (folder / "石泓县" / "2025.txt").read_text("utf-8")
    for n in range(60):
        (folder / "石泓县" / f"2025-{n}.txt").write_text(text.replace("186.4", f"18{n}.4"), "utf-8")
    ds = tmp_path / "ds"
    process = start(folder, ds)
    deadline = time.monotonic() + 60
    while len(list((ds / ".cache").rglob("*"))) < 30 and time.monotonic() < deadline:
        time.sleep(0.01)
    if signal == "kill":
        process.kill()
    else:
        process.send_signal(2)
    _, told = process.communicate(timeout=60)
    if signal == "interrupt":
        assert process.returncode == 130
        assert "已中断" in told and "Traceback" not in told
    with pytest.raises(NotADataset):
        Dataset(ds)
    kept = sum(1 for f in (ds / ".cache").rglob("*") if f.is_file() and not f.name.endswith(".part"))
    engine = Counting()
    # The workers of a killed parent end within a second; until then they may still put entries in the cache.
    time.sleep(1)
    build(folder, ds, lambda: engine)
    assert len(engine.names) <= 65 - kept + 4
    build(folder, tmp_path / "fresh", Here)
    assert contents(ds) == contents(tmp_path / "fresh")


def test_sweeping_leaves_only_what_is_in_use(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "ds", Here)
    cache = Cache(tmp_path / "ds")
    cache.put("ab" * 16, b"old")
    (folder / "石泓县" / "2024.txt").unlink()
    build(folder, tmp_path / "ds", Here)
    entries = [f for f in (tmp_path / "ds" / ".cache").rglob("*") if f.is_file()]
    assert len(entries) == 4  # two reports, and what the two other files are


def test_tables_follow_the_types() -> None:
    (reading,) = read(Path(__file__).parent.parent.parent / "src/luoshi/sample/shihong-2026.txt")
    whole = msgspec.to_builtins(reading)
    about = {"path": "x", "chars": 1, "file_place": None, "file_year": None, "flags": []}
    made = rows(whole, "r", about)
    assert {t.name for t in tables()} == set(made)
    assert len(made["measures"]["id"]) == len(reading.measures)
    assert made["commitments"]["task"] == [t.id for t in reading.tasks for _ in t.commitments]
    for table in tables():
        assert {len(values) for values in made[table.name].values()} <= {len(made[table.name]["report"])}
        if len(table.path) == 1:  # every field is a column or a table of its own
            shape = type(next(iter(getattr(reading, table.name)), None))
            if shape is not type(None):
                inner = {t.path[-1] for t in tables() if t.path[: len(table.path)] == table.path and t.parent}
                assert set(shape.__struct_fields__) - inner == {c.field for c in table.columns if c.field}
