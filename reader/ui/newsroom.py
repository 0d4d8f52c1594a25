"""The newsroom: owns the desk, and routes every message between it and the panes.

Panes say what happened; only this screen decides what follows. It owns all that outlives a key: the view, the
article, what waits for the cursor to rest.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from datetime import datetime
from typing import Final

from textual import on
from textual.message import Message

from reader.config import Config
from reader.model import KeptSearch, LastView, Row, Shelf, Sort, View
from reader.services.library import Library
from reader.ui.article_list import ArticleList
from reader.ui.desk import Desk
from reader.ui.finder import Finder
from reader.ui.front_page import FrontPage
from reader.ui.page import Setting
from reader.ui.reading_pane import ReadingPane
from reader.ui.sentences import not_opened, nothing_in, nothing_read
from reader.ui.sidebar import Place, Sidebar

REST: Final = 0.12  # seconds a cursor stays before what it is on is shown
STAY: Final = 1.5  # seconds an opened article stays before it counts as read
KEEP: Final = 0.8  # seconds after the last move before the place is written


class Newsroom(FrontPage):
    """Tree, list and article of one library."""

    class LibraryEntered(Message):
        """Another library is open and wants a screen."""

        def __init__(self, library: Library) -> None:
            self.library = library
            super().__init__()

    def __init__(self, library: Library, config: Config) -> None:
        """Show a library; where its reader was is looked up while the screen is put up."""
        super().__init__(config)
        self.library_name = library.name
        self.desk = Desk(self, library, config)
        self.finder = Finder(self.desk, library)
        self.view = View(since=time.time())
        self.key = ""  # the article the reader is at: open, or under the resting cursor
        self.shown: View | None = None  # what the list shows; `view` runs ahead of it while rows are fetched
        self.sought = ""  # the article that a view is asked for with, until it is shown
        self.setting = Setting(0)
        self.asked = False  # the article on the screen was opened, not merely rested on
        self.touched = False  # the reader has moved, or all is read in: the list stays on its article
        self.syncing = False
        self.missed = ""  # the article that could not be opened
        self._unpainted = ExitStack()  # holds the first paint back until there is a list
        self.desk.start(self.app.size.height)

    def on_mount(self) -> None:
        """Ask for the last view."""
        self._unpainted.enter_context(self.app.batch_update())  # empty panes are nobody's news
        self.masthead.show(library=self.library_name)
        self.set_panes()
        self.desk.begin()

    def keep_now(self) -> None:
        """Keep everything that waits to be kept."""
        self.do_now("place")
        if self.shown is not None:
            self.desk.save_view(self._last_view())

    def on_unmount(self) -> None:
        """Keep everything, and close the library."""
        self._unpainted.close()
        self.keep_now()
        self.desk.close()

    # -- the list

    def show_view(self, view: View, key: str = "") -> None:
        """Show another view, its cursor on an article."""
        self.touched = True
        self.view, self.sought = view, key
        self.stop_waiting("view")
        self.desk.list_view(view, key, self.app.size.height)

    def refresh_list(self) -> None:
        """Look again at what the list shows: marks and articles may have changed."""
        row = self.list.row
        key = row.key if row is not None and self.touched else ""
        self.desk.list_view(self.view, self.sought or key, self.app.size.height)

    @on(Desk.Listed)
    def show_listed(self, message: Desk.Listed) -> None:
        """Show a view's rows and the tree's counts; an answer to what is no longer asked is dropped."""
        if message.last is None and message.view != self.view:
            return
        afresh, last = message.view != self.shown, message.last
        cursor, row = message.cursor, self.list.row
        asked_for = bool(message.key) and message.key == self.sought
        if not afresh and not asked_for and self.touched and row is not None and row.key != message.key:
            cursor = message.cursor_on(row.key)  # the reader has moved on since this was asked
            if cursor is None:
                self.refresh_list()
                return
        self.view = self.shown = message.view
        self.sought = ""
        self.exact = message.exact
        if last is not None:
            self.sidebar.folded = last.folded
            self.sidebar.fold_long = not last.key
            self.touched = bool(last.key)
        self.sidebar.show(message.counts, message.categories)
        if afresh:
            self.sidebar.go_to(self.place)
        synced = ""
        if message.synced is not None:
            synced = f"{datetime.fromtimestamp(message.synced, self.config.zone):%H:%M}"
        self.masthead.show(unread=message.counts.unread, synced=synced)
        if cursor is None:
            cursor = 0 if afresh else self.list.cursor
        self.list.show(
            message.count, cursor, message.start, message.rows,
            now=message.now, by_day=message.view.sort is not Sort.TITLE and not message.view.query,
            found=bool(message.view.query), afresh=afresh, stepped=asked_for,
            sentences=() if self.syncing else nothing_in(message.view, message.counts, self.config.keymap),
        )  # fmt: skip
        self.touched |= not self.syncing
        self.set_panes()
        self.say_position()
        if last is not None:
            self._unpainted.close()
            self.paint()
        row = self.list.row
        if row is None:
            self._show_nothing(message.count)
        elif row.key != self.key and (afresh or self.at != "article"):
            self._rest_on(row, at_once=last is not None)
        elif afresh:
            self.mark_page()

    def _show_nothing(self, count: int) -> None:
        if not count:
            self.key = ""
            self.desk.drop("page")
            self.article.say(*nothing_read(self.syncing))

    @on(Desk.Fetched)
    def show_fetched(self, message: Desk.Fetched) -> None:
        """Take in rows that the list wanted, unless it shows another view by now."""
        if message.view == self.shown:
            self.list.put(message.start, message.rows)

    @on(Finder.Totalled)
    def show_total(self, message: Finder.Totalled) -> None:
        """Say how long the list is whose first rows are shown."""
        if message.view == self.shown:
            self.exact = True
            self.list.grow(message.count)
            self.say_position()

    @on(ArticleList.Wanted)
    def fetch_rows(self, message: ArticleList.Wanted) -> None:
        """Fetch rows near the screen."""
        if self.shown is not None:
            self.desk.fetch(self.shown, message.start, message.count)

    @on(ArticleList.Highlighted)
    def highlight(self, message: ArticleList.Highlighted) -> None:
        """Show the article when the cursor rests on it."""
        self.touched, self.sought = True, ""
        self.say_position()
        if message.row.key != self.key and message.row == self.list.row:
            self._rest_on(message.row)

    @on(ArticleList.Chosen)
    def choose(self, message: ArticleList.Chosen) -> None:
        """Open the article."""
        self.touched = True
        self.open(message.row)

    @on(ArticleList.Left)
    def leave_list(self, message: ArticleList.Left) -> None:
        """Go on to the article, or back to the tree."""
        if not message.onward:
            self.go("tree")
        elif self.list.row is not None:
            self.open(self.list.row)

    # -- the tree

    @on(Sidebar.Highlighted)
    def highlight_place(self, message: Sidebar.Highlighted) -> None:
        """Show the list of a place when the cursor rests on it."""
        place = message.place
        if self.panes == 3:
            self.wait("view", REST, lambda: self._enter(place))

    @on(Sidebar.Chosen)
    def choose_place(self, message: Sidebar.Chosen) -> None:
        """Go on to the list of a place."""
        self._enter(message.place)
        self.go("list")

    @on(Sidebar.Folded)
    def keep_folds(self) -> None:
        """Keep which folds are closed."""
        self.keep_view()

    def _enter(self, place: Place) -> None:
        if place != self.place:
            shelf = place if isinstance(place, Shelf) else Shelf.ALL
            category = place if isinstance(place, tuple) else ()
            query = place.query if isinstance(place, KeptSearch) else ""
            sort = Sort.NEWEST if self.view.sort is Sort.RELEVANCE else self.view.sort
            now = time.time()
            self.show_view(View(shelf, category, self.view.unread_only, sort, now, query))

    # -- the article

    def _rest_on(self, row: Row, at_once: bool = False) -> None:
        self.key = row.key
        self.stop_waiting("read")
        self.desk.drop("page")
        self.article.expect(False)
        self.asked = False
        if at_once:
            self.call_after_refresh(self._preview, row.key)  # only then the pane knows how wide it is
        elif self.config.preview and self.article_shows:
            self.wait("rest", REST, lambda: self._preview(row.key))
        elif self.article.page is None:
            self.article.say(not_opened(self.config.keymap))
        self.keep_view()

    def _preview(self, key: str) -> None:
        page = self.article.page
        if page is None or page.key != key or not page.whole:
            self.desk.open(key, self.setting._replace(width=self.article.measure), asked=False)

    def open(self, row: Row) -> None:
        """Open an article for reading."""
        page, rested_on = self.article.page, self.key == row.key
        here = page is not None and page.key == row.key
        if here and rested_on:
            self.do_now("rest")  # what is here may be its beginning only
        self.key = row.key
        self.stop_waiting("rest")
        self.stop_waiting("read")
        self.do_now("place")
        self.go("article")
        if here and (rested_on or (page is not None and page.whole)):
            if not rested_on:
                self.desk.drop("page")
            self.article.expect(False)
            self._begin_reading(row.key)
        else:
            self.article.expect()
            self.call_after_refresh(self._open, row.key)

    def _open(self, key: str) -> None:
        self.desk.open(key, self.setting._replace(width=self.article.measure), asked=True)

    @on(Desk.Opened)
    def show_page(self, message: Desk.Opened) -> None:
        """Show an article's page: another article at its place, the same one where it stood."""
        page, shown = message.page, self.article.page
        if page.key != self.key:
            return  # the reader was quicker
        if shown is not None and shown.key == page.key:
            self.article.reset_page(page)
        else:
            self.article.show(page, page.opened.place)
        self.mark_page()
        self.say_position()
        if message.asked:
            self._begin_reading(page.key)
        if page.setting.width != self.article.measure and self.article_shows:
            self.set_again()

    def mark_page(self) -> None:
        """Mark in the article what the list was searched for."""

    def _begin_reading(self, key: str) -> None:
        self.asked = True
        self.wait("read", STAY, lambda: self._count_as_read(key))
        self.keep_view()

    def _count_as_read(self, key: str) -> None:
        self.stop_waiting("read")
        self.desk.set_read([key], True, quietly=True)
        self.asked = False

    @on(ReadingPane.Narrowed)
    def set_again(self) -> None:
        """Set the page to the pane's width."""
        page = self.article.page
        if self.article.expecting:
            self._open(self.key)
        elif page is not None and not page.whole:  # what is here of it is only its beginning
            self.desk.open(page.key, self.setting._replace(width=self.article.measure), asked=False)
        elif page is not None:
            self.desk.set_again(page.opened, self.setting._replace(width=self.article.measure))

    def open_again(self) -> None:
        """Show what the article's file says by now, where its reader is; what could not be had may be there."""
        page, setting = self.article.page, self.setting._replace(width=self.article.measure)
        if page is not None and page.key == self.key and page.whole:
            self.desk.open_again(page.opened, setting)
        elif page is None and self.key and self.missed == self.key:
            self.desk.open(self.key, setting, asked=self.at == "article")

    @on(ReadingPane.Scrolled)
    def keep_place(self, message: ReadingPane.Scrolled) -> None:
        """Keep the place; an opened article that is scrolled is being read."""
        self.say_position()
        self.wait("place", KEEP, lambda: self.desk.save_place(message.key, message.place))
        if self.asked:
            self._count_as_read(message.key)

    @on(ReadingPane.Left)
    def leave_article(self) -> None:
        """Go back to the list."""
        self.article.expect(False)
        self.do_now("place")
        self.alone = False
        self.go("list")
        self.keep_view()

    @property
    def row(self) -> Row | None:
        """The list's row of the article the reader is at."""
        row = self.list.row
        return row if self.at != "article" or (row is not None and row.key == self.key) else None

    @on(Desk.Answered)
    def count_answer(self) -> None:
        """Owe one answer less."""
        self.desk.owes -= 1

    @on(Desk.Changed)
    def show_changed(self, message: Desk.Changed) -> None:
        """Show what is kept by now."""
        if message.text:
            self.say(message.text)
        self.refresh_list()

    # -- keeping

    def keep_view(self) -> None:
        """Keep where the reader is, once it stays so for a moment."""
        if self.shown is not None:
            self.wait("view kept", KEEP, lambda: self.desk.save_view(self._last_view()))

    def _last_view(self) -> LastView:
        row = self.list.row
        key = row.key if row is not None else ""
        return LastView(self.shown or self.view, key, self.at == "article", self.sidebar.folded)

    # -- what went wrong

    @on(Desk.Failed)
    def say_failed(self, message: Desk.Failed) -> None:
        """Say a fault in a sentence; an article that cannot be had says so where it would stand."""
        self._unpainted.close()
        if message.topic == "page":
            self.missed = self.key
            self.article.say(message.text)
        elif message.topic != "again":  # what is being read stays, though its file is gone
            self.notify(message.text, severity="error", markup=False)

    @on(Desk.Entered)
    def show_entered(self, message: Desk.Entered) -> None:
        """Give the place to another library's screen."""
        self.post_message(self.LibraryEntered(message.library))

    @on(Desk.Broke)
    def break_down(self, message: Desk.Broke) -> None:
        """Raise a fault of our own where Textual reports it."""
        raise message.error
