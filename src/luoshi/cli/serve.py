"""``luoshi serve``: the site in one process (网站)."""

from __future__ import annotations

import os

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 · address")
@click.option("--port", default=8000, show_default=True, help="端口 · port")
@click.option(
    "--workers", default=1, show_default=True, help="进程数；SQLite 只用 1 · processes; 1 with SQLite"
)
@click.option("--threads", default=8, show_default=True, help="每进程线程数 · threads in each")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """启动台账网站 · serve the ledger

    默认 SQLite，一个进程，定时任务在内；生产环境设 DATABASE_URL=postgres://…，另起 luoshi ledger worker。
    """
    from luoshi.cli.ledger import django_ready

    django_ready()
    from django.conf import settings
    from django.core.management import call_command

    from luoshi.ledger import guards, search

    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and workers > 1:
        raise click.UsageError("SQLite 只能用一个进程。多进程请用 PostgreSQL（DATABASE_URL=postgres://…）。")
    call_command("migrate", verbosity=0, interactive=False)
    guards.install()
    search.install()
    try:
        from granian.constants import Interfaces
        from granian.server import Server
    except ImportError:
        raise click.ClickException("网站需要附加组件，请先安装：pip install 'luoshi[serve]'") from None
    os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.web.settings"
    click.echo(f"台账 http://{host}:{port}/")
    Server(
        "luoshi.web.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=threads, log_access=False,
    ).serve()  # fmt: skip
