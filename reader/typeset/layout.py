"""The page: a Document and a width become Lines.

The document's tree is walked without recursion and flattened to jobs, each a leaf (a paragraph, a piece of
code, a table) with what stands beside it. Each is set when its lines are asked for, so that the first screen is
there at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from reader.document import Blocks, Document, Line, Mark, Preformatted, Span, Spans, Table
from reader.typeset.bidi import has_rtl, runs_back
from reader.typeset.code import iter_code
from reader.typeset.inline import Run
from reader.typeset.linebreak import LONG, Measured, break_long
from reader.typeset.options import Options
from reader.typeset.table import iter_table
from reader.typeset.walk import Job, Walk
from reader.typeset.width import Measure, cut

__all__ = ["Options", "iter_lines", "typeset"]

_INDENT = 4  # cells: two em
_NO_LANGUAGE = "und"  # no two-em indents inside tables


def typeset(document: Document, width: int, options: Options = Options()) -> list[Line]:  # noqa: B008 - frozen
    """Set a whole document: each line at most `width` cells, foldable lines included and marked."""
    return list(iter_lines(document, width, options))


def iter_lines(document: Document, width: int, options: Options = Options()) -> Iterator[Line]:  # noqa: B008
    """Yield the lines of a document as they are set; the first ones cost no more than themselves."""
    return _iter_lines(document, max(width, 1), options)


def _iter_lines(document: Document, width: int, options: Options, depth: int = 0) -> Iterator[Line]:
    for job in Walk(document, width, options, depth).iter_jobs():
        if job.gap is not None:
            edges = job.gap.rest
            yield Line(edges.place((), width - edges.cells, options.measure), job.offset, (), job.gap.fold)
        if job.run:
            yield from _set_run(job, job.run, width, options)
        else:
            yield from _set_body(job, width, options, depth)


def _set_body(job: Job, width: int, options: Options, depth: int) -> Iterator[Line]:
    room = max(width - max(job.first.cells, job.rest.cells), 1)
    measure = options.measure
    ground = "code" if isinstance(job.body, Preformatted) else ""
    edges, anchors = job.first, job.anchors
    for offset, spans in _iter_body(job, room, options, depth):
        spans = _fitted(spans, room, measure)
        line = edges.place(spans, width - edges.cells, measure)
        yield Line(line, job.offset + offset, anchors, job.fold, False, ground)
        edges, anchors = job.rest, ()


def _iter_body(job: Job, room: int, options: Options, depth: int) -> Iterator[tuple[int, Spans]]:
    match job.body:
        case Preformatted():
            yield from iter_code(job.body, room, options)
        case Table():

            def set_blocks(blocks: Blocks, cells: int) -> list[Spans]:
                inner = Document(blocks, lang=_NO_LANGUAGE)
                return [line.spans for line in _iter_lines(inner, cells, options, depth + 1)]

            for spans in iter_table(job.body, room, options, set_blocks):
                yield 0, spans
        case _:
            yield 0, (Span(options.glyphs.rule * room, Mark.DIM),)


def _set_run(job: Job, run: Run, width: int, options: Options) -> Iterator[Line]:
    measure = options.measure
    reordered = rtl = False
    if not options.terminal_bidi:
        reordered = not run.plain and has_rtl(run.text)
        rtl = (reordered or job.back or job.direction == "rtl") and runs_back(
            run.text, job.direction, job.back
        )
    align = "right" if rtl else job.align
    edges, anchors = job.first, job.anchors
    if job.indent and not rtl and width >= 5 * _INDENT:
        edges = edges.around((Span(" " * _INDENT),))
    room, rest = width - edges.cells, width - job.rest.cells
    if len(run.text) > LONG:
        lines, degraded = break_long(run.text, room, rest, measure, run.bonds), True
    else:
        text = Measured(run.text, measure, run.bonds)
        lines, degraded = text.iter_lines(room, rest), text.widest > min(room, rest)
    order: Sequence[int] = ()
    for start, end in lines:
        if reordered:
            spans, origins = run.visual_line(start, end, rtl)
        else:
            spans = run.line(start, end)
        if degraded:
            spans = _fitted(spans, room, measure)
        if run.ids:
            anchors += run.anchors(start, end)
        line = edges.place(spans, room, measure, align)
        if reordered:
            order = _order(line, spans, origins) if origins else ()
        place = job.offset + run.source(start)
        yield tuple.__new__(Line, (line, place, anchors, job.fold, job.head, "", order))  # see `inline`
        edges, anchors, room = job.rest, (), rest


def _fitted(spans: Spans, room: int, measure: Measure) -> Spans:
    """Shorten a line that holds a cluster wider than itself: Han on one cell, a heap of jamo."""
    text = "".join(span.text for span in spans)
    if measure.cells(text) <= room:
        return spans
    return (Span(cut(text, room, measure), spans[0].marks),)


def _order(line: Spans, spans: Spans, origins: Sequence[int]) -> Sequence[int]:
    """Give where each character of a line came from that holds these spans; nothing where they were cut."""
    margin = sum(len(span.text) for span in takewhile(lambda span: span is not spans[0], line))
    whole = sum(len(span.text) for span in spans) == len(origins)
    return (*[-1] * margin, *origins) if whole else ()
