"""The inbox (通知): what the unit was told, newest first, with the way to it; read by one, read for the unit."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from luoshi.ledger.actions.upkeep import read_notice
from luoshi.ledger.models import Notice
from luoshi.ledger.visibility import visible_notices
from luoshi.web.http import actor, go_back, number, page

SHOWN = 200


def way_to(notice: Notice) -> str:
    """Where what the notice speaks of is done: its item, the document, the unit's part of the round, the worklist; else nowhere."""
    if notice.item_id:
        return reverse("item", args=[notice.item_id])
    if notice.kind == "digest":
        return reverse("worklist")
    what, *ids = notice.key.split(":")
    if len(ids) < 2 or not (ids[0].isdigit() and ids[1].isdigit()):
        return ""
    if what == "round":
        return reverse("round_unit", args=[int(ids[0]), int(ids[1])])
    return reverse("document", args=[int(ids[0])]) if what in ("issued", "consult") else ""


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """通知, all or what nobody of the unit has read."""
    found = visible_notices(actor(request)).select_related("department", "read_by").order_by("-pk")
    unread = request.GET.get("show") == "unread"
    rows = list((found.filter(read_at=None) if unread else found)[:SHOWN])
    return page(request, "inbox", rows=[(n, way_to(n)) for n in rows], show_unread=unread)


@require_POST
def notice_read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """阅知."""
    read_notice(actor(request), notice_id)
    return go_back(request, "inbox")


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """全部阅知: those that stood on the page, so that nothing is marked that nobody saw."""
    who = actor(request)
    given = {n for v in request.POST.getlist("notice") if (n := number(v))}
    ids = list(visible_notices(who).filter(pk__in=given, read_at=None).values_list("pk", flat=True)[:SHOWN])
    with transaction.atomic():
        for pk in ids:
            read_notice(who, pk)
    messages.success(request, f"{len(ids)} 条通知已阅知。")
    return go_back(request, "inbox")
