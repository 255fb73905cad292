"""The whole way of a table and of a 批示 through the actions (全程)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from county import County

from luoshi.ledger import chain, clock
from luoshi.ledger.actions import (
    closing,
    documents,
    extensions,
    items,
    proposals,
    work,
)
from luoshi.ledger.errors import Conflict, NotAllowed, NotThere, WrongState
from luoshi.ledger.models import Deadline, Document, Item, Submission


def issued_table(c: County) -> int:
    """A table with two rows, issued on 6 February 2026 and signed for by both units; gives the document's id."""
    with clock.fixed(date(2026, 2, 3)):
        text = "今年新建幼儿园3所。完成水库除险加固。"
        report = documents.take_report(c.inspector, c.gov, title="报告", year=2026, text=text, reader="t")
        doc = documents.draft(c.inspector, c.gov, title="2026年任务分解表", year=2026, report_id=report.id).id
        measures = [{"name": "新建幼儿园", "target": "3", "unit": "所", "op": "=", "schedule": "cumulative"}]
        row = proposals.add(
            c.inspector, doc, title="新建幼儿园3所", lead_id=c.units["edu"].pk, co=[c.units["health"].pk], start=0, end=9,
            due_on=date(2026, 11, 30), due_text="11月底前", quantity=Decimal(3), unit="所",
        )  # fmt: skip
        proposals.edit(c.inspector, row.id, {"measures": measures})
        proposals.add(
            c.inspector, doc, title="完成水库除险加固", lead_id=c.units["water"].pk, start=9, end=18
        )
        documents.consult(c.inspector, doc, due=date(2026, 2, 5))
        documents.give_opinion(c.edu_clerk, doc, c.units["edu"].pk, agrees=True)
        objection = documents.give_opinion(
            c.water_clerk, doc, c.units["water"].pk, agrees=False, reason="资金未落实"
        )
        with pytest.raises(WrongState, match="不同意见"):
            documents.approve(c.inspector, doc, meeting="第5次常务会议", on=date(2026, 2, 3))
        documents.settle_opinion(c.inspector, objection.id, adopted=False, note="资金已列入预算")
        documents.approve(c.inspector, doc, meeting="第5次常务会议", on=date(2026, 2, 3))
    with clock.fixed(date(2026, 2, 6)):
        documents.issue(c.inspector, doc, number="石政办发〔2026〕1号", on=date(2026, 2, 6))
        documents.sign_for(c.edu_head, doc, c.units["edu"].pk)
        documents.sign_for(c.health_clerk, doc, c.units["health"].pk)
        documents.sign_for(c.water_clerk, doc, c.units["water"].pk)
    return doc


def test_a_table_becomes_clocked_items_and_an_item_closes_with_three_pairs_of_hands(county: County) -> None:
    doc = issued_table(county)
    assert Document.objects.get(pk=doc).state == "signed"
    item = Item.objects.get(title="新建幼儿园3所")
    source = item.sources.get()
    assert source.quote == "今年新建幼儿园3所" and source.after.startswith("。")
    assert item.state == "active" and item.original_due_on == date(2026, 11, 30)
    assert [d.due_on for d in item.deadlines.filter(final=True)] == [date(2026, 11, 30)]
    assert all(d.trace for d in Deadline.objects.all())
    with clock.fixed(date(2026, 3, 25)):
        done = work.submit(county.edu_clerk, item.pk, kind="unchanged")
        assert Submission.objects.get(pk=done.id).outcome == "unchanged"
    with clock.fixed(date(2026, 9, 20)):
        work.submit(
            county.edu_clerk, item.pk, text="三所均已建成", self_report="done", stage="竣工",
            figures=[{"name": "新建幼儿园", "value": "3", "unit": "所", "as_of": date(2026, 9, 18), "status": "verified"}],
        )  # fmt: skip
        with pytest.raises(WrongState, match="佐证"):
            closing.apply_close(county.edu_clerk, item.pk, result="建成三所")
        work.add_evidence(
            county.edu_clerk, item.pk, proves="竣工验收备案", attachment_id=county.file("edu_clerk")
        )
        closing.apply_close(county.edu_clerk, item.pk, result="建成三所")
        with pytest.raises(NotAllowed):
            closing.check_unit(county.edu_clerk, item.pk, passed=True)
        with pytest.raises(NotThere):
            closing.check_unit(county.water_head, item.pk, passed=True)
        closing.check_unit(county.edu_head, item.pk, passed=True)
        closing.check_inspector(county.inspector, item.pk, passed=False, reason="缺现场照片")
    item.refresh_from_db()
    assert item.state == "active" and item.closings.get().state == "returned"
    with clock.fixed(date(2026, 10, 9)):
        closing.apply_close(county.edu_clerk, item.pk, result="补充照片")
        closing.check_unit(county.edu_head, item.pk, passed=True)
        closing.check_inspector(county.inspector, item.pk, passed=True, method="site")
        closing.check_issuer(county.issuer, item.pk, passed=True)
    item.refresh_from_db()
    assert item.state == "closed" and item.closed_on == date(2026, 10, 9) and item.light == "blue"
    assert chain.verify().ok


def test_a_13710_matter_with_extension_and_plan(county: County) -> None:
    c = county
    with clock.fixed(date(2026, 3, 2)):
        made = items.open_item(
            c.inspector, c.gov, source="instruction", title="整治集中供水水质问题", number="批示〔2026〕7号", variant="major",
            dated=date(2026, 3, 2), issuer="县长", approver="县长", lead_id=c.units["water"].pk,
        )  # fmt: skip
        with pytest.raises(Conflict, match="可能已经立项"):
            items.open_item(
                c.inspector, c.gov, source="instruction", title="整治集中供水水质问题", number="批示〔2026〕7号",
                dated=date(2026, 3, 2), issuer="县长", approver="县长", lead_id=c.units["water"].pk,
            )  # fmt: skip
        item = Item.objects.get(pk=made.id)
        assert [(d.key, d.due_on) for d in item.deadlines.all()] == [
            ("day1", date(2026, 3, 2)), ("day3", date(2026, 3, 5)), ("month1", date(2026, 4, 2)),
        ]  # fmt: skip
        items.sign_item(c.water_clerk, item.pk)
        work.submit(c.water_clerk, item.pk, text="已召开会议部署")
        work.submit(c.water_clerk, item.pk, text="已制定措施")
    with clock.fixed(datetime(2026, 4, 3, 10, tzinfo=clock.SHANGHAI)), pytest.raises(WrongState):
        extensions.ask(c.water_clerk, item.pk, new_due=date(2026, 4, 20), reason="汛期", progress="过半")
    with clock.fixed(date(2026, 3, 30)):
        asked = extensions.ask(
            c.water_clerk, item.pk, new_due=date(2026, 4, 20), reason="管材未到", progress="过半"
        )
        with pytest.raises(NotAllowed):
            extensions.sign(c.water_clerk, asked.id)
        with pytest.raises(WrongState):
            extensions.decide(c.inspector, asked.id, granted=True)
        extensions.sign(c.water_head, asked.id)
        extensions.decide(c.inspector, asked.id, granted=True)
    item.refresh_from_db()
    standing = item.deadlines.get(key="month1", superseded_by=None)
    assert (standing.due_on, standing.original_on) == (date(2026, 4, 20), date(2026, 4, 2))
    assert item.original_due_on == date(2026, 4, 2) and item.next_due_on == date(2026, 4, 20)
    with clock.fixed(date(2026, 4, 18)):
        work.submit(
            c.water_clerk,
            item.pk,
            kind="plan",
            plan=[("管网改造完成", date(2026, 8, 31)), ("验收", date(2026, 9, 30))],
        )
    item.refresh_from_db()
    assert item.continuing and item.next_due_on == date(2026, 8, 31) and item.state == "active"
    assert chain.verify().ok
