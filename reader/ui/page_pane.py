"""A page on the screen: the lines of an article from where its reader is, and what is marked on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.message import Message

from reader.config import Config
from reader.ui.hints import lay_over
from reader.ui.marking import mark
from reader.ui.page import Page
from reader.ui.pane import Pane

if TYPE_CHECKING:
    from reader.document import Line
    from reader.ui.hits import Hit

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
    hits: tuple[tuple[int, int, bool], ...] = ()


class Stand(NamedTuple):
    """Where a reader stands: a place, so many lines beyond where it is, and the line that came to the top for it."""

    place: int
    beyond: int = 0
    top: int = -1


class PagePane(Pane[PageLine]):
    """Shows pages, and says where its reader is."""

    class Scrolled(Message):
        """The reader moved in the article: `place` is what stands at the top now."""

        def __init__(self, key: str, place: int) -> None:
            self.key, self.place = key, place
            super().__init__()

    class Narrowed(Message):
        """The page is set to another width than the pane has room for."""

    def __init__(self, config: Config) -> None:
        """Start without an article."""
        super().__init__(id="article")
        self._config = config
        self.page: Page | None = None
        self.top = 0
        self._stand = Stand(0)
        self._sentences: Sequence[str] = ()
        self._hints: dict[str, int] = {}
        self._typed = ""
        self._head = ""
        self.hits: Sequence[Hit] = ()
        self._hit = 0
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

    def show(self, page: Page, place: int, beyond: int = 0) -> None:
        """Show an article at a place, or so many lines beyond it."""
        if self.page is None or (self.page.key, self.page.setting) != (page.key, page.setting):
            self.hits = ()
        self.hits = [hit for hit in self.hits if hit.line < len(page.unfolded)]  # its file may be shorter now
        self.page, self._sentences = page, ()
        self._drop_hints()
        self._stand_at(place, beyond)
        self._do_put_off()
        self.repaint()

    def bring_back(self, page: Page, top: int) -> None:
        """Show a page again as it was shown before."""
        self.show(page, 0)
        self.top = self._clamp(top)
        self.repaint()
        if page.setting.width != self.measure:
            self.tell(self.Narrowed())

    def reset_page(self, page: Page) -> None:
        """Show the same article set anew; what stood at the top stays there, open folds stay open."""
        place, beyond = self._find_stand()
        if self.page is not None and self.page.key == page.key:
            page.keep_folds(self.page)
        self.show(page, place, beyond)

    def _find_stand(self) -> tuple[int, int]:
        """Say where the reader stands: while nobody moves, where that was before lines were set otherwise.

        So a window that grows and shrinks again shows what it showed before.
        """
        if self.page is None or self.top == self._stand.top:
            return self._stand[:2]
        return self.place, self.top - self.page.line_of(self.place)

    def _stand_at(self, place: int, beyond: int) -> None:
        """Put a place at the top as far as the article reaches, or lines beyond it that belong to it still."""
        line = self.page.line_of(place) if self.page is not None else 0
        same = self.page is not None and self.page.place_at(line + beyond) == place
        self.top = self._clamp(line + beyond if same else line)
        self._stand = Stand(place, beyond, self.top)

    def say(self, *sentences: str) -> None:
        """Show no article, but why there is none."""
        self.page, self._sentences, self.hits, self.top = None, sentences, (), 0
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
            said = self.wrap(self._sentences, self.measure)
            return [*lines, *(PageLine(sentence=text, margin=margin) for text in said)]
        shown = self.page.lines[self.top : self.top + height - 1]
        overlays, hits = self._overlays(), self._hits_by_line()
        extent = len(self.page.lines) - self._room()
        marked = 1 + (round((self._room() - 1) * self.top / extent) if extent > 0 else 0)
        for y in range(1, height):
            line = shown[y - 1] if y <= len(shown) else None
            at = y == marked
            hints = overlays.get(self.top + y - 1, ())
            found = hits.get(self.top + y - 1, ())
            lines.append(PageLine(line, "", margin, at, at and self.has_focus, hints, hits=found))
        return lines

    def paint(self, line: PageLine, width: int) -> list[Segment]:
        """Paint a line of the page on its margin."""
        palette = self.palette
        if line.back:
            return self.between(line.back, "", width, palette.faint, lead=f" {self.glyphs.back} ")
        segments = [self.bar(line.mark), Segment(" " * (line.margin - 1), palette.text)]
        if line.sentence:
            segments.append(Segment(self.field(line.sentence, self.measure).text, palette.faint))
        if line.line is None:
            return segments
        room = width - line.margin
        text = self._paint_spans(line.line)
        if line.hits:
            looks = (palette.found, palette.found_here)
            text = mark(text, ((start, end, looks[here]) for start, end, here in line.hits))
        if line.hints:
            text = lay_over(text, line.hints, palette.hint, self.options.measure)
        segments += text
        if line.line.ground:
            used = sum(self.cells(segment.text) for segment in text)
            blank = min(self.measure, room) - used
            segments.append(Segment(" " * max(blank, 0), palette.ground(line.line.ground)))
        return segments

    def _paint_spans(self, line: Line) -> list[Segment]:
        return [Segment(span.text, self.palette.of(span, line.ground)) for span in line.spans]

    def on_resize(self) -> None:
        """Ask for the page to be set anew when the measure is another; until then show it as it is."""
        self._stand_at(*self._find_stand())
        super().on_resize()
        if self.page is not None and self.page.setting.width != self.measure and self.size.width:
            self.tell(self.Narrowed())

    def scroll_to_line(self, line: int) -> None:
        """Put a line of the page at the top, as far as the article reaches."""
        top = self._clamp(line)
        if self.page is not None and top != self.top:
            self.top = top
            self._drop_hints()
            self.repaint()
            self.tell(self.Scrolled(self.page.key, self.place))

    # -- hits of a search

    @property
    def walked(self) -> str:
        """Which of how many hits the reader is at; empty where none are marked."""
        return f"{self._hit + 1:,}/{self.hits[-1].number + 1:,}" if self.hits else ""

    def show_hits(self, hits: Sequence[Hit], seek: int | None = None) -> None:
        """Mark hits on the unfolded page; `seek`: go to the first one in sight from that line on, or else to the
        first of all. What is folded stays so until it is walked to.
        """
        self.hits = hits
        page = self.page
        if hits and page is not None:
            start = self.top if seek is None else seek
            open_hits = [hit for hit in hits if not page.is_folded(hit.line)] or hits
            after = (hit.number for hit in open_hits if page.place_of(hit.line) >= start)
            self._hit = next(after, open_hits[0].number)
            if seek is not None:
                self._bring_into_sight()
        self.repaint()

    def step_hit(self, step: int) -> None:
        """Go to the next hit, or back to the one before, round and round; a fold it is in opens."""
        if not self.hits or self.page is None:
            return
        self._hit = (self._hit + step) % (self.hits[-1].number + 1)
        before = self.top
        self.page.unfold(self._line_of_hit())
        self._bring_into_sight()
        self.repaint()
        if self.top != before:
            self.tell(self.Scrolled(self.page.key, self.place))

    def _line_of_hit(self) -> int:
        return next(hit.line for hit in self.hits if hit.number == self._hit)

    def _bring_into_sight(self) -> None:
        line = self.page.place_of(self._line_of_hit()) if self.page is not None else 0
        if not self.top <= line < self.top + self._room():
            self.top = self._clamp(line - self._room() // 3)

    def _hits_by_line(self) -> dict[int, tuple[tuple[int, int, bool], ...]]:
        found: dict[int, tuple[tuple[int, int, bool], ...]] = {}
        page = self.page
        if page is None:
            return found
        for hit in self.hits:
            line = page.place_of(hit.line)
            if self.top <= line < self.top + self.size.height and not page.is_folded(hit.line):
                here = (hit.start, hit.end, hit.number == self._hit)
                found[line] = tuple(sorted((*found.get(line, ()), here)))
        return found

    # -- letters over links

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
