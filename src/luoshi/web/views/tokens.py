"""Tokens of the read API (接口令牌) and the page that explains the API; nothing of it comes from elsewhere."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.ledger import clock
from luoshi.ledger.actions import tokens as acts
from luoshi.ledger.errors import Refused
from luoshi.ledger.models import Role
from luoshi.ledger.permissions import GRANTS
from luoshi.ledger.visibility import visible_tokens
from luoshi.web.forms import Day, Form
from luoshi.web.http import actor, go, page, status_of


def _in_half_a_year() -> Any:
    return clock.today() + timedelta(days=183)


class TokenForm(Form):
    """生成令牌."""

    name = forms.CharField(label="用途", max_length=60, help_text="如“与办公系统对接”。")
    expires_on = Day(label="有效期至", initial=_in_half_a_year)


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """令牌: one's own (for an admin: those of the house); a new one is shown once."""
    who = actor(request)
    may = who.has(*GRANTS["token.create"].roles)
    form = TokenForm(request.POST or None) if may or request.method == "POST" else None
    status, made = 200, ""
    if form is not None and request.method == "POST":
        if form.is_valid():
            made = acts.fresh()
            try:
                acts.create_token(
                    who, name=form.cleaned_data["name"], sha256=acts.digest(made), expires_on=form.cleaned_data["expires_on"]
                )  # fmt: skip
                form = TokenForm()
            except Refused as e:
                form.refuse(e.field, e.message)
                status, made = status_of(e), ""
        else:
            status = 422
    rows = visible_tokens(who).select_related("user")
    return page(
        request, "tokens", status, form=form, made=made, rows=list(rows), house_wide=who.has(Role.ADMIN), today=clock.today()
    )  # fmt: skip


@require_POST
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """撤销令牌."""
    acts.revoke_token(actor(request), token_id)
    messages.success(request, "令牌已撤销，立即失效。")
    return go("tokens")


@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    """接口说明, drawn here from the schema that the API itself publishes."""
    from luoshi.web.api.site import api

    schema: dict[str, Any] = api.get_openapi_schema()
    parts = schema["components"]["schemas"]
    calls = [
        {
            "path": path,
            "method": method.upper(),
            "summary": op.get("summary", ""),
            "about": op.get("description", ""),
            "parameters": [
                (p["name"], _type(p["schema"]), p.get("required", False), p["schema"].get("description", ""))
                for p in op.get("parameters", ())
            ],
            "answer": _answer(op),
        }
        for path, methods in schema["paths"].items()
        for method, op in methods.items()
    ]  # fmt: skip
    shapes = [
        (name, _term(part.get("description", "")), [(f, _type(t), t.get("description", "")) for f, t in part["properties"].items()])
        for name, part in parts.items()
        if "properties" in part and not name.endswith("Filter") and name != "Paged"
    ]  # fmt: skip
    return page(
        request, "api_docs", calls=calls, shapes=shapes, info=schema["info"], host=request.get_host(), scheme=request.scheme
    )  # fmt: skip


def _term(about: str) -> str:
    """The Chinese term that a shape's description begins with."""
    return re.split(r"[:.]", about, maxsplit=1)[0]


def _answer(op: dict[str, Any]) -> str:
    content = op["responses"][200].get("content", {}) if 200 in op["responses"] else {}
    return _type(content["application/json"]["schema"]) if content else ""


def _type(schema: dict[str, Any]) -> str:
    """A schema's type in a few words: “ItemRow[]”, “string(date)”, “integer | null”."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(x) for x in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"{_type(schema['items'])}[]"
    kind = str(schema.get("type", ""))
    return f"{kind}({schema['format']})" if "format" in schema else kind
