"""A small folder of reports, with everything in it that a real one has: copies, wrong names, other files."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.sample import paths

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

OLD, NEW = (p.read_text("utf-8") for p in paths())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two years of one county, a copy, a damaged copy, an excerpt under a wrong year, and files that are no reports."""
    top = tmp_path / "reports"
    place = top / "石泓县"
    place.mkdir(parents=True)
    (place / "2025.txt").write_text(OLD, "utf-8")
    (place / "2026.txt").write_text(NEW, "utf-8")
    (place / "2026-copy.txt").write_text(NEW, "utf-8")
    (place / "2024.txt").write_text(NEW.replace("。\n", "。 \n").replace("高质量", "高品质"), "utf-8")
    (top / "empty.txt").write_bytes(b"")
    (top / "news.txt").write_text("今天天气很好，适合出门散步。\n" * 50, "utf-8")
    (top / "picture.png").write_bytes(b"\x89PNG")
    (top / ".hidden.txt").write_text(OLD, "utf-8")
    return top
