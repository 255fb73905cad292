"""One browser for the page tests of a file; where there is none they are skipped, and say why."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run", "--disable-dev-shm-usage"]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium through Playwright.

    Not for the whole session: while Playwright runs, its event loop stands in this thread, and Django refuses to touch a
    database there; the site's tests come after these.
    """
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-cjk")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright not installed (extra dev)")
    with sync_api.sync_playwright() as p:
        running = p.chromium.launch(executable_path=chromium, args=ARGS)
        yield running
        running.close()
