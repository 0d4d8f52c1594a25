"""A SQLite file as both databases use it: a connection for each thread, short transactions, errors as
sentences.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.errors import StoreError

BUSY_SECONDS = 15.0
TURN_MILLISECONDS = 3  # between two tries to write
CACHE_KIBIBYTES = 4 << 10  # of pages that a connection keeps; every thread has one
ROOMY_KIBIBYTES = 32 << 10  # for one that writes much
PAGE_BYTES = 8192  # rows fill larger pages better
CHECKPOINT_PAGES = 2000


class Damaged(StoreError):  # noqa: N818 - reads as what it says
    """The file is no database any more."""


class Database:
    """One SQLite file in WAL mode, opened once a thread.

    `what` names it in errors ("the cache"). `synchronous` is SQLite's: FULL survives a power cut, NORMAL a
    kill.
    """

    def __init__(self, path: Path, what: str, synchronous: str) -> None:
        """Name the file; nothing is opened yet."""
        self.path = path
        self.what = what
        self.damaged = False
        self._synchronous = synchronous
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._file = 0  # number of the file that is open
        self._lock = threading.Lock()
        self._writing = threading.RLock()

    @property
    def name(self) -> str:
        """What the database is called in a word."""
        return self.what.removeprefix("the ")

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, opened at first use.

        Raises:
            StoreError: the file can neither be opened nor made.
        """
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = self._open()
            with self._lock:
                self._opened.append(found)
                self._file = self._file or self._find_file()
        return found

    def _find_file(self) -> int:
        try:
            return self.path.stat().st_ino
        except OSError:
            return 0

    def is_replaced(self) -> bool:
        """Tell whether another file is in the place of the one that is open, or none: another process has set it aside,
        or it was deleted.
        """
        return bool(self._file) and self._file != self._find_file()

    def _open(self) -> sqlite3.Connection:
        with self.errors():
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"{self.what.capitalize()} has no folder: {error}.") from error
            connection = sqlite3.connect(
                self.path.absolute().as_uri(),
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
                uri=True,
            )
            try:
                if not connection.execute("PRAGMA page_count").fetchone()[0]:  # later on it would be a write
                    connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
                    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(f"PRAGMA synchronous = {self._synchronous}")
                connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
                connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
            except BaseException:
                connection.close()
                raise
            return connection

    def look_into(self, other: Database) -> None:
        """Let this thread's connection read another database, whose tables stand under its name (`state`).

        Raises:
            StoreError: the other cannot be opened.
        """
        with other.errors():
            known = {row[1] for row in self.connection.execute("PRAGMA database_list")}
            file = other._find_file()
            if other.name in known and file != self._local.seen:  # another has taken its place
                self.connection.execute(f"DETACH {other.name}")
                known.remove(other.name)
            self._local.seen = file
            if other.name not in known:
                address = f"{other.path.absolute().as_uri()}?mode=ro"
                self.connection.execute(f"ATTACH ? AS {other.name}", (address,))

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn what SQLite raises into a sentence.

        Raises:
            Damaged: the file is no database.
            StoreError: anything else that SQLite cannot do.
        """
        try:
            yield
        except (sqlite3.OperationalError, sqlite3.ProgrammingError) as error:
            if "no such table" in str(error):  # what was open was emptied
                raise self._damage(error) from error
            raise StoreError(_sentence(self.what, self.path, error)) from error
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:
                raise  # its children tell of a mistake in this program
            raise self._damage(error) from error

    def _damage(self, error: sqlite3.Error) -> Damaged:
        self.damaged = True
        return Damaged(f"{self.what.capitalize()} at {self.path} is damaged: {error}.")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write: all of it or nothing; a second thread or process waits its turn."""
        with self._writing, self.errors():
            connection = self.connection
            _begin(connection)
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            try:
                connection.commit()
            except sqlite3.Error:
                connection.rollback()
                raise

    @contextmanager
    def roomy(self) -> Iterator[None]:
        """Let this thread's connection keep many pages for a while: writing much is a fifth faster."""
        with self.errors():
            self.connection.execute(f"PRAGMA cache_size = -{ROOMY_KIBIBYTES}")
        try:
            yield
        finally:
            with self.errors():
                self.connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
                self.connection.execute("PRAGMA shrink_memory")

    def find_trouble(self) -> str:
        """Look the whole file over; gives what SQLite finds wrong, empty when it is sound."""
        try:
            with self.errors():
                found = [str(row[0]) for row in self.connection.execute("PRAGMA quick_check(3)")]
        except StoreError as error:
            return str(error)
        return "" if found == ["ok"] else "; ".join(found)

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            while self._opened:
                self._opened.pop().close()
            self._local = threading.local()
            self._file = 0


def _begin(connection: sqlite3.Connection) -> None:
    """Begin to write once nobody else does, tried often: SQLite's own waits grow to a tenth of a second, in which a
    sync of another process has begun its next step every time.
    """
    until = time.monotonic() + BUSY_SECONDS
    connection.execute(f"PRAGMA busy_timeout = {TURN_MILLISECONDS}")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(1000 * BUSY_SECONDS)}")


def _sentence(what: str, path: Path, error: sqlite3.Error) -> str:
    reason = str(error)
    hints = {
        "readonly": f"it may not be written; check the permissions of {path.parent}",
        "unable to open": f"it cannot be opened; check the permissions of {path.parent}",
        "full": f"the disk that holds {path.parent} is full",
        "disk I/O": f"the disk that holds {path.parent} does not answer or is full",
        "locked": "another program is writing to it and does not finish",
    }
    for sign, hint in hints.items():
        if sign in reason:
            return f"Broadsheet cannot use {what}: {hint}."
    return f"Broadsheet cannot use {what} at {path}: {reason}."
