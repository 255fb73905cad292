"""``luoshi page``: a place and an indicator of a dataset as one html file; wrong names are told."""

from __future__ import annotations

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


def test_a_place_and_an_indicator_become_pages_and_the_same_bytes_each_time(
    dataset: Path, tmp_path: Path
) -> None:
    one, two, three = (tmp_path / f"{n}.html" for n in "123")
    for out in (one, two):
        done = luoshi("page", "place", "石泓", "-d", dataset, "-o", out)
        assert done.returncode == 0, done.stderr
    assert "石泓县：目标与结果" in one.read_text("utf-8")
    assert one.read_bytes() == two.read_bytes()
    done = luoshi("page", "indicator", "地区生产总值", "-d", dataset, "-o", three)
    assert done.returncode == 0, done.stderr
    assert "1 个地方" in done.stdout
    assert "石泓县" in three.read_text("utf-8")


def test_wrong_names_are_told_and_nothing_is_written(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.html"
    assert "没有“无此地”" in luoshi("page", "place", "无此地", "-d", dataset, "-o", out).stderr
    assert "没有指标" in luoshi("page", "indicator", "无此指标", "-d", dataset, "-o", out).stderr
    assert luoshi("page", "indicator", "compute", "-d", dataset, "-o", out, "-l", "nation").returncode == 2
    assert not out.exists()
