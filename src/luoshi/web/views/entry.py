"""Coming in and going out (登录、退出), the page about oneself."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from luoshi.web.context import home
from luoshi.web.http import actor, page


class LoginForm(AuthenticationForm):
    """登录表单."""

    error_messages: ClassVar[dict[str, Any]] = {
        "invalid_login": _("登录名或密码不对。连续 5 次不对，将锁定 15 分钟。"),
        "inactive": _("账号已停用。请联系系统管理员。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("登录名")
        self.fields["password"].label = _("密码")


class Login(auth.LoginView):
    """登录."""

    template_name = "web/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


@login_not_required
def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What one sees after too many wrong passwords (429)."""
    return render(request, "web/locked.html", status=429)


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_GET
def start(request: HttpRequest) -> HttpResponseRedirect:
    """The first page of whoever is logged in."""
    return HttpResponseRedirect(reverse(home(actor(request))))


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Oneself: posts held today."""
    return page(request, "me")


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the keyboard."""
    return page(request, "keys")
