"""Fixtures of the ledger's tests: a fresh database on each vendor, a small county with a person for every role."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
pytest.importorskip("django", reason="the serve extra is not installed")

import databases

databases.setup()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database as the default one; the test runs once on SQLite and once on PostgreSQL."""
    with databases.fresh(request.param) as url:
        yield url


@pytest.fixture
def lite() -> Iterator[str]:
    """A fresh SQLite database, for what does not hang on the vendor."""
    with databases.fresh("sqlite") as url:
        yield url


@pytest.fixture
def county(db: str):
    """The small county on each database."""
    from county import build

    return build()


@pytest.fixture
def lite_county(lite: str):
    """The small county on SQLite only."""
    from county import build

    return build()
