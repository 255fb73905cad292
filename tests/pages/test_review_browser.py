"""The review page in a real browser: a person judges, corrects, saves; luoshi reads again and it holds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from made_reading import LONG, TEXT, made

from luoshi.export.review import ReviewPage
from luoshi.facts.corrections import load

pytestmark = pytest.mark.browser
LUOSHI = [sys.executable, "-m", "luoshi.cli.main"]


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page in a profile of its own; at the end nothing may have been logged or fetched."""
    contexts, trouble = [], []

    def go(file: Path, width: int = 1100, context: Any = None) -> Any:
        if context is None:
            context = browser.new_context(viewport={"width": width, "height": 850}, accept_downloads=True)
            contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: trouble.append(f"console: {m.text}"))
        page.on("pageerror", lambda e: trouble.append(f"error: {e}"))
        page.on("request", lambda r: r.url.startswith(("file://", "blob:")) or trouble.append(r.url))
        page.on("dialog", lambda d: d.accept())
        page.goto(file.as_uri())
        return page

    yield go
    for context in contexts:
        context.close()
    assert trouble == []


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    out = tmp_path / "review.html"
    page = ReviewPage(str(out))
    page.add(made())
    page.close()
    return out


def now(page: Any) -> str:
    return str(page.locator(".v.now .reads b").inner_text())


def saved(page: Any, out: Path) -> Path:
    with page.expect_download() as download:
        page.locator("[data-do=save]").click()
    assert download.value.suggested_filename == "luoshi-corrections.json"
    download.value.save_as(out)
    return out


def test_it_opens_at_the_first_doubt_and_keys_walk(visit: Callable[..., Any], page_file: Path) -> None:
    page = visit(page_file)
    assert now(page) == "单位能耗"
    assert "期间不确定" in page.locator(".v.now .doubts").inner_text()
    assert page.locator(".v.now mark").inner_text() == "单位能耗下降3.2%"
    page.locator(".pile[data-weight='0'] summary").click()
    page.keyboard.press("n")
    assert now(page) == "地区生产总值"
    page.keyboard.press("n")
    assert now(page) == "固定资产投资"
    page.keyboard.press("p")
    assert now(page) == "地区生产总值"


def test_judged_by_keys_and_saved(visit: Callable[..., Any], page_file: Path, tmp_path: Path) -> None:
    page = visit(page_file)
    page.locator(".pile[data-weight='0'] summary").click()
    page.keyboard.press("e")
    page.keyboard.type("-３．４")
    page.locator("form [name=period]").fill("2029")
    page.keyboard.press("Enter")
    assert "数值 -3.2 → -3.4；期间 2030 → 2029" in page.locator(".v.edit .verdict").text_content()
    assert now(page) == "地区生产总值"
    page.keyboard.press("a")
    page.keyboard.press("r")
    page.keyboard.press("a")
    page.keyboard.press("p")
    page.keyboard.press("u")
    assert page.locator(".here").inner_text().split() == ["存疑", "1/1", "已核", "3/18"]
    found = load(saved(page, tmp_path / "c.json"))
    assert [(c.machine.name, c.action) for c in found] == [
        ("单位能耗", "edit"), ("地区生产总值", "accept"), ("固定资产投资", "reject"),
    ]  # fmt: skip
    assert found[0].person is not None
    assert (found[0].person.value, found[0].person.period) == (-3.4, "2029")
    assert TEXT[found[0].selector.start :].startswith(found[0].selector.quote)


def test_a_figure_that_makes_no_sense_is_not_taken(visit: Callable[..., Any], page_file: Path) -> None:
    page = visit(page_file)
    page.keyboard.press("e")
    page.keyboard.type("三成多")
    page.keyboard.press("Enter")
    assert "要写成一个数" in page.locator("form .wrong").inner_text()
    page.locator("form [name=value]").fill("3")
    page.locator("form [name=op]").select_option("range")
    page.keyboard.press("Enter")
    page.locator("form [name=value]").press("Enter")
    assert "上下两个数" in page.locator("form .wrong").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("form").count() == 0 and page.locator(".v.edit").count() == 0


def test_an_unchanged_form_means_accepted(visit: Callable[..., Any], page_file: Path) -> None:
    page = visit(page_file)
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    assert page.locator(".v.accept .verdict").inner_text() == "✓ 正确"


def test_what_was_not_saved_comes_back(visit: Callable[..., Any], page_file: Path, tmp_path: Path) -> None:
    page = visit(page_file)
    page.keyboard.press("r")
    again = visit(page_file, context=page.context)
    assert again.locator(".v.reject").count() == 1
    assert "已恢复" in again.locator(".status").inner_text()
    saved(again, tmp_path / "c.json")
    third = visit(page_file, context=page.context)
    assert third.locator(".v.reject").count() == 0


@pytest.mark.parametrize("width", [320, 390, 768, 1100])
def test_nothing_scrolls_sideways(visit: Callable[..., Any], page_file: Path, width: int) -> None:
    page = visit(page_file, width=width)
    page.keyboard.press("e")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_a_correction_made_in_the_page_holds_when_the_report_is_read_again(
    visit: Callable[..., Any], tmp_path: Path
) -> None:
    report, out = tmp_path / "a.txt", tmp_path / "review.html"
    report.write_text(LONG, "utf-8")
    subprocess.run([*LUOSHI, "review", str(report), "--html", str(out)], check=True, capture_output=True)
    page = visit(out)
    card = page.locator(".v", has=page.locator(".reads b", has_text="蔬菜大棚"))
    pile = card.locator("xpath=ancestor::details")
    if pile.get_attribute("open") is None:
        pile.locator("summary").click()
    card.click()
    page.keyboard.press("e")
    page.keyboard.type("330")
    page.keyboard.press("Enter")
    corrections = saved(page, tmp_path / "c.json")

    def greenhouses(*args: object) -> list[dict[str, Any]]:
        done = subprocess.run(
            [*LUOSHI, "read", *map(str, args), "--json"], check=True, capture_output=True, text=True
        )
        (document,) = map(json.loads, done.stdout.splitlines())
        return [m for m in document["measures"] if "蔬菜大棚" in m["name"]] + document["corrections"]

    assert [m["value"] for m in greenhouses(report)] == [320]
    measure, told = greenhouses(report, "--corrections", corrections)
    assert (measure["value"], measure["flags"]) == (330, ["corrected"])
    assert (told["state"], told["machine"]["value"]) == ("applied", 320)
    copy = tmp_path / "copy.txt"  # another copy: other bytes, other ids
    copy.write_text("某某政府网\n\n" + LONG.replace(",", "，").replace(";", "；"), "utf-8")
    measure, told = greenhouses(copy, "--corrections", corrections)
    assert (measure["value"], told["state"]) == (330, "applied")
    # The next review shows it as decided and saves it along.
    subprocess.run(
        [*LUOSHI, "review", str(report), "--html", str(out), "--corrections", str(corrections)],
        check=True, capture_output=True,
    )  # fmt: skip
    page = visit(out)
    assert "数值 320 → 330" in page.locator(".v.edit .verdict").text_content()
    assert load(saved(page, tmp_path / "again.json")) == load(corrections)
