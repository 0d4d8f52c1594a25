"""The right pane: one article, set to a measure and centred, at the place where the reader left it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message

from reader.config import Config
from reader.document import Line
from reader.typeset.linebreak import wrap
from reader.typeset.width import cells, cut
from reader.ui.actions import bindings
from reader.ui.hints import labels, lay_over
from reader.ui.page import Page
from reader.ui.pane import Pane

_EDGE = 2  # cells between the hairline and the text, and on its other side


class PageLine(NamedTuple):
    """What stands on a line: a line of the page, the scroll bar's mark, and the hints laid over links."""

    line: Line | None = None
    sentence: str = ""
    margin: int = 0
    mark: bool = False
    focused: bool = False
    hints: tuple[tuple[int, str], ...] = ()
    back: str = ""


class ReadingPane(Pane[PageLine], can_focus=True):
    """An article's page. It never fetches: it is shown pages, and says where its reader is."""

    BINDINGS = bindings("article")

    class Scrolled(Message):
        """The reader moved in the article: `place` is what stands at the top now."""

        def __init__(self, key: str, place: int) -> None:
            self.key, self.place = key, place
            super().__init__()

    class Narrowed(Message):
        """The page is set to another width than the pane has room for."""

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

    def __init__(self, config: Config) -> None:
        """Start without an article."""
        super().__init__(id="article")
        self._config = config
        self.page: Page | None = None
        self.top = 0
        self._sentences: Sequence[str] = ()
        self._hints: dict[str, int] = {}
        self._typed = ""
        self._head = ""
        self.expecting = False  # an article was opened whose page is still to come
        self._put_off: list[Callable[[], None]] = []

    # -- what it shows

    @property
    def measure(self) -> int:
        """The width that a page is set to here, in cells."""
        return max(1, min(self._config.measure, self.size.width - 2 * _EDGE))

    @property
    def place(self) -> int:
        """What stands at the top, in characters of the text."""
        return self.page.place_at(self.top) if self.page else 0

    @property
    def progress(self) -> int | None:
        """How much of the article is above the pane's foot, in percent; None: it fits, or there is none."""
        if self.page is None or len(self.page.lines) <= self._room():
            return None
        return round(100 * min(self.top + self._room(), len(self.page.lines)) / len(self.page.lines))

    def show(self, page: Page, place: int) -> None:
        """Show an article at a place."""
        self.page, self._sentences = page, ()
        self._drop_hints()
        self.top = self._clamp(page.line_of(place))
        self._do_put_off()
        self.repaint()

    def reset_page(self, page: Page) -> None:
        """Show the same article set anew; what stood at the top stays there, open folds stay open."""
        if self.page is not None and self.page.key == page.key:
            page.keep_folds(self.page)
        self.show(page, self.place)

    def say(self, *sentences: str) -> None:
        """Show no article, but why there is none."""
        self.page, self._sentences, self.top = None, sentences, 0
        self._drop_hints()
        self.expect(False)
        self.repaint()

    def expect(self, expecting: bool = True) -> None:
        """Put off what keys do until the page of an opened article is shown, or expect none any more."""
        self.expecting, self._put_off = expecting, []

    def _in_page(self, act: Callable[[], None], whole: bool = False) -> None:
        if self.expecting or (whole and self.page is not None and not self.page.whole):
            self._put_off.append(partial(self._in_page, act, whole))
        else:
            act()

    def _do_put_off(self) -> None:
        acts = self._put_off
        self.expect(False)
        for act in acts:
            act()

    def head(self, text: str) -> None:
        """Say above the page which list it is from, with the way back; empty: the list stands beside it."""
        if text != self._head:
            self._head = text
            self.repaint()

    def _room(self) -> int:
        """Count the lines of the page that the pane shows: all but the blank one above, or the head."""
        return max(self.size.height - 1, 1)

    def _clamp(self, top: int) -> int:
        if self.page is None:
            return 0
        return max(0, min(top, len(self.page.lines) - self._room()))

    def describe(self, width: int, height: int) -> list[PageLine]:
        """Give the lines of the page from the top on."""
        margin = max(_EDGE, (width - self.measure) // 2)
        lines = [PageLine(back=self._head)]
        if self.page is None:
            said = (line for text in self._sentences for line in wrap(text, self.measure))
            return [*lines, *(PageLine(sentence=text, margin=margin) for text in said)]
        shown = self.page.lines[self.top : self.top + height - 1]
        overlays = self._overlays()
        extent = len(self.page.lines) - self._room()
        marked = 1 + (round((self._room() - 1) * self.top / extent) if extent > 0 else 0)
        for y in range(1, height):
            line = shown[y - 1] if y <= len(shown) else None
            mark = y == marked
            hints = overlays.get(self.top + y - 1, ())
            lines.append(PageLine(line, "", margin, mark, mark and self.has_focus, hints))
        return lines

    def paint(self, line: PageLine, width: int) -> list[Segment]:
        """Paint a line of the page on its margin."""
        palette = self.palette
        if line.back:
            return [Segment(cut(f" {self.glyphs.back} {line.back}", width - 1), palette.faint)]
        segments = [self.bar(line.mark), Segment(" " * (line.margin - 1), palette.text)]
        if line.sentence:
            segments.append(Segment(line.sentence, palette.faint))
        if line.line is None:
            return segments
        room = width - line.margin
        text = self._paint_spans(line.line)
        if line.hints:
            text = lay_over(text, line.hints, palette.hint)
        segments += text
        if line.line.ground:
            used = sum(cells(segment.text) for segment in text)
            blank = min(self.measure, room) - used
            segments.append(Segment(" " * max(blank, 0), palette.ground(line.line.ground)))
        return segments

    def _paint_spans(self, line: Line) -> list[Segment]:
        return [Segment(span.text, self.palette.of(span, line.ground)) for span in line.spans]

    def on_resize(self) -> None:
        """Ask for the page to be set anew when the measure is another; until then show it as it is."""
        self.top = self._clamp(self.top)
        super().on_resize()
        if self.page is not None and self.page.setting.width != self.measure and self.size.width:
            self.tell(self.Narrowed())

    # -- moving

    def scroll_to_line(self, line: int) -> None:
        """Put a line of the page at the top, as far as the article reaches."""
        top = self._clamp(line)
        if self.page is not None and top != self.top:
            self.top = top
            self._drop_hints()
            self.repaint()
            self.tell(self.Scrolled(self.page.key, self.place))

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
        self.repaint()

    def on_key(self, event: events.Key) -> None:
        """While letters lie over the links, take the keys that choose one; any other key puts them away."""
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
            x += cells(span.text)
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

    def _drop_hints(self) -> None:
        self._hints, self._typed = {}, ""

    def _overlays(self) -> dict[int, tuple[tuple[int, str], ...]]:
        if not self._hints or self.page is None:
            return {}
        spots = list(self.page.iter_links(self.top, self.top + self._room()))
        overlays: dict[int, tuple[tuple[int, str], ...]] = {}
        for label, number in self._hints.items():
            spot = spots[number]
            overlays[spot.line] = (*overlays.get(spot.line, ()), (spot.column, label))
        return overlays
