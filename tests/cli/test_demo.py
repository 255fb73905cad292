"""``luoshi demo``: what a newcomer sees first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LUOSHI = [sys.executable, "-m", "luoshi.cli.main"]


def test_demo_sums_up_the_sample_writes_the_reader_and_says_where(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    done = subprocess.run(
        [*LUOSHI, "demo", "--out", str(out)], capture_output=True, text=True, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")
    page = out / "luoshi-demo.html"
    assert str(page) in done.stdout and page.as_uri() in done.stdout
    for said in ("石泓县 2026年政府工作报告", "年度目标", "民生实事  10", "存在问题", "2025  石泓县"):
        assert said in done.stdout, said
    assert page.read_text("utf-8").count("<article") == 2
    assert [p.name for p in out.iterdir()] == [page.name]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = subprocess.run(
        [*LUOSHI, "demo", "--out", str(tmp_path / "file" / "out")], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "写不了" in done.stderr and "Traceback" not in done.stderr
