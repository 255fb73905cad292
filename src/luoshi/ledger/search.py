"""Search in items (检索): one token for each Han character and phrase queries, so that nothing inside Chinese is missed.

FTS5 on SQLite, tsvector on PostgreSQL; the index is written by the actions (``put``) and can be made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connections
from django.db.models.expressions import RawSQL

_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?|[\u3007\u3400-\u9fff\U00020000-\U0003ffff]|[^\s\w]", re.UNICODE)
_WORD = re.compile(r"\w", re.UNICODE)
_STOP = "x0x"  # stands for punctuation, so that no phrase crosses it
_TABLE = "ledger_itemtext"


def tokens(text: str) -> str:
    """The text as the index holds it: Han characters apart, number and letter runs whole, punctuation as a stop."""
    return " ".join(t.lower() if _WORD.match(t) else _STOP for t in _TOKEN.findall(text))


def install(using: str = "default") -> None:
    """Makes the index where it is missing and fills it from the items."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if "ledger_item" not in tables or _TABLE in tables:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE VIRTUAL TABLE {_TABLE} USING fts5(body, tokenize='unicode61', detail='full')"
            )
        else:
            cursor.execute(f"CREATE TABLE {_TABLE} (rowid bigint PRIMARY KEY, body tsvector NOT NULL)")
            cursor.execute(f"CREATE INDEX {_TABLE}_gin ON {_TABLE} USING gin (body)")
    rebuild(using)


def rebuild(using: str = "default") -> None:
    """Fills the index from all items."""
    from luoshi.ledger.models import Item

    rows = Item.objects.using(using).values_list("id", "no", "title", "requirement", "group").iterator(2000)
    with connections[using].cursor() as cursor:
        cursor.execute(f"DELETE FROM {_TABLE}")
    batch: list[tuple[int, str]] = []
    for pk, *texts in rows:
        batch.append((pk, " 。".join(texts)))
        if len(batch) == 1000:
            put(batch, using, fresh=True)
            batch = []
    put(batch, using, fresh=True)


def put(rows: Iterable[tuple[int, str]], using: str = "default", *, fresh: bool = False) -> None:
    """Writes (item id, text) pairs into the index, replacing what was there."""
    connection = connections[using]
    made = [(pk, tokens(text)) for pk, text in rows]
    if not made:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            if not fresh:
                cursor.executemany(f"DELETE FROM {_TABLE} WHERE rowid = %s", [(pk,) for pk, _ in made])
            cursor.executemany(f"INSERT INTO {_TABLE}(rowid, body) VALUES (%s, %s)", made)
        else:
            cursor.executemany(
                f"INSERT INTO {_TABLE}(rowid, body) VALUES (%s, to_tsvector('simple', %s)) "
                "ON CONFLICT (rowid) DO UPDATE SET body = excluded.body",
                made,
            )


def hits(query: str, using: str = "default") -> RawSQL | None:
    """The ids of items that hold every word of the query as a phrase, as a subquery for ``pk__in``; None: no words."""
    words = _words(query.split())
    if not words:
        return None
    if connections[using].vendor == "sqlite":
        match = " AND ".join('"' + w.replace('"', "") + '"' for w in words)
        return RawSQL(f"SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH %s", [match])
    clause = " && ".join(["phraseto_tsquery('simple', %s)"] * len(words))
    return RawSQL(f"SELECT rowid FROM {_TABLE} WHERE body @@ ({clause})", words)


def _words(phrases: Iterable[str]) -> list[str]:
    """The phrases as the index holds them, without those that are only punctuation."""
    return [w for w in (tokens(p).replace(_STOP, " ").strip() for p in phrases) if w]


def matching(query: str, using: str = "default", limit: int = 10_000) -> list[int]:
    """Ids of items that hold every word of the query as a phrase, the newest first. Empty query: none."""
    words = _words(query.split())
    if not words:
        return []
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            match = " AND ".join('"' + w.replace('"', "") + '"' for w in words)
            cursor.execute(
                f"SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH %s ORDER BY rowid DESC LIMIT %s",
                [match, limit],
            )
        else:
            clause = " && ".join(["phraseto_tsquery('simple', %s)"] * len(words))
            cursor.execute(
                f"SELECT rowid FROM {_TABLE} WHERE body @@ ({clause}) ORDER BY rowid DESC LIMIT %s",
                [*words, limit],
            )
        return [row[0] for row in cursor.fetchall()]


def any_of(phrases: Iterable[str], using: str = "default", limit: int = 200) -> list[int]:
    """Ids of items that hold any of the phrases, those that hold the most and rarest of them first."""
    words = _words(phrases)
    if not words:
        return []
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            match = " OR ".join('"' + w.replace('"', "") + '"' for w in words)
            cursor.execute(
                f"SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH %s ORDER BY rank LIMIT %s", [match, limit]
            )
        else:
            clause = " || ".join(["phraseto_tsquery('simple', %s)"] * len(words))
            cursor.execute(
                f"SELECT rowid FROM {_TABLE}, (SELECT {clause} AS q) AS asked WHERE body @@ q "
                "ORDER BY ts_rank(body, q) DESC, rowid DESC LIMIT %s",
                [*words, limit],
            )
        return [row[0] for row in cursor.fetchall()]
