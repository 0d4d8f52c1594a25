"""Marks follow what moved: from a path that is gone to the article's new one, from a folder that is gone to
this one.

An article is known again by a guid that is unique in the library, else by its fingerprint (title and shown
text); short texts are alike by chance, so only a new file can be the heir of one.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from reader.store.state import Mark, State


def follow(connection: sqlite3.Connection, state: State, run: int) -> None:
    """Move the marks whose file is gone to where the article is now; `run` numbers the sync that found
    new files.
    """
    moves: dict[str, str] = {}
    for mark in reversed(_lost(connection, state.marks_since(0))):
        heir = _find_heir(connection, mark, run)
        if heir is None:
            continue
        article, key = heir
        if key not in moves.values() and not state.marks_of(_keys_of(connection, article)):
            moves[mark.key] = key
    if moves:
        state.move_marks(moves)


def _lost(connection: sqlite3.Connection, marks: list[Mark]) -> list[Mark]:
    if not marks:
        return []
    files = {key for (key,) in connection.execute("SELECT key FROM files")}
    return [mark for mark in marks if mark.key not in files]


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


def find_origin(connection: sqlite3.Connection, state: State) -> Path | None:
    """Find the folder, now gone, where this library was: most of what was marked there is here, under
    the same keys.
    """
    for root, marks in state.lost_libraries().items():
        here = sum(_is_here(connection, mark) for mark in marks)
        if here * 2 > len(marks):
            return root
    return None


def _is_here(connection: sqlite3.Connection, mark: Mark) -> bool:
    row = connection.execute(
        "SELECT 1 FROM files f JOIN articles a ON a.id = f.article WHERE f.key = ? AND a.fingerprint = ?",
        (mark.key, mark.fingerprint),
    ).fetchone()
    return row is not None
