"""The inbox (通知): what the unit was told, newest first; read by one, read for the unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from luoshi.ledger.actions.upkeep import read_notice
from luoshi.ledger.visibility import visible_notices
from luoshi.web.http import actor, go_back, page

SHOWN = 200


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """通知."""
    rows = (
        visible_notices(actor(request))
        .select_related("department", "item", "read_by")
        .order_by("-pk")[:SHOWN]
    )
    return page(request, "inbox", rows=list(rows))


@require_POST
def notice_read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """阅知."""
    read_notice(actor(request), notice_id)
    return go_back(request, "inbox")
