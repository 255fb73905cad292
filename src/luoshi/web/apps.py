"""The site as a Django app (网站应用): templates, static files, template tags."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """网站: no models of its own."""

    name = "luoshi.web"
    label = "web"
