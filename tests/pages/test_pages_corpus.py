"""The reader and the review page on real reports: the text is whole, every fact has its card, place and links."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from test_reader_html import Tree, squeeze

from luoshi.errors import UnreadableFile
from luoshi.export.html import render
from luoshi.export.sheets import SHEETS, rows
from luoshi.facts.reading import Reading, read
from luoshi.pages.facts import facts
from luoshi.pages.review import review

pytestmark = [pytest.mark.corpus, pytest.mark.slow]
FILES = 40
SEED = 20261125


@pytest.fixture(scope="module")
def readings(shared: Path) -> list[Reading]:
    """The reports of some files of all levels and times, and of the seeds with their damage."""
    corpus = shared / "corpus"
    files = sorted(p for d in ("nation", "province", "city", "county") for p in (corpus / d).rglob("*.*"))
    drawn = random.Random(SEED).sample([f for f in files if f.suffix in (".md", ".txt", ".html")], FILES)
    out: list[Reading] = []
    for file in [*sorted((corpus / "seeds").iterdir()), *drawn]:
        try:
            out += read(file)
        except UnreadableFile:
            continue
    assert len(out) > FILES // 2
    return out


def test_reader_of_real_reports(readings: list[Reading]) -> None:
    for r in readings:
        tree = Tree(render(r))
        assert squeeze(tree.text) == squeeze(r.text), r.source.path
        ids = tree.ids()
        known = set(ids)
        assert len(ids) == len(known), r.source.path
        hrefs = {a["href"] for tag, a in tree.elements if tag == "a"}
        assert not [h for h in hrefs if h and h[0] == "#" and h[1:] not in known], r.source.path
        for f in facts(r):
            assert f"f-{f.id}" in known and f"t-{f.id}" in known, (r.source.path, f)


def test_review_page_and_sheets_of_real_reports(readings: list[Reading]) -> None:
    for r in readings:
        checks = [c for _, cs in review(r).groups for c in cs]
        assert sorted(c.id for c in checks) == sorted(m.id for m in r.measures)
        for c in checks:
            assert c.pieces[1] == c.selector.quote
        assert all(len(cells) == len(SHEETS[sheet]) for sheet, cells in rows(r))
