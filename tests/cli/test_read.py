"""``luoshi read`` from the outside: exit codes, streams, good and bad files together."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made_reading import LONG

LUOSHI = [sys.executable, "-m", "luoshi.cli.main", "read"]


def read(*args: object, input: bytes | None = None, **options: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*LUOSHI, *map(str, args)], input=input, capture_output=True, **options)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.split("\n")[:-1]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports among what is none."""
    where = tmp_path / "in"
    (where / "sub").mkdir(parents=True)
    (where / "a.txt").write_text(LONG, "utf-8")
    (where / "b-empty.txt").write_bytes(b"")
    (where / "c-binary.txt").write_bytes(bytes(range(256)) * 40)
    (where / "d-news.txt").write_text("全县召开春季植树现场会,与会人员参观了三处林场。" * 20, "utf-8")
    (where / "sub" / "e.txt").write_text(LONG.replace("青禾县", "白石县"), "utf-8")
    (where / "notes.xls").write_bytes(b"x")
    return where


def test_summary_of_one_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(LONG, "utf-8")
    done = read(file)
    assert (done.returncode, done.stderr) == (0, "")
    assert "青禾县" in done.stdout and "2031年政府工作报告" in done.stdout
    assert "\x1b" not in done.stdout


def test_json_lines_are_whole_and_the_same_every_time(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(LONG, "utf-8")
    first, second = read(file, "--json"), read(file, "--json")
    assert first.stdout == second.stdout
    (document,) = lines(first.stdout)
    assert document["schema"] == "luoshi.report/1"
    assert document["source"]["path"] == str(file)
    assert document["measures"]
    from jsonschema import Draft202012Validator

    from luoshi.export.schema import report_schema

    Draft202012Validator(report_schema()).validate(document)
    (small,) = lines(read(file, "--json", "--no-text", "--no-map").stdout)
    assert "text" not in small and "map" not in small["source"]
    assert small["measures"] == document["measures"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_bad_files_are_named_and_cost_nothing(folder: Path, jobs: str) -> None:
    done = read(folder, folder / "gone.txt", "--json", "--jobs", jobs)
    assert done.returncode == 1
    assert [Path(d["source"]["path"]).name for d in lines(done.stdout)] == ["a.txt", "e.txt"]
    for name in ("b-empty.txt", "c-binary.txt", "d-news.txt", "gone.txt"):
        (told,) = [line for line in done.stderr.splitlines() if name in line]
        assert told.startswith("未能读取 ") and len(told.split("：", 1)[1]) > 3
    assert "a.txt" not in done.stderr
    assert ".xls 1" in done.stderr
    assert "Traceback" not in done.stderr


def test_jobs_change_nothing_in_the_output(folder: Path) -> None:
    assert read(folder, "--json").stdout == read(folder, "--json", "-j", "3").stdout


def test_standard_input() -> None:
    done = read("-", "--json", input=LONG.encode())
    assert done.returncode == 0
    assert lines(done.stdout)[0]["source"]["path"] == "-"
    empty = read("-", input=b"")
    assert empty.returncode == 1
    assert "标准输入" in empty.stderr


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no /dev/fd here")
def test_process_substitution_also_among_several(tmp_path: Path) -> None:
    for name, place in (("a", "青禾县"), ("b", "白石县")):
        (tmp_path / name).write_text(LONG.replace("青禾县", place), "utf-8")
    script = '"$@" --json <(cat a) <(cat b)'
    done = subprocess.run(
        ["bash", "-c", script, "bash", *LUOSHI], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert [d["header"]["jurisdiction"] for d in lines(done.stdout)] == ["青禾县", "白石县"]


def test_a_folder_without_reports_is_told(tmp_path: Path) -> None:
    done = read(tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert str(tmp_path) in done.stderr


def test_page_and_workbook_of_several_reports(folder: Path, tmp_path: Path) -> None:
    page, book = tmp_path / "out.html", tmp_path / "out.xlsx"
    done = read(folder, "--html", page, "--xlsx", book)
    assert done.returncode == 1  # the bad files
    assert page.read_text("utf-8").count("<article") == 2
    assert book.stat().st_size > 5000
    assert str(page) in done.stderr and str(book) in done.stderr
    assert "青禾县" in done.stdout and "白石县" in done.stdout
    many = tmp_path / "pages"
    assert read(folder / "a.txt", "--html", many, "--json").returncode == 0
    assert len(list(many.iterdir())) == 2


def test_an_output_that_cannot_be_written_is_told_before_anything_is_read(
    folder: Path, tmp_path: Path
) -> None:
    for option, out in (
        ("--html", tmp_path / "no" / "a.html"),
        ("--xlsx", tmp_path / "no" / "a.xlsx"),
        ("--xlsx", tmp_path),
    ):
        done = read(folder, option, out)
        assert done.returncode == 2
        assert "写不了" in done.stderr and "Traceback" not in done.stderr
        assert done.stdout == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LONG, "utf-8")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*LUOSHI, str(tmp_path / "a.txt"), "--json"], stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 1
    assert "错误" in done.stderr.decode() and "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize("options", [["--json"], []])
def test_a_closed_pipe_is_silent(tmp_path: Path, options: list[str]) -> None:
    for i in range(30):
        (tmp_path / f"{i:02}.txt").write_text(LONG, "utf-8")
    done = subprocess.run(
        [
            "bash",
            "-c",
            'set -o pipefail; "$@" | head -c 100 >/dev/null',
            "bash",
            *LUOSHI,
            str(tmp_path),
            *options,
        ],
        capture_output=True,
    )
    assert done.stderr == b""
    assert done.returncode == 141


def test_a_closed_pipe_does_not_cost_the_files_being_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LONG, "utf-8")
    page = tmp_path / "out.html"
    command = [*LUOSHI, str(tmp_path / "a.txt"), "--html", str(page)]
    done = subprocess.run(["bash", "-c", '"$@" | true', "bash", *command], capture_output=True)
    assert "</html>" in page.read_text("utf-8")
    assert "Traceback" not in done.stderr.decode()


def test_file_names_in_any_bytes(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xb1\xa8\xb8\xe6.txt"
    Path(os.fsdecode(name)).write_text(LONG, "utf-8")
    done = subprocess.run([*map(os.fsencode, LUOSHI), name, b"--json"], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["source"]["path"].endswith("\\udcb1\\udca8\\udcb8\\udce6.txt")


@pytest.mark.slow
def test_many_files_are_listed_and_no_progress_bar_is_piped(tmp_path: Path) -> None:
    for i in range(8):
        (tmp_path / f"{i}.txt").write_text(LONG.replace("2031", str(2031 + i)), "utf-8")
    done = read(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 8


def on_terminal(args: list[str], stdout: Any = None) -> tuple[int, str]:
    """Exit code and what a terminal sees; ``stdout`` may go elsewhere."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "40"}
    started = subprocess.Popen([*LUOSHI, *args], stdout=stdout or theirs, stderr=theirs, env=env)
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    return started.wait(), seen.decode()


@pytest.mark.slow
def test_lines_and_the_progress_bar_do_not_overwrite_each_other(tmp_path: Path) -> None:
    for i in range(8):
        (tmp_path / f"{i}.txt").write_text(LONG, "utf-8")
    (tmp_path / "9.txt").write_bytes(b"")
    code, seen = on_terminal([str(tmp_path)])
    assert code == 1
    told = [line for line in seen.split("\n") if "目标 " in line or "未能读取" in line]
    assert len(told) == 9
    assert "━" in seen
    # What stands on a told line since the last erased one is not the bar.
    assert not [line for line in told if "━" in line.split("\x1b[2K")[-1]]


@pytest.mark.slow
def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    for i in range(8):
        (tmp_path / f"{i}.txt").write_text(LONG, "utf-8")
    with (tmp_path / "out.jsonl").open("wb") as out:
        code, seen = on_terminal([str(tmp_path), "--json"], out)
    assert code == 0
    assert "读取" in seen and "8/8" in seen
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == 8
