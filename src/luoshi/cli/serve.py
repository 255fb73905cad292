"""``luoshi serve``: the site in one process (网站), in front or in the background."""

from __future__ import annotations

import os
import sys

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 · address")
@click.option("--port", default=8000, show_default=True, help="端口 · port")
@click.option(
    "--workers", default=1, show_default=True, help="进程数；SQLite 只用 1 · processes; 1 with SQLite"
)
@click.option("--threads", default=8, show_default=True, help="每进程线程数 · threads in each")
@click.option(
    "--background",
    is_flag=True,
    help="在后台运行，能应答后返回；端口被占则用下一个空的 · run in the background",
)
@click.option(
    "--stop",
    is_flag=True,
    help="停下本文件夹（LUOSHI_HOME）在后台运行的网站 · stop the one in the background",
)
def serve(host: str, port: int, workers: int, threads: int, background: bool, stop: bool) -> None:
    """启动台账网站 · serve the ledger

    默认 SQLite，一个进程，定时任务在内；生产环境设 DATABASE_URL=postgres://…，另起 luoshi ledger worker。
    """
    from luoshi.cli import background as behind

    if stop:
        click.echo("已停下 stopped" if behind.stop() else "没有在后台运行的网站 nothing is running")
        return
    _prepared(workers)
    if background:
        site = behind.start(host, port, ["--threads", str(threads), "--workers", str(workers)])
        click.echo(f"台账 {site.address}（后台运行，日志 {site.log}）")
        click.echo(f"停下 stop  {behind.stop_words()}")
        return
    from granian.constants import Interfaces
    from granian.server import Server

    click.echo(f"台账 http://{host}:{port}/")
    sys.stdout.flush()
    Server(
        "luoshi.web.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=threads, log_access=False,
    ).serve()  # fmt: skip


def _prepared(workers: int) -> None:
    """Tables, guards and search at this version; a clear word where a package is missing or SQLite is asked too much."""
    from luoshi.cli.ledger import django_ready

    django_ready()
    from django.conf import settings

    try:
        import granian  # noqa: F401
    except ImportError:
        raise click.ClickException("网站需要附加组件，请先安装：pip install 'luoshi[serve]'") from None
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and workers > 1:
        raise click.UsageError("SQLite 只能用一个进程。多进程请用 PostgreSQL（DATABASE_URL=postgres://…）。")
    from luoshi.ledger.installing import install

    install()
    os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.web.settings"
