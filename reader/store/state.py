"""What the reader did: read marks, bookmarks, places, the last view. Precious: migrated, backed up, never
dropped.

Every change of a mark carries a number that only grows, so that a cache which noted the last number it
mirrored can ask for what came after it (`reader.store.mirror`). All times are seconds since the epoch.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reader.files import key_of, path_of
from reader.store.database import Damaged, Database
from reader.store.mark import KEPT, KNOWN_BY, MARK, Mark, Step, taken

VERSION = 2


class State:
    """What the reader did in one library; all libraries share a database, and `library` is this one's
    number in it.

    `notice` is a sentence for the reader where the database was damaged and another took its place, else empty.
    """

    def __init__(self, folder: Path, root: Path, name: str) -> None:
        """Open the state in a folder, made or migrated where need be, for the library at `root` (or of a
        `name`).

        Raises:
            StoreError: it can neither be opened nor made.
        """
        self.database = Database(folder / "state.db", "the state", "FULL")
        self.notice = ""
        self._library = 0
        self._root, self._name = root, name
        try:
            self._prepare()
        except Damaged:
            self.bring_back()
        except BaseException:
            self.close()
            raise

    def __reduce__(self) -> tuple[type[State], tuple[Path, Path, str], dict[str, str]]:
        """Travel to another process as a path: the state is opened there."""
        return State, (self.database.path.parent, self._root, self._name), {"notice": self.notice}

    def _prepare(self) -> None:
        version = self._version()
        if not version:  # it is new, or the file of an old one was lost or emptied
            from reader.store.backup import bring_back

            self.notice += bring_back(self.database, empty=True)
            version = self._version()
        if version < VERSION:
            from reader.store.migrations import migrate

            migrate(self.database)
        self._library = self._find_library(_spell(self._root), self._name)

    def _version(self) -> int:
        return int(self._select("PRAGMA user_version")[0][0])

    def is_damaged(self) -> bool:
        """Tell whether the database cannot be read as a whole, or was emptied.

        Raises:
            StoreError: it does not answer, which says nothing about it.
        """
        try:
            return self._select("PRAGMA quick_check(1)") != [("ok",)] or not self._version()
        except Damaged:
            return True

    def back_up(self) -> None:
        """Copy the database beside itself, once a day.

        Raises:
            Damaged: it is not sound.
        """
        from reader.store.backup import back_up_daily

        back_up_daily(self.database)

    def bring_back(self) -> None:
        """Set the damaged database aside, and go on with its newest copy, or an empty one.

        Raises:
            StoreError: the files cannot be moved.
        """
        from reader.store.backup import bring_back

        self.notice = ""
        self.notice = bring_back(self.database)
        self._prepare()

    def open_again(self) -> None:
        """Open what is in the place of the file that was open."""
        self.database.close()
        self._prepare()

    def close(self) -> None:
        """Close the connections."""
        self.database.close()

    def _select(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self.database.errors():
            return self.database.connection.execute(sql, values).fetchall()

    def _go_to_file(self) -> None:
        if self.database.is_replaced():
            self.open_again()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Write to the file that is there now: what is kept in one that was set aside is lost."""
        self._go_to_file()
        with self.database.transaction() as connection:
            yield connection

    @property
    def library(self) -> int:
        """The library's number. It may be another than before: a sync, here or elsewhere, may have found that it is
        one that was moved, and what its number was may be another library's by now.
        """
        rows = self._select(
            "SELECT id FROM libraries WHERE id = ?1 OR root = ?2 AND (name = ?3 OR name = '' OR ?3 = '')"
            " ORDER BY root = ?2 DESC, id = ?1 DESC LIMIT 1",
            self._library,
            _spell(self._root),
            self._name,
        )
        self._library = rows[0][0] if rows else self._library
        return self._library

    @property
    def identity(self) -> str:
        """What tells this library's marks from those of another, or of a database that took this
        one's place.
        """
        return f"{self._select('SELECT identity FROM identity')[0][0]}/{self.library}"

    # -- marks

    def last_change(self) -> int:
        """Give the number of the last change, 0 before the first."""
        return int(
            self._select("SELECT coalesce(max(change), 0) FROM marks WHERE library = ?", self.library)[0][0]
        )

    def marks_since(self, change: int) -> list[Mark]:
        """Give the marks changed after a number, in the order in which they were made."""
        rows = self._select(
            f"SELECT {MARK} FROM marks m WHERE library = ? AND change > ? ORDER BY change",
            self.library,
            change,
        )
        return [Mark(*row) for row in rows]

    def marks_of(self, keys: Iterable[str]) -> list[Mark]:
        """Give the marks of some keys, in the order in which they were made."""
        rows = self._select(
            f"SELECT {MARK} FROM json_each(?) k CROSS JOIN marks m ON m.library = ? AND m.key = k.value"
            " ORDER BY change",
            json.dumps(list(keys)),
            self.library,
        )
        return [Mark(*row) for row in rows]

    def write_marks(self, marks: Iterable[Mark], columns: Sequence[str]) -> None:
        """Commit some columns of marks (all of those that are new); places stay as they are."""
        with self._writing() as connection:
            change = _next_change(connection)
            connection.executemany(
                "INSERT INTO marks (library, change, key, read, bookmarked, dropped, fingerprint, guid)"
                f" VALUES ({self.library}, {change}, ?, ?, ?, ?, ?, ?)"
                f" ON CONFLICT (library, key) DO UPDATE SET {taken('change', *columns)}",
                marks,
            )

    def mark_all_read(self, cache: Database, articles: str, when: float) -> tuple[Step, list[str]]:
        """Mark articles of the cache read, by their numbers as JSON; gives the keys of those that were not."""
        self._go_to_file()
        self.database.look_into(cache)
        with self._writing() as connection:
            before, change = self.last_change(), _next_change(connection)
            # In the order of the index, so that each of its pages is visited once.
            connection.execute(
                "INSERT INTO marks (library, change, key, read, bookmarked, dropped, fingerprint, guid)"
                " SELECT ?, ?, a.key, ?, a.bookmarked, a.dropped, a.fingerprint, a.guid"
                " FROM json_each(?) chosen CROSS JOIN cache.articles a ON a.id = chosen.value"
                " WHERE a.read IS NULL ORDER BY a.key"
                f" ON CONFLICT (library, key) DO UPDATE SET {taken('change', 'read', *KNOWN_BY)} WHERE read IS NULL",
                (self.library, change, when, articles),
            )
            rows = connection.execute(
                "SELECT key FROM marks WHERE library = ? AND change = ?", (self.library, change)
            )
            return Step(before, change), [key for (key,) in rows]

    def take_back_read(self, when: float) -> Step:
        """Mark unread what was marked read at an instant."""
        with self._writing() as connection:
            before, change = self.last_change(), _next_change(connection)
            connection.execute(
                "UPDATE marks SET read = NULL, change = ? WHERE library = ? AND read = ?",
                (change, self.library, when),
            )
        return Step(before, change)

    def renew_marks(self, changed: Iterable[tuple[str, bytes, str]]) -> None:
        """Note what articles that changed (key, fingerprint, guid) are known by from now on."""
        if self.last_change():
            with self._writing() as connection:
                connection.executemany(
                    "UPDATE marks SET fingerprint = ?2, guid = ?3"
                    f" WHERE library = {self.library} AND key = ?1",
                    changed,
                )

    def move_marks(self, moves: Mapping[str, str]) -> None:
        """Let marks and places follow articles from one key to another."""
        with self._writing() as connection:
            change = _next_change(connection)
            connection.executemany(
                f"UPDATE OR IGNORE marks SET key = ?2, change = {change}"
                f" WHERE library = {self.library} AND key = ?1",
                moves.items(),
            )

    def copy_marks(self, copies: Mapping[str, str]) -> None:
        """Let marks and places be those of another key as well, in the place of its own."""
        with self._writing() as connection:
            change, columns = _next_change(connection), "read, bookmarked, dropped"
            connection.executemany(
                f"INSERT INTO marks (library, change, {KEPT})"
                f" SELECT library, {change}, ?2, {columns}, fingerprint, guid, place FROM marks"
                f" WHERE library = {self.library} AND key = ?1 ON CONFLICT (library, key) DO UPDATE SET"
                f" (change, {columns}) = (excluded.change, excluded.read, excluded.bookmarked, excluded.dropped),"
                " place = coalesce(nullif(excluded.place, 0), place)",
                copies.items(),
            )

    # -- places and the last view

    def place(self, key: str) -> int:
        """Give the place on the page of an article, 0 where none was kept."""
        rows = self._select("SELECT place FROM marks WHERE library = ? AND key = ?", self.library, key)
        return int(rows[0][0]) if rows else 0

    def save_place(self, mark: Mark, place: int) -> None:
        """Keep the place on the page; `mark` is what the cache knows of the article."""
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO marks (library, change, key, read, bookmarked, dropped, fingerprint, guid,"
                " place) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                f" ON CONFLICT (library, key) DO UPDATE SET {taken('place', *KNOWN_BY)}",
                (self.library, _next_change(connection), *mark, place),
            )

    def load_view(self) -> str:
        """Give the last view as it was saved, empty where none was."""
        rows = self._select("SELECT coalesce(view, '') FROM libraries WHERE id = ?", self.library)
        return str(rows[0][0]) if rows else ""

    def save_view(self, view: str) -> None:
        """Keep the last view."""
        with self._writing() as connection:
            connection.execute("UPDATE libraries SET view = ? WHERE id = ?", (view, self.library))

    def load_searches(self) -> str:
        """Give the searches as they were saved, empty where none were."""
        rows = self._select("SELECT coalesce(searches, '') FROM libraries WHERE id = ?", self.library)
        return str(rows[0][0]) if rows else ""

    def save_searches(self, searches: str) -> None:
        """Keep the searches."""
        with self._writing() as connection:
            connection.execute("UPDATE libraries SET searches = ? WHERE id = ?", (searches, self.library))

    # -- libraries

    def _find_library(self, root: str, name: str) -> int:
        """Find the library by its name, else by its root; one never seen gets a number of its own.

        A library that was known by its root alone and is now configured keeps its number and gets the name.
        """
        rows = self._select(
            "SELECT id, name, root FROM libraries WHERE (name = ?1 AND name <> '') OR root = ?2"
            " ORDER BY name = ?1 DESC, name <> '' DESC, id",
            name,
            root,
        )
        if not rows:  # the folder may be known by another spelling: mounted elsewhere, or in another case
            known_roots = self._select("SELECT id, name, root FROM libraries")
            rows = [row for row in known_roots if _is_same(row[2], root)]
        for number, known, at in rows:
            if known and name and known != name:
                continue  # the same folder, configured under another name: it is another library
            if (known, at) != (name or known, root):
                with self.database.transaction() as connection:
                    connection.execute(
                        "UPDATE libraries SET name = ?, root = ? WHERE id = ?", (name or known, root, number)
                    )
            return int(number)
        with self.database.transaction() as connection:
            cursor = connection.execute("INSERT INTO libraries (name, root) VALUES (?, ?)", (name, root))
            return int(cursor.lastrowid or 0)

    def other_libraries(self) -> list[tuple[str, Path]]:
        """Give the names and folders of the other libraries ever opened, the one seen first last."""
        rows = self._select("SELECT name, root FROM libraries WHERE id <> ? ORDER BY id DESC", self.library)
        return [(name, path_of(Path(), root)) for name, root in rows]

    def lost_libraries(self) -> list[tuple[int, Path]]:
        """Give the libraries whose folder is gone: number and folder."""
        rows = self._select("SELECT id, root FROM libraries WHERE id <> ?", self.library)
        found = [(number, path_of(Path(), root)) for number, root in rows]
        return [(number, root) for number, root in found if not root.is_dir()]

    def take_over(self, root: Path) -> None:
        """Be the library that was at `root` and is here now: its marks, its last view and its name
        are ours. What the reader did here before that was known comes on top.
        """
        with self.database.transaction() as connection:
            ours = self.library
            rows = connection.execute(
                "SELECT old.id, new.root FROM libraries old, libraries new WHERE old.root = ? AND old.id <> ?2"
                " AND new.id = ?2",
                (_spell(root), ours),
            ).fetchall()
            if not rows:
                return  # another instance was quicker
            theirs, here = rows[0]
            connection.execute(
                f"INSERT INTO marks (library, change, {KEPT}) SELECT ?, ?, {KEPT} FROM marks WHERE library = ?"
                " ON CONFLICT (library, key) DO UPDATE SET change = excluded.change,"
                " read = coalesce(excluded.read, read),"
                " (bookmarked, dropped) = (SELECT bookmarked, dropped WHERE"
                " coalesce(excluded.bookmarked, excluded.dropped) IS NULL"
                " UNION ALL SELECT excluded.bookmarked, excluded.dropped LIMIT 1),"
                " place = coalesce(nullif(excluded.place, 0), place),"
                f" {taken(*KNOWN_BY)}",
                (theirs, _next_change(connection), ours),
            )
            connection.execute("DELETE FROM marks WHERE library = ?", (ours,))
            connection.execute("DELETE FROM libraries WHERE id = ?", (ours,))
            connection.execute("UPDATE libraries SET root = ? WHERE id = ?", (here, theirs))


def _spell(root: Path) -> str:
    """Give a folder as the database can keep it; `path_of` leads back."""
    return key_of(os.fspath(root))


def _is_same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(path_of(Path(), one), path_of(Path(), other))  # noqa: PTH121 - a Path would say no more
    except OSError:
        return False


def _next_change(connection: sqlite3.Connection) -> int:
    connection.execute("UPDATE identity SET change = change + 1")
    (change,) = connection.execute("SELECT change FROM identity").fetchone()
    return int(change)
