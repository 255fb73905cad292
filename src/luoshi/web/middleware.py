"""What every request goes through (中间件): security headers, the gate, refusals as pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import translation

from luoshi.ledger.errors import Refused
from luoshi.web import http

API = "/api/v1/"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
"""No inline script or style anywhere, nothing from elsewhere."""


def headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """安全头: content policy, and no copies of pages in shared caches."""

    def run(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return run


def language(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """语言: Chinese, unless the reader chose English here; what the browser prefers is not asked."""

    def run(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "zh-hans")
            return response

    return run


class Gate(LoginRequiredMiddleware):
    """登录闸门: every page asks for a log-in unless it says otherwise; the API asks for its own.

    A fragment asked for after the session has ended sends the whole page to the log-in, not a log-in into a cell.
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if request.path.startswith(API):
            return None
        answer = super().process_view(request, view, args, kwargs)
        if answer is not None and request.headers.get("HX-Request"):
            response = HttpResponse(status=401)
            here = request.headers.get("HX-Current-URL", "/")
            response["HX-Redirect"] = http.login_address(here)
            return response
        return answer


class Refusals:
    """拒绝: what an action or a queryset refuses becomes a page with its words and the right status.

    Who asks for an address to which forms are only sent (after logging in again, or by reloading a form that was
    refused) sees the page above it, where what they typed is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        asked = request.method in ("GET", "HEAD") and not request.path.startswith("/api/")
        if response.status_code == 405 and asked:
            return HttpResponseRedirect(http.page_above(request.path))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused) and not request.path.startswith(API):
            return http.refusal(request, error)
        return None
