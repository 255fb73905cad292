"""The board (台账): exceptions first, filters in the address, saved views, the same list as a sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from luoshi.ledger import clock, registers
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotThere
from luoshi.ledger.models import Department, Item, SavedView
from luoshi.ledger.models.item import CLOSING_STATES, OPEN_STATES, ItemState, SourceKind
from luoshi.ledger.permissions import GRANTS
from luoshi.ledger.visibility import process_items, visible_departments, visible_documents, visible_items
from luoshi.web import filters
from luoshi.web.http import actor, go_back, number, page
from luoshi.web.sight import sights

BY_STATE = {
    "unsigned": ("issued",),
    "checking": CLOSING_STATES,
    "closed": ("closed",),
    "adjusted": ("merged", "cancelled"),
}
"""The classes that are states and nothing else."""
COUNTED = ("all", "overdue", "week", "unsigned", "checking", "returned", "extended", "closed", "adjusted")


def chosen_items(request: HttpRequest) -> tuple[filters.Chosen, QuerySet[Item]]:
    """The filters of this address and the items they leave, of those that this person may see as process."""
    c = filters.chosen(request.GET)
    seen = process_items(actor(request))
    return c, filters.apply(seen, c, clock.today())


def counts(items: QuerySet[Item], c: filters.Chosen, tally: filters.Tally) -> list[dict[str, Any]]:
    """The classes with their numbers within what is chosen beside the class: by state from ``tally``, else a query each.

    ``tally`` counts ``items`` as narrowed by everything but class, state and light.
    """
    today = clock.today()
    base = filters.apply(items, c._replace(kind="", state="", light=""), today)
    found = {
        k: sum(n for (state, _), n in tally.items() if k == "all" or state in BY_STATE[k])
        if k == "all" or k in BY_STATE
        else base.filter(filters.KINDS[k].holds(today)).count()
        for k in COUNTED
    }
    return [
        {
            "name": k,
            "words": filters.KINDS[k].words,
            "n": found[k],
            "query": c.but(kind=k if k != "all" else "", state="", light=""),
        }
        for k in COUNTED
    ]


def within(tally: filters.Tally, c: filters.Chosen) -> filters.Tally | None:
    """The part of ``tally`` that class, state and light choose; None where the class is more than states."""
    if c.kind not in ("", "all", "open", *BY_STATE):
        return None
    states = {"open": OPEN_STATES}.get(c.kind) or BY_STATE.get(c.kind)
    return {
        (state, light): n
        for (state, light), n in tally.items()
        if (states is None or state in states) and c.state in ("", state) and c.light in ("", light)
    }


def lights(c: filters.Chosen, tally: filters.Tally) -> list[dict[str, Any]]:
    """Open items by light, from the same ``tally``."""
    return [
        {"name": name, "shape": shape, "words": words, "n": sum(n for (state, light), n in tally.items() if light == name and state in OPEN_STATES),
         "query": c.but(light=name, kind="open", state="")}
        for name, shape, words in filters.LIGHTS
    ]  # fmt: skip


def narrowed(c: filters.Chosen, who: Actor) -> list[dict[str, str]]:
    """What narrows the list without a field of its own in the form, in words, each with the address without it."""
    out = []
    if c.kind and c.kind not in COUNTED:
        out.append({"words": str(filters.KINDS[c.kind].words), "without": c.but(kind="")})
    ids = {k: v for k, v in (("co", c.co), ("unit", c.unit)) if v}
    units = {str(u.pk): u.label for u in visible_departments(who).filter(pk__in=ids.values())} if ids else {}
    for name, pk in ids.items():
        told = f"{'配合' if name == 'co' else '承办'}：{units.get(pk, pk)}"
        out.append({"words": told, "without": c.but(**{name: ""})})
    if c.document:
        document = visible_documents(who).filter(pk=c.document).first()
        out.append({"words": document.title if document else c.document, "without": c.but(document="")})
    return out


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """台账."""
    who = actor(request)
    c, items = chosen_items(request)
    everything = process_items(who)
    beside = filters.tally(filters.apply(everything, c._replace(kind="", state="", light=""), clock.today()))
    inside = within(beside, c)
    if inside is None:
        inside = filters.tally(items)
    total = sum(inside.values())
    at = max(number(request.GET.get("page"), 1) or 1, 1)
    last = max((total + filters.PAGE - 1) // filters.PAGE, 1)
    at = min(at, last)
    shown = items.select_related("lead", "government")
    rows = filters.slice_of(shown, c.sort, (at - 1) * filters.PAGE, at * filters.PAGE, inside)
    governments = {p.government for p in who.posts}
    return page(
        request, "board", may_open=who.has(*GRANTS["item.open"].roles), c=c, rows=sights(who, rows), total=total, at=at, last=last, tally=counts(everything, c, beside), lights=lights(c, beside),
        kind=filters.KINDS.get(c.kind), registers=registers.registers(), states=ItemState.choices, sources=SourceKind.choices,
        units=Department.objects.filter(government__in=governments).exclude(kind="government"),
        views=SavedView.objects.filter(user=request.user, page="board"), several=len({i.government_id for i in rows}) > 1,
        narrowed=narrowed(c, who),
    )  # fmt: skip


@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """Keeps the filters under a name, for oneself."""
    name = (request.POST.get("name") or "").strip()
    if not name:
        raise Invalid("请给这个视图起个名字。", "name")
    query = request.POST.get("query", "")[:800]
    SavedView.objects.update_or_create(
        user=request.user, page="board", name=name[:60], defaults={"query": query}
    )
    messages.success(request, f"已保存视图“{name}”。")
    return go_back(request, "board")


@require_POST
def view_drop(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forgets one's own saved view."""
    gone, _ = SavedView.objects.filter(pk=view_id, user=request.user).delete()
    if not gone:
        raise NotThere("没有这个视图。")
    return go_back(request, "board")


@require_GET
def published(request: HttpRequest) -> HttpResponse:
    """What was published after review (公开): its text only; for deputies this is all they see."""
    who = actor(request)
    rows = (
        visible_items(who)
        .filter(published=True)
        .prefetch_related("publications")
        .order_by("-pk")[: filters.PAGE * 4]
    )
    shown = [(i, next((p for p in i.publications.all() if p.withdrawn_on is None), None)) for i in rows]
    return page(request, "published", rows=[r for r in shown if r[1]])
