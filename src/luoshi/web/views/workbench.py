"""The workbench (分解台): the report left, proposed rows right; accept, edit, merge, split, skip with a reason, assign many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST

from luoshi.ledger import registers
from luoshi.ledger.actions import proposals as acts
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotThere, Refused
from luoshi.ledger.models import Department, Document, Proposal, Role
from luoshi.ledger.visibility import visible_proposals
from luoshi.web import coverage
from luoshi.web.document_forms import RowForm
from luoshi.web.forms import units_of
from luoshi.web.http import actor, go, number, page, status_of
from luoshi.web.views.documents import load

LIVE = ("open", "accepted", "skipped")
SHOW = ("todo", "all", "open", "accepted", "skipped", "leaderless")


class Group(NamedTuple):
    """Rows under one heading of the report (分组)."""

    title: str
    rows: list[Proposal]


def _editing(request: HttpRequest, document_id: int) -> tuple[Actor, Document]:
    who, document = actor(request), load(request, document_id)
    if document.kind != "decomposition" or not who.has(Role.INSPECTOR, government=document.government_id):
        raise NotThere("没有这份文件，或您无权查看。")
    return who, document


def rows_of(who: Actor, document: Document) -> QuerySet[Proposal]:
    """The rows with their units, in order."""
    return (
        visible_proposals(who)
        .filter(document=document)
        .select_related("lead")
        .prefetch_related("co")
        .order_by("order", "pk")
    )


def counters(document: Document, rows: Sequence[Proposal]) -> dict[str, Any]:
    """What is still to do: open rows, rows without a lead, sentences that no row covers."""
    states = Counter(r.state for r in rows)
    spans = [(r.start, r.end) for r in rows if r.start is not None and r.end is not None]
    bare = coverage.uncovered(document.report, spans) if document.report else []
    return {
        "open": states["open"], "accepted": states["accepted"], "skipped": states["skipped"],
        "leaderless": sum(r.state in ("open", "accepted") and r.lead_id is None for r in rows), "uncovered": bare,
    }  # fmt: skip


@require_GET
def workbench(request: HttpRequest, document_id: int) -> HttpResponse:
    """分解台."""
    who, document = _editing(request, document_id)
    rows = list(rows_of(who, document))
    show = request.GET.get("show", "all")
    show = show if show in SHOW else "all"
    tally = counters(document, rows)
    groups: list[Group] = []
    for r in rows:
        if r.state not in LIVE or not _shown(r, show):
            continue
        if not groups or groups[-1].title != r.group:
            groups.append(Group(r.group, []))
        groups[-1].rows.append(r)
    text = document.report.text if document.report else ""
    return page(
        request, "workbench", d=document, groups=groups, tally=tally, show=show, text=marked(text, rows, tally["uncovered"]),
        units=units_of(document.government_id), names=names_of(rows), registers=registers.registers(), bare=[{"start": a, "end": b, "text": text[a:b].strip()} for a, b in tally["uncovered"]], may=document.state in ("draft", "consulting"),
    )  # fmt: skip


def _shown(r: Proposal, show: str) -> bool:
    if show == "leaderless":
        return r.state in ("open", "accepted") and r.lead_id is None
    return show in ("all", "todo", r.state)


def names_of(rows: Sequence[Proposal]) -> dict[int, str]:
    """Labels of the units that are proposed somewhere, in one query."""
    ids = {c["department"] for r in rows for c in r.candidates if c.get("department")}
    return {d.pk: d.label for d in Department.objects.filter(pk__in=ids)}


def marked(text: str, rows: Sequence[Proposal], bare: Sequence[coverage.Span]) -> SafeString:
    """The report as paragraphs; characters of rows are marked with the rows' ids and state, uncovered sentences too."""
    live = [r for r in rows if r.state in LIVE and r.start is not None and r.end is not None]
    cuts = sorted({0, len(text), *(x for r in live for x in (r.start, r.end)), *(x for s in bare for x in s)})
    starts: dict[int, list[Proposal]] = {}
    ends: dict[int, list[Proposal]] = {}
    for r in live:
        starts.setdefault(r.start, []).append(r)
        ends.setdefault(r.end, []).append(r)
    uncovered = {s for s, _ in bare}
    closing = {e for _, e in bare}
    active: dict[int, Proposal] = {}
    inside = False
    out = []
    for a, b in pairwise(cuts):
        for r in ends.get(a, ()):
            active.pop(r.pk, None)
        for r in starts.get(a, ()):
            active[r.pk] = r
        inside = (inside and a not in closing) or a in uncovered
        piece = str(escape(text[a:b])).replace("\n", "</p><p>")
        if active:
            state = (
                "open"
                if any(r.state == "open" for r in active.values())
                else next(iter(active.values())).state
            )
            ids = " ".join(map(str, active))
            opened, closed = f'<mark data-p="{ids}" class="{state}">', "</mark>"
        elif inside:
            opened, closed = '<mark class="bare">', "</mark>"
        else:
            opened = closed = ""
        out.append(opened + piece.replace("</p><p>", f"{closed}</p><p>{opened}") + closed)
    return mark_safe(f"<p>{''.join(out)}</p>")


def _answer(
    request: HttpRequest,
    who: Actor,
    document: Document,
    ids: Sequence[int],
    error: str = "",
    form: RowForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """For htmx the row anew with the counters; without scripts the workbench at that row."""
    if not request.headers.get("HX-Request"):
        if error:
            messages.error(request, error)
        response = go("workbench", document.pk)
        response["Location"] += f"#p{ids[0]}" if ids else ""
        return response
    rows = list(rows_of(who, document))
    row = next((r for r in rows if ids and r.pk == ids[0]), None)
    return render(
        request, "parts/row_answer.html",
        {"p": row, "d": document, "tally": counters(document, rows), "names": names_of([row] if row else []), "error": error, "form": form, "may": True},
        status=status,
    )  # fmt: skip


@require_POST
def row_do(request: HttpRequest, document_id: int, row_id: int, what: str) -> HttpResponse:
    """One row: accept, skip, take another lead."""
    who, document = _editing(request, document_id)
    row = rows_of(who, document).filter(pk=row_id).first()
    if row is None:
        raise NotThere("没有这一条。")
    try:
        if what == "accept":
            lead = number(request.POST.get("lead"))
            acts.accept(who, [row_id], {"lead_id": lead} if lead else None)
        elif what == "skip":
            acts.skip(who, [row_id], reason=request.POST.get("reason", ""))
        elif what == "split":
            parts = [{"title": t.strip()} for t in request.POST.get("parts", "").splitlines() if t.strip()]
            acts.split(who, row_id, parts, version=number(request.POST.get("version")))
            messages.success(request, f"已拆成 {len(parts)} 条，请逐条确认。")
            return _reload(request, document_id)
        else:
            raise NotThere("没有这种操作。")
    except NotThere:
        raise
    except Refused as e:
        return _answer(request, who, document, [row_id], e.message, status=status_of(e))
    return _answer(request, who, document, [row_id])


def _reload(request: HttpRequest, document_id: int) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return go("workbench", document_id)


@require_GET
def row_form(request: HttpRequest, document_id: int, row_id: int) -> HttpResponse:
    """The form of one row."""
    who, document = _editing(request, document_id)
    row = rows_of(who, document).filter(pk=row_id).first()
    if row is None:
        raise NotThere("没有这一条。")
    return page(request, "row_edit", d=document, p=row, form=_row_form(document, row))


def _row_form(document: Document, row: Proposal, data: Any = None) -> RowForm:
    start = {
        "title": row.title, "requirement": row.requirement, "register": row.register, "lead": row.lead_id,
        "co": [u.pk for u in row.co.all()], "due_on": row.due_on, "due_text": row.due_text, "leader": row.leader,
        "quantity": row.quantity.normalize() if row.quantity is not None else None, "unit": row.unit,
    }  # fmt: skip
    return RowForm(document.government_id, registers.registers(), data, initial=start)


@require_POST
def row_edit(request: HttpRequest, document_id: int, row_id: int) -> HttpResponse:
    """Changes one row; only what was changed is written."""
    who, document = _editing(request, document_id)
    row = rows_of(who, document).filter(pk=row_id).first()
    if row is None:
        raise NotThere("没有这一条。")
    form = _row_form(document, row, request.POST)
    if not form.is_valid():
        return page(request, "row_edit", 422, d=document, p=row, form=form)
    d = form.cleaned_data
    changes: dict[str, Any] = {k: d[k] for k in form.changed_data if k not in ("lead", "co")}
    if "lead" in form.changed_data:
        changes["lead_id"] = d["lead"].pk if d["lead"] else None
    if "co" in form.changed_data:
        changes["co"] = [u.pk for u in d["co"]]
    try:
        if changes:
            acts.edit(who, row_id, changes, version=number(request.POST.get("version")))
        if request.POST.get("then") == "accept":
            acts.accept(who, [row_id])
    except Refused as e:
        form.refuse({"lead_id": "lead"}.get(e.field, e.field), e.message)
        return page(request, "row_edit", status_of(e), d=document, p=row, form=form)
    return _answer(request, who, document, [row_id])


@require_POST
def rows_do(request: HttpRequest, document_id: int) -> HttpResponse:
    """Many rows at once: accept, skip with one reason, assign, merge."""
    who, document = _editing(request, document_id)
    ids = [n for v in request.POST.getlist("row") if (n := number(v)) is not None]
    if not ids:
        raise Invalid("请先勾选条目。", "row")
    mine = set(rows_of(who, document).filter(pk__in=ids).values_list("pk", flat=True))
    if mine != set(ids):
        raise NotThere("没有这些条目，或不在这份草稿里。")
    what, lead = request.POST.get("what"), number(request.POST.get("lead"))
    if what == "accept":
        acts.accept(who, ids)
    elif what == "skip":
        acts.skip(who, ids, reason=request.POST.get("reason", ""))
    elif what == "assign":
        leader = request.POST.get("leader", "").strip()
        co = [n for v in request.POST.getlist("co") if (n := number(v))]
        acts.assign(who, ids, lead_id=lead, co=co or None, leader=leader or None)
    elif what == "merge":
        acts.merge(who, ids[0], ids)
    else:
        raise Invalid("请选择要做什么。", "what")
    messages.success(request, f"已处理 {len(ids)} 条。")
    return _reload(request, document_id)


@require_POST
def row_add(request: HttpRequest, document_id: int) -> HttpResponse:
    """Adds a row by hand, on words of the report where a sentence is named."""
    who, document = _editing(request, document_id)
    start, end = number(request.POST.get("start")), number(request.POST.get("end"))
    made = acts.add(
        who,
        document_id,
        title=request.POST.get("title", ""),
        lead_id=number(request.POST.get("lead")),
        start=start,
        end=end,
    )
    messages.success(request, "已增加一条。")
    return _answer(request, who, document, [made.id])
