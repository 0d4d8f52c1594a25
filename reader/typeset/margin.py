"""What stands left of a line: quotation bars, bullets and numbers, hanging indents."""

from __future__ import annotations

from reader.document import Spans
from reader.typeset.width import NARROW, Measure


class Margin:
    """The left edge that some blocks share.

    `first` stands before the first line set in it, `rest` before all others. `fold` numbers the fold that its
    lines are part of, `lists` counts the lists around them; in a `tight` one, paragraphs follow each other
    without a blank line.
    """

    __slots__ = ("_first", "_touched", "depth", "fold", "inset", "lists", "parent", "rest", "tight")

    def __init__(
        self,
        parent: Margin | None = None,
        first: Spans = (),
        rest: Spans = (),
        *,
        tight: bool = False,
        listed: bool = False,
        fold: int = 0,
    ) -> None:
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.rest: Spans = (parent.rest if parent else ()) + rest
        self._first: Spans = (parent.first if parent else ()) + first
        self.inset: int = (parent.inset if parent else 0) + cells_of(rest)
        self.lists: int = (parent.lists if parent else 0) + listed
        self.tight = tight
        self.fold: int = fold or (parent.fold if parent else 0)
        self._touched = False

    @property
    def first(self) -> Spans:
        """What stands before the next line."""
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
