"""Corrections on real reports: every accepted figure is found again in another copy with other punctuation and lines."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from luoshi.errors import UnreadableFile
from luoshi.facts.correcting import correct, key_of, selectors
from luoshi.facts.corrections import Correction, figure_of
from luoshi.facts.reading import read_bytes

FILES = 12
_OTHER = str.maketrans("，；：（）％", ",;:()%")


@pytest.mark.corpus
@pytest.mark.slow
def test_every_figure_is_found_again_in_another_copy(shared: Path) -> None:
    corpus = shared / "corpus"
    files = sorted(p for d in ("nation", "province", "city", "county") for p in (corpus / d).rglob("*.*"))
    states: Counter[str] = Counter()
    for file in random.Random(20261125).sample([f for f in files if f.suffix in (".md", ".txt")], FILES):
        text = file.read_text("utf-8", errors="replace")
        other = "某某政府网 首页\n\n" + text.translate(_OTHER).replace("。\n", "。\n\n")
        try:
            ours, theirs = read_bytes("a.txt", text.encode()), read_bytes("copy.txt", other.encode())
        except UnreadableFile:
            continue
        for r, copy in zip(ours, theirs, strict=False):
            where, key = selectors(r), key_of(r)
            words = [Correction(m.id, "accept", key, where[m.id], figure_of(m)) for m in r.measures]
            states.update(a.state for a in correct(copy, words).corrections)
            assert {a.state for a in correct(r, words).corrections} <= {"confirmed"}
    # Where the rules read the other copy otherwise, the accepted figure is restored or made anew: still none is lost.
    assert states["unplaced"] == 0
    assert states["confirmed"] >= 0.99 * sum(states.values()) > 0
