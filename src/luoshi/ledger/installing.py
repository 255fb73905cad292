"""Setting the ledger up (建库): tables, insert-only guards and the search index, on an empty database or an older one."""

from __future__ import annotations

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from luoshi.ledger import guards, search
from luoshi.ledger.errors import NotInstalled


def install() -> None:
    """Brings the database to this version's tables and sets guards and search anew; safe to repeat."""
    _answering()
    call_command("migrate", verbosity=0, interactive=False)
    guards.install()
    search.install()


def require() -> None:
    """Refuses where the tables are missing or of an older version, and says which command makes them."""
    _answering()
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotInstalled(f"{_where()}还没有建库，或是旧版本的库。请先运行 luoshi ledger init。")


def _answering() -> None:
    try:
        connections[DEFAULT_DB_ALIAS].ensure_connection()
    except OperationalError as e:
        raise NotInstalled(
            f"连不上{_where()}：{str(e).strip().splitlines()[0]}。请检查 DATABASE_URL 或 LUOSHI_HOME。"
        ) from None


def _where() -> str:
    settings = connections[DEFAULT_DB_ALIAS].settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        return f"数据库 {settings['NAME']} "
    return f"数据库 {settings['HOST'] or 'localhost'}/{settings['NAME']} "
