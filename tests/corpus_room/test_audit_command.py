"""``luoshi audit`` over a dataset: the sample county's one wrong growth rate, the filters, the formats."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from luoshi.corpus.build import build
from luoshi.corpus.engines import Local


@pytest.fixture
def dataset(folder: Path, tmp_path: Path) -> Path:
    build(str(folder), str(tmp_path / "ds"), lambda: Local(1))
    return tmp_path / "ds"


def luoshi(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "luoshi.cli.main", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_contradiction_of_the_sample_stands_first_with_its_sentences(
    dataset: Path, tmp_path: Path
) -> None:
    done = luoshi("audit", dataset, "-o", tmp_path / "a.csv")
    assert done.returncode == 0, done.stderr
    assert "矛盾 1" in done.stdout
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    assert [r["weight"] for r in rows] == sorted(r["weight"] for r in rows)
    first = rows[0]
    assert (first["weight"], first["rule"], first["place"]) == ("contradiction", "from-to-growth", "石泓县")
    assert first["quote_3"] in first["sentence_3"]
    assert first["rule_text"]


def test_json_holds_the_findings_and_the_filters_hold(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    assert luoshi("audit", dataset, "-o", out, "-k", "quiet", "-p", "石泓").returncode == 0
    found = json.loads(out.read_text("utf-8"))["findings"]
    assert {f["kind"] for f in found} == {"quiet"}
    assert luoshi("audit", dataset, "-o", out, "-r", "from-to-growth").returncode == 0
    assert {f["rule"] for f in json.loads(out.read_text("utf-8"))["findings"]} == {"from-to-growth"}


def test_wrong_use_is_told(dataset: Path, tmp_path: Path) -> None:
    assert luoshi("audit", dataset, "-o", tmp_path / "a.txt").returncode == 1
    assert luoshi("audit", dataset, "-o", tmp_path / "a.csv", "-r", "no-such-rule").returncode == 2
    assert luoshi("audit", dataset, "-o", tmp_path / "a.csv", "-p", "无此地").returncode == 1
