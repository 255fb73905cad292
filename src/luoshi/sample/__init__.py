"""The project's own sample (样例): the 2025 and 2026 reports of 石泓县, a county that does not exist.

``ANSWERS.tsv`` lists what was planted in them: targets and their outcomes, pledges, figures and traps, with exact quotes.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def paths() -> tuple[Path, ...]:
    """The sample report files, in the order they were delivered."""
    return tuple(sorted(_HERE.glob("shihong-*.txt")))


def answers_path() -> Path:
    """The table of planted facts (tab-separated, ``#`` comments on top, then a header row)."""
    return _HERE / "ANSWERS.tsv"
