"""docs/rules.md: its generated parts are current, its examples print what it says, every source it cites is listed."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/rules.md").read_text("utf-8")


def test_the_generated_parts_are_current() -> None:
    spec = importlib.util.spec_from_file_location("make_rules_docs", ROOT / "tools/make_rules_docs.py")
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.filled(PAGE) == PAGE, "run: python tools/make_rules_docs.py"


def test_the_examples_print_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```(python|toml|text)\n(.*?)```", PAGE, re.S)
    names: dict[str, object] = {}
    printed = None
    for kind, body in blocks:
        if kind == "toml":
            where = re.search(r"`(mine/[^`]+\.toml)`", PAGE)
            assert where is not None
            path = tmp_path / where[1]
            path.parent.mkdir(parents=True)
            path.write_text(body, "utf-8")
        elif kind == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(body, names)
            printed = out.getvalue()
        else:
            assert printed == body
            printed = None
    assert [k for k, _ in blocks].count("text") == 3


def test_every_source_cited_is_listed() -> None:
    body, _, listed = PAGE.partition("## Sources")
    cited = set(re.findall(r"\b([PL]\d+)\b", body))
    missing = sorted(c for c in cited if not re.search(rf"\b{c} ", listed))
    assert not missing
