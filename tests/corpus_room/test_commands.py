"""The commands over a dataset: exit codes, what they say, what they write."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def luoshi(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "luoshi.cli.main", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


@pytest.fixture
def dataset(folder: Path, tmp_path: Path) -> Path:
    done = luoshi("build", folder, "-o", tmp_path / "ds", "-j", "1")
    assert done.returncode == 0, done.stderr
    return tmp_path / "ds"


def test_build_tells_what_to_look_at(folder: Path, tmp_path: Path) -> None:
    done = luoshi("build", folder, "-o", tmp_path / "ds", "-j", "1")
    assert done.returncode == 0
    assert "3 份报告" in done.stdout and "6 个文件，这次读了 5 个" in done.stdout
    for words in (
        "empty.txt：文件是空的", "1 个文件不是政府工作报告", "略过其他类型的文件：.png 1",
        "石泓县/2024.txt：文件名是 2024 年，正文部署 2026 年", "石泓县/2024.txt ← 石泓县/2026-copy.txt：几乎相同",
    ):  # fmt: skip
        assert words in done.stderr
    again = luoshi("build", folder, "-o", tmp_path / "ds")
    assert again.returncode == 0 and "都没有变化" in again.stdout


def test_trouble_is_one_line(folder: Path, tmp_path: Path, dataset: Path) -> None:
    for done, code in (
        (luoshi("build", tmp_path / "nowhere", "-o", tmp_path / "x"), 1),
        (luoshi("build", folder, "-o", tmp_path / "x", "--ray", "auto"), 2),
        (luoshi("build", folder), 2),
        (luoshi("panel", folder, "-o", tmp_path / "p.csv"), 1),
        (luoshi("panel", dataset, "-o", tmp_path / "p.sav"), 1),
        (luoshi("panel", dataset, "-o", tmp_path / "p.csv", "-i", "幸福指数"), 1),
        (luoshi("panel", dataset, "-o", tmp_path / "p.csv", "--from", "2030", "--to", "2020"), 2),
        (luoshi("panel", dataset, "-o", tmp_path / "no" / "p.csv"), 1),
        (luoshi("attention", dataset, "-d", tmp_path / "no.tsv", "-o", tmp_path / "a.csv"), 1),
        (luoshi("search", dataset, "，"), 1),
    ):
        assert done.returncode == code, done
        assert "Traceback" not in done.stderr
        assert code == 2 or done.stderr.count("\n") == 1
    assert not (tmp_path / "p.csv").exists()


def test_panel_writes_values_and_says_what_is_missing(dataset: Path, tmp_path: Path) -> None:
    done = luoshi("panel", dataset, "-o", tmp_path / "p.csv")
    assert done.returncode == 0 and "缺失" in done.stdout
    rows = table(tmp_path / "p.csv")
    gdp = [r for r in rows if r["indicator_id"] == "gdp" and r["side"] == "target" and r["kind"] == "growth"]
    assert {r["year"] for r in gdp} == {"2025", "2026"}
    assert all(r["low"] and r["sentence"] and r["report"] for r in gdp)
    assert {r["path"] for r in rows if r["year"] == "2026" and r["path"]} == {"石泓县/2026-copy.txt"}


def test_attention_writes_shares_and_hits_that_agree(dataset: Path, tmp_path: Path) -> None:
    done = luoshi(
        "attention", dataset, "-d", "digital", "-o", tmp_path / "a.csv", "--hits", tmp_path / "h.csv"
    )
    assert done.returncode == 0, done.stderr
    shares, hits = table(tmp_path / "a.csv"), table(tmp_path / "h.csv")
    whole = {r["report"]: int(r["hits"]) for r in shares if r["role"] == r["topic"] == "all"}
    assert len(whole) == 2
    for report, n in whole.items():
        assert sum(h["report"] == report for h in hits) == n
    assert all(h["term"].casefold() in "".join(h["sentence"].split()).casefold() for h in hits)


def test_search_prints_where(dataset: Path) -> None:
    done = luoshi("search", dataset, "高标准农田", "-n", "2", "--json")
    hits = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(hits) == 2 and "只列出前 2 处" in done.stderr
    assert all("高标准农田" in h["sentence"] and h["path"].startswith("石泓县/") for h in hits)
    assert "没有找到" in luoshi("search", dataset, "没有这样的话").stderr


def test_the_database_answers_in_sql(dataset: Path) -> None:
    import duckdb

    with duckdb.connect(str(dataset / "luoshi.duckdb"), read_only=True) as base:
        wrong = base.execute(
            "SELECT count(*) FROM measures m JOIN reports r USING (report)"
            ' WHERE substring(r.text, m.start + 1, m."end" - m.start) <> m.quote'
        ).fetchone()
        assert wrong == (0,)
        for view in ("chosen", "facts", "targets", "outcomes", "sentences_of", "misfiled"):
            assert base.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0  # type: ignore[index]


def test_the_packages_are_not_loaded_before_they_are_needed() -> None:
    code = (
        "import sys, luoshi.cli.main, luoshi.cli.build, luoshi.cli.panel, luoshi.cli.attention, luoshi.corpus.tables\n"
        "print(sorted({'pyarrow', 'duckdb', 'sqlite3', 'daft'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_codebook_in_docs_is_that_of_the_types() -> None:
    from luoshi.corpus.codebook import codebook

    page = (ROOT / "docs" / "codebook.md").read_text("utf-8")
    assert page == codebook(), "run python tools/make_codebook.py"
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) > 100
    assert not [line for line in rows if line.endswith("|  |")], "a column without a meaning"


def test_a_dataset_of_another_version_is_told(dataset: Path, tmp_path: Path) -> None:
    assert luoshi("search", dataset, "高标准农田").stderr == ""
    manifest = dataset / "manifest.json"
    whole = json.loads(manifest.read_text("utf-8"))
    whole["made_by"]["version"] = "0.0.1"
    manifest.write_text(json.dumps(whole), "utf-8")
    for done in (
        luoshi("search", dataset, "高标准农田"),
        luoshi("panel", dataset, "-o", tmp_path / "p.csv"),
        luoshi("account", dataset, "-o", tmp_path / "a.csv"),
        luoshi("audit", dataset, "-o", tmp_path / "q.csv"),
        luoshi("page", "place", "石泓县", "-d", dataset, "-o", tmp_path / "p.html"),
    ):
        assert done.returncode == 0
        assert (
            done.stderr.startswith("注意：") and "luoshi 0.0.1" in done.stderr and "--rebuild" in done.stderr
        )


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = luoshi("build", tmp_path / "empty", "-o", tmp_path / "ds")
    assert done.returncode == 0 and "没有能读的文件" in done.stderr


def test_a_search_index_that_was_deleted_is_told(dataset: Path) -> None:
    (dataset / "search.sqlite").unlink()
    done = luoshi("search", dataset, "高标准农田")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "search.sqlite" in done.stderr and "luoshi build" in done.stderr
