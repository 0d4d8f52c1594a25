"""The state's schema, step by step: each migration is applied once, and the file is copied before it."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing

from sqlite_utils import Database as Tables

from reader.store.database import Database

# Never change a step that was released: add one.


def _first(tables: Tables) -> None:
    tables.table("identity").create({"identity": str})
    tables.table("identity").insert({"identity": uuid.uuid4().hex})
    tables.table("libraries").create({"id": int, "name": str, "root": str, "view": str}, pk="id")
    tables.table("libraries").create_index(["root"])
    # Without a rowid the rows of a library lie together, in the order of their keys.
    tables.execute(
        "CREATE TABLE marks (library INTEGER NOT NULL, key TEXT NOT NULL, read REAL, bookmarked REAL, dropped REAL,"
        " place INTEGER NOT NULL DEFAULT 0, fingerprint BLOB NOT NULL DEFAULT x'', guid TEXT NOT NULL DEFAULT '',"
        " change INTEGER NOT NULL, PRIMARY KEY (library, key)) WITHOUT ROWID"
    )
    tables.table("marks").create_index(["library", "change"])
    tables.table("marks").create_index(["change"])


STEPS = (_first,)


def migrate(database: Database) -> None:
    """Bring the state to the newest schema; a file that held anything is backed up beside itself first.

    Raises:
        StoreError: the file cannot be written.
    """
    with database.errors():
        (version,) = database.connection.execute("PRAGMA user_version").fetchone()
        if version:
            _back_up(database, version)
    with database.transaction() as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for step in STEPS[version:]:
            step(Tables(connection, execute_plugins=False))
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")


def _back_up(database: Database, version: int) -> None:
    copy = database.path.with_name(f"{database.path.stem}-{version}.db.bak")
    with closing(sqlite3.connect(copy)) as target:
        database.connection.backup(target)
