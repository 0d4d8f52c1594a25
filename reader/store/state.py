"""What the reader did: read marks, bookmarks, places, the last view. Precious: migrated, backed up, never dropped.

Every change of a mark carries a number that only grows, so that a cache which noted the last number it mirrored can
ask for what came after it (`reader.store.mirror`). All times are seconds since the epoch.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from reader.store.database import Database

VERSION = 1


class Mark(NamedTuple):
    """What the reader did to one article.

    `read`, `bookmarked` and `dropped` (the bookmark was taken away) are when, or None; `fingerprint` and `guid` are
    what the article is known by when its file goes elsewhere.
    """

    key: str
    read: float | None = None
    bookmarked: float | None = None
    dropped: float | None = None
    fingerprint: bytes = b""
    guid: str = ""


class State:
    """The database of everything the reader did, in all libraries."""

    def __init__(self, folder: Path) -> None:
        """Open the state in a folder, made or migrated where need be.

        Raises:
            StoreError: it can neither be opened nor made.
        """
        self.database = Database(folder / "state.db", "the state", "FULL")
        with self.database.errors():
            (version,) = self.database.connection.execute("PRAGMA user_version").fetchone()
        if version < VERSION:
            from reader.store.migrations import migrate

            migrate(self.database)

    def close(self) -> None:
        """Close the connections."""
        self.database.close()

    def _select(self, sql: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with self.database.errors():
            return self.database.connection.execute(sql, values).fetchall()

    @property
    def identity(self) -> str:
        """What tells this database from another that took its place."""
        return str(self._select("SELECT identity FROM identity")[0][0])

    # -- marks

    def last_change(self, library: int) -> int:
        """Give the number of a library's last change, 0 before the first."""
        return int(self._select("SELECT coalesce(max(change), 0) FROM marks WHERE library = ?", library)[0][0])

    def marks_since(self, library: int, change: int) -> list[Mark]:
        """Give the marks changed after a number, in the order in which they were made."""
        rows = self._select(
            "SELECT key, read, bookmarked, dropped, fingerprint, guid FROM marks"
            " WHERE library = ? AND change > ? ORDER BY change",
            library,
            change,
        )
        return [Mark(*row) for row in rows]

    def marks_of(self, library: int, keys: Iterable[str]) -> list[Mark]:
        """Give the marks of some keys, in the order in which they were made."""
        rows = self._select(
            "SELECT m.key, read, bookmarked, dropped, fingerprint, guid FROM json_each(?) k"
            " CROSS JOIN marks m ON m.library = ? AND m.key = k.value ORDER BY change",
            json.dumps(list(keys)),
            library,
        )
        return [Mark(*row) for row in rows]

    def rename_marks(self, library: int, changed: Iterable[tuple[str, bytes, str]]) -> None:
        """Note what articles that changed (key, fingerprint, guid) are known by from now on."""
        if not self.last_change(library):
            return
        with self.database.transaction() as connection:
            connection.executemany(
                f"UPDATE marks SET fingerprint = ?2, guid = ?3 WHERE library = {library} AND key = ?1", changed
            )

    def write_marks(self, library: int, marks: Sequence[Mark]) -> None:
        """Commit marks, each whole; places stay as they are."""
        with self.database.transaction() as connection:
            (change,) = connection.execute("SELECT coalesce(max(change), 0) + 1 FROM marks").fetchone()
            connection.executemany(
                "INSERT INTO marks (library, key, read, bookmarked, dropped, fingerprint, guid, change)"
                f" VALUES ({library}, ?, ?, ?, ?, ?, ?, {change})"
                " ON CONFLICT (library, key) DO UPDATE SET read = excluded.read, bookmarked = excluded.bookmarked,"
                " dropped = excluded.dropped, fingerprint = excluded.fingerprint, guid = excluded.guid,"
                " change = excluded.change",
                marks,
            )

    # -- places

    def place(self, library: int, key: str) -> int:
        """Give the place on the page of an article, 0 where none was kept."""
        rows = self._select("SELECT place FROM marks WHERE library = ? AND key = ?", library, key)
        return int(rows[0][0]) if rows else 0

    def save_place(self, library: int, mark: Mark, place: int) -> None:
        """Keep the place on the page; `mark` is what the cache knows of the article."""
        with self.database.transaction() as connection:
            connection.execute(
                "INSERT INTO marks (library, key, read, bookmarked, dropped, fingerprint, guid, place, change)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(change), 0) + 1 FROM marks))"
                " ON CONFLICT (library, key) DO UPDATE SET place = excluded.place",
                (library, *mark, place),
            )

    # -- libraries

    def open_library(self, root: Path, name: str) -> int:
        """Find a library by its name, else by its root; one never seen gets a number of its own.

        A library that was opened by its root alone and is now configured keeps its number and gets the name.
        """
        where = str(root)
        for sql, value in (
            ("SELECT id, name, root FROM libraries WHERE name = ? AND name <> ''", name),
            ("SELECT id, name, root FROM libraries WHERE root = ? ORDER BY id", where),
        ):
            for number, known, at in self._select(sql, value):
                if name and known and known != name:
                    continue
                if (known, at) != (name or known, where):
                    with self.database.transaction() as connection:
                        connection.execute(
                            "UPDATE libraries SET name = ?, root = ? WHERE id = ?", (name or known, where, number)
                        )
                return int(number)
        with self.database.transaction() as connection:
            cursor = connection.execute("INSERT INTO libraries (name, root) VALUES (?, ?)", (name, where))
            return int(cursor.lastrowid or 0)

    def load_view(self, library: int) -> str:
        """Give the last view as it was saved, empty where none was."""
        rows = self._select("SELECT coalesce(view, '') FROM libraries WHERE id = ?", library)
        return str(rows[0][0]) if rows else ""

    def save_view(self, library: int, view: str) -> None:
        """Keep the last view."""
        with self.database.transaction() as connection:
            connection.execute("UPDATE libraries SET view = ? WHERE id = ?", (view, library))
