"""What is done to rows on the workbench (条目操作): accept, edit, split, skip; merge and assign many; list or leave out sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from luoshi.ledger import registers
from luoshi.ledger.actions import proposals as acts
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotThere, Refused
from luoshi.ledger.models import Document, Proposal
from luoshi.web import coverage
from luoshi.web.document_forms import RowForm
from luoshi.web.http import go, number, page, status_of
from luoshi.web.views.workbench import counters, current_view, editing, names_of, rows_of, show

BULK = ("lead", "leader", "reason", "title")
"""Fields of the bar above the rows; what was typed there stays where the whole was refused."""


def _back(request: HttpRequest, document: Document, at: int | None = None) -> HttpResponse:
    """The workbench again, in the view in which it was left, at a row."""
    response = go("workbench", document.pk)
    view = current_view(request)
    query = urlencode(
        {k: v for k, v in (("show", view.show), ("by", view.by)) if v not in ("all", "section")}
    )
    response["Location"] += (f"?{query}" if query else "") + (f"#p{at}" if at else "")
    return response


def _answer(
    request: HttpRequest, who: Actor, document: Document, row_id: int, error: str = "", status: int = 200, typed: Any = None
) -> HttpResponse:  # fmt: skip
    """For htmx the row anew with the counters; without scripts the workbench at that row."""
    if not request.headers.get("HX-Request"):
        if error:
            return show(
                request, who, document, current_view(request), status, {"row": row_id, **(typed or {})}, error
            )
        return _back(request, document, row_id)
    rows = list(rows_of(who, document))
    row = next((r for r in rows if r.pk == row_id), None)
    view = current_view(request)
    return render(
        request, "parts/row_answer.html",
        {"p": row, "d": document, "tally": counters(document, rows), "names": names_of([row] if row else []), "error": error, "may": True,
         "show": view.show, "by": view.by, "typed": {"row": row_id, **(typed or {})} if error else {}},
        status=status,
    )  # fmt: skip


def _row(who: Actor, document: Document, row_id: int) -> Proposal:
    row = rows_of(who, document).filter(pk=row_id).first()
    if row is None:
        raise NotThere("没有这一条。")
    return row


@require_POST
def row_do(request: HttpRequest, document_id: int, row_id: int, what: str) -> HttpResponse:
    """One row: accept (also under another lead), skip with a reason, split."""
    who, document = editing(request, document_id)
    _row(who, document, row_id)
    if what not in ("accept", "skip", "split"):
        raise NotThere("没有这种操作。")
    typed = {k: request.POST.get(k, "") for k in ("reason", "parts")}
    try:
        if what == "accept":
            lead = number(request.POST.get("lead"))
            acts.accept(who, [row_id], {"lead_id": lead} if lead else None)
        elif what == "skip":
            acts.skip(who, [row_id], reason=typed["reason"])
        else:
            parts = [{"title": t.strip()} for t in typed["parts"].splitlines() if t.strip()]
            made = acts.split(who, row_id, parts, version=number(request.POST.get("version")))
            messages.success(request, f"已拆成 {len(parts)} 条，请逐条确认。")
            return _back(request, document, made.ids[0])
    except NotThere:
        raise
    except Refused as e:
        return _answer(request, who, document, row_id, e.message, status_of(e), typed)
    return _answer(request, who, document, row_id)


@require_GET
def row_form(request: HttpRequest, document_id: int, row_id: int) -> HttpResponse:
    """The form of one row."""
    who, document = editing(request, document_id)
    row = _row(who, document, row_id)
    return _edit_page(request, document, row, _row_form(document, row))


def _edit_page(
    request: HttpRequest, document: Document, row: Proposal, form: RowForm, status: int = 200
) -> HttpResponse:
    """The form with the words of the report on which the row stands."""
    text = document.report.text if document.report else ""
    around = None
    if row.start is not None and row.end is not None:
        around = (
            text[max(row.start - 40, 0) : row.start],
            text[row.start : row.end],
            text[row.end : row.end + 40],
        )
    return page(
        request, "row_edit", status, d=document, p=row, form=form, names=names_of([row]), around=around
    )


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
    who, document = editing(request, document_id)
    row = _row(who, document, row_id)
    form = _row_form(document, row, request.POST)
    if not form.is_valid():
        return _edit_page(request, document, row, form, 422)
    d = form.cleaned_data
    changes: dict[str, Any] = {k: d[k] for k in form.changed_data if k not in ("lead", "co")}
    if "lead" in form.changed_data:
        changes["lead_id"] = d["lead"].pk if d["lead"] else None
    if "co" in form.changed_data:
        changes["co"] = [u.pk for u in d["co"]]
    try:
        with transaction.atomic():  # saving and taking it in is one step: both or neither
            if changes:
                acts.edit(who, row_id, changes, version=number(request.POST.get("version")))
            if request.POST.get("then") == "accept":
                acts.accept(who, [row_id])
    except Refused as e:
        form.refuse({"lead_id": "lead"}.get(e.field, e.field), e.message)
        return _edit_page(request, document, row, form, status_of(e))
    response = go("workbench", document.pk)
    response["Location"] += f"#p{row_id}"
    return response


def _ids(request: HttpRequest, who: Actor, document: Document) -> list[int]:
    """The ticked rows in the order of the table; Invalid for none, NotThere for rows of another draft."""
    given = {n for v in request.POST.getlist("row") if (n := number(v)) is not None}
    if not given:
        raise Invalid("请先勾选条目。", "row")
    mine = list(rows_of(who, document).filter(pk__in=given).values_list("pk", flat=True))
    if set(mine) != given:
        raise NotThere("没有这些条目，或不在这份草稿里。")
    return mine


@require_POST
def rows_do(request: HttpRequest, document_id: int) -> HttpResponse:
    """Many rows at once: accept, skip with one reason, assign, merge into the first of them."""
    who, document = editing(request, document_id)
    typed: dict[str, Any] = {k: request.POST.get(k, "").strip() for k in BULK}
    co = [n for v in request.POST.getlist("co") if (n := number(v))]
    what = request.POST.get("what")
    try:
        ids = _ids(request, who, document)
        if what == "accept":
            acts.accept(who, ids)
        elif what == "skip":
            acts.skip(who, ids, reason=typed["reason"])
        elif what == "assign":
            acts.assign(
                who, ids, lead_id=number(typed["lead"]), co=co or None, leader=typed["leader"] or None
            )
        elif what == "merge":
            acts.merge(who, ids[0], ids, title=typed["title"] or None)
        else:
            raise Invalid("请选择要做什么。", "what")
    except NotThere:
        raise
    except Refused as e:
        ticked = {n for v in request.POST.getlist("row") if (n := number(v))}
        kept = typed | {"what": what, "ticked": ticked, "co": co}
        return show(request, who, document, current_view(request), status_of(e), kept, e.message)
    messages.success(request, f"已合并 {len(ids)} 条。" if what == "merge" else f"已处理 {len(ids)} 条。")
    return _back(request, document, ids[0] if what == "merge" else None)


@require_POST
def row_add(request: HttpRequest, document_id: int) -> HttpResponse:
    """Adds a row by hand, which is not in the source."""
    who, document = editing(request, document_id)
    title, lead = request.POST.get("title", ""), number(request.POST.get("lead"))
    try:
        made = acts.add(who, document_id, title=title, lead_id=lead)
    except NotThere:
        raise
    except Refused as e:
        kept = {"add_title": title, "add_lead": lead}
        return show(request, who, document, current_view(request), status_of(e), kept, e.message)
    messages.success(request, "已增加一条。")
    return _back(request, document, made.id)


@require_POST
def bare_do(request: HttpRequest, document_id: int) -> HttpResponse:
    """Sentences that no row covers: ticked ones are listed as rows, or left out with a reason; then they are covered."""
    who, document = editing(request, document_id)
    ticked = frozenset(request.POST.getlist("span"))
    reason, what = request.POST.get("reason", "").strip(), request.POST.get("what", "")
    try:
        chosen = _chosen(document, list(rows_of(who, document)), ticked)
        if what not in ("list", "skip"):
            raise Invalid("请选择列入还是不列入。", "what")
        if what == "skip" and not reason:
            raise Invalid("请填写不列入的理由。", "reason")
        with transaction.atomic():
            for start, end, words in chosen:
                made = acts.add(
                    who,
                    document_id,
                    title=words[:400],
                    requirement=words if len(words) > 400 else "",
                    start=start,
                    end=end,
                )
                if what == "skip":
                    acts.skip(who, [made.id], reason=reason)
    except NotThere:
        raise
    except Refused as e:
        kept = {"spans": ticked, "bare_reason": reason}
        return show(request, who, document, current_view(request), status_of(e), kept, e.message)
    messages.success(request, f"已{'列入' if what == 'list' else '记为不列入'} {len(chosen)} 句。")
    return _back(request, document)


def _chosen(
    document: Document, rows: Sequence[Proposal], ticked: frozenset[str]
) -> list[tuple[int, int, str]]:
    """The ticked sentences (“start-end”) that are still uncovered, with their words."""
    if not ticked:
        raise Invalid("请先勾选句子。", "span")
    spans = [(r.start, r.end) for r in rows if r.start is not None and r.end is not None]
    bare = coverage.uncovered(document.report, spans) if document.report else []
    found = [(a, b) for a, b in bare if f"{a}-{b}" in ticked]
    if len(found) != len(ticked):
        raise Invalid("有的句子已被条目覆盖（可能他人刚办过）。请刷新后再选。", "span")
    text = document.report.text if document.report else ""
    return [(a, b, text[a:b].strip()) for a, b in found]
