"""Marks follow what moved: from a path that is gone to the article's new one, from a folder that is gone to
this one.

An article is known again by a guid that is unique in the library, else by its fingerprint (title and shown
text); short texts are alike by chance, so only a new file can be the heir of one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from reader.store.cache import Cache
from reader.store.mark import MARK, Mark
from reader.store.state import State


def follow(cache: Cache, state: State, run: int) -> None:
    """Move the marks whose file is gone to where the article is now; `run` numbers the sync that found
    new files.
    """
    moves: dict[str, str] = {}
    taken: set[str] = set()
    cache.database.look_into(state.database)
    with cache.reading() as connection:
        for mark in _iter_lost(connection, state.library):
            heir = _find_heir(connection, mark, run)
            if heir is None:
                continue
            article, key = heir
            if key not in taken and not state.marks_of(_keys_of(connection, article)):
                moves[mark.key] = key
                taken.add(key)
    if moves:
        state.move_marks(moves)


def _iter_lost(connection: sqlite3.Connection, library: int) -> Iterator[Mark]:
    """Yield the marks without a file, those made last first; most marks have one, and none of these is loaded."""
    rows = connection.execute(
        f"SELECT {MARK} FROM state.marks m WHERE m.id IN (SELECT l.id FROM state.marks l WHERE l.library = ?"
        " AND NOT EXISTS (SELECT 1 FROM files f WHERE f.key = l.key)) ORDER BY m.change DESC, m.id DESC",
        (library,),
    )
    yield from map(Mark._make, rows)


def _keys_of(connection: sqlite3.Connection, article: int) -> list[str]:
    return [key for (key,) in connection.execute("SELECT key FROM files WHERE article = ?", (article,))]


def _find_heir(connection: sqlite3.Connection, mark: Mark, run: int) -> tuple[int, str] | None:
    """Find the article that a mark without a file belongs to: its number and key."""
    if mark.guid:
        rows = connection.execute("SELECT id, key FROM articles WHERE guid = ?", (mark.guid,)).fetchall()
        if len(rows) == 1:
            return rows[0][0], rows[0][1]
    row = connection.execute(
        "SELECT id, key FROM articles a WHERE fingerprint = ?"
        " AND (long OR EXISTS (SELECT 1 FROM files f WHERE f.article = a.id AND f.run = ?)) ORDER BY id",
        (mark.fingerprint, run),
    ).fetchone()
    return row and (row[0], row[1])


def find_origin(cache: Cache, state: State) -> Path | None:
    """Find the folder, now gone, where this library was: most of what was marked there is here, under
    the same keys.
    """
    lost = state.lost_libraries()
    if lost:
        cache.database.look_into(state.database)
    with cache.reading() as connection:
        return next((root for number, root in lost if _is_mostly_here(connection, number)), None)


def _is_mostly_here(connection: sqlite3.Connection, library: int) -> bool:
    total, here = connection.execute(
        "SELECT count(*), total(EXISTS (SELECT 1 FROM files f JOIN articles a ON a.id = f.article"
        " WHERE f.key = m.key AND a.fingerprint = m.fingerprint)) FROM state.marks m WHERE m.library = ?",
        (library,),
    ).fetchone()
    return bool(here * 2 > total)
