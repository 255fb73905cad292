"""The check queue (核查): what waits at each pair of hands, the claim beside its evidence, and the one next act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Count, F, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from luoshi.ledger.actor import Actor
from luoshi.ledger.models import Extension, Item, Return, Role
from luoshi.ledger.visibility import process_items
from luoshi.web.doings import DOINGS
from luoshi.web.http import actor, new_key, number, page
from luoshi.web.sight import Sight, sights, whose_turn
from luoshi.web.views.item import bars

PAGE = 10


class Desk(NamedTuple):
    """A pair of hands (环节): its words, what lies there, the doing that takes it on, whose roles it is."""

    name: str
    words: Any
    lies: Callable[[], Q]
    doing: str
    roles: frozenset[str]


def _asked(state: str) -> Callable[[], Q]:
    return lambda: Q(pk__in=Extension.objects.filter(state=state).values("item_id"))


def _sent_back() -> Q:
    return Q(pk__in=Return.objects.filter(kind="wrong_unit", accepted=None).values("item_id"))


_HEAD, _OFFICE = frozenset((Role.UNIT_CHECKER.value,)), frozenset((Role.INSPECTOR.value,))
_ISSUING = frozenset((Role.ISSUER.value, Role.LEADER.value))
DESKS = (
    Desk("unit", _("单位审核"), lambda: Q(state="applied"), "check_unit", _HEAD),
    Desk("inspector", _("督查室核查"), lambda: Q(state="unit_checked"), "check_inspector", _OFFICE),
    Desk("issuer", _("交办方销号"), lambda: Q(state="inspected"), "check_issuer", _ISSUING),
    Desk("extension_sign", _("延期待单位签批"), _asked("asked"), "extension_sign", _HEAD),
    Desk("extension", _("延期待审定"), _asked("signed"), "extension_decide", _OFFICE),
    Desk("return", _("退件待处理"), _sent_back, "return_decide", _OFFICE),
)
"""The closing chain in its order, then the two kinds of requests that wait for somebody's word."""


def lying(who: Actor) -> QuerySet[Item]:
    """What this person sees of all that may lie on a desk."""
    return process_items(who).filter(state__in=("active", "applied", "unit_checked", "inspected", "issued"))


@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    """核查: one desk at a time, the longest-waiting first."""
    who = actor(request)
    seen = lying(who)
    counts = seen.aggregate(**{d.name: Count("pk", filter=d.lies()) for d in DESKS})
    desk = _desk(request.GET.get("at", ""), who, counts)
    total = counts[desk.name]
    start = max(number(request.GET.get("from"), 0) or 0, 0)
    start = start if start < total else 0
    waiting = seen.filter(desk.lies()).annotate(
        since=Min("closings__on", filter=Q(closings__state="pending"))
    )
    rows = list(
        waiting.order_by(F("since").asc(nulls_last=True), "pk")
        .select_related("lead", "government", "document")
        .prefetch_related(
            "figures",
            "evidence__attachment",
            "evidence__by",
            "sources",
            "closings__by",
            "closings__department",
            "closings__checks__by",
        )[start : start + PAGE]
    )
    cards = [_card(s, desk) for s in sights(who, rows)]
    mine = {p.role for p in who.posts}
    return page(
        request, "checks", desk=desk, cards=cards, key=new_key(), total=total, start=start + 1, end=start + len(rows),
        before=max(start - PAGE, 0) if start else None, after=start + PAGE if start + PAGE < total else None,
        tally=[{"name": d.name, "words": d.words, "n": counts[d.name], "mine": bool(d.roles & mine)} for d in DESKS],
    )  # fmt: skip


def _desk(name: str, who: Actor, counts: dict[str, int]) -> Desk:
    """The desk of the address; else the first of one's own on which something lies; else one's own first."""
    named = next((d for d in DESKS if d.name == name), None)
    if named:
        return named
    mine = {p.role for p in who.posts}
    own = [d for d in DESKS if d.roles & mine]
    return next((d for d in own if counts[d.name]), own[0] if own else DESKS[0])


def _card(s: Sight, desk: Desk) -> dict[str, Any]:
    """An item with its claim, its proof and, where it is this person's turn, the form of the one act."""
    doing = DOINGS[desk.doing]
    mine = s.item.state in doing.states and s.may(doing.permission) and doing.when(s)
    fit = mine and (s.clean_hands if desk.doing.startswith("check_") else _not_own_request(s, desk))
    why = ""
    if mine and not fit:
        why = "您经手过这一件，须由另一人办理。"
    elif not mine:
        why = whose_turn(s)
    closing = next((c for c in s.item.closings.all() if c.state == "pending"), None)
    # A choice of units would cost a query for each card: that one is taken on on the item's own page.
    form = doing.form(s, False, auto_id=f"c{s.item.pk}-%s") if fit and desk.name != "return" else None
    return {
        "s": s, "doing": doing, "form": form, "link": fit and desk.name == "return", "why": why, "closing": closing, "bars": bars(s.item),
        "evidence": list(s.item.evidence.all()), "checks": list(closing.checks.all()) if closing else [],
        "earlier": [c for c in s.item.closings.all() if c.state == "returned"],
        "paper": s.by_paper(doing.permission), "source": next(iter(s.item.sources.all()), None),
    }  # fmt: skip


def _not_own_request(s: Sight, desk: Desk) -> bool:
    """Nobody signs the extension that they asked for themselves."""
    return desk.name != "extension_sign" or all(e.asked_by_id != s.actor.id for e in s.extensions)
