"""Shared fixtures: where the real reports are, if they are there at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LUOSHI_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with corpus and gold; a test that needs it is skipped, with the reason, where it is absent."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip(
            f"real reports not here: {SHARED} (set LUOSHI_SHARED to a folder that holds corpus/ and gold/)"
        )
    return SHARED
