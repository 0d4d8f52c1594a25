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

from reader.ui.actions import bindings
from reader.ui.pane import Pane
from reader.ui.text_box import TextBox

_NAME: Final = 24  # cells of the name of what is searched


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
    """What is wrong with a query, and the column of the line that it begins in."""

    text: str = ""
    column: int = 0


class Complaint(Pane[Caret]):
    """What cannot be understood, said under its place."""

    def __init__(self) -> None:
        """Start content."""
        super().__init__(id="complaint")
        self.caret = Caret()

    def describe(self, width: int, height: int) -> list[Caret]:
        """Give the one line."""
        return [self.caret]

    def paint(self, line: Caret, width: int) -> list[Segment]:
        """Paint the caret, and what is wrong where there is more room for it."""
        if not line.text:
            return []
        column = max(0, min(line.column, width - 1))
        caret = Segment("^", self.palette.fault)
        after, before = width - column - 3, column - 2
        if self.cells(line.text) <= after or after >= before:
            said = f" {self.field(line.text, after).text}"
            return [Segment(" " * column, self.palette.text), caret, Segment(said, self.palette.text)]
        text = self.field(line.text, before)
        return [Segment(f"{' ' * (column - 1 - text.cells)}{text.text} ", self.palette.text), caret]


class SearchLine(Container):
    """What is searched for, and the fault in it if there is one."""

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
        self._complaint.caret = Caret(text, place)
        self.set_class(bool(text), "faulty")
        self._complaint.repaint()

    @on(Input.Changed)
    def ask(self, event: Input.Changed) -> None:
        """Pass on what is asked now."""
        event.stop()
        if event.value != self._said:
            self._said = event.value
            self.post_message(self.Asked(event.value))
