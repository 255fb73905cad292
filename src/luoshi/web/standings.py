"""单位 in figures (单位情况): what each unit leads, owes and finished in time; every number is a class that the board lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.ledger.models import Assignment, Department, Item
from luoshi.ledger.models.item import OPEN_STATES
from luoshi.web.filters import KINDS, Chosen


class Column(NamedTuple):
    """A column of counts (列): its name, words, and the filters under which the board lists what it counts."""

    name: str
    words: Any
    filters: dict[str, str]
    bad: bool = False


COLUMNS = (
    Column("led", _("牵头"), {}),
    Column("open", _("在办"), {"kind": "open"}),
    Column("unsigned", _("未签收"), {"kind": "unsigned"}, True),
    Column("overdue", _("逾期未报"), {"kind": "overdue"}, True),
    Column("red", _("红灯"), {"kind": "open", "light": "red"}, True),
    Column("returned", _("退回过"), {"kind": "returned"}),
    Column("extended", _("延过期"), {"kind": "extended"}),
    Column("closed", _("已销号"), {"kind": "closed"}),
)
"""Counted columns, in their order."""
RATES = (("original", _("按期办结率（原定时限）")), ("current", _("按期办结率（现行时限）")))
"""按期办结 over 应办结, told against both dates, so that an extension never improves the first."""
SORTS = ("order", "overdue", "original")


@dataclass
class Standing:
    """One unit's figures (单位情况): ``counts`` by column, ``rates`` as (part, whole) by “original” and “current”.

    ``unit`` None is the sum of all rows. ``co``: items on which the unit works beside another.
    """

    unit: Department | None
    counts: dict[str, int] = field(default_factory=dict)
    rates: dict[str, tuple[int, int]] = field(default_factory=dict)
    co: int = 0

    def share(self, which: str) -> float | None:
        """The rate as a share; None where nothing was due."""
        part, whole = self.rates[which]
        return part / whole if whole else None


def _conditions(today: date) -> dict[str, Q]:
    found = {
        c.name: KINDS[c.filters["kind"]].holds(today)
        for c in COLUMNS
        if "kind" in c.filters and c.name != "red"
    }
    found["red"] = Q(state__in=OPEN_STATES, light="red")
    for which, _words in RATES:
        found[f"{which}_part"] = KINDS[f"ontime_{which}"].holds(today)
        found[f"{which}_whole"] = KINDS[f"should_{which}"].holds(today)
    return found


def standings(items: QuerySet[Item], today: date) -> list[Standing]:
    """The units that lead or work beside on these items, in official order; three queries however many there are."""
    conditions = _conditions(today)
    counted = (
        items.order_by()
        .values("lead")
        .annotate(led=Count("pk"), **{k: Count("pk", filter=q) for k, q in conditions.items()})
    )
    by_lead = {row["lead"]: row for row in counted if row["lead"]}
    beside = dict(
        Assignment.objects.filter(item__in=items, role="co", until=None)
        .order_by()
        .values_list("department")
        .annotate(n=Count("pk"))
    )
    units = (
        Department.objects.filter(pk__in={*by_lead, *beside})
        .select_related("government")
        .order_by("government__order", "order", "pk")
    )
    return [_standing(u, by_lead.get(u.pk, {}), beside.get(u.pk, 0)) for u in units]


def _standing(unit: Department | None, row: dict[str, Any], co: int) -> Standing:
    return Standing(
        unit,
        {c.name: row.get(c.name, 0) for c in COLUMNS},
        {w: (row.get(f"{w}_part", 0), row.get(f"{w}_whole", 0)) for w, _words in RATES},
        co,
    )


def summed(rows: Sequence[Standing]) -> Standing:
    """合计: sums of counts, numerators and denominators (never a mean of rates)."""
    return Standing(
        None,
        {c.name: sum(r.counts[c.name] for r in rows) for c in COLUMNS},
        {w: (sum(r.rates[w][0] for r in rows), sum(r.rates[w][1] for r in rows)) for w, _words in RATES},
    )


def ordered(rows: list[Standing], sort: str) -> list[Standing]:
    """In official order; or who owes most reports first; or who finishes least in time first (nothing due: last)."""
    if sort == "overdue":
        return sorted(rows, key=lambda r: (-r.counts["overdue"], -r.counts["red"]))
    if sort == "original":
        return sorted(rows, key=lambda r: 2.0 if (s := r.share("original")) is None else s)
    return rows


def cells(row: Standing, c: Chosen) -> list[dict[str, Any]]:
    """The counted cells with the query string of the board's list behind each."""
    lead = str(row.unit.pk) if row.unit else ""
    return [
        {"n": row.counts[k.name], "query": c.but(lead=lead, **k.filters), "bad": k.bad, "words": k.words}
        for k in COLUMNS
    ]


def rates(row: Standing, c: Chosen) -> list[dict[str, Any]]:
    """The rates with the lists of their numerators and denominators."""
    lead = str(row.unit.pk) if row.unit else ""
    return [
        {
            "part": row.rates[w][0], "whole": row.rates[w][1], "words": words,
            "share": s * 100 if (s := row.share(w)) is not None else None,
            "part_query": c.but(lead=lead, kind=f"ontime_{w}"), "whole_query": c.but(lead=lead, kind=f"should_{w}"),
        }
        for w, words in RATES
    ]  # fmt: skip
