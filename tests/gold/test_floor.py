"""The score on gold is a floor that only rises (tests/gold/floor.json, raised by tools/make_accuracy.py --raise-floor)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import make_accuracy  # noqa: E402


@pytest.mark.slow
def test_no_figure_falls_under_its_floor() -> None:
    floor = json.loads(make_accuracy.FLOOR.read_text("utf-8"))
    now = make_accuracy.floors(make_accuracy.measure())
    fallen = [
        f"{title}: {what} {now[title].get(what, 0.0):.4f} < {least:.4f}"
        for title, figures in floor.items()
        if title in now
        for what, least in figures.items()
        if now[title].get(what, 0.0) < least
    ]
    assert not fallen, "\n".join(fallen)
