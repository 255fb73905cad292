"""Deadlines of an item (期限): counted by the rules from the anchor, stored with their trace, never edited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
from django.db.models import QuerySet

from luoshi import rules
from luoshi.ledger import clock, registers
from luoshi.ledger.models import Deadline, Item, Node, Submission


def matter_of(item: Item, due: rules.DueForm | None, nodes: Iterable[Node] = ()) -> rules.Matter:
    """The item as the clocks ask about it."""
    source = item.sources.first() if item.pk else None
    return rules.Matter(
        year=due.date.year if due else item.issued_on.year,
        major=item.variant == "major",
        urgent=item.variant == "urgent",
        source_type=source.kind if source else "",
        due=due,
        nodes=tuple(rules.TextNode(n.title, n.due_on) for n in nodes if n.due_on),
    )


def start(
    item: Item, anchor: rules.Anchor, due: rules.DueForm | None, nodes: Iterable[Node] = ()
) -> list[Deadline]:
    """Sets the deadlines that this anchor starts, and the item's copies of them (unsaved)."""
    pack = registers.pack(item.register, item.register_version)
    found = rules.deadlines(pack, anchor, registers.calendar(), matter_of(item, due, nodes))
    there = set(item.deadlines.values_list("key", flat=True))
    made = [row(item, d) for d in found if d.key not in there]
    Deadline.objects.bulk_create(made)
    last = due.date if due and due.mode != "ongoing" else None
    if last is None and made:
        last = max(d.due_on for d in made)
    if item.original_due_on is None and last:
        item.original_due_on = item.due_on = last
    item.next_due_on = next_due(item)
    return made


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


def answered_keys(item: Item) -> set[str]:
    """Keys of the deadlines of the item that were answered: by a report, the last ones by an application to close."""
    done = set(
        Submission.objects.filter(item=item, deadline__isnull=False).values_list("deadline__key", flat=True)
    )
    if item.closings.filter(state__in=("pending", "closed")).exists():
        done |= set(item.deadlines.filter(final=True).values_list("key", flat=True))
    return done


def next_due(item: Item) -> date | None:
    """The earliest date among the standing, unanswered deadlines; the last due date where all are answered."""
    done = answered_keys(item)
    dates = [d.due_on for d in current(item) if d.key not in done]
    return min(dates) if dates else item.due_on


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
