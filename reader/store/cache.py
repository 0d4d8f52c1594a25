"""What the files say: a database for each library, disposable, rebuilt from the files at will.

Another schema, or damage, means: it is set aside and an empty one takes its place; there are no migrations.
This module opens it and answers for single articles; lists are read in `reader.store.listing`, written in
`reader.store.intake`, and what the reader did is mirrored into it by `reader.store.mirror`.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from reader.errors import StoreError
from reader.model import Category, CategoryPath, Counts, Fault, FileFault, SourceFile
from reader.store.database import Damaged, Database

SCHEMA = 7
_FREE = 20  # one page in so many may lie idle
APART = "\x1f"  # between the names of a category path; no name holds it


class Cache:
    """The database of one library's files, articles and categories."""

    def __init__(self, path: Path) -> None:
        """Open the cache, or make an empty one.

        Raises:
            StoreError: it can neither be opened nor made.
        """
        self.database = Database(path, "the cache", "NORMAL")
        self.is_filling = False  # by a sync that was begun here
        self._prepare()

    def __reduce__(self) -> tuple[type[Cache], tuple[Path]]:
        """Travel to another process as a path: the cache is opened there."""
        return Cache, (self.database.path,)

    def _prepare(self) -> None:
        try:
            with self.database.errors():
                (version,) = self.database.connection.execute("PRAGMA user_version").fetchone()
                if version == SCHEMA:
                    self.database.connection.execute("SELECT id FROM categories LIMIT 1").fetchone()
                    return
        except Damaged:
            version = -1
        if version:
            self.set_aside()
        self._create()

    def _create(self) -> None:
        from reader.store.schema import create

        with self.database.transaction() as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if not version:  # else another instance was quicker
                create(connection)
                write_note(connection, "revision", str(time.time_ns()))  # never one of a cache before it
                connection.execute(f"PRAGMA user_version = {SCHEMA}")

    def set_aside(self) -> None:
        """Take the file out of the way, under the name `.old`; it is kept for whoever wants to know why."""
        self.database.close()
        self.database.damaged = False
        path = self.database.path
        try:
            path.replace(path.with_name(path.name + ".old"))
            for end in ("-wal", "-shm"):
                with suppress(FileNotFoundError):
                    path.with_name(path.name + end).unlink()
        except OSError as error:
            raise StoreError(f"The cache at {path} is damaged and cannot be set aside: {error}.") from error

    def open_again(self) -> None:
        """Open what is in the place of the file that was open."""
        self.database.close()
        self._prepare()

    def rebuild(self) -> None:
        """Begin again with an empty cache."""
        self.set_aside()
        self._create()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give this thread's connection; what goes wrong becomes a `StoreError`."""
        with self.database.errors():
            yield self.database.connection

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Let searches know that a sync goes on, and what they find is not all yet."""
        self.is_filling = True
        try:
            yield
        finally:
            self.is_filling = False

    def give_back(self) -> None:
        """Give the disk back what a sync needed for a while, where it is much."""
        with self.reading() as connection:
            (free,), (pages,) = (
                connection.execute(f"PRAGMA {count}").fetchone() for count in ("freelist_count", "page_count")
            )
            if free > pages // _FREE:
                connection.executescript("PRAGMA incremental_vacuum")  # `execute` would give one page back

    def close(self) -> None:
        """Close the connections."""
        self.database.close()

    # -- notes

    def note(self, name: str) -> str:
        """Give a note about the whole cache, empty where there is none."""
        with self.reading() as connection:
            return read_note(connection, name)

    def files(self, prefix: str) -> dict[str, SourceFile]:
        """Give the files that are known by their keys, of those right in the folder of a prefix."""
        end = f"{prefix[:-1]}0" if prefix else b""  # 0 follows /, and SQLite sorts bytes behind every text
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT key, size, mtime_ns, inode FROM files WHERE key >= ?1 AND key < ?2"
                " AND NOT instr(substr(key, length(?1) + 1), '/')",
                (prefix, end),
            ).fetchall()
        return {file.key: file for file in map(SourceFile._make, rows)}

    def folders(self) -> list[str]:
        """Give the prefixes of the folders in which files are known."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT rtrim(key, replace(key, '/', '')) FROM files"
            ).fetchall()
        return [prefix for (prefix,) in rows]

    # -- the library at large

    def counts(self) -> Counts:
        """Count the library's articles."""
        with self.reading() as connection:
            total, unread = connection.execute("SELECT total, unread FROM categories WHERE id = 0").fetchone()
            (bookmarked,) = connection.execute(
                "SELECT count(*) FROM articles WHERE bookmarked IS NOT NULL"
            ).fetchone()
        return Counts(total, unread, bookmarked)

    def categories(self) -> list[Category]:
        """Give every category, parents before children, siblings by name."""
        with self.reading() as connection:
            rows = connection.execute("SELECT path, total, unread FROM categories WHERE id > 0 AND total > 0")
            found = [Category(tuple(path.split(APART)), total, unread) for path, total, unread in rows]
        return sorted(found, key=lambda category: tuple((name.casefold(), name) for name in category.path))

    def faults(self) -> list[FileFault]:
        """Give everything wrong in the files, by path; a file that is no article gives its reason."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT key, 0, reason, stray FROM files WHERE reason IS NOT NULL UNION ALL"
                " SELECT key, line, text, 0 FROM faults JOIN files ON files.id = faults.file"
            )
            found = [FileFault(key, Fault(line, text), bool(stray)) for key, line, text, stray in rows]
        return sorted(self.folder_faults() + found, key=lambda one: (one.key, one.fault.line))

    def count_failed(self) -> int:
        """Count the files that ought to be articles and could not be read or parsed."""
        with self.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM files WHERE stray = 0").fetchone()[0])

    def folder_faults(self) -> list[FileFault]:
        """Give what the last walk could not enter or see."""
        found = json.loads(self.note("folder faults") or "[]")
        return [FileFault(key, Fault(0, text)) for key, text in found]


def read_note(connection: sqlite3.Connection, name: str) -> str:
    """Give a note about the whole cache, empty where there is none."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def write_note(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Keep a note about the whole cache."""
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))


def count_changes(connection: sqlite3.Connection) -> None:
    """Note that lists may be different now: what was remembered of them is of no use any more."""
    write_note(connection, "revision", str(int(read_note(connection, "revision") or 0) + 1))


def join_path(path: CategoryPath) -> str:
    """Give a category path as the database keeps it."""
    return APART.join(path)


def cache_path(folder: Path, root: Path) -> Path:
    """Give where the cache of the library at `root` lies: a name to recognise, and one that is its alone."""
    name = re.sub(r"[^0-9A-Za-z]+", "-", root.name).strip("-")[:32] or "library"
    return (
        folder
        / f"{name}-{blake2b(str(root).encode('utf-8', 'surrogateescape'), digest_size=6).hexdigest()}.db"
    )
