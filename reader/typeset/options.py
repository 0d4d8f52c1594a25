"""What a reader may choose about the page, and the glyphs that the page adds of its own."""

from __future__ import annotations

from typing import NamedTuple

from reader.config import Config
from reader.typeset.width import NARROW, WIDE, Measure


class Glyphs(NamedTuple):
    """The marks that the typesetter adds to a text, each of one width in the terminals it is meant for."""

    bullets: tuple[str, ...]
    bar: str  # beside a quotation
    aside: str  # beside a block that stands aside
    picture: str
    media: str
    opened: str  # before a disclosure's summary
    wrapped: str  # begins the rest of a wrapped line of code
    ellipsis: str
    dot: str  # between facts
    times: str
    rule: str
    column: str
    joints: str  # rules that meet, by a sum of 1 up, 2 right, 4 down, 8 left


FINE = Glyphs(
    bullets=("•", "◦", "▪"),
    bar="▎",
    aside="┆",
    picture="▨",
    media="▶",
    opened="▾",
    wrapped="↪",
    ellipsis="…",
    dot="·",
    times="×",
    rule="─",
    column="│",
    joints=" ╵╶└╷│┌├╴┘─┴┐┤┬┼",
)
PLAIN = Glyphs(
    bullets=("*", "-", "+"),
    bar="|",
    aside=":",
    picture="#",
    media=">",
    opened="v",
    wrapped=">",
    ellipsis="...",
    dot="-",
    times="x",
    rule="-",
    column="|",
    joints=" |-+||++-+-+++++",
)


class Options(NamedTuple):
    """How a page is set.

    `ambiguous_wide`: the terminal gives East Asian ambiguous characters two cells; the page's own glyphs are
    then unambiguous ones. `readings`: ruby readings are shown in brackets. `link_numbers`: each link is
    followed by its number. `terminal_bidi`: the terminal reorders right-to-left text by itself.
    `han_latin_space`: a space stands between Han characters and Latin letters or digits. `strike_signs`:
    tildes stand around what is struck out, for output without looks. `text_colors`: words keep the colours
    that their author gave them.
    """

    ambiguous_wide: bool = False
    readings: bool = True
    link_numbers: bool = False
    terminal_bidi: bool = False
    han_latin_space: bool = False
    strike_signs: bool = False
    text_colors: bool = False

    @classmethod
    def of(cls, config: Config) -> Options:
        """Give what the settings say of the page and of the terminal."""
        return cls(
            ambiguous_wide=config.ambiguous_width == 2,
            terminal_bidi=config.terminal_bidi,
            han_latin_space=config.han_latin_space,
            text_colors=config.text_colors,
        )

    @property
    def measure(self) -> Measure:
        """The widths of characters in this terminal."""
        return WIDE if self.ambiguous_wide else NARROW

    @property
    def glyphs(self) -> Glyphs:
        """The glyphs that have one width in this terminal."""
        return PLAIN if self.ambiguous_wide else FINE
