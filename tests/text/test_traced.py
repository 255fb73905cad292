"""The map from clean to raw text holds under any composition of steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from work_done import calls

from luoshi.text.traced import Edit, TracedText, raw_span_in

KINDS = ("script", "pinyin", "mojibake", "dash", "space", "entity", "boilerplate", "layout")
ALPHABET = "甲乙丙丁12 。\n"
# Every character once, so that a segment that equals its raw stretch can only come from there.
DISTINCT = "".join(chr(0x4E00 + k) for k in range(40))
OTHER = {ord(c): chr(ord(c) + 0x1000) for c in DISTINCT[::2]}


@st.composite
def steps(draw: st.DrawFn) -> TracedText:
    """A raw text after up to six random steps: edits of all kinds, cuts, respellings, marks."""
    t = TracedText.of(DISTINCT[: draw(st.integers(0, 40))])
    for _ in range(draw(st.integers(0, 6))):
        n = len(t.text)
        what = draw(st.sampled_from(("edit", "edit", "edit", "cut", "respell", "mark")))
        bounds = sorted(draw(st.lists(st.integers(0, n), min_size=2, max_size=12)))
        spans = list(zip(bounds[::2], bounds[1::2], strict=False))
        if what == "edit":
            edits = [
                Edit(a, b, draw(st.text("①②③", max_size=4)), draw(st.sampled_from(KINDS))) for a, b in spans
            ]
            t = t.edit(draw(st.permutations(edits)), recorded=draw(st.booleans()))
        elif what == "cut":
            t = t.cut(*spans[0])
        elif what == "respell":
            t = t.respell(t.text.translate(OTHER), spans)
        else:
            t = t.mark("mojibake", *spans[0], 0.3)
    return t


@given(steps())
def test_segments_cover_the_clean_text_without_gap_or_overlap(t: TracedText) -> None:
    at = 0
    for s in t.segments:
        assert s.clean_start == at
        assert s.clean_len > 0
        at += s.clean_len
    assert at == len(t.text)


@given(steps())
def test_same_segments_are_equal_to_raw_and_aligned_ones_as_long(t: TracedText) -> None:
    for s in t.segments:
        if s.kind == "same":
            clean = t.text[s.clean_start : s.clean_start + s.clean_len]
            assert clean == t.raw[s.raw_start : s.raw_start + s.raw_len]
        if s.kind in ("same", "script"):
            assert s.clean_len == s.raw_len
            for k in range(s.clean_len):
                c = t.raw[s.raw_start + k]
                assert t.text[s.clean_start + k] in (c, OTHER.get(ord(c)), "①", "②", "③")


@given(steps())
def test_raw_spans_are_in_range_and_in_order(t: TracedText) -> None:
    start = end = 0
    for s in t.segments:
        assert start <= s.raw_start
        assert end <= s.raw_start + s.raw_len <= len(t.raw)
        start, end = s.raw_start, s.raw_start + s.raw_len
        assert s.raw_len >= 0


@given(steps(), st.data())
def test_raw_span_grows_with_the_clean_span(t: TracedText, data: st.DataObject) -> None:
    n = len(t.text)
    a = data.draw(st.integers(0, n))
    b = data.draw(st.integers(a, n))
    raw_a, raw_b = t.raw_span(a, b)
    assert 0 <= raw_a <= raw_b <= len(t.raw)
    starts = [s.clean_start for s in t.segments]
    assert raw_span_in(t.segments, starts, a, b) == (raw_a, raw_b)
    if b - a > 1:
        inner_a, inner_b = t.raw_span(a + 1, b - 1)
        assert raw_a <= inner_a
        assert inner_b <= raw_b or inner_a == inner_b
    if a < b and all(
        s.kind == "same" for s in t.segments if s.clean_start < b and a < s.clean_start + s.clean_len
    ):
        kept = "".join(t.raw[slice(*t.raw_span(k, k + 1))] for k in range(a, b))
        assert kept == t.text[a:b]


@given(steps())
def test_repairs_lie_in_both_texts_and_quote_the_raw_one(t: TracedText) -> None:
    last = -1
    for r in t.repairs():
        assert 0 <= r.start <= r.end <= len(t.text)
        assert 0 <= r.raw_start <= r.raw_end <= len(t.raw)
        assert r.raw == t.raw[r.raw_start : r.raw_end]
        assert r.raw_start >= last
        last = r.raw_start
        if r.start < r.end and r.raw_start < r.raw_end:
            raw_start, raw_end = t.raw_span(r.start, r.end)
            assert raw_start <= r.raw_end
            assert raw_end >= r.raw_start


@given(st.text(ALPHABET, min_size=1, max_size=30), st.data())
def test_one_step_of_repairs_is_found_again_exactly(raw: str, data: st.DataObject) -> None:
    bounds = sorted(data.draw(st.sets(st.integers(0, len(raw)), min_size=2, max_size=8)))
    spans = list(zip(bounds[::2], bounds[1::2], strict=False))
    edits = [Edit(a, b, data.draw(st.text("①②③", max_size=3)), "entity") for a, b in spans]
    t = TracedText.of(raw).edit(edits)
    found = t.repairs()
    assert [(r.raw_start, r.raw_end, t.text[r.start : r.end]) for r in found] == [
        (e.start, e.end, e.new) for e in edits
    ]


def test_an_inserted_dash_is_the_span_of_its_repair() -> None:
    t = TracedText.of("规划(20162020年)实施").edit([Edit(7, 7, "—", "dash")])
    (r,) = t.repairs()
    assert t.text == "规划(2016—2020年)实施"
    assert (t.text[r.start : r.end], r.raw_start, r.raw_end) == ("—", 7, 7)
    assert t.raw_span(3, 13) == (3, 12)


def test_a_dropped_stretch_is_an_empty_span_where_it_stood() -> None:
    t = TracedText.of("發(fā)展").edit([Edit(1, 5, "", "pinyin")]).respell("发展", [(0, 2)])
    pinyin, script = (next(r for r in t.repairs() if r.kind == k) for k in ("pinyin", "script"))
    assert (pinyin.start, pinyin.end, pinyin.raw) == (1, 1, "(fā)")
    assert (script.start, script.end, script.raw) == (0, 2, "發(fā)展")
    assert [tuple(t.raw_span(k, k + 1)) for k in range(2)] == [(0, 1), (5, 6)]


def test_respelling_over_a_repaired_block_keeps_the_block() -> None:
    t = TracedText.of("黨?!罢y國").edit([Edit(1, 5, "真銀", "mojibake", 0.7)]).respell("党真银国", [(0, 4)])
    assert [s.kind for s in t.segments] == ["script", "mojibake", "script"]
    assert t.raw_span(2, 3) == (1, 5)


def test_edits_that_change_nothing_leave_no_trace() -> None:
    t = TracedText.of("甲乙丙")
    assert t.edit([Edit(1, 2, "乙", "script")]) == t


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 2, "", "space"), Edit(1, 3, "", "space")],
        [Edit(2, 9, "", "space")],
        [Edit(2, 1, "", "space")],
    ],
)
def test_edits_that_overlap_or_lie_outside_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps or lies outside"):
        TracedText.of("甲乙丙丁").edit(edits)


def test_respelling_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="respelling"):
        TracedText.of("甲乙").respell("甲", [(0, 1)])


def test_work_grows_no_faster_than_the_number_of_segments() -> None:
    def work(count: int) -> int:
        t = TracedText.of("甲乙丙丁" * count)

        def edits() -> None:
            u = t.edit([Edit(4 * k, 4 * k + 1, "", "pinyin") for k in range(count)])
            u = u.edit([Edit(3 * k, 3 * k + 1, "新", "entity") for k in range(count)])
            u.mark_all("dash", ((k, k + 1, 0.5) for k in range(count))).repairs()

        return calls(edits)

    assert work(4000) < 2.5 * work(2000)
