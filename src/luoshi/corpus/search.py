"""Full-text search (检索): one token per character in SQLite's FTS5, so that no word is missed that a segmenter would join.

The index says in which sentences the characters stand side by side; the sentence itself, read from the dataset,
decides, and gives the span. Blanks and line breaks inside a hit do not matter.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from luoshi.corpus.sentences import sentences
from luoshi.errors import LuoshiError

NAME = "search.sqlite"
_BATCH = 20_000


class BadQuery(LuoshiError):
    """A search for nothing: no letter, digit or Han character in it."""


class Hit(msgspec.Struct, frozen=True):
    """One place where the phrase stands: ``text[start:end]`` of the report, in the sentence ``sentence``."""

    report: str
    start: int
    end: int
    sentence: str


def write_index(path: Path, texts: Iterable[tuple[str, str]]) -> None:
    """Write the index of (report id, text) pairs as a new file at ``path``."""
    base = sqlite3.connect(path)
    try:
        base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;"
            "CREATE TABLE reports(no INTEGER PRIMARY KEY, report TEXT NOT NULL);"
            "CREATE TABLE spans(id INTEGER PRIMARY KEY, report INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL);"
            "CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize='unicode61', columnsize=0);"
            "BEGIN;"
        )
        n = 0
        spans: list[tuple[int, int, int, int]] = []
        bodies: list[tuple[int, str]] = []
        for no, (report, text) in enumerate(texts, 1):
            base.execute("INSERT INTO reports VALUES (?, ?)", (no, report))
            for start, end in sentences(text):
                n += 1
                spans.append((n, no, start, end))
                bodies.append((n, " ".join(text[start:end])))
            if len(spans) >= _BATCH:
                _insert(base, spans, bodies)
        _insert(base, spans, bodies)
        base.execute("COMMIT")
    finally:
        base.close()


def _insert(
    base: sqlite3.Connection, spans: list[tuple[int, int, int, int]], bodies: list[tuple[int, str]]
) -> None:
    base.executemany("INSERT INTO spans VALUES (?, ?, ?, ?)", spans)
    base.executemany("INSERT INTO words(rowid, body) VALUES (?, ?)", bodies)
    spans.clear()
    bodies.clear()


def candidates(path: Path, phrase: str) -> Iterator[tuple[str, int, int]]:
    """Sentences (report id, start, end), in order of report and place, whose characters hold the phrase's in a row."""
    tokens = re.findall(r"\w", phrase)
    if not tokens:
        raise BadQuery(f"检索词“{phrase}”里没有文字；请给出汉字、字母或数字")
    query = '"' + " ".join(tokens) + '"'
    base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        yield from base.execute(
            "SELECT r.report, s.start, s.end FROM words JOIN spans s ON s.id = words.rowid"
            " JOIN reports r ON r.no = s.report WHERE words MATCH ? ORDER BY words.rowid",
            (query,),
        )
    finally:
        base.close()


def matcher(phrase: str) -> re.Pattern[str]:
    """The phrase with blanks allowed between its characters, upper and lower case alike."""
    return re.compile(r"\s*".join(re.escape(c) for c in phrase if not c.isspace()), re.IGNORECASE)
