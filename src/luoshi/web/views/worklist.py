"""My worklist (待办): what is next for me, due first; each line has exactly one next step."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from luoshi.ledger import clock
from luoshi.ledger.actor import Actor
from luoshi.ledger.models import Assignment, Extension, Item, Return, Role, RoundReport
from luoshi.ledger.models.item import OPEN_STATES
from luoshi.ledger.visibility import own_departments, visible_items, visible_round_reports
from luoshi.web.documents_waiting import documents_waiting
from luoshi.web.doings import DOINGS
from luoshi.web.http import actor, number, page
from luoshi.web.round_parts import parts
from luoshi.web.sight import next_step, sights

SHOWN = 60


def waiting(who: Actor) -> QuerySet[Item]:
    """The items on which this person may be next: a superset in one query, ``next_step`` decides."""
    q = Q(pk__in=[])
    units = own_departments(who)
    if who.held(Role.CLERK, Role.UNIT_CHECKER):
        signed = Assignment.objects.filter(until=None, department__in=units, role="lead")
        unsigned = Assignment.objects.filter(until=None, department__in=units, signed_at=None)
        q |= Q(state="active", pk__in=signed.values("item_id"))
        q |= Q(state__in=("issued", "active"), pk__in=unsigned.values("item_id"))
        if who.held(Role.UNIT_CHECKER):
            q |= Q(state="applied", pk__in=signed.values("item_id"))
    offices = {p.government for p in who.held(Role.INSPECTOR)}
    if offices:
        asked = Extension.objects.filter(state="signed").values("item_id")
        sent = Return.objects.filter(kind="wrong_unit", accepted=None).values("item_id")
        todo = (
            Q(state="unit_checked") | Q(light="red", state__in=OPEN_STATES) | Q(pk__in=asked) | Q(pk__in=sent)
        )
        q |= Q(government__in=offices) & todo
    issuing = {p.government for p in who.held(Role.ISSUER, Role.LEADER)}
    if issuing:
        q |= Q(government__in=issuing, state="inspected")
        q |= Q(
            government__in={p.government for p in who.held(Role.ISSUER)}, light="red", state__in=OPEN_STATES
        )
    return visible_items(who).filter(q, state__in=OPEN_STATES)


def rounds_waiting(who: Actor, today: date) -> list[dict[str, Any]]:
    """The open rounds on which this person is next: items left to report, reports to be signed, units that are silent."""
    rows = (
        visible_round_reports(who)
        .filter(round__closed_at=None, round__opens_on__lte=today)
        .exclude(state="signed")
        .select_related("round", "department")
        .order_by("round__due_on", "department__order", "pk")
    )
    by_round: dict[int, list[RoundReport]] = {}
    for report in rows:
        by_round.setdefault(report.round_id, []).append(report)
    units = set(own_departments(who).values_list("pk", flat=True)) if by_round else set()
    out: list[dict[str, Any]] = []
    for reports in by_round.values():
        row = reports[0].round
        for p in parts(row, [r for r in reports if r.department_id in units]):
            signs = p.report.state == "reported" and who.over(
                p.report.department.path, (Role.UNIT_CHECKER.value,)
            )
            if p.left or signs:
                out.append({"round": row, "part": p, "signs": bool(signs)})
        if who.has(Role.INSPECTOR, government=row.government_id):
            silent = sum(r.state == "missing" for r in reports)
            out.append({"round": row, "silent": silent, "unsigned": len(reports) - silent})
    return out


@require_GET
def worklist(request: HttpRequest) -> HttpResponse:
    """待办."""
    who, today = actor(request), clock.today()
    found = waiting(who).order_by(F("next_due_on").asc(nulls_last=True), "pk").select_related("lead")
    offset = max(number(request.GET.get("from"), 0) or 0, 0)
    batch = list(found[offset : offset + SHOWN + 1])
    rows = [(s, DOINGS[step]) for s in sights(who, batch[:SHOWN], today) if (step := next_step(s))]
    late = [r for r in rows if r[0].due and r[0].due < today]
    soon = [r for r in rows if r[0].due and today <= r[0].due and (r[0].due - today).days <= 7]
    later = [r for r in rows if r not in late and r not in soon]
    return page(
        request, "worklist", groups=[("late", late), ("soon", soon), ("later", later)],
        more=offset + SHOWN if len(batch) > SHOWN else None, count=len(rows),
        rounds=rounds_waiting(who, today), documents=documents_waiting(who, today),
    )  # fmt: skip
