"""Copies of the state beside it: made once a day and before a migration, brought back where the state is damaged."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
import uuid
from contextlib import closing, suppress
from pathlib import Path

from reader.errors import StoreError
from reader.store.database import Damaged, Database

DAY = 86400.0


def back_up(database: Database, copy: Path) -> None:
    """Copy a database as it stands; a copy that would not be sound does not take the place of an older one.

    Raises:
        Damaged: the database is not sound.
        StoreError: it cannot be copied.
    """
    part = copy.with_name(f"{copy.name}.{os.getpid()}")
    try:
        with database.errors(), closing(sqlite3.connect(part)) as target:
            database.connection.backup(target)
            if target.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("it cannot be read as a whole")
            target.execute("PRAGMA journal_mode = DELETE")
        part.replace(copy)
    except OSError as error:
        raise StoreError(f"{database.what.capitalize()} cannot be backed up: {error}.") from error
    finally:
        with suppress(OSError):
            part.unlink()


def back_up_daily(database: Database) -> None:
    """Copy a database unless that was done today.

    Raises:
        Damaged: the database is not sound.
    """
    copy = database.path.with_name(f"{database.path.name}.bak")
    with suppress(OSError):
        if time.time() - copy.stat().st_mtime < DAY:
            return
    try:
        back_up(database, copy)
    except Damaged:
        raise
    except StoreError:
        return  # a full disk is told when something of the reader's cannot be kept


def bring_back(database: Database, empty: bool = False) -> str:
    """Set a damaged database aside, and put its newest sound copy in its place; gives what the reader should know.

    An `empty` one makes room for a copy as well, for its file may have been lost.

    Raises:
        StoreError: the files cannot be moved.
    """
    database.close()
    database.damaged = False
    path = database.path
    try:
        aside = None if empty else _set_aside(path)
        copy = next(filter(_is_sound, _copies(path)), None)
        if copy:
            for end in ("-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)
            part = path.with_name(f"{path.name}.{os.getpid()}")
            shutil.copyfile(copy, part)
            with closing(sqlite3.connect(part)) as connection, connection:
                # Whoever mirrored what was lost with the original must see that this is another.
                connection.execute("UPDATE identity SET identity = ?", (uuid.uuid4().hex,))
            part.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{database.what.capitalize()} at {path} is damaged: {error}.") from error
    if not aside and not copy:
        return ""
    trouble = f"was damaged and is kept as {aside.name}" if aside else "was gone"
    now = (
        f"that of {time.strftime('%Y-%m-%d', time.localtime(copy.stat().st_mtime))} is" if copy else "none is"
    )
    return f"The file of your bookmarks and read marks, {path}, {trouble}; {now} in its place."


def _set_aside(path: Path) -> Path:
    """Move a file, with all that belongs to it, to a name that nothing has yet."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.rename(aside)
    for end in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(aside.with_name(aside.name + end))
    return aside


def _copies(path: Path) -> list[Path]:
    found = path.parent.glob(f"{path.stem}*.db.bak")
    return sorted(found, key=lambda copy: copy.stat().st_mtime, reverse=True)


def _is_sound(copy: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False
