"""Drafts (未提交的文字): what was typed waits in the tab until it was carried out, and is gone when it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from running import running
from test_accessibility import House, stage_and_sessions

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def house(browser: Any) -> Iterator[House]:
    with running("sqlite", stage_and_sessions, date(2026, 3, 3)) as (site, (ids, keys)):
        yield House(browser, site, ids, keys)


def test_what_opened_an_item_does_not_come_back_into_the_next_form(house: House) -> None:
    page = house.who("inspector").go("/items/new").page
    page.fill("[name=title]", "校园食堂互联网公示")
    page.goto(f"{house.site.address}/board")
    page.goto(f"{house.site.address}/items/new")
    assert page.input_value("[name=title]") == "校园食堂互联网公示"  # left and come back: still there
    assert page.locator("[data-restored]").is_visible()
    page.check("[name=source][value=leader]")
    for name in ("issuer", "approver"):
        page.fill(f"[name={name}]", "县长")
    page.fill("[name=quote]", "请教育局抓紧。")
    page.select_option("[name=lead]", label="县教育局")
    page.click("button[value=preview]")
    page.locator("section.next").wait_for()
    page.click("button[value=save]")
    page.locator("[data-done]").wait_for()
    assert "/items/new" not in page.url
    page.goto(f"{house.site.address}/items/new")
    assert page.input_value("[name=title]") == "" and not page.locator("[data-restored]").is_visible()
