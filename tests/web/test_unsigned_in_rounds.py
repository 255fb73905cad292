"""Unsigned work in a round (未签收): a unit that never signed for its items has not reported; it does not owe nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from luoshi.ledger import clock
from luoshi.ledger.models import Item
from luoshi.web.papers import circular

DAY = date(2026, 3, 3)


def test_a_unit_that_has_not_signed_for_its_items_is_told_so_and_counts_as_not_reported(
    stage: Any, client_of: Any
) -> None:
    Item.objects.filter(pk=stage.ids["school"]).update(state="issued")
    with clock.fixed(DAY):
        office, unit = client_of(stage.c.users["inspector"]), client_of(stage.c.users["edu_clerk"])
        text = office.get(reverse("round", args=[stage.ids["round"]])).content.decode()
        assert "没有在办事项，不用报" not in text and "1 项未签收" in text
        own = unit.get(reverse("round_unit", args=[stage.ids["round"], stage.ids["edu"]])).content.decode()
        assert "这一轮没有要报的事项" not in own and "签收后才能报送" in own
        told = circular.first_text(stage.c.actor("inspector"), stage.c.gov, 2026)
    assert "未报1家：县教育局" in told and "其中1家有1项事项尚未签收" in told


def test_what_is_being_checked_is_not_unsigned(stage: Any, client_of: Any) -> None:
    Item.objects.filter(pk=stage.ids["school"]).update(state="applied")
    with clock.fixed(DAY):
        office = client_of(stage.c.users["inspector"])
        text = office.get(reverse("round", args=[stage.ids["round"]])).content.decode()
        told = circular.first_text(stage.c.actor("inspector"), stage.c.gov, 2026)
    assert "没有在办事项，不用报" in text and "未签收" not in text and "未签收" not in told
