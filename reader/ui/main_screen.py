"""The main screen: the newsroom, and the keys that work wherever the reader is."""

from __future__ import annotations

import time
from typing import Final, cast

from textual import on

from reader.model import Sort
from reader.ui.actions import bindings
from reader.ui.desk import Desk
from reader.ui.keeping import Keeping
from reader.ui.reading_pane import ReadingPane
from reader.ui.wire import WiredApp

ASK: Final = 20  # articles that may be marked read without asking

_ORDERS: Final = {Sort.NEWEST: "Newest first.", Sort.OLDEST: "Oldest first.", Sort.TITLE: "By title."}
_ORDERS_FOUND: Final = {Sort.NEWEST: "Newest first.", Sort.RELEVANCE: "Best matches first."}


class MainScreen(Keeping):
    """Tree, list and article of one library, and their keys."""

    BINDINGS = bindings("anywhere")

    def action_next_pane(self) -> None:
        """Go to the next pane, round and round."""
        self._step_pane(1)

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self._step_pane(-1)

    def _step_pane(self, step: int) -> None:
        places = ("tree", "list", "article")
        self.go(places[(places.index(self.at) + step) % len(places)])

    def action_back(self) -> None:
        """Step back; from the last pane, leave."""
        if self.at == "article":
            if not self.leave_page_search():
                self.leave_article()
        elif self.leave_search():
            return
        elif self.at == "list" and not self.sidebar.display:
            self.go("tree")
        else:
            self.app.exit()

    def action_alone(self) -> None:
        """Show the article alone, or its neighbours again."""
        self.alone = not (self.alone and self.at == "article")
        self.go("article")

    def action_next_unread(self) -> None:
        """Go to the next hit while they are marked, else open the next unread article, wherever it is."""
        if not self.step_hit(1):
            self._find_unread(1)

    def action_previous_unread(self) -> None:
        """Open the unread article before, wherever it is."""
        self._find_unread(-1)

    def _find_unread(self, step: int) -> None:
        if self.shown is not None:
            self.desk.find_unread(self.view, self.key, step)

    def action_bookmark(self) -> None:
        """Bookmark the article, or take the bookmark away."""
        if self.row is not None:
            self.desk.set_bookmark([self.row.key], not self.row.bookmarked)

    def action_toggle_read(self) -> None:
        """Mark the article read or unread."""
        if self.row is not None:
            self.stop_waiting("read")
            self.asked = False
            self.desk.set_read([self.row.key], self.row.unread)

    def action_read_all(self) -> None:
        """Mark all of the view read; many of them only when the answer is yes."""
        self.desk.count_unread(self.view)

    def action_undo(self) -> None:
        """Take the last change back."""
        self.desk.undo()

    def action_unread_only(self) -> None:
        """Show unread articles only, or all."""
        unread_only = not self.view.unread_only
        self.say("Unread only." if unread_only else "Read ones too.")
        self.rearrange(self.view._replace(unread_only=unread_only, since=time.time()))

    def action_sort(self) -> None:
        """Sort the list in the next order."""
        said = _ORDERS_FOUND if self.view.query else _ORDERS
        orders = list(said)
        at = orders.index(self.view.sort) if self.view.sort in orders else -1
        sort = orders[(at + 1) % len(orders)]
        self.say(said[sort])
        self.rearrange(self.view._replace(sort=sort))

    def action_sync(self) -> None:
        """Look for new and changed articles."""
        self.start_sync()

    def action_repaint(self) -> None:
        """Paint everything anew, whatever the terminal shows."""
        cast(WiredApp, self.app).repaint()

    async def action_quit(self) -> None:
        """Leave from wherever the reader is."""
        await self.app.action_quit()

    def action_browse(self) -> None:
        """Open the article's address."""
        if self.key:
            self.desk.find_url(self.key, "browse")

    def action_copy(self) -> None:
        """Copy the article's address."""
        if self.key:
            self.desk.find_url(self.key, "copy")

    def action_help(self) -> None:
        """Show the keys."""
        from reader.ui import errands

        errands.show_help(self)

    def action_palette(self) -> None:
        """Offer actions by name."""
        from reader.ui import errands

        errands.show_palette(self)

    def action_libraries(self) -> None:
        """Offer other libraries."""
        self.desk.find_libraries()

    # -- what the answers to these keys do

    @on(Desk.Found)
    def open_found(self, message: Desk.Found) -> None:
        """Open the unread article that was found, in its view."""
        if message.found is None:
            self.say("There is no unread article that way.")
            return
        view, row = message.found
        if (view.shelf, view.category) != (self.view.shelf, self.view.category):
            view = view._replace(since=time.time())
        self.open(row)
        self.show_view(view, row.key)

    @on(ReadingPane.Stepped)
    def open_neighbour(self, message: ReadingPane.Stepped) -> None:
        """Open the next article of the list, or the one before."""
        row = self.list.step(message.step)
        if row is None:
            self.say("This is the last article." if message.step > 0 else "This is the first article.")
        else:
            self.open(row)

    @on(Desk.Counted)
    def mark_counted(self, message: Desk.Counted) -> None:
        """Mark the view read, or ask first."""
        from reader.ui import errands

        if message.unread > ASK:
            errands.ask_read_all(self, message.unread)
        elif message.unread:
            self.desk.set_view_read(self.view)
        else:
            self.say("Everything here is read.")

    @on(Desk.Offered)
    def offer_libraries(self, message: Desk.Offered) -> None:
        """Offer other libraries."""
        from reader.ui import errands

        errands.show_libraries(self, message.libraries)

    @on(Desk.Addressed)
    def use_address(self, message: Desk.Addressed) -> None:
        """Open or copy an address."""
        from reader.ui import errands

        match message.purpose:
            case "browse":
                errands.browse(self, message.url)
            case "copy":
                errands.copy(self, message.url)
            case "show":
                errands.show_address(self, message.url)

    @on(ReadingPane.Followed)
    def follow(self, message: ReadingPane.Followed) -> None:
        """Open what a link or an image points at."""
        from reader.ui import errands

        errands.browse(self, message.url)

    @on(ReadingPane.Remarked)
    def remark(self, message: ReadingPane.Remarked) -> None:
        """Say what a pane has to say."""
        self.say(message.text)

    @on(ReadingPane.OutlineAsked)
    def outline(self) -> None:
        """Offer the headings."""
        from reader.ui import errands

        errands.show_outline(self)

    @on(ReadingPane.ReadingsToggled)
    def toggle_readings(self) -> None:
        """Set the page with readings of characters, or without."""
        self.setting = self.setting._replace(readings=not self.setting.readings)
        self.say(f"Readings are {'on' if self.setting.readings else 'off'}.")
        self.set_again()

    @on(ReadingPane.LinksNumbered)
    def toggle_numbers(self) -> None:
        """Set the page with numbers on its links, or without."""
        self.setting = self.setting._replace(numbers=not self.setting.numbers)
        self.set_again()
