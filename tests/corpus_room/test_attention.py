"""Attention: what counts, where it counts, and that the layout of a copy moves nothing."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.corpus.attention import ALL, BadDictionary, Lookup, Share, builtin, load, parse
from luoshi.facts.reading import Reading, read, read_bytes
from luoshi.report.report import Section
from luoshi.sample import paths

READING = read(paths()[1])[0]
LOOKUP = Lookup(load("environment"))


def small(text: str, *sections: tuple[str, int, int]) -> Reading:
    made = tuple(Section(f"s{n}", None, 1, role, None, a, b) for n, (role, a, b) in enumerate(sections))  # type: ignore[arg-type]
    return msgspec.structs.replace(READING, text=text, sections=made)


def count(words: str, reading: Reading) -> dict[tuple[str, str], Share]:
    return {(s.role, s.topic): s for s in Lookup(parse("d", words.encode())).count(reading)[0]}


def spaced(r: Reading, seed: int, many: int) -> Reading:
    """The same reading of the same text with blanks and line breaks put in anywhere."""
    rng = random.Random(seed)
    at = sorted(rng.randrange(len(r.text) + 1) for _ in range(many))
    pieces, last, moved = [], 0, []
    for a in at:
        blank = rng.choice([" ", "\n", "　", "\n\n　　", "\t"])
        pieces += [r.text[last:a], blank]
        moved.append((a, len(blank)))
        last = a
    pieces.append(r.text[last:])

    def to(position: int) -> int:
        return position + sum(n for a, n in moved if a <= position)

    sections = tuple(msgspec.structs.replace(s, start=to(s.start), end=to(s.end)) for s in r.sections)
    return msgspec.structs.replace(r, text="".join(pieces), sections=sections)


@given(st.integers(0, 10_000), st.integers(0, 400))
@settings(max_examples=25, deadline=None)
def test_blanks_and_line_breaks_move_nothing(seed: int, many: int) -> None:
    want, hits = LOOKUP.count(READING)
    other = spaced(READING, seed, many)
    got, found = LOOKUP.count(other)
    assert got == want
    assert [(h.topic, h.term, h.role) for h in found] == [(h.topic, h.term, h.role) for h in hits]
    for h in found:
        assert "".join(other.text[h.start : h.end].split()).casefold() == h.term.casefold()


@pytest.mark.parametrize("change", [("。", "。\n\n　　"), ("，", "， "), ("\n", "\n\n")])
def test_a_copy_laid_out_otherwise_reads_the_same(change: tuple[str, str]) -> None:
    raw = paths()[1].read_text("utf-8")
    (other,) = read_bytes("x.txt", raw.replace(*change).encode())
    whole = [s for s in LOOKUP.count(READING)[0] if s.role == ALL]
    assert [s for s in LOOKUP.count(other)[0] if s.role == ALL] == whole


def test_characters_and_sentences_are_counted_without_punctuation() -> None:
    got = count(
        "污染", small("治理污染，改善民生。 稳中求进！！\n污 染少。", ("review", 0, 11), ("tasks", 11, 26))
    )
    assert got[ALL, ALL] == Share(ALL, ALL, 15, 4, 3, 2, 2)
    assert got["review", ALL] == Share("review", ALL, 8, 2, 1, 1, 1)
    assert (got["tasks", ALL].chars, got["tasks", ALL].sentences) == (7, 2)
    assert got["review", ALL].by_char == 2 / 8


def test_roles_add_up_to_the_whole() -> None:
    shares = [s for s in LOOKUP.count(READING)[0] if s.topic == ALL]
    whole = next(s for s in shares if s.role == ALL)
    for field in ("chars", "hit_chars", "sentences", "hits"):
        assert sum(getattr(s, field) for s in shares if s.role != ALL) == getattr(whole, field)


def test_the_longest_word_counts_once_and_a_guard_not_at_all() -> None:
    words = "term\ttopic\twithout\n教育\tschool\t主题教育\n职业教育\tschool\t\n"
    got = count(words, small("主题教育。职业教育。教育。"))
    assert (got[ALL, "school"].hits, got[ALL, "school"].hit_chars) == (2, 6)


def test_an_inner_section_has_its_own_role() -> None:
    got = count("绿", small("绿甲乙绿丙丁", ("tasks", 0, 6), ("targets", 3, 5)))
    assert (got["tasks", ALL].chars, got["targets", ALL].chars) == (4, 2)
    assert (got["tasks", ALL].hits, got["targets", ALL].hits) == (1, 1)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "没有词"), (b"# only\n", "没有词"), ("水\n水\n".encode(), "重复"), ("term\tweight\n水\t1\n".encode(), "weight"),
        ("term,topic\n水,a,b\n".encode(), "3 列"), ("水。\n".encode(), "须由"), (b"\xff\xfe\x00", "UTF-8"),
        ("term\ttopic\twithout\n水\ta\t火\n".encode(), "不包含"),
    ],
)  # fmt: skip
def test_a_dictionary_that_cannot_be_used_is_told(data: bytes, word: str) -> None:
    with pytest.raises(BadDictionary, match=word):
        parse("d.tsv", data)


def test_a_dictionary_that_is_not_there_is_told_with_ours() -> None:
    with pytest.raises(BadDictionary, match="digital"):
        load("nowhere.tsv")


def test_ours_are_whole_and_say_where_they_come_from() -> None:
    assert builtin() == ("digital", "environment", "livelihood")
    for name in builtin():
        assert len(load(name).terms) > 50
        shares, hits = Lookup(load(name)).count(READING)
        assert hits and 0 < shares[0].by_char < 0.2


def test_a_plain_list_and_a_table_with_commas_are_dictionaries() -> None:
    assert [t.term for t in parse("d", "\ufeff水\n河 流\n".encode()).terms] == ["水", "河流"]
    assert parse("d", "term,topic\n水,a\n".encode()).terms[0].topic == "a"
