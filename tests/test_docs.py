"""The pages that people read: links lead somewhere, the list of decisions is whole, promised commands exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from luoshi.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("README.md")])
GENERATED = {"docs/accuracy.md", "docs/performance.md"}  # by make accuracy and make performance


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in t]
    found = [(page.parent / t).resolve() for t in targets if t]
    assert not [t for t in found if not t.exists() and str(t.relative_to(ROOT)) not in GENERATED]


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    for page in sorted(folder.glob("0*.md")):
        assert f"[{page.name[:4]}]({page.name})" in index
        assert page.read_text("utf-8").startswith(f"# {page.name[:4]} ")


def test_readme_names_only_commands_and_targets_that_exist() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert set(
        re.findall(r"luoshi (read|review|schema|score|demo|build|serve|panel|account)\b", text)
    ) <= set(COMMANDS)
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"make ([a-z]+)\b", text)) <= targets | {"demo"}
    assert {"demo", "test"} <= targets


def test_the_example_of_a_corrections_file_is_one() -> None:
    from luoshi.facts.corrections import State, loads

    text = (ROOT / "docs" / "corrections.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, re.S)
    (found,) = loads("example", example.encode())
    assert found.wanted.value == -3.4
    assert set(re.findall(r"`([a-z]+)`", text[text.index("| state |") :])) >= set(get_args(State))
