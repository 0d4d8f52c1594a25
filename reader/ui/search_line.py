"""The line a search is typed in: it stands where the masthead does, and a fault is said below it.

It lies over the page, so that nothing moves when it comes and goes.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.widgets import Input

from reader.typeset.linebreak import wrap
from reader.ui.actions import bindings
from reader.ui.pane import Pane
from reader.ui.text_box import TextBox

_NAME: Final = 24  # cells of the name of what is searched
_EDGE: Final = 2  # cells beside a fault
_LEAST: Final = 8  # cells of a line that anything can be said on
_LINES: Final = 4  # below the caret


class QueryBox(TextBox):
    """The box that is typed in; the last searches come back at a key."""

    BINDINGS = bindings("search")

    class Taken(Message):
        """The reader goes on to what was found."""

    class Left(Message):
        """The reader wants to be where the search began."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(id="query")
        self.earlier: list[str] = []
        self._at = 0  # in the earlier ones, from the latest; 0 is what is being typed
        self._typed = ""

    def begin(self, text: str, earlier: list[str]) -> None:
        """Begin with a text, the cursor behind it."""
        self.earlier, self._at = earlier, 0
        self.put(text)

    def put(self, text: str) -> None:
        """Say something else, the cursor behind it."""
        self.value = text
        self.cursor_position = len(text)

    def action_earlier(self) -> None:
        """Bring back the search before."""
        self._recall(self._at + 1)

    def action_later(self) -> None:
        """Go on to the search after."""
        self._recall(self._at - 1)

    def _recall(self, at: int) -> None:
        if 0 <= at <= len(self.earlier):
            if not self._at:
                self._typed = self.value
            self._at = at
            self.put(self.earlier[at - 1] if at else self._typed)

    def action_take(self) -> None:
        """Go on to what was found."""
        self.post_message(self.Taken())

    def action_leave(self) -> None:
        """Leave the search."""
        self.post_message(self.Left())


class Prompt(Pane[str]):
    """What is searched, before the box: as wide as that is."""

    def __init__(self) -> None:
        """Name nothing."""
        super().__init__(id="prompt")
        self._text = ""

    def show(self, name: str) -> None:
        """Name what is searched; empty: everything."""
        named = self.field(name, _NAME).text
        self._text = f" {named} / " if named else " / "
        self.styles.width = self.cells(self._text)
        self.repaint()

    def describe(self, width: int, height: int) -> list[str]:
        """Give the one line."""
        return [self._text]

    def paint(self, line: str, width: int) -> list[Segment]:
        """Paint it in the accent."""
        return [Segment(line, self.palette.accent)]


class Caret(NamedTuple):
    """A line of a complaint: words, the caret if it stands here, and words."""

    before: str
    here: bool = False
    after: str = ""


class Complaint(Pane[Caret]):
    """What cannot be understood, said under its place: beside the caret where there is room, else below it."""

    def __init__(self) -> None:
        """Start content."""
        super().__init__(id="complaint")
        self.text = ""
        self.column = 0

    def describe(self, width: int, height: int) -> list[Caret]:
        """Give the caret's line, and what goes on below it."""
        if not self.text or width < _LEAST:
            return []
        column = max(0, min(self.column, width - 1))
        said = self.field(self.text, self.cells(self.text))
        if said.cells < width - column - _EDGE:
            return [Caret(" " * column, True, f" {said.text}")]
        if said.cells < column - _EDGE:
            return [Caret(" " * (column - said.cells - 1) + f"{said.text} ", True)]
        room = width - 2 * _EDGE
        words = wrap(self.text, room, self.options.measure)[:_LINES]
        below = (Caret(" " * _EDGE + self.field(line.rstrip(), room).text) for line in words)
        return [Caret(" " * column, True), *below]

    def paint(self, line: Caret, width: int) -> list[Segment]:
        """Paint the caret, and what is wrong."""
        words = [Segment(line.before, self.palette.text)]
        if line.here:
            words.append(Segment("^", self.palette.fault))
        return [*words, Segment(line.after, self.palette.text)]


class SearchLine(Container):
    """What is searched for, over the masthead, and the fault in it if there is one, over the lines below."""

    DEFAULT_CSS = """
    #search { layer: over; dock: top; height: 1; background: $background; }
    #search > Horizontal { height: 1; }
    #prompt { height: 1; background: $background; }
    #query { width: 1fr; height: 1; border: none; padding: 0; background: $background; color: $foreground; }
    #complaint { height: 0; background: $background; }
    """
    SCOPED_CSS = False

    class Asked(Message):
        """The query is another one."""

        def __init__(self, query: str) -> None:
            self.query = query
            super().__init__()

    def __init__(self) -> None:
        """Start out of sight."""
        super().__init__(id="search")
        self.display = False
        self.box, self._complaint = QueryBox(), Complaint()
        self._prompt = Prompt()
        self._said = ""

    def compose(self) -> ComposeResult:
        """Set the prompt before the box, the complaint below."""
        with Horizontal():
            yield self._prompt
            yield self.box
        yield self._complaint

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self.box.value

    def open(self, name: str, text: str, earlier: list[str]) -> None:
        """Come into sight with a text to go on from; `name` says what is searched."""
        self._said = text
        self._prompt.show(name)
        self.complain()
        self.box.begin(text, earlier)
        self.display = True

    def close(self) -> None:
        """Go out of sight."""
        self.display = False

    def complain(self, text: str = "", column: int = 0) -> None:
        """Say what is wrong from a character of the query on; empty: nothing is."""
        place = self._prompt.size.width + self._prompt.cells(self.text[:column]) - self.box.scroll_offset.x
        self._complaint.text, self._complaint.column = text, place
        self._make_room()

    def on_resize(self) -> None:
        """Let a fault take other lines: they have another width."""
        self._make_room()

    def _make_room(self) -> None:
        lines = len(self._complaint.describe(self.app.size.width, _LINES))
        self._complaint.styles.height = lines
        self.styles.height = 1 + lines
        self._complaint.repaint()

    @on(Input.Changed)
    def ask(self, event: Input.Changed) -> None:
        """Pass on what is asked now."""
        event.stop()
        if event.value != self._said:
            self._said = event.value
            self.post_message(self.Asked(event.value))
