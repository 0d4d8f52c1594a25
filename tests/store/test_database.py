"""The database file itself: what opening it does."""

from __future__ import annotations

from pathlib import Path

from reader.store.database import Database


def test_opening_a_database_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "one.db"
    made = Database(path, "the cache", "FULL")
    made.connection.execute("CREATE TABLE t (a)")
    made.close()
    opened = Database(path, "the cache", "FULL")
    assert opened.connection.execute("SELECT count(*) FROM t").fetchone() == (0,)
    assert path.with_name("one.db-wal").stat().st_size == 0
    opened.close()


def test_a_new_database_can_give_pages_back(tmp_path: Path) -> None:
    made = Database(tmp_path / "one.db", "the cache", "FULL")
    made.connection.execute("CREATE TABLE t (a)")
    assert made.connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)
    made.close()
