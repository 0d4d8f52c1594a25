"""The files that a sync is to read: however many they are, they take no memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import nsmallest
from itertools import chain
from operator import neg
from typing import Final, TypeVar

from reader.errors import StoreError
from reader.model import Seen, SourceFile

Kept = TypeVar("Kept", bound="Shortlist | Agenda")

_AT_ONCE: Final = 1000  # rows that are fetched together
_FILE: Final = "key, size, mtime_ns, inode"


@contextmanager
def kept(agenda: Kept) -> Iterator[Kept]:
    """Keep files while they are read, and let them go.

    Raises:
        StoreError: there is no room for them where temporary files are.
    """
    try:
        yield agenda
    except sqlite3.OperationalError as error:
        reason = f"Broadsheet cannot keep the list of the files to read: {error}"
        raise StoreError(f"{reason}; is there room for temporary files?") from error
    finally:
        agenda.close()


class Shortlist:
    """The newest files, and the number of all: enough for a sync that leaves the others to another process."""

    def __init__(self, most: int) -> None:
        """Begin with none; keep `most`."""
        self._most = most
        self._newest: list[tuple[float, Seen]] = []
        self._count = 0

    def __len__(self) -> int:
        """Count the files."""
        return self._count

    def add(self, files: Iterable[Seen], moments: Iterable[float]) -> None:
        """Put files on it, with the moments that order them, in seconds since the epoch."""
        coming = list(zip(map(neg, moments), files, strict=True))
        self._count += len(coming)
        if (
            self._newest and len(self._newest) == self._most
        ):  # most that come later are older than all of them
            coming = [one for one in coming if one[0] <= self._newest[-1][0]]
        if coming:
            self._newest = nsmallest(self._most, chain(self._newest, coming))

    @property
    def newest(self) -> list[SourceFile]:
        """The kept files, the newest first."""
        return [SourceFile._make(file) for _, file in self._newest]

    def take_newest(self, count: int) -> list[SourceFile]:
        """Take some of the kept files off it, the newest first."""
        taken, self._newest = self._newest[:count], self._newest[count:]
        self._count -= len(taken)
        return [SourceFile._make(file) for _, file in taken]

    def close(self) -> None:
        """Let the files go."""


class Agenda:
    """Files with the moments that order them, in seconds since the epoch, in a database that ends with it."""

    def __init__(self) -> None:
        """Begin with none."""
        # An empty name is a file that SQLite makes once there is much, and that nobody else sees.
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._connection.execute(f"CREATE TABLE files (id INTEGER PRIMARY KEY, {_FILE}, moment)")
        self._connection.execute("BEGIN")  # which nothing ends: there is nobody to see it

    def __len__(self) -> int:
        """Count the files."""
        return int(self._connection.execute("SELECT count(*) FROM files").fetchone()[0])

    def add(self, files: Iterable[Seen], moments: Iterable[float]) -> None:
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
