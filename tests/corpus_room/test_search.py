"""The search index: nothing is missed, nothing is invented."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.corpus.build import build
from luoshi.corpus.dataset import Dataset
from luoshi.corpus.engines import Here
from luoshi.corpus.search import BadQuery, candidates, matcher, write_index
from luoshi.corpus.sentences import sentences


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    from luoshi.sample import paths

    top = tmp_path_factory.mktemp("search")
    (top / "in").mkdir()
    for p in paths():
        (top / "in" / p.name).write_bytes(p.read_bytes())
    build(top / "in", top / "ds", Here)
    return Dataset(top / "ds")


@pytest.mark.parametrize(
    "phrase", ["就业", "算力", "亿元", "2025年", "5G", "5g", "高标准农田", "88.8", "民", "县"]
)
def test_every_place_of_a_phrase_is_found(data: Dataset, phrase: str) -> None:
    want = [
        (report, m.start(), m.end())
        for report, text in data.texts()
        for start, end in sentences(text)
        for m in matcher(phrase).finditer(text, start, end)
    ]
    assert [(h.report, h.start, h.end) for h in data.search(phrase, None)] == want


def test_a_hit_is_the_phrase(data: Dataset) -> None:
    texts = dict(data.texts())
    hits = data.search("高标准农田", 3)
    assert len(hits) == 3
    for h in hits:
        assert "".join(texts[h.report][h.start : h.end].split()) == "高标准农田"
        assert h.sentence in texts[h.report]


@pytest.mark.parametrize("phrase", ["", " ", "，。", "“”"])
def test_a_search_for_nothing_is_told(data: Dataset, phrase: str) -> None:
    with pytest.raises(BadQuery):
        data.search(phrase)


@pytest.mark.parametrize("phrase", ['"', '算"力', "算力 OR 就业", "NEAR(就 业)", "*", "没有这样的词组"])
def test_a_phrase_is_never_a_query_language(data: Dataset, phrase: str) -> None:
    if any(c.isalnum() for c in phrase):
        assert all(matcher(phrase).search(h.sentence) for h in data.search(phrase))
    else:
        with pytest.raises(BadQuery):
            data.search(phrase)


@given(
    st.lists(st.text("算力就业5G,。 \n人", max_size=30), max_size=6),
    st.text("算力就业5G", min_size=1, max_size=4),
)
def test_the_index_misses_no_sentence(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], phrase: str
) -> None:
    path = tmp_path_factory.mktemp("index") / "i.sqlite"
    named = [(f"r{n}", t) for n, t in enumerate(texts)]
    write_index(path, named)
    found = {(r, s, e) for r, s, e in candidates(path, phrase)}
    for report, text in named:
        for start, end in sentences(text):
            if matcher(phrase).search(text, start, end):
                assert (report, start, end) in found


@given(st.text("甲乙。！；\n 　”", max_size=40))
def test_sentences_hold_every_letter_in_order(text: str) -> None:
    spans = list(sentences(text))
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    inside = "".join(text[a:b] for a, b in spans)
    assert "".join(c for c in inside if c in "甲乙") == "".join(c for c in text if c in "甲乙")
