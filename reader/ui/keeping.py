"""Searches kept under names as folders of the tree, and lists narrowed to a part of them."""

from __future__ import annotations

from textual import on

from reader.model import Shelf
from reader.ui.desk import Desk
from reader.ui.finder import Finder
from reader.ui.searching import Searching
from reader.ui.sidebar import Sidebar


class Keeping(Searching):
    """Tree, list and article of one library, searches of them, and the searches that are kept."""

    @on(Desk.Listed)
    def load_kept(self, message: Desk.Listed) -> None:
        """Count anew what the kept searches find, but not while another is being typed."""
        if not self.typing:
            self.call_after_refresh(self.finder.load_kept)

    @on(Finder.Kept)
    def show_kept(self, message: Finder.Kept) -> None:
        """Show the kept searches in the tree."""
        self.earlier = list(message.earlier)
        self.sidebar.show_kept(message.kept)
        if self.shown is not None and self.search is None and self.shown.query:
            self.sidebar.go_to(self.place)
            self.set_panes()

    def action_keep_search(self) -> None:
        """Keep the search under a name."""
        from reader.ui import errands

        if self.view.query.strip():
            errands.ask_name(self, self.view.query)
        else:
            self.say("There is no search to keep.")

    @on(Sidebar.Forgotten)
    def forget(self, message: Sidebar.Forgotten) -> None:
        """Let go of a kept search, whose folder the reader is in, and show all articles."""
        if message.search.fixed:
            self.say("This search stands in the settings file.")
        else:
            self.finder.forget(message.search.name)
            self._enter(Shelf.ALL)

    # -- narrowing to a part

    def action_facets(self) -> None:
        """Offer what the list is made of."""
        if self.shown is not None:
            self.finder.sift(self.shown)

    @on(Finder.Sifted)
    def offer_facets(self, message: Finder.Sifted) -> None:
        """Offer the parts of the list that is shown."""
        from reader.ui.facets import make_panel

        if message.view != self.shown:
            return
        if message.facets:
            self.app.push_screen(make_panel(message.facets), self.narrow_to)
        else:
            self.say("There is nothing here to narrow.")

    def narrow_to(self, query: str | None) -> None:
        """Add to what is searched for."""
        from reader.store.search.language import join_queries

        if query is None:
            return
        search = self.search or self.begin_search(self.view)
        self.search = search._replace(typed=join_queries(search.typed, query))
        self.alone = False
        self._open_list_line()
        self.go("list")
        self.show_view(self.search.view)
