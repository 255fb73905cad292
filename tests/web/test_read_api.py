"""The read API (只读接口): tokens, the matrix of calls × people, the same visibility as on the pages, pages of rows."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from test_route_matrix import AROUND, EVERYBODY, READERS, UNITS

from luoshi.ledger import clock
from luoshi.ledger.actions import items, tokens
from luoshi.ledger.actor import actor_of
from luoshi.ledger.models import ApiToken, Item
from luoshi.web.api.site import api

SIDE = frozenset(("inspector", "issuer", "leader"))
HOLDERS = tuple(sorted(EVERYBODY - {"admin"}))
"""Who can have a token: an admin reads no files, by no door."""

CALLS: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "items": ((), EVERYBODY),
    "item": (("school",), AROUND),
    "lights": (("school",), AROUND),
    "documents": ((), EVERYBODY),
    "document": (("document",), READERS),
    "departments": ((), EVERYBODY),
    "rounds": ((), EVERYBODY),
    "published": ((), EVERYBODY),
}
"""operation -> (names of its ids, who gets it). Lists open for everybody: what is in them is tested below."""


def token_of(stage: Any, who: str) -> str:
    made = tokens.fresh()
    until = clock.today() + timedelta(days=30)
    tokens.create_token(actor_of(stage.c.users[who]), name="试", sha256=tokens.digest(made), expires_on=until)
    return made


def call(name: str, *ids: int, token: str = "", **query: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Client().get(reverse(f"api:{name}", args=ids), query, headers=headers)


def operations() -> set[str]:
    schema = api.get_openapi_schema()
    return {op["operationId"] for methods in schema["paths"].values() for op in methods.values()}


def test_every_operation_has_a_row_and_only_reads() -> None:
    assert operations() == set(CALLS)
    methods = {m for found in api.get_openapi_schema()["paths"].values() for m in found}
    assert methods == {"get"}


@pytest.mark.parametrize("person", HOLDERS)
def test_calls(stage: Any, person: str) -> None:
    token = token_of(stage, person)
    wrong = []
    for name, (ids, who) in CALLS.items():
        status = call(name, *(stage.ids[i] for i in ids), token=token).status_code
        if status != (200 if person in who else 404):
            wrong.append((name, status))
    assert not wrong


def test_nobody_gets_in_without_a_token_that_holds(stage: Any) -> None:
    good = token_of(stage, "inspector")
    assert call("items").status_code == call("items", token="luoshi_x").status_code == 401
    assert "令牌" in call("items").json()["error"] and "令牌" in call("items").content.decode()
    assert Client().get("/api/v1/items", headers={"Authorization": f"Basic {good}"}).status_code == 401
    logged_in = Client()
    logged_in.force_login(stage.c.users["inspector"], backend="django.contrib.auth.backends.ModelBackend")
    assert (
        logged_in.get("/api/v1/items").status_code == 401
    )  # a cookie is no token: no request from another site
    assert call("items", token=good).status_code == 200
    ApiToken.objects.filter(sha256=tokens.digest(good)).update(expires_on=date(2026, 1, 1))
    assert call("items", token=good).status_code == 401
    assert Client().post("/api/v1/items", headers={"Authorization": f"Bearer {good}"}).status_code == 405


def test_lists_hold_only_what_their_reader_may_see(stage: Any) -> None:
    for person in HOLDERS:
        token = token_of(stage, person)
        titles = {r["title"] for r in call("items", token=token).json()["rows"]}
        assert ("新建幼儿园3所" in titles) == (person in AROUND), person
        assert ("完成水库除险加固" in titles) == (person in SIDE | {"water_clerk", "upper"}), person
        rows = call("rounds", token=token).json()["rows"]
        states = {u["department"]["name"] for r in rows for u in r["units"]}
        own = {
            "edu_clerk": {"县教育局"},
            "edu_head": {"县教育局"},
            "water_clerk": {"县水利局"},
        }
        if person in UNITS:
            assert states <= own.get(person, {"县卫健局"}), person
    deputy = token_of(stage, "deputy")
    assert [r["text"] for r in call("published", token=deputy).json()["rows"]] == ["水库除险加固已完成。"]
    assert call("items", token=deputy).json()["total"] == 0
    water = call("document", stage.ids["document"], token=token_of(stage, "water_clerk")).json()
    assert [r["title"] for r in water["rows"]] == ["完成水库除险加固"]


def test_an_item_tells_source_traces_quantities_and_three_judgments_apart(stage: Any) -> None:
    found = call("item", stage.ids["school"], token=token_of(stage, "inspector")).json()
    source = found["sources"][0]
    text = Item.objects.get(pk=stage.ids["school"]).sources.get().report.text
    assert text[source["start"] : source["end"]] == source["quote"] == "今年新建幼儿园3所"
    assert found["quantities"][0]["target"] == "3" and all("。" in d["trace"] for d in found["deadlines"])
    assert set(found["light"]) == {"colour", "word", "reason", "rule"} and found["self_report"] == ""
    closed = call("item", stage.ids["dam"], token=token_of(stage, "inspector")).json()
    assert [c["level"] for c in closed["checks"]] == ["unit", "inspector", "issuer"]
    assert closed["self_report"] == "done" and closed["reports"][0]["text"] == "全部完成"


def test_filters_are_the_boards_and_unknown_ones_are_refused(stage: Any) -> None:
    token = token_of(stage, "inspector")
    assert [r["title"] for r in call("items", token=token, kind="closed").json()["rows"]] == [
        "完成水库除险加固"
    ]
    assert [r["title"] for r in call("items", token=token, q="拥堵").json()["rows"]] == ["整治校门口拥堵"]
    assert call("items", token=token, register_id="13710").json()["total"] == 1
    for query in (
        {"kind": "nonsense"},
        {"register_id": "x"},
        {"per_page": 5000},
        {"page": 0},
        {"lead": "abc"},
    ):
        answer = call("items", token=token, **query)
        assert answer.status_code == 422 and answer.json()["error"], query


def test_pages_hold_all_rows_once_at_a_constant_number_of_queries(stage: Any) -> None:
    token = token_of(stage, "inspector")

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert call("items", token=token).status_code == 200
        return len(seen)

    call("items", token=token)
    before = cost()
    with clock.fixed(date(2026, 3, 3)):
        for n in range(7):
            items.open_item(
                stage.c.inspector, stage.c.gov, source="leader", title=f"事项{'甲乙丙丁戊己庚'[n]}", dated=date(2026, 3, 3), issuer="县长",
                approver="县长", lead_id=stage.c.units["edu"].pk, quote="请办。", not_duplicate=True,
            )  # fmt: skip
    assert cost() <= before + 1
    seen, page = [], 1
    while page:
        answer = call("items", token=token, per_page=4, page=page).json()
        seen += [r["id"] for r in answer["rows"]]
        page = answer["next_page"]
    assert len(seen) == len(set(seen)) == answer["total"] == 10


def test_the_lights_of_an_item_are_its_snapshots(stage: Any) -> None:
    from luoshi.ledger import ticking

    ticking.snapshot_lights()
    rows = call("lights", stage.ids["school"], token=token_of(stage, "edu_clerk")).json()
    assert rows and set(rows[0]) == {"day", "colour", "rule", "reason"}


def test_a_token_is_made_on_its_page_shown_once_and_revoked(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["edu_clerk"])
    until = str(clock.today() + timedelta(days=20))
    made = client.post(reverse("tokens"), {"name": "办公系统", "expires_on": until})
    token = made.context["made"]
    assert token in made.content.decode() and token not in client.get(reverse("tokens")).content.decode()
    assert call("items", token=token).status_code == 200
    row = ApiToken.objects.get(sha256=tokens.digest(token))
    assert row.last_used_at is not None
    assert client.post(reverse("token_revoke", args=[row.pk])).status_code == 303
    assert call("items", token=token).status_code == 401
    late = client.post(reverse("tokens"), {"name": "x", "expires_on": "2036-01-01"})
    assert late.status_code == 422 and not late.context["made"]
    admin = client_of(stage.c.users["admin"])
    assert "对接" in admin.get(reverse("tokens")).content.decode()
    assert admin.post(reverse("tokens"), {"name": "x", "expires_on": until}).status_code == 403


def test_the_docs_page_and_the_schema_come_from_here(stage: Any, client_of: Any) -> None:
    text = client_of(stage.c.users["inspector"]).get(reverse("api_docs")).content.decode()
    for path in api.get_openapi_schema()["paths"]:
        assert path in text
    assert 'src="http' not in text and 'href="http' not in text
    schema = json.loads(Client().get("/api/v1/openapi.json").content)
    assert schema["openapi"].startswith("3.") and len(schema["paths"]) == len(CALLS)
