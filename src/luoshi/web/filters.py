"""Filters that live in the address (筛选): one vocabulary for lists, counts and exports, so that a number opens its list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
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
        items = items.filter(pk__in=search.matching(c.q))
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
        When(state__in=("closed", "merged", "cancelled"), then=Value(9)),
        *(When(light=k, then=Value(v)) for k, v in RANK.items()),
        default=Value(5),
        output_field=IntegerField(),
    )
    return items.order_by(rank, F("next_due_on").asc(nulls_last=True), "pk")
