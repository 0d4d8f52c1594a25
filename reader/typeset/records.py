"""Tables that are too wide for the page: each row a record, each of its cells a line after its heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reader.document import (
    Blocks,
    Definition,
    DefinitionList,
    Heading,
    Mark,
    Paragraph,
    Span,
    Spans,
    Table,
    iter_blocks,
    iter_texts,
    plain,
)
from reader.typeset.bidi import has_rtl
from reader.typeset.cells import Placed, Row, SetBlocks, set_short
from reader.typeset.options import Options


def iter_records(
    table: Table, grid: list[Row], room: int, options: Options, set_blocks: SetBlocks
) -> Iterator[Spans]:
    """Yield each row as a record: a field a line, its column's heading before it.

    A heading with a link stands before them all as well, for there it can be followed.
    """
    head, rows = grid[: table.header_rows], grid[table.header_rows :]
    if not any(map(_fields_of, rows)):
        head, rows = [], grid
    labels = _labels_of(head)
    first = True
    if unsaid := _find_unsaid(labels, rows):
        yield from set_blocks((Paragraph((Span(unsaid, Mark.STRONG),)),), room)
        first = False
    for placed in (placed for row in head for placed in row if _has_links(placed.cell.blocks)):
        yield from set_blocks(placed.cell.blocks, room)
        first = False
    for row in rows:
        fields = _fields_of(row)
        if not fields:
            continue
        if not first:
            yield (Span(options.glyphs.rule * min(room, 8), Mark.DIM),)
        first = False
        for placed in fields:
            yield from _field(labels.get(placed.column, ""), placed.cell.blocks, room, options, set_blocks)


def _labels_of(head: list[Row]) -> dict[int, str]:
    """Give the heading of each column, by its number."""
    labels: dict[int, str] = {}
    for placed in (placed for row in head for placed in row):
        words = " ".join(" ".join(iter_texts(placed.cell.blocks)).split())
        for at in range(placed.column, placed.column + placed.columns):
            labels[at] = f"{labels.get(at, '')} {words}".strip()
    return labels


def _has_links(blocks: Blocks) -> bool:
    texts = (block for block in iter_blocks(blocks) if isinstance(block, Paragraph | Heading))
    return any(span.leads for text in texts for span in text.spans)


def _fields_of(row: Row) -> list[Placed]:
    return [placed for placed in row if any(iter_texts(placed.cell.blocks))]


def _find_unsaid(labels: dict[int, str], rows: list[Row]) -> str:
    """Give the headings of columns that no field stands in: no record would say them."""
    unsaid = dict(labels)
    for row in rows:
        for placed in _fields_of(row) if unsaid else ():
            said = unsaid.pop(placed.column, "")
            unsaid = {at: label for at, label in unsaid.items() if label and label != said}
        if not unsaid:
            break
    return " · ".join(dict.fromkeys(filter(None, unsaid.values())))


def _field(label: str, blocks: Blocks, room: int, options: Options, set_blocks: SetBlocks) -> Iterator[Spans]:
    head = (Span(f"{label}: ", Mark.STRONG),) if label else ()
    if line := set_short(blocks, room, options, head):
        yield line
        return
    match blocks:
        case (Paragraph(spans=spans) as block,) if has_rtl(label + plain(spans)):
            lines = set_blocks((replace(block, spans=head + spans, align=""),), room)
            if not head or len(lines) == 1:
                yield from lines
                return
    defined = (DefinitionList((Definition(((Span(f"{label}:"),),), (blocks,)),)),)
    yield from set_blocks(defined if label else blocks, room)
