"""Colours and glyphs: one accent, red for faults, everything else by weight.

Three themes: the terminal's own colours (it alone knows whether it is dark), dark, and light. Every mark
reads without colour, by its glyph or its weight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from reader.typeset.colour import legible

if TYPE_CHECKING:
    from reader.document import Span


class Glyphs(NamedTuple):
    """The marks of our own making; each is one cell wide."""

    bar: str = "▌"
    unread: str = "●"
    bookmark: str = "★"
    folded: str = "▸"
    unfolded: str = "▾"
    back: str = "‹"
    done: str = "━"
    ahead: str = "─"
    dot: str = "·"


NARROW: Final = Glyphs()
# Where East Asian ambiguous characters take two cells, the usual marks would; these take one everywhere.
UNAMBIGUOUS: Final = Glyphs(">", "*", "+", "▸", "▾", "‹", "=", "-", "-")


class Ink(NamedTuple):
    """The colours of one theme, as Textual and Rich both read them; an empty one is the terminal's own."""

    name: str
    dark: bool
    accent: str
    fault: str
    text: str = ""
    paper: str = ""
    faint: str = ""
    ground: str = ""
    rule: str = ""
    found: str = ""


OWN: Final = Ink("broadsheet", dark=True, accent="magenta", fault="red")
DARK: Final = Ink(
    "broadsheet-dark",
    dark=True,
    accent="#e0a458",
    fault="#e5635a",
    text="#d8d4ca",
    paper="#1a1a19",
    faint="#8d8a82",
    ground="#242423",
    rule="#3f3e3b",
    found="#4a3d22",
)
LIGHT: Final = Ink(
    "broadsheet-light",
    dark=False,
    accent="#b0562a",
    fault="#b3261e",
    text="#262522",
    paper="#fbf9f3",
    faint="#74716a",
    ground="#f0ede4",
    rule="#d3cfc4",
    found="#f3dfa8",
)
INKS: Final = {"auto": OWN, "dark": DARK, "light": LIGHT}

# What code is coloured with: weight and dimness first, colour only where it helps to tell strings from names.
_TINTS: Final = {
    "keyword": "strong",
    "operator": "text",
    "string": "accent",
    "number": "accent",
    "comment": "faint",
}


def theme_of(ink: Ink) -> Theme:
    """Give the Textual theme of these colours; the terminal's own are passed through untouched."""
    own = not ink.paper
    text, paper = (ink.text or "ansi_default"), (ink.paper or "ansi_default")
    accent = f"ansi_{ink.accent}" if own else ink.accent
    fault = f"ansi_{ink.fault}" if own else ink.fault
    # Textual's own sheets refer to names that only its built-in themes of this kind define
    inherited = BUILTIN_THEMES["ansi-dark"].variables if own else {}
    return Theme(
        name=ink.name,
        primary=accent,
        secondary=accent,
        accent=accent,
        warning=accent,
        error=fault,
        success=accent,
        foreground=text,
        background=paper,
        surface=paper,
        panel=paper,
        boost=paper,
        dark=ink.dark,
        ansi=own,
        variables={**inherited, "hairline": ink.rule or "ansi_bright_black"},
    )


class Palette:
    """The styles that lines are painted with, for one theme."""

    def __init__(self, ink: Ink) -> None:
        """Make the styles; each carries its ground, so that a painted line needs no other."""
        base = Style(color=ink.text or None, bgcolor=ink.paper or None)
        self.text = base
        self._paper = ink.paper
        self.faint = base + (Style(color=ink.faint) if ink.faint else Style(dim=True))
        self.strong = base + Style(bold=True)
        self.accent = base + Style(color=ink.accent)
        self.fault = base + Style(color=ink.fault, bold=True)
        self.rule = base + (Style(color=ink.rule) if ink.rule else Style(dim=True))
        self.hint = base + Style(color=ink.accent, bold=True, reverse=True)
        self._ground = Style(bgcolor=ink.ground or None)
        self.found = Style(bgcolor=ink.found) if ink.found else Style(reverse=True)
        self.found_here = Style(color=ink.accent, bold=True, reverse=True)
        self._seen: dict[tuple[int, bool, str, str], Style] = {}

    def of(self, span: Span, ground: str = "") -> Style:
        """Give the style of a run of an article's text on a line's ground."""
        key = (span.marks, span.leads, span.tint, ground)
        style = self._seen.get(key)
        if style is None:
            style = self._seen[key] = self._mix(*key)
        return style

    def ground(self, name: str) -> Style:
        """Give the style of the blank part of a line."""
        return self.text + self._ground if name == "code" else self.text

    def _mix(self, marks: int, linked: bool, tint: str, ground: str) -> Style:
        from reader.document import Mark  # no article is on the first screen

        style = self.faint if marks & (Mark.DIM | Mark.SMALL | Mark.READING) else self.text
        if tint:
            style = self._tint(tint)
        if ground == "code" or marks & (Mark.CODE | Mark.KEYBOARD):
            style += self._ground
        if marks & Mark.HIGHLIGHT:
            style += self.found
        return style + Style(
            bold=bool(marks & (Mark.STRONG | Mark.HEADING)) or None,
            italic=bool(marks & Mark.EMPHASIS) or None,
            strike=bool(marks & Mark.STRIKE) or None,
            underline=(linked or bool(marks & Mark.INSERT)) or None,
        )

    def _tint(self, tint: str) -> Style:
        if tint.startswith("#"):
            return self.text + Style(color=legible(tint, self._paper) or None)
        named: Style = getattr(self, _TINTS.get(tint.partition(".")[0], "text"))
        return named
