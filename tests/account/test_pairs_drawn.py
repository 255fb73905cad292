"""The pairs drawn for a blind reading: the draw is whole, and what was read keeps to it."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "pairs"
VERDICTS = {"met", "exceeded", "missed", "unrateable", "direction_only", "adjusted"}


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t"))


def test_three_hundred_pairs_are_drawn_over_four_levels() -> None:
    drawn = table("DRAW.tsv")
    assert [row["no"] for row in drawn] == [str(n) for n in range(1, 301)]
    assert Counter(r["level"] for r in drawn) == {
        "nation": 45,
        "province": 135,
        "prefecture": 75,
        "county": 45,
    }
    assert len({(r["target_report"], r["target_start"], r["target_end"]) for r in drawn}) == 300
    for row in drawn:
        assert row["target_report"] != row["outcome_report"]
        assert int(row["target_start"]) < int(row["target_end"])
        assert int(row["outcome_start"]) < int(row["outcome_end"])


def test_what_was_read_keeps_to_the_draw() -> None:
    if not (HERE / "read.tsv").is_file():
        pytest.skip("not read yet")
    read = table("read.tsv")
    assert [row["no"] for row in read] == [row["no"] for row in table("DRAW.tsv")]
    for row in read:
        assert row["right"] in ("yes", "no"), row
        assert (row["verdict"] in VERDICTS) == (row["right"] == "yes"), row
