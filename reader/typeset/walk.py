"""The walk through a document: its tree becomes a sequence of jobs, without recursion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias
from urllib.parse import urlsplit

from reader.document import (
    Block,
    Blocks,
    Definition,
    DefinitionList,
    Details,
    Document,
    Figure,
    Fold,
    Heading,
    Image,
    ItemList,
    Mark,
    Media,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Rule,
    Span,
    Spans,
    Table,
    iter_texts,
    plain,
)
from reader.typeset.bidi import begins_back, runs_back
from reader.typeset.inline import Run, compose
from reader.typeset.margin import Edges, Margin, cells_of
from reader.typeset.options import Options
from reader.typeset.width import cells

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_SAMPLE = 30  # texts that show whether an article is Chinese or Japanese
_SAMPLE_LENGTH = 500  # characters
_TABLE_DEPTH = 3  # tables inside tables, before their cells simply follow each other
_BODIES = (Preformatted, Table, Quote, Figure, Picture, Heading, Rule)


@dataclass(slots=True)
class Job:
    """One leaf with its surroundings: either a `run` to be broken, or a `body` that is set by rules of its
    own.

    `first` and `rest` stand beside its lines; `gap` is the margin of the blank line before it, None for no
    blank line; `offset` counts the characters of the document's text before it; `back` says that what it stands
    in runs right to left.
    """

    first: Edges
    rest: Edges
    gap: Margin | None
    offset: int
    fold: int
    anchors: tuple[str, ...]
    run: Run | None = None
    body: Preformatted | Table | Rule | None = None
    head: bool = False
    indent: bool = False
    align: str = ""
    direction: str = ""
    back: bool = False


@dataclass(frozen=True, slots=True)
class _Marked:
    """A list item with its marker as it will be set, or a description with none."""

    blocks: Blocks
    marker: str
    tight: bool = True
    listed: bool = False
    back: bool = False


@dataclass(frozen=True, slots=True)
class _Caption:
    """Words under a picture."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class _FoldHead:
    """The line that stands for a closed fold, or before what an open one holds."""

    label: str
    closed: bool


_Node: TypeAlias = Block | _Marked | _Caption | _FoldHead
_Entry: TypeAlias = tuple[_Node, Margin, bool]


class Walk:
    """One walk through one document at one width."""

    def __init__(self, document: Document, width: int, options: Options, depth: int = 0) -> None:
        self._document = document
        self._width = width
        self._options = options
        self._glyphs = options.glyphs
        self._depth = depth
        self._least = max(min(width, 8), width // 3)  # cells that nesting leaves to the text
        self._offset = 0
        self._folds = 0
        self._gap: Margin | None = None
        self._anchors: list[str] = []
        self._pending: list[_Entry] = []

    @cached_property
    def _levels(self) -> set[int]:
        return {heading.level for heading in self._document.outline}

    @cached_property
    def _indents(self) -> bool:
        return _is_cjk(self._document)

    def iter_jobs(self) -> Iterator[Job]:
        """Yield the leaves in reading order."""
        self._push(self._document.blocks, Margin(), gap=False)
        while self._pending:
            node, margin, gap = self._pending.pop()
            if gap and margin.touched and (self._gap is None or margin.depth < self._gap.depth):
                self._gap = margin
            yield from self._visit(node, margin, gap)

    def _visit(self, node: _Node, margin: Margin, gap: bool) -> Iterator[Job]:
        match node:
            case Paragraph():
                yield from self._text(node.spans, margin, block=node)
            case Heading():
                yield from self._heading(node, margin)
            case Preformatted() | Table() | Rule():
                yield from self._body(node, margin)
            case Picture(image=image):
                yield from self._text(self._picture(image), self._hung(margin, (), image.alt or image.title))
            case Media(kind=kind, label=label, link=link):
                inner = self._signed(margin, self._glyphs.media, label)
                yield from self._text((Span(label or kind, link=link),), inner)
            case _Caption(spans=spans):
                inner = self._indented(margin, 2, self._runs_back(plain(spans), margin))
                yield from self._text(spans, inner, Mark.DIM)
            case _FoldHead(label=label, closed=True):
                words = f"{self._glyphs.ellipsis} {label} folded {self._glyphs.dot} x opens"
                yield from self._text((Span(words, Mark.DIM),), margin, head=True, counted=False)
            case _FoldHead(label=label):
                words = f"{self._glyphs.opened} {label}"
                yield from self._text((Span(words, Mark.DIM),), margin, counted=False)
            case _Marked():
                yield from self._item(node, margin)
            case _:
                self._open(node, margin, gap)

    def _open(self, node: _Node, margin: Margin, gap: bool) -> None:
        """Push what a block holds."""
        match node:
            case Quote(blocks=blocks, aside=aside):
                bar = (Span((self._glyphs.aside if aside else self._glyphs.bar) + " ", Mark.DIM),)
                self._push(blocks, self._narrowed(margin, bar, bar, self._begins_back(blocks, margin)))
            case ItemList():
                self._open_list(node, margin)
            case DefinitionList(definitions=definitions):
                self._open_definitions(definitions, margin)
            case Figure(blocks=blocks, caption=caption):
                self._open_figure(blocks, caption, margin)
            case Details(summary=summary, blocks=blocks):
                self._push(blocks, self._indented(margin, 2, self._begins_back(blocks, margin)))
                head = Paragraph(_marked(summary, Mark.STRONG))
                signed = self._signed(margin, self._glyphs.opened, plain(summary))
                self._pending.append((head, signed, False))
            case Fold(label=label, blocks=blocks):
                self._folds += 1
                inner = Margin(margin, fold=margin.fold or self._folds)
                self._push(blocks, inner)
                if not margin.fold and any(iter_texts(blocks)):
                    self._pending += ((_FoldHead(label, closed), inner, False) for closed in (False, True))

    def _push(self, nodes: Iterable[_Node], margin: Margin, gap: bool = False) -> None:
        """Push siblings; `gap` says whether a blank line stands before the first."""
        entries: list[_Entry] = []
        previous: _Node | None = None
        for node in _gathered(nodes):
            if previous is not None:
                gap = not margin.tight or isinstance(node, _BODIES) or isinstance(previous, _BODIES)
            entries.append((node, margin, gap))
            previous = node
        self._pending += reversed(entries)

    # -- containers

    def _open_list(self, block: ItemList, margin: Margin) -> None:
        bullets = self._glyphs.bullets
        bullet = bullets[margin.lists % len(bullets)]
        markers = [item.marker or bullet for item in block.items]
        wide = max(map(cells, markers), default=0)
        if wide > self._width // 3:
            wide = 0
        back = self._begins_back((block,), margin)
        entries: list[_Entry] = []
        for item, marker in zip(block.items, markers, strict=True):
            aligned = marker.rjust(len(marker) + wide - cells(marker)) + " "
            marked = _Marked(item.blocks, aligned, not block.loose, listed=True, back=back)
            entries.append((marked, margin, block.loose and len(entries) > 0))
        self._pending += reversed(entries)

    def _open_definitions(self, definitions: Iterable[Definition], margin: Margin) -> None:
        entries: list[_Entry] = []
        for index, definition in enumerate(definitions):
            gap = index > 0 and any(len(blocks) > 1 for blocks in definition.descriptions)
            for term in definition.terms:
                entries.append((Paragraph(_marked(term, Mark.STRONG)), margin, gap))
                gap = False
            for blocks in definition.descriptions:
                marker = " " * (4 if self._width >= 40 else 2)
                entries.append((_Marked(blocks, marker, tight=_is_short(blocks)), margin, gap))
                gap = False
        self._pending += reversed(entries)

    def _open_figure(self, blocks: Blocks, caption: Spans, margin: Margin) -> None:
        words = plain(caption).strip()
        match blocks:
            case (Picture(image=image),) if words and (image.decorative or image.alt == words):
                blocks = (Picture(replace(image, alt=words, title="")),)
                caption = ()
        if caption:
            self._pending.append((_Caption(caption), margin, False))
        self._push(blocks, margin)

    def _item(self, item: _Marked, margin: Margin) -> Iterator[Job]:
        """Begin a list item: its marker hangs where there is room, else it stands in the line, else above."""
        if not item.blocks:
            return
        marker = (Span(item.marker),)
        taken = cells(item.marker)
        back = item.back or self._begins_back(item.blocks, margin)
        hanging = (Span(" " * taken),)
        if self._width - margin.first.cells - taken < max(1, self._least // 2):
            if item.marker.strip():
                yield from self._text((Span(item.marker.strip()),), margin, counted=False)
            inner = Margin(margin, back=back, tight=item.tight, listed=item.listed)
        elif self._width - margin.rest.cells - taken < self._least:
            inner = Margin(margin, marker, back=back, tight=item.tight, listed=item.listed)
        else:
            inner = Margin(margin, marker, hanging, back=back, tight=item.tight, listed=item.listed)
        self._push(item.blocks, inner)

    def _indented(self, margin: Margin, by: int, back: bool) -> Margin:
        blank = (Span(" " * by),)
        return self._narrowed(margin, blank, blank, back)

    def _signed(self, margin: Margin, sign: str, words: str) -> Margin:
        return self._hung(margin, (Span(f"{sign} ", Mark.DIM),), words)

    def _hung(self, margin: Margin, first: Spans, words: str) -> Margin:
        return self._narrowed(margin, first, (Span("  "),), self._runs_back(words, margin))

    def _narrowed(self, margin: Margin, first: Spans, rest: Spans, back: bool) -> Margin:
        """Give a margin inside another, as wide as that where the text would get too narrow."""
        if self._width - margin.rest.cells - cells_of(rest) < self._least:
            return Margin(margin, back=back)
        return Margin(margin, first, rest, back=back)

    def _runs_back(self, words: str, margin: Margin) -> bool:
        return not self._options.terminal_bidi and runs_back(words, "", margin.back)

    def _begins_back(self, blocks: Blocks, margin: Margin) -> bool:
        return not self._options.terminal_bidi and begins_back(blocks, margin.back)

    # -- leaves

    def _job(self, margin: Margin) -> Job:
        """Begin a job here, with the blank line that is due and the ids that wait for a line."""
        job = Job(margin.first, margin.rest, self._gap, self._offset, margin.fold, tuple(self._anchors))
        job.back = margin.back
        self._gap = None
        self._anchors.clear()
        margin.touch()
        return job

    def _text(
        self,
        spans: Spans,
        margin: Margin,
        marks: int = Mark.NONE,
        *,
        block: Paragraph | None = None,
        head: bool = False,
        counted: bool = True,
    ) -> Iterator[Job]:
        run = compose(spans, self._options, marks)
        if not run.text.strip():
            self._anchors += (span.anchor for span in spans if span.anchor)
            return
        job = self._job(margin)
        job.run = run if counted else run._replace(length=0)
        job.head = head
        if block:
            job.indent = block.indent and self._indents
            job.align, job.direction = block.align, block.direction
        self._offset += run.length + 1 if counted else 0
        yield job

    def _heading(self, heading: Heading, margin: Margin) -> Iterator[Job]:
        level = heading.level - min(self._levels)
        ruled = len(self._levels) > 1
        marks = Mark.HEADING | Mark.STRONG
        if ruled and level > 1:
            marks |= Mark.EMPHASIS
        if heading.anchor:
            self._anchors.append(heading.anchor)
        for job in self._text(heading.spans, margin, marks):
            yield job
            if ruled and level == 0 and not margin.parent:
                yield Job(job.rest, job.rest, None, self._offset - 1, job.fold, (), body=Rule())

    def _body(self, block: Preformatted | Table | Rule, margin: Margin) -> Iterator[Job]:
        inner = margin
        length = 0
        if isinstance(block, Preformatted):
            inner = self._indented(margin, 2, back=False)
            length = len(plain(block.spans)) + 1
            if length == 1:
                return
        elif isinstance(block, Table):
            if self._depth >= _TABLE_DEPTH:
                self._push((inner for row in block.rows for cell in row for inner in cell.blocks), margin)
                return
            if not any(iter_texts((block,))):
                return
        job = self._job(inner)
        job.body = block
        yield job
        if isinstance(block, Table):  # counted when its first rows are set already
            length = sum(len(text) + 1 for text in iter_texts((block,)))
        self._offset += length

    def _picture(self, image: Image) -> Spans:
        """Say in one dim line what the picture is, how large, and where it lies."""
        words = image.alt or image.title
        facts = [words] if words else []
        if words and image.width and image.height:
            facts.append(f"{image.width}{self._glyphs.times}{image.height}")
        if words and (host := _host(image.url)):
            facts.append(host)
        return (Span(f" {self._glyphs.dot} ".join(facts), Mark.DIM, image.link, image=image),)


def _is_short(blocks: Blocks) -> bool:
    """Say whether blocks are one paragraph at most, with what belongs to it."""
    return sum(isinstance(block, Paragraph) for block in blocks) < 2


def _marked(spans: Spans, marks: int) -> Spans:
    return tuple(span._replace(marks=span.marks | marks) for span in spans)


def _gathered(nodes: Iterable[_Node]) -> Iterator[_Node]:
    """Yield siblings, each run of pictures that say nothing in words as one line of marks."""
    marks: list[Span] = []
    for node in nodes:
        if isinstance(node, Picture) and node.image.decorative:
            marks += (*([Span(" ")] if marks else []), Span("", Mark.DIM, node.image.link, image=node.image))
            continue
        if marks:
            yield Paragraph(tuple(marks))
            marks = []
        yield node
    if marks:
        yield Paragraph(tuple(marks))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_cjk(document: Document) -> bool:
    """Say whether an article is Chinese or Japanese, by its language or by its first texts."""
    if document.lang:
        return document.lang.lower().startswith(("zh", "ja"))
    texts = [text for text, _ in zip(iter_texts(document.blocks), range(_SAMPLE), strict=False)]
    sample = "".join(texts)[:_SAMPLE_LENGTH]
    return 4 * len(_CJK.findall(sample)) > len(sample)
