"""The right pane: one article, set to a measure and centred, and the keys that go about in it."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.message import Message

from reader.ui.actions import bindings
from reader.ui.hints import labels
from reader.ui.page_pane import PagePane


class ReadingPane(PagePane, can_focus=True):
    """An article's page. It never fetches: it is shown pages, and says where its reader is."""

    BINDINGS = bindings("article")

    class Followed(Message):
        """The reader follows a link or opens an image."""

        def __init__(self, url: str) -> None:
            self.url = url
            super().__init__()

    class Stepped(Message):
        """The reader goes on to the next article (`step` 1) or back to the one before (-1)."""

        def __init__(self, step: int) -> None:
            self.step = step
            super().__init__()

    class Left(Message):
        """The reader goes back to the list."""

    class OutlineAsked(Message):
        """The reader wants to see the headings."""

    class ReadingsToggled(Message):
        """Readings of characters (ruby) are switched on or off."""

    class LinksNumbered(Message):
        """Numbers on links are switched on or off."""

    class Remarked(Message):
        """Something to say that needs no answer."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    # -- moving

    def _scroll(self, aim: Callable[[], int]) -> None:
        self._in_page(lambda: self.scroll_to_line(aim()))

    def action_down(self) -> None:
        """Scroll one line down."""
        self._scroll(lambda: self.top + 1)

    def action_up(self) -> None:
        """Scroll one line up."""
        self._scroll(lambda: self.top - 1)

    def action_page_down(self) -> None:
        """Scroll a page down; the last line read stays on the screen."""
        self._scroll(lambda: self.top + max(self._room() - 1, 1))

    def action_page_up(self) -> None:
        """Scroll a page up."""
        self._scroll(lambda: self.top - max(self._room() - 1, 1))

    def action_half_down(self) -> None:
        """Scroll half a page down."""
        self._scroll(lambda: self.top + max(self._room() // 2, 1))

    def action_half_up(self) -> None:
        """Scroll half a page up."""
        self._scroll(lambda: self.top - max(self._room() // 2, 1))

    def action_first(self) -> None:
        """Go to the head."""
        self._scroll(lambda: 0)

    def action_last(self) -> None:
        """Go to the end."""
        self._in_page(lambda: self.scroll_to_line(len(self.page.lines) if self.page else 0), whole=True)

    def action_out(self) -> None:
        """Go back to the list."""
        self.tell(self.Left())

    def action_next_article(self) -> None:
        """Go on to the next article."""
        self.tell(self.Stepped(1))

    def action_previous_article(self) -> None:
        """Go back to the article before."""
        self.tell(self.Stepped(-1))

    def on_mouse_scroll_down(self) -> None:
        """Scroll three lines down."""
        self.scroll_to_line(self.top + 3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll three lines up."""
        self.scroll_to_line(self.top - 3)

    # -- folds, links, images

    def action_fold(self) -> None:
        """Open or close what is folded on the screen."""
        self._in_page(self._fold)

    def _fold(self) -> None:
        if self.page is None or not self.page.toggle_folds(self.top, self.top + self._room()):
            self.tell(self.Remarked("Nothing is folded here."))
        opened = self.page.opened_in(self.top, self.top + self._room()) if self.page else None
        if opened is not None:  # half a pane of what was opened is to be seen, without losing its first line
            first, end = opened
            seen = min(end, first + max(self._room() // 2, 2))
            self.top = max(self.top, min(first, seen - self._room()))
        self.top = self._clamp(self.top)
        self.repaint()

    def action_number_links(self) -> None:
        """Switch the numbers of links."""
        self.tell(self.LinksNumbered())

    def action_readings(self) -> None:
        """Switch the readings of characters."""
        self.tell(self.ReadingsToggled())

    def action_outline(self) -> None:
        """Show the headings."""
        self._in_page(lambda: self.tell(self.OutlineAsked()), whole=True)

    def action_image(self) -> None:
        """Open the first image on the screen."""
        self._in_page(self._open_image)

    def _open_image(self) -> None:
        image = self.page.find_image(self.top, self.top + self._room()) if self.page else None
        if image is None:
            self.tell(self.Remarked("There is no image on this screen."))
        else:
            self.tell(self.Followed(image.url))

    def action_follow(self) -> None:
        """Lay a letter over each link on the screen; the next key follows it."""
        self._in_page(self._lay_hints)

    def _lay_hints(self) -> None:
        spots = list(self.page.iter_links(self.top, self.top + self._room())) if self.page else []
        if not spots:
            self.tell(self.Remarked("There is no link on this screen."))
            return
        self._hints = dict(zip(labels(len(spots)), range(len(spots)), strict=False))
        self.tell(self.Remarked("A letter follows its link, any other key leaves."))
        self.repaint()

    def on_key(self, event: events.Key) -> None:
        """While letters lie over the links, take the keys that choose one; any other key leaves."""
        if not self._hints:
            return
        event.stop()
        event.prevent_default()
        typed = self._typed + (event.character or "")
        if typed in self._hints:
            self._follow(self._hints[typed])
        elif event.character and any(label.startswith(typed) for label in self._hints):
            self._typed = typed
            return
        self._drop_hints()
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        """Follow the link under the pointer, or go back by the head."""
        line = self.line_at(event.y)
        if line is None:
            return
        if line.back:
            self.action_out()
            return
        x, at = line.margin, event.x - self.content_offset.x
        for span in line.line.spans if line.line is not None else ():
            x += self.cells(span.text)
            if at < x:
                if at >= line.margin and (span.link is not None or span.image is not None):
                    self._open(span.link, span.image.url if span.image else "")
                return

    def _follow(self, number: int) -> None:
        page = self.page
        if page is not None:
            spots = list(page.iter_links(self.top, self.top + self._room()))
            self._open(spots[number].link, "")

    def _open(self, link: int | None, image: str) -> None:
        page = self.page
        if page is None:
            return
        url = page.opened.document.links[link].url if link is not None else image
        line = page.find_anchor(url[1:]) if url.startswith("#") else None
        if line is not None:
            self.scroll_to_line(line)
        else:
            self.tell(self.Followed(url))
