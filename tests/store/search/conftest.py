"""A cache that articles are put into without files, and searched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.model import Article, Sort, SourceFile, View
from reader.store.cache import Cache, count_changes
from reader.store.entries import find_article
from reader.store.fields import Parsed, pack
from reader.store.intake import Intake
from reader.store.packing import Samples
from reader.store.samples import take_samples
from reader.store.search import finding
from reader.store.search.folding import Folding
from reader.store.search.index import Index
from reader.store.search.packing import hold
from reader.store.search.results import Results
from tests.store.search.reference import Said

NOW = 2_000_000_000
PAGE = 7


@pytest.fixture(autouse=True, scope="session")
def narrow_window() -> Iterator[None]:
    """Have first pages look behind their first window."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "WINDOW", 20)
        yield


class Shelf:
    """A cache and its search."""

    def __init__(self, path: Path, folding: Folding | None = None) -> None:
        self.folding = folding or Folding()
        self.cache = Cache(path)
        self.results = Results(self.cache, self.folding, UTC)
        self.pages = Results(self.cache, self.folding, UTC)  # asked for first pages only
        self.clock = 1_000_000_000
        self.samples = Samples()

    def put(self, *said: Said, vanished: tuple[str, ...] = (), finish: bool = True) -> None:
        """Take articles in as a sync does; without `finish` it was cut off before anything was indexed.

        All but the first are packed after a sample of these.
        """
        with self.cache.database.transaction() as connection:
            intake = Intake(connection, set(vanished), 0, "path", NOW)
            parsed = [self._parsed(one) for one in said]
            intake.take(parsed)
            intake.finish()
            self.samples = take_samples(connection, parsed)
            index = Index(connection, self.folding)
            index.take(intake.written)
            for one in said:
                found = find_article(connection, one.key)
                assert found
                connection.execute(
                    "UPDATE articles SET read = ?, bookmarked = ? WHERE id = ?",
                    (None if one.unread else 5.0, 5.0 if one.bookmarked else None, found[0]),
                )
            while finish and index.catch_up():
                pass
            count_changes(connection)

    def go_down(self) -> None:
        """Index what need not wait for the end of a sync."""
        with self.cache.database.transaction() as connection:
            Index(connection, self.folding).go_down()
            count_changes(connection)

    def _parsed(self, said: Said) -> Parsed:
        self.clock += 1
        article = Article(
            said.key, said.title, None if said.date is None else datetime.fromtimestamp(said.date, UTC),
            categories=said.categories, tags=said.tags, authors=said.authors, source=said.source,
            url=said.url, lang=said.lang, has=said.has,
        )  # fmt: skip
        return Parsed(
            SourceFile(said.key, 1, self.clock * 10**9, 1),
            title=said.title,
            source=said.source,
            lang=said.lang,
            fingerprint=f"{said.title}\n{said.text}".encode(),
            long=False,
            date=said.date,
            categories=said.categories,
            fields=pack(article, self.samples.fields),
            held=hold(self.folding, said.title, said.text, self.samples.texts),
        )

    def find(self, query: str, sort: Sort = Sort.NEWEST) -> list[str]:
        view = View(query=query, sort=sort)
        keys = [row.key for row in self.results.rows(view, 0, 10_000)]
        assert self.results.count(view) == len(keys)
        assert [row.key for row in self.pages.rows(view, 0, PAGE)] == keys[:PAGE]
        if len(keys) >= PAGE:
            assert self.pages.count(view) == len(keys)
        return keys


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path / "cache.db")
    yield made
    made.cache.close()
