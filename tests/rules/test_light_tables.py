"""亮灯: the light tables of the packs row by row, 序时 arithmetic at its borders, and that every fact set has one light."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_tables import PACKS

from luoshi.errors import RulesError
from luoshi.rules import (
    DueFact,
    Light,
    LightFacts,
    MeasureFact,
    MonthFact,
    PartFact,
    light,
    load_pack,
    month_light,
    packs,
)
from luoshi.rules.progress import months_over, points_behind, shown
from luoshi.rules.shapes import SHAPES

D = Decimal
TODAY = date(2026, 12, 1)
PACK_13710 = load_pack("13710")
ANNUAL = load_pack("annual-tasks")
PLEDGES = load_pack("pledges")


def due(on: str, purpose: str = "result", done: str | None = None, original: str | None = None) -> DueFact:
    made = date.fromisoformat
    return DueFact(
        "due",
        "完成时限",
        purpose,
        made(on),
        made(original or on),
        made(done) if done else None,
        "done" if done else None,
    )


def investment(
    actual: str | None, as_of: date | None = date(2026, 11, 30), target: str = "120"
) -> MeasureFact:
    return MeasureFact(
        "固定资产投资", "cumulative", D(target), 2026, D(actual) if actual else None, as_of, unit="亿元"
    )


def growth(actual: str, target: str = "6") -> MeasureFact:
    return MeasureFact("地区生产总值增速", "growth", D(target), 2026, D(actual), date(2026, 9, 30), unit="%")


def rule(found: Light) -> str:
    return found.rule.rpartition("/")[2]


def test_a_light_is_colour_shape_word_rule_and_reason() -> None:
    found = light(PACK_13710, LightFacts("open", (due("2026-11-27"),)), date(2026, 11, 28))
    assert found == Light(
        "red", "◆", "逾期", "13710@2026.1#default/overdue", "“完成时限”应于2026-11-27前完成，已逾期1天"
    )
    assert len(set(SHAPES.values())) == len(SHAPES) == 5


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (LightFacts("before", (due("2026-01-01"),)), "not-issued"),
        (LightFacts("ended", (due("2026-01-01"),)), "ended"),
        (LightFacts("done", (due("2026-11-27", done="2026-11-27"),), closed_on=TODAY), "closed"),
        (LightFacts("done", (due("2026-11-27", done="2026-11-28"),)), "closed-late"),
        (LightFacts("done", (due("2026-12-20", done="2026-12-01", original="2026-11-27"),)), "closed-late"),
        (LightFacts("open", (due("2026-01-01"),), under_review=True), "under-review"),
        (LightFacts("open", (due("2026-11-30"),)), "overdue"),
        (LightFacts("open", (due("2026-11-30", "report"),)), "overdue"),
        (LightFacts("open", (due("2026-12-01"),)), "due-soon"),
        (LightFacts("open", (due("2026-12-02"),)), "due-soon"),
        (LightFacts("open", (due("2026-12-03"),)), "on-time"),
        (LightFacts("open", (due("2026-12-20", original="2026-11-27"),)), "on-time"),
        (LightFacts("review", (due("2026-11-27", done="2026-11-27"),)), "in-review"),
        (LightFacts("open", (due("2026-12-20"),), returned=True), "returned"),
        (LightFacts("open", (due("2026-11-27", done="2026-11-27"),), plan_accepted=True), "continuing"),
        (LightFacts("open", (due("2026-11-27"),), plan_accepted=True), "overdue"),
        (LightFacts("open"), "on-time"),
    ],
)
def test_13710_lights(facts: LightFacts, expected: str) -> None:
    assert rule(light(PACK_13710, facts, TODAY)) == expected


def test_an_extension_moves_the_light_and_the_reason_tells_the_original() -> None:
    longer = LightFacts("open", (due("2026-11-30", original="2026-11-20"),))
    assert "（原定2026-11-20，已延期）" in light(PACK_13710, longer, TODAY).reason
    closed = LightFacts("done", (due("2026-12-20", done="2026-12-01", original="2026-11-27"),))
    assert (
        light(PACK_13710, closed, TODAY).reason
        == "“完成时限”原定2026-11-27，延期至2026-12-20，2026-12-01完成"
    )


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ((investment("110"),), "on-schedule"),  # 11/12 exactly
        ((investment("109.99"),), "behind-schedule"),
        ((investment("0"),), "behind-schedule"),
        ((investment("130"),), "on-schedule"),
        ((growth("6"),), "on-schedule"),
        ((growth("5.9"),), "growth-below"),
        ((investment("110"), growth("4.5")), "growth-below"),  # growth is never × 9/12: 4.5 of 6 is behind
        ((MeasureFact("优良天数比例", "ratio", D(85), 2026, D("84.9"), TODAY, unit="%"),), "ratio-below"),
        (
            (MeasureFact("失业率", "ratio", D("5.5"), 2026, D("5.6"), TODAY, unit="%", better="lower"),),
            "ratio-below",
        ),
        (
            (MeasureFact("失业率", "ratio", D("5.5"), 2026, D("5.5"), TODAY, unit="%", better="lower"),),
            "on-schedule",
        ),
        ((investment(None),), "no-figure"),
        ((investment("110", None),), "no-figure"),
        ((), "on-schedule"),
    ],
)
def test_xuancheng(measures: tuple[MeasureFact, ...], expected: str) -> None:
    assert rule(light(ANNUAL, LightFacts("open", (due("2026-12-31"),), measures), TODAY)) == expected


def test_the_reason_gives_share_schedule_and_gap() -> None:
    found = light(ANNUAL, LightFacts("open", (), (investment("64", date(2026, 9, 30)),)), TODAY)
    assert found.reason == "固定资产投资截至2026-09-30完成53.3%，序时进度75%，差21.7个百分点"
    found = light(ANNUAL, LightFacts("open", (), (growth("4.5"),)), TODAY)
    assert found.reason == "地区生产总值增速截至2026-09-30为4.5%，低于目标6%，差1.5个百分点"


def at_gap(points: str) -> LightFacts:
    """A cumulative figure of a target of 100, at mid-year, that many points behind."""
    return LightFacts("open", (), (investment(str(D(50) - D(points)), date(2026, 6, 30), "100"),))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (at_gap("-5"), "on-schedule"),
        (at_gap("0"), "on-schedule"),
        (at_gap("0.01"), "slightly-behind"),
        (at_gap("9.99"), "slightly-behind"),
        (at_gap("10"), "behind"),
        (at_gap("30"), "behind"),
        (at_gap("30.01"), "far-behind"),
        (LightFacts("open", planned_start=date(2026, 11, 30)), "start-missed"),
        (LightFacts("open", planned_start=date(2026, 12, 1)), "on-schedule"),
        (LightFacts("open", planned_start=date(2026, 9, 2)), "start-missed"),
        (LightFacts("open", planned_start=date(2026, 9, 1)), "start-missed-3"),
        (LightFacts("open", planned_start=date(2026, 8, 31), excused=True), "on-schedule"),
        (LightFacts("open", planned_start=date(2026, 8, 31), started_on=date(2026, 11, 1)), "on-schedule"),
        (LightFacts("open", funds_share=D("0.99")), "funds-short"),
        (LightFacts("open", funds_share=D(1)), "on-schedule"),
        (LightFacts("open", started_on=date(2026, 11, 2), listing_required=True), "on-schedule"),
        (LightFacts("open", started_on=date(2026, 11, 1), listing_required=True), "unlisted-1"),
        (LightFacts("open", started_on=date(2026, 10, 1), listing_required=True), "unlisted-1"),
        (LightFacts("open", started_on=date(2026, 9, 30), listing_required=True), "unlisted-2"),
        (
            LightFacts("open", started_on=date(2026, 9, 30), listing_required=True, listed_on=TODAY),
            "on-schedule",
        ),
        (LightFacts("open", (), (growth("5"),)), "growth-below"),
    ],
)
def test_yinchuan(facts: LightFacts, expected: str) -> None:
    assert rule(light(ANNUAL, facts, TODAY, table="yinchuan")) == expected


OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ((MonthFact(OCTOBER, True), MonthFact(NOVEMBER, True)), "on-schedule"),
        ((MonthFact(OCTOBER, True), MonthFact(NOVEMBER, False)), "month-missed"),
        ((MonthFact(OCTOBER, False), MonthFact(NOVEMBER, True)), "month-missed"),
        ((MonthFact(OCTOBER, True), MonthFact(NOVEMBER, False, TODAY)), "month-made-up"),
        ((MonthFact(OCTOBER, False, NOVEMBER), MonthFact(NOVEMBER, True)), "on-schedule"),
        ((MonthFact(date(2026, 12, 31), False),), "on-schedule"),
        ((MonthFact(TODAY, False),), "on-schedule"),
    ],
)
def test_ouhai(months: tuple[MonthFact, ...], expected: str) -> None:
    assert rule(light(ANNUAL, LightFacts("open", months=months), TODAY, table="ouhai")) == expected


def test_a_month_made_up_turns_yellow_and_never_green() -> None:
    assert month_light(ANNUAL, MonthFact(OCTOBER, False), TODAY, table="ouhai").colour == "red"
    assert month_light(ANNUAL, MonthFact(OCTOBER, False), OCTOBER, table="ouhai").colour == "grey"
    assert month_light(ANNUAL, MonthFact(OCTOBER, False), date(2026, 11, 1), table="ouhai").colour == "red"
    later = MonthFact(OCTOBER, False, date(2026, 11, 20))
    assert month_light(ANNUAL, later, date(2026, 11, 19), table="ouhai").colour == "red"
    for when in (date(2026, 11, 20), date(2027, 12, 31)):
        assert month_light(ANNUAL, later, when, table="ouhai").colour == "yellow"
    assert month_light(ANNUAL, MonthFact(OCTOBER, True), TODAY).colour == "green"
    assert month_light(ANNUAL, MonthFact(OCTOBER, None), TODAY).colour == "grey"
    assert month_light(ANNUAL, MonthFact(date(2026, 12, 31), False), TODAY).colour == "grey"


def test_not_reported_is_a_word_of_its_own() -> None:
    quarter = due("2026-09-30", "report")
    found = light(ANNUAL, LightFacts("open", (quarter,), (investment("115"),)), TODAY)
    assert (found.word, found.colour) == ("未报", "yellow") and "未报不等于滞后" in found.reason
    unchanged = DueFact(
        "quarter",
        "第3季度报送",
        "report",
        date(2026, 9, 30),
        date(2026, 9, 30),
        date(2026, 9, 29),
        "unchanged",
    )
    assert rule(light(ANNUAL, LightFacts("open", (unchanged,), (investment("115"),)), TODAY)) == "on-schedule"


def part(title: str, actual: str, stage: str, target: str = "10") -> PartFact:
    return PartFact(title, D(target), D(actual), "所", "竣工", stage)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((part("新建小学", "10", "竣工"), part("新建幼儿园", "10", "投产")), "parts-pass"),
        ((part("新建小学", "10", "竣工"), part("新建幼儿园", "9", "投产")), "parts-short"),
        ((part("新建小学", "10", "在建"), part("新建幼儿园", "10", "竣工")), "parts-short"),
        ((part("新建小学", "10", "揭牌"),), "parts-short"),
        ((PartFact("新建小学", D(10)),), "parts-short"),
        ((PartFact("支出控制", D(10), D(11), "万元", better="lower"),), "parts-short"),
        ((PartFact("支出控制", D(10), D(9), "万元", better="lower"),), "parts-pass"),
        ((), "on-schedule"),
    ],
)
def test_pledges_pass_only_with_all_their_parts(parts: tuple[PartFact, ...], expected: str) -> None:
    assert rule(light(PLEDGES, LightFacts("open", (due("2026-12-31"),), parts=parts), TODAY)) == expected


def test_what_is_missing_is_named() -> None:
    facts = LightFacts("open", (due("2026-12-31"),), parts=(part("新建小学", "9.50", "在建"),))
    assert light(PLEDGES, facts, TODAY).reason == (
        "1项子量中1项未达到：新建小学：目标10所，现为9.5所，应到竣工，现为在建"
    )
    early = date(2026, 11, 30)
    assert rule(light(PLEDGES, facts, early)) == "on-schedule", (
        "31 days before the date nothing is held against it"
    )


@pytest.mark.parametrize(
    ("as_of", "year", "close_day", "months"),
    [
        (date(2026, 11, 30), 2026, 31, 11),
        (date(2026, 11, 29), 2026, 31, 10),
        (date(2026, 2, 28), 2026, 31, 2),
        (date(2024, 2, 28), 2024, 31, 1),
        (date(2024, 2, 29), 2024, 31, 2),
        (date(2026, 11, 25), 2026, 25, 11),
        (date(2026, 11, 24), 2026, 25, 10),
        (date(2026, 1, 1), 2026, 31, 0),
        (date(2027, 1, 5), 2026, 31, 12),
        (date(2025, 12, 31), 2026, 31, 0),
    ],
)
def test_months_that_are_over(as_of: date, year: int, close_day: int, months: int) -> None:
    assert months_over(as_of, year, close_day) == months


def test_a_plan_of_its_own_takes_the_place_of_twelfths() -> None:
    curve = tuple(
        D(n) for n in ["0.02", "0.05", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"]
    )
    road = MeasureFact("公路投资", "cumulative", D(100), 2026, D(10), date(2026, 3, 31), curve=curve)
    assert points_behind(road) == 0
    assert rule(light(ANNUAL, LightFacts("open", (), (road,)), TODAY)) == "on-schedule"
    ceiling = MeasureFact("三公经费", "cumulative", D(120), 2026, D(120), date(2026, 6, 30), better="lower")
    assert points_behind(ceiling) == 50


@pytest.mark.parametrize("bad", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_figure_that_is_no_number_gives_no_verdict(bad: str) -> None:
    for m in (
        MeasureFact("甲", "cumulative", D(bad), 2026, D(1), TODAY),
        MeasureFact("甲", "cumulative", D(1), 2026, D(bad), TODAY),
        MeasureFact("甲", "growth", D(bad), 2026, D(1), TODAY),
        MeasureFact("甲", "ratio", D(1), 2026, D(bad), TODAY),
    ):
        assert rule(light(ANNUAL, LightFacts("open", (), (m,)), TODAY)) == "on-schedule"


def test_figures_for_sentences() -> None:
    assert [shown(D(x)) for x in ("21.66", "21.65", "75.0", "-0.04", "-1.25", "0")] == [
        "21.7",
        "21.7",
        "75",
        "0",
        "-1.3",
        "0",
    ]


def test_an_unknown_table_lists_those_of_the_pack() -> None:
    with pytest.raises(RulesError, match="xuancheng、yinchuan、ouhai"):
        light(ANNUAL, LightFacts("open"), TODAY, table="lianyungang")


DATES = st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31))
SURE = st.dates(date(2025, 1, 1), date(2027, 12, 31))
NUMBERS = st.none() | st.decimals(allow_nan=True, allow_infinity=True) | st.decimals(-100, 1000, places=2)
FACTS = st.builds(
    LightFacts,
    stage_kind=st.sampled_from(["before", "open", "review", "done", "ended"]),
    dues=st.lists(
        st.builds(
            DueFact,
            st.just("k"),
            st.just("时限"),
            st.sampled_from(["arrange", "report", "result", "return"]),
            SURE,
            SURE,
            DATES,
        ),
        max_size=3,
    ).map(tuple),
    measures=st.lists(
        st.builds(
            MeasureFact,
            st.just("指标"),
            st.sampled_from(["cumulative", "growth", "ratio"]),
            st.decimals(allow_nan=True) | st.decimals(-10, 100, places=1),
            st.just(2026),
            NUMBERS,
            DATES,
            better=st.sampled_from(["higher", "lower"]),
        ),
        max_size=3,
    ).map(tuple),
    parts=st.lists(
        st.builds(
            PartFact,
            st.just("子量"),
            NUMBERS,
            NUMBERS,
            st.just("个"),
            st.none() | st.sampled_from(["开工", "竣工", "别的"]),
            st.none() | st.sampled_from(["在建", "投产", "别的"]),
        ),
        max_size=3,
    ).map(tuple),
    months=st.lists(st.builds(MonthFact, SURE, st.none() | st.booleans(), DATES), max_size=3).map(tuple),
    planned_start=DATES,
    started_on=DATES,
    listed_on=DATES,
    excused=st.booleans(),
    listing_required=st.booleans(),
    funds_share=NUMBERS,
    returned=st.booleans(),
    plan_accepted=st.booleans(),
    under_review=st.booleans(),
)
TABLES = [(p, name) for p in packs(folders=[PACKS]) for name in p.lights]


@given(FACTS, SURE, st.sampled_from(TABLES))
def test_every_fact_set_has_exactly_one_light_with_rule_and_reason(
    facts: LightFacts, today: date, table: tuple
) -> None:
    pack, name = table
    found = light(pack, facts, today, table=name)
    ids = [r.id for r in pack.lights[name].rules]
    prefix = f"{pack.ref}#{name}/"
    assert found.rule.startswith(prefix) and ids.count(found.rule.removeprefix(prefix)) == 1
    assert found.shape == SHAPES[found.colour] and found.word and found.reason
    assert light(pack, facts, today, table=name) == found
    if facts.stage_kind == "done":
        assert found.colour == "blue"
    if facts.stage_kind in ("before", "ended") and pack.id != "hotline":
        assert found.colour == "grey"


@given(st.lists(SURE, min_size=1, max_size=3), SURE)
def test_red_comes_only_on_the_day_after(dues: list[date], today: date) -> None:
    facts = LightFacts("open", tuple(DueFact(str(n), "时限", "result", d, d) for n, d in enumerate(dues)))
    assert (light(PACK_13710, facts, today).colour == "red") == any(today > d for d in dues)
    before = light(PACK_13710, facts, min(dues) - timedelta(days=30))
    assert before.colour == "green"
