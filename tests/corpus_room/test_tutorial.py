"""The tutorial runs from its first cell to its last, on the sample and on real reports."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb", reason="the corpus extra is not installed")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from run_tutorial import NOTEBOOK, run

from luoshi.sample import paths


def printed(notebook: dict[str, Any]) -> str:
    return "".join("".join(o["text"]) for c in notebook["cells"] for o in c.get("outputs", ()))


def test_the_tutorial_runs_on_the_sample(tmp_path: Path) -> None:
    for file in paths():
        shutil.copy(file, tmp_path)
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    run(notebook, tmp_path)
    told = printed(notebook)
    assert "石泓县 2026" in told and "whole\t2" in told
    assert "2025\t" in told  # the target of the one year and its outcome in the next


@pytest.mark.corpus
def test_the_tutorial_comes_to_its_finding_on_real_reports(shared: Path, tmp_path: Path) -> None:
    province = sorted(p for p in (shared / "corpus" / "province").iterdir() if p.is_dir())[0]
    shutil.copytree(province, tmp_path / province.name)
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    run(notebook, tmp_path)
    rows = [line.split("\t") for line in printed(notebook).splitlines() if line[:4].isdigit()]
    table = [r for r in rows if len(r) == 5]
    assert sum(int(r[1]) for r in table) >= 15  # targets of a province since 1990
    assert all(int(r[3]) <= int(r[2]) <= int(r[1]) for r in table)


def test_what_the_notebook_keeps_are_counts_not_report_texts() -> None:
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    kept = printed(notebook)
    assert kept, "run tools/run_tutorial.py FOLDER once, so that readers see what comes out"
    lines = [line for line in kept.splitlines() if "<-" not in line]
    assert max(map(len, lines)) < 140 and "。" not in "".join(lines)
