"""A screen as an SVG picture: each glyph stands at its cell, whichever font shows it.

Frames are drawn, not written: fonts leave gaps between the lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from rich.color import Color
from rich.style import Style
from textual.app import App
from textual.strip import Strip

from reader.typeset.width import cells, iter_clusters

CELL, LINE, MARGIN = 10, 22, 12  # pixels
_FONTS: Final = "'DejaVu Sans Mono','Menlo','Noto Sans Mono CJK SC','PingFang SC',monospace"
_ARMS: Final = {  # which sides a line of a frame goes to
    "─": "lr", "│": "ud", "┬": "lrd", "┴": "lru", "┼": "lrud", "├": "urd", "┤": "uld",
    "┌": "rd", "┐": "ld", "└": "ur", "┘": "ul", "╶": "r", "╴": "l", "╵": "u", "╷": "d",
}  # fmt: skip


def picture_of(app: App[None], text: str, paper: str) -> str:
    """Draw what stands on an application's screen in its colours; `text` and `paper` where a style has none."""
    strips = app.screen._compositor.render_strips()
    width, height = app.size.width * CELL + 2 * MARGIN, app.size.height * LINE + 2 * MARGIN
    drawn = [mark for y, strip in enumerate(strips) for mark in _draw(strip, y, text, paper)]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">',
            f'<rect width="{width}" height="{height}" rx="8" fill="{paper}"/>',
            f'<g font-family="{_FONTS}" font-size="16.6">',
            *drawn,
            "</g>\n</svg>\n",
        )
    )


def _draw(strip: Strip, row: int, text: str, paper: str) -> Iterator[str]:
    x, top = MARGIN, MARGIN + row * LINE
    for said, style, _ in strip:
        style = style or Style()
        ink, ground = _hex(style.color, text), _hex(style.bgcolor, paper)
        if style.reverse:
            ink, ground = ground, ink
        taken = CELL * cells(said)
        if ground != paper:
            yield f'<rect x="{x}" y="{top}" width="{taken}" height="{LINE}" fill="{ground}"/>'
        if style.underline:
            yield f'<rect x="{x}" y="{top + LINE - 3}" width="{taken}" height="1" fill="{ink}"/>'
        yield from _write(said, style, x, top, ink)
        x += taken


def _write(said: str, style: Style, x: int, top: int, ink: str) -> Iterator[str]:
    look = f' fill="{ink}"' + ' font-weight="bold"' * bool(style.bold)
    look += ' font-style="italic"' * bool(style.italic) + ' opacity=".6"' * bool(style.dim)
    for word in _iter_words(said):
        taken = CELL * cells(word)
        if word in _ARMS:
            yield from _frame(_ARMS[word], x, top, ink)
        elif word == "▌":
            yield f'<rect x="{x}" y="{top}" width="{CELL // 2}" height="{LINE}" fill="{ink}"/>'
        elif not word.isspace():
            size = "" if taken == CELL * len(word) else ' font-size="18.5"'
            yield f'<text x="{x}" y="{top + 16}"{look}{size}>{escape(word)}</text>'
        x += taken


def _iter_words(said: str) -> Iterator[str]:
    """Yield runs of letters that a font of fixed pitch sets right; everything else alone."""
    word = ""
    for cluster in iter_clusters(said):
        if cluster.isascii() and not cluster.isspace():
            word += cluster
            continue
        if word:
            yield word
        yield cluster
        word = ""
    if word:
        yield word


def _frame(arms: str, x: int, top: int, ink: str) -> Iterator[str]:
    across, down = top + LINE // 2, x + CELL // 2
    for arm in arms:
        left, width = (x, CELL // 2) if arm == "l" else (down, CELL // 2) if arm == "r" else (down, 1)
        start, height = (
            (top, LINE // 2 + 1) if arm == "u" else (across, LINE // 2) if arm == "d" else (across, 1)
        )
        yield f'<rect x="{left}" y="{start}" width="{width}" height="{height}" fill="{ink}"/>'


def _hex(color: Color | None, default: str) -> str:
    return default if color is None or color.is_default else color.get_truecolor().hex
