"""Tables whose columns fit: shared out by content, with light rules and spans.

A sample of rows decides the columns and each row is set by itself, so that a table of any length begins at
once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reader.document import Cell, Mark, Paragraph, Span, Spans, Table, iter_texts
from reader.typeset.bidi import begins_back
from reader.typeset.cells import Placed, Row, SetBlocks, place_cells, set_short
from reader.typeset.inline import compose
from reader.typeset.linebreak import find_breaks
from reader.typeset.margin import cells_of
from reader.typeset.options import Options
from reader.typeset.records import iter_records

_SAMPLE = 100  # rows at the beginning, and as many of the others, that decide the columns
_WORD = 16  # cells: longer words may be cut to keep the columns
_GUTTERS = (3, 1)  # cells: a column rule with its blanks, or, where there is no room for these, alone
_TALLEST = 3  # lines of a cell, about, up to which column rules may stand alone
_SHORT = 8  # cells: shorter texts are not broken
_NUMBER = re.compile(r"[-+−±~≈<>$€£¥₹%‰()\d\s.,:/'’]*\d[-+−\d\s.,:/'’%‰€£¥kKMGTB()]*")
_UP, _RIGHT, _DOWN, _LEFT = 1, 2, 4, 8


def iter_table(table: Table, room: int, options: Options, set_blocks: SetBlocks) -> Iterator[Spans]:
    """Yield the lines of a table in `room` cells; `set_blocks` sets a cell's blocks in a number of cells."""
    if table.caption:
        yield from set_blocks((Paragraph(table.caption),), room)
    grid = place_cells(table)
    columns = max((placed.column + placed.columns for row in grid for placed in row), default=0)
    if not columns:
        return
    sample = grid[:_SAMPLE] + grid[_SAMPLE :: max(len(grid) // _SAMPLE, 1)]
    shares = _share_out(sample, columns, room, options, set_blocks)
    if shares is None:
        yield from iter_records(table, grid, room, options, set_blocks)
    elif options.terminal_bidi or not begins_back((table,)):
        yield from _Grid(table, grid, shares, options, set_blocks).iter_lines()
    else:
        _mirror(grid, columns)
        blank = Span(" " * (room - shares.total))
        mirrored = shares._replace(widths=shares.widths[::-1])
        for line in _Grid(table, grid, mirrored, options, set_blocks, "right").iter_lines():
            yield (blank, *line)


class _Shares(NamedTuple):
    """The cells that each column has, and those between two of them."""

    widths: list[int]
    gutter: int

    @property
    def total(self) -> int:
        """The cells of a row."""
        return self.span(0, len(self.widths))

    def span(self, first: int, columns: int) -> int:
        """Give the cells of some columns with what lies between them."""
        widths = self.widths[first : first + columns]
        return sum(widths) + self.gutter * (len(widths) - 1)


def _mirror(grid: list[Row], columns: int) -> None:
    for row in grid:
        for placed in row:
            placed.column = columns - placed.column - placed.columns


def _share_out(
    grid: Sequence[Row], columns: int, room: int, options: Options, set_blocks: SetBlocks
) -> _Shares | None:
    """Give each column its cells: all that it can use where that fits, else at least its longest word."""
    used = [(placed, _wanted(placed.cell, room, options, set_blocks)) for row in grid for placed in row]
    for gutter in _GUTTERS:
        shares = _Shares(_spread(used, columns, gutter), gutter)
        if shares.total <= room:
            return shares
    words = [(placed, min(_needed(placed.cell, options), large)) for placed, large in used]
    squeezed = []
    for gutter in _GUTTERS:
        most = _spread(used, columns, gutter)
        sizes = list(zip(_spread(words, columns, gutter), most, strict=True))
        widths = _share(sizes, room - gutter * (columns - 1))
        squeezed.append(_Shares(widths, gutter) if widths else None)
        if widths and all(large <= _TALLEST * width for large, width in zip(most, widths, strict=True)):
            return _Shares(widths, gutter)
    return squeezed[0]


def _spread(sizes: Sequence[tuple[Placed, int]], columns: int, gutter: int) -> list[int]:
    """Give what each column takes for its cells, those that span several after the others."""
    widths = [1] * columns
    for placed, cells in sizes:
        if placed.columns == 1:
            widths[placed.column] = max(widths[placed.column], cells)
    for placed, cells in sizes:
        if placed.columns > 1:
            span = slice(placed.column, placed.column + placed.columns)
            widths[span] = _stretched(widths[span], cells - gutter * (placed.columns - 1))
    return widths


def _stretched(widths: list[int], total: int) -> list[int]:
    """Widen columns evenly until they take `total` cells together."""
    missing = max(total - sum(widths), 0)
    each, rest = divmod(missing, len(widths))
    return [width + each + (at < rest) for at, width in enumerate(widths)]


def _wanted(cell: Cell, room: int, options: Options, set_blocks: SetBlocks) -> int:
    """Give the cells of a table's cell whose lines are as long as they like."""
    measure = options.measure
    if all(isinstance(block, Paragraph) for block in cell.blocks):
        lines = [line for text in _texts(cell, options) for line in text.split("\n")]
        return max(map(measure.cells, lines), default=0)
    return max((cells_of(line, measure) for line in set_blocks(cell.blocks, room)), default=0)


def _needed(cell: Cell, options: Options) -> int:
    """Give the cells of the longest word, or as many as words may take; a short text is one word."""
    measure = options.measure
    if not all(isinstance(block, Paragraph) for block in cell.blocks):
        return _WORD
    words: list[str] = []
    for text in _texts(cell, options):
        words += [text] if "\n" not in text and measure.cells(text) <= _SHORT else _words(text)
    return min(max(map(measure.cells, words), default=0), _WORD)


def _texts(cell: Cell, options: Options) -> list[str]:
    paragraphs = (block for block in cell.blocks if isinstance(block, Paragraph))
    return [compose(block.spans, options).text.strip() for block in paragraphs]


def _words(text: str) -> list[str]:
    """Give the parts of a text between which a line may end."""
    if text.isascii():
        return text.split() or [""]
    ends = [0, *find_breaks(text)]
    return [text[start:end].rstrip() for start, end in pairwise(ends)]


def _share(sizes: Sequence[tuple[int, int]], room: int) -> list[int] | None:
    """Share `room` cells out among columns, each between its least and its most; None if too narrow."""
    widths = [small for small, _ in sizes]
    free = room - sum(widths)
    if free < 0:
        return None
    open_columns = [at for at, (small, large) in enumerate(sizes) if large > small]
    while free > 0 and open_columns:
        share = max(free // len(open_columns), 1)
        for at in list(open_columns):
            step = min(share, sizes[at][1] - widths[at], free)
            widths[at] += step
            free -= step
            if widths[at] == sizes[at][1]:
                open_columns.remove(at)
    return widths


class _Grid:
    """A table whose columns fit."""

    def __init__(
        self,
        table: Table,
        grid: list[Row],
        shares: _Shares,
        options: Options,
        set_blocks: SetBlocks,
        start: str = "left",
    ) -> None:
        self._head = table.header_rows
        self._grid = grid
        self._shares = shares
        self._widths = shares.widths
        self._pad = shares.gutter // 2
        self._options = options
        self._measure = options.measure
        self._set_blocks = set_blocks
        self._start = start
        self._aligns = [self._alignment(texts) for texts in self._column_texts()]

    def _column_texts(self) -> list[list[str]]:
        columns: list[list[str]] = [[] for _ in self._widths]
        for row in self._grid[self._head : _SAMPLE]:
            for placed in row:
                if placed.columns == 1 and not placed.cell.header:
                    columns[placed.column].append(" ".join(iter_texts(placed.cell.blocks)).strip())
        return columns

    def _alignment(self, texts: list[str]) -> str:
        """Numbers stand at the right."""
        numbers = any(texts) and all(_NUMBER.fullmatch(text) for text in texts if text)
        return "right" if numbers else self._start

    def iter_lines(self) -> Iterator[Spans]:
        above: Row = []
        was_tall = False
        for number, begun in enumerate(self._grid):
            going_on = [placed for placed in above if placed.rows > 1]
            for placed in going_on:
                placed.rows -= 1
            for placed in begun:
                placed.lines = self._cell_lines(placed)
                placed.align = self._align(placed)
            row = sorted([*going_on, *begun], key=lambda placed: placed.column)
            if not any(placed.lines for placed in row):
                continue
            tall = bool(going_on) or any(placed.rows > 1 or len(placed.lines) > 1 for placed in row)
            if not above or number == self._head or tall or was_tall:
                yield self._rule(above, row, going_on)
            yield from self._row(row)
            above, was_tall = row, tall
        if above:
            yield self._rule(above, [], [])

    def _cell_lines(self, placed: Placed) -> list[Spans]:
        cell, width = placed.cell, self._width(placed)
        line = set_short(cell.blocks, width, self._options)
        lines = [line] if line else self._set_blocks(cell.blocks, width)
        if len(lines) == 1 and lines[0] and not lines[0][0].text.strip():
            lines = [lines[0][1:]]  # a line by itself stands as the cell does
        return [_strong(line) for line in lines] if cell.header else lines

    def _align(self, placed: Placed) -> str:
        """Say where a cell's lines stand; of several, those of aligned paragraphs are in place already."""
        aligns = [block.align for block in placed.cell.blocks if isinstance(block, Paragraph) and block.align]
        if aligns:
            return "left" if len(placed.lines) > 1 else aligns[0]
        return placed.cell.align or (self._aligns[placed.column] if placed.columns == 1 else self._start)

    def _width(self, placed: Placed) -> int:
        return self._shares.span(placed.column, placed.columns)

    def _row(self, row: Row) -> Iterator[Spans]:
        height = max((len(placed.lines) - placed.shown for placed in row if placed.rows == 1), default=1)
        pad = " " * self._pad
        bar = Span(pad + self._options.glyphs.column + pad, Mark.DIM)
        for _ in range(max(height, 1)):
            line: list[Span] = []
            column = 0
            for placed in row:
                while column < placed.column:
                    line += (Span(" " * self._widths[column]), bar)
                    column += 1
                line += self._aligned(placed)
                column += placed.columns
                if column < len(self._widths):
                    line.append(bar)
            while column < len(self._widths):
                line.append(Span(" " * self._widths[column]))
                column += 1
                if column < len(self._widths):
                    line.append(bar)
            yield tuple(line)

    def _aligned(self, placed: Placed) -> Iterator[Span]:
        """Give a cell's next line, filled up to its width."""
        spans = placed.lines[placed.shown] if placed.shown < len(placed.lines) else ()
        placed.shown += 1
        free = self._width(placed) - cells_of(spans, self._measure)
        left = {"right": free, "center": free // 2}.get(placed.align, 0)
        if left:
            yield Span(" " * left)
        yield from spans
        if free - left:
            yield Span(" " * (free - left))

    def _rule(self, above: Row, below: Row, going_on: Row) -> Spans:
        """Draw the rule between two rows, open where a cell goes on through it."""
        glyphs = self._options.glyphs
        count = len(self._widths)
        through = {placed.column + at for placed in going_on for at in range(placed.columns)}
        up, down = _boundaries(above, count), _boundaries(below, count)
        text = ""
        for column, width in enumerate(self._widths):
            level = column not in through
            if column:
                joint = _UP * (column in up) + _DOWN * (column in down)
                joint += _RIGHT * level + _LEFT * (column - 1 not in through)
                text += (" " if column - 1 in through else glyphs.rule) * self._pad + glyphs.joints[joint]
                text += (glyphs.rule if level else " ") * self._pad
            text += (glyphs.rule if level else " ") * width
        return (Span(text, Mark.DIM),)


def _strong(spans: Spans) -> Spans:
    return tuple(span._replace(marks=span.marks | Mark.STRONG) for span in spans)


def _boundaries(row: Row, count: int) -> set[int]:
    """Give the columns before which a column rule stands in a row; columns without a cell are empty cells."""
    if not row:
        return set()
    covered = {placed.column + at for placed in row for at in range(1, placed.columns)}
    return set(range(1, count)) - covered
