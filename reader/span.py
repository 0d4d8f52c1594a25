"""Runs of text with one look, of which the blocks and the lines of a page are made.

They stand apart from `reader.document`: whoever asks only for an article's words makes no blocks. A page has thousands
of them, so they are named tuples: a frozen dataclass takes three times as long to make.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias


class Mark:
    """What a run of text is, as bits of a number; how it looks is decided by whoever paints it.

    They are no `IntFlag`, whose operators take ten times as long.
    """

    NONE: Final = 0
    STRONG: Final = 1
    EMPHASIS: Final = 2
    CODE: Final = 4
    KEYBOARD: Final = 8
    STRIKE: Final = 16
    INSERT: Final = 32
    HIGHLIGHT: Final = 64
    SMALL: Final = 128
    SUB: Final = 256
    SUPER: Final = 512
    READING: Final = 1024  # a ruby reading: set in brackets after its base, off and on at a key
    DIM: Final = 2048  # secondary: captions, marks, rules, folds
    HEADING: Final = 4096
    LITERAL: Final = 8192  # preformatted: white space counts


_SIGN = 32  # pixels


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that can be opened: `url` absolute where it could be made so, sizes in pixels or None.

    `link` indexes `Document.links`: the link that it stands in (it `leads` somewhere), else one to itself.
    """

    url: str
    alt: str = ""
    title: str = ""
    width: int | None = None
    height: int | None = None
    link: int | None = None
    leads: bool = False

    @property
    def decorative(self) -> bool:
        """Whether it says nothing in words: then it fades to one dim mark."""
        return not self.alt and not self.title

    @property
    def is_sign(self) -> bool:
        """Whether it is so small that it is a sign in its line, not something to open."""
        return max(self.width or _SIGN + 1, self.height or _SIGN + 1) <= _SIGN


class Span(NamedTuple):
    r"""A run of text with one look.

    `text` is text as read (white space already folded unless LITERAL); a forced line break is a "\n" in it.
    `link` indexes `Document.links`; `anchor` is an id that links of this document may point at; `tint` is a
    token name of code highlighting ("keyword", "string", ...) or a `#rrggbb` the author meant; `image` is an
    inline picture, and `text` then its words.
    """

    text: str
    marks: int = Mark.NONE
    link: int | None = None
    anchor: str = ""
    tint: str = ""
    image: Image | None = None

    @property
    def leads(self) -> bool:
        """Whether it is (part of) a link in its author's sense: a picture can be followed to itself besides."""
        return self.link is not None and (self.image is None or self.image.leads)


Spans: TypeAlias = tuple[Span, ...]
