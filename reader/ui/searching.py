"""Searching: the line a query is typed in, what it finds, and the way back to where the reader was.

The query goes to the list as it is typed. What was on the screen when the search began is kept whole, so that
leaving brings it back at once, without asking anything.

No first screen waits for the line: its module is loaded and it is laid over the page once there is a list.
"""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from textual import events, on
from textual.widget import AwaitMount

from reader.config import Config
from reader.model import LastView, View
from reader.services.library import Library
from reader.ui.article_list import ArticleList, ListState
from reader.ui.desk import Desk
from reader.ui.finder import Finder
from reader.ui.page import Page
from reader.ui.reading_pane import ReadingPane
from reader.ui.sidebar import Place
from reader.ui.syncing import Syncing

if TYPE_CHECKING:
    from reader.ui.search_line import SearchLine


class Origin(NamedTuple):
    """Where the reader was when a search began."""

    view: View
    key: str
    at: str
    alone: bool
    asked: bool
    list: ListState
    page: Page | None
    top: int


class Search(NamedTuple):
    """A search of the list: from where, in which view, and what was typed."""

    origin: Origin
    within: View
    typed: str = ""

    @property
    def view(self) -> View:
        """The view of what is found."""
        from reader.store.search.language import join_queries

        return self.within._replace(query=join_queries(self.within.query, self.typed))


class PageSearch(NamedTuple):
    """A search of the open article: from which line of which (None: its page is still to come), and what was typed."""

    key: str
    top: int | None
    typed: str = ""


class Searching(Syncing):
    """Tree, list and article of one library, and searches of them."""

    def __init__(self, library: Library, config: Config) -> None:
        """Begin without a search."""
        super().__init__(library, config)
        self.search: Search | None = None
        self.page_search: PageSearch | None = None
        self._sought = ("", "")
        self.earlier: list[str] = []  # what was searched for before, the latest first

    @cached_property
    def line(self) -> SearchLine:
        """The line that a query is typed in."""
        from reader.ui.search_line import SearchLine

        return SearchLine()

    @cached_property
    def _laid(self) -> AwaitMount:
        """The laying of the line over the page."""
        return self.mount(self.line)

    async def _lay_line(self) -> None:
        await self._laid

    @on(Desk.Listed)
    def lay_line(self, message: Desk.Listed) -> None:
        """Have the search line ready before it is asked for."""
        if message.last is not None:  # what waits for a frame keeps others waiting for one more
            self.call_after_refresh(self._lay_line)

    @property
    def typing(self) -> bool:
        """Whether a query is being typed."""
        return self.focused is not None and self.focused.id == "query"

    # -- beginning

    async def action_search(self) -> None:
        """Search the article the reader is in, else the whole library."""
        await self._laid
        if self.at == "article":
            if self.article.expecting or self.article.page is not None:
                self.page_search = PageSearch(self.key, None if self.article.expecting else self.article.top)
                self._open_line("in the article", "")
        else:
            self._search_in(View(since=time.time()))

    async def action_narrow(self) -> None:
        """Search what the list shows."""
        await self._laid
        self._search_in(self.view)

    def _search_in(self, within: View) -> None:
        if self.search is None:
            if self.shown is None:
                return
            self.begin_search(within)
        self.page_search = None
        self.alone = False
        self.go("list")
        self._open_list_line()

    def begin_search(self, within: View) -> Search:
        """Keep where the reader is, and search a view from here on."""
        self.do_now("place")
        origin = Origin(
            self.shown or self.view, self.key, self.at, self.alone, self.asked,
            self.list.state, self.article.page, self.article.top,
        )  # fmt: skip
        self.search = Search(origin, within._replace(since=time.time()))
        return self.search

    def _open_list_line(self) -> None:
        if self.search is not None:
            within = self.search.within
            name = "" if within == View(since=within.since) else self.name_of(within)
            self._open_line(name, self.search.typed)

    def _open_line(self, name: str, text: str) -> None:
        self.line.open(name, text, self.earlier)
        self.set_focus(self.line.box, scroll_visible=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Teach the keys of the line while it is typed in."""
        self.teach()

    @property
    def lesson(self) -> str:
        """Which keys the footer teaches: those of the line while it is typed in, of hits while they are marked."""
        if self.typing:
            return "search"
        return "hits" if self.at == "article" and self.article.hits else self.at

    # -- typing

    def on_search_line_asked(self, message: SearchLine.Asked) -> None:
        """Find what is asked now; no key waits for it."""
        self.line.complain()
        if self.page_search is not None:
            self.page_search = self.page_search._replace(typed=message.query)
            if not message.query.strip():
                self.article.show_hits(())
            self.mark_page()
        elif self.search is not None:
            self.search = self.search._replace(typed=message.query)
            if message.query.strip():
                self.show_found()
            else:
                self._bring_list_back(self.search.origin)

    def show_found(self) -> None:
        """Show what the search finds."""
        if self.search is not None:
            self.touched = True
            self.view = self.search.view
            self.stop_waiting("view")
            self.finder.search(self.view, self.app.size.height)

    def rearrange(self, view: View) -> None:
        """Show the list in another order or with other articles; a search that goes on does so in it."""
        if self.search is None:
            self.show_view(view, self.key)
        else:
            self.search = self.search._replace(within=view._replace(query=self.search.within.query))
            self.show_found()

    @on(Desk.Misunderstood)
    def explain(self, message: Desk.Misunderstood) -> None:
        """Say what is wrong with a query, under its place; with one that was typed on since, nothing."""
        error = message.error
        if self.line.display:
            if error.query in (self.view.query, self.marking):
                self.line.complain(str(error), max(error.column - error.query.rfind(self.line.text), 0))
        else:
            self.say(str(error))

    def on_query_box_taken(self) -> None:
        """Go on to what was found, and remember the search; an empty one is none."""
        self.remember(self.line.text)
        if not self.line.text.strip():
            self.leave_line()
        elif self.page_search is not None:
            self._show_list_line()
            self.go("article")
        else:
            self.go("list")
            if self.view != self.shown:
                self.show_view(self.view)  # this time the next key waits for it

    def remember(self, text: str) -> None:
        """Remember what was searched for."""
        if text.strip():
            self.earlier = [text, *(one for one in self.earlier if one != text)]
            self.finder.remember(text)

    @on(ArticleList.Unglimpsed)
    def fetch_glimpses(self, message: ArticleList.Unglimpsed) -> None:
        """Fetch pieces of what is on the screen."""
        if self.shown is not None:
            self.finder.glimpse(self.shown, message.rows)

    @on(Finder.Glimpsed)
    def show_glimpses(self, message: Finder.Glimpsed) -> None:
        """Show pieces of what was found, unless something else is by now."""
        if message.view == self.shown:
            self.list.glimpse(message.glimpses)

    # -- hits in the article

    @property
    def marking(self) -> str:
        """The query whose words are marked in the article."""
        page = self.article.page
        if self.page_search is not None and page is not None and self.page_search.key == page.key:
            return self.page_search.typed
        return self.shown.query if self.shown is not None else ""

    def mark_page(self) -> None:
        """Mark the words that are searched for in the article."""
        if self.page_search is not None and self.page_search.key != self.key:  # the reader went on from it
            self.page_search = None
        page, search = self.article.page, self.page_search
        if page is not None and search is not None and search.top is None and page.key == search.key:
            self.page_search = search._replace(top=self.article.top)
        if page is not None and self.marking.strip():
            self.finder.mark(page, self.marking)
        elif self.article.hits:
            self.desk.drop("marks")
            self.article.show_hits(())
            self.say_position()

    @on(Finder.Marked)
    def show_marks(self, message: Finder.Marked) -> None:
        """Mark what was found on the page; the first time go there."""
        if message.page is not self.article.page or message.query != self.marking:
            return
        sought = (message.page.key, message.query)
        seek = None
        if sought != self._sought:
            seek = self.page_search.top if self.page_search is not None else None
            seek = self.article.top if seek is None else seek
        self._sought = sought
        self.article.show_hits(message.hits, seek)
        self.say_position()

    def say_position(self) -> None:
        """Say where the reader is, or that the article does not hold what is searched in it."""
        super().say_position()
        search = self.page_search
        if search is not None and self._sought == (search.key, search.typed) and not self.article.hits:
            self.footer.show(position="not found")

    def action_previous_hit(self) -> None:
        """Go to the hit before."""
        self.step_hit(-1)

    def step_hit(self, step: int) -> bool:
        """Walk the hits of the article; False: none are marked."""
        if self.at != "article" or not self.article.hits:
            return False
        self.article.step_hit(step)
        self.say_position()
        return True

    # -- leaving

    def on_query_box_left(self) -> None:
        """Leave the line."""
        self.leave_line()

    def leave_line(self) -> None:
        """Leave the search that is being typed, and be where it began."""
        if self.page_search is not None:
            if self.page_search.top is not None:
                self.article.scroll_to_line(self.page_search.top)
            self.leave_page_search()
        else:
            self.leave_search()

    def leave_page_search(self) -> bool:
        """Leave the search of the article; False: there is none."""
        if self.page_search is None:
            return False
        self.page_search = None
        self.mark_page()
        self._show_list_line()
        self.go("article")
        return True

    @on(ReadingPane.Left)
    def forget_page_search(self) -> None:
        """Let go of the search of an article that the reader leaves."""
        self.page_search = None
        self.mark_page()

    def leave_search(self) -> bool:
        """Leave the search of the list; False: there is none."""
        if self.search is None:
            return False
        origin, self.search = self.search.origin, None
        self.line.close()
        self._bring_list_back(origin)
        self.asked, self.alone = origin.asked, origin.alone
        self.go(origin.at)
        self.refresh_list()
        return True

    def _show_list_line(self) -> None:
        self.line.close()
        if self.search is not None:
            self._open_list_line()

    def _bring_list_back(self, origin: Origin) -> None:
        for topic in ("list", "page", "marks"):
            self.desk.drop(topic)
        for topic in ("rest", "read", "place"):
            self.stop_waiting(topic)
        self.view = self.shown = origin.view
        self.key, self.exact = origin.key, True
        self.sidebar.go_to(self.place)
        self.list.bring_back(origin.list)
        if origin.page is not None:
            self.article.bring_back(origin.page, origin.top)
        else:
            self.article.say()
        self.set_panes()
        self.mark_page()
        self.say_position()

    def _enter(self, place: Place) -> None:
        if place != self.place:
            self.end_search()
        super()._enter(place)

    def end_search(self) -> None:
        """Let go of the search: the reader goes elsewhere."""
        self.search = self.page_search = None
        self.line.close()

    def _last_view(self) -> LastView:
        last = super()._last_view()
        if self.search is None:
            return last
        origin = self.search.origin
        return last._replace(view=origin.view, key=origin.key, reading=origin.at == "article")
