"""A line to type in that takes in nothing a terminal could obey, whatever is pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset
from textual.widgets import Input

from reader.parsing.clean import clean

if TYPE_CHECKING:
    from reader.ui.app import BroadsheetApp

_LONGEST: Final = 1000  # characters: more was pasted by mistake


class TextBox(Input):
    """A line to type in; its cursor does not blink."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str,  # noqa: A002 - Textual's word
        select_on_focus: bool = False,
    ) -> None:
        """Begin with a text."""
        super().__init__(value, placeholder, id=id, select_on_focus=select_on_focus)
        self.cursor_blink = False

    def replace(self, text: str, start: int, end: int) -> None:
        """Take in what is typed or pasted, made safe."""
        safe = " ".join(clean(text).splitlines()).replace("\t", " ")
        super().replace(safe[: max(_LONGEST - len(self.value), 0)], start, end)

    def on_paste(self, event: events.Paste) -> None:
        """Take what was several lines for one; Textual would take the first of them."""
        event.text = " ".join(filter(None, map(str.strip, event.text.splitlines())))

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor stands, and with it what an input method composes."""
        before = self.value[: self.cursor_position]
        wider = cast("BroadsheetApp", self.app).options.measure.cells(before) - cell_len(before)
        beyond = 1 if self.cursor_at_end else 0  # Textual counts a cell too many there
        return super().cursor_screen_offset - (beyond - wider, 0)
