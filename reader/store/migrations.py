"""The state's schema, step by step: each migration is applied once, and the file is copied before it."""

from __future__ import annotations

import uuid

from sqlite_utils import Database as Tables

from reader.store.backup import back_up
from reader.store.database import Database

# Never change a step that was released: add one.


def _first(tables: Tables) -> None:
    tables.table("identity").create({"identity": str, "change": int})
    tables.table("identity").insert({"identity": uuid.uuid4().hex, "change": 0})
    tables.table("libraries").create({"id": int, "name": str, "root": str, "view": str}, pk="id")
    tables.table("libraries").create_index(["root"])
    tables.table("marks").create(
        {"id": int, "library": int, "key": str, "read": float, "bookmarked": float, "dropped": float,
         "place": int, "fingerprint": bytes, "guid": str, "change": int},
        pk="id",
        not_null={"library", "key", "place", "fingerprint", "guid", "change"},
        defaults={"place": 0},
    )  # fmt: skip
    tables.table("marks").create_index(["library", "key"], unique=True)
    tables.table("marks").create_index(["library", "change"])


def _searches(tables: Tables) -> None:
    tables.table("libraries").add_column("searches", str)


STEPS = (_first, _searches)


def migrate(database: Database) -> None:
    """Bring the state to the newest schema; a file that held anything is backed up beside itself first.

    Raises:
        StoreError: the file cannot be written.
    """
    with database.errors():
        (version,) = database.connection.execute("PRAGMA user_version").fetchone()
        if version:
            back_up(database, database.path.with_name(f"{database.path.stem}-{version}.db.bak"))
    with database.transaction() as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for step in STEPS[version:]:
            step(Tables(connection, execute_plugins=False))
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
