"""Filters that live in the address (筛选): one vocabulary for lists, counts and exports, so that a number opens its list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from luoshi.ledger import registers, search
from luoshi.ledger.models import Assignment, Item, Return
from luoshi.ledger.models.item import CLOSING_STATES, OPEN_STATES, ItemState, SourceKind

PAGE = 50
LIGHTS = (
    ("red", "◆", _("红灯")),
    ("yellow", "▲", _("黄灯")),
    ("blue", "■", _("蓝灯")),
    ("green", "●", _("绿灯")),
    ("grey", "○", _("灰灯")),
)
"""Exceptions first; shape and word go with each colour."""
SORTED_WHOLE = 2000
"""So many items are sorted as they come; more are taken light by light."""
ENDED_STATES = ("closed", "merged", "cancelled")
RANK = {"red": 0, "yellow": 1, "grey": 2, "green": 3, "blue": 4}


class Kind(NamedTuple):
    """A class of items that is counted and listed (口径): words and the condition as of a day."""

    words: Any
    holds: Callable[[date], Q]


def _ended(day: date) -> Q:
    return Q(state__in=("merged", "cancelled"))


OPEN = Q(state__in=OPEN_STATES)
KINDS: dict[str, Kind] = {
    "all": Kind(_("全部"), lambda d: Q()),
    "open": Kind(_("在办"), lambda d: OPEN),
    "overdue": Kind(_("逾期未报"), lambda d: OPEN & Q(next_due_on__lt=d)),
    "week": Kind(_("七日内到期"), lambda d: OPEN & Q(next_due_on__gte=d, next_due_on__lte=d + timedelta(days=7))),
    "unsigned": Kind(_("未签收"), lambda d: Q(state="issued")),
    "checking": Kind(_("在审"), lambda d: Q(state__in=CLOSING_STATES)),
    "returned": Kind(_("退回过"), lambda d: Q(pk__in=Return.objects.filter(kind="work").values("item_id"))),
    "extended": Kind(_("延过期"), lambda d: Q(due_on__gt=F("original_due_on"))),
    "closed": Kind(_("已销号"), lambda d: Q(state="closed")),
    "adjusted": Kind(_("已调整（合并、取消）"), _ended),
    # 应办结: closed, or due by today; items that were merged or cancelled are in neither rate.
    "should_original": Kind(_("应办结（按原定时限）"), lambda d: Q(state="closed") | (OPEN & Q(original_due_on__lt=d))),
    "ontime_original": Kind(_("按原定时限办结"), lambda d: Q(state="closed", closed_on__lte=F("original_due_on"))),
    "should_current": Kind(_("应办结（按现行时限）"), lambda d: Q(state="closed") | (OPEN & Q(due_on__lt=d))),
    "ontime_current": Kind(_("按现行时限办结"), lambda d: Q(state="closed", closed_on__lte=F("due_on"))),
}  # fmt: skip
"""name -> class. Counts on any page use these conditions and link to the board with ``kind=name``."""


class Chosen(NamedTuple):
    """The filters of an address (所选条件), each empty where it is not set."""

    q: str = ""
    kind: str = ""
    light: str = ""
    register: str = ""
    state: str = ""
    lead: str = ""
    unit: str = ""
    co: str = ""
    source: str = ""
    document: str = ""
    sort: str = ""

    @property
    def query(self) -> str:
        """The address's query string of what is chosen."""
        return urlencode({k: v for k, v in self._asdict().items() if v})

    def but(self, **changes: str) -> str:
        """The query string with some of it changed."""
        return self._replace(**changes).query


def chosen(given: QueryDict | Mapping[str, str]) -> Chosen:
    """The filters in an address; what is unknown or malformed is as if it were not there."""
    found = {k: given.get(k, "").strip()[:100] for k in Chosen._fields}
    known: dict[str, set[str]] = {
        "kind": set(KINDS), "light": set(RANK), "state": set(ItemState.values), "source": set(SourceKind.values),
        "register": {p.id for p in registers.registers()}, "sort": {"due", "no", "reported"},
    }  # fmt: skip
    for name, values in known.items():
        if found[name] not in values:
            found[name] = ""
    for name in ("lead", "unit", "co", "document"):
        if not (found[name].isascii() and found[name].isdigit() and len(found[name]) < 10):
            found[name] = ""
    return Chosen(**found)


def apply(items: QuerySet[Item], c: Chosen, today: date) -> QuerySet[Item]:
    """The items narrowed by what is chosen."""
    if c.q:
        hits = search.hits(c.q)
        items = items.none() if hits is None else items.filter(pk__in=hits)
    if c.kind:
        items = items.filter(KINDS[c.kind].holds(today))
    for field, value in (
        ("light", c.light),
        ("register", c.register),
        ("state", c.state),
        ("lead_id", c.lead),
        ("document_id", c.document),
    ):
        if value:
            items = items.filter(**{field: value})
    if c.unit:
        items = items.filter(
            pk__in=Assignment.objects.filter(department_id=c.unit, until=None).values("item_id")
        )
    if c.co:
        beside = Assignment.objects.filter(department_id=c.co, role="co", until=None)
        items = items.filter(pk__in=beside.values("item_id"))
    if c.source:
        items = items.filter(pk__in=Item.objects.filter(sources__kind=c.source).values("pk"))
    return items


def ordered(items: QuerySet[Item], sort: str) -> QuerySet[Item]:
    """Exceptions first, then what is due next; or by due date, number, latest report."""
    if sort == "no":
        return items.order_by("no")
    if sort == "reported":
        return items.order_by(F("reported_at").desc(nulls_last=True), "pk")
    if sort == "due":
        return items.order_by(F("next_due_on").asc(nulls_last=True), "pk")
    rank = Case(
        When(state__in=ENDED_STATES, then=Value(9)),
        *(When(light=k, then=Value(v)) for k, v in RANK.items()),
        default=Value(5),
        output_field=IntegerField(),
    )
    return items.order_by(rank, F("next_due_on").asc(nulls_last=True), "pk")


Tally = Mapping[tuple[str, str], int]


def tally(items: QuerySet[Item]) -> Tally:
    """How many of the items stand in each state and light, in one query that an index answers."""
    rows = items.order_by().values_list("state", "light").annotate(n=Count("*"))
    return {(state, light): n for state, light, n in rows}


def slice_of(items: QuerySet[Item], sort: str, start: int, end: int, counted: Tally) -> list[Item]:
    """``ordered(items, sort)[start:end]``; of many items in the usual order, without sorting them all.

    The usual order is a row of lights, each by date, and an index gives each light by date: only the lights that the
    slice reaches into are asked for. ``counted``: ``tally(items)``.
    """
    if sort or sum(counted.values()) <= SORTED_WHOLE:
        return list(ordered(items, sort)[start:end])
    out: list[Item] = []
    for light in (*RANK, ""):
        here = items.exclude(state__in=ENDED_STATES).filter(light=light)
        n = sum(n for (state, of), n in counted.items() if of == light and state not in ENDED_STATES)
        out += _dated(here, start, end, n)
        start, end = max(start - n, 0), max(end - n, 0)
    ended = items.filter(state__in=ENDED_STATES)
    return [*out, *_dated(ended, start, end, sum(n for (s, _), n in counted.items() if s in ENDED_STATES))]


def _dated(items: QuerySet[Item], start: int, end: int, n: int) -> list[Item]:
    """A slice of the ``n`` items by date, those without one last."""
    if start >= n or end <= start:
        return []
    dated = items.filter(next_due_on__isnull=False)
    out = list(dated.order_by("next_due_on", "pk")[start:end])
    if start + len(out) < min(end, n):  # the slice reaches beyond those with a date
        with_date = dated.count()
        rest = items.filter(next_due_on=None).order_by("pk")
        out += rest[max(start - with_date, 0) : end - with_date]
    return out
