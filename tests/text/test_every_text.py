"""On every real file, and on damaged copies: the map covers the clean text, leads back, and repairs lie where they say."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from made_damage import damaged, sites

from luoshi.errors import LuoshiError, NoReportFound
from luoshi.text.intake import take_in
from luoshi.text.source import SourceText

REPORTS = ("seeds", "nation", "province", "city", "county")
OTHERS = ("communique", "plan")


def files(shared: Path, folders: tuple[str, ...]) -> list[Path]:
    return [
        f for d in folders for f in sorted((shared / "corpus" / d).rglob("*")) if f.suffix in (".md", ".txt")
    ]


def check(source: SourceText) -> None:
    """The map has no gap, goes forward, and equal stretches are equal; repairs show the raw text."""
    text, raw = source.text, source.raw
    at = low = 0
    for s in source.map:
        assert s.clean_start == at and s.clean_len > 0
        assert low <= s.raw_start <= s.raw_start + s.raw_len <= len(raw)
        if s.kind == "same":
            assert raw[s.raw_start : s.raw_start + s.raw_len] == text[at : at + s.clean_len]
        if s.aligned:
            assert s.raw_len == s.clean_len
        at, low = at + s.clean_len, s.raw_start
    assert at == len(text)
    for r in source.repairs:
        assert raw[r.raw_start : r.raw_end] == r.raw
        assert 0 <= r.start <= r.end <= len(text) and 0 <= r.confidence <= 1
    clean = "".join(c for c in text if c.isdigit())
    kept = "".join(
        c
        for s in source.map
        for c in (
            raw[s.raw_start : s.raw_start + s.raw_len]
            if s.aligned
            else text[s.clean_start : s.clean_start + s.clean_len]
        )
        if c.isdigit()
    )
    assert clean == kept


@pytest.mark.corpus
@pytest.mark.slow
def test_every_file_is_taken_in(shared: Path) -> None:
    for f in files(shared, REPORTS):
        for source in take_in(str(f), f.read_bytes()):
            check(source)


@pytest.mark.corpus
def test_communiques_and_plans_are_named(shared: Path) -> None:
    for f in files(shared, OTHERS):
        with pytest.raises(NoReportFound, match=r"公报|规划|计划") as caught:
            take_in(f.name, f.read_bytes())
        assert caught.value.path == f.name


@pytest.mark.corpus
@pytest.mark.slow
def test_damaged_copies_lead_back(shared: Path) -> None:
    rng = random.Random(20261125)
    for f in rng.sample(files(shared, REPORTS), 60):
        text = f.read_text("utf-8-sig")
        places = sites(text)
        for site in sorted(rng.sample(places, min(2, len(places))), reverse=True):
            end = text.find("\n", site)
            end = len(text) if end < 0 else end
            text = damaged_line(text, site, end)
        data = bytearray(text.encode("utf-8"))
        for _ in range(3):
            a = rng.randrange(len(data))
            b = min(len(data), a + rng.choice((1, 2, 7, 100, 3000)))
            data[a:b] = rng.choice((b"", rng.randbytes(b - a), bytes(data[a:b]) * 2, b"&nbsp;", b";;", b"??"))
        try:
            sources = take_in(f.name, bytes(data))
        except LuoshiError as e:
            assert f.name in str(e)
            continue
        for source in sources:
            check(source)


def damaged_line(text: str, site: int, end: int) -> str:
    """``text`` with the rest of its line from ``site`` shifted; as it was, if the line is not all GBK."""
    try:
        return text[:site] + damaged(text[site:end], 0) + text[end:]
    except (UnicodeEncodeError, KeyError):
        return text
