"""Adjusting, merging, cancelling, reopening, reassigning, sending back (调整与流转), and rounds: old and new are kept."""

from __future__ import annotations

from datetime import date

import pytest
from county import County
from test_way import issued_table

from luoshi.ledger import chain, clock
from luoshi.ledger.actions import changes, closing, documents, items, proposals, rounds, upkeep, work
from luoshi.ledger.errors import Conflict, Invalid, NotAllowed, WrongState
from luoshi.ledger.models import Adjustment, Department, Item, Proposal, Round, RoundReport, Submission

WHY = {"reason": "上级计划调整", "approver": "县长", "document": "第9次常务会议纪要"}


@pytest.fixture
def c(lite_county: County) -> County:
    issued_table(lite_county)
    return lite_county


def edu() -> Item:
    return Item.objects.get(title__startswith="新建幼儿园")


def water() -> Item:
    return Item.objects.get(title="完成水库除险加固")


def test_an_adjustment_keeps_old_and_new_and_the_original_date(c: County) -> None:
    with clock.fixed(date(2026, 5, 6)):
        with pytest.raises(Invalid, match="批准人"):
            changes.adjust(c.inspector, edu().pk, {"title": "x"}, reason="r", approver=" ", document="d")
        with pytest.raises(Invalid):
            changes.adjust(c.inspector, edu().pk, {"state": "closed"}, **WHY)
        changes.adjust(c.inspector, edu().pk, {"title": "新建幼儿园2所"}, due_on=date(2026, 12, 20), **WHY)
    item, row = edu(), Adjustment.objects.get()
    assert row.old == {"title": "新建幼儿园3所", "due_on": "2026-11-30"}
    assert row.new == {"title": "新建幼儿园2所", "due_on": "2026-12-20"}
    assert (item.due_on, item.original_due_on) == (date(2026, 12, 20), date(2026, 11, 30))
    standing = item.deadlines.get(key="due", superseded_by=None)
    assert (standing.due_on, standing.original_on) == (date(2026, 12, 20), date(2026, 11, 30))
    assert item.sources.get().quote == "今年新建幼儿园3所"  # the word given stays as it was given


def test_merged_and_cancelled_items_are_ended_and_not_done(c: County) -> None:
    with clock.fixed(date(2026, 5, 6)):
        changes.merge(c.inspector, water().pk, edu().pk, **WHY)
        with pytest.raises(WrongState):
            work.submit(c.water_clerk, water().pk, text="x")
        changes.cancel(c.issuer, edu().pk, **WHY)
    assert (water().state, water().closed_on) == ("merged", None) and edu().state == "cancelled"
    assert water().adjustments.get().into_id == edu().pk
    with clock.fixed(date(2026, 5, 7)):
        changes.reopen(c.issuer, edu().pk, **WHY)
    assert edu().state == "active" and chain.verify().ok


def test_reassigning_keeps_the_deadlines_and_asks_the_new_lead_to_sign(c: County) -> None:
    before = list(edu().deadlines.values_list("key", "due_on"))
    with clock.fixed(date(2026, 5, 6)):
        changes.reassign(
            c.inspector, edu().pk, lead_id=c.units["health"].pk, co=[c.units["edu"].pk], reason="职责调整"
        )
        item = edu()
        assert item.state == "issued" and item.lead_id == c.units["health"].pk
        assert list(item.deadlines.values_list("key", "due_on")) == before
        items.sign_item(c.health_clerk, item.pk)
        assert edu().state == "active"
        assert edu().assignments.filter(until=None).count() == 2


def test_a_unit_that_holds_a_matter_is_not_its_own_asks_and_the_office_decides(c: County) -> None:
    with clock.fixed(date(2026, 2, 9)):
        asked = changes.refuse_unit(
            c.water_clerk, water().pk, reason="属住建职责", suggested_id=c.units["edu"].pk
        )
        with pytest.raises(NotAllowed):
            changes.decide_return(c.water_head, asked.id, accepted=True, lead_id=c.units["edu"].pk)
        with pytest.raises(Invalid):
            changes.decide_return(c.inspector, asked.id, accepted=True, lead_id=c.units["water"].pk)
        changes.decide_return(c.inspector, asked.id, accepted=True, lead_id=c.units["edu"].pk)
        with pytest.raises(WrongState):
            changes.decide_return(c.inspector, asked.id, accepted=False, note="x")
    assert water().lead_id == c.units["edu"].pk and water().state == "issued"


def test_a_part_is_never_later_than_the_whole_and_its_closing_does_not_close_the_whole(c: County) -> None:
    with clock.fixed(date(2026, 3, 2)):

        def part(due: date) -> int:
            return items.open_item(
                c.inspector, c.gov, source="leader", title="水库清淤", dated=date(2026, 3, 2), issuer="县长", approver="县长",
                quote="办", lead_id=c.units["water"].pk, parent_id=edu().pk, due_on=due, not_duplicate=True,
            ).id  # fmt: skip

        with pytest.raises(Invalid, match="母事项"):
            part(date(2026, 12, 31))
        child = part(date(2026, 6, 30))
        work.add_evidence(c.edu_clerk, edu().pk, proves="照片", url="https://example.cn/")
        with pytest.raises(WrongState, match="子事项"):
            closing.apply_close(c.edu_clerk, edu().pk, result="完成")
        items.sign_item(c.water_clerk, child)
        work.add_evidence(c.water_clerk, child, proves="照片", url="https://example.cn/")
        closing.apply_close(c.water_clerk, child, result="完成")
        closing.check_unit(c.water_head, child, passed=True)
        closing.check_inspector(c.inspector, child, passed=True)
        with pytest.raises(Invalid, match="评级"):
            closing.check_issuer(c.issuer, child, passed=True)
        closing.check_issuer(c.issuer, child, passed=True, grade="优秀")
    assert Item.objects.get(pk=child).state == "closed" and edu().state == "active"


def test_a_round_counts_only_what_was_signed_and_silence_is_not_delay(c: County) -> None:
    edu_unit, water_unit = c.units["edu"].pk, c.units["water"].pk
    with clock.fixed(date(2026, 3, 20)):
        made = rounds.open_round(
            c.inspector,
            c.gov,
            register="annual-tasks",
            title="一季度",
            opens_on=date(2026, 3, 20),
            due_on=date(2026, 3, 31),
        ).id
        with pytest.raises(WrongState, match="没有报送"):
            rounds.sign_off(c.edu_head, made, edu_unit)
        work.submit(c.edu_clerk, edu().pk, kind="unchanged")
        assert Submission.objects.get().round_id == made
        with pytest.raises(NotAllowed):
            rounds.sign_off(c.edu_clerk, made, edu_unit)
        rounds.sign_off(c.edu_head, made, edu_unit)
        rounds.close_round(c.inspector, made)
    states = dict(RoundReport.objects.filter(round=made).values_list("department_id", "state"))
    assert states == {edu_unit: "signed", water_unit: "missing"}
    with clock.fixed(date(2026, 4, 1)):
        from luoshi.ledger.ticking import snapshot_lights

        snapshot_lights()
    silent = water()
    assert silent.light == "yellow" and "未报" in silent.light_reason and "逾期" not in silent.light_reason


def test_a_scan_of_the_signed_paper_signs_off_a_round(c: County) -> None:
    with clock.fixed(date(2026, 3, 20)):
        made = rounds.open_round(
            c.inspector,
            c.gov,
            register="annual-tasks",
            title="一季度",
            opens_on=date(2026, 3, 20),
            due_on=date(2026, 3, 31),
        ).id
        paper = c.inspector.on_paper(c.units["water"].pk, "局长李强", c.file("inspector", "签字表.pdf"))
        work.submit(paper, water().pk, text="按计划推进")
        rounds.sign_off(paper, made, c.units["water"].pk)
    report = RoundReport.objects.get(round=made, department=c.units["water"])
    assert (report.state, report.signer, report.signed_by_id) == (
        "signed",
        "局长李强",
        None,
    ) and report.scan_id


def test_a_later_report_answers_what_was_missed_and_nobody_is_asked_again(c: County) -> None:
    with clock.fixed(date(2026, 5, 11)):  # the first quarter was let pass
        work.submit(c.edu_clerk, edu().pk, text="补报一季度并报近况")
    assert edu().next_due_on is not None and edu().next_due_on > date(2026, 5, 11)  # type: ignore[operator]


def test_a_higher_rung_needs_a_named_approver(c: County) -> None:
    with clock.fixed(date(2026, 12, 3)):
        with pytest.raises(Invalid, match="批准人"):
            upkeep.remind(c.inspector, edu().pk, rung="letter", reason="逾期未办结")
        with pytest.raises(Invalid, match="催办应为"):
            upkeep.remind(c.inspector, edu().pk, rung="shout", reason="x")
        upkeep.remind(c.inspector, edu().pk, rung="letter", reason="逾期未办结", approver="韩主任")
    row = edu().reminders.get()
    assert (row.title, row.slip, row.approver) == ("督办函", "橙", "韩主任")


def test_publication_is_a_copy_that_can_be_taken_back(c: County) -> None:
    with clock.fixed(date(2026, 5, 6)):
        upkeep.publish(c.issuer, edu().pk, text="已开工两所", approved_by="县长", on=date(2026, 5, 6))
        with pytest.raises(Conflict):
            upkeep.publish(c.issuer, edu().pk, text="又一份", approved_by="县长", on=date(2026, 5, 6))
        changes.adjust(c.inspector, edu().pk, {"title": "新建幼儿园2所"}, **WHY)
        assert edu().publications.get().text == "已开工两所"
        upkeep.withdraw(c.issuer, edu().pk, reason="数据核对")
    assert not edu().published and edu().publications.get().withdrawn_reason == "数据核对"


def test_files_with_a_secrecy_mark_or_without_a_declaration_are_refused(c: County) -> None:
    from luoshi.ledger import store
    from luoshi.ledger.actions.files import keep_file

    with pytest.raises(Invalid, match="不涉密"):
        keep_file(c.edu_clerk, name="a.pdf", data=b"x", media_type="application/pdf", non_secret=False)
    for mark in ("机密★10年", "秘 密 ★ 长期", "绝密★"):
        with pytest.raises(Invalid, match="密级"):
            store.refuse_secret_mark(f"文件\n{mark}\n正文")
    store.refuse_secret_mark("保守国家秘密，严守机密")
    assert store.secret_words("保守国家秘密") == ("秘密",)
    with pytest.raises(Invalid):
        store.path_of("../../etc/passwd")


def test_rows_of_a_draft_are_merged_split_and_skipped_without_losing_what_they_cover(c: County) -> None:
    with clock.fixed(date(2026, 3, 2)):
        doc = documents.draft(c.inspector, c.gov, title="草稿", year=2026).id
        one, two, three = (
            proposals.add(c.inspector, doc, title=t, covers=[t], lead_id=c.units["edu"].pk).id
            for t in ("甲", "乙", "丙")
        )
        proposals.merge(c.inspector, one, [two])
        assert (
            Proposal.objects.get(pk=one).covers == ["乙", "甲"]
            and Proposal.objects.get(pk=two).state == "merged"
        )
        with pytest.raises(Invalid, match="理由"):
            proposals.skip(c.inspector, [three], reason=" ")
        parts = proposals.split(c.inspector, three, [{"title": "丙之一"}, {"title": "丙之二"}]).ids
        assert [Proposal.objects.get(pk=p).covers for p in parts] == [["丙"], ["丙"]]
        with pytest.raises(WrongState, match="待定"):
            documents.consult(c.inspector, doc, due=date(2026, 3, 9))
        version = Proposal.objects.get(pk=one).version
        proposals.edit(c.inspector, one, {"title": "甲乙"}, version=version)
        with pytest.raises(Conflict):
            proposals.edit(c.inspector, one, {"title": "甲"}, version=version)
        with pytest.raises(Invalid, match="登记册"):
            proposals.edit(c.inspector, one, {"register": "无此册"})
        with pytest.raises(Invalid, match="单位"):
            proposals.edit(c.inspector, one, {"lead_id": c.units["other_edu"].pk})


def test_dates_cannot_be_set_back_or_ahead(c: County) -> None:
    with clock.fixed(date(2026, 3, 2)):
        doc = documents.draft(c.inspector, c.gov, title="通报", year=2026, kind="circular", body="正文").id
        with pytest.raises(Invalid, match="晚于今天"):
            documents.approve(c.inspector, doc, by="县长", on=date(2026, 3, 3))
        documents.approve(c.leader, doc, by="县长", on=date(2026, 3, 2))
    with clock.fixed(date(2026, 3, 5)):
        for on in (date(2026, 3, 1), date(2026, 3, 6)):
            with pytest.raises(Invalid, match="印发日期"):
                documents.issue(c.inspector, doc, number="通报〔2026〕1号", on=on)
        documents.issue(c.inspector, doc, number="通报〔2026〕1号", on=date(2026, 3, 5))
    assert Round.objects.count() == 0 and Department.objects.exists()
