"""Deadlines of an item (期限): counted by the rules from the anchor, stored with their trace, never edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import msgspec
from django.db.models import QuerySet

from luoshi import rules
from luoshi.ledger import clock, registers
from luoshi.ledger.models import Closing, Deadline, Item, Node, Submission


def matter_of(
    item: Item, due: rules.DueForm | None, nodes: Iterable[Node] = (), source: str = ""
) -> rules.Matter:
    """The item as the clocks ask about it; ``source``: the kind of its first source."""
    return rules.Matter(
        year=due.date.year if due else item.issued_on.year,
        major=item.variant == "major",
        urgent=item.variant == "urgent",
        source_type=source,
        due=due,
        nodes=tuple(rules.TextNode(n.title, n.due_on) for n in nodes if n.due_on),
    )


def first(
    item: Item, anchor: rules.Anchor, due: rules.DueForm | None, nodes: Iterable[Node], source: str
) -> list[Deadline]:
    """The deadlines of an item that is being made, and the item's copies of them (all unsaved, no query)."""
    pack = registers.pack(item.register, item.register_version)
    found = rules.deadlines(pack, anchor, registers.calendar(), matter_of(item, due, nodes, source))
    made = [row(item, d) for d in found]
    _copy_last(item, due, made)
    item.next_due_on = min((d.due_on for d in made), default=item.due_on)
    return made


def start(
    item: Item, anchor: rules.Anchor, due: rules.DueForm | None, nodes: Iterable[Node] = ()
) -> list[Deadline]:
    """Sets the deadlines that a later anchor starts, and the item's copies of them (unsaved)."""
    pack = registers.pack(item.register, item.register_version)
    source = item.sources.first()
    matter = matter_of(item, due, nodes, source.kind if source else "")
    there = set(item.deadlines.values_list("key", flat=True))
    made = [
        row(item, d)
        for d in rules.deadlines(pack, anchor, registers.calendar(), matter)
        if d.key not in there
    ]
    Deadline.objects.bulk_create(made)
    _copy_last(item, due, made)
    item.next_due_on = next_due(item)
    return made


def _copy_last(item: Item, due: rules.DueForm | None, made: list[Deadline]) -> None:
    last = due.date if due and due.mode != "ongoing" else max((d.due_on for d in made), default=None)
    if item.original_due_on is None and last:
        item.original_due_on = item.due_on = last


def row(item: Item, d: rules.Deadline, supersedes: Deadline | None = None, cause: str = "") -> Deadline:
    """A rules deadline as a record (unsaved)."""
    return Deadline(
        item=item,
        key=d.key if supersedes is None else supersedes.key,
        title=d.title,
        final=d.purpose == "result",
        anchor_on=d.anchor,
        due_on=d.due,
        original_on=d.original_due,
        rule=f"{d.pack}#{d.clock}",
        calendar=d.calendar,
        provisional=d.provisional,
        inferred=d.inferred,
        purpose=d.purpose,
        record=msgspec.to_builtins(d),
        trace=d.trace,
        cause=cause,
        supersedes=supersedes,
        set_at=clock.now(),
    )


def as_rule(d: Deadline) -> rules.Deadline:
    """The record as the rules know it."""
    return msgspec.convert(d.record, rules.Deadline)


def current(item: Item) -> QuerySet[Deadline]:
    """The deadlines that stand: those that nothing supersedes."""
    return item.deadlines.filter(superseded_by=None)


def standing(item_ids: Iterable[int]) -> list[Deadline]:
    """The deadlines of these items that nothing supersedes, earliest first, in one query.

    Superseded rows are few and go here: as a condition of the query they cost it its index.
    """
    rows = list(Deadline.objects.filter(item__in=list(item_ids)).order_by())
    gone = {d.supersedes_id for d in rows}
    return sorted((d for d in rows if d.pk not in gone), key=lambda d: (d.due_on, d.pk))


class Answers:
    """What answered the deadlines of some items (时点应答), read in two queries however many items there are.

    A report answers the deadline it was made for. A report deadline that was let pass is answered, late, by the first
    report after it: it stays 未报 in the count of its day, but nobody is asked for it again. A result is answered by
    the application to close that was not sent back.
    """

    def __init__(self, item_ids: Iterable[int]) -> None:
        ids = list(item_ids)
        self.direct: dict[tuple[int, str], tuple[date, str]] = {}
        self.reports: dict[int, list[date]] = defaultdict(list)
        self.stages: dict[int, str] = {}
        rows = Submission.objects.filter(item__in=ids).order_by("id")
        for item_id, on, outcome, key, stage in rows.values_list(
            "item_id", "on", "outcome", "deadline__key", "stage"
        ):
            self.reports[item_id].append(on)
            if key:
                self.direct.setdefault((item_id, key), (on, outcome or "done"))
            if stage:
                self.stages[item_id] = stage
        closings = Closing.objects.filter(item__in=ids, state__in=("pending", "closed")).order_by("id")
        self.applied: dict[int, date] = dict(closings.values_list("item_id", "on"))

    @classmethod
    def none(cls) -> Answers:
        """Of an item that was just made: nothing, and no query."""
        found = cls.__new__(cls)
        found.direct, found.reports, found.stages, found.applied = {}, defaultdict(list), {}, {}
        return found

    def of(self, d: Deadline) -> tuple[date, str] | None:
        """When and how the deadline was answered; None: not yet."""
        found = self.direct.get((d.item_id, d.key))
        if found:
            return found
        if d.final:
            applied = self.applied.get(d.item_id)
            return (applied, "done") if applied else None
        later = next((on for on in self.reports.get(d.item_id, ()) if on > d.due_on), None)
        return (later, "done") if later else None


def unanswered(item: Item) -> list[Deadline]:
    """The standing deadlines of an item that nothing has answered, by date."""
    answers = Answers([item.pk])
    return [d for d in current(item) if answers.of(d) is None]


def next_due(item: Item) -> date | None:
    """The earliest date among the standing, unanswered deadlines; the last due date where all are answered."""
    return min((d.due_on for d in unanswered(item)), default=item.due_on)


def supersede(old: Deadline, new: rules.Deadline, cause: str) -> Deadline:
    """The next record of a deadline's line; the old one stays as it is."""
    made = row(old.item, new, supersedes=old, cause=cause)
    made.save()
    return made


def add_nodes(item: Item, nodes: Iterable[Node], anchor: date) -> list[Deadline]:
    """A deadline for each node of an accepted plan that no clock of the pack has covered."""
    there = set(item.deadlines.values_list("due_on", "title"))
    pack = registers.pack(item.register, item.register_version)
    made = []
    for n in nodes:
        if n.due_on is None or any(on == n.due_on for on, _ in there):
            continue
        record = rules.Deadline(
            key=f"plan-{n.order}", clock="plan", title=n.title, pack=pack.ref, purpose="report", anchor_kind="plan",
            anchor=anchor, anchor_words="报送节点计划", unit="date", amount=0, include_start=False, roll=False, due=n.due_on,
            original_due=n.due_on, calendar=registers.calendar().version,
            trace=f"{n.title}：按{anchor}报送的节点计划，为{n.due_on}。", fixed=n.due_on,
        )  # fmt: skip
        made.append(row(item, record))
        made[-1].node = n
    return Deadline.objects.bulk_create(made)
