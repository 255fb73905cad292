"""Closing (销号): the unit applies, its head checks, the 督查室 verifies, the issuing side closes. Three pairs of hands.

Nothing closes by itself, nobody approves their own work, and a child's closing never closes its parent.
"""

from __future__ import annotations

from luoshi import rules
from luoshi.ledger import clock, notices, permissions, registers
from luoshi.ledger.actions.kernel import Outcome, action, expect, item_for, need, record, touch
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotAllowed, WrongState
from luoshi.ledger.models import Check, Closing, Item, Return, Submission
from luoshi.ledger.models.work import EvidenceMethod

LEVELS = ("unit", "inspector", "issuer")
_FROM = {"unit": "applied", "inspector": "unit_checked", "issuer": "inspected"}
_TO = {"unit": "unit_checked", "inspector": "inspected", "issuer": "closed"}
_DOING = {"unit": "单位审核", "inspector": "督查室核查", "issuer": "销号"}


@action("item.apply")
def apply_close(actor: Actor, item_id: int, *, result: str, version: int | None = None) -> Outcome:
    """The lead unit asks to close (申请办结): with a result in words and at least one piece of evidence."""
    item = item_for(actor, item_id, version)
    unit = permissions.on_item(actor, "item.apply", item)
    expect(item, "active", doing="申请办结")
    result = need(result, "result", "办理结果")
    if not item.evidence.exists():
        raise WrongState("还没有佐证。请先上传能证明办结的材料，再申请办结。")
    open_parts = item.children.filter(
        state__in=("issued", "active", "applied", "unit_checked", "inspected")
    ).count()
    if open_parts:
        raise WrongState(f"还有 {open_parts} 个子事项没有办结。子事项全部销号后母事项才能申请。")
    closing = Closing.objects.create(
        item=item,
        result=result,
        by_id=actor.id,
        person=actor.person,
        department=unit,
        at=clock.now(),
        on=clock.today(),
    )
    item.state = "applied"
    touch(item, "state")
    event = record(
        actor,
        "item.applied",
        item,
        ("closing", closing.pk),
        {"result": result, "department": unit.pk, "person": actor.person},
    )
    return Outcome("closing", closing.pk, event.pk, item.version)


def _check(
    actor: Actor,
    item_id: int,
    level: str,
    passed: bool,
    reason: str,
    grade: str,
    method: str,
    version: int | None,
) -> Outcome:
    item = item_for(actor, item_id, version)
    unit = permissions.on_item(actor, f"item.check_{level}", item)
    expect(item, _FROM[level], doing=_DOING[level])
    closing = item.closings.select_for_update().get(state="pending")
    _other_hands(actor, item, closing)
    pack = registers.pack(item.register, item.register_version)
    grades = next(
        (s.grades for s in rules.closing_steps(pack) if s.role == {"unit": "unit_checker"}.get(level, level)),
        (),
    )
    if not passed:
        reason = need(reason, "reason", "退回的理由")
    elif level == "issuer" and grades and grade not in grades:
        raise Invalid(f"请评级：{'、'.join(grades)}。", "grade")
    if method and method not in EvidenceMethod.values:
        raise Invalid("核查方式不正确。", "method")
    check = Check.objects.create(
        item=item, closing=closing, level=level, verdict="pass" if passed else "return",
        grade=grade if passed and level == "issuer" else "", reason=reason.strip(), method=method, by_id=actor.id,
        person=actor.person, at=clock.now(),
    )  # fmt: skip
    changed = ["state"]
    if passed:
        item.state = _TO[level]
        if level == "issuer":
            item.closed_on, item.grade = closing.on, grade
            changed += ["closed_on", "grade"]
            closing.state = "closed"
            closing.save(update_fields=["state"])
    else:
        _send_back(actor, item, closing, reason)
    touch(item, *changed)
    event = record(
        actor, f"item.checked.{level}", item, ("check", check.pk),
        {"verdict": check.verdict, "grade": check.grade, "reason": check.reason, "closing": closing.pk,
         "department": unit.pk, "person": actor.person, "method": method, "state": item.state},
    )  # fmt: skip
    return Outcome("check", check.pk, event.pk, item.version)


def _other_hands(actor: Actor, item: Item, closing: Closing) -> None:
    """Nobody checks what they applied for, reported, or checked before in this closing."""
    mine = f"user:{actor.id}"
    person = actor.person
    earlier = set(closing.checks.values_list("person", flat=True))
    submitters = {closing.person}
    submitters |= {
        f"user:{u}" for u in Submission.objects.filter(item=item, signer="").values_list("by_id", flat=True)
    }
    if person in earlier or (actor.paper is None and mine in earlier):
        raise NotAllowed("三个环节应由三个不同的人办理：您已办过其中一个。请由他人办理这一环节。")
    if person in submitters:
        raise NotAllowed("不能审核自己报送或申请的事项。请由他人办理这一环节。")


def _send_back(actor: Actor, item: Item, closing: Closing, reason: str) -> None:
    Return.objects.create(
        item=item,
        kind="work",
        closing=closing,
        department=closing.department,
        reason=reason,
        by_id=actor.id,
        at=clock.now(),
    )
    closing.state = "returned"
    closing.save(update_fields=["state"])
    item.state = "active"
    notices.tell(
        closing.department,
        "returned",
        f"returned:{closing.pk}",
        f"办结申请被退回：{item.title}",
        item=item,
        body=reason,
    )


@action("item.check_unit")
def check_unit(
    actor: Actor, item_id: int, *, passed: bool, reason: str = "", version: int | None = None
) -> Outcome:
    """First pair of hands (单位审核): the head of the lead unit, who is not the one who applied."""
    return _check(actor, item_id, "unit", passed, reason, "", "", version)


@action("item.check_inspector")
def check_inspector(
    actor: Actor,
    item_id: int,
    *,
    passed: bool,
    reason: str = "",
    method: str = "",
    version: int | None = None,
) -> Outcome:
    """Second pair of hands (督查室核查), with the method by which it was verified."""
    return _check(actor, item_id, "inspector", passed, reason, "", method, version)


@action("item.check_issuer")
def check_issuer(
    actor: Actor, item_id: int, *, passed: bool, grade: str = "", reason: str = "", version: int | None = None
) -> Outcome:
    """Third pair of hands (交办方销号): closes with a grade, or sends back."""
    return _check(actor, item_id, "issuer", passed, reason, grade, "", version)


@action("item.return")
def send_back(actor: Actor, item_id: int, *, reason: str, version: int | None = None) -> Outcome:
    """The office or the issuing side sends a report back to be done again (报送不合格退回), outside a closing."""
    item = item_for(actor, item_id, version)
    permissions.on_item(actor, "item.return", item)
    expect(item, "active", doing="退回报送")
    reason = need(reason, "reason", "退回的理由")
    assert item.lead is not None
    row = Return.objects.create(
        item=item, kind="work", department=item.lead, reason=reason, by_id=actor.id, at=clock.now()
    )
    touch(item)
    notices.tell(
        item.lead, "returned", f"return:{row.pk}", f"报送被退回：{item.title}", item=item, body=reason
    )
    event = record(actor, "item.returned", item, ("return", row.pk), {"reason": reason})
    return Outcome("return", row.pk, event.pk, item.version)
