"""HTML to the plain text that the index holds, straight from lxml: the words of `Document.text`.

What is hidden and which words an element says itself is decided as for the page, by `reader.parsing.rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

from reader.parsing.clean import clean, clean_line
from reader.parsing.images import image_of
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
    look_of,
    media_of,
)
from reader.parsing.source import prepare, smuggles

_SPECIAL: Final = frozenset({"img", "image", "q", "rt", "rp", "math", "annotation", "annotation-xml"})
_THINGS: Final = {"pre": "code", "code": "code", "table": "table"}
_SEAM: Final = "\x1f"  # around the words of a picture: a character that no cleaned text holds
_PARTED: Final = re.compile(rf"{_SEAM}(?<=\w{_SEAM}){_SEAM}*(?=\w)")  # the seam first: it is soon found
_LINES: Final = BLOCKS | {"br", "hr"}
# What says something, whatever its attributes say, beside where lines begin and end.
_NOTED: Final = _SPECIAL | _THINGS.keys() | MEDIA.keys() | HIDDEN | PREFORMATTED | {"figcaption"}

_Ends: TypeAlias = Sequence[Callable[[], object]]


class Shown(NamedTuple):
    """What the index holds of a page: its shown text, and which of "image", "link", "code" and "table" it has."""

    text: str
    has: frozenset[str]


def html_shown(html: str) -> Shown:
    """Give what any HTML shows; its text's lines are parted by line feeds."""
    source = prepare(html)
    try:
        reader = _idle.pop()
    except IndexError:
        reader = _Reader()
    shown = reader.read(source)
    _idle.append(reader)  # unless it failed
    return shown


class _Reader:
    """A parser and what takes its events: to make one takes as long as to read a short page."""

    def __init__(self) -> None:
        self._text = _Text()
        self._parser = etree.HTMLParser(target=self._text, huge_tree=True)

    def read(self, source: str) -> Shown:
        """Give what prepared HTML shows."""
        self._text.begin(references=smuggles(source))
        self._parser.feed(source + "\n")
        shown: Shown = self._parser.close()
        return shown


_idle: Final[list[_Reader]] = []  # those that no thread is reading with


class _Text:
    """Takes a parser's events and keeps the words."""

    def __init__(self) -> None:
        self.begin()

    def begin(self, *, references: bool = False) -> None:
        """Forget whatever was taken; `references` may bring in what the source was cleaned of."""
        self.references = references
        self.pieces: list[str] = []
        self.has: set[str] = set()
        self.hidden = 0  # elements open from the one on that hides the others
        self.drawing = False
        self.sources: list[str] = []
        self.langs = [""]
        self.quotes = 0
        self.formula = 0
        self.bracket = False
        self.reading = 0
        self.spaces = ["normal"]
        self.picture = (0, "")
        self.line: _Ends = (partial(self.pieces.append, BREAK),)
        self.ends: list[_Ends] = []  # what is to be done where each open element ends

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if self.hidden:
            if not (self.drawing and tag in LEAVES_DRAWING):
                self.hidden += 1
                self.drawing = self.drawing and tag not in HOLDS_HTML
                if tag == "source":
                    self.sources.append(attributes.get("src", ""))
                return
            # An open drawing: what follows is shown, and the ends of its elements are to come.
            self.ends += [()] * (self.hidden - 1)
            self.hidden = 0
        if attributes or tag in _NOTED:
            self._start_noted(tag, attributes)
        elif tag in _LINES:
            self.pieces.append(BREAK)
            self.ends.append(self.line if tag in BLOCKS else ())
        else:
            self.ends.append(())

    def end(self, tag: str) -> None:
        """Take the end of the element that began last."""
        if self.hidden:
            self.hidden -= 1
            if self.hidden:
                return
        for do in self.ends.pop():
            do()

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
        lines = [line for line in map(str.strip, lines) if line]
        # no blank comes of a line end of the source between two CJK characters
        lines = [line if line.isascii() or "\n" not in line else fold(line) for line in lines]
        return Shown("\n".join([" ".join(line.split()) for line in lines]), frozenset(self.has))

    def _start_noted(self, tag: str, attributes: Attributes) -> None:
        """Take the beginning of an element that may say something."""
        look = look_of(attributes) if attributes else PLAIN
        if look.hidden or tag in HIDDEN:
            self._hide((), drawing=tag == "svg")
            return
        if tag in EMPTY_MEDIA:
            self._end_media(tag, attributes, [])
        elif tag in MEDIA:
            self.sources = []
            self._hide((partial(self._end_media, tag, attributes, self.sources),))
            return
        if tag in _LINES or look.caption or look.fold or look.block:
            self.pieces.append(BREAK)
        ends: list[Callable[[], object]] = []
        if tag == "figcaption" or look.caption:
            ends.append(partial(self._end_caption, len(self.pieces), self.picture))
        if look.block:
            ends += self.line
        if tag in BLOCKS:
            ends += self.line
        if tag in _THINGS:
            self.has.add(_THINGS[tag])
        elif tag == "a" and attributes.get("href"):
            self.has.add("link")
        if tag in _SPECIAL and self._says_itself(tag, attributes, ends):
            self._hide(())
            return
        if "lang" in attributes:
            self.langs.append(clean_line(attributes["lang"]))
            ends.append(self.langs.pop)
        if look.space or tag in PREFORMATTED:
            self.spaces.append(look.space or "pre")
            ends.append(self.spaces.pop)
        self.ends.append(ends)

    def _hide(self, ends: _Ends, *, drawing: bool = False) -> None:
        """Hide what is in the element that begins."""
        self.ends.append(ends)
        self.hidden, self.drawing = 1, drawing

    def _says_itself(self, tag: str, attributes: Attributes, ends: list[Callable[[], object]]) -> bool:
        """Take what an element says beside its content; tells whether it says that in place of it."""
        if tag in ("img", "image"):
            if found := image_of(attributes):
                self.has.add("image")
                self.pieces.append(f"{_SEAM}{found[0]}{_SEAM}" if found[0] else "")
                self.picture = (len(self.pieces), found[0])
        elif tag == "q":
            opening, closing = quote_marks(attributes.get("lang") or self.langs[-1], self.quotes)
            self.pieces.append(opening)
            self.quotes += 1
            ends.append(partial(self._end_quotation, closing))
        elif tag == "rt":
            self.bracket = False
            self.reading = len(self.pieces)
            ends.append(self._end_reading)
        elif tag == "rp":
            self.bracket = True
            ends.append(self._end_bracket)
        elif tag == "math":
            self.formula = len(self.pieces)
            if said := clean_line(attributes.get("alttext", "")):
                self.pieces.append(said)
                return True
        elif tag == "annotation" and "tex" in attributes.get("encoding", "").lower():
            del self.pieces[self.formula :]
        elif tag.startswith("annotation"):
            return True
        return False

    def _end_media(self, tag: str, attributes: Attributes, sources: list[str]) -> None:
        if made := media_of(tag, attributes, sources):
            self.pieces += [BREAK, made[1], BREAK]

    def _end_caption(self, start: int, picture: tuple[int, str]) -> None:
        """Let a caption and the picture before it not say the same words twice (`boxes.say_once`)."""
        at, said = picture
        between = "".join(self.pieces[at:start]).strip()
        words = " ".join("".join(self.pieces[start:]).split())
        if said and at <= start and not between and opens_with(words, said):
            if words == said:
                del self.pieces[start:]
            else:
                self.pieces[at - 1] = ""
        self.pieces.append(BREAK)

    def _end_quotation(self, mark: str) -> None:
        self.quotes -= 1
        self.pieces.append(mark)

    def _end_bracket(self) -> None:
        self.bracket = False

    def _end_reading(self) -> None:
        reading = "".join(self.pieces[self.reading :]).strip()
        self.pieces[self.reading :] = [f"({reading})"] if reading else []
