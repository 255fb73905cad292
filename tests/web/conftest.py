"""Fixtures of the site's tests: the ledger's fresh databases and small county, a test client for every person."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "ledger"))
sys.path.insert(0, str(Path(__file__).parent))
pytest.importorskip("django", reason="the serve extra is not installed")

import databases

databases.setup()
from django.test.utils import setup_test_environment  # noqa: E402  (needs Django to be set up)

setup_test_environment()


@pytest.fixture
def vendor() -> str:
    """SQLite. A test of what hangs on the database is parametrised with ``vendor`` over both."""
    return "sqlite"


@pytest.fixture
def fresh(vendor: str) -> Iterator[str]:
    """A fresh database."""
    with databases.fresh(vendor) as url:
        yield url


@pytest.fixture
def stage(fresh: str) -> Any:
    """The small county with things of every kind in it, so that every route has something to show or refuse."""
    from stage import set_up

    return set_up()


@pytest.fixture
def client_of() -> Callable[[Any], Any]:
    """A browser without scripts, logged in as this user (None: nobody)."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]

    def make(user: Any = None, **kwargs: Any) -> Any:
        client = Client(**kwargs)
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium for the tests of a file, and closed again: while Playwright runs, Django refuses a database in this thread."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-cjk")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright not installed (extra dev)")
    with sync_api.sync_playwright() as p:
        running = p.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
            ],
        )
        yield running
        running.close()


@pytest.fixture
def settings_of() -> Iterator[Callable[..., None]]:
    """Sets settings for one test."""
    from django.conf import settings

    before: dict[str, Any] = {}

    def change(**values: Any) -> None:
        for name, value in values.items():
            before.setdefault(name, getattr(settings, name))
            setattr(settings, name, value)

    yield change
    for name, value in before.items():
        setattr(settings, name, value)
