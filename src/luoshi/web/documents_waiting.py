"""Documents on which a person is next (待办文件): an opinion to give, a table to sign for, objections, approval, issue."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from luoshi.ledger.actor import Actor
from luoshi.ledger.models import Document, DocumentSigning, Opinion, Role
from luoshi.ledger.visibility import own_departments, visible_documents

SHOWN = 10


class Waiting(NamedTuple):
    """A document and what is next on it (待办文件): words, how many rows or opinions that concerns, by when."""

    document: Document
    words: Any
    n: int = 0
    due: date | None = None


def documents_waiting(who: Actor, today: date) -> list[Waiting]:
    """The documents on which this person is next, the newest first, in at most three queries."""
    return [*_of_unit(who), *_of_office(who, today)][:SHOWN]


def _of_unit(who: Actor) -> list[Waiting]:
    if not who.held(Role.CLERK, Role.UNIT_CHECKER):
        return []
    units = own_departments(who).values("pk")
    said = Opinion.objects.filter(department__in=units).values("document_id")
    unsigned = DocumentSigning.objects.filter(department__in=units, at=None).values("document_id")
    rows = visible_documents(who).filter(
        (Q(state="consulting") & ~Q(pk__in=said)) | Q(state="issued", pk__in=unsigned), kind="decomposition"
    )
    return [
        Waiting(d, _("反馈意见"), due=d.opinions_due) if d.state == "consulting" else Waiting(d, _("签收"))
        for d in rows.order_by("-pk")[:SHOWN]
    ]


def _of_office(who: Actor, today: date) -> list[Waiting]:
    """Drafts and what comes after for the office; what is approved also for the issuing side."""
    office = {p.government for p in who.held(Role.INSPECTOR)}
    issuing = office | {p.government for p in who.held(Role.ISSUER)}
    if not issuing:
        return []
    mine = Q(government__in=office, state__in=("draft", "consulting"))
    rows = (
        visible_documents(who)
        .filter(mine | Q(government__in=issuing, state="approved"))
        .annotate(
            undecided=Count("proposals", filter=Q(proposals__state="open"), distinct=True),
            objections=Count(
                "opinions", filter=Q(opinions__agrees=False, opinions__adopted=None), distinct=True
            ),
        )
        .order_by("-pk")[:SHOWN]
    )
    return [w for d in rows if (w := _next(d, today))]


def _next(d: Any, today: date) -> Waiting | None:
    """What the office does next on it; None while it waits for others."""
    table = d.kind == "decomposition"
    match d.state:
        case "draft" if table:
            return Waiting(d, _("定下条目") if d.undecided else _("征求意见"), d.undecided)
        case "draft":
            return Waiting(d, _("改定、审定"))
        case "consulting" if d.objections:
            return Waiting(d, _("处理不同意见"), d.objections)
        case "consulting" if d.opinions_due and d.opinions_due < today:
            return Waiting(d, _("审定"))
        case "approved":
            return Waiting(d, _("印发"))
    return None
