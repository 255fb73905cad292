"""The check queue (核查): claim beside evidence, one act for whose turn it is, none for who had a hand in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.ledger import clock
from luoshi.ledger.actions import changes, closing, extensions, items, work
from luoshi.ledger.models import Check, Extension

DAY = date(2026, 3, 20)


def apply(stage: Any, pk: int) -> None:
    c = stage.c
    with clock.fixed(DAY):
        work.add_evidence(
            c.edu_clerk2, pk, proves="竣工验收备案表", attachment_id=c.file("edu_clerk2", "验收.pdf")
        )
        closing.apply_close(c.edu_clerk2, pk, result="三所幼儿园全部建成投用")


def page(client_of: Any, stage: Any, person: str, **query: str) -> str:
    answer = client_of(stage.c.users[person]).get(reverse("checks"), query)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def send(client_of: Any, stage: Any, person: str, doing: str, **form: str) -> Any:
    where = reverse("item_do", args=[stage.ids["school"], doing])
    return client_of(stage.c.users[person]).post(where, {"back": "/checks?at=unit", **form})


def test_the_claim_stands_beside_its_evidence_and_each_desk_has_its_one_act(
    stage: Any, client_of: Any
) -> None:
    apply(stage, stage.ids["school"])
    text = page(client_of, stage, "edu_head")
    assert "三所幼儿园全部建成投用" in text and "竣工验收备案表" in text and "验收.pdf" in text
    assert text.count("/do/check_unit") == 1 and "check_inspector" not in text
    answer = send(client_of, stage, "edu_head", "check_unit", verdict="pass")
    assert answer.status_code == 303 and answer["Location"] == "/checks?at=unit"
    text = page(client_of, stage, "inspector")
    assert "/do/check_inspector" in text and "单位审核" in text
    send(client_of, stage, "inspector", "check_inspector", verdict="pass", method="site")
    assert "/do/check_issuer" in page(client_of, stage, "issuer")


def test_who_had_a_hand_in_it_is_told_why_there_is_nothing_to_press(stage: Any, client_of: Any) -> None:
    c = stage.c
    with clock.fixed(DAY):
        work.submit(c.edu_head, stage.ids["school"], text="局长自己填报的进展")
    apply(stage, stage.ids["school"])
    text = page(client_of, stage, "edu_head", at="unit")
    assert "/do/check_unit" not in text and "须由另一人办理" in text


def test_at_another_desk_one_sees_whose_turn_it_is_and_the_office_may_enter_a_paper(
    stage: Any, client_of: Any
) -> None:
    apply(stage, stage.ids["school"])
    text = page(client_of, stage, "inspector", at="unit")
    assert "等县教育局负责人审核" in text and "按签字的纸质表代录" in text and "/do/check_unit" not in text
    assert "按签字的纸质表代录" not in page(client_of, stage, "issuer", at="unit")


def test_a_refused_check_comes_back_as_it_was_typed_and_keeps_the_way_back(
    stage: Any, client_of: Any
) -> None:
    apply(stage, stage.ids["school"])
    answer = send(client_of, stage, "edu_head", "check_unit", reason="缺验收单")
    text = answer.content.decode()
    assert answer.status_code == 422 and "缺验收单" in text and 'value="/checks?at=unit"' in text
    assert not Check.objects.filter(item=stage.ids["school"]).exists()


def test_the_way_back_never_leads_off_the_site(stage: Any, client_of: Any) -> None:
    apply(stage, stage.ids["school"])
    where = reverse("item_do", args=[stage.ids["school"], "check_unit"])
    answer = client_of(stage.c.users["edu_head"]).post(where, {"back": "//evil.example/x", "verdict": "pass"})
    assert answer.status_code == 303 and answer["Location"] == reverse("item", args=[stage.ids["school"]])


def test_extensions_and_wrong_units_wait_at_their_own_desks(stage: Any, client_of: Any) -> None:
    c, school = stage.c, stage.ids["school"]
    with clock.fixed(DAY):
        extensions.ask(
            c.edu_clerk,
            school,
            new_due=date(2026, 12, 20),
            reason="雨季",
            progress="主体封顶",
            deadline="due",
        )
    assert "/do/extension_sign" in page(client_of, stage, "edu_head", at="extension_sign")
    with clock.fixed(DAY):
        extensions.sign(c.edu_head, Extension.objects.get().pk)
    text = page(client_of, stage, "inspector", at="extension")
    assert "/do/extension_decide" in text and "雨季" in text and "2026-12-20" in text
    with clock.fixed(DAY):
        changes.refuse_unit(c.edu_clerk, stage.ids["paper"], reason="属公安局职责")
    text = page(client_of, stage, "inspector", at="return")
    assert "属公安局职责" in text and f"{reverse('item', args=[stage.ids['paper']])}#next" in text


def test_the_queue_costs_the_same_queries_however_much_waits(stage: Any, client_of: Any) -> None:
    c = stage.c
    apply(stage, stage.ids["school"])
    client = client_of(c.users["edu_head"])

    def cost() -> int:
        client.get(reverse("checks"), {"at": "unit"})
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("checks"), {"at": "unit"}).status_code == 200
        return len(seen)

    before = cost()
    with clock.fixed(DAY):
        for n in range(5):
            pk = items.open_item(
                c.inspector, c.gov, source="leader", title=f"追加任务{n}", dated=DAY, issuer="县长", approver="县长",
                lead_id=c.units["edu"].pk, quote="请办。", not_duplicate=True,
            ).id  # fmt: skip
            items.sign_item(c.edu_clerk, pk)
            apply(stage, pk)
    assert cost() == before <= 45


def test_the_office_cannot_verify_by_the_units_own_word(stage: Any, client_of: Any) -> None:
    apply(stage, stage.ids["school"])
    send(client_of, stage, "edu_head", "check_unit", verdict="pass")
    assert (
        send(client_of, stage, "inspector", "check_inspector", verdict="pass", method="self").status_code
        == 422
    )
    assert 'value="self"' not in page(client_of, stage, "inspector")


def test_what_was_entered_from_a_paper_names_who_signed_it(stage: Any, client_of: Any) -> None:
    c, school = stage.c, stage.ids["school"]
    paper = c.inspector.on_paper(stage.ids["edu"], "陈局长", c.file("inspector", "签字表.pdf"))
    with clock.fixed(DAY):
        work.add_evidence(c.edu_clerk, school, proves="验收", attachment_id=c.file("edu_clerk"))
        closing.apply_close(c.edu_clerk2, school, result="全部建成")
        closing.check_unit(paper, school, passed=True)
    where = reverse("item", args=[school])
    shown = client_of(c.users["inspector2"]).get(where).content.decode() + page(
        client_of, stage, "inspector2"
    )
    assert shown.count("陈局长（纸质，") == 2
