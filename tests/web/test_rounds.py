"""Reporting rounds (报送轮次): by exception in one step, signed by the head or on paper, 未报 told apart from 滞后."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.ledger import clock
from luoshi.ledger.actions import items, work
from luoshi.ledger.models import Evidence, Item, Round, RoundReport, Submission

DAY = date(2026, 3, 20)


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("签字表.txt", "教育局本季度报送，局长已签字。".encode())


def more(stage: Any, count: int) -> list[int]:
    """Further annual tasks of the 教育局, in work."""
    c, made = stage.c, []
    with clock.fixed(date(2026, 3, 3)):
        for n in range(count):
            pk = items.open_item(
                c.inspector, c.gov, source="upper_document", register="annual-tasks", title=f"年度任务{n}", number=f"石政办〔2026〕{n + 20}号",
                dated=date(2026, 3, 3), issuer="县政府", approver="县长", lead_id=c.units["edu"].pk, quote="请办。", not_duplicate=True,
            ).id  # fmt: skip
            items.sign_item(c.edu_clerk, pk)
            made.append(pk)
    return made


def unit(stage: Any, *what: str) -> str:
    name = "round_unit_do" if what else "round_unit"
    return reverse(name, args=[stage.ids["round"], stage.ids["edu"], *what])


def report(stage: Any) -> RoundReport:
    return RoundReport.objects.get(round=stage.ids["round"], department=stage.ids["edu"])


def test_the_office_opens_a_round_and_what_was_typed_stays_on_a_refusal(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    form = {"register": "13710", "title": "三月批示回看", "opens_on": "2026-03-20", "due_on": "2026-03-01"}
    answer = client.post(reverse("round_new"), form)
    assert (
        answer.status_code == 422
        and "三月批示回看" in answer.content.decode()
        and "截止日期不能早于" in answer.content.decode()
    )
    assert client.post(reverse("round_new"), form | {"due_on": "2026-03-31"}).status_code == 303
    made = Round.objects.get(title="三月批示回看")
    assert [r.department_id for r in made.reports.all()] == [stage.ids["edu"]]


def test_all_that_did_not_change_is_reported_in_one_step(stage: Any, client_of: Any) -> None:
    made = more(stage, 3)
    client = client_of(stage.c.users["edu_clerk"])
    with clock.fixed(DAY):
        assert client.post(unit(stage, "unchanged"), {"key": "k", "item": [made[0]]}).status_code == 303
        assert client.post(unit(stage, "unchanged"), {"key": "k2", "all": "1"}).status_code == 303
    told = Submission.objects.filter(round=stage.ids["round"], kind="unchanged")
    assert {s.item_id for s in told} == {*made, stage.ids["school"]} and told.count() == 4
    assert report(stage).state == "reported"


def test_the_same_step_sent_twice_reports_once(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["edu_clerk"])
    with clock.fixed(DAY):
        for _ in range(2):
            client.post(unit(stage, "unchanged"), {"key": "k", "item": [stage.ids["school"]]})
    assert Submission.objects.filter(round=stage.ids["round"]).count() == 1


def test_nothing_ticked_is_said_and_ticks_stay(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["edu_clerk"])
    with clock.fixed(DAY):
        answer = client.post(unit(stage, "unchanged"), {})
        assert answer.status_code == 422 and "请先勾选没有变化的事项" in answer.content.decode()
        other = client.post(unit(stage, "unchanged"), {"item": [stage.ids["school"], stage.ids["dam"]]})
    assert other.status_code == 404 and not Submission.objects.filter(round=stage.ids["round"]).exists()


def test_a_report_counts_only_when_the_head_has_signed(stage: Any, client_of: Any) -> None:
    clerk, head = client_of(stage.c.users["edu_clerk"]), client_of(stage.c.users["edu_head"])
    with clock.fixed(DAY):
        early = head.post(unit(stage, "sign"), {"key": "a"})
        assert early.status_code == 422 and "还没有报送" in early.content.decode()
        clerk.post(unit(stage, "unchanged"), {"all": "1"})
        assert clerk.post(unit(stage, "sign"), {"key": "b"}).status_code == 403
        assert "签字确认" in head.get(unit(stage)).content.decode()
        assert head.post(unit(stage, "sign"), {"key": "c"}).status_code == 303
    found = report(stage)
    assert found.state == "signed" and found.signed_by_id == stage.c.users["edu_head"].pk


def test_the_office_enters_a_signed_paper_with_its_scan_and_the_scan_is_not_asked_twice(
    stage: Any, client_of: Any
) -> None:
    client = client_of(stage.c.users["inspector"])
    with clock.fixed(DAY):
        bare = client.post(unit(stage, "unchanged"), {"item": [stage.ids["school"]], "paper_signer": "局长"})
        assert (
            bare.status_code == 422
            and "请上传签字表的扫描件" in bare.content.decode()
            and "局长" in bare.content.decode()
        )
        half = client.post(
            unit(stage, "unchanged"), {"paper_signer": "局长", "paper_scan": scan(), "non_secret": "on"}
        )
        text = half.content.decode()
        assert half.status_code == 422 and "请先勾选" in text and "签字表.txt" in text
        kept = text.split('name="kept_scan" value="')[1].split('"')[0]
        fine = client.post(
            unit(stage, "unchanged"),
            {"item": [stage.ids["school"]], "paper_signer": "局长", "kept_scan": kept},
        )
        assert fine.status_code == 303
        assert (
            client.post(unit(stage, "sign"), {"paper_signer": "局长", "kept_scan": kept}).status_code == 303
        )
    told = Submission.objects.get(round=stage.ids["round"])
    assert (told.signer, told.scan_id) == ("局长", int(kept)) and report(stage).signer == "局长"


def test_not_reported_is_counted_as_that_and_never_as_behind(stage: Any, client_of: Any) -> None:
    text = (
        client_of(stage.c.users["inspector"])
        .get(reverse("round", args=[stage.ids["round"]]))
        .content.decode()
    )
    assert "未报" in text and "不等于滞后" in text and "欠进度" not in text
    assert (
        client_of(stage.c.users["inspector"])
        .get(reverse("round", args=[stage.ids["round"]]), {"state": "signed"})
        .content.decode()
        .count("县教育局")
        == 0
    )


def test_after_the_round_is_closed_nobody_signs(stage: Any, client_of: Any) -> None:
    with clock.fixed(DAY):
        assert (
            client_of(stage.c.users["inspector"])
            .post(reverse("round_close", args=[stage.ids["round"]]))
            .status_code
            == 303
        )
        late = client_of(stage.c.users["edu_head"]).post(unit(stage, "sign"), {"key": "x"})
    assert late.status_code == 422 and "已经截止" in late.content.decode()
    assert report(stage).state == "missing"


def test_a_unit_sees_its_own_part_only(stage: Any, client_of: Any) -> None:
    other = reverse("round_unit", args=[stage.ids["round"], stage.c.units["water"].pk])
    assert client_of(stage.c.users["edu_clerk"]).get(other).status_code == 404


@pytest.mark.parametrize("route", ["rounds", "round", "round_unit"])
def test_rounds_cost_the_same_queries_however_much_is_reported(
    stage: Any, client_of: Any, route: str
) -> None:
    args = {
        "rounds": [],
        "round": [stage.ids["round"]],
        "round_unit": [stage.ids["round"], stage.ids["edu"]],
    }[route]
    made = more(stage, 2)
    client = client_of(stage.c.users["inspector"])
    with clock.fixed(DAY):
        work.submit(stage.c.edu_clerk, made[0], text="开工")
        work.submit(stage.c.edu_clerk, made[1], kind="unchanged")
        work.submit(stage.c.edu_clerk, stage.ids["school"], text="封顶")
        made += more(stage, 1)

        def cost() -> int:
            client.get(reverse(route, args=args))
            with CaptureQueriesContext(connection) as seen:
                assert client.get(reverse(route, args=args)).status_code == 200
            return len(seen)

        before = cost()
        for pk in more_numbered(stage, 6):
            work.submit(stage.c.edu_clerk, pk, text="进展")
        assert cost() == before <= 40
    assert Evidence.objects.exists() and Item.objects.filter(state="active").count() > 6


def more_numbered(stage: Any, count: int) -> list[int]:
    c, made = stage.c, []
    for n in range(count):
        pk = items.open_item(
            c.inspector, c.gov, source="leader", register="annual-tasks", title=f"追加任务{n}", dated=date(2026, 3, 3), issuer="县长",
            approver="县长", lead_id=c.units["edu"].pk, quote="请办。", not_duplicate=True,
        ).id  # fmt: skip
        items.sign_item(c.edu_clerk, pk)
        made.append(pk)
    return made


def test_a_unit_whose_items_are_all_being_checked_owes_no_report(stage: Any, client_of: Any) -> None:
    Item.objects.filter(pk=stage.ids["school"]).update(state="applied")
    text = (
        client_of(stage.c.users["inspector"])
        .get(reverse("round", args=[stage.ids["round"]]))
        .content.decode()
    )
    assert "没有在办事项，不用报" in text


def test_the_worklist_says_what_a_round_waits_for(stage: Any, client_of: Any) -> None:
    def words(person: str) -> str:
        text: str = client_of(stage.c.users[person]).get(reverse("worklist")).content.decode()
        return text

    with clock.fixed(DAY):
        assert "还有 1 项没有报" in words("edu_clerk") and "去报送" in words("edu_head")
        assert "看这一轮" in words("inspector") and "第一季度" not in words("water_clerk")
        work.submit(stage.c.edu_clerk, stage.ids["school"], kind="unchanged")
        assert "第一季度" not in words("edu_clerk") and "去签字" in words("edu_head")
