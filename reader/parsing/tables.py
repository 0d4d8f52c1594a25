"""Tables: rows and cells as they gather, and whether a table holds data or was drawn to lay out a page."""

from __future__ import annotations

from typing import Final

from reader.document import (
    Cell,
    Heading,
    ItemList,
    Media,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Table,
    iter_texts,
)
from reader.parsing.boxes import Box, CaptionedBox
from reader.parsing.lists import whole
from reader.parsing.rules import Attributes

_MOST_SPANNED: Final = 1000  # HTML, section 4.9.11
_PROSE: Final = 400
"""Characters in one cell from which on a table without a head is a page laid out, not data."""


class TableBox(CaptionedBox):
    """A table; `blocks` holds what stands in it outside any cell."""

    __slots__ = ("header_rows", "in_head", "presentation", "rows")

    def __init__(self, attributes: Attributes) -> None:
        super().__init__()
        self.rows: list[list[Cell]] = []
        self.header_rows = 0
        self.in_head = False
        self.presentation = attributes.get("role", "").lower() in ("presentation", "none")

    def begin_row(self) -> None:
        """Begin a row, in the head where that is open."""
        if self.rows and not self.rows[-1]:
            self.rows.pop()
        self.rows.append([])

    def put(self, cell: Cell) -> None:
        """Put a cell into the last row; a row of nothing but head cells heads the table where it leads."""
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(cell)
        if self.in_head:
            self.header_rows = len(self.rows)

    def finish(self, parent: Box) -> None:
        """Become a table, or, where it only lays out, what stands in it."""
        for block in self.blocks:
            parent.add(block)
        rows = [row for row in self.rows if any(cell.blocks for cell in row)]
        if self._lays_out(rows):
            if self.caption:
                parent.add(Paragraph(self.caption))
            for row in rows:
                for cell in row:
                    for block in cell.blocks:
                        parent.add(block)
            return
        header_rows = min(self.header_rows, len(rows))
        if rows and not header_rows and len(rows) > 1 and all(cell.header for cell in rows[0]):
            header_rows = 1
        parent.add(Table(tuple(map(tuple, rows)), header_rows, self.caption))

    def _lays_out(self, rows: list[list[Cell]]) -> bool:
        if self.presentation or max(map(len, rows), default=0) <= 1:
            return True
        cells = [cell for row in rows for cell in row]
        if self.caption or any(cell.header for cell in cells):
            return any(_holds_media(cell) for cell in cells)
        return any(_holds_media(cell) or _holds_prose(cell) for cell in cells)


class CellBox(Box):
    """A cell."""

    __slots__ = ("align", "colspan", "header", "rowspan")

    def __init__(self, tag: str, attributes: Attributes, align: str) -> None:
        super().__init__()
        self.header = tag == "th"
        self.align = align
        self.colspan = _span(attributes.get("colspan"))
        self.rowspan = _span(attributes.get("rowspan"))

    def finish(self, parent: Box) -> None:
        """Become a cell of the table around."""
        if isinstance(parent, TableBox):
            cell = Cell(tuple(self.blocks), self.header, self.align, self.colspan, self.rowspan)
            parent.put(cell)
        else:
            super().finish(parent)


def _span(text: str | None) -> int:
    return min(max(whole(text) or 1, 1), _MOST_SPANNED)


def _holds_media(cell: Cell) -> bool:
    """Tell whether a cell holds what no cell of data does: something to play."""
    return any(isinstance(block, Media) for block in cell.blocks)


def _holds_prose(cell: Cell) -> bool:
    """Tell whether a cell holds a piece of an article: many blocks, or a long text."""
    kinds = sum(
        isinstance(block, Heading | Preformatted | Quote | ItemList | Picture) for block in cell.blocks
    )
    if len(cell.blocks) > 2 and (kinds or len(cell.blocks) > 4):
        return True
    return sum(map(len, iter_texts(cell.blocks))) > _PROSE
