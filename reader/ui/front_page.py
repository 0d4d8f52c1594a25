"""The front page: panes between masthead and footer, arranged for the window, and where the reader is."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import Reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from reader.config import Config
from reader.model import Shelf, Sort, View
from reader.ui.article_list import ArticleList
from reader.ui.bars import Footer, Masthead
from reader.ui.pane import Pane
from reader.ui.reading_pane import ReadingPane
from reader.ui.sentences import works_in_article
from reader.ui.sidebar import Place, Sidebar

TWO_PANES: Final = 80  # columns
THREE_PANES: Final = 120
LEAST: Final = (24, 6)  # columns and rows that a pane can be read in
FRAME: Final = 1 / 250  # seconds from one paint to the next, at least
_SMALL: Final = f"This window is too small: Broadsheet needs {LEAST[0]} columns and {LEAST[1]} rows."
_ORDERS: Final = {Sort.OLDEST: " oldest first", Sort.TITLE: " by title", Sort.RELEVANCE: " best first"}
_PLACES: Final = {"sidebar": "tree", "list": "list", "article": "article"}


class Arrangement(NamedTuple):
    """Which panes are shown, and whether side by side."""

    small: bool
    panes: int
    alone: bool
    tree: bool
    list: bool
    article: bool


class FrontPage(Screen[None]):
    """The panes and their places; nothing here knows where articles come from."""

    AUTO_FOCUS = "#list"
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)  # Textual's would paint the whole screen

    def __init__(self, config: Config) -> None:
        """Make the panes, all of them empty."""
        super().__init__()
        self.config = config
        self.sidebar, self.list, self.article = Sidebar(), ArticleList(config), ReadingPane(config)
        self.masthead, self.footer = Masthead(), Footer(config.keymap)
        self.view = View()
        self.at = "list"
        self.exact = True  # the list is counted to its end
        self.alone = False
        self._shown: Arrangement | None = None
        self._waits: dict[str, tuple[Timer, Callable[[], None]]] = {}

    def compose(self) -> ComposeResult:
        """Set masthead, panes and footer."""
        yield self.masthead
        yield self.sidebar
        yield self.list
        yield self.article
        yield self.footer

    @cached_property
    def _update_timer(self) -> Timer:
        """The timer of paints: Textual's 60 a second let an answer wait that comes soon after a paint."""
        return self.set_interval(FRAME, self._on_timer_update, name="screen_update", pause=True)

    def _compositor_refresh(self) -> None:
        """Make no picture of the screen while none is shown: Textual would, and throw it away."""
        if not self.app._batch_count:
            super()._compositor_refresh()

    def _on_timer_update(self) -> None:
        """Paint once what is both to be laid out and to be painted anew: Textual would paint it twice."""
        if self._layout_required and self._repaint_required:
            self._dirty_widgets.add(self)
            self._repaint_required = False
        super()._on_timer_update()

    def paint(self) -> None:
        """Paint at once what waits for Textual's next frame."""
        self._on_timer_update()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Take over without being styled a second time: nothing has changed since the first, just now."""
        if not self.stack_updates:
            event.refresh_styles = False

    # -- arranging the panes

    @property
    def panes(self) -> int:
        """How many panes stand side by side."""
        width = self.app.size.width
        return 3 if width >= THREE_PANES else 2 if width >= TWO_PANES else 1

    @property
    def pane(self) -> Pane[Any]:
        """The pane that the reader is in."""
        panes: dict[str, Pane[Any]] = {"tree": self.sidebar, "list": self.list, "article": self.article}
        return panes[self.at]

    @property
    def article_shows(self) -> bool:
        """Whether the reading pane can be seen."""
        return self.panes > 1 or self.at == "article"

    def on_resize(self, event: events.Resize) -> None:
        """Arrange the panes for the new size; the pane that was hidden for want of room gets its keys back."""
        self.set_panes()
        if self.focused is None:
            self.set_focus(self.pane, scroll_visible=False)

    def set_panes(self) -> None:
        """Show the panes that there is room for, the reader's among them, and the ways back to the others."""
        panes, width, height = self.panes, self.app.size.width, self.app.size.height
        small = width < LEAST[0] or height < LEAST[1]
        alone = self.alone and self.at == "article"
        listed = self.at == "list" or panes == 3 or (panes == 2 and self.at != "tree")
        shown = Arrangement(
            small=small,
            panes=panes,
            alone=alone,
            tree=not small and not alone and (panes == 3 or self.at == "tree"),
            list=not small and not alone and listed,
            article=not small and (self.at == "article" or panes > 1),
        )
        if shown != self._shown:  # saying the same again would paint everything again
            self._shown = shown
            if small and not self.query("#small"):
                self.mount(Static(Content(_SMALL), id="small"))
            self.set_class(shown.small, "small")
            self.set_class(panes == 1, "one")
            self.set_class(panes == 2, "two")
            self.set_class(alone, "alone")
            self.sidebar.display, self.list.display = shown.tree, shown.list
            self.article.display = shown.article
        self.list.head("" if panes == 3 else self.view_name)
        self.article.head("" if shown.list else self.view_name)

    def go(self, at: str) -> None:
        """Take the reader to a pane."""
        self.at = at
        self.set_panes()
        self.set_focus(self.pane, scroll_visible=False)
        self.say_position()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus where the mouse took it."""
        at = _PLACES.get(event.widget.id or "", self.at)
        if at != self.at:
            self.at = at
            self.say_position()

    # -- what is said

    @property
    def place(self) -> Place:
        """Where in the tree the view is."""
        kept = self.sidebar.find_kept(self.view.query) if self.view.query else None
        return kept or self.view.category or self.view.shelf

    @property
    def view_name(self) -> str:
        """What the view is called above the list."""
        return self.name_of(self.view)

    def name_of(self, view: View) -> str:
        """Say what a view is called."""
        if view.query:
            kept = self.sidebar.find_kept(view.query)
            return kept.name if kept is not None else "Search"
        name = view.category[-1] if view.category else view.shelf.name.capitalize()
        return f"{name}, unread" if view.unread_only and view.shelf is not Shelf.UNREAD else name

    @property
    def lesson(self) -> str:
        """Which keys the footer teaches."""
        return self.at

    def teach(self) -> None:
        """Teach the keys that work now."""
        if self.footer.where != self.lesson:
            self.footer.show(where=self.lesson)

    def say(self, text: str) -> None:
        """Say what a key did, in the footer, until the next key."""
        self.footer.show(remark=text)

    def say_position(self) -> None:
        """Say where the reader is, and teach the keys that work there."""
        self.teach()
        if self.at == "article":
            progress = self.article.progress
            position = "" if progress is None else f"{progress} %"
            position = self.article.walked or position
        elif self.at == "list" and self.list.count:
            narrowed = self.view.unread_only and self.view.shelf is not Shelf.UNREAD
            only = f" {self.list.glyphs.unread}" if narrowed else ""
            order = _ORDERS.get(self.view.sort, "")
            position = f"{self.list.cursor + 1:,}/{self.list.count:,}{'' if self.exact else '+'}{only}{order}"
        else:
            position = ""
        self.footer.show(position=position)

    def on_key(self, event: events.Key) -> None:
        """Let go of what was said; of a key that works in articles only, say so."""
        elsewhere = self.focused is self.pane and works_in_article(event.key, self.at, self.config.keymap)
        if elsewhere or self.footer.remark:
            self.say(elsewhere or "")

    # -- waiting: each wait is started anew by the next event, and nothing ticks in between

    def wait(self, topic: str, seconds: float, then: Callable[[], None]) -> None:
        """Do something when nothing else happens to a topic for a while."""
        self.stop_waiting(topic)

        def run() -> None:
            self._waits.pop(topic, None)
            then()

        self._waits[topic] = (self.set_timer(seconds, run), then)

    def stop_waiting(self, topic: str) -> None:
        """Do not do it."""
        if topic in self._waits:
            self._waits.pop(topic)[0].stop()

    def do_now(self, topic: str) -> None:
        """Do at once what waits."""
        if topic in self._waits:
            timer, then = self._waits.pop(topic)
            timer.stop()
            then()
