"""Headers of the real reports: years against the index, fields against the gold readings."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from luoshi.report.header import read_header
from luoshi.text.source import SourceText

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.corpus
@pytest.mark.slow
def test_work_year_agrees_with_the_index(shared: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "check_headers.py"), str(shared)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.corpus
def test_fields_of_the_gold_seeds(shared: Path) -> None:
    """The clean texts of the six seeds, without help of the text room."""
    right, wrong = 0, []
    for path in sorted((shared / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = (shared / "gold" / "clean" / f"{gold['id']}.txt").read_text("utf-8")
        header, _ = read_header(SourceText("-", "0" * 64, "txt", "utf-8", text, text, ()))
        for field, value in gold["header"].items():
            got = getattr(header, field)
            got = list(got) if isinstance(got, tuple) else got
            if got == value:
                right += 1
            else:
                wrong.append((gold["id"], field, value, got))
    assert right / (right + len(wrong)) >= 0.97, wrong
