"""What a search asks beyond the list itself: pieces of what was found, places on a page, parts of a list.

It asks as the desk does, in the desk's lanes, and its answers go stale as the desk's do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.message import Message

from reader.errors import QueryError
from reader.model import Facet, KeptSearch, Row, View
from reader.services.library import Library
from reader.ui.desk import Answers, Desk
from reader.ui.marking import Glimpse
from reader.ui.page import Page
from reader.ui.row_window import PAGE, span_around

if TYPE_CHECKING:
    from reader.ui.hits import Hit


class Finder:
    """Asks one library on behalf of searches."""

    class Totalled(Message):
        """How many articles a view has whose first rows are shown already."""

        def __init__(self, view: View, count: int) -> None:
            self.view, self.count = view, count
            super().__init__()

    class Glimpsed(Message):
        """Pieces of what a view's query found, by the articles' numbers."""

        def __init__(self, view: View, glimpses: dict[int, Glimpse]) -> None:
            self.view, self.glimpses = view, glimpses
            super().__init__()

    class Marked(Message):
        """Where a query's words stand on a page."""

        def __init__(self, page: Page, query: str, hits: Sequence[Hit]) -> None:
            self.page, self.query, self.hits = page, query, hits
            super().__init__()

    class Sifted(Message):
        """What a view is made of."""

        def __init__(self, view: View, facets: Sequence[Facet]) -> None:
            self.view, self.facets = view, facets
            super().__init__()

    class Kept(Message):
        """The searches with names and what each finds (None: it cannot be understood), and the earlier ones."""

        def __init__(self, kept: Sequence[tuple[KeptSearch, int | None]], earlier: Sequence[str]) -> None:
            self.kept, self.earlier = kept, earlier
            super().__init__()

    def __init__(self, desk: Desk, library: Library) -> None:
        """Ask through a desk."""
        self._desk, self._library = desk, library

    def search(self, view: View, height: int) -> None:
        """Fetch the first of what a query finds, and only then count all of it."""

        def answers() -> Answers:
            library = self._library
            start, wanted = span_around(0, PAGE, height)
            rows = library.rows(view, start, wanted)
            exact = len(rows) < wanted
            yield Desk.Listed(
                view, "", library.counts(), library.categories(), len(rows), 0, start, rows,
                datetime.now(UTC), library.synced, None, exact,
            )  # fmt: skip
            if not exact:
                yield self.Totalled(view, library.count(view))

        self._desk.ask("search", "list", answers())

    def glimpse(self, view: View, rows: Sequence[Row]) -> None:
        """Fetch pieces of what was found."""

        def answers() -> Answers:
            excerpts = self._library.excerpts(view.query, [row.id for row in rows])
            titles = (tuple(self._library.find_hits(view.query, row.title, "title")) for row in rows)
            found = zip(rows, map(Glimpse, excerpts, titles), strict=True)
            yield self.Glimpsed(view, {row.id: glimpse for row, glimpse in found})

        self._desk.ask("search", f"glimpse {rows[0].id}", answers())

    def mark(self, page: Page, query: str) -> None:
        """Find a query's words on a page, in its folds too; the facts below the title are not searched."""

        def find(field: str) -> Callable[[str], Sequence[tuple[int, int]]]:
            return lambda text: self._library.find_hits(query, text, field)

        def answers() -> Answers:
            from reader.ui.hits import find_hits, join_hits

            opened = page.opened
            hits = find_hits(page.title, opened.entry.article.title, find("title"))
            body = find_hits(page.unfolded[len(page.head) :], opened.document.text, find("body"))
            yield self.Marked(page, query, join_hits(hits, body, len(page.head)))

        self._desk.ask("page", "marks", answers())

    def load_kept(self) -> None:
        """Fetch the searches that are kept, and count what they find."""

        def answers() -> Answers:
            searches = self._library.searches
            kept, earlier = searches.kept(), searches.earlier()
            counted: list[tuple[KeptSearch, int | None]] = []
            for search in kept:
                try:
                    count = self._library.count(View(query=search.query))
                except QueryError:
                    counted.append((search, None))
                else:
                    counted.append((search, count))
            yield self.Kept(counted, earlier)

        self._desk.ask("search", "kept", answers())

    def remember(self, query: str) -> None:
        """Remember what was searched for."""
        self._change(lambda: self._library.searches.remember(query), "")

    def keep(self, name: str, query: str, before: str) -> None:
        """Keep a query under a name; `before` is what that name was kept for till now."""
        instead = f", in place of {before}" if before not in ("", query) else ""
        self._change(lambda: self._library.searches.keep(name, query), f"Kept as {name}{instead}.")

    def forget(self, name: str) -> None:
        """Let go of a kept query."""
        self._change(lambda: self._library.searches.forget(name), f"{name} is kept no longer.")

    def _change(self, change: Callable[[], None], said: str) -> None:
        def answers() -> Answers:
            change()
            if said:
                yield Desk.Changed(said)

        self._desk.ask("state", "", answers())

    def sift(self, view: View) -> None:
        """Count what a view is made of."""

        def answers() -> Answers:
            yield self.Sifted(view, self._library.facets(view))

        self._desk.ask("search", "facets", answers())
