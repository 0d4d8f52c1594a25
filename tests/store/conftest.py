"""A cache filled without files, processes or parsing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from reader.model import Article, CategoryPath, SourceFile
from reader.store.cache import Cache, count_changes
from reader.store.fields import Parsed, pack
from reader.store.intake import Form, Intake

NOW = 2_000_000_000.0


def parsed(
    key: str, title: str, date: int | None, categories: Sequence[CategoryPath] = (), mtime: int = 1
) -> Parsed:
    article = Article(key=key, title=title, categories=tuple(categories))
    return Parsed(
        SourceFile(key, 1, mtime * 10**9, 1),
        title=title,
        fingerprint=key.encode(),
        long=True,
        date=date,
        categories=tuple(categories),
        fields=pack(article),
    )


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    found = Cache(tmp_path / "cache.db")
    yield found
    found.close()


@pytest.fixture
def fill(cache: Cache) -> Callable[..., None]:
    def filler(*batch: Parsed, vanished: set[str] | None = None, form: Form = "path") -> None:
        with cache.database.transaction() as connection:
            intake = Intake(connection, vanished or set(), 0, form, NOW)
            intake.take(batch)
            intake.finish()
            count_changes(connection)

    return filler
