"""The panel: each value in its year and on its side, and every reason why there is none kept apart."""

from __future__ import annotations

import msgspec
import pytest

from luoshi.corpus.missing import explicitly_none
from luoshi.corpus.panel import NoSuchIndicator, Row, indicators, panel
from luoshi.corpus.tone import tone_of
from luoshi.facts.reading import Reading, read
from luoshi.report.report import Header
from luoshi.sample import paths

GDP = {"gdp": "地区生产总值"}


@pytest.fixture(scope="module")
def years() -> dict[int, Reading]:
    return {r.header.work_year or 0: r for p in paths() for r in read(p)}


def pick(rows: tuple[Row, ...], year: int, side: str, kind: str | None = None) -> Row:
    (row,) = [r for r in rows if (r.year, r.side) == (year, side) and kind in (None, r.kind)]
    return row


def changed(r: Reading, **changes: object) -> Reading:
    return msgspec.structs.replace(r, **changes)


def with_text(r: Reading, text: str) -> Reading:
    """A report that says only this."""
    return changed(
        r, text=text, measures=(), sections=tuple(s for s in r.sections if s.role in ("targets", "review"))
    )


def test_a_target_stands_in_its_year_and_the_outcome_in_the_year_it_is_of(years: dict[int, Reading]) -> None:
    rows = panel(years.values(), GDP).rows
    assert {r.report is None for r in rows} == {False}
    target = pick(rows, 2025, "target", "growth")
    assert (target.path, target.status) == (years[2025].source.path, "target")
    outcome = pick(rows, 2025, "outcome", "growth")
    assert outcome.path == years[2026].source.path
    assert outcome.status in ("actual", "estimate")
    for row in rows:
        text = years[2025 if row.path == years[2025].source.path else 2026].text
        assert row.start is not None and row.end is not None
        assert text[row.start : row.end] == row.quote
        assert row.quote in (row.sentence or "")


def test_places_have_the_columns_of_their_level(years: dict[int, Reading]) -> None:
    city = changed(
        years[2025], header=Header("杭州市", ("浙江省", "杭州市"), "330100", "prefecture", 2025, 2024)
    )
    nation = changed(years[2025], header=Header("国务院", (), None, "nation", 2025, 2024))
    rows = panel([city, nation], GDP).rows
    by = {r.place: r for r in rows}
    assert (by["杭州市"].province_code, by["杭州市"].city_code, by["杭州市"].county) == (
        "330000",
        "330100",
        None,
    )
    assert (by["国务院"].code, by["国务院"].province) == ("000000", None)


def test_bounds_follow_the_operator(years: dict[int, Reading]) -> None:
    m = next(
        m
        for m in years[2025].measures
        if m.indicator_id == "gdp" and m.status == "target" and m.kind == "growth"
    )
    want = {
        "=": (6, 6, "point"), "~": (6, 6, "around"), ">=": (6, None, "at_least"), "<=": (None, 6, "at_most"),
        "range": (6, 6.5, "range"), "above": (6, None, "above"),
    }  # fmt: skip
    for op, (low, high, modifier) in want.items():
        one = msgspec.structs.replace(m, op=op, value=6.0, high=6.5 if op == "range" else None, period="2025")
        row = pick(panel([changed(years[2025], measures=(one,))], GDP).rows, 2025, "target")
        assert (row.low, row.high, row.modifier) == (low, high, modifier)


def test_the_kinds_of_missing_are_kept_apart(years: dict[int, Reading]) -> None:
    base = with_text(years[2025], "今年的工作要稳中求进。")

    def why(r: Reading) -> str | None:
        return pick(panel([r], GDP).rows, 2025, "target").missing

    assert why(base) == "silent"
    assert why(changed(base, sections=())) == "no_section"
    assert (
        why(changed(base, source=msgspec.structs.replace(base.source, completeness="abridged"))) == "abridged"
    )
    assert why(changed(base, text="综合考虑，我们没有提出全年经济增速具体目标。")) == "explicitly_none"
    rows = panel([base, changed(base, header=msgspec.structs.replace(base.header, work_year=2028))], GDP).rows
    assert pick(rows, 2026, "target").missing == "no_report"
    assert pick(rows, 2027, "outcome").missing == "silent"
    assert pick(rows, 2025, "outcome").missing == "no_report"


def test_a_missing_row_has_no_value(years: dict[int, Reading]) -> None:
    for row in panel([with_text(years[2025], "稳中求进。")], indicators([])).rows:
        assert row.missing and row.value is row.low is row.high is row.measure is row.sentence is None


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("我们没有提出全年经济增速具体目标，主要因为形势复杂。", {"gdp"}),
        ("今年不再设定地区生产总值增长的预期目标。", {"gdp"}),
        ("未设置固定资产投资的量化指标。", {"fai"}),
        ("不提脱离实际的高指标。", set()),
        ("不确定因素增多，经济增长目标难度加大。", set()),
        ("今年没有完成地区生产总值目标。", set()),
        ("不再设置固定资产投资指标，地区生产总值增长6%。", {"fai"}),
    ],
)
def test_a_target_that_is_expressly_not_set(text: str, none: set[str]) -> None:
    assert explicitly_none(text, ("gdp", "fai")) == none


def test_years_asked_for_balance_the_panel(years: dict[int, Reading]) -> None:
    rows = panel(years.values(), GDP, years=(2020, 2030)).rows
    for side in ("target", "outcome"):
        assert {r.year for r in rows if r.side == side} == set(range(2020, 2031))
    assert all(r.missing == "no_report" for r in rows if r.year < 2024)


def test_copies_that_stand_aside_give_no_rows(years: dict[int, Reading]) -> None:
    r = years[2025]
    from luoshi.corpus.reading import report_id

    assert panel([r], GDP, frozenset({report_id(r.source.sha256, r.source.part)})).rows == ()


def test_a_report_without_place_or_year_is_named(years: dict[int, Reading]) -> None:
    nowhere = changed(years[2025], header=Header())
    made = panel([nowhere], GDP)
    assert made.rows == () and made.homeless == (nowhere.source.path,)


def test_the_scope_of_a_part_is_not_the_place(years: dict[int, Reading]) -> None:
    m = next(m for m in years[2025].measures if m.indicator_id == "gdp" and m.status == "target")
    part = msgspec.structs.replace(m, scope="城区", period="2025")
    assert pick(panel([changed(years[2025], measures=(part,))], GDP).rows, 2025, "target").missing == "silent"
    own = msgspec.structs.replace(m, scope="全县", period="2025")
    assert pick(panel([changed(years[2025], measures=(own,))], GDP).rows, 2025, "target").missing is None


def test_other_values_of_one_kind_are_shown_beside(years: dict[int, Reading]) -> None:
    r = years[2025]
    m = next(m for m in r.measures if m.indicator_id == "gdp" and m.status == "target" and m.kind == "growth")
    other = msgspec.structs.replace(m, id="x", value=99.0, start=m.start + 1, section=None)
    row = pick(
        panel([changed(r, measures=(other, m))], GDP).rows, (m.period and int(m.period)) or 0, "target"
    )
    assert row.value == m.value
    assert row.alternatives == r.text[other.start : other.end]


@pytest.mark.parametrize(
    ("text", "tone"),
    [("力争地区生产总值增长6%左右,确保", "力争|左右"), ("投资增长8%以上，", "以上"), ("增长5%。力争", None)],
)
def test_tone_is_the_words_around(text: str, tone: str | None) -> None:
    start = text.index("增长")
    assert tone_of(text, start, text.index("%") + 1) == tone


def test_an_unknown_indicator_is_told_with_what_is_near() -> None:
    with pytest.raises(NoSuchIndicator, match="地区生产总值"):
        indicators(["生产总值"])
    assert list(indicators(["gdp", "居民消费价格", "cpi"][:1])) == ["gdp"]
    assert len(indicators(["all"])) > 100
