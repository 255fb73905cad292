"""Running the site (部署): what docs/web.md promises about settings, TLS behind a proxy, health."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import luoshi.web

ROOT = Path(__file__).parent.parent.parent
SETTINGS = Path(luoshi.web.__file__).parent / "settings.py"
DOC = ROOT / "docs/web.md"

_ASK = """
import django; django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
client = Client(SERVER_NAME="example.gov")
print(client.get("/login").status_code, client.get("/login", headers={"X-Forwarded-Proto": "https"}).status_code,
      client.get("/healthz").status_code)
"""


def test_every_setting_is_documented_and_none_is_made_up() -> None:
    name = re.compile(r"\b(?:LUOSHI_[A-Z_]+|DATABASE_URL)\b")
    used = set(re.findall(r"environ(?:\.get\(|\[)\s*\"([A-Z_]+)\"", SETTINGS.read_text("utf-8")))
    assert used == set(name.findall(DOC.read_text("utf-8")))


def test_behind_a_proxy_with_tls_only_plain_requests_are_redirected(tmp_path: Path) -> None:
    env = os.environ | {
        "LUOSHI_HOME": str(tmp_path), "LUOSHI_HTTPS": "1", "LUOSHI_HOSTS": "example.gov", "LUOSHI_LOG": "CRITICAL",
        "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3", "DJANGO_SETTINGS_MODULE": "luoshi.web.settings",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", _ASK], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["301", "200", "200"], done.stderr


def test_the_screens_that_the_docs_name_are_there() -> None:
    from django.urls import resolve

    told = re.findall(r"^\|[^|`]*`(/[^`]*)`", DOC.read_text("utf-8"), re.M)
    assert len(told) >= 10
    for path in told:
        resolve(path)
