"""Documents in few words, and pages as text pictures."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import cleandoc

from reader.document import Block, Cell, Document, Item, ItemList, Line, Paragraph, Span, Spans, Table
from reader.typeset.layout import Options, typeset


def spans(*parts: str | Span) -> Spans:
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


def paragraph(*parts: str | Span) -> Paragraph:
    return Paragraph(spans(*parts))


def listed(*items: Block | Sequence[Block], marker: Sequence[str] = (), loose: bool = False) -> ItemList:
    """Give a list; `marker` holds the items' markers, none means bullets."""
    blocks = [(item,) if not isinstance(item, Sequence) else tuple(item) for item in items]
    markers = marker or [""] * len(blocks)
    return ItemList(tuple(Item(inner, mark) for inner, mark in zip(blocks, markers, strict=True)), loose)


def table(*rows: Sequence[str | Cell], head: int = 0) -> Table:
    return Table(tuple(tuple(map(_cell, row)) for row in rows), head)


def _cell(content: str | Cell) -> Cell:
    if isinstance(content, Cell):
        return content
    return Cell((paragraph(content),) if content else ())


def page(*blocks: Block, width: int = 40, options: Options = Options(), lang: str = "") -> str:  # noqa: B008
    """Give the page as text: its lines, without the blanks at their ends."""
    return draw(typeset(Document(blocks, lang=lang), width, options))


def draw(lines: Sequence[Line]) -> str:
    return "\n".join(line.plain for line in lines)


def picture(text: str) -> str:
    """Give a picture as drawn in a test; `|` at a line's start keeps blanks before the text."""
    return "\n".join(line.removeprefix("|").rstrip() for line in cleandoc(text).split("\n"))
