"""What a search asks beyond the list itself: pieces of what was found, places on a page, parts of a list.

It asks as the desk does, in the desk's lanes, and its answers go stale as the desk's do.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from reader.model import Facet, Row, View
from reader.services.library import Library
from reader.ui.desk import Answers, Desk
from reader.ui.hits import Glimpse, Hit, find_hits
from reader.ui.page import Page


class Finder:
    """Asks one library on behalf of searches."""

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

    def __init__(self, desk: Desk, library: Library) -> None:
        """Ask through a desk."""
        self._desk, self._library = desk, library

    def glimpse(self, view: View, rows: Sequence[Row]) -> None:
        """Fetch pieces of what was found."""

        def answers() -> Answers:
            excerpts = self._library.excerpts(view.query, [row.id for row in rows])
            titles = (tuple(self._library.find_hits(view.query, row.title)) for row in rows)
            found = zip(rows, map(Glimpse, excerpts, titles), strict=True)
            yield self.Glimpsed(view, {row.id: glimpse for row, glimpse in found})

        self._desk.ask("search", f"glimpse {rows[0].id}", answers())

    def mark(self, page: Page, query: str) -> None:
        """Find a query's words on a page."""
        lines = tuple(page.lines)  # folds may open meanwhile

        def answers() -> Answers:
            text = page.opened.document.text
            hits = find_hits(lines, text, lambda shown: self._library.find_hits(query, shown))
            yield self.Marked(page, query, hits)

        self._desk.ask("page", "marks", answers())

    def sift(self, view: View) -> None:
        """Count what a view is made of."""

        def answers() -> Answers:
            yield self.Sifted(view, self._library.facets(view))

        self._desk.ask("search", "facets", answers())
