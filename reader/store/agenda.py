"""The files that a sync is to read, in a database of their own that ends with it: however many they are, they take no
memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from reader.model import SourceFile

_AT_ONCE: Final = 1000  # rows that are fetched together
_FILE: Final = "key, size, mtime_ns, inode"


class Agenda:
    """Files with the moments that order them, in seconds since the epoch."""

    def __init__(self) -> None:
        """Begin with none."""
        # An empty name is a file that SQLite makes once there is much, and that nobody else sees.
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._connection.execute(f"CREATE TABLE files (id INTEGER PRIMARY KEY, {_FILE}, moment)")
        self._connection.execute("BEGIN")  # which nothing ends: there is nobody to see it

    def __len__(self) -> int:
        """Count the files."""
        return int(self._connection.execute("SELECT count(*) FROM files").fetchone()[0])

    def add(self, files: Iterable[SourceFile], moments: Iterable[float]) -> None:
        """Put files on it."""
        rows = ((*file, moment) for file, moment in zip(files, moments, strict=True))
        self._connection.executemany(f"INSERT INTO files ({_FILE}, moment) VALUES (?, ?, ?, ?, ?)", rows)

    def take_newest(self, count: int) -> list[SourceFile]:
        """Take some files off it, the newest first."""
        order = "ORDER BY moment DESC, key LIMIT ?"
        rows = self._connection.execute(f"SELECT {_FILE} FROM files {order}", (count,)).fetchall()
        self._connection.execute(f"DELETE FROM files WHERE id IN (SELECT id FROM files {order})", (count,))
        return list(map(SourceFile._make, rows))

    def iter_files(self) -> Iterator[SourceFile]:
        """Yield the files as they were put on."""
        return self._iter("id")

    def iter_newest(self) -> Iterator[SourceFile]:
        """Yield the files, the newest first."""
        return self._iter("moment DESC, key")

    def _iter(self, order: str) -> Iterator[SourceFile]:
        found = self._connection.execute(f"SELECT {_FILE} FROM files ORDER BY {order}")
        while rows := found.fetchmany(_AT_ONCE):
            yield from map(SourceFile._make, rows)

    def order_anew(self, moments: Iterable[float]) -> None:
        """Let other moments order the files, one for each as they were put on."""
        numbers = self._connection.execute("SELECT id FROM files ORDER BY id")  # read on while moments come
        rows = ((moment, number) for (number,), moment in zip(numbers, moments, strict=True))
        self._connection.executemany("UPDATE files SET moment = ? WHERE id = ?", rows)

    def close(self) -> None:
        """Let the files go."""
        self._connection.close()
