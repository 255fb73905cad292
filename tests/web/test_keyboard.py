"""The keyboard (键盘): the workbench worked through without a mouse, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from running import running
from test_accessibility import House, stage_and_sessions

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TEXT = "改造老旧小区14个。新建充电站5座。引进链上企业12家。完善园区道路3条。"


def build() -> Any:
    """The stage with a draft of four open rows, and who is logged in."""
    from luoshi.ledger.actions import documents, proposals
    from luoshi.ledger.actor import actor_of
    from luoshi.ledger.models import Department, Proposal, User

    ids, keys = stage_and_sessions()
    office = actor_of(User.objects.get(username="inspector"))
    gov = Department.objects.get(name="石泓县人民政府").pk
    report = documents.take_report(office, gov, title="报告", year=2026, text=TEXT, reader="t").id
    ids["bench"] = documents.draft(office, gov, title="第四批任务", year=2026, report_id=report).id
    at = 0
    for words in TEXT.split("。")[:-1]:
        proposals.add(office, ids["bench"], title=words, start=at, end=at + len(words))
        at += len(words) + 1
    Proposal.objects.filter(document=ids["bench"]).update(state="open")
    return ids, keys


@pytest.fixture(scope="module")
def house(browser: Any) -> Iterator[House]:
    with running("sqlite", build, date(2026, 3, 3)) as (site, (ids, keys)):
        yield House(browser, site, ids, keys)


def test_rows_are_accepted_skipped_and_merged_by_key(house: House) -> None:
    one = house.who("inspector").go(f"/documents/{house.ids['bench']}/workbench")
    page, keys = one.page, one.page.keyboard
    chosen = page.locator(".prow[aria-selected=true]")
    keys.press("j")
    keys.press("a")
    page.locator(".prow.accepted").wait_for()
    assert "新建充电站5座" in chosen.inner_text()  # the next one is at hand
    keys.press("s")
    keys.type("已列入民生实事")
    keys.press("Enter")
    page.locator(".prow.skipped").wait_for()
    assert "引进链上企业12家" in chosen.inner_text()
    assert page.locator("#tally li", has_text="待定").locator("b").inner_text() == "2"
    keys.press("x")
    keys.press("j")
    keys.press("x")
    assert page.locator("[data-count]").inner_text() == "2"
    keys.press("m")
    keys.type("抓好园区建设")
    keys.press("Enter")
    one.see("已合并 2 条。")
    assert page.locator(".prow", has_text="抓好园区建设").count() == 1 and page.locator(".prow").count() == 3
    assert not one.problems


def test_u_goes_to_the_next_undecided_row_and_e_opens_it(house: House) -> None:
    one = house.who("inspector").go(f"/documents/{house.ids['bench']}/workbench")
    row = one.page.locator(".prow.open").first
    row.wait_for()
    one.page.keyboard.press("u")
    assert one.page.locator(".prow[aria-selected=true]").get_attribute("class") == "prow open"
    one.page.keyboard.press("e")
    one.see("修改条目")
    assert not one.problems
