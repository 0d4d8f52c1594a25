"""Where blocks gather while their element is open, and what becomes of them when it ends."""

from __future__ import annotations

from dataclasses import replace

from reader.document import (
    Block,
    Blocks,
    Definition,
    DefinitionList,
    Details,
    Figure,
    Fold,
    Heading,
    Media,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Span,
    Spans,
    Table,
    inner_blocks,
    plain,
)
from reader.parsing.inline import opens_with


class Box:
    """Blocks in the making; the outermost one is the document."""

    __slots__ = ("blocks",)

    def __init__(self) -> None:
        self.blocks: list[Block] = []

    def add(self, block: Block) -> None:
        """Take a block; folds of one kind that stand together become one."""
        if isinstance(block, Fold) and self.blocks:
            last = self.blocks[-1]
            if isinstance(last, Fold) and block.label == last.label:
                self.blocks.pop()
                block = Fold(block.label, last.blocks + block.blocks)
        self.blocks.append(block)

    def finish(self, parent: Box) -> None:
        """Hand what gathered to the box around this one."""
        for block in self.blocks:
            parent.add(block)


class QuoteBox(Box):
    """A quotation, or an aside."""

    __slots__ = ("aside",)

    def __init__(self, *, aside: bool = False) -> None:
        super().__init__()
        self.aside = aside

    def finish(self, parent: Box) -> None:
        """Become a quote."""
        if self.blocks:
            parent.add(Quote(tuple(self.blocks), self.aside))


class FoldBox(Box):
    """A box that feeds carry and nobody reads."""

    __slots__ = ("label",)

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def finish(self, parent: Box) -> None:
        """Become a fold."""
        if self.blocks:
            parent.add(Fold(self.label, tuple(self.blocks)))


class CaptionedBox(Box):
    """A box that may be given a caption."""

    __slots__ = ("caption",)

    def __init__(self) -> None:
        super().__init__()
        self.caption: Spans = ()


class FigureBox(CaptionedBox):
    """A figure."""

    __slots__ = ()

    def finish(self, parent: Box) -> None:
        """Become a figure, or, without a caption that says more, what stands in it."""
        blocks, caption = say_once(tuple(self.blocks), self.caption)
        if not caption:
            super().finish(parent)
        elif not blocks:
            parent.add(Paragraph(caption))
        else:
            parent.add(Figure(blocks, caption))


class CaptionBox(Box):
    """The caption of a figure or table, or of the picture before it."""

    __slots__ = ()

    def finish(self, parent: Box) -> None:
        """Become the caption of what there is to caption."""
        spans = flatten(tuple(self.blocks))
        if not spans:
            return
        last = parent.blocks[-1] if parent.blocks else None
        if isinstance(parent, FigureBox) and not parent.blocks:
            parent.add(Paragraph(spans))  # it was written above what it is about
        elif isinstance(parent, CaptionedBox):
            parent.caption = (*parent.caption, Span("\n"), *spans) if parent.caption else spans
        elif isinstance(last, Picture | Media):
            pictures, caption = say_once((last,), spans)
            parent.blocks[-1] = Figure(pictures, caption) if caption else last
        else:
            parent.add(Paragraph(spans))


class DetailsBox(Box):
    """A disclosure."""

    __slots__ = ("summary",)

    def __init__(self) -> None:
        super().__init__()
        self.summary: Spans = ()

    def finish(self, parent: Box) -> None:
        """Become a disclosure, or, without a summary, what stands in it."""
        if self.summary:
            parent.add(Details(self.summary, tuple(self.blocks)))
        else:
            super().finish(parent)


class SummaryBox(Box):
    """What a disclosure shows while it is closed."""

    __slots__ = ()

    def finish(self, parent: Box) -> None:
        """Become the summary of the disclosure, if it opens it."""
        if isinstance(parent, DetailsBox) and not (parent.summary or parent.blocks):
            parent.summary = flatten(tuple(self.blocks))
        else:
            super().finish(parent)


class DefinitionsBox(Box):
    """A list of terms and what is said of them."""

    __slots__ = ("definitions",)

    def __init__(self) -> None:
        super().__init__()
        self.definitions: list[tuple[list[Spans], list[Blocks]]] = []

    def add(self, block: Block) -> None:
        """Take a stray block as said of the last term."""
        self.describe((block,))

    def name(self, term: Spans) -> None:
        """Take a term: it begins a definition, unless the last one has nothing but terms."""
        if not self.definitions or self.definitions[-1][1]:
            self.definitions.append(([], []))
        self.definitions[-1][0].append(term)

    def describe(self, blocks: Blocks) -> None:
        """Take what is said of the last terms."""
        if not self.definitions:
            self.definitions.append(([], []))
        self.definitions[-1][1].append(blocks)

    def finish(self, parent: Box) -> None:
        """Become a definition list."""
        if self.definitions:
            made = (Definition(tuple(terms), tuple(said)) for terms, said in self.definitions)
            parent.add(DefinitionList(tuple(made)))


class TermBox(Box):
    """A term of a definition list."""

    __slots__ = ()

    def finish(self, parent: Box) -> None:
        """Become a term."""
        if isinstance(parent, DefinitionsBox):
            if spans := flatten(tuple(self.blocks)):
                parent.name(spans)
        else:
            super().finish(parent)


class DescriptionBox(Box):
    """What a definition list says of a term."""

    __slots__ = ()

    def finish(self, parent: Box) -> None:
        """Become a description."""
        if isinstance(parent, DefinitionsBox):
            if self.blocks:
                parent.describe(tuple(self.blocks))
        else:
            super().finish(parent)


def flatten(blocks: Blocks) -> Spans:
    """Give the runs of text of blocks as one, a line each: for places that hold text only, as captions do."""
    spans: list[Span] = []
    pending: list[Block] = list(reversed(blocks))
    while pending:
        block = pending.pop()
        if isinstance(block, Figure) and block.blocks:  # its caption stands behind what it is about
            pending += [Figure((), block.caption), *reversed(block.blocks)]
            continue
        pending += reversed(inner_blocks(block))
        own = _spans(block)
        if spans and own:
            spans.append(Span("\n"))
        spans += own
    return tuple(spans)


def _spans(block: Block) -> Spans:
    match block:
        case Paragraph(spans=spans) | Heading(spans=spans) | Preformatted(spans=spans):
            return spans
        case Figure(caption=spans) | Table(caption=spans) | Details(summary=spans):
            return spans
        case Picture(image=image):
            return (Span(image.alt, link=image.link, image=image),)
        case Media(label=label, link=link):
            return (Span(label, link=link),)
        case DefinitionList(definitions=definitions):
            return tuple(span for one in definitions for term in one.terms for span in term)
        case _:
            return ()


def say_once(blocks: Blocks, caption: Spans) -> tuple[Blocks, Spans]:
    """Give a picture and its caption without the words that both have: the one that says more keeps them."""
    match blocks:
        case (Picture(image=image),) if said := image.alt or image.title:
            words = " ".join(plain(caption).split())
            if words == said:
                return blocks, ()
            if opens_with(words, said):
                return (Picture(replace(image, alt="", title="")),), caption
    return blocks, caption
