"""What can be done on an item (事项操作): a form, when it is offered, and the one action it calls.

``DOINGS`` is the table: the item page, its only POST route and the authorisation matrix are made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from luoshi.ledger.actions import changes, closing, extensions, items, upkeep, work
from luoshi.ledger.actions.kernel import Outcome
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import WrongState
from luoshi.web import item_forms as f
from luoshi.web.sight import Sight

OPEN = ("issued", "active", "applied", "unit_checked", "inspected")


class Doing(NamedTuple):
    """One doing (操作): route part, words for its button, the permission it hangs on, states, form, action.

    ``when`` narrows beyond role and state. ``group``: where it stands when it is not the next one: “work”, “check”,
    “manage”. ``run`` gets the cleaned form, the item's version as the person saw it, and the form's key.
    """

    name: str
    title: str
    permission: str
    states: tuple[str, ...]
    form: type[f.ItemForm]
    run: Callable[[Actor, Sight, Mapping[str, Any], dict[str, Any]], Outcome]
    group: str = "work"
    when: Callable[[Sight], bool] = lambda s: True


def _submit(actor: Actor, s: Sight, d: Mapping[str, Any], how: dict[str, Any]) -> Outcome:
    return work.submit(
        actor, s.item.pk, kind="progress", text=d["text"], difficulty=d["difficulty"], next_step=d["next_step"],
        percent=d["percent"], self_report=d["self_report"], stage=d.get("stage") or "", figures=d["figures"],
        deadline=d.get("deadline") or None, evidence=d["evidence"], **how,
    )  # fmt: skip


def _unchanged(actor: Actor, s: Sight, d: Mapping[str, Any], how: dict[str, Any]) -> Outcome:
    return work.submit(actor, s.item.pk, kind="unchanged", **how)


def _plan(actor: Actor, s: Sight, d: Mapping[str, Any], how: dict[str, Any]) -> Outcome:
    return work.submit(actor, s.item.pk, kind="plan", text=d["text"], plan=d["plan"], **how)


def _evidence(actor: Actor, s: Sight, d: Mapping[str, Any], how: dict[str, Any]) -> Outcome:
    proof = d["evidence"][0]
    return work.add_evidence(
        actor, s.item.pk, proves=proof["proves"], attachment_id=proof.get("attachment_id"), url=proof.get("url") or "",
        kind=proof["kind"], method=proof["method"], **how,
    )  # fmt: skip


def _check(level: str) -> Callable[[Actor, Sight, Mapping[str, Any], dict[str, Any]], Outcome]:
    def run(actor: Actor, s: Sight, d: Mapping[str, Any], how: dict[str, Any]) -> Outcome:
        passed = d["verdict"] == "pass"
        more: dict[str, Any] = {"passed": passed, "reason": d["reason"], **how}
        if level == "unit":
            return closing.check_unit(actor, s.item.pk, **more)
        if level == "inspector":
            return closing.check_inspector(actor, s.item.pk, method=d["method"], **more)
        return closing.check_issuer(actor, s.item.pk, grade=d.get("grade") or "", **more)

    return run


def _extension_id(s: Sight, state: str) -> int:
    found = next((e.pk for e in s.extensions if e.state == state), None)
    if found is None:
        raise WrongState("没有等您办理的延期申请，可能已由他人办理。请刷新后再看。")
    return found


def _without(how: dict[str, Any]) -> dict[str, Any]:
    """The key alone, for actions that take no version: the request they change can be changed once only."""
    return {"key": how["key"]}


def _founded(d: Mapping[str, Any]) -> dict[str, Any]:
    return {"reason": d["reason"], "approver": d["approver"], "document": d["document"]}


def _adjust(actor: Actor, s: Sight, d: Mapping[str, Any], how: dict[str, Any]) -> Outcome:
    changed = {
        k: d[k] for k in ("title", "requirement", "quantity", "unit", "leader") if d[k] != getattr(s.item, k)
    }
    due = d["due_on"] if d["due_on"] != s.item.due_on else None
    return changes.adjust(actor, s.item.pk, changed, due_on=due, **_founded(d), **how)


def _return_id(s: Sight) -> int:
    if not s.returns:
        raise WrongState("没有等您处理的退件，可能已由他人办理。请刷新后再看。")
    return s.returns[0].pk


def _plan_taken(s: Sight) -> bool:
    return any("nodes_plan" in d.record.get("outcomes", ()) for d in s.deadlines)


def _unsigned(s: Sight) -> bool:
    if s.office and s.mine is None:
        return any(a.signed_at is None for a in s.assignments)
    return s.mine is not None and s.mine.signed_at is None


DOINGS: dict[str, Doing] = {
    d.name: d
    for d in (
        Doing("sign", "签收", "item.sign", ("issued", "active"), f.PaperOnly,
              lambda a, s, d, how: items.sign_item(a, s.item.pk, **how), when=_unsigned),
        Doing("report", "报送进展", "item.submit", ("active",), f.Report, _submit),
        Doing("unchanged", "无变化", "item.submit", ("active",), f.PaperOnly, _unchanged,
              when=lambda s: s.pack.reporting.unchanged_allowed),
        Doing("plan", "报送节点与计划", "item.submit", ("active",), f.Plan, _plan, when=_plan_taken),
        Doing("evidence", "补充佐证", "item.evidence", OPEN, f.Proof, _evidence),
        Doing("apply", "申请办结", "item.apply", ("active",), f.Apply,
              lambda a, s, d, how: closing.apply_close(a, s.item.pk, result=d["result"], **how)),
        Doing("extension_ask", "申请延期", "extension.ask", ("active",), f.ExtensionAsk,
              lambda a, s, d, how: extensions.ask(
                  a, s.item.pk, new_due=d["new_due"], reason=d["reason"], progress=d["progress"], deadline=d["deadline"] or None, **how),
              when=lambda s: not s.extensions and bool(s.deadlines)),
        Doing("extension_sign", "签批延期申请", "extension.sign", ("active",), f.PaperOnly,
              lambda a, s, d, how: extensions.sign(a, _extension_id(s, "asked"), **_without(how)), "check",
              when=lambda s: any(e.state == "asked" for e in s.extensions)),
        Doing("extension_decide", "审定延期", "extension.decide", ("active",), f.ExtensionDecide,
              lambda a, s, d, how: extensions.decide(
                  a, _extension_id(s, "signed"), granted=d["verdict"] == "pass", new_due=d["new_due"], note=d["note"],
                  document=d["document"], **_without(how)), "check",
              when=lambda s: any(e.state == "signed" for e in s.extensions)),
        Doing("wrong_unit", "申请退件", "item.wrong_unit", ("issued", "active"), f.WrongUnit,
              lambda a, s, d, how: changes.refuse_unit(
                  a, s.item.pk, reason=d["reason"], suggested_id=d["suggested"].pk if d["suggested"] else None, **how),
              when=lambda s: not s.returns),
        Doing("return_decide", "处理退件", "item.decide_return", OPEN, f.ReturnDecide,
              lambda a, s, d, how: changes.decide_return(
                  a, _return_id(s), accepted=d["verdict"] == "pass", lead_id=d["lead"].pk if d["lead"] else None,
                  co=[c.department_id for c in s.cos], note=d["note"], **_without(how)), "check",
              when=lambda s: bool(s.returns)),
        Doing("check_unit", "单位审核", "item.check_unit", ("applied",), f.CheckForm, _check("unit"), "check"),
        Doing("check_inspector", "督查室核查", "item.check_inspector", ("unit_checked",), f.CheckInspector,
              _check("inspector"), "check"),
        Doing("check_issuer", "销号", "item.check_issuer", ("inspected",), f.CheckIssuer, _check("issuer"), "check"),
        Doing("send_back", "退回报送", "item.return", ("active",), f.Reason,
              lambda a, s, d, how: closing.send_back(a, s.item.pk, reason=d["reason"], **how), "manage"),
        Doing("remind", "催办", "item.remind", OPEN, f.Remind,
              lambda a, s, d, how: upkeep.remind(
                  a, s.item.pk, rung=d["rung"], approver=d["approver"], reason=d["reason"],
                  department_id=d["department"].pk if d["department"] else None, **how), "manage"),
        Doing("reassign", "调整承办单位", "item.reassign", ("issued", "active"), f.Reassign,
              lambda a, s, d, how: changes.reassign(
                  a, s.item.pk, lead_id=d["lead"].pk, co=[u.pk for u in d["co"]], reason=d["reason"], **how), "manage"),
        Doing("adjust", "调整内容或时限", "item.adjust", ("issued", "active"), f.Adjust, _adjust, "manage"),
        Doing("merge", "并入其他事项", "item.adjust", ("issued", "active"), f.Merge,
              lambda a, s, d, how: changes.merge(a, s.item.pk, d["into"], **_founded(d), **how), "manage"),
        Doing("cancel", "取消事项", "item.adjust", ("issued", "active"), f.Founded,
              lambda a, s, d, how: changes.cancel(a, s.item.pk, **_founded(d), **how), "manage"),
        Doing("reopen", "重新办理", "item.reopen", ("closed", "cancelled"), f.Founded,
              lambda a, s, d, how: changes.reopen(a, s.item.pk, **_founded(d), **how), "manage"),
        Doing("publish", "公开", "item.publish", (*OPEN, "closed", "merged", "cancelled"), f.Publish,
              lambda a, s, d, how: upkeep.publish(
                  a, s.item.pk, text=d["text"], approved_by=d["approved_by"], on=d["on"], **how), "manage",
              when=lambda s: not s.item.published and s.pack.publication.level != "internal"),
        Doing("withdraw", "撤下公开内容", "item.withdraw", (*OPEN, "closed", "merged", "cancelled"), f.Reason,
              lambda a, s, d, how: upkeep.withdraw(a, s.item.pk, reason=d["reason"], **how), "manage",
              when=lambda s: s.item.published),
    )
}  # fmt: skip
"""name -> doing, in the order in which they stand on the page."""


def offered(s: Sight) -> list[Doing]:
    """The doings that the page shows to this person: allowed in person or by paper, fit for the state."""
    return [
        d
        for d in DOINGS.values()
        if s.item.state in d.states and (s.may(d.permission) or s.by_paper(d.permission)) and d.when(s)
        and not (d.name.startswith("check_") and not s.clean_hands)
    ]  # fmt: skip
