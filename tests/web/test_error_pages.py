"""Pages for what went wrong (出错页): in the site's own words, in the language chosen, without a trace of the inside."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse


def test_an_unknown_address_is_a_page_of_the_site(stage: Any, client_of: Any) -> None:
    answer = client_of(stage.c.users["edu_clerk"]).get("/no/such/page")
    assert answer.status_code == 404 and "没有这一页" in answer.content.decode()
    assert client_of().get("/no/such/page").status_code == 404


def test_a_form_whose_token_is_stale_says_that_nothing_was_written(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["edu_clerk"], enforce_csrf_checks=True)
    answer = client.post(reverse("item_do", args=[stage.ids["school"], "report"]), {"text": "进展"})
    assert answer.status_code == 403 and "什么都没有写入" in answer.content.decode()


def test_an_error_inside_shows_nothing_of_the_inside(
    stage: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from luoshi.web.views import worklist

    def broken(who: Any) -> None:
        raise RuntimeError("秘密的内部")

    monkeypatch.setattr(worklist, "waiting", broken)
    client = client_of(stage.c.users["edu_clerk"], raise_request_exception=False)
    answer = client.get(reverse("worklist"))
    text = answer.content.decode()
    assert answer.status_code == 500 and "系统出错" in text and "秘密的内部" not in text
