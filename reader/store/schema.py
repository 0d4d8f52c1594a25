"""The cache's tables, made with sqlite_utils when a cache is new."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database as Tables

from reader.store.search import index


def create(connection: sqlite3.Connection) -> None:
    """Make the tables and their indexes."""
    tables = Tables(connection, execute_plugins=False)
    tables.table("meta").create({"name": str, "value": str}, pk="name")
    # Every file with an article's extension; `article` is what it is listed as, `reason` why it is none
    # (`stray` is 1 where it is not meant to be one, 0 where it is), `names` the plain list of
    # category names that may be a path, `run` the sync that first saw it.
    tables.table("files").create(
        {"id": int, "key": str, "size": int, "mtime_ns": int, "inode": int, "article": int, "reason": str,
         "stray": int, "names": str, "run": int},
        pk="id",
        not_null={"key", "size", "mtime_ns", "inode"},
    )  # fmt: skip
    tables.table("files").create_index(["key"], unique=True)
    tables.execute("CREATE INDEX paths ON files (article) WHERE article IS NOT NULL")
    # How many files have each plain list of names: what is read as a path depends on all of them.
    tables.execute(
        "CREATE TABLE name_lists (names TEXT PRIMARY KEY, files INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID"
    )
    come = (
        "INSERT INTO name_lists (names, files) SELECT NEW.names, 1 WHERE NEW.names IS NOT NULL"
        " ON CONFLICT DO UPDATE SET files = files + 1;"
    )
    go = "UPDATE name_lists SET files = files - 1 WHERE names = OLD.names;"
    for event, changes in (("INSERT", come), ("DELETE", go), ("UPDATE OF names", go + come)):
        name = event.split()[0].lower()
        tables.execute(f"CREATE TRIGGER names_{name} AFTER {event} ON files BEGIN {changes} END")
    # What a file says (reader.store.fields): apart, so that the walk's comparison never reads past it.
    tables.table("headers").create({"id": int, "fields": bytes}, pk="id")
    # What is listed. `file` speaks for it; `moment` orders it; `links` are its categories' ids.
    tables.table("articles").create(
        {"id": int, "key": str, "file": int, "moment": int, "date": int, "title": str, "sorting": str,
         "source": str, "lang": str, "guid": str, "fingerprint": bytes, "long": int, "links": str,
         "read": float, "bookmarked": float, "dropped": float},
        pk="id",
    )  # fmt: skip
    tables.table("articles").create_index(["fingerprint"])
    tables.table("articles").create_index(["sorting"])
    for name, column, condition in (
        ("unread", "moment", "read IS NULL"),
        ("bookmarks", "moment", "bookmarked IS NOT NULL"),
        ("lately_read", "read", "read IS NOT NULL"),
        ("lately_dropped", "dropped", "dropped IS NOT NULL"),
        ("guids", "guid", "guid <> ''"),
    ):
        tables.execute(f"CREATE INDEX {name} ON articles ({column}) WHERE {condition}")
    tables.execute("CREATE INDEX failed ON files (key) WHERE stray = 0")
    # Category 0 is the whole library.
    tables.table("categories").create(
        {"id": int, "path": str, "total": int, "unread": int}, pk="id", defaults={"total": 0, "unread": 0}
    )
    tables.table("categories").create_index(["path"], unique=True)
    tables.table("categories").insert({"id": 0, "path": "", "total": 0, "unread": 0})
    tables.execute(
        "CREATE TABLE article_category (category INTEGER, moment INTEGER, article INTEGER,"
        " PRIMARY KEY (category, moment, article)) WITHOUT ROWID"
    )
    tables.table("faults").create({"file": int, "line": int, "text": str})
    tables.table("faults").create_index(["file"])
    index.create(connection)
