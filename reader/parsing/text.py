"""HTML to the plain text that the index holds, straight from lxml: the words of `Document.text`.

What is hidden and which words an element says itself is decided as for the page, by `reader.parsing.rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from lxml import etree

from reader.parsing.clean import clean, clean_line
from reader.parsing.inline import BREAK, fold, opens_with
from reader.parsing.quotation import quote_marks
from reader.parsing.rules import (
    BLOCKS,
    EMPTY_MEDIA,
    HIDDEN,
    HOLDS_HTML,
    LEAVES_DRAWING,
    MEDIA,
    PLAIN,
    PREFORMATTED,
    READING_BRACKETS,
    Attributes,
    image_of,
    look_of,
    media_of,
)
from reader.parsing.source import prepare

_SPECIAL: Final = frozenset(
    {"img", "image", "q", "rt", "rp", "math", "annotation", "annotation-xml", "br", "hr"}
)
_THINGS: Final = {"pre": "code", "code": "code", "table": "table"}
_SEAM: Final = "\x1f"  # around the words of a picture: a character that no cleaned text holds
_PARTED: Final = re.compile(rf"(?<=\w){_SEAM}+(?=\w)")
_LINES: Final = BLOCKS | {"br", "hr"}
_NOTED: Final = _SPECIAL | _THINGS.keys() | _LINES | MEDIA.keys() | HIDDEN  # whatever their attributes say


class Shown(NamedTuple):
    """What the index holds of a page: its shown text, and which of "image", "link", "code" and "table" it has."""

    text: str
    has: frozenset[str]


def html_shown(html: str) -> Shown:
    """Give what any HTML shows; its text's lines are parted by line feeds."""
    source = prepare(html)
    parser = etree.HTMLParser(target=_Text(references="&" in source), huge_tree=True)
    parser.feed(source + "\n")
    shown: Shown = parser.close()
    return shown


class _Text:
    """Takes a parser's events and keeps the words."""

    def __init__(self, *, references: bool) -> None:
        self.references = references
        self.pieces: list[str] = []
        self.has: set[str] = set()
        self.hidden = 0
        self.drawing = False
        self.drawn: set[int] = set()
        self.media: tuple[str, Attributes, list[str]] | None = None
        self.langs = [""]
        self.quotes: list[str] = []
        self.formula = 0
        self.bracket = False
        self.reading = 0
        self.depth = 0
        self.spaces = ["normal"]
        # what to do at the end of elements, by their depth
        self.due: list[tuple[int, Callable[[], object]]] = [(0, str)]
        self.picture = (0, "")

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if self.hidden and not (self.drawing and tag in LEAVES_DRAWING):
            self.hidden += 1
            self.drawing = self.drawing and tag not in HOLDS_HTML
            if self.media and tag == "source":
                self.media[2].append(attributes.get("src", ""))
            return
        while self.hidden:  # an open drawing: what follows is shown, and the ends of its elements are to come
            self.depth += 1
            self.drawn.add(self.depth)
            self.hidden -= 1
        self.drawing = False
        if not attributes and tag not in _NOTED:
            self.depth += 1
            return
        look = look_of(attributes) if attributes else PLAIN
        hidden = look.hidden
        if tag in EMPTY_MEDIA and not hidden:
            self._end_media(tag, attributes, [])
        elif tag in MEDIA and not hidden:
            self.hidden, self.media = 1, (tag, dict(attributes), [])
            return
        if hidden or tag in HIDDEN:
            self.hidden, self.drawing = 1, tag == "svg"
            return
        self.depth += 1
        if tag in _LINES or look.caption or look.fold or look.block:
            self.pieces.append(BREAK)
        if look.block:
            self.due.append((self.depth, partial(self.pieces.append, BREAK)))
        if tag == "figcaption" or look.caption:
            self.due.append((self.depth, partial(self._end_caption, len(self.pieces))))
        if tag in _THINGS:
            self.has.add(_THINGS[tag])
        elif tag == "a" and attributes.get("href"):
            self.has.add("link")
        if tag in _SPECIAL:
            self._special(tag, attributes)
        if self.hidden:  # what it says stands in an attribute, and its end is that of something hidden
            self.depth -= 1
            return
        if "lang" in attributes:
            self.langs.append(clean_line(attributes["lang"]))
            self.due.append((self.depth, self.langs.pop))
        if look.space or tag in PREFORMATTED:
            self.spaces.append(look.space or "pre")
            self.due.append((self.depth, self.spaces.pop))

    def end(self, tag: str) -> None:
        """Take the end of the element that began last."""
        if self.hidden:
            self.hidden -= 1
            if not self.hidden and self.media:
                self._end_media(*self.media)
            return
        while self.due[-1][0] == self.depth:
            self.due.pop()[1]()
        self.depth -= 1
        if self.drawn and self.depth + 1 in self.drawn:
            self.drawn.remove(self.depth + 1)
            return
        if tag in BLOCKS:
            self.pieces.append(BREAK)
        elif tag == "q":
            self.pieces.append(self.quotes.pop())
        elif tag == "rt":
            self._end_reading()
        elif tag == "rp":
            self.bracket = False

    def data(self, text: str) -> None:
        """Take text."""
        if self.hidden:
            return
        if self.spaces[-1] != "normal":
            text = text.replace("\n", BREAK)
        self.pieces.append(text.strip(READING_BRACKETS) if self.bracket else text)

    def comment(self, text: str) -> None:
        """Take a comment, and forget it."""

    def close(self) -> Shown:
        """Give what was taken: lines without blanks at their ends, none empty."""
        text = "".join(self.pieces)
        if _SEAM in text:
            text = _PARTED.sub(" ", text).replace(_SEAM, "")
        lines = text.split(BREAK)
        if self.references:
            lines = list(map(clean, lines))
        # no blank comes of a line end of the source between two CJK characters
        lines = [line if line.isascii() or "\n" not in line else fold(line.strip()) for line in lines]
        texts = (" ".join(words) for line in lines if (words := line.split()))
        return Shown("\n".join(texts), frozenset(self.has))

    def _special(self, tag: str, attributes: Attributes) -> None:
        if tag in ("img", "image"):
            if found := image_of(attributes):
                self.has.add("image")
                self.pieces.append(f"{_SEAM}{found[0]}{_SEAM}" if found[0] else "")
                self.picture = (len(self.pieces), found[0])
        elif tag == "q":
            opening, closing = quote_marks(attributes.get("lang") or self.langs[-1], len(self.quotes))
            self.pieces.append(opening)
            self.quotes.append(closing)
        elif tag == "rt":
            self.bracket = False
            self.reading = len(self.pieces)
        elif tag == "rp":
            self.bracket = True
        elif tag == "math":
            self.formula = len(self.pieces)
            if said := clean_line(attributes.get("alttext", "")):
                self.pieces.append(said)
                self.hidden = 1
        elif tag == "annotation" and "tex" in attributes.get("encoding", "").lower():
            del self.pieces[self.formula :]
        elif tag.startswith("annotation"):
            self.hidden = 1

    def _end_media(self, tag: str, attributes: Attributes, sources: list[str]) -> None:
        self.media = None
        if made := media_of(tag, attributes, sources):
            self.pieces += [BREAK, made[1], BREAK]

    def _end_caption(self, start: int) -> None:
        """Let a caption and the picture before it not say the same words twice (`boxes.say_once`)."""
        at, said = self.picture
        between = "".join(self.pieces[at:start]).strip()
        words = " ".join("".join(self.pieces[start:]).split())
        if said and at <= start and not between and opens_with(words, said):
            if words == said:
                del self.pieces[start:]
            else:
                self.pieces[at - 1] = ""
        self.pieces.append(BREAK)

    def _end_reading(self) -> None:
        reading = "".join(self.pieces[self.reading :]).strip()
        self.pieces[self.reading :] = [f"({reading})"] if reading else []
