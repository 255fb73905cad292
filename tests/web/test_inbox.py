"""The inbox (通知): each notice leads to what it speaks of; many are read in one step, and only those that were shown."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from luoshi.ledger.models import Event, Notice


def test_a_notice_leads_to_what_it_speaks_of(stage: Any, client_of: Any) -> None:
    text = client_of(stage.c.users["edu_clerk"]).get(reverse("inbox")).content.decode()
    assert reverse("round_unit", args=[stage.ids["round"], stage.ids["edu"]]) in text
    assert reverse("document", args=[stage.ids["document"]]) in text
    assert reverse("item", args=[stage.ids["paper"]]) in text


def test_what_stood_on_the_page_is_read_in_one_step(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["edu_clerk"])
    mine = list(Notice.objects.filter(department=stage.ids["edu"]).values_list("pk", flat=True))
    other = Notice.objects.filter(department=stage.c.units["water"]).values_list("pk", flat=True)[0]
    assert client.post(reverse("notices_read"), {"notice": [*mine[:2], other]}).status_code == 303
    assert set(Notice.objects.exclude(read_at=None).values_list("pk", flat=True)) == set(mine[:2])
    assert Event.objects.filter(kind="notice.read").count() == 2
    unread = client.get(reverse("inbox"), {"show": "unread"}).content.decode()
    assert unread.count("/read") == len(mine) - 2 + 1  # each, and all at once
