"""The workbench (分解台): the report left, proposed rows right, grouped; what is still to do is counted and listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from luoshi.ledger import registers
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import NotThere
from luoshi.ledger.models import Department, Document, Proposal, Role
from luoshi.ledger.sentences import Span
from luoshi.ledger.visibility import visible_proposals
from luoshi.web import coverage
from luoshi.web.forms import units_of
from luoshi.web.http import actor, page
from luoshi.web.views.documents import load

LIVE = ("open", "accepted", "skipped")
SHOW = ("all", "open", "accepted", "skipped", "doubted", "leaderless", "bare")
BY: dict[str, Any] = {"section": _("按章节"), "register": _("按登记册"), "lead": _("按牵头单位")}


class Group(NamedTuple):
    """Rows under one heading (分组)."""

    title: str
    rows: list[Proposal]


class View(NamedTuple):
    """What of the workbench is shown (显示): which rows, in which grouping."""

    show: str
    by: str


def view_of(given: Mapping[str, Any]) -> View:
    """The view in an address; what is unknown is as if it were not there."""
    show, by = given.get("show", ""), given.get("by", "")
    return View(show if show in SHOW else "all", by if by in BY else "section")


def current_view(request: HttpRequest) -> View:
    """The view of the page from which htmx or a form asks."""
    where = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    return view_of({k: v[-1] for k, v in parse_qs(urlsplit(where).query).items()})


def editing(request: HttpRequest, document_id: int) -> tuple[Actor, Document]:
    """The draft, for the office that edits it; to everybody else there is no workbench."""
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
        "doubted": sum(map(_doubted, rows)),
        "leaderless": sum(r.state in ("open", "accepted") and r.lead_id is None for r in rows), "uncovered": bare,
    }  # fmt: skip


@require_GET
def workbench(request: HttpRequest, document_id: int) -> HttpResponse:
    """分解台."""
    who, document = editing(request, document_id)
    return show(request, who, document, view_of(request.GET))


def show(
    request: HttpRequest, who: Actor, document: Document, view: View, status: int = 200, typed: Mapping[str, Any] | None = None,
    error: str = "",
) -> HttpResponse:  # fmt: skip
    """The page; ``typed``: what was typed into a form that was refused, by field, with “ticked” ids, kept in its place."""
    rows = list(rows_of(who, document))
    tally = counters(document, rows)
    text = document.report.text if document.report else ""
    bare = [{"id": f"{a}-{b}", "text": text[a:b].strip()} for a, b in tally["uncovered"]]
    return page(
        request, "workbench", status=status, d=document, groups=grouped((r for r in rows if _shown(r, view.show)), view.by), tally=tally,
        show=view.show, by=view.by, ways=BY, text=marked(text, rows, tally["uncovered"]), units=units_of(document.government_id),
        names=names_of(rows), bare=bare, may=document.state in ("draft", "consulting"), typed=typed or {}, error=error,
    )  # fmt: skip


def _doubted(r: Proposal) -> bool:
    """Whether it is proposed to leave the row out, and nobody has decided (建议不列入)."""
    return r.state == "open" and bool(r.skip_reason)


def _shown(r: Proposal, show: str) -> bool:
    if r.state not in LIVE or show == "bare":
        return False
    if show == "doubted":
        return _doubted(r)
    if show == "leaderless":
        return r.state in ("open", "accepted") and r.lead_id is None
    return show in ("all", r.state)


def grouped(rows: Iterable[Proposal], by: str) -> list[Group]:
    """The rows under their headings: sections of the report in its order, registers, or lead units in official order."""
    titles = {p.id: p.title for p in registers.registers()}
    keys: dict[str, Callable[[Proposal], tuple[Any, str]]] = {
        "section": lambda r: ((), r.group),
        "register": lambda r: ((), titles.get(r.register, r.register)),
        "lead": lambda r: (
            (r.lead.order if r.lead else 0, r.lead_id or 0), r.lead.label if r.lead else "（没有牵头单位）"
        ),
    }  # fmt: skip
    found: dict[tuple[Any, str], list[Proposal]] = {}
    for r in rows:
        found.setdefault(keys[by](r), []).append(r)
    order = sorted(found, key=lambda k: k[0]) if by == "lead" else list(found)
    return [Group(k[1], found[k]) for k in order]


def names_of(rows: Sequence[Proposal]) -> dict[int, str]:
    """Labels of the units that are proposed somewhere, in one query."""
    ids = {c["department"] for r in rows for c in r.candidates if c.get("department")}
    return {d.pk: d.label for d in Department.objects.filter(pk__in=ids)}


def marked(text: str, rows: Sequence[Proposal], bare: Sequence[Span]) -> SafeString:
    """The report as paragraphs; characters of rows are marked with the rows' ids and state, uncovered sentences too."""
    live = [r for r in rows if r.state in LIVE and r.start is not None and r.end is not None]
    cuts = sorted({0, len(text), *(x for r in live for x in (r.start, r.end)), *(x for s in bare for x in s)})
    starts: dict[int, list[Proposal]] = {}
    ends: dict[int, list[Proposal]] = {}
    for r in live:
        starts.setdefault(r.start, []).append(r)
        ends.setdefault(r.end, []).append(r)
    uncovered = {s for s, _end in bare}
    closing = {e for _start, e in bare}
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
