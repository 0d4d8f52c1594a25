"""Terminals that tests read: what a stream of text and escape sequences leaves on each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pyte
from pyte import modes
from rich.cells import split_graphemes
from wcwidth import wcwidth

from reader.typeset.width import WIDE, iter_clusters

_LINK = re.compile(r"\x1b\]8;[^;\x1b]*;([^\x1b]*)\x1b\\")
_ENDED = {"22": "12", "23": "3", "24": "4", "27": "7", "28": "8", "29": "9"}


class Look(NamedTuple):
    attributes: frozenset[str] = frozenset()
    ink: str = ""
    paper: str = ""
    link: str = ""


class Terminal(pyte.Screen):
    """A terminal that counts cells as Textual does, and blanks what is left of a character cut in two."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.look = Look()
        self.cells: list[list[tuple[str, Look]]] = []
        self.scramble()
        self._stream = pyte.Stream(self)

    def feed(self, text: str) -> None:
        for index, part in enumerate(_LINK.split(text)):
            if index % 2:
                self.look = self.look._replace(link=part)
            else:
                self._stream.feed(part)

    def scramble(self) -> None:
        """Show what nobody has sent, as after a change of size or another program."""
        self.cells = [[("?", Look())] * self.columns for _ in range(self.lines)]

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        super().resize(lines, columns)
        self.scramble()

    def measure(self, text: str) -> Iterator[tuple[str, int]]:
        for start, end, width in split_graphemes(text)[0]:
            yield text[start:end], width

    def draw(self, data: str) -> None:
        for index, (text, width) in enumerate(self.measure(data)):
            if not width:
                if index:  # else it is the rest of a cluster that a dialog cut in two
                    self._join(text)
                continue
            if self.cursor.x + width > self.columns:
                if modes.DECAWM in self.mode:
                    self.carriage_return()
                    self.linefeed()
                else:
                    self.cursor.x = self.columns - width
            row, x = self.cells[self.cursor.y], self.cursor.x
            self._cut(row, x)
            self._cut(row, x + width)
            row[x : x + width] = [(text, self.look), *[("", self.look)] * (width - 1)]
            self.cursor.x += width

    def _join(self, mark: str) -> None:
        row, x = self.cells[self.cursor.y], self.cursor.x - 1
        while x > 0 and not row[x][0]:
            x -= 1
        row[x] = (row[x][0] + mark, row[x][1])

    def _cut(self, row: list[tuple[str, Look]], x: int) -> None:
        """Blank the character that would be cut in two before a cell."""
        if not 0 < x < self.columns or row[x][0]:
            return
        first, last = x, x
        while not row[first][0]:
            first -= 1
        while last < self.columns and not row[last][0]:
            last += 1
        row[first:last] = [(" ", row[first][1])] * (last - first)

    def select_graphic_rendition(self, *attrs: int, **_: object) -> None:
        codes = iter([str(code) for code in attrs] or ["0"])
        for code in codes:
            look = self.look
            if code == "0":
                self.look = Look(link=look.link)
            elif code in ("38", "48"):
                kind = next(codes)
                colour = ";".join([kind, *(next(codes) for _ in range(3 if kind == "2" else 1))])
                self.look = look._replace(ink=colour) if code == "38" else look._replace(paper=colour)
            elif code in _ENDED:
                self.look = look._replace(attributes=look.attributes - set(_ENDED[code]))
            elif len(code) == 1:
                self.look = look._replace(attributes=look.attributes | {code})
            elif code[:-1] in ("4", "10"):
                self.look = look._replace(paper="" if code == "49" else code)
            else:
                self.look = look._replace(ink="" if code == "39" else code)


class AddingTerminal(Terminal):
    """A terminal that adds up the characters of a cluster: joined emoji stand beside each other."""

    def measure(self, text: str) -> Iterator[tuple[str, int]]:
        for character in text:
            yield character, max(wcwidth(character), 0)


class WideTerminal(Terminal):
    """A terminal that gives East Asian ambiguous characters two cells."""

    def measure(self, text: str) -> Iterator[tuple[str, int]]:
        for cluster in iter_clusters(text):
            yield cluster, WIDE.cells(cluster)
