"""The line above the panes, and the one below: whose library this is, and which keys work here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.segment import Segment

from reader.ui.actions import HINTS, say_hint
from reader.ui.pane import Pane

_THIN = 20  # cells of the progress bar
_POSITION = 20  # cells that no key is taught in


class MastheadLine(NamedTuple):
    """What the masthead says; `done` of `total` articles are read while a sync runs, else `total` is -1."""

    library: str = ""
    unread: int = 0
    synced: str = ""
    done: int = 0
    total: int = -1


class Masthead(Pane[MastheadLine]):
    """The paper's name, the library's, how much is unread, and what the sync is doing."""

    def __init__(self) -> None:
        """Start without a library."""
        super().__init__(id="masthead")
        self._line = MastheadLine()

    def show(self, **changes: object) -> None:
        """Change what is said."""
        self._line = self._line._replace(**changes)  # type: ignore[arg-type]  # fields keep their types
        self.repaint()

    def describe(self, width: int, height: int) -> list[MastheadLine]:
        """Give the one line."""
        return [self._line]

    def paint(self, line: MastheadLine, width: int) -> list[Segment]:
        """Paint the name at the left, the rest at the right; a narrow window drops the paper's name first."""
        palette = self.palette
        right = self._progress(line, width) if line.total >= 0 else self._facts(line, width)
        left = width - sum(self.cells(segment.text) for segment in right) - 1
        name, lead = " Broadsheet", "  "
        if len(name + lead) + self.cells(line.library) >= left:
            name, lead = "", " "
        left = max(left - len(name), 0)
        library = self.between(line.library, "", left, palette.text, lead=lead)
        return [Segment(name, palette.strong), *library, *right]

    def _facts(self, line: MastheadLine, width: int) -> list[Segment]:
        unread = f"{line.unread:,} unread" if line.unread else ""
        synced = f"synced {line.synced}" if line.synced and width >= 60 else ""
        return [Segment(f" {self.glyphs.dot} ".join(filter(None, (unread, synced))), self.palette.faint)]

    def _progress(self, line: MastheadLine, width: int) -> list[Segment]:
        palette, glyphs = self.palette, self.glyphs
        thin = min(_THIN, width // 4)
        if not line.total:
            return [Segment(f"{line.done:,} " if line.done else "looking ", palette.faint)]
        done = min(thin, thin * line.done // line.total)
        figures = f"{line.done:,}/{line.total:,} " if width >= 60 else ""
        return [
            Segment(figures, palette.faint),
            Segment(glyphs.done * done, palette.accent),
            Segment(glyphs.ahead * (thin - done), palette.faint),
        ]


class FooterLine(NamedTuple):
    """What the footer says: where its reader is, and before that the keys of a pane, or a remark."""

    where: str = "list"
    remark: str = ""
    position: str = ""


class Footer(Pane[FooterLine]):
    """Five keys for where the reader is; or, until the next key, what the last one did. At the right the position."""

    def __init__(self, keymap: Mapping[str, str]) -> None:
        """Teach the list's keys."""
        super().__init__(id="footer")
        self._keymap = keymap
        self._line = FooterLine()

    @property
    def remark(self) -> str:
        """What is being said instead of keys."""
        return self._line.remark

    @property
    def where(self) -> str:
        """Whose keys are taught."""
        return self._line.where

    def show(self, **changes: str) -> None:
        """Change what is said."""
        self._line = self._line._replace(**changes)
        self.repaint()

    def describe(self, width: int, height: int) -> list[FooterLine]:
        """Give the one line."""
        return [self._line]

    def paint(self, line: FooterLine, width: int) -> list[Segment]:
        """Paint keys plainly and what they do dimly; a remark may need the whole line."""
        palette, position = self.palette, line.position
        if line.remark:
            if self.cells(line.remark) + self.cells(position) + 4 > width:
                position = ""
            return self.between(line.remark, position, width, palette.text, lead=" ")
        taught = self._teach([say_hint(hint, self._keymap) for hint in HINTS[line.where]], width - _POSITION)
        room = width - sum(self.cells(segment.text) for segment in taught) - 1
        said = self.field(position, room)
        return [*taught, Segment(" " * (room - said.cells) + said.text, palette.faint)]

    def _teach(self, said: list[tuple[str, str]], room: int) -> list[Segment]:
        palette = self.palette
        whole = sum(self.cells(keys) + self.cells(text) + 3 for keys, text in said) <= room
        segments = []
        for keys, text in said:
            segments.append(Segment(f" {keys}", palette.text))
            segments.append(Segment(f" {text} " if whole else " ", palette.faint))
        while len(segments) > 2 and sum(self.cells(segment.text) for segment in segments) > room:
            del segments[-4:-2]  # not the last, which leads to all others
        return segments
