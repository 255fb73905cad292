"""Any input, however damaged, gives facts or a named reason; the long run is benchmarks/fuzz.py, each crash it found is replayed here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import fuzz  # noqa: E402


def recipes() -> list[tuple[str, int]]:
    """The mutations that once broke the reading."""
    lines = fuzz.CRASHES.read_text("utf-8").splitlines() if fuzz.CRASHES.exists() else []
    return [
        (line.split("\t")[0], int(line.split("\t")[1])) for line in lines if line and not line.startswith("#")
    ]


@pytest.mark.slow
def test_a_share_of_the_mutations() -> None:
    done, found, _ = fuzz.batch((900_000, 900_300))
    assert done == 300
    assert not found, found[:5]


@pytest.mark.corpus
@pytest.mark.parametrize(("path", "seed"), recipes() or [("corpus/seeds/huguan-2024.txt", 1)])
def test_what_once_broke_is_read(shared: Path, path: str, seed: int) -> None:
    assert fuzz.broken(path, fuzz.mutated(shared / path, seed)) is None


def test_a_mutation_is_the_same_every_time() -> None:
    path = fuzz.files()[0]
    assert fuzz.mutated(path, 7) == fuzz.mutated(path, 7) != fuzz.mutated(path, 8)
