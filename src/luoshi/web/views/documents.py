"""Documents (文件): the list, one document with its way 拟稿 → 征求意见 → 审定 → 印发 → 签收, and each step of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.ledger import clock, permissions
from luoshi.ledger.actions import documents as acts
from luoshi.ledger.actions.kernel import Outcome
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import NotAllowed, NotThere, Refused
from luoshi.ledger.models import Department, Document, Opinion, Role
from luoshi.ledger.permissions import GRANTS
from luoshi.ledger.visibility import own_departments, visible_documents, visible_events, visible_proposals
from luoshi.web import document_forms as f
from luoshi.web import uploads
from luoshi.web.events import told
from luoshi.web.forms import Form
from luoshi.web.http import actor, go, new_key, number, page, status_of
from luoshi.web.papers import circular

STEPS = ("draft", "consulting", "approved", "issued", "signed")
_OFFICE = Role.INSPECTOR.value


def load(request: HttpRequest, document_id: int) -> Document:
    """The document, if this person may see it."""
    found = (
        visible_documents(actor(request))
        .select_related("report", "government")
        .filter(pk=document_id)
        .first()
    )
    if found is None:
        raise NotThere("没有这份文件，或您无权查看。")
    return found


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """文件."""
    who = actor(request)
    rows = (
        visible_documents(who)
        .annotate(n=Count("proposals", filter=Q(proposals__state="accepted"), distinct=True), open=Count("proposals", filter=Q(proposals__state="open"), distinct=True))
        .order_by("-pk")[:200]
    )  # fmt: skip
    return page(request, "documents", rows=rows, may_draft=who.has(_OFFICE))


@require_http_methods(["GET", "POST"])
def document_new(request: HttpRequest) -> HttpResponse:
    """新建文稿: a 通报 starts with the figures of today."""
    who = actor(request)
    house = next((p.government for p in who.held(*GRANTS["document.draft"].roles) if p.government), None)
    if house is None:
        raise NotThere("没有这一页，或您无权查看。")
    form = f.DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            body = circular.first_text(who, house, d["year"]) if d["kind"] == "circular" else ""
            made = acts.draft(
                who,
                house,
                title=d["title"],
                year=d["year"],
                kind=d["kind"],
                body=body,
                key=request.POST.get("key") or None,
            )
            return go("document", made.id)
        except Refused as e:
            form.refuse(e.field, e.message)
            return page(request, "document_new", form=form, key=new_key(), status=status_of(e))
    return page(request, "document_new", form=form, key=new_key(), status=422 if form.errors else 200)


class Step(NamedTuple):
    """A step of a document's way (环节): words, permission, states, form, the action it calls."""

    title: str
    permission: str
    states: tuple[str, ...]
    kinds: tuple[str, ...]
    make: Callable[[Actor, Document, Any, Any], Form]
    run: Callable[[Actor, Document, dict[str, Any], dict[str, Any]], Outcome]


_TABLE, _CIRCULAR = ("decomposition",), ("circular", "tasking")
_ANY = (*_TABLE, *_CIRCULAR)


def _plain(form: type[Form]) -> Callable[[Actor, Document, Any, Any], Form]:
    return lambda who, doc, data, files: form(data, files)


def _body(who: Actor, doc: Document, data: Any, files: Any) -> Form:
    return f.BodyForm(data, initial={"title": doc.title, "body": doc.body})


def my_units(who: Actor, doc: Document) -> Any:
    """The units of this person that stand in the document."""
    ids = [u.pk for u in acts.units_of(doc)]
    return own_departments(who).filter(pk__in=ids)


def _opinion(who: Actor, doc: Document, data: Any, files: Any) -> Form:
    seen = visible_proposals(who).filter(document=doc, state="accepted").order_by("order", "pk")
    rows = [
        (str(p.pk), f"{n}. {p.title[:40]}") for n, p in enumerate(seen, 1)
    ]  # numbered as in the table below
    if _by_paper(who, doc):
        said = Opinion.objects.filter(document=doc, proposal=None).values("department_id")
        ids = [u.pk for u in acts.units_of(doc)]
        return f.PaperOpinionForm(
            Department.objects.filter(pk__in=ids).exclude(pk__in=said), rows, data, files
        )
    return f.OpinionForm(my_units(who, doc), rows, data)


def _sign(who: Actor, doc: Document, data: Any, files: Any) -> Form:
    waiting = doc.signings.filter(at=None).values("department_id")
    if _by_paper(who, doc):
        return f.PaperSignForm(Department.objects.filter(pk__in=waiting), data, files)
    return f.SignForm(my_units(who, doc).filter(pk__in=waiting), data)


def _by_paper(who: Actor, doc: Document) -> bool:
    """Whether the office enters signed papers for the units (单人模式)."""
    return who.has(_OFFICE, government=doc.government_id)


def _for(who: Actor, d: dict[str, Any]) -> Actor:
    """The actor, on the unit's signed paper where the form has one."""
    if "paper_scan" not in d:
        return who
    kept = uploads.keep(who, d["paper_scan"], d["non_secret"])
    return who.on_paper(d["department"].pk, d["paper_signer"], kept.id)


def _say(who: Actor, doc: Document, d: dict[str, Any], how: dict[str, Any]) -> Outcome:
    return acts.give_opinion(
        _for(who, d), doc.pk, d["department"].pk, agrees=d["verdict"] == "yes", reason=d["reason"],
        proposal_id=number(d["proposal"]), key=how["key"],
    )  # fmt: skip


def _renew(who: Actor, doc: Document, d: dict[str, Any], how: dict[str, Any]) -> Outcome:
    return acts.edit_body(who, doc.pk, title=doc.title, body=circular.renewed(who, doc), **how)


def _approve(who: Actor, doc: Document, d: dict[str, Any], how: dict[str, Any]) -> Outcome:
    if doc.kind == "circular":
        circular.refuse_unfinished(doc.body)
    return acts.approve(who, doc.pk, by=d["by"], meeting=d["meeting"], on=d["on"], **how)


def _allowed(who: Actor, doc: Document, permission: str) -> None:
    """Refuses before anything typed is looked at; the action refuses again."""
    grant = GRANTS[permission]
    if grant.where == "government":
        permissions.in_government(who, permission, doc.government_id)
    elif not (who.held(*grant.roles) and my_units(who, doc).exists()) and not (
        grant.paper and _by_paper(who, doc)
    ):
        permissions.anywhere(who, permission)
        raise NotAllowed("这份文件里没有您单位的条目。")


WAY: dict[str, Step] = {
    "edit": Step("修改文稿", "document.edit", ("draft",), _CIRCULAR, _body,
                 lambda a, doc, d, how: acts.edit_body(a, doc.pk, title=d["title"], body=d["body"], **how)),
    "renew": Step("更新数据", "document.edit", ("draft",), ("circular",), _plain(Form), _renew),
    "consult": Step("征求意见", "document.consult", ("draft",), _TABLE, _plain(f.ConsultForm),
                    lambda a, doc, d, how: acts.consult(a, doc.pk, due=d["due"], **how)),
    "opinion": Step("反馈意见", "document.opinion", ("consulting",), _TABLE, _opinion, _say),
    "approve": Step("审定", "document.approve", ("draft", "consulting"), _ANY, _plain(f.ApproveForm), _approve),
    "issue": Step("印发", "document.issue", ("approved",), _ANY, _plain(f.IssueForm),
                  lambda a, doc, d, how: acts.issue(a, doc.pk, number=d["number"], on=d["on"], **how)),
    "sign": Step("签收", "document.sign", ("issued",), _TABLE, _sign,
                 lambda a, doc, d, how: acts.sign_for(_for(a, d), doc.pk, d["department"].pk, key=how["key"])),
    "reopen": Step("退回拟稿", "document.edit", ("consulting", "approved"), _ANY, _plain(f.ReasonForm),
                   lambda a, doc, d, how: acts.back_to_draft(a, doc.pk, reason=d["reason"], **how)),
}  # fmt: skip
"""The steps, in their order; the document page and its POST route are made from it."""


def offered(who: Actor, doc: Document) -> list[tuple[str, Step]]:
    """The steps that this person may take now."""
    out: list[tuple[str, Step]] = []
    papers: list[tuple[str, Step]] = []  # what the office enters for units stands last
    for name, step in WAY.items():
        if (
            doc.state not in step.states
            or doc.kind not in step.kinds
            or (name == "approve" and (doc.kind in _TABLE) != (doc.state == "consulting"))
        ):
            continue
        grant = GRANTS[step.permission]
        office = who.has(*grant.roles, government=doc.government_id) if grant.where == "government" else False
        unit = grant.where == "unit" and who.held(*grant.roles) and my_units(who, doc).exists()
        paper = grant.paper and _by_paper(who, doc)
        if (
            name == "sign"
            and unit
            and not doc.signings.filter(at=None, department__in=my_units(who, doc)).exists()
        ):
            continue
        if office or unit or paper:
            (out if office or unit else papers).append((name, step))
    return out + papers


@require_GET
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """文件页."""
    return show(request, load(request, document_id))


def show(
    request: HttpRequest,
    doc: Document,
    wrong: tuple[str, Form] | None = None,
    status: int = 200,
    noted: tuple[int, str] | None = None,
) -> HttpResponse:
    """The page, with the form that was refused kept as it was typed."""
    who = actor(request)
    forms = [
        (n, s, wrong[1] if wrong and wrong[0] == n else s.make(who, doc, None, None))
        for n, s in offered(who, doc)
    ]
    rows = visible_proposals(who).filter(document=doc).select_related("lead").prefetch_related("co")
    accepted = list(rows.filter(state="accepted").order_by("order", "pk"))
    items = dict(doc.items.values_list("proposal_id", "pk"))
    opinions = doc.opinions.select_related("department", "proposal", "by", "settled_by")
    inside = who.has(*("inspector", "issuer", "leader"), government=doc.government_id)
    if not inside:
        opinions = opinions.filter(department__in=own_departments(who))
    signings = doc.signings.select_related("department", "by")
    if not inside:
        signings = signings.filter(department__in=own_departments(who))
    units = acts.units_of(doc) if doc.kind == "decomposition" and inside else []
    said = {o.department_id for o in opinions}
    counts = dict(rows.values_list("state").annotate(n=Count("pk")).order_by()) if inside else {}
    events = (
        visible_events(who)
        .filter(document=doc)
        .exclude(kind__startswith="proposal.")
        .select_related("payload", "redaction")
        .order_by("-pk")[:100]
    )
    return page(
        request, "document", status=status, noted=noted, d=doc, forms=forms, rows=[(r, items.get(r.pk)) for r in accepted], opinions=list(opinions),
        silent=[u for u in units if u.pk not in said], signings=list(signings),
        counts=counts, leaderless=sum(r.lead_id is None for r in accepted), inside=inside, steps=[(s, dict(Document._meta.get_field("state").choices)[s]) for s in STEPS if doc.kind == "decomposition" or s in ("draft", "approved", "issued")],
        at=STEPS.index(doc.state), order=STEPS, events=[told(e) for e in events], key=new_key(), sums=_sums(who, doc),
        may_settle=doc.state == "consulting" and who.has(_OFFICE, government=doc.government_id),
        may_edit=doc.state in ("draft", "consulting") and who.has(_OFFICE, government=doc.government_id),
    )  # fmt: skip


def _sums(who: Actor, doc: Document) -> tuple[circular.Sum | None, circular.Sum] | None:
    """The reconciliation in a 通报's draft and the ledger's of today; None for what is no draft of a 通报."""
    if doc.kind != "circular" or doc.state != "draft":
        return None
    now = circular.summed(circular.table_items(who, doc.government_id, doc.year), clock.today())
    return circular.sum_in(doc.body), now


@require_POST
def document_do(request: HttpRequest, document_id: int, step: str) -> HttpResponse:
    """Carries out a step of the document's way."""
    if step not in WAY:
        raise NotThere("没有这种操作。")
    what, who, doc = WAY[step], actor(request), load(request, document_id)
    _allowed(who, doc, what.permission)
    form = what.make(who, doc, request.POST, request.FILES)
    if not form.is_valid():
        return show(request, doc, (step, form), 422)
    how = {"version": number(request.POST.get("version")), "key": request.POST.get("key") or None}
    try:
        outcome = what.run(who, doc, form.cleaned_data, how)
    except Refused as e:
        form.refuse(e.field, e.message)
        return show(request, load(request, document_id), (step, form), status_of(e))
    messages.success(request, f"{what.title}：{'先前已办理，没有重复。' if outcome.replayed else '已办理。'}")
    return go("document", document_id)


@require_POST
def opinion_settle(request: HttpRequest, document_id: int, opinion_id: int) -> HttpResponse:
    """采纳与否."""
    doc = load(request, document_id)
    _allowed(actor(request), doc, "document.settle")
    form = f.SettleForm(request.POST)
    noted = (opinion_id, request.POST.get("note", ""))
    if not form.is_valid():
        messages.error(request, "请选择采纳或不采纳。")
        return show(request, doc, None, 422, noted)
    if not doc.opinions.filter(pk=opinion_id).exists():
        raise NotThere("没有这条意见。")
    d = form.cleaned_data
    try:
        acts.settle_opinion(
            actor(request),
            opinion_id,
            adopted=d["adopted"] == "yes",
            note=d["note"],
            key=request.POST.get("key") or None,
        )
    except Refused as e:
        messages.error(request, e.message)
        return show(request, doc, None, status_of(e), noted)
    messages.success(request, "意见已处理。")
    return go("document", document_id)
