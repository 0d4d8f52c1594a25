"""What the reader did is kept, numbered and migrated."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database as Tables

from reader.store import migrations
from reader.store import state as state_module
from reader.store.mark import Mark
from reader.store.mirror import COLUMNS
from reader.store.state import State

ROOT = Path("/nowhere/news")


def test_marks_carry_growing_numbers_and_places_stay(tmp_path: Path) -> None:
    state = State(tmp_path, ROOT, "")
    assert state.last_change() == 0
    state.write_marks([Mark("a", read=1.0), Mark("b", bookmarked=2.0)], COLUMNS)
    first = state.last_change()
    state.save_place(Mark("a"), 40)
    state.write_marks([Mark("a", read=None, bookmarked=5.0)], ["read"])
    assert state.last_change() > first
    assert [mark.key for mark in state.marks_since(first)] == ["a"]
    assert state.marks_of(["b", "a", "c"]) == [Mark("b", bookmarked=2.0), Mark("a")]
    assert state.place("a") == 40
    assert state.place("c") == 0
    state.close()


def test_a_place_alone_marks_nothing(tmp_path: Path) -> None:
    state = State(tmp_path, ROOT, "")
    state.save_place(Mark("a", fingerprint=b"f"), 3)
    assert state.marks_since(0) == [Mark("a", fingerprint=b"f")]
    state.close()


def test_a_mark_does_not_move_onto_another(tmp_path: Path) -> None:
    state = State(tmp_path, ROOT, "")
    state.write_marks([Mark("a", read=1.0), Mark("b", bookmarked=2.0)], COLUMNS)
    state.move_marks({"a": "b", "b": "c"})
    assert state.marks_of("abc") == [Mark("a", read=1.0), Mark("c", bookmarked=2.0)]
    state.close()


def test_libraries_are_told_apart_by_name_else_by_root(tmp_path: Path) -> None:
    def number(root: str, name: str) -> int:
        state = State(tmp_path, Path(root), name)
        state.close()
        return state.library

    first = number("/a", "")
    assert number("/a", "") == first
    assert number("/b", "") != first
    assert number("/a", "news") == first
    assert number("/elsewhere", "news") == first
    assert number("/elsewhere", "") == first
    other = number("/elsewhere", "other")
    assert other != first
    assert number("/elsewhere", "news") == first
    assert number("/elsewhere", "other") == other


def test_each_migration_is_applied_once_and_backed_up_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = State(tmp_path, ROOT, "")
    state.write_marks([Mark("a", read=1.0)], COLUMNS)
    state.close()
    assert not list(tmp_path.glob("*.bak"))

    def second(tables: Tables) -> None:
        tables.execute("ALTER TABLE marks ADD COLUMN again TEXT")

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, second))
    monkeypatch.setattr(state_module, "VERSION", state_module.VERSION + 1)
    for _ in range(2):
        state = State(tmp_path, ROOT, "")
        assert state.marks_since(0) == [Mark("a", read=1.0)]
        state.close()
    (backup,) = tmp_path.glob("*.bak")
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT key, read FROM marks").fetchall() == [("a", 1.0)]
        assert connection.execute("PRAGMA user_version").fetchone() == (state_module.VERSION - 1,)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    State(tmp_path, ROOT, "").close()

    def broken(tables: Tables) -> None:
        tables.execute("ALTER TABLE marks ADD COLUMN again TEXT")
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", (*migrations.STEPS, broken))
        patch.setattr(state_module, "VERSION", state_module.VERSION + 1)
        with pytest.raises(RuntimeError):
            State(tmp_path, ROOT, "")
    state = State(tmp_path, ROOT, "")
    state.write_marks([Mark("a")], COLUMNS)
    state.close()
