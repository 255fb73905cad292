"""``luoshi ledger``: the house-keeping of the ledger (台账运维)."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from pathlib import Path

import click


def django_ready() -> None:
    """Sets Django up with the web room's settings; a clear word where the serve extra is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.web.settings")
    try:
        import django
    except ImportError:
        raise click.ClickException("台账需要附加组件，请先安装：pip install 'luoshi[serve]'") from None
    django.setup()


@click.group()
def ledger() -> None:
    """台账运维：建库、核验、备份 · set up, verify, back up the ledger

    数据库由 DATABASE_URL 指定，默认用 LUOSHI_HOME（./luoshi-data）里的 SQLite。
    """
    django_ready()


@ledger.command()
def init() -> None:
    """建库或升级，重建触发器 · make or migrate the database and its guards"""
    from luoshi.ledger.installing import install

    install()
    click.echo("台账已就绪 ready")


@ledger.command()
@click.option("--government", required=True, help="政府名称，如 石泓县人民政府 · name of the government")
@click.option("--username", default="admin", show_default=True, help="登录名 · log-in name")
@click.option("--name", default="系统管理员", show_default=True, help="姓名 · name")
@click.option(
    "--password", envvar="LUOSHI_ADMIN_PASSWORD", help="密码；不给则询问 · asked for when not given"
)
def createadmin(government: str, username: str, name: str, password: str | None) -> None:
    """建立一级政府和它的系统管理员 · the first government and its admin"""
    from luoshi.ledger.founding import found
    from luoshi.ledger.installing import install

    install()
    if not password:
        password = click.prompt("密码 password", hide_input=True, confirmation_prompt=True)
    user = found(government, username, name, password)
    click.echo(f"已建立 {government}，管理员 {user.username}")


@ledger.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--admin", default="admin", show_default=True, help="以哪个管理员的名义 · log-in of the admin who does it"
)
def enrol(file: Path, admin: str) -> None:
    """按花名册建单位、岗位、账号 · units, posts and people from a sheet (xlsx or csv)

    表头：单位 简称 姓名 登录名 岗位 角色 主要负责人 类别。角色：承办人员、单位审核人、督查室、交办方、领导、人大代表、上级、系统管理员。
    没有姓名的行只建单位。有错的逐行说明，一行也不写入；同一张表再来一次，什么也不变。
    新账号的初始密码只显示这一次。
    """
    from luoshi.cli.roster import rows_of
    from luoshi.ledger.installing import require
    from luoshi.ledger.roster import enrol as take

    require()
    made = take(admin, rows_of(file))
    for one in made:
        click.echo(f"{one.login}\t{one.name}\t{one.password}")
    click.echo(f"新账号 {len(made)} 个 new accounts", err=True)


@ledger.command()
@click.argument("username")
@click.option("--password", envvar="LUOSHI_PASSWORD", help="新密码；不给则询问 · asked for when not given")
def password(username: str, password: str | None) -> None:
    """给账号换密码，原有登录随即失效 · a new password for an account"""
    from luoshi.ledger.installing import require
    from luoshi.ledger.roster import set_password

    require()
    if not password:
        password = click.prompt("密码 password", hide_input=True, confirmation_prompt=True)
    user = set_password(username, password)
    click.echo(f"已给 {user.username} 换密码")


@ledger.command("load-demo")
@click.option(
    "--keep", is_flag=True, help="已装过就不再装，只列出账号 · already loaded: only list the log-ins"
)
def load_demo(keep: bool) -> None:
    """装入虚构县的半年台账 · half a year of a county that does not exist"""
    from luoshi.ledger import demo
    from luoshi.ledger.installing import install

    if "LUOSHI_LOG" not in os.environ:  # the demo ticks through its year: that is not this person's log
        logging.getLogger("luoshi").setLevel(logging.WARNING)
    install()
    for line in demo.logins() if keep and demo.loaded() else demo.load():
        click.echo(line)


@ledger.command()
def verify() -> None:
    """核验事件链、封印和触发器 · walk the chain, seals and guards"""
    from luoshi.ledger import chain
    from luoshi.ledger.installing import require

    require()
    start = time.monotonic()
    found = chain.verify()
    click.echo(
        f"事件 {found.events}，链 {found.chains}，封印 {found.seals}，依法移除 {found.redacted}，用时 {time.monotonic() - start:.1f} 秒"
    )
    if found.broken:
        click.echo(f"断裂 broken：{found.broken}", err=True)
        sys.exit(1)
    click.echo(f"完好 ok{f'，封印根 {found.root}' if found.root else ''}")


@ledger.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path | None) -> None:
    """整库备份成一个文件 · one file with everything"""
    from luoshi.ledger import archive
    from luoshi.ledger.installing import require

    require()
    target = file or Path(archive.file_name())
    made = archive.backup(target)
    click.echo(f"{target}：事件 {made.events}，附件 {made.files}，封印根 {made.root or '（无）'}")


@ledger.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """把备份恢复到空库并核验 · into an empty database, then verify"""
    from luoshi.ledger import archive
    from luoshi.ledger.installing import install

    install()
    manifest, found = archive.restore(file)
    if not found.ok or found.events != manifest.events:
        click.echo(f"恢复后核验未通过：{found.broken or '事件数不符'}", err=True)
        sys.exit(1)
    click.echo(f"已恢复 restored：事件 {found.events}，附件 {manifest.files}，核验完好 ok")


@ledger.command()
def tick() -> None:
    """做一次定时任务，可随时重复 · the daily work once; safe to repeat"""
    from luoshi.ledger.installing import require
    from luoshi.ledger.ticking import tick as run

    require()
    result = run()
    click.echo(json.dumps(result, ensure_ascii=False))
    if "failed" in result.values():
        sys.exit(1)


@ledger.command()
@click.option("--every", default=300.0, show_default=True, help="间隔秒数 · seconds between ticks")
def worker(every: float) -> None:
    """不停地做定时任务（生产环境单独进程）· tick for ever, beside the web processes"""
    from luoshi.ledger import scheduler
    from luoshi.ledger.installing import require

    require()
    scheduler.run(every)
