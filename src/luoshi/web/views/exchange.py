"""Documents out as sheets and papers, and a filled sheet back in: tried first, written when confirmed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from luoshi.ledger import store
from luoshi.ledger.chain import canonical_json
from luoshi.ledger.errors import Invalid, NotThere, Refused
from luoshi.ledger.models import Document, Proposal, Role
from luoshi.ledger.visibility import visible_proposals
from luoshi.web import kinds, uploads
from luoshi.web.document_forms import SheetForm
from luoshi.web.http import actor, go, page, status_of
from luoshi.web.papers.circular import paper
from luoshi.web.papers.paper import Paper
from luoshi.web.sheets import table
from luoshi.web.templatetags.site import day
from luoshi.web.views.documents import load
from luoshi.web.views.files import download

SALT, SECONDS = "luoshi.sheet", 3600


def _rows(request: HttpRequest, document: Document) -> list[Proposal]:
    rows = visible_proposals(actor(request)).filter(document=document, state="accepted")
    return list(rows.select_related("lead").prefetch_related("co").order_by("order", "pk"))


@require_GET
def document_xlsx(request: HttpRequest, document_id: int) -> HttpResponse:
    """The table as a sheet; a unit gets its own rows."""
    document = load(request, document_id)
    if document.kind != "decomposition":
        raise NotThere("这种文件没有表格。")
    return download(
        table.sheet(document, _rows(request, document)), f"{document.title}.xlsx", kinds.TYPES["xlsx"]
    )


@require_GET
def document_docx(request: HttpRequest, document_id: int) -> HttpResponse:
    """The table, or a 通报 once its approval is recorded, as a Word file."""
    document = load(request, document_id)
    if document.kind == "decomposition":
        made = Paper(landscape=True)
        made.title(document.title)
        if document.number:
            made.centred(document.number)
        made.table(
            ("序号", "工作任务", "牵头单位", "配合单位", "完成时限", "责任领导"),
            (
                (str(n), p.title, p.lead.label if p.lead else "", "、".join(u.label for u in p.co.all()), p.due_text or (day(p.due_on) if p.due_on else ""), p.leader)
                for n, p in enumerate(_rows(request, document), 1)
            ),
            (13, 92, 32, 42, 25, 21),
        )  # fmt: skip
        data = made.bytes()
    else:
        if document.state not in ("approved", "issued", "signed"):
            raise NotThere("通报须先审定，审定后才能导出。")
        data = paper(document, f"{document.government.name}督查室")
    return download(data, f"{document.title}.docx", kinds.TYPES["docx"])


@require_http_methods(["GET", "POST"])
def document_import(request: HttpRequest, document_id: int) -> HttpResponse:
    """表格回传: a filled sheet is tried; its plan, signed, comes back with the confirmation and is written whole."""
    who, document = actor(request), load(request, document_id)
    if document.kind != "decomposition" or not who.has(Role.INSPECTOR, government=document.government_id):
        raise NotThere("没有这份文件，或您无权查看。")
    if request.method == "POST" and "plan" in request.POST:
        return _confirm(request, document)
    form = SheetForm(request.POST or None, request.FILES or None)
    lines: list[table.Line] = []
    if request.method == "POST" and form.is_valid():
        try:
            lines = table.read(document, rows_in(form.cleaned_data["file"], form.cleaned_data["non_secret"]))
        except Refused as e:
            form.refuse(e.field, e.message)
            return page(request, "document_import", status_of(e), d=document, form=form)
    wrong = [x for x in lines if x.errors]
    todo = [x for x in lines if x.what in ("change", "new")]
    plan = "" if wrong or not todo else sealed({"document": document.pk, "lines": [asdict(x) for x in todo]})
    return page(
        request, "document_import", 422 if form.errors else 200, d=document, form=form, lines=lines, wrong=wrong, todo=todo,
        same=sum(x.what == "same" for x in lines), plan=plan,
    )  # fmt: skip


def rows_in(file: Any, non_secret: bool) -> list[list[str]]:
    """The rows of an uploaded sheet, read in the child; refused with a secrecy mark or without the declaration."""
    if not non_secret:
        raise Invalid("上传前请勾选“不涉密”确认，并重新选择文件。", "non_secret")
    rows: list[list[str]] = uploads.run("sheet", uploads.bytes_of(file), uploads.plain(file.name))["rows"]
    store.refuse_secret_mark("\n".join("".join(r) for r in rows))
    return rows


def sealed(plan: dict[str, Any]) -> str:
    """A plan that the browser carries and cannot change."""
    return signing.dumps(canonical_json(plan), salt=SALT, compress=True)


def opened(text: str) -> dict[str, Any]:
    """The plan again; Invalid where it is too old or was touched."""
    try:
        found: dict[str, Any] = json.loads(signing.loads(text, salt=SALT, max_age=SECONDS))
    except signing.BadSignature:
        raise Invalid("试运行的结果已过期，请重新上传。", "file") from None
    return found


def _confirm(request: HttpRequest, document: Document) -> HttpResponse:
    plan = opened(request.POST["plan"])
    if plan["document"] != document.pk:
        raise Invalid("试运行的结果不是这份文件的，请重新上传。", "file")
    changed, new = table.carry_out(actor(request), document, plan["lines"])
    messages.success(request, f"已写入：修改 {changed} 条，新增 {new} 条。")
    return go("document", document.pk)
