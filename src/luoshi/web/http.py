"""Requests and answers (请求与应答): who acts, pages, refusals with the right status, one key for each form."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import quote, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from luoshi.ledger.actor import Actor, actor_of
from luoshi.ledger.errors import Conflict, NotAllowed, NotThere, Refused

STATUS: dict[type[Refused], int] = {NotAllowed: 403, NotThere: 404, Conflict: 409}
"""The status of each refusal; all others are 422: what was sent cannot be done as it stands."""


def actor(request: HttpRequest) -> Actor:
    """Who acts: the logged-in person with the posts held today; looked up once a request."""
    found = getattr(request, "_actor", None)
    if found is None:
        found = request._actor = actor_of(request.user)
    return found


def status_of(error: Refused) -> int:
    """The HTTP status of a refusal."""
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)


def refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """A page (or for htmx a line) that says what was refused and what to do."""
    template = "parts/refusal.html" if request.headers.get("HX-Request") else "web/refusal.html"
    return render(request, template, {"error": error}, status=status_of(error))


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A rendered page of the site."""
    return render(request, f"web/{template}.html", context, status=status)


def go(name: str, *args: Any) -> HttpResponseRedirect:
    """After a form was carried out: see the page of that name (303, so that reloading sends nothing again)."""
    response = HttpResponseRedirect(reverse(name, args=args))
    response.status_code = 303
    return response


def go_back(request: HttpRequest, fallback: str, *args: Any) -> HttpResponseRedirect:
    """As ``go``, to where the form says it was (``back``), if that is on this site."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        response = HttpResponseRedirect(back)
        response.status_code = 303
        return response
    return go(fallback, *args)


def page_above(path: str) -> str:
    """The page that an address under it, to which forms are sent, belongs to: /items/7/do/report → /items/7."""
    parts = path.strip("/").split("/")
    for n in range(len(parts) - 1, 0, -1):
        above = "/" + "/".join(parts[:n])
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return reverse("start")


def login_address(here: str) -> str:
    """The log-in's address that leads back to ``here`` (path and query only)."""
    parts = urlsplit(here)
    return f"{reverse('login')}?next={quote(parts.path + (f'?{parts.query}' if parts.query else ''))}"


def new_key() -> str:
    """A key for one form: sent twice, the form is carried out once."""
    return secrets.token_urlsafe(18)


def number(text: str | None, default: int | None = None) -> int | None:
    """A whole number out of an address or form, or the default; never an error."""
    try:
        return int(text) if text and len(text) < 12 else default
    except ValueError:
        return default
