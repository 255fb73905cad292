"""What each unit has done in a round (各单位报送): counted from its reports, told apart from how its work goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from luoshi.ledger.models import Department, Item, Round, RoundReport, Submission


class Part(NamedTuple):
    """A unit's part (单位报送情况).

    ``reported``: items reported in this round, of them ``unchanged`` 无变化; ``left``: items in work that are not yet
    reported; None once the round is closed, because what was in work then is no longer what is in work now.
    ``unsigned``: items that the unit was given and has not signed for: it cannot report them, and owes that.
    """

    report: RoundReport
    reported: int
    unchanged: int
    left: int | None
    unsigned: int = 0

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to report: all that the unit leads is being checked or closed. That is no 未报."""
        return self.left == 0 and self.reported == 0 and self.unsigned == 0


def expected(row: Round, units: Sequence[int] | None = None) -> QuerySet[Item]:
    """The items in work on which the round asks for a report (of these lead units)."""
    found = Item.objects.filter(government_id=row.government_id, register=row.register, state="active")
    return found if units is None else found.filter(lead__in=units)


def unsigned(row: Round, units: Sequence[int]) -> QuerySet[Item]:
    """Items of the round's register that these lead units have not signed for."""
    return Item.objects.filter(
        government_id=row.government_id, register=row.register, state="issued", lead__in=units
    )


def parts(row: Round, reports: Sequence[RoundReport]) -> list[Part]:
    """The parts of these units, in three queries."""
    ids = [r.department_id for r in reports]
    done = {
        unit: (n, same)
        for unit, n, same in Submission.objects.filter(round=row, department__in=ids)
        .order_by()
        .values_list("department")
        .annotate(
            n=Count("item", distinct=True), same=Count("item", distinct=True, filter=Q(kind="unchanged"))
        )
    }
    left: dict[int, int] = {}
    waiting: dict[int, int] = {}
    if row.closed_at is None:
        told = Submission.objects.filter(round=row).values("item_id")
        rows = expected(row, ids).exclude(pk__in=told).order_by().values_list("lead")
        left = dict(rows.annotate(n=Count("pk")))
        waiting = dict(unsigned(row, ids).order_by().values_list("lead").annotate(n=Count("pk")))
    return [
        Part(
            r,
            *done.get(r.department_id, (0, 0)),
            left=left.get(r.department_id, 0) if row.closed_at is None else None,
            unsigned=waiting.get(r.department_id, 0),
        )
        for r in reports
    ]


def unit_items(row: Round, unit: Department) -> tuple[list[Item], dict[int, Submission]]:
    """The unit's items of the round, in number order, and its latest report on each in this round."""
    told: dict[int, Submission] = {}
    for s in (
        Submission.objects.filter(round=row, department=unit)
        .select_related("by", "scan")
        .prefetch_related("figures", "evidence__attachment")
        .order_by("pk")
    ):
        told[s.item_id] = s
    wanted = Q(pk__in=told)
    if row.closed_at is None:
        wanted |= Q(pk__in=expected(row, [unit.pk]).values("pk"))
    items = Item.objects.filter(wanted).select_related("lead", "government").order_by("no")
    return list(items), told
