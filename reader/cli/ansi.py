"""Set lines as a terminal's text: looks as SGR sequences, links as OSC 8.

Only the terminal's own sixteen colours are used, so that the person's palette speaks, except where an author
meant a colour. The texts of spans are clean already; an address is made so here.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

from reader.document import Line, Link, Mark, Span
from reader.typeset.colour import legible

# Select Graphic Rendition, ECMA-48 section 8.3.117.
_LOOKS: Final = (
    (Mark.STRONG | Mark.HEADING, "1"),
    (Mark.DIM | Mark.SMALL | Mark.READING, "2"),
    (Mark.EMPHASIS, "3"),
    (Mark.INSERT, "4"),
    (Mark.HIGHLIGHT, "7"),
    (Mark.STRIKE, "9"),
    (Mark.CODE | Mark.KEYBOARD, "36"),
)
_TINTS: Final = {"keyword": "1", "string": "32", "number": "35", "comment": "2"}
_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_SAFE: Final = "".join(chr(code) for code in range(0x21, 0x7F))


def paint(line: Line, links: tuple[Link, ...] = ()) -> str:
    """Give a line with its looks; `links` are the document's, or none where links are not to be clickable."""
    spans = list(line.spans)
    while spans and not spans[-1].text.strip(" "):
        spans.pop()
    return "".join(_paint_span(span, links) for span in spans)


def _paint_span(span: Span, links: tuple[Link, ...]) -> str:
    codes = [code for marks, code in _LOOKS if span.marks & marks]
    if span.leads and "4" not in codes:
        codes.append("4")
    if span.tint:
        codes += _tint(span.tint)
    text = f"\x1b[{';'.join(codes)}m{span.text}\x1b[0m" if codes else span.text
    address = _address(links[span.link].url) if span.link is not None and span.link < len(links) else ""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address else text


def _tint(tint: str) -> list[str]:
    if tint.startswith("#"):
        shown = legible(tint)
        return ["38", "2", *(str(part) for part in bytes.fromhex(shown[1:]))] if shown else []
    return [_TINTS[name]] if (name := tint.partition(".")[0]) in _TINTS else []


def _address(url: str) -> str:
    """Give an address fit for an escape sequence: printable ASCII, of a scheme that only shows things."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:  # an invalid host, which no terminal could open either
        return ""
    return quote(url, safe=_SAFE) if scheme in _SCHEMES else ""
