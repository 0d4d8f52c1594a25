"""The page: what parsing makes of an article's body, and what the typesetter makes of that.

A `Document` is a tree of blocks; blocks hold runs of `Span` (`reader.span`). `typeset` turns a Document and a
width into `Line`s, which hold Spans again. Nothing here knows of HTML, Markdown, terminals or widgets, and every
text in it has been through `reader.parsing.clean`: it holds no control character but the line feed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from reader.span import Image as Image
from reader.span import Mark as Mark
from reader.span import Span as Span
from reader.span import Spans as Spans


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture of the document, in reading order: where it goes and the text that carries it."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `indent`: it began with the two-em space of Chinese and Japanese print (removed here)."""

    spans: Spans
    indent: bool = False
    align: str = ""  # "", "center" or "right"
    direction: str = ""  # "", "ltr" or "rtl", as the source says


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, level 1 to 6 as written: levels are made relative by whoever paints."""

    level: int
    spans: Spans
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Text whose white space counts; `language` is a name Pygments may know, or empty."""

    spans: Spans
    language: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation, or with `aside` a block beside the text."""

    blocks: Blocks
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A list item; `marker` as shown ("3.", "iv.", "☑"), or empty: a bullet by depth."""

    blocks: Blocks
    marker: str = ""


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; `loose` when its items are parted by blank lines in the source."""

    items: tuple[Item, ...]
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """Terms, and what is said of them."""

    terms: tuple[Spans, ...]
    descriptions: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """A `<dl>`: definitions in order."""

    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; spans count columns and rows from 1; `align` is "", "left", "center" or "right"."""

    blocks: Blocks
    header: bool = False
    align: str = ""
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A data table; layout tables have been unrolled. The first `header_rows` rows head it."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    caption: Spans = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One or more pictures (or a table, code, media) with a caption."""

    blocks: Blocks
    caption: Spans = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands by itself."""

    image: Image


@dataclass(frozen=True, slots=True)
class Media:
    """Audio, video or an embedded page: shown as a labelled link. `kind` is "video", "audio", "embed"..."""

    kind: str
    label: str
    link: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


@dataclass(frozen=True, slots=True)
class Details:
    """A disclosure: the summary, and what it opens (always readable)."""

    summary: Spans
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Fold:
    """What feeds carry and nobody reads, folded behind one dim line; `label` says what it is."""

    label: str
    blocks: Blocks


Block: TypeAlias = (
    Paragraph
    | Heading
    | Preformatted
    | Quote
    | ItemList
    | DefinitionList
    | Table
    | Figure
    | Picture
    | Media
    | Rule
    | Details
    | Fold
)
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """An article's body, ready to be set at any width.

    `links` lists every link in reading order; `lang` is a BCP 47 tag or empty.
    """

    blocks: Blocks
    links: tuple[Link, ...] = ()
    lang: str = ""

    @cached_property
    def outline(self) -> tuple[Heading, ...]:
        """The headings, in reading order."""
        return tuple(block for block in iter_blocks(self.blocks) if isinstance(block, Heading))

    @cached_property
    def text(self) -> str:
        """The plain text as shown: a line feed between blocks, none at the ends."""
        return "\n".join(filter(None, iter_texts(self.blocks)))


def iter_blocks(blocks: Blocks) -> Iterator[Block]:
    """Yield every block, parents before children, in reading order; depth costs no stack."""
    pending: list[Block] = list(reversed(blocks))
    while pending:
        block = pending.pop()
        yield block
        pending.extend(reversed(inner_blocks(block)))


def inner_blocks(block: Block) -> Blocks:
    """Give the blocks straight inside a block, in reading order."""
    match block:
        case Quote(blocks=blocks) | Details(blocks=blocks) | Fold(blocks=blocks):
            return blocks
        case Figure(blocks=blocks):
            return blocks
        case ItemList(items=items):
            return tuple(inner for item in items for inner in item.blocks)
        case DefinitionList(definitions=definitions):
            return tuple(inner for one in definitions for blocks in one.descriptions for inner in blocks)
        case Table(rows=rows):
            return tuple(inner for row in rows for cell in row for inner in cell.blocks)
        case _:
            return ()


def plain(spans: Spans) -> str:
    """Give the text of a run of spans, readings of ruby in brackets."""
    return "".join(f"({span.text})" if span.marks & Mark.READING else span.text for span in spans)


def iter_texts(blocks: Blocks) -> Iterator[str]:
    """Yield the text of each block that has words of its own, in reading order; depth costs no stack."""
    pending: list[Block | str] = list(reversed(blocks))
    while pending:
        match pending.pop():
            case str(text):
                yield text
            case Paragraph(spans=spans) | Heading(spans=spans) | Preformatted(spans=spans):
                yield plain(spans).strip("\n")
            case Figure(blocks=inner, caption=caption):
                pending += [plain(caption), *reversed(inner)]
            case Table(caption=caption) as table:
                pending += [*reversed(inner_blocks(table)), plain(caption)]
            case Details(summary=summary, blocks=inner):
                pending += [*reversed(inner), plain(summary)]
            case Picture(image=image):
                yield image.alt or image.title
            case Media(label=label):
                yield label
            case DefinitionList(definitions=definitions):
                for one in reversed(definitions):
                    pending += [inner for said in reversed(one.descriptions) for inner in reversed(said)]
                    pending += [plain(term) for term in reversed(one.terms)]
            case block:
                pending += reversed(inner_blocks(block))


class Line(NamedTuple):
    """One line of the set page.

    `offset` counts the characters of the document's shown text before the line, so that a place survives
    another width; `anchors` are the ids that begin on it; `fold` numbers the fold it is part of (0: none) and
    `fold_head` says that it is the line which stands for that fold while it is closed; `ground` is "code" where
    the whole line stands on the quiet ground of code. `order` has, where the line was brought into the order of
    the eye, for each of its characters the place in the order of reading, -1 for those of its margin.
    """

    spans: Spans = ()
    offset: int = 0
    anchors: tuple[str, ...] = ()
    fold: int = 0
    fold_head: bool = False
    ground: str = ""
    order: Sequence[int] = ()

    @property
    def plain(self) -> str:
        """The line's text, without trailing blanks."""
        return "".join(span.text for span in self.spans).rstrip(" ")
