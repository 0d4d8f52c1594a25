"""What the reader did, mirrored into the cache so that lists can filter by it.

The state is the truth. The cache notes the number of the last change it mirrored and pulls what came after: a
kill between the two, a deleted cache and a second instance all heal in this one way.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter

from reader.store.cache import Cache, count_changes, read_note, write_note
from reader.store.state import Mark, State

COLUMNS = ("read", "bookmarked", "dropped")


def pull(cache: Cache, state: State) -> bool:
    """Bring the cache up to the state; gives whether anything was new.

    Raises:
        StoreError: one of the databases does not answer.
    """
    source, last = state.identity, state.last_change()
    if cache.note("mirrored") == f"{source}/{last}":
        return False
    with cache.database.transaction() as connection:
        before, _, number = read_note(connection, "mirrored").rpartition("/")
        known = int(number or 0)
        if before != source or known > last:  # another state took the place of the one that was mirrored
            connection.execute("UPDATE articles SET read = NULL, bookmarked = NULL, dropped = NULL")
            connection.execute("UPDATE categories SET unread = total")
            known = 0
        apply(connection, state.marks_since(known))
        write_note(connection, "mirrored", f"{source}/{last}")
        count_changes(connection)
    return True


def push(
    cache: Cache,
    state: State,
    marked: Iterable[tuple[int, Mark]],
    columns: Sequence[str],
    change: tuple[int, int],
) -> None:
    """Mirror what was just written to the state, without asking it: articles by number, the columns, the
    change.

    Where the cache had missed an earlier change it pulls them all.
    """
    source = state.identity
    with cache.database.transaction() as connection:
        if read_note(connection, "mirrored") == f"{source}/{change[0]}":
            _make_room(connection)
            connection.executemany(
                "INSERT OR REPLACE INTO pulled SELECT id, ?, ?, ? FROM articles WHERE id = ? AND key = ?",
                (
                    (mark.read, mark.bookmarked, mark.dropped, article, mark.key)
                    for article, mark in sorted(marked, key=itemgetter(0))
                ),
            )
            _spread(connection, columns)
            write_note(connection, "mirrored", f"{source}/{change[1]}")
            count_changes(connection)
            return
    pull(cache, state)


def apply(connection: sqlite3.Connection, marks: Iterable[Mark]) -> None:
    """Write marks into the articles that their files are listed as; the last one speaks."""
    _make_room(connection)
    connection.executemany(
        "INSERT OR REPLACE INTO pulled SELECT article, ?, ?, ? FROM files WHERE key = ? AND article > 0",
        ((mark.read, mark.bookmarked, mark.dropped, mark.key) for mark in marks),
    )
    _spread(connection, COLUMNS)


def _make_room(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS pulled"
        " (id INTEGER PRIMARY KEY, read REAL, bookmarked REAL, dropped REAL)"
    )


def _spread(connection: sqlite3.Connection, columns: Sequence[str]) -> None:
    """Write what was pulled into the articles, and keep the counts of unread ones right."""
    if "read" in columns:
        turned = connection.execute(
            "SELECT links, (p.read IS NULL) - (a.read IS NULL), count(*)"
            " FROM pulled p JOIN articles a USING (id)"
            " WHERE (p.read IS NULL) <> (a.read IS NULL) GROUP BY 1, 2"
        )
        unread: Counter[int] = Counter()
        for links, sign, count in turned:
            for category in map(int, links.split()):
                unread[category] += sign * count
        connection.executemany(
            "UPDATE categories SET unread = unread + ? WHERE id = ?",
            [(change, category) for category, change in unread.items()],
        )
    names = ", ".join(columns)
    connection.execute(
        f"UPDATE articles SET ({names}) = (SELECT {names} FROM pulled WHERE pulled.id = articles.id)"
        " WHERE id IN (SELECT id FROM pulled)"
    )
    connection.execute("DELETE FROM pulled")
