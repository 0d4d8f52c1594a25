"""What stands beside a line, where its text begins: quotation bars, bullets and numbers, hanging indents."""

from __future__ import annotations

from typing import NamedTuple

from reader.document import Span, Spans
from reader.typeset.width import NARROW, Measure


class Edges(NamedTuple):
    """What stands left and right of a line, and the cells that both take."""

    left: Spans = ()
    right: Spans = ()
    cells: int = 0

    def around(self, piece: Spans, back: bool = False) -> Edges:
        """Put a piece of margin inside these; what runs `back`, right to left, has it at its right."""
        if not piece:
            return self
        cells = self.cells + cells_of(piece)
        if back:
            return Edges(self.left, (*map(_mirrored, reversed(piece)), *self.right), cells)
        return Edges(self.left + piece, self.right, cells)

    def place(self, spans: Spans, room: int, measure: Measure, align: str = "") -> Spans:
        """Put a line between them that has `room` cells there."""
        if not align and not self.right:
            return self.left + spans
        free = room - cells_of(spans, measure)
        before = 0 if not align else free // 2 if align == "center" else free
        after = (Span(" " * (free - before)), *self.right) if self.right else ()
        return (*self.left, Span(" " * before), *spans, *after)


class Margin:
    """The edges that some blocks share.

    `first` stands beside the first line set in it, `rest` beside all others: at the right where it runs `back`.
    `fold` numbers the fold that its lines are part of, `lists` counts the lists around them; in a `tight` one,
    paragraphs follow each other without a blank line.
    """

    __slots__ = ("_first", "_touched", "back", "depth", "fold", "lists", "parent", "rest", "tight")

    def __init__(
        self,
        parent: Margin | None = None,
        first: Spans = (),
        rest: Spans = (),
        *,
        back: bool | None = None,
        tight: bool = False,
        listed: bool = False,
        fold: int = 0,
    ) -> None:
        self.parent = parent
        self.back: bool = parent is not None and parent.back if back is None else back
        self.depth: int = parent.depth + 1 if parent else 0
        self.rest: Edges = (parent.rest if parent else Edges()).around(rest, self.back)
        self._first: Edges = (parent.first if parent else Edges()).around(first, self.back)
        self.lists: int = (parent.lists if parent else 0) + listed
        self.tight = tight
        self.fold: int = fold or (parent.fold if parent else 0)
        self._touched = False

    @property
    def first(self) -> Edges:
        """What stands beside the next line."""
        return self.rest if self._touched else self._first

    @property
    def touched(self) -> bool:
        """Whether a line has been set in it."""
        return self._touched

    def touch(self) -> None:
        """Note that a line was set in it, and so in all around it."""
        margin: Margin | None = self
        while margin and not margin._touched:
            margin._touched = True
            margin = margin.parent


def cells_of(spans: Spans, measure: Measure = NARROW) -> int:
    """Give the cells that spans take."""
    return sum(measure.cells(span.text) for span in spans)


def _mirrored(span: Span) -> Span:
    """Turn a piece of margin round: ` .1` for `1. `."""
    text = span.text
    bare = text.strip()
    if bare[:-1].isalnum() and not bare[-1].isalnum():
        bare = bare[-1] + bare[:-1]
    left, right = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    return Span(" " * right + bare + " " * left if bare else text, span.marks)
