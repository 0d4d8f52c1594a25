"""A pane painted line by line, of which only the lines that changed are sent to the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.typeset.field import Field, set_field
from reader.ui.marking import Ranges, iter_runs, mark

if TYPE_CHECKING:
    from reader.typeset.options import Options
    from reader.ui.app import BroadsheetApp
    from reader.ui.palette import Glyphs, Palette

LineT = TypeVar("LineT")


class Pane(Widget, Generic[LineT]):
    """What stands on each line is described first, as plain data; only lines whose data changed are painted.

    So a cursor that moves costs two lines, a mark one, and whoever changes anything says `repaint()` and
    need not know what it touches.
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._lines: list[LineT] = []

    @property
    def palette(self) -> Palette:
        """The styles of the theme in use."""
        return cast("BroadsheetApp", self.app).palette

    @property
    def glyphs(self) -> Glyphs:
        """The marks that this terminal shows in one cell each."""
        return cast("BroadsheetApp", self.app).glyphs

    @cached_property
    def options(self) -> Options:
        """How texts are set for this terminal."""
        return cast("BroadsheetApp", self.app).options

    @cached_property
    def _filled(self) -> bool:
        """Whether Textual, which counts ambiguous characters narrow, is given fillers; the wire takes them out."""
        return self.options.ambiguous_wide and cast("BroadsheetApp", self.app).wire is not None

    def cells(self, text: str) -> int:
        """Give the cells that a text takes in this terminal."""
        return self.options.measure.cells(text)

    def field(self, text: str, room: int) -> Field:
        """Set a text that has at most `room` cells of a line."""
        return set_field(text, room, self.options)

    def wrap(self, sentences: Iterable[str], width: int) -> Iterator[str]:
        """Break sentences into lines."""
        for sentence in sentences:
            from reader.typeset.linebreak import wrap  # most first screens have nothing to say

            yield from wrap(sentence, width, self.options.measure)

    def describe(self, width: int, height: int) -> list[LineT]:
        """Say what stands on each line of the pane, from the top; may give fewer lines than there are."""
        raise NotImplementedError

    def paint(self, line: LineT, width: int) -> list[Segment]:
        """Paint one line; it may be shorter than the width, never longer."""
        raise NotImplementedError

    def repaint(self, everything: bool = False) -> None:
        """Send the lines that differ from what stands on the screen."""
        width, height = self.size
        if not width or not height or not self.is_attached:
            return
        old, self._lines = self._lines, self.describe(width, height)[:height]
        changed = [y for y, (was, now) in enumerate(zip_longest(old, self._lines)) if was != now]
        if everything:
            self.refresh()
        elif changed:
            self.refresh(*(Region(0, y, width, count) for y, count in iter_runs(changed)))
            # Textual would tell the screen when this pane is next idle: a frame later than its neighbours
            self._check_refresh()

    def line_at(self, y: int) -> LineT | None:
        """Find what stands on a line of the pane."""
        return self._lines[y] if 0 <= y < len(self._lines) else None

    def render_line(self, y: int) -> Strip:
        """Paint a line for Textual."""
        width = self.size.width
        line = self.line_at(y)
        segments = [] if line is None else self.paint(line, width)
        if self._filled:
            fill = self.options.measure.fill
            segments = [Segment(fill(text), style, control) for text, style, control in segments]
        return Strip(segments).adjust_cell_length(width, self.palette.text)

    def tell(self, message: Message) -> None:
        """Tell the screen what happened; straight, so that what follows is painted in the same frame."""
        self.screen.post_message(message)

    def on_resize(self) -> None:
        """Describe everything anew: the lines have another width."""
        self.repaint(everything=True)

    def on_focus(self, event: events.Focus) -> None:
        """Light the bar; Textual's own way would paint the whole pane."""
        event.prevent_default()
        self.has_focus = True
        self.repaint()
        self.tell(events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Dim the bar."""
        event.prevent_default()
        self.has_focus = False
        self.repaint()

    def bar(self, here: bool) -> Segment:
        """Paint the cursor's bar, or the blank where it would stand."""
        if not here:
            return Segment(" ", self.palette.text)
        return Segment(self.glyphs.bar, self.palette.accent if self.has_focus else self.palette.faint)

    def between(
        self,
        left: str,
        right: str,
        width: int,
        style: Style,
        *,
        lead: str = "",
        marks: Ranges = (),
    ) -> list[Segment]:
        """Fill a line: a text at its left edge, one a blank from its right; the left one gives way, with a `…`.

        `lead` stands before the left text, whichever way that runs; `marks` are ranges of it that were found.
        The fewer runs a line has, the fewer bytes it costs: blanks belong to their neighbours.
        """
        palette = self.palette
        note = self.field(right, width)
        noted = bool(right) and note.cells + 2 < width
        room = (width - note.cells - 2 if noted else width - 1) - self.cells(lead)
        text = self.field(left, room)
        blank = " " * (room - text.cells if noted else room - text.cells + 1)
        line = [Segment(f"{lead}{text.text}{blank}", style)]
        if marks:
            indent = len(lead)
            places = ((indent + start, indent + end, palette.found) for start, end in text.places(marks))
            line = mark(line, places)
        return [*line, Segment(f" {note.text} ", palette.faint)] if noted else line


class ListPane(Pane[LineT]):
    """A pane with a cursor among entries; a subclass says how many there are and what moving does."""

    cursor = 0
    top = 0

    def length(self) -> int:
        """Count the entries."""
        raise NotImplementedError

    def move(self, index: int) -> None:
        """Put the cursor on an entry; the index lies within the list."""
        raise NotImplementedError

    def room(self) -> int:
        """Count the entries that a page holds."""
        return max(self.size.height, 1)

    def fit(self) -> None:
        """Keep the cursor on the screen: at an edge move by half a pane, so that most keys move nothing.

        A hidden pane has no size: it is fitted when it is shown.
        """
        if not self.size.height:
            return
        room = self.room()
        if not self.top <= self.cursor < self.top + room:
            self.top = self.cursor - room // 2
        self.top = max(0, min(self.top, self.length() - room))

    def scroll_rows(self, rows: int) -> None:
        """Move the list under its cursor."""
        self.top = max(0, min(self.top + rows, self.length() - self.room()))
        self.repaint()

    def _go(self, index: int) -> None:
        last = self.length() - 1
        index = max(0, min(index, last))
        if last >= 0 and index != self.cursor:
            self.move(index)

    def on_resize(self) -> None:
        """Keep the cursor on the screen."""
        self.fit()
        super().on_resize()

    def on_mouse_scroll_down(self) -> None:
        """Move three rows down."""
        self.scroll_rows(3)

    def on_mouse_scroll_up(self) -> None:
        """Move three rows up."""
        self.scroll_rows(-3)

    def action_down(self) -> None:
        """Go one entry down."""
        self._go(self.cursor + 1)

    def action_up(self) -> None:
        """Go one entry up."""
        self._go(self.cursor - 1)

    def action_page_down(self) -> None:
        """Go a page down."""
        self._go(self.cursor + self.room())

    def action_page_up(self) -> None:
        """Go a page up."""
        self._go(self.cursor - self.room())

    def action_half_down(self) -> None:
        """Go half a page down."""
        self._go(self.cursor + max(self.room() // 2, 1))

    def action_half_up(self) -> None:
        """Go half a page up."""
        self._go(self.cursor - max(self.room() // 2, 1))

    def action_first(self) -> None:
        """Go to the first entry."""
        self._go(0)

    def action_last(self) -> None:
        """Go to the last entry."""
        self._go(self.length() - 1)
