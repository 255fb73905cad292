"""Papers to take away (公文下载): 交办单 of an item and of a unit, 呈阅件, 台账 as Word file and as sheet."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from luoshi.ledger import clock
from luoshi.ledger.actions.documents import units_of
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotThere
from luoshi.ledger.models import Assignment, Department, Document, Figure, Item, ItemSource
from luoshi.ledger.visibility import own_departments, process_items
from luoshi.web import filters, kinds
from luoshi.web.http import actor
from luoshi.web.papers import ledger, memo
from luoshi.web.sheets import ledger as ledger_sheet
from luoshi.web.sight import Sight, sight, sights
from luoshi.web.templatetags.site import han_day
from luoshi.web.views.board import chosen_items
from luoshi.web.views.documents import load as load_document
from luoshi.web.views.doors import overview_memo
from luoshi.web.views.files import download
from luoshi.web.views.item import load as load_item

PAPER_MOST, SHEET_MOST = 600, 10_000
_CHUNK = 500


def _process_item(request: HttpRequest, item_id: int) -> Item:
    item = load_item(request, item_id)
    if not process_items(actor(request)).filter(pk=item.pk).exists():
        raise NotThere("没有这一页，或您无权查看。")
    return item


@require_GET
def item_slip(request: HttpRequest, item_id: int) -> HttpResponse:
    """交办单 of one item."""
    item = _process_item(request, item_id)
    data = ledger.slip(sight(actor(request), item), list(item.sources.all()), f"{item.government.name}督查室")
    return download(data, f"交办单 {item.no}.docx", kinds.TYPES["docx"])


@require_GET
def memo_docx(request: HttpRequest, item_id: int) -> HttpResponse:
    """呈阅件 as a Word file, with the words that were typed for this print."""
    item = _process_item(request, item_id)
    told = {k: request.GET.get(k, "").strip()[:600] for k in ("to", "opinion")}
    data = memo.paper(memo.memo_of(actor(request), item, **told))
    return download(data, f"呈阅件 {item.no}.docx", kinds.TYPES["docx"])


@require_GET
def overview_docx(request: HttpRequest) -> HttpResponse:
    """督查情况呈阅件 as a Word file."""
    told = {k: request.GET.get(k, "").strip()[:600] for k in ("to", "opinion")}
    made = overview_memo(actor(request), **told)
    return download(memo.paper(made), f"{made.title} {made.on}.docx", kinds.TYPES["docx"])


def _inside(who: Actor) -> bool:
    """Whether this person sees other units' parts of a document; of which government, the document has told."""
    return who.has("inspector", "issuer", "leader", "upper")


def _issued(request: HttpRequest, document_id: int) -> Document:
    document = load_document(request, document_id)
    if document.kind != "decomposition" or document.state not in ("issued", "signed"):
        raise NotThere("交办单在任务分解表印发之后才有。")
    return document


@require_GET
def document_slips(request: HttpRequest, document_id: int) -> HttpResponse:
    """交办单 of all units of an issued table in one file, each on its own page; a unit gets its own only."""
    who, document = actor(request), _issued(request, document_id)
    units = units_of(document)
    if not _inside(who):
        own = set(own_departments(who).values_list("pk", flat=True))
        units = [u for u in units if u.pk in own]
    rows = process_items(who).filter(document=document).order_by("no").select_related("lead")
    found = sights(who, list(rows))
    parts = [(u, [s for s in found if any(a.department_id == u.pk for a in s.assignments)]) for u in units]
    data = ledger.unit_slips(document, [x for x in parts if x[1]], f"{document.government.name}督查室")
    return download(data, f"交办单 {document.title}.docx", kinds.TYPES["docx"])


@require_GET
def document_slip(request: HttpRequest, document_id: int, unit_id: int) -> HttpResponse:
    """交办单 of one unit under an issued table; a unit gets its own only."""
    who, document = actor(request), _issued(request, document_id)
    unit = Department.objects.filter(pk=unit_id).first()
    if unit is None or not (_inside(who) or own_departments(who).filter(pk=unit_id).exists()):
        raise NotThere("这份文件里没有这个单位，或您无权查看。")
    mine = Assignment.objects.filter(department=unit, until=None).values("item_id")
    rows = process_items(who).filter(document=document, pk__in=mine).order_by("no").select_related("lead")
    found = sights(who, list(rows))
    if not found:
        raise NotThere("这份文件里没有这个单位，或您无权查看。")
    data = ledger.unit_slips(document, [(unit, found)], f"{document.government.name}督查室")
    return download(data, f"交办单 {unit.label}.docx", kinds.TYPES["docx"])


def _listed(request: HttpRequest, most: int, words: str) -> tuple[list[Sight], str]:
    """What the board shows under these filters, whole and in its order, with a title; Invalid over ``most``."""
    who = actor(request)
    c, items = chosen_items(request)
    count = items.count()
    if count > most:
        raise Invalid(f"现有条件下有 {count} 件，{words}一次最多 {most} 件。请用筛选缩小范围。")
    rows: QuerySet[Item] = filters.ordered(items, c.sort or "no").select_related(
        "lead", "government", "document"
    )
    batch = list(rows)
    found = [s for start in range(0, len(batch), _CHUNK) for s in sights(who, batch[start : start + _CHUNK])]
    house = next((i.government.label for i in batch), "")
    kind = f"（{filters.KINDS[c.kind].words}）" if c.kind else ""
    return found, f"{house}督查台账{kind}"


@require_GET
def board_docx(request: HttpRequest) -> HttpResponse:
    """台账 as a Word file, as filtered."""
    found, title = _listed(request, PAPER_MOST, "Word ")
    note = f"共{len(found)}件。数据截至{han_day(clock.today())}；灯由系统按规则计算。"
    return download(ledger.ledger(title, found, note), f"{title}.docx", kinds.TYPES["docx"])


@require_GET
def board_xlsx(request: HttpRequest) -> HttpResponse:
    """台账 as a sheet, as filtered."""
    found, title = _listed(request, SHEET_MOST, "表格")
    ids = Q(item__in=[s.item.pk for s in found])
    figures = {(f.item_id, f.name): f for f in Figure.objects.filter(ids).order_by("as_of", "pk")}
    sources = {q.item_id: q for q in ItemSource.objects.filter(ids).defer("quote").order_by("-pk")}
    data = ledger_sheet.sheet(f"{title}　{han_day(clock.today())}", found, sources, figures)
    return download(data, f"{title} {clock.today()}.xlsx", kinds.TYPES["xlsx"])
