"""The page of an indicator: places on one scale, counts by year, 加码, quiet changes; gathered some places at a time."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from luoshi.account.audit import audit
from luoshi.account.audit_shapes import Finding
from luoshi.account.audit_step_up import pooled, step_up
from luoshi.account.pairs import pairs
from luoshi.account.record import Record, of_reading
from luoshi.account.series import by_place
from luoshi.facts.reading import read
from luoshi.pages.indicator import Gathered, page
from luoshi.report.report import Header
from luoshi.sample import paths


def moved(record: Record, code: str, name: str, level: Any) -> Record:
    """The sample report as if it were another place's."""
    h = record.header
    header = Header(name, (name,), code, level, h.work_year, h.review_year, h.meeting, h.meeting_date)
    return msgspec.structs.replace(record, id=f"{code}-{record.id}", place=code, header=header)


@pytest.fixture(scope="module")
def html() -> str:
    sample = [of_reading(r) for p in paths() for r in read(p)]
    made = Gathered("gdp", "地区生产总值")
    steps: list[Finding] = []
    for batch in (
        [("140000", "山西省", "province")],
        [("140400", "长治市", "prefecture"), ("140700", "晋中市", "prefecture")],
    ):
        own = [moved(r, *who) for who in batch for r in sample]
        records = [
            *own,
            *(moved(r, "140000", "山西省", "province") for r in sample if batch[0][0] != "140000"),
        ]
        here = frozenset(code for code, _, _ in batch)
        places = by_place(records)
        steps += [f for f in step_up(places) if f.place in here]
        made.add(
            {p: y for p, y in places.items() if p in here},
            pairs(records, frozenset({"gdp"}), lambda s, here=here: s.place in here),  # type: ignore[misc]
            audit(records, ["quiet"], here).findings,
            records,
        )
    made.steps += [f for f in pooled(steps) if f.indicator == "gdp"]
    return "".join(page(made))


def test_places_stand_by_level_on_one_scale_with_a_table_each(html: str) -> None:
    assert html.count('<figure class="card">') == 3
    assert html.count("<summary>数据表</summary>") == 4  # and that of the counts
    ticks = [re.findall(r'text-anchor="end">([^<]+)<', card)[:3] for card in html.split("<figure")[1:]]
    assert ticks[0] == ticks[1] == ticks[2]
    assert html.index("省级") < html.index("市级")


def test_counts_by_year_and_step_up_with_coverage_over_all_batches(html: str) -> None:
    above = html[html.index('id="above"') :]
    row = next(r for r in above.split("<tr>") if 'scope="row">2026' in r)
    assert "市级" in row
    assert "2/11" in row
    assert 'class="s-met"' in html


def test_links_lead_somewhere_and_the_definition_is_in_words(html: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert "增速为实际（不变价）" in html
    assert "growth=" not in html


def test_an_empty_page_is_still_a_page() -> None:
    made = "".join(page(Gathered("gdp", "地区生产总值")))
    assert made.endswith("</html>\n")
    assert "<figure" not in made
