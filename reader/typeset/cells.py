"""The cells of a table in their places: which columns and rows each one takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reader.document import Blocks, Cell, Paragraph, Spans, Table
from reader.typeset.bidi import has_rtl
from reader.typeset.inline import compose
from reader.typeset.options import Options

SetBlocks: TypeAlias = Callable[[Blocks, int], list[Spans]]

_WIDEST = 1000  # columns that a cell reaches over at most, as HTML has it


@dataclass(slots=True)
class Placed:
    """A cell in the grid: its columns, the rows it goes on for, and its lines that are still to be shown."""

    cell: Cell
    column: int
    columns: int
    rows: int
    lines: Sequence[Spans] = ()
    align: str = ""
    shown: int = 0


Row: TypeAlias = list[Placed]


def place_cells(table: Table) -> list[Row]:
    """Give each cell its columns, past those that cells from above take; columns that hold nothing vanish."""
    if all(cell.colspan <= 1 and cell.rowspan <= 1 for row in table.rows for cell in row):
        return _without_empty([[Placed(cell, at, 1, 1) for at, cell in enumerate(row)] for row in table.rows])
    grid: list[Row] = []
    taken: dict[int, int] = {}
    for left, cells in zip(range(len(table.rows), 0, -1), table.rows, strict=True):
        row: Row = []
        column = 0
        for cell in cells:
            while taken.get(column, 0) > 0:
                column += 1
            end = column + 1
            while end < column + min(cell.colspan, _WIDEST) and not taken.get(end, 0):
                end += 1
            row.append(Placed(cell, column, end - column, min(max(cell.rowspan, 1), left)))
            column = end
        taken = {at: rows - 1 for at, rows in taken.items() if rows > 1}
        for placed in row:
            if placed.rows > 1:
                taken.update((placed.column + at, placed.rows - 1) for at in range(placed.columns))
        grid.append(row)
    return _without_empty(grid)


def _without_empty(grid: list[Row]) -> list[Row]:
    """Take out the columns in which no cell begins that holds anything; wider cells keep theirs."""
    begins = sorted(
        {placed.column for row in grid for placed in row if placed.cell.blocks or placed.columns > 1}
    )
    if begins == list(range(max(map(_end, grid), default=0))):
        return grid
    index = {column: at for at, column in enumerate(begins)}
    for row in grid:
        row[:] = [placed for placed in row if placed.column in index]
        for placed in row:
            last = placed.column + placed.columns
            if placed.columns > 1:
                placed.columns = sum(placed.column <= begin < last for begin in begins)
            placed.column = index[placed.column]
    return grid


def _end(row: Row) -> int:
    return row[-1].column + row[-1].columns if row else 0


def set_short(blocks: Blocks, room: int, options: Options, head: Spans = ()) -> Spans:
    """Set what is one line of text without ado, which makes long tables quick; nothing where it may be more."""
    if len(blocks) != 1 or not isinstance(block := blocks[0], Paragraph):
        return ()
    run = compose(head + block.spans, options)
    measure = options.measure
    if "\n" in run.text or has_rtl(run.text) or measure.cells(run.text) > room:
        return ()
    return run.line(0, len(run.text)) if run.text.strip() else ()
