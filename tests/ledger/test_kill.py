"""Killed -9 while twenty people write (断电): no acknowledged action is lost. The long run is benchmarks/ledger_kill.py."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "ledger_kill.py"


@pytest.mark.slow
def test_nothing_acknowledged_is_lost(db: str) -> None:
    spec = importlib.util.spec_from_file_location("ledger_kill", FILE)
    assert spec and spec.loader
    kill = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kill)
    kill.prepare(db)
    found = kill.torture(db, os.environ["LUOSHI_HOME"], seconds=4, kills=3)
    assert found["acknowledged"] > 20
    for fault in ("lost", "twice", "without_event", "unclaimed", "duplicate_notices"):
        assert found[fault] == 0, found
    assert found["verify"] == "ok"
