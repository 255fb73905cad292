"""The division table: names, codes and paths of a year."""

from __future__ import annotations

import pytest

from luoshi.lexicon import tables
from luoshi.report import places


def only(name: str, year: int) -> places.Division:
    found = places.nearest(places.named(name), year)
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    ("name", "year", "code", "path"),
    [
        ("盐湖区", 2024, "140802", ("山西省", "运城市", "盐湖区")),
        ("易县", 1992, "132421", ("河北省", "保定地区", "易县")),  # a county of a prefecture that is gone
        ("易县", 2020, "130633", ("河北省", "保定市", "易县")),
        ("浦东新区", 2023, "310115", ("上海市", "浦东新区")),  # right under a municipality
        ("仙桃市", 2018, "429004", ("湖北省", "仙桃市")),  # right under a province
        ("石柱土家族自治县", 2022, "500240", ("重庆市", "石柱土家族自治县")),
        ("石柱土家族自治县", 1992, "513521", ("四川省", "黔江地区", "石柱土家族自治县")),
        ("湖南省", 2021, "430000", ("湖南省",)),
        ("临平区", 2023, "330113", ("浙江省", "杭州市", "临平区")),
    ],
)
def test_code_and_path_are_those_of_the_year(name: str, year: int, code: str, path: tuple[str, ...]) -> None:
    d = only(name, year)
    assert (d.code, places.path_of(d, year)) == (code, path)


def test_a_county_that_became_a_district_keeps_both_codes() -> None:
    (county,), (district,) = places.named("清苑县")[:1], places.named("清苑区")
    assert {d.code for d in places.named("清苑县")} >= {"130622"}
    assert (county.until < district.since) and district.code == "130608"


def test_clipped_names_of_autonomous_places() -> None:
    assert {d.name for d in places.named("凉山州")} == {"凉山彝族自治州"}
    assert {d.name for d in places.named("长阳县")} >= {"长阳土家族自治县"}


@pytest.mark.parametrize(
    ("run", "chain"),
    [
        ("在运城市盐湖区", ("运城市", "盐湖区")),
        ("关于山西省长治市壶关县", ("山西省", "长治市", "壶关县")),
        ("青山市柳河区", ()),
        ("", ()),
    ],
)
def test_chain_at_end(run: str, chain: tuple[str, ...]) -> None:
    assert places.chain_at_end(run) == chain


def test_mentions_take_the_longest_name() -> None:
    assert list(places.mentions("支持内蒙古自治区和大同市的合作")) == [(2, "内蒙古自治区"), (9, "大同市")]


def test_shorts_are_counted() -> None:
    assert places.shorts_in("美丽运城，幸福运城")["运城"] == 2


def test_away_counts_years_outside() -> None:
    d = places.Division("130622", "清苑县", "清苑", 1990, 2014)
    assert [d.away(y) for y in (1985, 1990, 2014, 2016, None)] == [5, 0, 0, 2, 0]


def test_table_is_well_formed() -> None:
    """Six digits, known years, successors that exist: what the reader of the file relies on."""
    rows = tables.rows("divisions.tsv")
    codes = {r["code"] for r in rows}
    years = {"", "1990", "2000", "2005", "2010", "2014", "2015", "2016", "2017", "2019", "2023", "1980"}
    assert len(rows) > 6000
    assert len({(r["code"], r["name"]) for r in rows}) == len(rows)
    for r in rows:
        assert r["code"].isdigit() and len(r["code"]) == 6, r
        assert r["from"] in years and r["to"] in years, r
        assert r["next"] == "" or (r["next"] in codes and r["to"]), r
    assert len(tables.text("divisions.tsv").encode()) < 400_000
