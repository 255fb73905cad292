"""The page of a place: every number leads to its sentence, every chart has its table, nothing is loaded from anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from luoshi.account.audit import audit
from luoshi.account.followup import follow
from luoshi.account.pairs import pairs
from luoshi.account.record import Record, of_reading
from luoshi.account.series import by_place
from luoshi.corpus.panel import indicators
from luoshi.facts.reading import read
from luoshi.pages.charts import bars, scale
from luoshi.pages.charts_data import Line, line, robust, within
from luoshi.pages.charts_quotes import Quotes, anchor
from luoshi.pages.place import Place, groups, page
from luoshi.pages.place_promises import section
from luoshi.sample import paths


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [of_reading(r) for p in paths() for r in read(p)]


@pytest.fixture(scope="module")
def place(records: list[Record]) -> Place:
    (years,) = by_place(records).values()
    by_id = {r.id: r for r in records}
    return Place(
        years, pairs(records), audit(records).findings, by_id, indicators(("all",)), follow(records, lambda s: s.year == 2025)
    )  # fmt: skip


@pytest.fixture(scope="module")
def html(place: Place) -> str:
    return "".join(page(place))


def test_every_link_leads_to_an_anchor_of_the_page_and_anchors_are_unique(html: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets
    assert targets <= set(ids)


def test_the_marked_words_are_those_of_the_report(place: Place, html: str) -> None:
    for key, marked in re.findall(r'<mark id="q-([^"]+)" tabindex="-1">([^<]*)</mark>', html):
        report, start, end = key.rsplit("-", 2)
        assert place.records[report].text[int(start) : int(end)] == marked


def test_nothing_is_loaded_from_anywhere_and_no_style_is_inline(html: str) -> None:
    assert not re.search(r'(?:src|href)="(?!#)', html)
    assert not re.search("https?://", html)
    assert not re.search(r"<[^>]+\sstyle=", html)
    assert "default-src 'none'" in html


def test_every_chart_has_a_table_behind_it(html: str) -> None:
    cards = html.split('<figure class="card">')[1:]
    assert cards
    for card in cards:
        assert '<svg class="chart"' in card
        assert "<table>" in card.split("</figure>")[0]


def test_the_year_with_outcomes_shows_target_outcome_and_last_year(html: str) -> None:
    latest = html[html.index('id="latest"') : html.index("</section>", html.index('id="latest"'))]
    assert "2025年：目标与结果" in latest
    row = next(r for r in latest.split("<tr>") if "地区生产总值" in r)
    for words in ("增长 5.5–6 %", "增长 5.9 %", "完成"):
        assert words in row
    assert 'class="bar"' in row
    assert 'class="target"' in row


def test_the_contradiction_of_the_sample_is_shown_and_floors_are_not(html: str) -> None:
    assert "<h3>矛盾</h3>" in html
    assert "412万人次" in html
    assert "目标低于上年" not in html


def test_what_was_promised_stands_beside_what_the_next_report_tells(place: Place, html: str) -> None:
    promised = html[html.index('id="promises"') : html.index("</section>", html.index('id="promises"'))]
    assert "2025年承诺的事" in promised
    assert f"民生实事 {sum(f.promise.sort == 'pledge' for f in place.promises)} 件" in promised
    done = next(f for f in place.promises if f.status == "done" and f.evidence)
    assert done.evidence is not None
    assert f"q-{done.evidence.report}-{done.evidence.start}-{done.evidence.end}" in promised
    assert "没有提不等于没有做" in promised
    assert "".join(section((), place.records, Quotes())) == ""


def test_a_missing_year_and_an_abridged_copy_are_told(place: Place) -> None:
    first, last = min(place.years), max(place.years)
    cut = msgspec.structs.replace(place.years[last], completeness="abridged", id="cut-1")
    gap = msgspec.structs.replace(
        place, years={first - 2: place.years[first], last: cut}, pairs=(), findings=(),
        records={**place.records, "cut-1": cut},
    )  # fmt: skip
    made = "".join(page(gap))
    assert f"缺 {first - 1}—{last - 1}年" in made
    assert f"{last}年 是摘编或节选" in made


def test_amounts_of_other_units_are_drawn_in_one(place: Place) -> None:
    made = line(place.years, place.pairs, "grain_output", "粮食产量", Quotes())
    assert made is not None
    assert (made.kind, made.unit) == ("level", "万吨")
    cell = made.cell(2025)
    assert cell is not None
    assert cell.target is not None
    assert cell.outcome is not None
    assert cell.outcome.low == 21.36
    assert cell.verdict in ("met", "exceeded")


def test_a_preferred_kind_is_drawn_where_it_is_told(place: Place) -> None:
    grown = line(place.years, place.pairs, "gdp", "生产总值", Quotes(), "growth")
    amount = line(place.years, (), "gdp", "生产总值", Quotes(), "level")
    assert grown is not None
    assert amount is not None
    assert (grown.unit, amount.unit) == ("%", "亿元")
    assert line(place.years, (), "no_such_indicator", "无", Quotes()) is None


def test_two_figures_of_one_sentence_are_marked_and_an_inner_one_is_an_anchor(records: list[Record]) -> None:
    record = records[0]
    quotes = Quotes()
    first = place_quote(record, 0, 4)
    inner = place_quote(record, 1, 3)
    assert quotes.add(record, first) == anchor(record.id, 0, 4)
    quotes.add(record, inner)
    quotes.add(record, first)
    made = "".join(quotes.markup())
    assert made.count("<mark") == 1
    assert f'<a id="{anchor(record.id, 1, 3)}"></a>' in made
    assert "".join(Quotes().markup()) == ""


def place_quote(record: Record, start: int, end: int) -> Any:
    from luoshi.account.keys import quote_of

    return quote_of(record, start, end, None)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [([5.0, 6.0], 5.0, 6.0), ([], 0.0, 1.0), ([3.0], 2.0, 4.0), ([-3.0, 58.0], -20.0, 60.0), ([9412.0, 0.0], 0.0, 10000.0)],
)  # fmt: skip
def test_a_scale_ends_on_round_numbers_and_holds_all(values: list[float], low: float, high: float) -> None:
    made = scale(values)
    assert (made.low, made.high) == (low, high)
    assert (made.ticks[0], made.ticks[-1]) == (low, high)


def test_one_wild_value_does_not_flatten_the_others_and_stands_on_the_edge(place: Place) -> None:
    made = line(place.years, place.pairs, "gdp", "生产总值", Quotes())
    assert made is not None
    cell = made.cells[-1]
    mark = next(m for m in (cell.target, cell.outcome, cell.stretch) if m)
    values = [5.0 + i / 10 for i in range(40)] + [900.0]
    many = [
        msgspec.structs.replace(
            made, cells=(msgspec.structs.replace(cell, outcome=msgspec.structs.replace(mark, low=v, high=v)),)
        )
        for v in values
    ]
    assert max(robust(many)) < 10
    edge: Line = within(many[-1], 0.0, 10.0, 0)
    assert edge.cells[0].outcome is not None
    assert (edge.cells[0].outcome.low, edge.cells[0].outcome.off) == (10.0, True)
    assert within(many[-1], 0.0, 10.0, 9999).cells == ()


def test_bars_stack_counts_and_groups_name_known_indicators() -> None:
    assert bars([("2030", (("met", 2), ("missed", 0)))]).count("<rect") == 1
    known = indicators(("all",))
    assert all(i in known for g in groups() for i in g.ids)


@pytest.fixture(scope="module")
def page_file(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("place") / "place.html"
    out.write_text(html, "utf-8")
    return out


@pytest.fixture
def visit(browser: Any, page_file: Path) -> Iterator[Callable[..., Any]]:
    """Opens the page; at the end nothing may have been logged or fetched."""
    contexts, trouble = [], []

    def go(width: int = 1280, scheme: str = "light", js: bool = True) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=js
        )
        contexts.append(context)
        opened = context.new_page()
        opened.on("console", lambda m: trouble.append(m.text))
        opened.on("pageerror", lambda e: trouble.append(str(e)))
        opened.on("request", lambda r: r.url.startswith("file:") or trouble.append(r.url))
        opened.goto(page_file.as_uri())
        return opened

    yield go
    for c in contexts:
        c.close()
    assert trouble == []


@pytest.mark.browser
def test_a_number_leads_to_its_sentence_and_escape_leads_back(visit: Callable[..., Any]) -> None:
    opened = visit()
    link = opened.locator("#latest a.n").first
    key = link.get_attribute("href")[1:]
    link.press("Enter")
    mark = opened.locator(f"mark[id='{key}']")
    assert "on" in mark.get_attribute("class")
    assert opened.evaluate("document.activeElement.id") == key
    assert mark.bounding_box()["y"] < 800
    opened.keyboard.press("Escape")
    assert opened.evaluate("document.activeElement.getAttribute('href')") == f"#{key}"
    assert "on" not in (mark.get_attribute("class") or "")


@pytest.mark.browser
def test_without_script_the_link_still_leads_there(visit: Callable[..., Any]) -> None:
    opened = visit(js=False)
    key = opened.locator("#latest a.n").first.get_attribute("href")[1:]
    opened.locator("#latest a.n").first.click()
    assert opened.url.endswith(f"#{key}")
    assert not opened.locator(".tools").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_width_scrolls_sideways(visit: Callable[..., Any], width: int) -> None:
    opened = visit(width=width)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_tables_fold_out_together_and_the_theme_changes(visit: Callable[..., Any]) -> None:
    opened = visit(scheme="dark")
    dark = opened.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    opened.click('[data-do="theme"]')
    assert opened.evaluate("getComputedStyle(document.documentElement).backgroundColor") != dark
    opened.click('[data-do="tables"]')
    assert opened.evaluate("[...document.querySelectorAll('.card details')].every(d => d.open)")


@pytest.mark.browser
def test_print_opens_the_tables(visit: Callable[..., Any]) -> None:
    opened = visit()
    opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert opened.evaluate("document.querySelectorAll('.cards:not(.small) details:not([open])').length") == 0
    opened.emulate_media(media="print")
    assert not opened.locator(".top").is_visible()
