from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.cache import Cache
from reader.store.entries import count_name_lists


def test_what_a_sync_needed_for_a_while_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    with closing(Cache(path)) as cache:
        with cache.database.transaction() as connection:
            rows = [(number, bytes(4000)) for number in range(500)]
            connection.executemany("INSERT INTO texts (article, packed) VALUES (?, ?)", rows)
            connection.execute("DELETE FROM texts")
        cache.give_back()
    assert path.stat().st_size < 500_000


NAMES = st.sampled_from((None, "Tech", "Tech\x1fWeb", "Web\x1fTech"))


@given(st.lists(st.tuples(st.integers(1, 4), NAMES), max_size=12), st.sets(st.integers(1, 4)))
def test_lists_of_names_are_counted_as_files_come_change_and_go(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[int, str | None]], gone: set[int]
) -> None:
    made = Cache(tmp_path_factory.mktemp("cache") / "cache.db")
    with closing(made) as cache, cache.database.transaction() as connection:
        for file, names in written:
            if connection.execute("SELECT 1 FROM files WHERE id = ?", (file,)).fetchone():
                connection.execute("UPDATE files SET names = ? WHERE id = ?", (names, file))
            else:
                facts = (file, f"{file}.md", 1, 1, 1, names)
                connection.execute(
                    "INSERT INTO files (id, key, size, mtime_ns, inode, names) VALUES (?, ?, ?, ?, ?, ?)",
                    facts,
                )
        connection.executemany("DELETE FROM files WHERE id = ?", [(file,) for file in gone])
        left = [names for file, names in dict(written).items() if file not in gone and names is not None]
        assert count_name_lists(connection) == Counter(tuple(names.split("\x1f")) for names in left)
