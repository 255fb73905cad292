"""Who may do what (权限), one table: a row for each action; the tests generate their matrix from it.

``where`` says which tie to the thing a post must have: ``government``: a post in the government that the thing belongs
to; ``lead``: in its lead unit; ``working``: in its lead unit or a co-unit; ``unit``: in the unit that is named; ``any``.
``paper``: the 督查室 may enter it for a unit from a signed form with its scan.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import NotAllowed, NotThere
from luoshi.ledger.models import Attachment, Department, Item, Role

Where = Literal["government", "lead", "working", "unit", "any", "system"]


class Grant(NamedTuple):
    """A row of the table (授权): the roles, the tie, and whether a signed paper will do."""

    roles: tuple[str, ...]
    where: Where
    paper: bool = False


_CLERK, _HEAD = Role.CLERK.value, Role.UNIT_CHECKER.value
_OFFICE, _ISSUER, _LEADER = Role.INSPECTOR.value, Role.ISSUER.value, Role.LEADER.value
_ADMIN = Role.ADMIN.value
_UNIT = (_CLERK, _HEAD)

GRANTS: dict[str, Grant] = {
    # the document
    "file.keep": Grant((_CLERK, _HEAD, _OFFICE, _ISSUER, _LEADER), "any"),
    "report.take": Grant((_OFFICE,), "government"),
    "document.draft": Grant((_OFFICE,), "government"),
    "document.edit": Grant((_OFFICE,), "government"),
    "document.propose": Grant((_OFFICE,), "government"),
    "proposal.change": Grant((_OFFICE,), "government"),
    "document.consult": Grant((_OFFICE,), "government"),
    "document.opinion": Grant(_UNIT, "unit", paper=True),
    "document.settle": Grant((_OFFICE,), "government"),
    "document.approve": Grant((_OFFICE, _ISSUER, _LEADER), "government"),
    "document.issue": Grant((_OFFICE, _ISSUER), "government"),
    "document.sign": Grant(_UNIT, "unit", paper=True),
    # the item
    "item.open": Grant((_OFFICE, _ISSUER), "government"),
    "item.instruct": Grant((_OFFICE, _ISSUER), "government"),
    "item.sign": Grant(_UNIT, "working", paper=True),
    "item.submit": Grant(_UNIT, "working", paper=True),
    "item.evidence": Grant((*_UNIT, _OFFICE), "working", paper=True),
    "item.apply": Grant(_UNIT, "lead", paper=True),
    "item.check_unit": Grant((_HEAD,), "lead", paper=True),
    "item.check_inspector": Grant((_OFFICE,), "government"),
    "item.check_issuer": Grant((_ISSUER, _LEADER), "government"),
    "item.return": Grant((_OFFICE, _ISSUER), "government"),
    "item.wrong_unit": Grant(_UNIT, "lead", paper=True),
    "item.decide_return": Grant((_OFFICE,), "government"),
    "item.reassign": Grant((_OFFICE,), "government"),
    "item.adjust": Grant((_OFFICE, _ISSUER), "government"),
    "item.reopen": Grant((_OFFICE, _ISSUER), "government"),
    "extension.ask": Grant(_UNIT, "lead", paper=True),
    "extension.sign": Grant((_HEAD,), "lead", paper=True),
    "extension.decide": Grant((_OFFICE,), "government"),
    "item.remind": Grant((_OFFICE, _ISSUER), "government"),
    # rounds, publication, redaction
    "round.open": Grant((_OFFICE,), "government"),
    "round.close": Grant((_OFFICE,), "government"),
    "round.sign": Grant((_HEAD,), "unit", paper=True),
    "item.publish": Grant((_OFFICE, _ISSUER), "government"),
    "item.withdraw": Grant((_OFFICE, _ISSUER), "government"),
    "redact.ask": Grant((_OFFICE, _ISSUER), "government"),
    "redact.confirm": Grant((_OFFICE, _ISSUER), "government"),
    "notice.read": Grant((_CLERK, _HEAD, _OFFICE, _ISSUER, _LEADER, _ADMIN), "unit"),
    # the read API
    "token.create": Grant(
        (_CLERK, _HEAD, _OFFICE, _ISSUER, _LEADER, Role.DEPUTY.value, Role.UPPER.value), "any"
    ),
    "token.revoke": Grant(tuple(r.value for r in Role), "any"),
    # the house itself
    "org.change": Grant((_ADMIN,), "government"),
    "system.tick": Grant((), "system"),
}
"""action name -> who may. Names are unique by construction; an action without a row fails at import."""


def _refuse(action: str) -> NotAllowed:
    roles = "、".join(Role(r).label for r in GRANTS[action].roles) or "系统"
    tie = {
        "government": "（本级）",
        "lead": "（牵头单位）",
        "working": "（承办单位）",
        "unit": "（该单位）",
    }.get(GRANTS[action].where, "")
    return NotAllowed(f"您没有这项权限：应由{roles}{tie}办理。")


def in_government(actor: Actor, action: str, government: int) -> None:
    """Refuses unless the actor holds a post of the right role in that government."""
    if not actor.has(*GRANTS[action].roles, government=government):
        raise _refuse(action)


def for_unit(actor: Actor, action: str, unit: Department) -> None:
    """Refuses unless the actor holds a post of the right role in that unit, or enters that unit's signed paper."""
    grant = GRANTS[action]
    if actor.over(unit.path, grant.roles) if not actor.paper else _paper_ok(actor, grant, unit):
        return
    raise _refuse(action)


def anywhere(actor: Actor, action: str) -> None:
    """Refuses unless the actor holds any post of the right role."""
    if not actor.has(*GRANTS[action].roles):
        raise _refuse(action)


def on_item(actor: Actor, action: str, item: Item) -> Department:
    """The unit for which the actor acts on the item; refuses where the table gives no right.

    Reads the item's assignments (one query) for ``lead`` and ``working``.
    """
    grant = GRANTS[action]
    if grant.where == "government":
        in_government(actor, action, item.government_id)
        post = next(p for p in actor.held(*grant.roles) if p.government == item.government_id)
        return Department.objects.get(pk=post.department)
    rows = item.assignments.filter(until=None).select_related("department").order_by("-role")
    for row in rows:
        if grant.where == "lead" and row.role != "lead":
            continue
        if actor.paper:
            if _paper_ok(actor, grant, row.department):
                return row.department
        elif actor.over(row.department.path, grant.roles):
            return row.department
    if _OFFICE in grant.roles and actor.has(_OFFICE, government=item.government_id):
        post = next(p for p in actor.held(_OFFICE) if p.government == item.government_id)
        return Department.objects.get(pk=post.department)
    raise _refuse(action)


def _paper_ok(actor: Actor, grant: Grant, unit: Department) -> bool:
    paper = actor.paper
    if paper is None or not grant.paper or paper.department != unit.pk:
        return False
    if not paper.signer:
        raise NotThere("请填写纸质表上的签字人。")
    if not Attachment.objects.filter(pk=paper.scan, uploader_id=actor.id, removed_at=None).exists():
        raise NotThere("没有这份签字表的扫描件，请先上传。")
    return actor.has(_OFFICE, government=unit.government_id)
