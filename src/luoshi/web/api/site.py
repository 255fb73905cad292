"""The operations of the read API (接口): every queryset is the visibility module's, every filter the board's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI, Query, Schema
from ninja.errors import AuthenticationError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer
from pydantic import Field

from luoshi import __version__
from luoshi.ledger import clock
from luoshi.ledger.actions import tokens
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import NotThere, Refused
from luoshi.ledger.models import LightSnapshot, RoundReport
from luoshi.ledger.models.item import ItemState, SourceKind
from luoshi.ledger.visibility import (
    process_items,
    visible_departments,
    visible_documents,
    visible_proposals,
    visible_publications,
    visible_round_reports,
    visible_rounds,
)
from luoshi.web import filters
from luoshi.web.api import filling, shapes
from luoshi.web.http import status_of
from luoshi.web.sight import sight, sights

PER_PAGE_MOST = 200


class Token(HttpBearer):
    """令牌: “Authorization: Bearer luoshi_…”."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor behind the token; None is answered with 401."""
        return tokens.holder(token)


class Plain(JSONRenderer):
    """JSON in which Chinese stays legible."""

    def __init__(self) -> None:
        self.json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=Plain(),
    title="落实 · 只读接口", version=__version__, urls_namespace="api", auth=Token(), docs_url=None, openapi_url="openapi.json",
    description="令牌看到的，就是令牌主人在页面上看到的。令牌在“我的令牌”页生成，只显示一次。",
)  # fmt: skip


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """A refusal with its words and status."""
    return api.create_response(request, {"error": error.message}, status=status_of(error))


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: Any) -> HttpResponse:
    """No token, or one that no longer holds."""
    words = "需要有效的令牌：Authorization: Bearer luoshi_…。令牌可能已过期或已撤销。"
    return api.create_response(request, {"error": words}, status=401)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: Any) -> HttpResponse:
    """A parameter that cannot be read."""
    names = "、".join(str(e["loc"][-1]) for e in error.errors)
    return api.create_response(request, {"error": f"参数不对：{names}。"}, status=422)


class Paged(Schema):
    """翻页."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    per_page: Annotated[int, Field(ge=1, le=PER_PAGE_MOST)] = 50


def _words(choices: Iterable[tuple[str, Any]]) -> str:
    """Values of a filter with their Chinese words: “open 在办，overdue 逾期未报”."""
    with translation.override("zh-hans"):
        return "，".join(f"{value} {words}" for value, words in choices)


class ItemFilter(Paged):
    """事项的筛选: the same words as in the board's address; one that is unknown is refused."""

    q: str = Field("", description="检索：编号、事项、要求里的字词，空格为“并且”")
    kind: str = Field("", description=_words((k, v.words) for k, v in filters.KINDS.items()))
    light: str = Field("", description=_words((name, words) for name, _, words in filters.LIGHTS))
    register_id: str = Field("", description="登记册，如 13710")
    state: str = Field("", description=_words(ItemState.choices))
    lead: int | None = Field(None, description="牵头单位的 id")
    unit: int | None = Field(None, description="牵头或配合单位的 id")
    source: str = Field("", description=_words(SourceKind.choices))
    document: int | None = Field(None, description="出自哪份文件")
    sort: str = Field("", description="no 编号（默认），due 最近时点，reported 最近报送")


def _who(request: HttpRequest) -> Actor:
    found: Actor = request.auth
    return found


def _cut(rows: QuerySet[Any], p: Paged) -> tuple[list[Any], dict[str, Any]]:
    total = rows.count()
    start = (p.page - 1) * p.per_page
    more = p.page + 1 if start + p.per_page < total else None
    return list(rows[start : start + p.per_page]), {
        "total": total,
        "page": p.page,
        "per_page": p.per_page,
        "next_page": more,
    }


_ANSWERS: dict[Any, Any] = {401: shapes.Failure, 404: shapes.Failure, 422: shapes.Failure}


@api.get("/items", response={200: shapes.ItemPage, **_ANSWERS}, summary="事项列表", operation_id="items")
def items(request: HttpRequest, f: Query[ItemFilter]) -> Any:
    """事项列表，筛选与台账页相同。"""
    who = _who(request)
    given = {k: str(v) for k, v in f.dict(exclude={"page", "per_page"}).items() if v not in (None, "")}
    if "register_id" in given:
        given["register"] = given.pop("register_id")
    c = filters.chosen(given)
    unknown = [k for k, v in given.items() if getattr(c, k) != v.strip()[:100]]
    if unknown:
        return api.create_response(request, {"error": f"没有这样的筛选：{'、'.join(unknown)}。"}, status=422)
    found = filters.apply(process_items(who), c, clock.today())
    rows, head = _cut(filters.ordered(found, c.sort or "no").select_related("lead"), f)
    return shapes.ItemPage(**head, rows=[filling.item_row(s) for s in sights(who, rows)])


def _item(who: Actor, item_id: int) -> Any:
    found = process_items(who).select_related("lead", "parent").filter(pk=item_id).first()
    if found is None:
        raise NotThere("没有这个事项，或您无权查看。")
    return found


@api.get(
    "/items/{item_id}", response={200: shapes.ItemFull, **_ANSWERS}, summary="一个事项", operation_id="item"
)
def item(request: HttpRequest, item_id: int) -> Any:
    """一个事项：来源、时限及计算过程、数量、报送、核查。"""
    who = _who(request)
    return filling.item_full(sight(who, _item(who, item_id)))


@api.get(
    "/items/{item_id}/lights", response={200: list[shapes.LightDay], **_ANSWERS}, summary="灯的历史", operation_id="lights"
)  # fmt: skip
def lights(request: HttpRequest, item_id: int) -> Any:
    """灯的历史：变化才有一行，只增不改。"""
    rows = LightSnapshot.objects.filter(item=_item(_who(request), item_id)).order_by("day")
    return [shapes.LightDay(day=x.day, colour=x.light, rule=x.rule, reason=x.reason) for x in rows]


@api.get(
    "/documents",
    response={200: shapes.DocumentPage, **_ANSWERS},
    summary="文件列表",
    operation_id="documents",
)
def documents(request: HttpRequest, p: Query[Paged]) -> Any:
    """分解表、通报：能看到的才在内。"""
    rows, head = _cut(visible_documents(_who(request)).order_by("-pk"), p)
    return shapes.DocumentPage(**head, rows=[filling.document_row(d) for d in rows])


@api.get(
    "/documents/{document_id}", response={200: shapes.DocumentFull, **_ANSWERS}, summary="一份文件", operation_id="document"
)  # fmt: skip
def document(request: HttpRequest, document_id: int) -> Any:
    """一份文件及其条目；单位只见本单位的条目。"""
    who = _who(request)
    found = visible_documents(who).filter(pk=document_id).first()
    if found is None:
        raise NotThere("没有这份文件，或您无权查看。")
    rows = visible_proposals(who).filter(document=found, state="accepted")
    return filling.document_full(
        found, rows.select_related("lead").prefetch_related("co").order_by("order", "pk")
    )


@api.get(
    "/departments",
    response={200: shapes.DepartmentPage, **_ANSWERS},
    summary="单位",
    operation_id="departments",
)
def departments(request: HttpRequest, p: Query[Paged]) -> Any:
    """单位表，按规定次序。"""
    rows, head = _cut(visible_departments(_who(request)).order_by("order", "pk"), p)
    return shapes.DepartmentPage(**head, rows=[filling.department_row(u) for u in rows])


@api.get("/rounds", response={200: shapes.RoundPage, **_ANSWERS}, summary="报送轮次", operation_id="rounds")
def rounds(request: HttpRequest, p: Query[Paged]) -> Any:
    """报送轮次；单位只见本单位的报送情况。"""
    who = _who(request)
    rows, head = _cut(visible_rounds(who).order_by("-due_on", "-pk"), p)
    reports: dict[int, list[RoundReport]] = defaultdict(list)
    for r in visible_round_reports(who).filter(round__in=rows).select_related("department"):
        reports[r.round_id].append(r)
    return shapes.RoundPage(**head, rows=[filling.round_row(r, reports[r.pk]) for r in rows])


@api.get(
    "/published",
    response={200: shapes.PublishedPage, **_ANSWERS},
    summary="公开内容",
    operation_id="published",
)
def published(request: HttpRequest, p: Query[Paged]) -> Any:
    """经审核公开的文字；人大代表的令牌只看得到这些。"""
    found = (
        visible_publications(_who(request)).filter(withdrawn_on=None).select_related("item").order_by("-pk")
    )
    rows, head = _cut(found, p)
    return shapes.PublishedPage(
        **head,
        rows=[
            shapes.PublishedRow(item_id=x.item_id, no=x.item.no, title=x.item.title, text=x.text, published_on=x.published_on)
            for x in rows
        ],
    )  # fmt: skip
