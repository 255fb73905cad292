"""Databases for tests (测试用数据库): a fresh copy of a migrated one for each test, on SQLite and on PostgreSQL.

No rollback tricks: tests commit, and the guards are in place. PostgreSQL runs as a server of its own in a temporary
folder, where its programs are there; LUOSHI_TEST_POSTGRES may name a running one instead (postgres://…).
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import django
import pytest

_numbers = count(1)
HOME = Path(tempfile.mkdtemp(prefix="luoshi-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ.setdefault("LUOSHI_HOME", str(HOME))
os.environ.setdefault("LUOSHI_SECRET_KEY", "for-tests-only-" + "x" * 50)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.web.settings")


@cache
def setup() -> None:
    """Django, once, with quick password hashes and quiet logs."""
    os.environ["DATABASE_URL"] = f"sqlite:///{HOME}/none.sqlite3"
    os.environ.setdefault("LUOSHI_LOG", "CRITICAL")
    django.setup()
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.FILES = HOME / "files"


def point(url: str) -> None:
    """Makes ``url`` the default database of this process."""
    from django.db import connections

    from luoshi.web.settings import database

    connection = connections["default"]
    connection.close()
    fresh = connections.configure_settings({"default": database(url)})["default"]
    fresh["CONN_MAX_AGE"] = 0
    connections.settings["default"] = fresh
    del connections["default"]


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0, interactive=False)
    connections["default"].close()


@cache
def sqlite_template() -> Path:
    """A migrated SQLite file."""
    file = HOME / "template.sqlite3"
    point(f"sqlite:///{file}")
    _migrate()
    return file


@cache
def postgres_server() -> str:
    """The address (without a database's name) of a PostgreSQL server; skips, with the reason, where there is none."""
    given = os.environ.get("LUOSHI_TEST_POSTGRES")
    if given:
        return given.rstrip("/")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    binaries = found[-1].parent if found else Path(shutil.which("initdb") or "/nowhere").parent
    if not (binaries / "initdb").exists():
        pytest.skip("PostgreSQL is not installed here (tools/install_postgres.sh installs it)")
    folder = Path(tempfile.mkdtemp(prefix="luoshi-pg-"))
    run = _as_postgres(folder)
    run(
        str(binaries / "initdb"),
        "-D",
        str(folder / "data"),
        "-A",
        "trust",
        "-U",
        "luoshi",
        "-E",
        "UTF8",
        "--locale=C",
    )
    options = f"-k {folder} -c listen_addresses='' -c max_connections=120 -c shared_buffers=128MB"
    run(
        str(binaries / "pg_ctl"),
        "-D",
        str(folder / "data"),
        "-o",
        options,
        "-w",
        "-l",
        str(folder / "log"),
        "start",
    )

    def stop() -> None:
        run(str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgres://luoshi@/{{}}?host={folder}"


def _as_postgres(folder: Path):
    """Runs a program, under the user postgres where we are root (PostgreSQL refuses root)."""
    kwargs: dict[str, object] = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    if os.geteuid() == 0:
        try:
            user = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL will not run as root, and there is no user postgres here")
        os.chown(folder, user.pw_uid, user.pw_gid)
        kwargs |= {"user": user.pw_uid, "group": user.pw_gid, "cwd": folder, "extra_groups": []}
    return lambda *command: subprocess.run(command, **kwargs)  # type: ignore[call-overload]


def postgres_url(name: str) -> str:
    server = postgres_server()
    return server.format(name) if "{}" in server else f"{server}/{name}"


def _admin(*statements: str) -> None:
    import psycopg

    with psycopg.connect(
        postgres_url("postgres").replace("postgres://", "postgresql://"), autocommit=True
    ) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[arg-type]


@cache
def postgres_template() -> str:
    """The name of a migrated database."""
    name = f"luoshi_template_{os.getpid()}"
    _admin(f"CREATE DATABASE {name}")
    point(postgres_url(name))
    _migrate()
    return name


@contextmanager
def fresh(vendor: str) -> Iterator[str]:
    """A database of its own for the block, as the process's default; gives its URL."""
    setup()
    from django.db import connections

    if vendor == "sqlite":
        file = HOME / f"test-{next(_numbers)}.sqlite3"
        shutil.copyfile(sqlite_template(), file)
        url = f"sqlite:///{file}"
        point(url)
        try:
            yield url
        finally:
            connections["default"].close()
            for end in ("", "-wal", "-shm"):
                Path(f"{file}{end}").unlink(missing_ok=True)
        return
    template = postgres_template()
    name = f"luoshi_test_{os.getpid()}_{next(_numbers)}"
    _admin(f"CREATE DATABASE {name} TEMPLATE {template}")
    url = postgres_url(name)
    point(url)
    try:
        yield url
    finally:
        connections["default"].close()
        _admin(f"DROP DATABASE {name} WITH (FORCE)")
