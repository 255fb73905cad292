"""销号: three pairs of hands, what is asked before each, the moves that a stage allows, the ladder."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_tables import PACKS

from luoshi.errors import RulesError
from luoshi.rules import (
    ClosingFacts,
    DueFact,
    MeasureFact,
    PartFact,
    allowed_transitions,
    chain_refusal,
    child_due_refusal,
    closing_refusals,
    closing_steps,
    load_pack,
    packs,
    rungs_due,
    step_at,
)
from luoshi.rules.predicates import find
from luoshi.rules.shapes import Pack

D = Decimal
OWN = packs()


@pytest.mark.parametrize("pack", OWN, ids=lambda p: p.ref)
def test_the_unit_checks_the_inspector_verifies_the_issuing_side_closes(pack: Pack) -> None:
    steps = closing_steps(pack)
    assert [s.role for s in steps] == ["unit_checker", "inspector", "issuer"]
    assert pack.closing.different_people and pack.closing.automatic is False
    assert pack.stage(steps[-1].passed).kind == "done"
    assert [step_at(pack, s.start) for s in steps] == list(steps) and step_at(pack, "active") is None


@pytest.mark.parametrize("pack", OWN, ids=lambda p: p.ref)
def test_nobody_takes_two_steps_nor_one_on_their_own(pack: Pack) -> None:
    assert "自己报送" in (chain_refusal(pack, "unit", "甲", submitters=["甲"]) or "")
    assert "不同的人" in (chain_refusal(pack, "issuer", "乙", submitters=["甲"], earlier=["乙", "丙"]) or "")
    assert chain_refusal(pack, "issuer", "丁", submitters=["甲"], earlier=["乙", "丙"]) is None
    with pytest.raises(RulesError, match="unit、inspector、issuer"):
        chain_refusal(pack, "leader", "丁")


@pytest.mark.parametrize("pack", packs(folders=[PACKS]), ids=lambda p: p.ref)
def test_only_the_chain_leads_to_done(pack: Pack) -> None:
    done = {s.id for s in pack.stages if s.kind == "done"}
    for stage in pack.stages:
        for move in allowed_transitions(pack, stage.id):
            if move.to in done:
                assert move.id == f"{closing_steps(pack)[-1].id}.pass"


def test_moves_by_stage_and_role() -> None:
    pack = load_pack("13710")
    assert {t.id for t in allowed_transitions(pack, "issued", ["clerk"])} == {"sign", "misrouted"}
    assert {t.id for t in allowed_transitions(pack, "active", ["issuer"])} == {"continue", "merge", "cancel"}
    assert {t.id for t in allowed_transitions(pack, "inspected", ["issuer"])} == {
        "issuer.pass",
        "issuer.return",
    }
    assert allowed_transitions(pack, "inspected", ["inspector", "unit_checker", "clerk"]) == ()
    needs = {t.id: t.requires for t in allowed_transitions(pack, "inspected")}
    assert needs == {"issuer.pass": ("grade",), "issuer.return": ("reason",)}
    assert {t.requires for t in allowed_transitions(pack, "active") if t.id in ("merge", "cancel")} == {
        ("reason", "old_new", "approver", "document")
    }
    with pytest.raises(RulesError, match="没有阶段'done'；有：registered、issued"):
        allowed_transitions(pack, "done")


READY = ClosingFacts(evidence=1, has_result=True, signed_off=True)


def test_what_is_asked_before_a_pass() -> None:
    pack = load_pack("13710")
    assert closing_refusals(pack, "unit", READY) == ()
    told = closing_refusals(pack, "unit", ClosingFacts())
    assert len(told) == 2 and "佐证" in told[1] and "结果" in told[0]
    (child,) = closing_refusals(pack, "inspector", ClosingFacts(1, True, open_children=2))
    assert "还有2个子事项没有销号" in child


def test_a_pledge_closes_only_with_all_its_parts() -> None:
    pack = load_pack("pledges")
    short = ClosingFacts(
        1, True, parts=(PartFact("新建小学", D(3), D(2), "所", "竣工", "投产"), PartFact("车位", D(1), D(1)))
    )
    for step in ("inspector", "issuer"):
        (told,) = closing_refusals(pack, step, short)
        assert "还有1项未达到：新建小学：目标3所，现为2所" in told
    full = ClosingFacts(1, True, parts=(PartFact("新建小学", D(3), D(3), "所", "竣工", "投产"),))
    assert closing_refusals(pack, "issuer", full) == ()


def test_further_conditions_that_a_place_may_name() -> None:
    pack = load_pack("13710")
    day = date(2026, 11, 27)
    facts = ClosingFacts(
        dues=(DueFact("day7", "第7天结果", "result", day, day),),
        measures=(MeasureFact("投资", "cumulative", D(1), 2026, status="快报"),),
    )
    assert "第7天结果（2026-11-27）" in (find("closing", "no_open_dues")(pack, facts) or "")
    assert "投资（快报）" in (find("closing", "figures_final")(pack, facts) or "")
    assert "签批" in (find("closing", "application_signed")(pack, facts) or "")
    for name in ("no_open_dues", "figures_final", "application_signed"):
        assert find("closing", name)(pack, READY) is None


def test_a_childs_date_is_not_later_than_its_parents() -> None:
    assert child_due_refusal(date(2026, 11, 27), date(2026, 11, 27)) is None
    assert "请改为不晚于2026-11-27" in (child_due_refusal(date(2026, 11, 28), date(2026, 11, 27)) or "")


def rungs(today: date, **more: object) -> list[str]:
    return [r.title for r in rungs_due(load_pack("13710"), date(2026, 11, 20), today, **more)]  # type: ignore[arg-type]


def test_the_ladder_step_by_step() -> None:
    assert rungs(date(2026, 11, 18)) == []
    assert rungs(date(2026, 11, 19)) == ["提醒"]
    assert rungs(date(2026, 11, 20)) == ["提醒"]
    assert rungs(date(2026, 11, 21)) == ["提醒", "催办"]
    assert rungs(date(2026, 11, 28), taken=["remind", "urge"]) == ["督办函", "通报"]
    assert rungs(date(2026, 12, 20), excused=True) == ["提醒", "催办"]
    assert rungs(date(2026, 11, 21), urgent=True) == ["提醒", "催办", "督办函"]
    assert (
        rungs(date(2026, 12, 20), taken=["remind", "urge", "letter", "notice", "talk", "accountability"])
        == []
    )


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 400), st.sampled_from(OWN))
def test_after_any_downtime_the_ladder_catches_up_and_never_repeats(
    due: date, later: int, pack: Pack
) -> None:
    today = date.fromordinal(due.toordinal() + later)
    first = rungs_due(pack, due, today)
    assert rungs_due(pack, due, today, taken=[r.id for r in first]) == ()
    assert [r.day for r in first] == sorted(r.day for r in first)
    assert {r.id for r in rungs_due(pack, due, date.fromordinal(today.toordinal() + 1))} >= {
        r.id for r in first
    }


@pytest.mark.parametrize("pack", OWN, ids=lambda p: p.ref)
def test_every_rung_above_a_reminder_has_a_named_approver(pack: Pack) -> None:
    assert all(r.approver != "system" for r in pack.ladder[1:])
