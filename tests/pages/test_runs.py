"""Overlapping marks made flat: nothing lost, nothing twice."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from luoshi.pages.runs import Mark, runs

SPANS = st.tuples(st.integers(0, 40), st.integers(0, 15), st.booleans())


@given(st.integers(0, 30), st.integers(1, 20), st.lists(SPANS, max_size=12))
def test_runs_cover_the_stretch_and_name_every_mark_on_it(
    start: int, length: int, spans: list[tuple[int, int, bool]]
) -> None:
    end = start + length
    marks = [Mark(a, a + n, f"k{i}", repair) for i, (a, n, repair) in enumerate(spans)]
    row = runs(start, end, marks)
    assert next(r.start for r in row) == start
    assert row[-1].end == end
    assert all(a.end == b.start for a, b in itertools.pairwise(row))
    for r in row:
        if r.start == r.end:
            continue
        covering = {m.key for m in marks if m.start < r.end and m.end > r.start}
        assert set(r.facts) | set(r.repairs) == covering
    opened = [k for r in row for k in r.opens]
    assert sorted(opened) == sorted(
        m.key for m in marks if m.end > m.start and m.start < end and m.end > start
    )
    places = [r.repairs[0] for r in row if r.start == r.end]
    assert sorted(places) == sorted(m.key for m in marks if m.start == m.end and start <= m.start <= end)


def test_the_innermost_fact_comes_first() -> None:
    row = runs(0, 20, [Mark(0, 20, "pledge"), Mark(5, 9, "measure")])
    assert [(r.start, r.end, r.facts) for r in row] == [
        (0, 5, ("pledge",)),
        (5, 9, ("measure", "pledge")),
        (9, 20, ("pledge",)),
    ]
