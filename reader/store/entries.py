"""Single articles in the cache: found by any of their paths, given whole, or as the marks they bear."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from reader.files import key_of
from reader.model import Entry
from reader.store.cache import APART, read_note
from reader.store.fields import unpack
from reader.store.mark import MARK, Mark
from reader.store.samples import load_samples

if TYPE_CHECKING:
    from reader.store.intake import Form

WHOLE = "a.id, a.key, h.fields, a.date, a.read IS NULL, a.bookmarked IS NOT NULL"


class TitledMark(NamedTuple):
    """What the reader did to an article, and its title to speak of it."""

    article: int
    title: str
    mark: Mark


def find_article(connection: sqlite3.Connection, key: str) -> tuple[int, str] | None:
    """Find the article that a path belongs to: its number, and the path that speaks for it."""
    row = connection.execute(
        "SELECT a.id, a.key FROM files f JOIN articles a ON a.id = f.article WHERE f.key = ?", (key_of(key),)
    ).fetchone()
    return row and (row[0], row[1])


def iter_entries(connection: sqlite3.Connection, articles: Iterable[int]) -> Iterator[Entry]:
    """Yield articles as they are listed, by their numbers."""
    form: Form = "flat" if read_note(connection, "form") == "flat" else "path"
    sample = load_samples(connection).fields
    for article in articles:
        row = connection.execute(
            f"SELECT {WHOLE} FROM articles a JOIN headers h ON h.id = a.file WHERE a.id = ?", (article,)
        ).fetchone()
        if row:
            yield _entry(connection, form, sample, *row)


def _entry(
    connection: sqlite3.Connection,
    form: Form,
    sample: str,
    number: int,
    key: str,
    fields: bytes,
    date: int | None,
    unread: int,
    bookmarked: int,
) -> Entry:
    others = connection.execute(
        "SELECT key, fields FROM files JOIN headers USING (id) WHERE article = ? AND key <> ? ORDER BY key",
        (number, key),
    ).fetchall()
    says = [unpack(path, said, sample).with_lists_as(form) for path, said in [(key, fields), *others]]
    article = says[0]._replace(
        date=None if date is None else datetime.fromtimestamp(date, UTC),
        categories=tuple(dict.fromkeys(path for one in says for path in one.categories)),
    )
    return Entry(article, bool(unread), bool(bookmarked), tuple(path for path, _ in others))


def find_entry(connection: sqlite3.Connection, key: str) -> Entry | None:
    """Find what is known of an article by any of its paths."""
    found = find_article(connection, key)
    return next(iter_entries(connection, [found[0]]), None) if found else None


def keys_of(connection: sqlite3.Connection, articles: Iterable[int]) -> list[str]:
    """Give the paths that speak for articles, by their numbers."""
    rows = connection.execute(
        "SELECT a.key FROM json_each(?) n CROSS JOIN articles a ON a.id = n.value",
        (json.dumps(list(articles)),),
    )
    return [key for (key,) in rows]


def titled_marks(connection: sqlite3.Connection, keys: Iterable[str]) -> list[TitledMark]:
    """Give the titles and marks of articles, by any of their paths, as the cache mirrors them."""
    rows = connection.execute(
        f"SELECT m.id, m.title, {MARK} FROM json_each(?) k CROSS JOIN files f ON f.key = k.value"
        " CROSS JOIN articles m ON m.id = f.article",
        (json.dumps(sorted(map(key_of, keys))),),
    )
    return list({row[0]: TitledMark(row[0], row[1], Mark._make(row[2:])) for row in rows}.values())


def count_name_lists(connection: sqlite3.Connection) -> dict[tuple[str, ...], int]:
    """Count the plain lists of category names of all files, which may be paths or sets."""
    rows = connection.execute("SELECT names, files FROM name_lists WHERE files > 0")
    return {tuple(names.split(APART)): count for names, count in rows}
