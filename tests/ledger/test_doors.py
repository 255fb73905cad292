"""Other doors (其他来源立项): what a matter would get and what it may repeat, before and when it is opened; leaders' words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from county import County, build
from test_way import issued_table

from luoshi.ledger import clock, doors
from luoshi.ledger.actions import items, upkeep
from luoshi.ledger.errors import Conflict, Invalid, NotAllowed, NotThere
from luoshi.ledger.models import Attachment, Event, Item, Notice

DAY = date(2026, 11, 20)


@pytest.fixture
def c(db: Any) -> County:
    return build()


def opened(c: County, unit: str = "edu", **more: Any) -> int:
    given = {
        "source": "instruction", "title": "整治实验小学周边交通拥堵", "number": "批示〔2026〕7号", "dated": DAY, "issuer": "县长",
        "approver": "县长", "lead_id": c.units[unit].pk, "quote": "请教育局牵头，会同公安局尽快拿出办法。",
    }  # fmt: skip
    return items.open_item(c.inspector, c.gov, **(given | more)).id


def test_what_was_previewed_is_what_the_item_gets(c: County) -> None:
    with clock.fixed(DAY):
        for n, (variant, text, nodes) in enumerate(
            (
                ("", "", []),
                ("major", "", [("方案报批", date(2026, 12, 1))]),
                ("", "12月15日前", []),
                ("major", "持续推进", []),
            )
        ):
            seen = doors.deadlines("13710", "instruction", variant, doors.due_of(text, None, 2026), nodes)
            item = opened(
                c,
                title=f"甲乙丙丁{'子丑寅卯'[n]}事",
                variant=variant,
                due_text=text,
                nodes=nodes,
                number="",
                not_duplicate=True,
            )
            got = Item.objects.get(pk=item).deadlines.order_by("due_on", "key")
            assert [(d.key, d.due, d.trace) for d in seen] == [(d.key, d.due_on, d.trace) for d in got]


def test_words_that_give_no_date_are_refused_and_nothing_is_inferred_from_them(c: County) -> None:
    assert doors.due_of("", None, 2026) is None
    with pytest.raises(Invalid, match="看不懂的时限"):
        doors.due_of("抓紧", None, 2026)


def test_an_alike_item_is_named_with_what_the_two_have_in_common(c: County) -> None:
    with clock.fixed(DAY):
        opened(c)
        with pytest.raises(Conflict, match="文号同为 批示〔2026〕7号") as refused:
            opened(c, title="实验小学周边交通拥堵整治")
        assert "事项文字重合" in refused.value.message
        same_words = doors.alike(c.gov, "校园周边停车难题", quote="请教育局牵头，会同公安局尽快拿出办法。")
        assert [a.why for a in same_words] == ["来源原文相同"]
        assert not doors.alike(c.gov, "新建污水处理厂", lead_id=c.units["edu"].pk)
        assert opened(c, title="实验小学周边交通拥堵整治", not_duplicate=True)


def test_an_open_task_of_the_report_is_found_whoever_leads_it(c: County) -> None:
    issued_table(c)
    found = doors.alike(c.gov, "完成水库除险加固工程", lead_id=c.units["edu"].pk)
    assert [a.item.title for a in found] == ["完成水库除险加固"] and "县水利局牵头" in found[0].why


def test_a_leaders_words_become_a_source_that_the_units_are_told(c: County) -> None:
    with clock.fixed(DAY):
        item = opened(c)
        scan = c.file("inspector", "批示.pdf")
        made = items.instruct(
            c.inspector, item, words="抓紧，月底前见效。", leader="县长", on=DAY, scan_id=scan
        )
        told = Item.objects.get(pk=item).sources.order_by("pk").last()
        assert told is not None and (told.quote, told.issuer, told.scan_id) == (
            "抓紧，月底前见效。",
            "县长",
            scan,
        )
        assert Notice.objects.filter(
            item=item, title__startswith="县长批示", department=c.units["edu"]
        ).exists()
        assert Event.objects.get(pk=made.event).kind == "item.instructed"
        with pytest.raises(NotAllowed):
            items.instruct(c.edu_clerk, item, words="x", leader="县长", on=DAY)
        with pytest.raises(NotThere):
            items.instruct(c.water_clerk, item, words="x", leader="县长", on=DAY)
        with pytest.raises(Invalid, match="不能晚于今天"):
            items.instruct(c.inspector, item, words="x", leader="县长", on=date(2026, 11, 21))


def test_a_leaders_words_can_be_removed_without_the_items_first_source(c: County) -> None:
    with clock.fixed(DAY):
        item = opened(c)
        scan = c.file("inspector", "批示.pdf")
        made = items.instruct(c.inspector, item, words="某人电话", leader="县长", on=DAY, scan_id=scan)
        asked = upkeep.ask_redaction(
            c.inspector, made.event, reason="个人信息", basis="个人信息保护法第四十七条"
        )
        upkeep.confirm_redaction(c.issuer, asked.id)
    first, second = Item.objects.get(pk=item).sources.order_by("pk")
    assert first.quote.startswith("请教育局") and "移除" in second.quote
    assert Attachment.objects.get(pk=scan).removed_at is not None
