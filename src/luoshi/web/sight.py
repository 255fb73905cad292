"""An item as one person sees it (眼中的事项): what they may do now, and the one thing that is next for them.

Everything is told from rows that were loaded for a whole page at once, so that a list costs the same few queries
however long it is. The actions check again: nothing here gives a right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from luoshi import rules
from luoshi.ledger import clock, clocks, lights, registers
from luoshi.ledger.actor import Actor
from luoshi.ledger.models import (
    Assignment,
    Check,
    Closing,
    Deadline,
    Evidence,
    Extension,
    Item,
    Reminder,
    Return,
    Role,
    Submission,
)
from luoshi.ledger.permissions import GRANTS
from luoshi.ledger.visibility import process_items

REMIND_AGAIN = 7
"""Days after a reminder before the next one is proposed [judg: 督查条例 15 limits how often, and gives no number]."""


@dataclass
class Sight:
    """An item with what stands around it (事项及其关联). ``light`` None: this person sees no process information."""

    item: Item
    actor: Actor
    today: date
    light: rules.Light | None = None
    assignments: list[Assignment] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)  # open ones
    returns: list[Return] = field(default_factory=list)  # 退件 not yet decided
    closing: Closing | None = None  # the pending one
    checked_by: set[str] = field(default_factory=set)
    reported_by: set[int] = field(default_factory=set)
    deadlines: list[Deadline] = field(default_factory=list)  # standing, not yet answered
    has_evidence: bool = False
    reminded_on: date | None = None  # the latest step on the ladder

    @property
    def pack(self) -> rules.Pack:
        """The rule pack that clocks the item, in the version it was born with."""
        return registers.pack(self.item.register, self.item.register_version)

    @property
    def lead(self) -> Assignment | None:
        return next((a for a in self.assignments if a.role == "lead"), None)

    @property
    def cos(self) -> list[Assignment]:
        return [a for a in self.assignments if a.role == "co"]

    @property
    def mine(self) -> Assignment | None:
        """The assignment of the person's own unit, the lead's first."""
        return next((a for a in self.assignments if self.actor.over(a.department.path, _UNIT)), None)

    @property
    def office(self) -> bool:
        return self.actor.has(Role.INSPECTOR, government=self.item.government_id)

    @property
    def due(self) -> date | None:
        """The next date that matters: of the earliest unanswered deadline, else the item's own."""
        return self.deadlines[0].due_on if self.deadlines else self.item.next_due_on or self.item.due_on

    def may(self, action: str) -> bool:
        """Whether the table of permissions gives this action on this item, in person."""
        grant = GRANTS[action]
        if grant.where == "government":
            return self.actor.has(*grant.roles, government=self.item.government_id)
        if Role.INSPECTOR.value in grant.roles and self.office:
            return True
        rows = (
            self.assignments
            if grant.where == "working"
            else [a for a in self.assignments if a.role == "lead"]
        )
        return any(self.actor.over(a.department.path, grant.roles) for a in rows)

    def by_paper(self, action: str) -> bool:
        """Whether the 督查室 may enter it for the unit from a signed form (单人模式)."""
        return GRANTS[action].paper and self.office and not self.may(action)

    @property
    def clean_hands(self) -> bool:
        """Whether this person has had no hand in what is to be checked now."""
        me = f"user:{self.actor.id}"
        if self.closing is None:
            return True
        return (
            me != self.closing.person and me not in self.checked_by and self.actor.id not in self.reported_by
        )


_UNIT = (Role.CLERK.value, Role.UNIT_CHECKER.value)


def sights(actor: Actor, items: Sequence[Item], today: date | None = None) -> list[Sight]:
    """The items with all that their lists and next steps need, in a fixed number of queries."""
    day = today or clock.today()
    ids = [i.pk for i in items]
    seen = {i.pk: Sight(i, actor, day) for i in items}
    inside = set(process_items(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    standing, answers = clocks.standing(ids), clocks.Answers(ids)
    for pk, light in lights.lights_for([i for i in items if i.pk in inside], day, standing, answers).items():
        seen[pk].light = light
    for a in (
        Assignment.objects.filter(item__in=ids, until=None)
        .select_related("department")
        .order_by("-role", "department__order", "pk")
    ):
        seen[a.item_id].assignments.append(a)
    _closings(seen, ids)
    for e in Extension.objects.filter(item__in=ids, state__in=("asked", "signed")).select_related("deadline"):
        seen[e.item_id].extensions.append(e)
    for r in Return.objects.filter(item__in=ids, kind="wrong_unit", accepted=None).select_related(
        "department", "suggested"
    ):
        seen[r.item_id].returns.append(r)
    for pk in Evidence.objects.filter(item__in=ids).values_list("item_id", flat=True).distinct():
        seen[pk].has_evidence = True
    for pk, on in Reminder.objects.filter(item__in=ids).order_by("on").values_list("item_id", "on"):
        seen[pk].reminded_on = on
    for d in standing:
        if seen[d.item_id].item.is_open and answers.of(d) is None:
            seen[d.item_id].deadlines.append(d)
    return [seen[i.pk] for i in items]


def sight(actor: Actor, item: Item) -> Sight:
    """One item, as ``sights``."""
    return sights(actor, [item])[0]


def _closings(seen: dict[int, Sight], ids: Iterable[int]) -> None:
    for c in Closing.objects.filter(item__in=ids, state="pending").select_related("by", "department"):
        seen[c.item_id].closing = c
    for item_id, person in Check.objects.filter(item__in=ids, closing__state="pending").values_list(
        "item_id", "person"
    ):
        seen[item_id].checked_by.add(person)
    for item_id, by in (
        Submission.objects.filter(item__in=ids, signer="").values_list("item_id", "by_id").distinct()
    ):
        seen[item_id].reported_by.add(by)


def next_step(s: Sight) -> str | None:
    """The name of the one doing that is next for this person (唯一下一步), None where it is not their turn."""
    return next((name for name, holds in _STEPS if holds(s)), None)


def _unsigned(s: Sight) -> bool:
    mine = s.mine
    return mine is not None and mine.signed_at is None and s.item.state in ("issued", "active")


def _ready_to_apply(s: Sight) -> bool:
    """What was promised is reported as done, with proof: what is left is to ask for closing."""
    done = s.item.self_report == "done" or (s.item.progress is not None and s.item.progress >= 100)
    return s.item.state == "active" and s.may("item.apply") and done and s.has_evidence


def _report_due(s: Sight) -> bool:
    mine = s.mine
    if mine is None or mine.role != "lead" or s.item.state != "active" or not s.may("item.submit"):
        return False
    return bool(s.deadlines)


def _to_remind(s: Sight) -> bool:
    """A red light, and nobody was told within a week: who has just been reminded is given time to answer."""
    quiet = s.reminded_on is None or (s.today - s.reminded_on).days >= REMIND_AGAIN
    return (
        s.item.is_open and s.light is not None and s.light.colour == "red" and quiet and s.may("item.remind")
    )


_STEPS = (
    ("sign", _unsigned),
    ("extension_sign", lambda s: any(e.state == "asked" and e.asked_by_id != s.actor.id for e in s.extensions) and s.may("extension.sign")),
    ("check_unit", lambda s: s.item.state == "applied" and s.may("item.check_unit") and s.clean_hands),
    ("extension_decide", lambda s: any(e.state == "signed" for e in s.extensions) and s.may("extension.decide")),
    ("return_decide", lambda s: bool(s.returns) and s.may("item.decide_return")),
    ("check_inspector", lambda s: s.item.state == "unit_checked" and s.may("item.check_inspector") and s.clean_hands),
    ("check_issuer", lambda s: s.item.state == "inspected" and s.may("item.check_issuer") and s.clean_hands),
    ("apply", _ready_to_apply),
    ("evidence", lambda s: s.item.state == "active" and s.item.self_report == "done" and not s.has_evidence and s.may("item.apply")),
    ("report", _report_due),
    ("apply", lambda s: s.item.state == "active" and s.may("item.apply") and not s.deadlines and s.has_evidence),
    ("remind", _to_remind),
)  # fmt: skip


def whose_turn(s: Sight) -> str:
    """In words, whom the item waits for (等谁)."""
    lead = s.lead.department.label if s.lead else "牵头单位"
    match s.item.state:
        case "issued":
            waiting = "、".join(a.department.label for a in s.assignments if a.signed_at is None)
            return f"等{waiting or lead}签收"
        case "active":
            if any(e.state == "asked" for e in s.extensions):
                return f"等{lead}负责人在延期申请上签字"
            if any(e.state == "signed" for e in s.extensions):
                return "等督查室审定延期"
            if s.returns:
                return "等督查室处理退件"
            return f"等{lead}报送" if s.deadlines else f"等{lead}申请办结"
        case "applied":
            return f"等{lead}负责人审核"
        case "unit_checked":
            return "等督查室核查"
        case "inspected":
            return "等交办方销号"
        case _:
            return ""
