"""Reads the lexicon's data files: tab-separated, ``#`` comments on top, a header row, blank lines ignored."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from luoshi.errors import LexiconError


@cache
def text(name: str) -> str:
    """The whole text of ``data/<name>``."""
    try:
        return (files("luoshi.lexicon") / "data" / name).read_text("utf-8")
    except FileNotFoundError as e:
        raise LexiconError(f"lexicon/data/{name}: no such file") from e


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of a one-column list, comments and blank lines left out."""
    return tuple(s for line in text(name).splitlines() if (s := line.strip()) and not s.startswith("#"))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a tab-separated table, as dicts by the header row; missing trailing cells are empty."""
    content = [line for line in text(name).splitlines() if line.strip() and not line.startswith("#")]
    if not content:
        raise LexiconError(f"lexicon/data/{name}: no header row")
    head = content[0].split("\t")
    out = []
    for n, line in enumerate(content[1:], 1):
        cells = line.split("\t")
        if len(cells) > len(head):
            raise LexiconError(
                f"lexicon/data/{name}: row {n} has {len(cells)} cells, the header {len(head)}: {line!r}"
            )
        out.append(dict(zip(head, cells + [""] * (len(head) - len(cells)), strict=True)))
    return tuple(out)
