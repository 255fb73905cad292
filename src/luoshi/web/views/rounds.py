"""Reporting rounds (报送轮次): opened by the office; each unit reports by exception and its head signs before it counts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.ledger import permissions, registers
from luoshi.ledger.actions import rounds as acts
from luoshi.ledger.actions import work
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotThere, Refused
from luoshi.ledger.models import Department, Role, Round
from luoshi.ledger.models.rounds import RoundState
from luoshi.ledger.permissions import GRANTS
from luoshi.ledger.visibility import visible_items, visible_round_reports, visible_rounds
from luoshi.web.http import actor, go, new_key, number, page, status_of
from luoshi.web.round_forms import OpenForm, PaperForm
from luoshi.web.round_parts import expected, parts, unit_items
from luoshi.web.round_parts import unsigned as not_signed
from luoshi.web.sight import sights

SHOWN = 60


def load(request: HttpRequest, round_id: int) -> Round:
    """The round, if this person may see it."""
    found = visible_rounds(actor(request)).select_related("government").filter(pk=round_id).first()
    if found is None:
        raise NotThere("没有这个报送轮次，或您无权查看。")
    return found


def _office(who: Actor) -> int | None:
    """The government for which this person may open rounds."""
    return next((p.government for p in who.held(*GRANTS["round.open"].roles) if p.government), None)


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """报送轮次, newest first, with how many units have signed; a unit sees its own part."""
    who = actor(request)
    rows = list(visible_rounds(who).select_related("government")[:SHOWN])
    seen = visible_round_reports(who).filter(round__in=rows)
    tally: dict[int, dict[str, int]] = {
        pk: {"all": a, "signed": s, "reported": r, "missing": m}
        for pk, a, s, r, m in seen.order_by()
        .values_list("round")
        .annotate(
            a=Count("pk"),
            s=Count("pk", filter=Q(state="signed")),
            r=Count("pk", filter=Q(state="reported")),
            m=Count("pk", filter=Q(state="missing")),
        )
    }
    own = {r.round_id: r for r in seen.select_related("department")} if not _insider(who) else {}
    titles = {p.id: p.title for p in registers.registers()}
    lines = [
        {"r": r, "register": titles.get(r.register, r.register), "n": tally.get(r.pk, {}), "mine": own.get(r.pk)} for r in rows
    ]  # fmt: skip
    return page(request, "rounds", rows=lines, may_open=_office(who) is not None, inside=_insider(who))


def _insider(who: Actor) -> bool:
    return who.has(Role.INSPECTOR, Role.ISSUER, Role.LEADER)


@require_http_methods(["GET", "POST"])
def round_new(request: HttpRequest) -> HttpResponse:
    """开启轮次."""
    who = actor(request)
    house = _office(who)
    if house is None:
        raise NotThere("没有这一页，或您无权查看。")
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            made = acts.open_round(
                who, house, register=d["register"], title=d["title"], opens_on=d["opens_on"], due_on=d["due_on"],
                key=request.POST.get("key") or None,
            )  # fmt: skip
        except Refused as e:
            form.refuse(e.field, e.message)
            return page(request, "round_new", form=form, key=new_key(), status=status_of(e))
        messages.success(request, "轮次已开启，已通知有在办事项的单位。")
        return go("round", made.id)
    return page(request, "round_new", form=form, key=new_key(), status=422 if form.errors else 200)


@require_GET
def round_page(request: HttpRequest, round_id: int) -> HttpResponse:
    """One round: the state of every unit; 未报 is told as what it is."""
    row, who = load(request, round_id), actor(request)
    reports = list(
        visible_round_reports(who)
        .filter(round=row)
        .select_related("department", "signed_by", "scan")
        .order_by("department__order", "pk")
    )
    found = parts(row, reports)
    state = request.GET.get("state", "")
    state = state if state in RoundState.values else ""
    tally = [
        {"name": v, "words": w, "n": sum(p.report.state == v for p in found)} for v, w in RoundState.choices
    ]
    return page(
        request, "round", r=row, register=registers_title(row), parts=[p for p in found if not state or p.report.state == state],
        tally=tally, total=len(found), state=state, office=who.has(Role.INSPECTOR, government=row.government_id), key=new_key(),
    )  # fmt: skip


def registers_title(row: Round) -> str:
    """The register's name."""
    return next((p.title for p in registers.registers() if p.id == row.register), row.register)


@require_POST
def round_close(request: HttpRequest, round_id: int) -> HttpResponse:
    """截止: units without a report stay 未报."""
    row = load(request, round_id)
    permissions.in_government(actor(request), "round.close", row.government_id)
    acts.close_round(actor(request), row.pk, key=request.POST.get("key") or None)
    messages.success(request, "轮次已截止。未报的单位记为“未报”，不等于滞后。")
    return go("round", row.pk)


def _unit(request: HttpRequest, round_id: int, unit_id: int) -> tuple[Round, Any, Department]:
    row = load(request, round_id)
    report = (
        visible_round_reports(actor(request))
        .select_related("department", "signed_by", "scan")
        .filter(round=row, department_id=unit_id)
        .first()
    )
    if report is None:
        raise NotThere("这个轮次里没有这个单位，或您无权查看。")
    return row, report, report.department


@require_GET
def round_unit(request: HttpRequest, round_id: int, unit_id: int) -> HttpResponse:
    """A unit's part: what is reported, what is left, and what its head signs."""
    return _show(request, *_unit(request, round_id, unit_id))


def _show(
    request: HttpRequest,
    row: Round,
    report: Any,
    unit: Department,
    paper: PaperForm | None = None,
    status: int = 200,
    ticked: frozenset[int] = frozenset(),
    error: str = "",
) -> HttpResponse:
    who = actor(request)
    items, told = unit_items(row, unit)
    seen = sights(who, items)
    open_ = row.closed_at is None and report.state != "signed"
    office = who.has(Role.INSPECTOR, government=row.government_id)
    working = who.over(unit.path, GRANTS["item.submit"].roles) is not None
    pack = registers.pack(items[0].register, items[0].register_version) if items else None
    return page(
        request, "round_unit", status=status, r=row, report=report, unit=unit, register=registers_title(row),
        left=[s for s in seen if s.item.pk not in told], told=[(s, told[s.item.pk]) for s in seen if s.item.pk in told],
        may_report=open_ and working, may_sign=open_ and report.state == "reported" and who.over(unit.path, GRANTS["round.sign"].roles) is not None,
        by_paper=open_ and office and not working, paper=paper or PaperForm(), unchanged=bool(pack and pack.reporting.unchanged_allowed),
        ticked=ticked, error=error, key=request.POST.get("key") or new_key(),
        unsigned=not_signed(row, [unit.pk]).count() if row.closed_at is None else 0,
    )  # fmt: skip


@require_POST
def round_unit_do(request: HttpRequest, round_id: int, unit_id: int, what: str) -> HttpResponse:
    """“无变化” for many items in one step, or the head's signature; by the office only on the unit's signed paper."""
    if what not in ("unchanged", "sign"):
        raise NotThere("没有这种操作。")
    row, report, unit = _unit(request, round_id, unit_id)
    who = actor(request)
    permission = "item.submit" if what == "unchanged" else "round.sign"
    paper = None
    if who.over(unit.path, GRANTS[permission].roles) is None:
        if not who.has(Role.INSPECTOR, government=row.government_id):
            permissions.for_unit(who, permission, unit)
        paper = PaperForm(request.POST, request.FILES)
    ticked = frozenset(n for v in request.POST.getlist("item") if (n := number(v)))
    try:
        if paper is not None:
            if not paper.is_valid():
                return _show(request, row, report, unit, paper, 422, ticked)
            who = paper.on_paper(who, unit.pk)
        key = request.POST.get("key") or new_key()
        if what == "unchanged":
            n = _unchanged(who, row, unit, ticked, bool(request.POST.get("all")), key)
            messages.success(request, f"{n} 项已报“无变化”。")
        else:
            acts.sign_off(who, row.pk, unit.pk, key=f"{key}-sign")
            messages.success(request, "已签字确认，本轮报送计入。")
    except Refused as e:
        at_field = paper is not None and e.field in paper.fields
        if paper is not None and at_field:
            paper.refuse(e.field, e.message)
        return _show(request, row, report, unit, paper, status_of(e), ticked, "" if at_field else e.message)
    return go("round_unit", row.pk, unit.pk)


def _unchanged(
    who: Actor, row: Round, unit: Department, ticked: frozenset[int], everything: bool, key: str
) -> int:
    """Reports the ticked items, or all that are left, as unchanged: all of them or none."""
    items, told = unit_items(row, unit)
    left = [i.pk for i in items if i.pk not in told]
    chosen = left if everything else [pk for pk in left if pk in ticked]
    if not everything and ticked and not ticked <= {i.pk for i in items}:
        raise NotThere("所选事项不在本单位这一轮里。")
    if not chosen:
        raise Invalid("请先勾选没有变化的事项。" if not ticked else "所选事项本轮已经报过。", "item")
    if expected(row, [unit.pk]).filter(pk__in=chosen).count() != len(chosen):
        raise Invalid("所选事项里有不在办理中的，请刷新后再选。", "item")
    seen = set(visible_items(who).filter(pk__in=chosen).values_list("pk", flat=True))
    with transaction.atomic():
        for pk in chosen:
            if pk not in seen:
                raise NotThere("没有这个事项，或您无权查看。")
            work.submit(who, pk, kind="unchanged", round_id=row.pk, key=f"{key}-{pk}")
    return len(chosen)
