"""Hostile or hasty people (越权、抢办、过期): others' things by their ids, forms sent twice or together, old sessions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse
from test_route_matrix import BOTH as SELF_SENT
from test_route_matrix import DOES, POSTS, ROUND_STEPS, ROWS, WAYS, address

from luoshi.ledger import clock
from luoshi.ledger.actions import closing, items, work
from luoshi.ledger.models import Check, Document, Evidence, Extension, Item, ItemSource, Submission, User

BOTH = ["sqlite", "postgresql"]


def version_of(item: int) -> int:
    return int(Item.objects.get(pk=item).version)


def at_once(*calls: Callable[[], Any]) -> list[int]:
    """The statuses of requests sent at the same moment, each with its own connection."""
    gate, found = threading.Barrier(len(calls)), [0] * len(calls)

    def run(n: int, call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            found[n] = call().status_code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, call)) for n, call in enumerate(calls)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(120)
    return sorted(found)


@pytest.mark.parametrize("vendor", BOTH)
def test_of_two_clerks_who_report_at_once_one_is_told_of_the_other(stage: Any, client_of: Any) -> None:
    where = reverse("item_do", args=[stage.ids["school"], "report"])
    version = version_of(stage.ids["school"])
    one, two = client_of(stage.c.users["edu_clerk"]), client_of(stage.c.users["edu_clerk2"])
    before = Submission.objects.count()
    statuses = at_once(
        lambda: one.post(where, {"version": version, "key": "a", "text": "甲"}),
        lambda: two.post(where, {"version": version, "key": "b", "text": "乙"}),
    )
    assert statuses == [303, 409] and Submission.objects.count() == before + 1


@pytest.mark.parametrize("vendor", BOTH)
def test_one_form_sent_four_times_at_once_is_carried_out_once(stage: Any, client_of: Any) -> None:
    where = reverse("item_do", args=[stage.ids["school"], "report"])
    form = {"version": version_of(stage.ids["school"]), "key": "once", "text": "同一份"}
    clients = [client_of(stage.c.users["edu_clerk"]) for _ in range(4)]
    before = Submission.objects.count()
    statuses = at_once(*(lambda c=c: c.post(where, form) for c in clients))
    assert set(statuses) <= {303, 409} and 303 in statuses and Submission.objects.count() == before + 1


def test_others_ids_in_ones_own_form_are_refused(stage: Any, client_of: Any) -> None:
    """A file, a scan, a unit, a row, an opinion, a deadline that belong to somebody else."""
    c, ids = stage.c, stage.ids
    edu, office = client_of(c.users["edu_clerk"]), client_of(c.users["inspector"])
    theirs = c.file("water_clerk")
    wheres = reverse("item_do", args=[ids["school"], "evidence"])
    before = Evidence.objects.count()
    answer = edu.post(wheres, {"proves": "别人的文件", "kind": "file", "method": "self", "kept_file": theirs})
    assert answer.status_code in (404, 422) and Evidence.objects.count() == before
    assert edu.get(reverse("file", args=[theirs])).status_code == 404
    answer = office.post(
        reverse("item_new"),
        {"source": "instruction", "title": "借用扫描件", "dated": "2026-03-02", "issuer": "县长", "approver": "县长", "quote": "办",
         "register": "13710", "lead": c.units["edu"].pk, "kept_scan": theirs, "step": "preview"},
    )  # fmt: skip
    seen = (
        answer.context["preview"].seen if answer.status_code == 200 and answer.context.get("preview") else ""
    )
    answer = office.post(
        reverse("item_new"),
        {"source": "instruction", "title": "借用扫描件", "dated": "2026-03-02", "issuer": "县长", "approver": "县长", "quote": "办",
         "register": "13710", "lead": c.units["edu"].pk, "kept_scan": theirs, "step": "save", "seen": seen},
    )  # fmt: skip
    assert answer.status_code in (404, 422) and not ItemSource.objects.filter(scan_id=theirs).exists()
    other = c.units["other_edu"].pk
    answer = office.post(
        reverse("item_do", args=[ids["paper"], "reassign"]), {"lead": other, "reason": "改由他县"}
    )
    assert answer.status_code == 422
    assert office.post(reverse("row_do", args=[ids["document"], ids["row"], "accept"])).status_code == 404
    assert office.post(reverse("opinion_settle", args=[ids["document"], ids["opinion"]]), {"adopted": "yes"}).status_code in (404, 409, 422)  # fmt: skip
    answer = edu.post(reverse("document_do", args=[ids["draft"], "opinion"]), {"department": c.units["water"].pk, "verdict": "yes"})  # fmt: skip
    assert answer.status_code == 422
    answer = edu.post(
        reverse("item_do", args=[ids["school"], "report"]), {"text": "x", "deadline": "no-such"}
    )
    assert answer.status_code == 422
    answer = edu.post(
        reverse("round_unit_do", args=[ids["round"], c.units["edu"].pk, "unchanged"]), {"item": ids["dam"]}
    )
    assert answer.status_code in (404, 422)


def test_nobody_checks_or_closes_what_passed_through_their_hands(stage: Any, client_of: Any) -> None:
    c, school = stage.c, stage.ids["school"]
    head, issuer = client_of(c.users["edu_head"]), client_of(c.users["issuer"])
    where = {
        level: reverse("item_do", args=[school, f"check_{level}"])
        for level in ("unit", "inspector", "issuer")
    }
    work.submit(c.edu_head, school, text="局长自己报的")
    closing.apply_close(c.edu_clerk, school, result="完成")
    answer = head.post(where["unit"], {"verdict": "pass", "version": version_of(school)})
    assert answer.status_code == 403 and not Check.objects.filter(closing__item=school).exists()
    page = head.get(reverse("item", args=[school])).content.decode()
    assert f"/items/{school}/do/check_unit" not in page
    assert issuer.post(where["issuer"], {"verdict": "pass"}).status_code in (
        403,
        409,
        422,
    )  # two steps too early
    assert client_of(c.users["inspector"]).post(where["inspector"], {"verdict": "pass", "method": "site"}).status_code in (403, 409, 422)  # fmt: skip
    assert Item.objects.get(pk=school).state == "applied"


def test_days_are_the_servers_and_dates_are_not_set_back(stage: Any, client_of: Any) -> None:
    c, ids = stage.c, stage.ids
    edu, office = client_of(c.users["edu_clerk"]), client_of(c.users["inspector"])
    today = clock.today()
    edu.post(
        reverse("item_do", args=[ids["school"], "report"]),
        {
            "text": "倒签",
            "on": "2026-01-01",
            "at": "2026-01-01",
            "created": "2026-01-01",
            "reported_at": "2026-01-01",
        },
    )
    assert Submission.objects.get(progress_text="倒签").on == today
    draft = reverse("document_do", args=[ids["draft"], "approve"])
    settle = reverse("opinion_settle", args=[ids["draft"], ids["opinion"]])
    office.post(settle, {"adopted": "no", "note": "另行供地"})
    late = office.post(draft, {"by": "县长", "on": str(today + timedelta(days=1))})
    assert late.status_code == 422 and "审定日期不能晚于今天" in late.content.decode()
    assert office.post(draft, {"by": "县长", "on": str(today)}).status_code == 303
    issue = reverse("document_do", args=[ids["draft"], "issue"])
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        answer = office.post(issue, {"number": "石政办发〔2026〕8号", "on": str(day)})
        assert answer.status_code == 422 and "印发日期应在审定日期" in answer.content.decode()
    past = edu.post(
        reverse("item_do", args=[ids["paper"], "extension_ask"]),
        {"new_due": str(today + timedelta(days=9)), "reason": "过了才申请", "progress": "办理中"},
    )
    assert past.status_code in (409, 422) and not Extension.objects.filter(item=ids["paper"]).exists()
    answer = office.post(
        reverse("memo", args=[ids["school"]]),
        {"words": "将来的批示", "leader": "县长", "on": str(today + timedelta(days=3)), "then": "keep"},
    )
    assert answer.status_code == 422 and "将来的批示" in answer.content.decode()


def test_a_session_that_has_ended_gives_nothing_and_does_nothing(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["edu_clerk"])
    item = reverse("item", args=[stage.ids["school"]])
    session = client.session
    session.set_expiry(-1)
    session.save()
    before = Submission.objects.count()
    answer = client.post(reverse("item_do", args=[stage.ids["school"], "report"]), {"text": "过期后提交"})
    assert answer.status_code == 302 and answer["Location"].startswith("/login?next=")
    assert Submission.objects.count() == before
    answer = client.get(item)
    assert answer.status_code == 302 and answer["Location"] == f"/login?next={item}"
    shown = client.get(answer["Location"]).content.decode()
    assert "登录后回到原页面" in shown


def test_the_address_of_a_form_leads_to_the_page_it_stands_on(stage: Any, client_of: Any) -> None:
    """After the log-in one is sent to where the form was sent; so is who reloads a form that was refused."""
    client, ids = client_of(stage.c.users["inspector"]), stage.ids
    for where, page in (
        (reverse("item_do", args=[ids["school"], "report"]), reverse("item", args=[ids["school"]])),
        (reverse("document_do", args=[ids["draft"], "approve"]), reverse("document", args=[ids["draft"]])),
        (
            reverse("row_do", args=[ids["draft"], ids["row"], "skip"]),
            reverse("row_form", args=[ids["draft"], ids["row"]]),
        ),
        (reverse("round_close", args=[ids["round"]]), reverse("round", args=[ids["round"]])),
        (reverse("view_drop", args=[ids["view"]]), reverse("board")),
        (reverse("logout"), reverse("start")),
    ):
        answer = client.get(where, follow=True)
        assert answer.redirect_chain[0][1] == 302 and answer.status_code == 200
        assert page == reverse("start") or answer.redirect_chain[-1][0] == page


def test_who_left_the_post_or_changed_the_password_is_out_at_once(stage: Any, client_of: Any) -> None:
    c = stage.c
    item = reverse("item", args=[stage.ids["school"]])
    clerk, head = client_of(c.users["edu_clerk"]), client_of(c.users["edu_head"])
    assert clerk.get(item).status_code == head.get(item).status_code == 200
    c.users["edu_clerk"].holdings.update(until=date(2026, 1, 31))
    assert clerk.get(item).status_code == 404
    user = User.objects.get(pk=c.users["edu_head"].pk)
    user.set_password("quite-another-password")
    user.save()
    assert head.get(item).status_code == 302
    User.objects.filter(username="inspector").update(is_active=False)
    assert client_of(c.users["inspector"]).get(item).status_code == 302


def test_a_lock_out_hits_the_name_that_was_guessed_at_and_no_other(stage: Any, client_of: Any) -> None:
    for name in ("edu_clerk", "edu_head"):
        user = stage.c.users[name]
        user.set_password("right-password-9")
        user.save()
    client = client_of()
    for _ in range(5):
        client.post(reverse("login"), {"username": "edu_clerk", "password": "wrong"})
    right = {"username": "edu_head", "password": "right-password-9"}
    assert client.post(reverse("login"), right).status_code == 302
    unknown = (
        client_of().post(reverse("login"), {"username": "nobody-here", "password": "x"}).content.decode()
    )
    known = client_of().post(reverse("login"), {"username": "edu_head", "password": "x"}).content.decode()
    assert (
        "登录名或密码不对" in unknown and "登录名或密码不对" in known
    )  # the same words: names cannot be found out


def test_no_form_anywhere_is_taken_without_its_token(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"], enforce_csrf_checks=True)
    ids = stage.ids
    places = [
        address(stage, name, names) for name, (names, _) in POSTS.items() if all(n in ids for n in names)
    ]
    places += [address(stage, "item_do", ("school",), n) for n in DOES]
    places += [address(stage, "document_do", ("draft",), n) for n in WAYS]
    places += [address(stage, "row_do", ("draft", "row"), n) for n in ROWS]
    places += [address(stage, "round_unit_do", ("round", "edu"), n) for n in ROUND_STEPS]
    own = {"document_import": ("draft",), "memo": ("school",)}
    places += [address(stage, name, own.get(name, ())) for name in SELF_SENT]
    places += [reverse("login"), reverse("logout"), reverse("set_language")]
    taken = [p for p in places if client.post(p, {"name": "x"}).status_code != 403]
    assert not taken and len(places) > 50


def test_a_way_back_leads_to_this_site_only(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["edu_clerk"])
    where = reverse("item_do", args=[stage.ids["school"], "unchanged"])
    for back in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer = client.post(where, {"back": back})
        assert answer.status_code == 303 and answer["Location"] == reverse("item", args=[stage.ids["school"]])
    user = stage.c.users["edu_head"]
    user.set_password("right-password-9")
    user.save()
    form = {"username": "edu_head", "password": "right-password-9", "next": "https://evil.example/"}
    assert client_of().post(reverse("login"), form)["Location"] == reverse("worklist")


def test_markup_that_somebody_typed_is_shown_as_it_was_typed(stage: Any, client_of: Any) -> None:
    c, evil = stage.c, "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>"
    with clock.fixed(date(2026, 3, 3)):
        item = items.open_item(
            c.inspector, c.gov, source="leader", title=evil, requirement=evil, dated=date(2026, 3, 3), issuer="县长", approver="县长",
            lead_id=c.units["edu"].pk, quote=evil,
        ).id  # fmt: skip
        items.sign_item(c.edu_clerk, item)
        work.submit(c.edu_clerk, item, text=evil, difficulty=evil)
    office = client_of(c.users["inspector"])
    pages = [reverse("item", args=[item]), reverse("memo", args=[item]) + f"?opinion={evil}", reverse("board") + f"?q={evil}", reverse("worklist")]  # fmt: skip
    pages += [reverse("board"), reverse("inbox"), reverse("document", args=[stage.ids["draft"]])]
    for page in pages:
        text = office.get(page).content.decode()
        assert "<img src=x" not in text and "<script>alert" not in text, page
    assert "&lt;img src=x" in office.get(pages[0]).content.decode()


def test_a_foreign_host_name_is_refused(stage: Any, client_of: Any, settings_of: Any) -> None:
    client = client_of()
    settings_of(ALLOWED_HOSTS=["localhost"])
    assert client.get(reverse("login"), headers={"host": "evil.example"}).status_code == 400
    assert client.get(reverse("login"), headers={"host": "localhost"}).status_code == 200


def test_a_stale_form_of_a_document_changes_nothing(stage: Any, client_of: Any) -> None:
    office = client_of(stage.c.users["inspector"])
    old = Document.objects.get(pk=stage.ids["draft"]).version
    where = reverse("document_do", args=[stage.ids["draft"], "reopen"])
    assert office.post(where, {"reason": "先退回", "version": old}).status_code == 303
    again = office.post(
        reverse("document_do", args=[stage.ids["draft"], "consult"]), {"due": "2030-01-01", "version": old}
    )
    assert again.status_code == 409 and Document.objects.get(pk=stage.ids["draft"]).state == "draft"
