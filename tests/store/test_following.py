"""Marks that lost their file, among many that did not."""

from __future__ import annotations

import tracemalloc
from contextlib import closing
from pathlib import Path

from reader.store import following
from reader.store.cache import Cache
from reader.store.mark import Mark
from reader.store.mirror import COLUMNS
from reader.store.state import State


def test_marks_whose_file_is_there_take_no_memory(tmp_path: Path) -> None:
    keys = [f"{number:05}.md" for number in range(5000)]
    with closing(State(tmp_path, tmp_path, "")) as state, closing(Cache(tmp_path / "cache.db")) as cache:
        state.write_marks([Mark(key, read=1.0) for key in keys], COLUMNS)
        with cache.database.transaction() as connection:
            connection.executemany(
                "INSERT INTO files (key, size, mtime_ns, inode) VALUES (?, 1, 1, 1)", ((key,) for key in keys)
            )
        tracemalloc.start()
        try:
            following.follow(cache, state, 1)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most < 50_000
