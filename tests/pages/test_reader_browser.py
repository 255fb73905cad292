"""The reader in a real browser: jumping both ways, filters, permalinks, keyboard, themes, print, no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from made_reading import TEXT, made

from luoshi.export.html import OnePage

pytestmark = pytest.mark.browser
GDP = f"{8:010x}"
GREENHOUSE = f"{5:010x}"


def padded() -> Any:
    """The made reading, long enough to scroll: filler stands between the review and the rest."""
    r = made()
    at = TEXT.index("二、2031年")
    filler = "我们坚持稳字当头,扎实做好各项工作,群众的获得感不断增强。\n" * 60
    n = len(filler)

    def moved(s: Any) -> Any:
        return msgspec.structs.replace(s, start=s.start + n * (s.start >= at), end=s.end + n * (s.end > at))

    def all_of(row: Any) -> Any:
        return tuple(moved(s) for s in row)

    return msgspec.structs.replace(
        r, text=TEXT[:at] + filler + TEXT[at:], sections=all_of(r.sections), measures=all_of(r.measures),
        pledges=all_of(r.pledges), inherited_pledges=all_of(r.inherited_pledges), problems=all_of(r.problems),
        projects=all_of(r.projects), tasks=all_of(r.tasks), honours=all_of(r.honours), mechanisms=all_of(r.mechanisms),
        responsibilities=all_of(r.responsibilities), glossary=all_of(r.glossary),
    )  # fmt: skip


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reader") / "one.html"
    one = OnePage(str(out))
    one.add(padded())
    one.close()
    return out


@pytest.fixture
def visit(browser: Any, page_file: Path) -> Iterator[Callable[..., Any]]:
    """Opens the page; at the end nothing may have been logged or fetched."""
    contexts, trouble = [], []

    def go(
        fragment: str = "", width: int = 1440, scheme: str = "light", file: Path = page_file, js: bool = True
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 850}, color_scheme=scheme, java_script_enabled=js
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: trouble.append(f"console: {m.text}"))
        page.on("pageerror", lambda e: trouble.append(f"error: {e}"))
        page.on("request", lambda r: r.url.startswith("file://") or trouble.append(f"request: {r.url}"))
        page.goto(file.as_uri() + fragment)
        return page

    yield go
    for context in contexts:
        context.close()
    assert trouble == []


def in_sight(page: Any, selector: str) -> bool:
    box = page.locator(selector).first.bounding_box()
    return bool(box) and 40 <= box["y"] <= page.viewport_size["height"] - 10


def test_a_click_on_a_fact_shows_its_text(visit: Callable[..., Any]) -> None:
    page = visit()
    assert not in_sight(page, f"#t-{GDP}")
    page.locator(f".facts #f-{GDP} .go").click()
    assert in_sight(page, f"#t-{GDP}")
    assert page.locator(".text .on").all_inner_texts() == ["地区生产总值增长6.5%左右"]
    assert page.locator(f"#f-{GDP}.on").count() == 1
    assert page.evaluate("location.hash") == f"#f-{GDP}"
    assert page.evaluate("document.activeElement.id") == f"t-{GDP}"


def test_a_click_on_the_text_shows_its_fact(visit: Callable[..., Any]) -> None:
    page = visit()
    page.evaluate("document.querySelector('.facts').scrollTop = 1e6")
    page.locator(f"#t-{GREENHOUSE}").click()
    assert page.locator(f"#f-{GREENHOUSE}.on").count() == 1
    assert in_sight(page, f"#f-{GREENHOUSE}")


def test_facts_that_share_a_stretch_take_turns(visit: Callable[..., Any]) -> None:
    page = visit()
    shared = page.locator(".text .m", has_text="分别增长5.1%和7.3%")
    shown = []
    for _ in range(3):
        shared.click()
        shown.append(page.locator(".facts .c.on .name").inner_text())
    assert shown == ["城镇居民人均可支配收入", "农村居民人均可支配收入", "城镇居民人均可支配收入"]


def test_target_rows_jump(visit: Callable[..., Any]) -> None:
    page = visit()
    page.locator(".targets tbody a", has_text="固定资产投资").click()
    assert page.locator(".text .on").inner_text() == "固定资产投资增长8%以上"
    assert in_sight(page, ".text .on")


def test_permalink_opens_at_the_fact(visit: Callable[..., Any]) -> None:
    page = visit(f"#f-{GDP}")
    assert page.locator(f"#f-{GDP}.on").count() == 1
    assert in_sight(page, f"#t-{GDP}")
    assert in_sight(page, f"#f-{GDP}")
    assert page.locator(f"#f-{GDP} .perm").get_attribute("href") == f"#f-{GDP}"


def test_filters_by_kind_and_by_word(visit: Callable[..., Any]) -> None:
    page = visit()
    cards = page.locator(".facts .c:visible")
    counts = {
        b.get_attribute("data-kind"): int(b.locator(".count").inner_text())
        for b in page.locator("[data-kind]").all()
    }
    assert counts == {
        "target": 6, "measure": 12, "pledge": 2, "problem": 2, "task": 1, "project": 1, "honour": 1, "mechanism": 1,
        "responsibility": 1, "glossary": 1, "repair": 6,
    }  # fmt: skip
    before = cards.count()
    page.locator("[data-kind=measure]").click()
    assert cards.count() == before - 12
    assert page.locator("[data-kind=measure]").get_attribute("aria-pressed") == "false"
    page.locator("[data-kind=measure]").click()
    page.keyboard.press("/")
    page.keyboard.type("失业率")
    assert cards.locator(".name").all_inner_texts() == ["城镇调查失业率"]
    page.keyboard.type("没有")
    assert page.locator(".empty").is_visible()
    page.keyboard.press("Escape")
    assert cards.count() == before


def test_mechanisms_are_out_of_sight_until_asked_for(visit: Callable[..., Any]) -> None:
    page = visit()
    card, said = page.locator(".facts .c.k-mechanism"), page.locator(".text .m.k-mechanism")
    line = "e => getComputedStyle(e).textDecorationLine"
    assert card.is_hidden() and said.evaluate(line) == "none"
    said.click()
    assert page.locator(".on").count() == 0
    page.locator("[data-kind=mechanism]").click()
    assert card.is_visible() and said.evaluate(line) == "underline"
    said.click()
    assert page.locator(".facts .c.on .name").inner_text() == "稳中求进"


def test_a_task_shows_its_commitments_and_takes_its_stretch_only_where_nothing_finer_is(
    visit: Callable[..., Any],
) -> None:
    page = visit()
    card = page.locator(".facts .c.k-task")
    assert card.locator(".line").all_inner_texts() == ["建成 标准化厂房4万平方米", "引进 企业12家（年底前）"]
    assert "可核查 · 年底前 · 县工信局" in card.inner_text()
    card.locator(".go").click()
    assert (
        "".join(page.locator(".text .on").all_inner_texts()) == "建成标准化厂房4万平方米,力争引进企业12家。"
    )
    page.locator(".text .m.k-measure", has_text="引进企业12家").click()
    assert page.locator(".facts .c.on .name").inner_text() == "引进企业"
    page.locator("[data-kind=measure]").click()
    page.locator(".text .m.k-measure", has_text="引进企业12家").click()
    assert page.locator(".facts .c.on.k-task").count() == 1


def test_a_word_of_the_glossary_leads_from_its_use_to_its_meaning(visit: Callable[..., Any]) -> None:
    page = visit()
    page.locator(".text .m.k-glossary", has_text="动能").first.click()
    assert "指推动发展的力量。" in page.locator(".facts .c.on").inner_text()


def test_a_permalink_wins_over_a_filter(visit: Callable[..., Any]) -> None:
    page = visit()
    page.locator("[data-kind=target]").click()
    page.evaluate(f"location.hash = '#f-{GDP}'")
    page.wait_for_selector(f"#f-{GDP}.on")


def test_keys_walk_the_facts(visit: Callable[..., Any]) -> None:
    page = visit()
    names = page.locator(".facts .c[id^='f-']:visible .name").all_inner_texts()
    seen = []
    for key in ("n", "n", "n", "p"):
        page.keyboard.press(key)
        seen.append(page.locator(".facts .c.on .name").inner_text())
    assert seen == [names[0], names[1], names[2], names[1]]
    assert in_sight(page, ".text .on")
    page.keyboard.press("Escape")
    assert page.locator(".on").count() == 0


def test_enter_on_a_focused_mark_jumps(visit: Callable[..., Any]) -> None:
    page = visit()
    page.locator(f"#t-{GREENHOUSE}").focus()
    page.keyboard.press("Enter")
    assert page.locator(f"#f-{GREENHOUSE}.on").count() == 1
    assert page.evaluate("document.activeElement.closest('.c').id") == f"f-{GREENHOUSE}"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == f"t-{GREENHOUSE}"


def test_keyboard_focus_on_a_repair_shows_the_raw_text(visit: Callable[..., Any]) -> None:
    page = visit()
    tip = page.locator("#tip")
    assert tip.is_hidden()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.dataset.r"):
            break
    page.evaluate("window.scrollBy(0, 40)")  # as a focus outside the window does by itself
    page.wait_for_timeout(200)
    assert tip.is_visible()
    assert "打印本页 关闭窗口" in tip.inner_text()
    described = page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent"
    )
    assert "打印本页 关闭窗口" in described
    page.keyboard.press("Escape")
    assert tip.is_hidden()


def test_hovering_a_repair_shows_the_raw_text(visit: Callable[..., Any]) -> None:
    page = visit()
    page.locator(".text .r", has_text="清醒").hover()
    assert "清(qing)醒" in page.locator("#tip").inner_text()
    page.locator(".card h1").hover()
    assert page.locator("#tip").is_hidden()


def test_dark_by_preference_and_by_button(visit: Callable[..., Any]) -> None:
    shade = "getComputedStyle(document.documentElement).backgroundColor"
    light, dark = visit(), visit(scheme="dark")
    day, night = light.evaluate(shade), dark.evaluate(shade)
    assert day != night
    light.locator("[data-do=theme]").click()
    dark.locator("[data-do=theme]").click()
    assert (light.evaluate(shade), dark.evaluate(shade)) == (night, day)


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280, 1920])
def test_nothing_scrolls_sideways(visit: Callable[..., Any], width: int) -> None:
    page = visit(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_text_and_facts_take_turns(visit: Callable[..., Any]) -> None:
    page = visit(width=390)
    assert page.locator(".facts").is_hidden()
    page.locator(f"#t-{GREENHOUSE}").click()
    assert page.locator(".text").is_hidden()
    assert in_sight(page, f"#f-{GREENHOUSE}")
    page.locator(f"#f-{GREENHOUSE} .go").click()
    assert page.locator(".facts").is_hidden()
    assert in_sight(page, f"#t-{GREENHOUSE}")


def test_reads_without_javascript(visit: Callable[..., Any]) -> None:
    page = visit(js=False)
    assert page.locator(".facts").is_visible()
    assert page.locator(".targets tbody tr").count() == 6
    page.locator(f".facts #f-{GDP} .go").click()
    assert in_sight(page, f"#t-{GDP}")
    page.locator(f"#t-{GREENHOUSE}").click()
    assert in_sight(page, f"#f-{GREENHOUSE}")


def test_prints_text_then_table(visit: Callable[..., Any]) -> None:
    page = visit(scheme="dark")
    import pypdfium2

    pdf = pypdfium2.PdfDocument(page.pdf(format="A4"))
    pages = [p.get_textpage().get_text_range() for p in pdf]
    assert len(pages) >= 2
    assert "过去一年" in "".join(pages[:-1])
    assert "城镇调查失业率" in pages[-1] and "≤ 5.5" in pages[-1].replace("≤5.5", "≤ 5.5")
    assert not any("筛选" in p for p in pages)


def test_several_reports_in_one_page(visit: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "two.html"
    pages = OnePage(str(out))
    first, second = made(), made()
    source = msgspec.structs.replace(second.source, sha256="0" * 64)
    other = msgspec.structs.replace(second.measures[0], id="feedbeef00")
    header = msgspec.structs.replace(second.header, work_year=2032)
    pages.add(first)
    pages.add(
        msgspec.structs.replace(
            second,
            source=source,
            header=header,
            measures=(other,),
            pledges=(),
            problems=(),
            inherited_pledges=(),
        )
    )
    pages.close()
    page = visit(file=out)
    assert page.locator(".report:visible h1").all_inner_texts() == ["青禾县 2031年政府工作报告"]
    page.locator(".index a", has_text="2032").click()
    assert page.locator(".report:visible h1").all_inner_texts() == ["青禾县 2032年政府工作报告"]
    page = visit("#f-feedbeef00", file=out)
    assert page.locator(".report:visible h1").all_inner_texts() == ["青禾县 2032年政府工作报告"]
    assert page.locator("#f-feedbeef00.on").is_visible()
