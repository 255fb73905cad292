"""Guards in the database itself (触发器): what was written down cannot be changed or removed, on SQLite and PostgreSQL.

A migration that rebuilds a table drops its triggers (SQLite does that), so they are made anew after every migrate.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

INSERT_ONLY = (
    "ledger_event", "ledger_seal", "ledger_deadline", "ledger_lightsnapshot", "ledger_check", "ledger_figure",
    "ledger_adjustment", "ledger_itemsource", "ledger_documentsigning",
)  # fmt: skip
_MAY_UPDATE = frozenset(("ledger_documentsigning",))  # a signing is filled in once, never taken away
REFUSAL = "只许追加，不许修改或删除"
_CONFIRMED = "EXISTS (SELECT 1 FROM ledger_redaction r WHERE r.event_id = OLD.event_id AND r.confirmed_by_id IS NOT NULL)"

# What holds words may be blanked, but only under a confirmed redaction of the very event that wrote it.
_REDACTABLE = {
    "ledger_figure": "'submission:' || OLD.submission_id",
    "ledger_check": "'check:' || OLD.id",
    "ledger_adjustment": "'adjustment:' || OLD.id",
    "ledger_itemsource": "'item:' || OLD.item_id, 'source:' || OLD.id",
}


def after_migrate(using: str = "default", **kwargs: Any) -> None:
    """The signal's receiver: guards and search index of the database that was migrated."""
    from luoshi.ledger import search

    install(using)
    search.install(using)


def install(using: str = "default") -> None:
    """Makes all guards anew; does nothing while the tables are not there (migrated back to zero)."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if not {*INSERT_ONLY, "ledger_payload", "ledger_redaction"} <= present:
        return
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Takes the guards away: for a restore only, which puts them back and verifies the chain."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in _names():
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def missing(using: str = "default") -> list[str]:
    """The guards that ought to be there and are not; ``verify`` reports them."""
    connection = connections[using]
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        there = {row[0] for row in cursor.fetchall()}
    if connection.vendor == "sqlite":
        return [name for name, _ in _names() if not name.endswith("_truncate") and name not in there]
    return [name for name, _ in _names() if name not in there]


def _names() -> list[tuple[str, str]]:
    tables = (*INSERT_ONLY, "ledger_payload", "ledger_redaction")
    out = []
    for table in tables:
        for what in ("update", "delete", "truncate"):
            if not (what == "update" and table in _MAY_UPDATE):
                out.append((f"guard_{table}_{what}", table))
    return out


def _allowed(table: str, what: str) -> str:
    """The condition under which the guard lets it pass; empty: never."""
    if (table, what) == ("ledger_payload", "delete"):
        return _CONFIRMED
    if (table, what) == ("ledger_redaction", "update"):
        return "OLD.confirmed_by_id IS NULL"
    if what == "update" and table in _REDACTABLE:
        return (
            "EXISTS (SELECT 1 FROM ledger_redaction r JOIN ledger_event e ON e.id = r.event_id "
            f"WHERE r.confirmed_by_id IS NOT NULL AND e.subject IN ({_REDACTABLE[table]}))"
        )
    return ""


def _statements(vendor: str) -> list[str]:
    make = _sqlite if vendor == "sqlite" else _postgres
    return [statement for name, table in _names() for statement in make(name, table, name.rsplit("_", 1)[1])]


def _sqlite(name: str, table: str, what: str) -> list[str]:
    if what == "truncate":
        return []  # SQLite has none
    allowed = _allowed(table, what)
    when = f"WHEN NOT ({allowed}) " if allowed else ""
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {what.upper()} ON {table} FOR EACH ROW {when}"
        f"BEGIN SELECT RAISE(ABORT, '{table}：{REFUSAL}'); END",
    ]


def _postgres(name: str, table: str, what: str) -> list[str]:
    """A trigger's WHEN may hold no subquery, so the condition stands in the trigger's own function."""
    allowed = _allowed(table, what)
    passing = f"IF {allowed} THEN RETURN {'OLD' if what == 'delete' else 'NEW'}; END IF; " if allowed else ""
    each = "STATEMENT" if what == "truncate" else "ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {passing}"
        f"RAISE EXCEPTION '{table}：{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {what.upper()} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()",
    ]
