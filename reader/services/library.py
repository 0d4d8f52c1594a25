"""The one facade that the screen and the command line call.

A `Library` is one folder of articles with its cache and the reader's state. Its methods may be called from
any thread (each thread has a connection of its own) and block: the screen calls them from workers only.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

from reader.config import Config, LibraryConfig
from reader.errors import NotAFolder, Unreadable
from reader.files import path_of
from reader.model import (
    Category,
    Change,
    Counts,
    Entry,
    Excerpt,
    Facet,
    FileFault,
    LastView,
    Progress,
    Row,
    View,
)
from reader.parsing.clean import clean_line
from reader.services.marks import Marks
from reader.services.views import pack_view, unpack_view
from reader.store import mirror
from reader.store.cache import Cache, cache_path
from reader.store.database import Damaged, Database
from reader.store.entries import TitledMark, find_article, find_entry, iter_entries, titled_marks
from reader.store.listing import Listing
from reader.store.neighbours import next_unread
from reader.store.state import State

if TYPE_CHECKING:
    from reader.document import Document
    from reader.services.reading import Desk
    from reader.services.searches import Searches
    from reader.services.sync import Sync
    from reader.store.search.folding import Folding
    from reader.store.search.results import Results


class Opened(NamedTuple):
    """An article ready to be set: what is known of it, its page, and where the reader left it.

    `place` counts characters of the document's text before the first line on the screen; `file` is the path
    on disk.
    """

    entry: Entry
    document: Document
    place: int
    file: Path


class Library:
    """One folder of articles: synced, listed, opened, marked."""

    root: Path
    name: str

    def __init__(self, library: LibraryConfig, config: Config) -> None:
        """Open the library's cache and state; reads no article.

        Raises:
            NotAFolder: the path is missing, or a file.
            StoreError: a database can neither be opened nor made.
        """
        self.root = library.path.expanduser().resolve()
        if not self.root.is_dir():
            reason = "is a file, not a folder" if self.root.exists() else "does not exist"
            raise NotAFolder(f"{self.root} {reason}.")
        self.name = clean_line(library.name or self.root.name)
        self._settings = library
        self._config = config
        self._state = State(config.folders.data, self.root, library.name)
        self._cache = Cache(cache_path(config.folders.cache, self.root))
        self._listing = Listing(self._cache)
        self._took = 0.0  # seconds, the last sync
        self._marks = Marks(self._cache, self._state)
        try:
            mirror.pull(self._cache, self._state)
        except Damaged:
            self._mend()
            mirror.pull(self._cache, self._state)

    def others(self) -> list[LibraryConfig]:
        """Give the other libraries that a reader can go to."""
        from reader.services.libraries import other_libraries

        return other_libraries(self._state.other_libraries(), self.root, self._config)

    def close(self) -> None:
        """Close the connections; state is safe already."""
        self._cache.close()
        self._state.close()

    @property
    def databases(self) -> tuple[Database, ...]:
        """The cache and the state, to be looked over."""
        return self._cache.database, self._state.database

    # -- syncing

    @property
    def synced(self) -> float | None:
        """When the last finished sync ended (seconds since the epoch), or None: never."""
        note = self._cache.note("synced")
        return float(note) if note else None

    def sync(self, *, apart: bool = False) -> Generator[Progress, None, None]:
        """Bring the cache up to the folder: yields as it goes, the last Progress carries the report.

        `apart` has a process of its own do it where there is much to read. Closing it stops the sync; the next one
        goes on there.
        """
        if any(database.damaged for database in self.databases):
            self._mend()
        for store in (self._state, self._cache):
            if store.database.is_replaced():
                store.open_again()
        begun = time.monotonic()
        with self._cache.filling():
            try:
                yield from self._new_sync(apart).run()
            except Damaged:
                self._mend()
                yield from self._new_sync(apart).run()
        self._state.notice = ""
        self._took = time.monotonic() - begun

    def _new_sync(self, apart: bool) -> Sync:
        from reader.services.sync import Sync

        settings = self._settings
        return Sync(self._cache, self._state, self._desk, settings.categories, settings.exclude, apart=apart)

    def watch(self, stop: Event) -> Iterator[None]:
        """Yield whenever a sync may find something, until `stop` is set."""
        if self._config.watch:
            from reader.services.watching import iter_changes

            yield from iter_changes(self.root, stop, lambda: self._took, self._settings.exclude)

    def _mend(self) -> None:
        """Put another in the place of each database that is damaged.

        The cache reads the state too: what it met may be the other's damage. It costs nothing but time to rebuild.
        """
        for database in self.databases:  # what is open may still show what was there before
            database.close()
        if self._state.is_damaged():
            self._state.bring_back()
        self._cache.rebuild()

    def faults(self) -> list[FileFault]:
        """Everything wrong that the last sync met, by path: broken headers, guessed encodings,
        unreadable files.
        """
        return self._cache.faults()

    # -- listing

    def counts(self) -> Counts:
        """Count the library's articles; costs one small query."""
        return self._cache.counts()

    def categories(self) -> list[Category]:
        """Give every category, parents before children, siblings by name."""
        return self._cache.categories()

    def count(self, view: View) -> int:
        """Count the articles of a view."""
        return self._lists(view).count(view)

    def rows(self, view: View, start: int, count: int) -> list[Row]:
        """Give `count` rows of a view from index `start`; cheap wherever it starts."""
        return self._lists(view).rows(view, start, count)

    def index_of(self, view: View, key: str) -> int | None:
        """Find an article's index in a view."""
        article = self._article(key)
        return None if article is None else self._lists(view).index_of(view, article)

    def next_unread(self, view: View, key: str, step: int) -> tuple[View, Row] | None:
        """Find the unread article after (`step` 1) or before (-1) `key`: in the view first, then across the
        feeds.

        Gives the view that holds it (the given one, or that of another category) and its row.
        """
        if view.query.strip():
            row = self._results.next_unread(view, self._article(key), step)
            return (view, row) if row else None
        return next_unread(self._cache, self._listing, view, self._article(key), step)

    def iter_entries(self, view: View, limit: int | None = None) -> Iterator[Entry]:
        """Yield a view's articles whole (bodies left out) for the command line."""
        ids = self._lists(view).iter_ids(view, limit)
        with self._cache.reading() as connection:
            yield from iter_entries(connection, ids)

    # -- searching

    def check_query(self, query: str) -> None:
        """See whether a query can be understood.

        Raises:
            QueryError: it cannot; the error knows where.
        """
        if query.strip():
            self._results.parse(query)

    def excerpts(self, query: str, articles: Sequence[int]) -> list[Excerpt]:
        """Give a piece of each article (`Row.id`) around the first hit of a query, with its marks and hits."""
        node = self._results.parse(query)
        return [self._results.excerpt(node, article) for article in articles]

    def iter_found(self, view: View, limit: int | None = None) -> Iterator[tuple[Entry, Excerpt]]:
        """Yield what the view's query finds: articles whole (bodies left out), and a piece of each."""
        node = self._results.parse(view.query)
        for article in self._results.iter_ids(view, limit):
            with self._cache.reading() as connection:
                entries = list(iter_entries(connection, [article]))
            for entry in entries:
                yield entry, self._results.excerpt(node, article)

    def find_hits(self, query: str, text: str, field: str) -> list[tuple[int, int]]:
        """Find the ranges of a shown text that hold what a query looks for there: in a "title" or a "body"."""
        return self._results.find_hits(self._results.parse(query), text, field)

    def facets(self, view: View) -> list[Facet]:
        """Count what a view is made of: months, authors, sources, tags."""
        return self._results.facets(view)

    @cached_property
    def searches(self) -> Searches:
        """The searches that are remembered and kept."""
        from reader.services.searches import Searches

        return Searches(self._state, self._config.searches)

    # -- opening

    @cached_property
    def _desk(self) -> Desk:
        from reader.services.reading import Desk

        return Desk(self.root, self.name, self._config.zone, self._settings.drafts, self._folding)

    @cached_property
    def _folding(self) -> Folding:
        from reader.store.search.folding import Folding

        return Folding(han=self._config.search_variants, kana=self._config.search_kana)

    @cached_property
    def _results(self) -> Results:
        from reader.store.search.results import Results

        return Results(self._cache, self._folding, self._config.zone)

    def _lists(self, view: View) -> Listing | Results:
        return self._results if view.query.strip() else self._listing

    def entry(self, key: str) -> Entry | None:
        """Find what the cache knows of an article; a duplicate's path finds the article it is listed as."""
        with self._cache.reading() as connection:
            return find_entry(connection, key)

    def open(self, key: str) -> Opened:
        """Read and parse one article.

        Raises:
            ArticleGone: its file is not there any more.
            Unreadable: its file cannot be read.
        """
        from reader.parsing.article import NotArticle
        from reader.services.page import make_page

        article = self._desk.parse(key)
        if isinstance(article, NotArticle):
            raise Unreadable(f"This is no article. {article.reason}")
        entry = self.entry(key)
        place = self._state.place(entry.article.key or key) if entry else 0
        if entry:
            listed = entry.article
            article = article._replace(date=listed.date, categories=listed.categories)
        entry = entry._replace(article=article) if entry else Entry(article, unread=True, bookmarked=False)
        return Opened(entry, make_page(article), place, path_of(self.root, key))

    def open_again(self, opened: Opened) -> Opened | None:
        """Open an article whose file may have been written since; None where it says the same.

        Raises:
            ArticleGone: its file is not there any more.
            Unreadable: its file cannot be read.
        """
        from reader.parsing.article import NotArticle

        before = opened.entry.article
        now = self._desk.parse(before.key or "")
        if not isinstance(now, NotArticle) and (now.title, now.body) == (before.title, before.body):
            return None
        return self.open(before.key or "")

    def open_beginning(self, key: str) -> Opened | None:
        """Open only the first blocks of a long article, as `open` will give them; None where that gains nothing.

        What the header says comes from the cache. None as well where the reader left the article further down.

        Raises:
            ArticleGone: its file is not there any more.
            Unreadable: its file cannot be read.
        """
        from reader.services.page import make_beginning

        entry = self.entry(key)
        body = self._desk.load_body(key) if entry else None
        if not entry or not body:
            return None
        document = make_beginning(entry.article._replace(body=body))
        place = self._state.place(entry.article.key or key)
        if document is None or place > len(document.text):
            return None
        return Opened(entry, document, place, path_of(self.root, key))

    # -- what the reader did; each is committed before it returns

    def set_read(self, keys: Sequence[str], read: bool) -> Change | None:
        """Mark articles read or unread; None when all were so already."""
        return self._marks.set_read(self._titled(keys), read)

    def set_view_read(self, view: View) -> Change | None:
        """Mark every article of a view read."""
        unread = view._replace(unread_only=True, since=float("inf"))
        return self._marks.set_all_read(self._lists(view).articles(unread))

    def set_bookmark(self, keys: Sequence[str], on: bool) -> Change | None:
        """Bookmark articles, or take the bookmark away."""
        return self._marks.set_bookmark(self._titled(keys), on)

    def undo(self) -> Change | None:
        """Take the last change of this session back; its label says which."""
        return self._marks.undo()

    def save_place(self, key: str, place: int) -> None:
        """Keep the place on the page."""
        with self._cache.reading() as connection:
            found = titled_marks(connection, [key])
        if found:
            self._state.save_place(found[0].mark, place)

    def load_view(self) -> LastView:
        """Give where the reader was when the library was last left."""
        return unpack_view(self._state.load_view())

    def save_view(self, view: LastView) -> None:
        """Keep where the reader is."""
        self._state.save_view(pack_view(view))

    def _article(self, key: str) -> int | None:
        with self._cache.reading() as connection:
            found = find_article(connection, key)
        return found and found[0]

    def _titled(self, keys: Sequence[str]) -> list[TitledMark]:
        with self._cache.reading() as connection:
            return titled_marks(connection, keys)
