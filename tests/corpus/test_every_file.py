"""Every real file: read without an exception, spans equal quotes, the map covers the text and leads back."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from luoshi.errors import NoReportFound
from luoshi.facts.reading import Reading, read_bytes
from luoshi.text.intake import take_in

REPORTS = ("seeds", "nation", "province", "city", "county")
OTHERS = ("communique", "plan")


def files(shared: Path, folders: tuple[str, ...]) -> list[Path]:
    return [
        f for d in folders for f in sorted((shared / "corpus" / d).rglob("*")) if f.suffix in (".md", ".txt")
    ]


def check_map(reading: Reading, raw: str) -> None:
    """The map covers the clean text without gap or overlap and leads back to the raw characters."""
    at = 0
    for s in reading.source.map:
        assert s.clean_start == at and s.clean_len > 0
        assert 0 <= s.raw_start <= s.raw_start + s.raw_len <= len(raw)
        if s.kind == "same":
            assert raw[s.raw_start : s.raw_start + s.raw_len] == reading.text[at : at + s.clean_len]
        at += s.clean_len
    assert at == len(reading.text)
    for r in reading.source.repairs:
        assert raw[r.raw_start : r.raw_end] == r.raw and 0 <= r.start <= r.end <= len(reading.text)


def check_sections(reading: Reading) -> None:
    """Depth-1 sections cover the text in order; children lie inside their parents."""
    sections = {s.id: s for s in reading.sections}
    top = [s for s in reading.sections if s.depth == 1]
    assert top and top[0].start == 0 and top[-1].end == len(reading.text)
    assert all(a.end == b.start for a, b in pairwise(top))
    for s in reading.sections:
        assert s.start < s.end
        if s.parent:
            parent = sections[s.parent]
            assert parent.depth < s.depth and parent.start <= s.start and s.end <= parent.end
        if s.heading and "\n" not in s.heading:
            assert reading.text[s.start : s.end].lstrip().startswith(s.heading[:4])


def check_facts(reading: Reading) -> None:
    """Spans lie in the text and show what they say; ids are unique; references lead somewhere."""
    text, sections = reading.text, {s.id for s in reading.sections}
    ids = [m.id for m in reading.measures]
    assert len(ids) == len(set(ids))
    for m in reading.measures:
        assert 0 <= m.start < m.end <= len(text)
        assert m.section is None or m.section in sections
        assert text[m.start : m.end] == text[m.start : m.end].strip()
        if m.op == "range":
            assert m.high is not None
        if m.value is not None and m.op not in ("sync", "above", "assigned", "qualitative"):
            assert m.name
    for p in reading.pledges:
        assert 0 <= p.start < p.end <= len(text) and set(p.measures) <= set(ids)
    for q in reading.problems:
        assert 0 <= q.start < q.end <= len(text)


@pytest.mark.corpus
@pytest.mark.slow
def test_every_report_file_is_read(shared: Path) -> None:
    broken: list[str] = []
    for f in files(shared, REPORTS):
        data = f.read_bytes()
        try:
            sources = take_in(str(f), data)
            readings = read_bytes(str(f), data)
            assert readings and len(readings) == len(sources)
            for n, (reading, source) in enumerate(zip(readings, sources, strict=True), 1):
                assert (reading.source.part, reading.source.parts) == (n, len(readings))
                check_map(reading, source.raw)
                check_sections(reading)
                check_facts(reading)
        except Exception as e:
            broken.append(f"{f.relative_to(shared)}: {type(e).__name__} {str(e)[:200]}")
    assert not broken, f"{len(broken)} files:\n" + "\n".join(broken[:40])


@pytest.mark.corpus
def test_communiques_and_plans_hold_no_report(shared: Path) -> None:
    taken = []
    for f in files(shared, OTHERS):
        try:
            take_in(str(f), f.read_bytes())
            taken.append(str(f.relative_to(shared)))
        except NoReportFound as e:
            assert f.name in str(e)
    assert not taken


@pytest.mark.corpus
@pytest.mark.slow
def test_damaged_copies_never_raise(shared: Path) -> None:
    """Made-up damage on real files: cut, swapped, doubled and overwritten bytes give facts or a named reason."""
    from luoshi.errors import LuoshiError

    rng = random.Random(20261124)
    for f in rng.sample(files(shared, REPORTS), 40):
        data = bytearray(f.read_bytes())
        for _ in range(4):
            a = rng.randrange(len(data))
            b = min(len(data), a + rng.choice((1, 2, 7, 100, 3000)))
            how = rng.randrange(4)
            if how == 0:
                del data[a:b]
            elif how == 1:
                data[a:b] = bytes(rng.randrange(256) for _ in range(b - a))
            elif how == 2:
                data[a:a] = data[a:b]
            else:
                data[a:b] = data[a:b][::-1]
        try:
            sources = take_in(str(f), bytes(data))
            for reading, source in zip(read_bytes(str(f), bytes(data)), sources, strict=True):
                check_map(reading, source.raw)
                check_facts(reading)
        except LuoshiError as e:
            assert f.name in str(e)
