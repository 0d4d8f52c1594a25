"""A library in memory with the same methods, for tests of the screen alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from reader.config import LibraryConfig
from reader.document import Document, Link, Mark, Paragraph, Span
from reader.errors import ArticleGone, QueryError, StoreError
from reader.model import (
    Article,
    Category,
    Change,
    Counts,
    Entry,
    Excerpt,
    Facet,
    KeptSearch,
    LastView,
    Progress,
    Row,
    Shelf,
    Sort,
    SyncReport,
    View,
)
from reader.services.library import Opened


def article(number: int, **fields: Any) -> Article:
    """Make an article; the higher the number, the older."""
    date = datetime.fromtimestamp(1_700_000_000 - 7200 * number, UTC)
    made = Article(
        key=f"a/{number}.md",
        title=f"Title {number}",
        date=date,
        categories=(("News", "Feed A" if number % 2 else "Feed B"),),
        source="Feed",
        url=f"https://example.org/{number}",
        text="words",
        minutes=3,
    )
    return made._replace(**fields)


def page(paragraphs: int) -> Document:
    """Make a page of numbered paragraphs; the first holds a link."""
    blocks = [Paragraph((Span(f"Paragraph {number} says something."),)) for number in range(paragraphs)]
    link = Paragraph((Span("See "), Span("the source", Mark.NONE, link=0), Span(".")))
    return Document((link, *blocks), (Link("https://example.org/source", "the source"),))


class FakeSearches:
    """Searches remembered and kept in lists."""

    def __init__(self) -> None:
        self.named: dict[str, str] = {}
        self.asked: list[str] = []

    def kept(self) -> list[KeptSearch]:
        return [KeptSearch(name, query, fixed=name == "Fixed") for name, query in self.named.items()]

    def earlier(self) -> tuple[str, ...]:
        return tuple(self.asked)

    def remember(self, query: str) -> None:
        self.asked.insert(0, query)

    def keep(self, name: str, query: str) -> None:
        self.named[name] = query

    def forget(self, name: str) -> None:
        del self.named[name]


class FakeLibrary:
    """Articles, marks and places in dictionaries; what was asked of it stands in `calls`."""

    def __init__(self, articles: Sequence[Article], documents: dict[str, Document] | None = None) -> None:
        self.root, self.name = Path("/nowhere"), "Fake"
        self.articles = {one.key or "": one for one in articles}
        self.documents = documents or {}
        self.read: dict[str, float] = {}
        self.bookmarks: dict[str, float] = {}
        self.places: dict[str, int] = {}
        self.last = LastView()
        self.gone: set[str] = set()
        self.calls: list[tuple[object, ...]] = []
        self.closed = False
        self.elsewhere: list[LibraryConfig] = []
        self.notice = ""
        self.beginnings: dict[str, Document] = {}
        self.searches = FakeSearches()
        self.may_open = Event()
        self.may_open.set()
        self.complaint = "There is no such state."
        self.may_search = Event()
        self.may_search.set()
        self.arriving: list[list[Article]] = []
        self.after_sync: list[list[Article]] = []  # what arrives behind a sync's back
        self.seconds = 0.0  # that a sync takes
        self.failures = 0  # of syncs
        self.stirring = False
        self.synced: float | None = 1_700_000_000.0
        self._undo: list[tuple[Change, dict[str, float], dict[str, float]]] = []
        self.clock = 2_000_000_000.0

    def close(self) -> None:
        self.closed = True

    def others(self) -> list[LibraryConfig]:
        return self.elsewhere

    def sync(self, *, apart: bool) -> Iterator[Progress]:
        assert apart, "a sync in this process would take the screen's time"
        if self.failures:
            self.failures -= 1
            raise StoreError("The disk is full.")
        total = len(self.articles) + sum(map(len, self.arriving))
        for batch in self.arriving:
            self.articles |= {one.key or "": one for one in batch}
            yield Progress(len(self.articles), total)
        report = SyncReport(seen=total, added=sum(map(len, self.arriving)), seconds=self.seconds)
        self.arriving, self.after_sync = self.after_sync or self.arriving, []
        yield Progress(total, total, report, self.notice)

    def watch(self, stop: Event) -> Iterator[None]:
        while not stop.wait(0.01):
            if self.stirring:
                self.stirring = False
                yield

    def counts(self) -> Counts:
        unread = sum(key not in self.read for key in self.articles)
        return Counts(len(self.articles), unread, len(self.bookmarks))

    def categories(self) -> list[Category]:
        paths = {
            path[:depth] for one in self.articles.values() for path in one.categories for depth in (1, 2)
        }
        return [self._category(path) for path in sorted(paths)]

    def _category(self, path: tuple[str, ...]) -> Category:
        inside = [one for one in self.articles.values() if one.categories[0][: len(path)] == path]
        return Category(path, len(inside), sum(one.key not in self.read for one in inside))

    def _view(self, view: View) -> list[Article]:
        found = [one for one in self.articles.values() if self._in(view, one)]
        if view.sort is Sort.TITLE:
            return sorted(found, key=lambda one: one.title)
        newest = view.sort in (Sort.NEWEST, Sort.RELEVANCE)
        return sorted(found, key=lambda one: one.date.timestamp() if one.date else 0.0, reverse=newest)

    def _in(self, view: View, one: Article) -> bool:
        key = one.key or ""
        if view.category and one.categories[0][: len(view.category)] != view.category:
            return False
        said = f"{one.title} {one.text}".lower()
        if not all(word in said for word in self._words(view.query)):
            return False
        if view.shelf is Shelf.BOOKMARKS and key not in self.bookmarks:
            return False
        unread_only = view.unread_only or view.shelf is Shelf.UNREAD
        return not unread_only or key not in self.read or self.read[key] > view.since

    # -- searching: words are ANDed substrings, `is:` takes nothing

    def _words(self, query: str) -> list[str]:
        assert self.may_search.wait(10), "the test never let it"
        if "is:" in query:
            raise QueryError(self.complaint, query, query.index("is:"))
        return query.lower().replace('"', "").split()

    def check_query(self, query: str) -> None:
        self._words(query)

    def find_hits(self, query: str, text: str, field: str) -> list[tuple[int, int]]:
        return sorted(
            (at, at + len(word))
            for word in self._words(query)
            for at in range(len(text))
            if text.lower().startswith(word, at)
        )

    def excerpts(self, query: str, articles: Sequence[int]) -> list[Excerpt]:
        texts = [list(self.articles.values())[number].text for number in articles]
        hits = [self.find_hits(query, text, "body") for text in texts]
        return [Excerpt(text, tuple(found), len(found)) for text, found in zip(texts, hits, strict=True)]

    def facets(self, view: View) -> list[Facet]:
        found = self._view(view)
        months = sorted({f"{one.date:%Y-%m}" for one in found if one.date}, reverse=True)
        counts = [sum(f"{one.date:%Y-%m}" == month for one in found) for month in months]
        tags = sorted({tag for one in found for tag in one.tags})
        return [
            *(Facet("month", month, month, count) for month, count in zip(months, counts, strict=True)),
            *(Facet("tag", tag, tag, sum(tag in one.tags for one in found)) for tag in tags),
        ]

    def _row(self, one: Article) -> Row:
        key = one.key or ""
        date = int(one.date.timestamp()) if one.date else None
        number = list(self.articles).index(key)
        return Row(number, key, one.title, one.source, date, key not in self.read, key in self.bookmarks)

    def count(self, view: View) -> int:
        return len(self._view(view))

    def rows(self, view: View, start: int, count: int) -> list[Row]:
        self.calls.append(("rows", start, count))
        return [self._row(one) for one in self._view(view)[start : start + count]]

    def index_of(self, view: View, key: str) -> int | None:
        return next((i for i, one in enumerate(self._view(view)) if one.key == key), None)

    def next_unread(self, view: View, key: str, step: int) -> tuple[View, Row] | None:
        found = self._view(view)
        at = next((i for i, one in enumerate(found) if one.key == key), -1)
        onward = found[at + 1 :] if step > 0 else list(reversed(found[: max(at, 0)]))
        for one in onward:
            if one.key not in self.read:
                return view, self._row(one)
        for category in self.categories():
            if len(category.path) == 2 and category.path != view.category and category.unread:
                other = view._replace(category=category.path, shelf=Shelf.ALL)
                unread = next(one for one in self._view(other) if one.key not in self.read)
                return other, self._row(unread)
        return None

    def entry(self, key: str) -> Entry | None:
        one = self.articles.get(key)
        return Entry(one, key not in self.read, key in self.bookmarks) if one else None

    def open(self, key: str) -> Opened:
        self.calls.append(("open", key))
        assert self.may_open.wait(10), "the test never let it"
        entry = self.entry(key)
        if key in self.gone or entry is None:
            raise ArticleGone(f"{key} is not there any more; r looks again.")
        document = self.documents.get(key, page(40))
        return Opened(entry, document, self.places.get(key, 0), self.root / key)

    def open_again(self, opened: Opened) -> Opened | None:
        again = self.open(opened.entry.article.key or "")
        return None if again.document == opened.document else again

    def open_beginning(self, key: str) -> Opened | None:
        entry, beginning = self.entry(key), self.beginnings.get(key)
        return (
            Opened(entry, beginning, self.places.get(key, 0), self.root / key)
            if entry and beginning
            else None
        )

    def set_read(self, keys: Sequence[str], read: bool) -> Change | None:
        changed = tuple(key for key in keys if (key in self.read) != read)
        if not changed:
            return None
        change = Change(f"Marked {len(changed)} articles {'read' if read else 'unread'}", changed)
        self._undo.append((change, dict(self.read), dict(self.bookmarks)))
        for key in changed:
            if read:
                self.read[key] = self.clock
            else:
                del self.read[key]
        return change

    def set_view_read(self, view: View) -> Change | None:
        return self.set_read([one.key or "" for one in self._view(view)], True)

    def set_bookmark(self, keys: Sequence[str], on: bool) -> Change | None:
        change = Change("Bookmarked an article" if on else "Took a bookmark away", tuple(keys))
        self._undo.append((change, dict(self.read), dict(self.bookmarks)))
        for key in keys:
            if on:
                self.bookmarks[key] = self.clock
            else:
                self.bookmarks.pop(key, None)
        return change

    def undo(self) -> Change | None:
        if not self._undo:
            return None
        change, self.read, self.bookmarks = self._undo.pop()
        return change

    def save_place(self, key: str, place: int) -> None:
        self.places[key] = place

    def load_view(self) -> LastView:
        return self.last

    def save_view(self, view: LastView) -> None:
        self.last = view
