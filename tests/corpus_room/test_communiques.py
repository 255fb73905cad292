"""Statistical communiqués: read for a place and a year, with footnote marks dropped and rows of tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.account.series import by_place
from luoshi.account.witness import hear
from luoshi.corpus.communiques import NoCommunique, communique, read_communiques
from luoshi.facts.shapes import Measure

TEXT = """---
title: 2031年
---

**中华人民共和国{title}**

国家统计局

初步核算，全年国内生产总值[2]1990865亿元，比上年增长5.1%。全年城镇新增就业〔3〕1252万人。

表2 居民消费价格比上年涨跌幅度

- 指标 全国
- 居民消费价格 1.3 1.2 1.6
粮食 71488 万吨 1.2
粮食 8.6 35.0
"""


def found(title: str) -> dict[tuple[str | None, str], Measure]:
    record = communique("a.md", TEXT.replace("{title}", title).encode())
    assert record is not None and record.header.review_year == 2031
    for m in record.measures:
        assert 0 <= m.start < m.end <= len(record.text)
    return {(m.indicator_id, m.kind): m for m in record.measures}


@pytest.mark.parametrize(
    "title", ["2031年国民经济和社会发展统计公报[1]", "国家统计局关于2031年国民经济和社会发展的统计公报", "国家统计局关于二〇三一年国民经济和社会发展计划执行结果的公报"]
)  # fmt: skip
def test_figures_stand_behind_footnote_marks_and_in_tables(title: str) -> None:
    by_key = found(title)
    values = {key: m.value for key, m in by_key.items()}
    assert values["gdp", "level"] == 1990865.0
    assert values["gdp", "growth"] == 5.1
    assert values["urban_jobs", "level"] == 1252.0
    assert values["cpi", "growth"] == 1.3
    assert values["grain_output", "level"] == 71488.0


def test_a_communique_of_a_province_is_of_that_place() -> None:
    record = communique("b.md", "山西省2031年国民经济和社会发展统计公报\n\n全年地区生产总值增长5%。".encode())
    assert record is not None
    assert (record.place, record.header.level, record.year) == ("140000", "province", 2032)


def test_a_folder_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "2031.md").write_text(TEXT.replace("{title}", "2031年国民经济和社会发展统计公报"), "utf-8")
    (tmp_path / "news.txt").write_text("今天天气很好。\n" * 40, "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    records, troubles = read_communiques(tmp_path)
    assert [r.header.review_year for r in records] == [2031]
    assert len(troubles) == 2 and any("news.txt" in t for t in troubles)
    (tmp_path / "none").mkdir()
    for folder in (tmp_path / "none", tmp_path / "nowhere"):
        with pytest.raises(NoCommunique):
            read_communiques(folder)


@pytest.mark.corpus
def test_the_state_council_and_its_statistics_office(shared: Path) -> None:
    from luoshi.account.record import of_reading
    from luoshi.facts.reading import read

    records = [
        of_reading(r) for year in (2013, 2020, 2024) for r in read(shared / f"corpus/nation/{year}.md")
    ]
    communiques = [
        c
        for year in (2012, 2019, 2023)
        if (c := communique("c", (shared / f"corpus/communique/{year}.md").read_bytes())) is not None
    ]
    told = hear(by_place(records), communiques)
    relations = {(t.year, t.indicator, t.kind): t.relation for t in told}
    for year in (2012, 2019, 2023):
        assert relations[year, "gdp", "growth"] == "agrees"
        assert relations[year, "urban_jobs", "level"] == "agrees"
        assert relations[year, "cpi", "growth"] == "agrees"
    assert "differs" not in relations.values()
