"""The site in the background (后台运行): started, waited for until it answers, found again by its file, stopped."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

import click

STATE = "site.json"
LOG = "site.log"
PORTS = 50
"""So many ports are tried from the one asked for."""
WAIT = 60.0  # seconds until it must answer


class Site(NamedTuple):
    """A site that runs behind: its process, where it answers, and where it logs."""

    pid: int
    address: str
    log: str


def home() -> Path:
    """LUOSHI_HOME, as the settings of the site have it."""
    return Path(os.environ.get("LUOSHI_HOME", "luoshi-data")).resolve()


def start(host: str, port: int, options: list[str]) -> Site:
    """The site that runs already for this folder, or a new one on the first free port; returns once it answers."""
    running = found()
    if running and answers(running.address):
        return running
    port = free_port(host, port)
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/"
    log = home() / LOG
    command = [
        sys.executable,
        "-m",
        "luoshi.cli.main",
        "serve",
        "--host",
        host,
        "--port",
        str(port),
        *options,
    ]
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    site = Site(process.pid, address, str(log))
    _keep(site)
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        if answers(address):
            return site
        if process.poll() is not None:
            break
        time.sleep(0.1)
    stop()
    raise click.ClickException(f"网站没有启动起来，请看日志 {log}")


def stop() -> bool:
    """Ends the site of this folder and waits for it; whether there was one."""
    site = found()
    (home() / STATE).unlink(missing_ok=True)
    if site is None:
        return False
    for sign in (signal.SIGTERM, signal.SIGKILL):
        until = time.monotonic() + 10
        try:
            os.killpg(site.pid, sign)
            while time.monotonic() < until:
                _reap(site.pid)
                os.killpg(site.pid, 0)
                time.sleep(0.05)
        except (ProcessLookupError, PermissionError):
            return True
    return True


def found() -> Site | None:
    """The site that was started for this folder and still runs, by its file; a stale file counts as none."""
    try:
        site = Site(**json.loads((home() / STATE).read_text("utf-8")))
        command = Path(f"/proc/{site.pid}/cmdline")
        if command.parent.parent.exists() and b"luoshi" not in command.read_bytes():
            return None  # the number was given to another process since
        os.kill(site.pid, 0)
    except (OSError, ValueError, TypeError):
        return None
    return site


def answers(address: str) -> bool:
    """Whether /healthz says ok."""
    try:
        with urllib.request.urlopen(f"{address}healthz", timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port(host: str, port: int) -> int:
    """The first port from ``port`` on that nobody listens on."""
    for candidate in range(port, port + PORTS):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind((host, candidate))
            except OSError:
                continue
            return candidate
    raise click.ClickException(f"{host} 的端口 {port}–{port + PORTS - 1} 都被占用，请用 --port 另给一个。")


def stop_words() -> str:
    """The command that stops it, as one would type it here."""
    given = os.environ.get("LUOSHI_HOME")
    name = Path(sys.argv[0])
    command = str(name) if name.name == "luoshi" else "luoshi"
    return f"{f'LUOSHI_HOME={given} ' if given else ''}{command} serve --stop"


def _keep(site: Site) -> None:
    file = home() / STATE
    part = file.with_suffix(".part")
    part.write_text(json.dumps(site._asdict()), "utf-8")
    part.replace(file)


def _reap(pid: int) -> None:
    """Takes the exit of a child of ours, so that it does not stand as a zombie that still counts as running."""
    with contextlib.suppress(ChildProcessError):  # started by another process: its own parent takes it
        os.waitpid(pid, os.WNOHANG)
