from __future__ import annotations

from contextlib import closing
from pathlib import Path

from reader.store.cache import Cache


def test_what_a_sync_needed_for_a_while_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    with closing(Cache(path)) as cache:
        with cache.database.transaction() as connection:
            rows = [(number, bytes(4000)) for number in range(500)]
            connection.executemany("INSERT INTO texts (article, packed) VALUES (?, ?)", rows)
            connection.execute("DELETE FROM texts")
        cache.give_back()
    assert path.stat().st_size < 500_000
