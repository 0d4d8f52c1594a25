"""Single articles in the cache: found by any of their paths, given whole, or as the marks they bear."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from reader.model import Entry
from reader.store.cache import read_note
from reader.store.fields import unpack
from reader.store.intake import Form
from reader.store.state import Mark

MARK = "a.key, a.read, a.bookmarked, a.dropped, a.fingerprint, a.guid"
WHOLE = "a.id, a.key, h.fields, a.date, a.read IS NULL, a.bookmarked IS NOT NULL"


def find_article(connection: sqlite3.Connection, key: str) -> tuple[int, str] | None:
    """Find the article that a path belongs to: its number, and the path that speaks for it."""
    row = connection.execute(
        "SELECT a.id, a.key FROM files f JOIN articles a ON a.id = f.article WHERE f.key = ?", (key,)
    ).fetchone()
    return row and (row[0], row[1])


def iter_entries(connection: sqlite3.Connection, articles: Iterable[int]) -> Iterator[Entry]:
    """Yield articles as they are listed, by their numbers."""
    form: Form = "flat" if read_note(connection, "form") == "flat" else "path"
    for article in articles:
        row = connection.execute(
            f"SELECT {WHOLE} FROM articles a JOIN headers h ON h.id = a.file WHERE a.id = ?", (article,)
        ).fetchone()
        if row:
            yield _entry(connection, form, *row)


def _entry(
    connection: sqlite3.Connection,
    form: Form,
    article: int,
    key: str,
    fields: str,
    date: int | None,
    unread: int,
    bookmarked: int,
) -> Entry:
    others = connection.execute("SELECT key FROM files WHERE article = ? AND key <> ? ORDER BY key", (article, key))
    duplicates = tuple(other for (other,) in others)
    article = replace(unpack(key, fields), date=None if date is None else datetime.fromtimestamp(date, UTC))
    return Entry(article.with_lists_as(form), bool(unread), bool(bookmarked), duplicates)


def find_entry(connection: sqlite3.Connection, key: str) -> Entry | None:
    """Find what is known of an article by any of its paths."""
    found = find_article(connection, key)
    return next(iter_entries(connection, [found[0]]), None) if found else None


def titled_marks(connection: sqlite3.Connection, keys: Iterable[str]) -> list[tuple[str, Mark]]:
    """Give the titles and the marks of articles by any of their paths, as the cache mirrors them."""
    rows = connection.execute(
        f"SELECT DISTINCT a.title, {MARK} FROM json_each(?) k JOIN files f ON f.key = k.value"
        " JOIN articles a ON a.id = f.article",
        (json.dumps(list(keys)),),
    )
    return [(title, Mark(*mark)) for title, *mark in rows]
