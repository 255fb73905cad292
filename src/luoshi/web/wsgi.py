"""The WSGI entry of the site (WSGI 入口)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.web.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  (needs the settings above)

if settings.SCHEDULER == "embedded":
    from luoshi.ledger import scheduler

    scheduler.start()
