"""Sheets that rise from the foot of the screen: a question, a picker, a text. Imported when first needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import ClassVar, Generic, NamedTuple, TypeVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.typeset.linebreak import wrap
from reader.typeset.width import Measure, pad
from reader.ui.actions import help_lines
from reader.ui.pane import ListPane, Pane
from reader.ui.text_box import TextBox

ResultT = TypeVar("ResultT")
_MEASURE = 80  # cells of a choice and its note: on a wide screen the two stay together
_LEAST = 8  # cells of what a key does, in however narrow a window
_MOVES: list[BindingType] = [
    Binding("down,ctrl+n", "down", show=False),
    Binding("up,ctrl+p", "up", show=False),
    Binding("pagedown", "page_down", show=False),
    Binding("pageup", "page_up", show=False),
]
_LETTER_MOVES: list[BindingType] = [
    Binding("j", "down", show=False),
    Binding("k", "up", show=False),
    Binding("space", "page_down", show=False),
    Binding("g,home", "first", show=False),
    Binding("G,end", "last", show=False),
]


class Choice(NamedTuple):
    """What a picker offers: what choosing it gives, its text, and a note at the right edge.

    A line that is only read may have `pieces` instead of a text, each with whether it is strong.
    """

    id: str = ""
    text: str = ""
    note: str = ""
    pieces: tuple[tuple[str, bool], ...] = ()


_NOTHING = Choice(text="Nothing is called so.")


class SheetLine(NamedTuple):
    """A line of a sheet."""

    choice: Choice
    here: bool = False


class SheetLines(ListPane[SheetLine], can_focus=True):
    """The lines of a sheet, with a cursor where they are choices."""

    BINDINGS: ClassVar[list[BindingType]] = [*_MOVES, *_LETTER_MOVES]

    class Chosen(Message):
        """A line was clicked."""

        def __init__(self, choice: Choice) -> None:
            self.choice = choice
            super().__init__()

    def __init__(self, choices: Sequence[Choice], picking: bool, cursor: int = 0) -> None:
        """Show these lines; `picking`: with a cursor, else they only scroll."""
        super().__init__(id="lines")
        self.choices, self._picking, self.cursor = choices, picking, cursor
        self.can_focus = not picking

    def show(self, choices: Sequence[Choice]) -> None:
        """Show other choices, with the cursor on the first."""
        self.choices, self.cursor, self.top = choices, 0, 0
        self.repaint()

    @property
    def choice(self) -> Choice | None:
        """The choice under the cursor."""
        return self.choices[self.cursor] if 0 <= self.cursor < len(self.choices) else None

    def describe(self, width: int, height: int) -> list[SheetLine]:
        """Give the lines from the top on; where nothing is left to choose, say so."""
        if self._picking and not self.choices:
            return [SheetLine(_NOTHING)]
        shown = enumerate(self.choices[self.top : self.top + height], self.top)
        return [SheetLine(choice, self._picking and index == self.cursor) for index, choice in shown]

    def paint(self, line: SheetLine, width: int) -> list[Segment]:
        """Paint a choice with its note."""
        palette, choice = self.palette, line.choice
        if choice.pieces:
            return [Segment("  ", palette.text), *self._paint_pieces(choice.pieces, width - 3)]
        width = min(width, _MEASURE)
        style = palette.strong if line.here else palette.text
        bar = Segment(self.glyphs.bar, palette.accent) if line.here else Segment(" ", palette.text)
        return [bar, *self.between(choice.text, choice.note, width - 1, style, lead=" ")]

    def _paint_pieces(self, pieces: tuple[tuple[str, bool], ...], room: int) -> Iterator[Segment]:
        """Paint pieces side by side; the last that there is room for gives way, with a `…`."""
        for text, strong in pieces:
            said = self.field(text.rstrip() if self.cells(text) > room else text, room)
            yield Segment(said.text, self.palette.strong if strong else self.palette.text)
            room -= said.cells
            if room <= 0:
                break

    def length(self) -> int:
        """Count the lines."""
        return len(self.choices)

    def move(self, index: int) -> None:
        """Put the cursor on a choice, or scroll there."""
        if self._picking:
            self.cursor = index
            self.fit()
        else:
            self.top = max(0, min(self.top + index - self.cursor, len(self.choices) - self.room()))
            self.cursor = self.top
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        """Choose the line under the pointer."""
        line = self.line_at(event.y)
        if line is not None and self._picking and self.choices:
            self.tell(self.Chosen(line.choice))


class SheetTitle(Pane[tuple[str, str]]):
    """The title of a sheet, and beside it how to leave."""

    def __init__(self, title: str, ways: str) -> None:
        """Say these."""
        super().__init__(id="title")
        self._title, self._ways = title, ways

    def say_ways(self, ways: str) -> None:
        """Say how to leave, and what else there is to do."""
        self._ways = ways
        self.repaint()

    def describe(self, width: int, height: int) -> list[tuple[str, str]]:
        """Give the one line."""
        return [(self._title, self._ways)]

    def paint(self, line: tuple[str, str], width: int) -> list[Segment]:
        """Paint the title in bold; the ways are what gives way."""
        title = self.field(line[0], width)
        ways = self.field(f"   {line[1]}", width - title.cells)
        return [Segment(title.text, self.palette.strong), Segment(ways.text, self.palette.faint)]


class Sheet(ModalScreen[ResultT], Generic[ResultT]):
    """The frame of every sheet: a title in bold over its lines."""

    DEFAULT_CSS = """
    Sheet { align: left bottom; background: transparent; layout: vertical; }
    Sheet > #sheet { width: 100%; height: auto; background: $background; border-top: solid $hairline; }
    .wide-marks Sheet > #sheet { border-top: ascii $hairline; }
    Sheet #title { height: 1; padding: 0 1; background: $background; }
    Sheet #lines { background: $background; }
    Sheet #ask { height: 1; border: none; padding: 0 2; background: $background; color: $foreground; }
    """
    SCOPED_CSS = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]
    WAYS = "Esc closes"
    ONWARD = WAYS  # said where there are more lines than can be seen
    FRAME = 2  # lines of a sheet beside its own: the hairline and the title

    def __init__(self, title: str, choices: Sequence[Choice], *, picking: bool, cursor: int = 0) -> None:
        """Make a sheet of these lines."""
        super().__init__()
        self._title = SheetTitle(title, self.WAYS)
        self._lines = SheetLines(choices, picking, cursor)

    def compose(self) -> ComposeResult:
        """Set the title over the lines."""
        with Container(id="sheet"):
            yield self._title
            yield from self.compose_between()
            yield self._lines

    def compose_between(self) -> Iterable[Input]:
        """Give what stands between title and lines."""
        return ()

    def on_mount(self) -> None:
        """Take as much room as the lines need."""
        self._make_room()

    def on_resize(self) -> None:
        """Take as much room as there is now."""
        self._make_room()

    def _make_room(self) -> None:
        """Leave a sixth of the screen to be seen, and say so where not all lines are."""
        length, room = self._lines.length(), max(1, self.app.size.height * 5 // 6 - self.FRAME)
        self._lines.styles.height = max(1, min(length, room))
        self._title.say_ways(self.ONWARD if length > room else self.WAYS)

    def action_close(self) -> None:
        """Go away without an answer."""
        self.dismiss(None)


class Question(Sheet[bool]):
    """Asks before something large is done."""

    WAYS = ONWARD = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", show=False),
        Binding("n,q", "answer(False)", show=False),
    ]

    def __init__(self, text: str, yes: str) -> None:
        """Ask a question; `yes` says what a yes does."""
        ways = (("y ", True), (f"{yes}   ", False), ("n ", True), ("no", False))
        super().__init__(text, [Choice(pieces=ways)], picking=False)

    def action_answer(self, answer: bool) -> None:
        """Take the answer."""
        self.dismiss(answer)


class Notice(Sheet[None]):
    """A page of text to read and put away."""

    ONWARD = "Space goes on, Esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,enter,question_mark", "close", show=False)]

    @classmethod
    def of_text(cls, title: str, text: str, width: int, measure: Measure) -> Notice:
        """Show a text whole, wrapped to the screen."""
        lines = wrap(text, max(width - 4, 10), measure)
        return cls(title, [Choice(pieces=((line, False),)) for line in lines], picking=False)

    @classmethod
    def of_keys(cls, keymap: Mapping[str, str], where: str, width: int, measure: Measure) -> Notice:
        """Show every key, in as many columns as the width has room for."""
        groups = help_lines(keymap, where)
        widest = max(measure.cells(keys) for _, rows in groups for keys, _ in rows) + 2
        room = max(width - 4 - widest, _LEAST)
        blocks = []
        for name, rows in groups:
            lines = (
                Choice(pieces=((pad(keys if not number else "", widest, measure) + words.rstrip(), False),))
                for keys, label in rows
                for number, words in enumerate(wrap(label, room, measure))
            )
            blocks.append([Choice(pieces=((name, True),)), *lines])
        return cls("Keys", _in_columns(blocks, width - 4, measure), picking=False)


class Request(Sheet[str]):
    """Asks for a line of text."""

    WAYS = ONWARD = "Enter takes it, Esc closes"
    FRAME = 3

    def __init__(self, title: str, text: str) -> None:
        """Ask, with a text to go on from."""
        super().__init__(title, (), picking=False)
        self._text = text

    def compose_between(self) -> Iterable[Input]:
        """Give the line to type in."""
        yield TextBox(self._text, id="ask", select_on_focus=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give what was typed."""
        self.dismiss(event.value)


class Picker(Sheet[str]):
    """Offers choices and narrows them by what is typed."""

    WAYS = ONWARD = "Enter takes it, Esc closes"
    FRAME = 3
    BINDINGS: ClassVar[list[BindingType]] = [*_MOVES]

    def __init__(self, title: str, choices: Sequence[Choice], cursor: int = 0) -> None:
        """Offer these."""
        super().__init__(title, choices, picking=True, cursor=cursor)
        self._choices = choices

    def compose_between(self) -> Iterable[Input]:
        """Give the line to type in."""
        yield TextBox(placeholder="type to narrow", id="ask")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the choices that hold every word typed."""
        words = event.value.casefold().split()
        self._lines.show(
            [one for one in self._choices if all(w in f"{one.text} {one.note}".casefold() for w in words)]
        )

    def on_input_submitted(self) -> None:
        """Choose what the cursor is on."""
        if self._lines.choice is not None:
            self.dismiss(self._lines.choice.id)

    def on_sheet_lines_chosen(self, message: SheetLines.Chosen) -> None:
        """Choose what was clicked."""
        self.dismiss(message.choice.id)

    def action_down(self) -> None:
        """Go one choice down."""
        self._lines.action_down()

    def action_up(self) -> None:
        """Go one choice up."""
        self._lines.action_up()

    def action_page_down(self) -> None:
        """Go a page down."""
        self._lines.action_page_down()

    def action_page_up(self) -> None:
        """Go a page up."""
        self._lines.action_page_up()


def _in_columns(blocks: Sequence[Sequence[Choice]], width: int, measure: Measure) -> list[Choice]:
    """Set blocks of lines in as many columns of like height as there is room for, none of them torn."""
    wide = max(measure.cells(_text(line)) for block in blocks for line in block) + 3
    count = max(1, min(width // wide, len(blocks)))
    height = max(max(map(len, blocks)), -(-sum(len(block) + 1 for block in blocks) // count))
    columns: list[list[Choice]] = [[]]
    for block in blocks:
        if columns[-1] and len(columns[-1]) + len(block) > height and len(columns) < count:
            columns.append([])
        columns[-1] += [Choice(pieces=((" ", False),)), *block]
    return [Choice(pieces=_joined(row, wide, measure)) for row in zip_longest(*columns)]


def _joined(row: Sequence[Choice | None], wide: int, measure: Measure) -> tuple[tuple[str, bool], ...]:
    """Set the lines that stand side by side into one."""
    lines = [line.pieces[0] if line is not None else ("", False) for line in row]
    return tuple((pad(text, wide, measure), strong) for text, strong in lines)


def _text(line: Choice) -> str:
    return "".join(text for text, _ in line.pieces)
