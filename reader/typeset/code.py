"""Preformatted text: white space kept, code coloured by its tokens, long lines wrapped with a mark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from reader.document import Mark, Preformatted, Span, Spans
from reader.typeset.inline import Run, compose
from reader.typeset.options import Options
from reader.typeset.width import NARROW, iter_clusters

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

_LARGEST = 20_000  # characters of code that are still coloured
_SIGN = re.compile(r"(?<=\s)[^\w\s]+$")  # an operator, or what begins a comment
_JOINTS = re.compile(r".*\w[/:,;&|?=)\]}]")
_TINTS = {
    "Comment": "comment",
    "Keyword": "keyword",
    "Literal.String": "string",
    "Literal.Number": "number",
    "Name.Function": "function",
    "Name.Class": "class",
    "Name.Builtin": "builtin",
    "Name.Decorator": "decorator",
    "Name.Tag": "tag",
    "Name.Attribute": "attribute",
    "Name.Exception": "class",
    "Name.Variable": "variable",
    "Operator.Word": "keyword",
    "Generic.Deleted": "deleted",
    "Generic.Inserted": "inserted",
    "Generic.Heading": "heading",
    "Generic.Subheading": "heading",
    "Generic.Prompt": "comment",
}


def iter_code(block: Preformatted, room: int, options: Options) -> Iterator[tuple[int, Spans]]:
    """Yield the lines of preformatted text in `room` cells, each with its place in the block's text."""
    run = compose(_coloured(block) or block.spans, options, Mark.LITERAL)
    tab = 4 if block.language else 8
    start = 0
    for text in run.text.split("\n"):
        end = start + len(text)
        spans = _without_tabs(run.line(start, end), tab) if text.strip() else ()
        for line in _wrapped(spans, room, options):
            yield run.source(start), line
        start = end + 1


def _coloured(block: Preformatted) -> Spans:
    """Colour code whose language Pygments knows; nothing where the source marked the code itself."""
    text = "".join(span.text for span in block.spans)
    plain = all(span.link is None and not span.anchor and not span.tint for span in block.spans)
    if not block.language or not plain or len(text) > _LARGEST:
        return ()
    lexer = _find_lexer(block.language)
    if lexer is None:
        return ()
    tokens = groupby(lexer.get_tokens_unprocessed(text), lambda token: _tint(token[1]))
    spans = tuple(Span("".join([value for _, _, value in alike]), tint=tint) for tint, alike in tokens)
    return spans if "".join(span.text for span in spans) == text else ()


@lru_cache(maxsize=64)
def _find_lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@lru_cache(maxsize=512)
def _tint(kind: _TokenType) -> str:
    return _TINTS.get(".".join(kind[:2])) or _TINTS.get(".".join(kind[:1]), "")


def _without_tabs(spans: Spans, tab: int) -> Spans:
    if not any("\t" in span.text for span in spans):
        return spans
    expanded, column = [], 0
    for span in spans:
        parts = []
        for index, part in enumerate(span.text.split("\t")):
            if index:
                step = tab - column % tab
                parts.append(" " * step)
                column += step
            parts.append(part)
            column += NARROW.cells(part)
        expanded.append(span._replace(text="".join(parts)))
    return tuple(expanded)


def _wrapped(spans: Spans, room: int, options: Options) -> Iterator[Spans]:
    """Wrap one line of code: after a blank where there is one, else at a joint, else where it is full."""
    measure = options.measure
    text = "".join(span.text for span in spans)
    columns = measure.columns(text)
    if columns[-1] <= room:
        yield spans
        return
    mark = (Span(f"{options.glyphs.wrapped} ", Mark.DIM),) if room >= 10 else ()
    run = Run(text, list(accumulate(len(span.text) for span in spans)), spans, (), len(text))
    clusters = list(accumulate(map(len, iter_clusters(text)), initial=0))
    start, cells = 0, room
    while start < len(text):
        full = clusters[max(bisect_right(clusters, bisect_right(columns, columns[start] + cells) - 1) - 1, 0)]
        end = full if full > start else clusters[bisect_right(clusters, start)]
        if end < len(text):
            end = _find_blank(text, start, end) or _find_joint(text, start, end) or end
        yield (mark if start else ()) + run.line(start, end)
        start, cells = end, room - 2 * bool(mark)


def _find_blank(text: str, start: int, end: int) -> int:
    """Find the end of the last blank in a line's second half, but before a sign rather than after it."""
    found = text.rfind(" ", start + (end - start) // 2, end) + 1
    if found and (sign := _SIGN.search(text, start, found - 1)):
        found = sign.start()
    return found if text[start : max(found, start)].strip() else 0


def _find_joint(text: str, start: int, end: int) -> int:
    """Find the end of the last sign in a line's second half that parts what is one word to a machine."""
    joint = _JOINTS.match(text, start + (end - start) // 2, end)
    return joint.end() if joint else 0
