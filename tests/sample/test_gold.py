"""The sample's own gold (tests/gold/sample-*.json) has the shape of gold/GUIDE.md and quotes its reports exactly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from luoshi import sample

GOLD = Path(__file__).resolve().parents[1] / "gold"
PAIRS = [(p, json.loads((GOLD / f"sample-{p.stem[-4:]}.json").read_text("utf-8"))) for p in sample.paths()]
BOTH = pytest.mark.parametrize(("path", "gold"), PAIRS, ids=["2025", "2026"])
KEYS = {"indicator", "name", "quote", "kind", "op", "value", "high", "unit", "period", "status", "ref"}


def squeeze(s: str) -> str:
    return "".join(s.split())


@BOTH
def test_quotes_are_in_the_text(path: Path, gold: dict[str, Any]) -> None:
    text = path.read_text("utf-8")
    assert gold["id"] == path.stem
    for m in [*gold["targets"], *gold["headline"]]:
        assert set(m) == KEYS
        assert m["quote"] in text, m
    for quote in [*gold["problems"], *(p["quote"] for p in gold["pledges"])]:
        assert quote in text
    for p in gold["pledges"]:
        item = text[text.index(f"{p['no']}.{p['quote']}") :].split("\n")[0]
        assert all(value + unit in item for value, unit in p["numbers"])


@BOTH
def test_sections_stand_in_order(path: Path, gold: dict[str, Any]) -> None:
    text, at = squeeze(path.read_text("utf-8")), 0
    for s in gold["sections"]:
        found = text.find(squeeze(s["starts_with"]), at)
        assert found >= at, s
        assert s["heading"] is None or text[found:].startswith(squeeze(s["heading"]))
        at = found + 1
    roles = {s["role"] for s in gold["sections"]}
    assert {
        "front",
        "review",
        "problems",
        "requirements",
        "targets",
        "tasks",
        "pledges",
        "self_building",
        "closing",
    } <= roles


@BOTH
def test_values_are_printed(path: Path, gold: dict[str, Any]) -> None:
    for m in [*gold["targets"], *gold["headline"]]:
        if m["value"] is not None:
            assert f"{m['value']:g}" in m["quote"], m
        assert (m["high"] is not None) == (m["op"] == "range")
    assert len(gold["pledges"]) == 10 and len(gold["problems"]) == 6
