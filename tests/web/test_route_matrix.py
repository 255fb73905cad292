"""Who reaches what (权限矩阵): every route and every doing × every kind of person. A route without a row fails."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import get_resolver

from luoshi.web.doings import DOINGS
from luoshi.web.views.documents import WAY

PEOPLE = ("nobody", "edu_clerk", "edu_head", "health_clerk", "water_clerk", "inspector", "issuer", "leader", "deputy", "upper",
          "admin", "other_inspector")  # fmt: skip
EVERYBODY = frozenset(PEOPLE) - {"nobody"}
UNITS = frozenset(("edu_clerk", "edu_head", "health_clerk", "water_clerk"))
SIDE = frozenset(("inspector", "issuer", "leader"))
AROUND = frozenset(("edu_clerk", "edu_head", "health_clerk", "upper")) | SIDE
"""Who sees the item of the 教育局: its units, the office, the issuing side, the leader, the level above."""
READERS = AROUND | {"water_clerk"}
"""Who sees the issued table: units of its rows, the office, the issuing side, the leader, the level above."""
OFFICE = frozenset(("inspector",))
OFFICES = frozenset(("inspector", "other_inspector"))

GETS: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "start": ((), EVERYBODY),
    "me": ((), EVERYBODY),
    "tokens": ((), EVERYBODY),
    "api_docs": ((), EVERYBODY),
    "keys": ((), EVERYBODY),
    "worklist": ((), EVERYBODY),
    "board": ((), EVERYBODY),
    "departments": ((), EVERYBODY),
    "departments_xlsx": ((), EVERYBODY),
    "checks": ((), EVERYBODY),
    "rounds": ((), EVERYBODY),
    "round": (("round",), UNITS | SIDE),
    "round_unit": (("round", "edu"), frozenset(("edu_clerk", "edu_head")) | SIDE),
    "round_new": ((), OFFICES),
    "board_docx": ((), EVERYBODY),
    "board_xlsx": ((), EVERYBODY),
    "item_new": ((), OFFICES | {"issuer"}),
    "paper_forms": ((), OFFICES),
    "paper_forms_out": ((), OFFICE),
    "paper_forms_back": ((), OFFICES),
    "published": ((), EVERYBODY),
    "inbox": ((), EVERYBODY),
    "item": (("school",), AROUND),
    "item_slip": (("school",), AROUND),
    "memo": (("school",), AROUND),
    "memo_docx": (("school",), AROUND),
    "file": (("file",), AROUND),
    "documents": ((), EVERYBODY),
    "document": (("document",), READERS),
    "document_xlsx": (("document",), READERS),
    "document_docx": (("document",), READERS),
    "document_slips": (("document",), READERS),
    "overview": ((), SIDE | {"other_inspector"}),
    "overview_docx": ((), SIDE | {"other_inspector"}),
    "document_slip": (("document", "edu"), frozenset(("edu_clerk", "edu_head", "upper")) | SIDE),
    "document_new": ((), OFFICES),
    "report_new": ((), OFFICES),
    "document_import": (("draft",), OFFICE),
    "workbench": (("draft",), OFFICE),
    "row_form": (("draft", "row"), OFFICE),
}
"""route -> (names of its ids, who gets it). Lists open for everybody who is logged in: what is in them is tested below."""

BOTH = frozenset(
    (
        "document_new",
        "report_new",
        "document_import",
        "round_new",
        "item_new",
        "memo",
        "tokens",
        "paper_forms_back",
    )
)
"""Pages whose form is sent to their own address."""

POSTS: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "view_save": ((), EVERYBODY),
    "token_revoke": (("token",), frozenset(("edu_clerk", "admin"))),
    "view_drop": (("view",), frozenset(("inspector",))),
    "notices_read": ((), EVERYBODY),
    "notice_read": (("notice",), frozenset(("edu_clerk", "edu_head"))),
    "opinion_settle": (("draft", "opinion"), OFFICE),
    "round_close": (("round",), OFFICE),
    "rows_do": (("draft",), OFFICE),
    "row_add": (("draft",), OFFICE),
    "bare_do": (("draft",), OFFICE),
    "row_edit": (("draft", "row"), OFFICE),
}
OPEN = frozenset(("healthz", "login", "logout", "set_language"))
"""Routes that need no log-in."""

_WORKING = frozenset(("edu_clerk", "edu_head", "health_clerk", "inspector"))
_LEAD = frozenset(("edu_clerk", "edu_head", "inspector"))
_HEAD = frozenset(("edu_head", "inspector"))
_GIVERS = frozenset(("inspector", "issuer"))
ROWS = ("accept", "skip", "split")
"""What is done to one row of a draft; by the office alone."""
WAYS: dict[str, frozenset[str]] = {
    "edit": OFFICE, "renew": OFFICE, "consult": OFFICE, "approve": frozenset(("inspector", "issuer", "leader")), "issue": _GIVERS,
    "reopen": OFFICE, "opinion": frozenset(("edu_clerk", "edu_head", "inspector")), "sign": frozenset(("edu_clerk", "edu_head", "inspector")),
}  # fmt: skip
"""step of a document -> who may, on a table out for opinions in which the 教育局 stands."""
ROUND_STEPS = {"unchanged": frozenset(("edu_clerk", "edu_head", "inspector")), "sign": _HEAD}
"""step of a unit's part in a round -> who may; the office on signed paper only."""
DOES: dict[str, frozenset[str]] = {
    "sign": _WORKING, "report": _WORKING, "unchanged": _WORKING, "plan": _WORKING, "evidence": _WORKING, "apply": _LEAD,
    "extension_ask": _LEAD, "extension_sign": _HEAD, "extension_decide": frozenset(("inspector",)), "wrong_unit": _LEAD,
    "return_decide": frozenset(("inspector",)), "check_unit": _HEAD, "check_inspector": frozenset(("inspector",)),
    "check_issuer": frozenset(("issuer", "leader")), "send_back": _GIVERS, "remind": _GIVERS,
    "reassign": frozenset(("inspector",)), "adjust": _GIVERS, "merge": _GIVERS, "cancel": _GIVERS, "reopen": _GIVERS,
    "publish": _GIVERS, "withdraw": _GIVERS,
}  # fmt: skip
"""doing -> who may on the item of the 教育局 (the inspector for a unit only with its signed paper)."""


def routes() -> dict[str, Any]:
    """Every named route of the site, by name."""
    return {p.name: p for p in pages() if p.name}


def pages() -> list[Any]:
    """Every address but those of the API, which has a matrix of its own (test_read_api)."""
    return [p for p in get_resolver().url_patterns if getattr(p, "namespace", None) != "api"]


def address(stage: Any, name: str, ids: tuple[str, ...], *more: str) -> str:
    from django.urls import reverse

    return reverse(name, args=[*(stage.ids[i] for i in ids), *more])


def test_every_route_has_a_row() -> None:
    told = set(GETS) | set(POSTS) | OPEN | {"item_do", "document_do", "row_do", "report_job", "round_unit_do"}
    assert set(routes()) == told
    assert set(DOES) == set(DOINGS)
    assert set(WAYS) == set(WAY)
    assert len(pages()) == len(routes())  # none without a name


@pytest.mark.parametrize("person", PEOPLE)
def test_pages(stage: Any, client_of: Any, person: str) -> None:
    client = client_of(stage.c.users.get(person))
    wrong = []
    for name, (ids, who) in GETS.items():
        status = client.get(address(stage, name, ids), follow=name == "start").status_code
        expected = 200 if person in who else 302 if person == "nobody" else 404
        if name == "start" and person == "nobody":
            expected = 200  # followed to the log-in
        if status != expected:
            wrong.append((name, status, expected))
        if name not in BOTH and client.post(address(stage, name, ids)).status_code not in (302, 404, 405):
            wrong.append((name, "POST", 405))
    assert not wrong


@pytest.mark.parametrize("person", PEOPLE)
def test_small_posts(stage: Any, client_of: Any, person: str) -> None:
    client = client_of(stage.c.users.get(person))
    wrong = []
    for name, (ids, who) in POSTS.items():
        where = address(stage, name, ids)
        assert client.get(where).status_code in (302, 405)
        status = client.post(where, {"name": "逾期", "query": "kind=overdue"}).status_code
        expected = (302,) if person == "nobody" else (403, 404)
        if (status in (403, 404, 302) or status >= 500) if person in who else status not in expected:
            wrong.append((name, status, expected))
    assert not wrong


@pytest.mark.parametrize("person", PEOPLE)
def test_doings(stage: Any, client_of: Any, person: str) -> None:
    client = client_of(stage.c.users.get(person))
    wrong = []
    for name, who in DOES.items():
        status = client.post(address(stage, "item_do", ("school",), name), {}).status_code
        if person == "nobody":
            fine = status == 302
        elif person in who:
            fine = status in (303, 409, 422)
        else:
            fine = status == (403 if person in AROUND else 404)
        if not fine:
            wrong.append((name, status))
    assert not wrong


@pytest.mark.parametrize("person", PEOPLE)
def test_steps_of_documents_and_rows(stage: Any, client_of: Any, person: str) -> None:
    client = client_of(stage.c.users.get(person))
    sees = {"edu_clerk", "edu_head", "inspector", "issuer", "leader"}
    wrong = []
    places = [(address(stage, "document_do", ("draft",), n), who) for n, who in WAYS.items()]
    places += [(address(stage, "row_do", ("draft", "row"), n), OFFICE) for n in ROWS]
    places += [(address(stage, "round_unit_do", ("round", "edu"), n), who) for n, who in ROUND_STEPS.items()]
    for where, who in places:
        status = client.post(where, {}).status_code
        if person == "nobody":
            fine = status == 302
        elif person in who:
            fine = status in (200, 303, 409, 422)
        else:
            fine = status in ((403, 404) if person in sees else (404,))
        if not fine:
            wrong.append((where, status))
    assert not wrong


def test_a_job_is_its_owners(stage: Any, client_of: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    made = client_of(stage.c.users["inspector"]).post(
        address(stage, "report_new", ()),
        {"non_secret": "on", "file": SimpleUploadedFile("报告.txt", "报告".encode())},
    )
    assert made.status_code == 303
    for person in PEOPLE:
        status = client_of(stage.c.users.get(person)).get(made["Location"]).status_code
        assert status == (200 if person == "inspector" else 302 if person == "nobody" else 404)


def test_lists_hold_only_what_their_reader_may_see(stage: Any, client_of: Any) -> None:
    def words(person: str, route: str) -> str:
        return client_of(stage.c.users[person]).get(address(stage, route, ())).content.decode()

    for person in sorted(EVERYBODY):
        assert ("新建幼儿园3所" in words(person, "board")) == (person in AROUND), person
    assert "完成水库除险加固" not in words("edu_clerk", "board")
    assert "水库除险加固已完成。" in words("deputy", "published") and "幼儿园" not in words(
        "deputy", "published"
    )
    assert "新交办" in words("edu_clerk", "inbox") and "新交办" not in words("water_clerk", "inbox")


def test_a_deputy_sees_the_published_text_and_no_process(stage: Any, client_of: Any) -> None:
    shown = client_of(stage.c.users["deputy"]).get(address(stage, "item", ("dam",))).content.decode()
    assert "水库除险加固已完成。" in shown and "办理记录" not in shown and "灯" not in shown


def test_what_is_not_theirs_does_not_exist(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["other_inspector"])
    assert "没有这个事项" in client.get(address(stage, "item", ("school",))).content.decode()
