"""What the reader did, mirrored into the cache so that lists can filter by it.

The state is the truth. The cache notes the number of the last change it mirrored and pulls what came after: a
kill between the two, a deleted cache and a second instance all heal in this one way.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping

from reader.store.cache import Cache, count_changes, read_note, write_note
from reader.store.mark import Mark, Step
from reader.store.state import State

COLUMNS = ("read", "bookmarked", "dropped")


def pull(cache: Cache, state: State) -> bool:
    """Bring the cache up to the state; gives whether anything was new.

    Raises:
        StoreError: one of the databases does not answer.
    """
    source, last = state.identity, state.last_change()
    if cache.note("mirrored") == f"{source}/{last}":
        return False
    cache.database.look_into(state.database)
    with cache.database.transaction() as connection:
        before, _, number = read_note(connection, "mirrored").rpartition("/")
        known = int(number or 0)
        if before != source or known > last:  # another state took the place of the one that was mirrored
            connection.execute("UPDATE articles SET read = NULL, bookmarked = NULL, dropped = NULL")
            connection.execute("UPDATE categories SET unread = total")
            known = 0
        _make_room(connection)
        connection.execute(
            "INSERT OR REPLACE INTO pulled SELECT f.article, m.read, m.bookmarked, m.dropped"
            " FROM state.marks m CROSS JOIN files f ON f.key = m.key"
            " WHERE m.library = ? AND m.change > ? AND f.article > 0 ORDER BY m.change",
            (state.library, known),
        )
        _spread(connection)
        write_note(connection, "mirrored", f"{source}/{last}")
        count_changes(connection)
    return True


def mark_all_read(cache: Cache, state: State, articles: Iterable[int], when: float) -> list[str]:
    """Mark articles read, however many, by their numbers; gives the keys of those that were unread.

    What the state is told is told to the cache in the same words: to ask the state for what it was just told
    would take as long again.
    """
    numbers = json.dumps(list(articles))
    step, keys = state.mark_all_read(cache.database, numbers, when)
    if keys:
        chosen = "read IS NULL AND id IN (SELECT value FROM json_each(?))"
        _follow(cache, state, step, when, chosen, numbers)
    return keys


def take_back_read(cache: Cache, state: State, when: float) -> None:
    """Mark unread what was marked read at an instant."""
    _follow(cache, state, state.take_back_read(when), None, "read = ?", when)


def _follow(
    cache: Cache, state: State, step: Step, read: float | None, chosen: str, values: str | float
) -> None:
    """Mark the chosen articles as the state has them now; where an earlier change is missing, pull all."""
    source = state.identity
    with cache.database.transaction() as connection:
        if read_note(connection, "mirrored") == f"{source}/{step.before}":
            links = connection.execute(
                f"SELECT links, count(*) FROM articles WHERE {chosen} GROUP BY links", (values,)
            )
            _count_unread(connection, ((one, count if read is None else -count) for one, count in links))
            connection.execute(f"UPDATE articles SET read = ? WHERE {chosen}", (read, values))
            write_note(connection, "mirrored", f"{source}/{step.number}")
            count_changes(connection)
    pull(cache, state)


def apply(connection: sqlite3.Connection, marks: Iterable[Mark]) -> None:
    """Write marks into the articles that their files are listed as; the last one speaks."""
    _make_room(connection)
    connection.executemany(
        "INSERT OR REPLACE INTO pulled SELECT article, ?, ?, ? FROM files WHERE key = ? AND article > 0",
        ((mark.read, mark.bookmarked, mark.dropped, mark.key) for mark in marks),
    )
    _spread(connection)


def keep_marks(connection: sqlite3.Connection, state: State, left: Mapping[int, set[str]]) -> None:
    """Have the state know the marks of articles by a path that they still have: these were made under the key of a file
    that has `left`, and the cache alone would remember. An article whose only marks are of a file that is gone is
    found by `reader.store.following`.
    """
    copies: dict[str, str] = {}
    for article, keys in left.items():
        row = connection.execute("SELECT key FROM articles WHERE id = ?", (article,)).fetchone()
        rows = connection.execute("SELECT key FROM files WHERE article = ?", (article,))
        here = {key for (key,) in rows}
        marks = state.marks_of(keys | here) if row else []
        if not marks or marks[-1].key in here:
            continue
        last = marks[-1].key
        if (
            any(mark.key in here for mark in marks)
            or connection.execute("SELECT 1 FROM files WHERE key = ?", (last,)).fetchone()
        ):
            copies[last] = row[0]
    if copies:
        state.copy_marks(copies)


def _make_room(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS pulled"
        " (id INTEGER PRIMARY KEY, read REAL, bookmarked REAL, dropped REAL)"
    )


def _spread(connection: sqlite3.Connection) -> None:
    """Write what was pulled into the articles, and keep the counts of unread ones right."""
    turned = connection.execute(
        "SELECT links, sum((p.read IS NULL) - (a.read IS NULL)) FROM pulled p JOIN articles a USING (id)"
        " WHERE (p.read IS NULL) <> (a.read IS NULL) GROUP BY links"
    )
    _count_unread(connection, turned)
    for column in COLUMNS:
        connection.execute(
            f"UPDATE articles SET {column} = (SELECT {column} FROM pulled p WHERE p.id = articles.id)"
            " WHERE id IN (SELECT p.id FROM pulled p CROSS JOIN articles a ON a.id = p.id"
            f" WHERE a.{column} IS NOT p.{column})"
        )
    connection.execute("DELETE FROM pulled")


def _count_unread(connection: sqlite3.Connection, turned: Iterable[tuple[str, int]]) -> None:
    """Keep the counts of categories: articles listed in some (their `links`), and how many more are unread."""
    unread: Counter[int] = Counter()
    for links, count in turned:
        for category in map(int, links.split()):
            unread[category] += count
    connection.executemany(
        "UPDATE categories SET unread = unread + ? WHERE id = ?",
        [(change, category) for category, change in unread.items()],
    )
