"""The item's page (事项): source on top, clocks with their reasons, target and now, evidence, events, the next step."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from luoshi.ledger import clocks, permissions
from luoshi.ledger.errors import NotThere, Refused
from luoshi.ledger.models import Item
from luoshi.ledger.visibility import process_items, visible_events, visible_items
from luoshi.web.doings import DOINGS, Doing, offered
from luoshi.web.events import told
from luoshi.web.http import actor, go, go_back, new_key, number, page, status_of
from luoshi.web.item_forms import ItemForm
from luoshi.web.sight import Sight, next_step, sight, whose_turn

OPS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "~": "约", "approx": "约"}
"""How a measure's comparison is shown before its number; a range shows both ends."""


def load(request: HttpRequest, item_id: int) -> Item:
    """The item, if this person may see it."""
    found = (
        visible_items(actor(request))
        .select_related("lead", "government", "document", "parent")
        .filter(pk=item_id)
        .first()
    )
    if found is None:
        raise NotThere("没有这个事项，或您无权查看。")
    return found


@require_GET
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """事项页."""
    found = load(request, item_id)
    who = actor(request)
    if not process_items(who).filter(pk=found.pk).exists():
        text = found.publications.filter(withdrawn_on=None).first()
        return page(request, "item_public", item=found, publication=text)
    return show(request, sight(who, found))


def show(
    request: HttpRequest, s: Sight, wrong: tuple[Doing, ItemForm] | None = None, status: int = 200
) -> HttpResponse:
    """The page, with the form that was refused open and filled where there is one."""
    it = s.item
    step = next_step(s)
    doings = offered(s)
    forms = []
    for d in doings:
        bound = (
            wrong[1]
            if wrong and wrong[0].name == d.name
            else d.form(s, s.by_paper(d.permission), auto_id=f"{d.name}-%s")
        )
        forms.append((d, bound))
    if wrong and wrong[0] not in doings:
        forms.append(wrong)
    first = next((f for f in forms if f[0].name == step), None)
    if wrong:
        first = next((f for f in forms if f[0].name == wrong[0].name), first)
    rest = [f for f in forms if first is None or f[0].name != first[0].name]
    events = list(
        visible_events(s.actor).filter(item=it).select_related("payload", "redaction").order_by("-pk")[:200]
    )
    answers = clocks.Answers([it.pk])
    return page(
        request, "item", status=status, s=s, item=it, step=DOINGS.get(step or ""), first=first,
        groups=[(g, [f for f in rest if f[0].group == g]) for g in ("work", "check", "manage")], turn=whose_turn(s),
        sources=list(it.sources.select_related("scan", "report")), lines=deadline_lines(it, answers), bars=bars(it),
        submissions=list(it.submissions.select_related("department", "by", "deadline", "scan").prefetch_related("figures", "evidence__attachment").order_by("-pk")),
        evidence=list(it.evidence.select_related("attachment", "department", "by")),
        closings=list(it.closings.select_related("by", "department").prefetch_related("checks__by").order_by("-pk")),
        extensions=list(it.extensions.select_related("deadline", "asked_by", "signed_by", "decided_by")),
        adjustments=list(it.adjustments.select_related("by")), returns=list(it.returns.select_related("department", "by")),
        reminders=list(it.reminders.select_related("department")), children=list(it.children.select_related("lead")),
        nodes=list(it.nodes.all()), events=[told(e) for e in events], key=new_key(), version=it.version,
        ontime=ontime(it), back=request.POST.get("back") or request.GET.get("back", ""),
    )  # fmt: skip


def deadline_lines(it: Item, answers: clocks.Answers) -> list[dict[str, Any]]:
    """The deadlines, each line with what it was before: newest record first, its trace, its earlier ones."""
    rows = list(it.deadlines.select_related("supersedes").order_by("due_on", "pk"))
    by_id = {d.pk: d for d in rows}
    gone = {d.supersedes_id for d in rows if d.supersedes_id}
    out = []
    for d in rows:
        if d.pk in gone:
            continue
        earlier, at = [], d.supersedes_id
        while at:
            earlier.append(by_id[at])
            at = by_id[at].supersedes_id
        out.append({"d": d, "earlier": earlier, "answered": answers.of(d)})
    return out


def bars(it: Item) -> list[dict[str, Any]]:
    """Target against now, for each quantity: the latest figure of that name, its share, its as-of day and status."""
    figures = {f.name: f for f in sorted(it.figures.all(), key=lambda f: (f.as_of, f.pk))}
    out = []
    for m in it.measures:
        got = figures.get(m["name"])
        target = _number(m.get("target"))
        share = float(got.value / target) if got and target else None
        out.append({
            "name": m["name"], "target": target, "high": _number(m.get("high")), "op": OPS.get(m.get("op") or "", ""), "unit": m.get("unit") or "",
            "figure": got, "share": share, "width": round(min(max(share or 0, 0), 1.25) / 1.25 * 200), "percent": share * 100 if share is not None else None,
        })  # fmt: skip
    return out


def _number(value: Any) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None


def ontime(it: Item) -> tuple[bool, bool] | None:
    """Whether it was closed in time, against the original and against the current due date; None while open."""
    if not it.closed_on or not it.original_due_on or not it.due_on:
        return None
    return it.closed_on <= it.original_due_on, it.closed_on <= it.due_on


@require_POST
def do(request: HttpRequest, item_id: int, doing: str) -> HttpResponse:
    """Carries out one doing: form → files kept → action. A refusal shows the page again with all that was typed."""
    if doing not in DOINGS:
        raise NotThere("没有这种操作。")
    what = DOINGS[doing]
    who = actor(request)
    s = sight(who, load(request, item_id))
    if not s.by_paper(what.permission):
        permissions.on_item(who, what.permission, s.item)
    form = what.form(s, s.by_paper(what.permission), request.POST, request.FILES, auto_id=f"{doing}-%s")
    if not form.is_valid() or not form.keep_uploads(who):
        return show(request, s, (what, form), 422)
    how = {"version": number(request.POST.get("version")), "key": request.POST.get("key") or None}
    try:
        outcome = what.run(form.actor(who), s, form.cleaned(), how)
    except Refused as e:
        form.refuse(e.field, e.message)
        fresh = sight(who, load(request, item_id))
        return show(request, fresh, (what, form), status_of(e))
    for note in form.notes:
        messages.warning(request, note)
    messages.success(
        request, "这一操作先前已经完成，没有重复办理。" if outcome.replayed else f"{what.title}：已办理。"
    )
    if not visible_items(who).filter(pk=item_id).exists():
        return go("worklist")  # given away: it is no longer this unit's
    return go_back(request, "item", item_id)
