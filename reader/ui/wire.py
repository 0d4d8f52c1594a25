"""The wire: of each frame only the cells that changed are sent to the terminal.

Textual sends whatever was painted anew, with every style from scratch. `Wire` stands between the two: it
keeps the cells that the terminal shows, compares, and writes what differs with the shortest moves and changes
of style. This is Textual's private side, so its version is pinned, and everything but the two updates known
here goes Textual's own way.

Not every terminal gives a text the cells that Textual counts (joined emoji, for instance). From the first
segment that holds such a text its strip is a lump, sent as it is, and with it all of its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Final, NamedTuple, cast
from zlib import crc32

from rich.cells import cell_len, split_graphemes
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip

from reader.typeset.width import FILLER, NARROW, Measure, iter_clusters


class Pen(NamedTuple):
    """What a cell is written with: SGR parameters (ECMA-48, 8.3.117) and the address of a link."""

    attributes: tuple[str, ...] = ()
    ink: str = ""
    paper: str = ""
    link: str = ""


PLAIN: Final = Pen()

# Which parameter ends an attribute; bold and dim end together, and so do a few others.
_ENDS = {
    **dict.fromkeys(("1", "2"), "22"),
    **dict.fromkeys(("4", "21"), "24"),
    **dict.fromkeys(("5", "6"), "25"),
    **dict.fromkeys(("51", "52"), "54"),
    "3": "23",
    "7": "27",
    "8": "28",
    "9": "29",
    "53": "55",
}


class _Cells(NamedTuple):
    """Cells side by side.

    A text stands in its first cell, and `""` in the others that it covers; None: nothing is known of the cell.
    The cells of a lump bear its number, others 0.
    """

    texts: list[str | None]
    pens: list[Pen]
    lumps: list[int]

    def copy(self) -> _Cells:
        return _Cells(self.texts.copy(), self.pens.copy(), self.lumps.copy())

    def put(self, x: int, cells: _Cells) -> None:
        """Lay cells over those from `x` on; a text that they cut in two is no longer known."""
        room = len(self.texts) - x
        end = x + min(room, len(cells.texts))
        first, last = x, end
        while first > 0 and self.texts[first] == "":
            first -= 1
        while last < len(self.texts) and self.texts[last] == "":
            last += 1
        self.texts[first:last] = [None] * (x - first) + cells.texts[:room] + [None] * (last - end)
        self.pens[x:end] = cells.pens[:room]
        self.lumps[x:end] = cells.lumps[:room]

    def find_changes(self, old: _Cells) -> Sequence[int]:
        """Give the cells that differ from older ones; beside a lump, old or new, all."""
        if any(self.lumps) or any(old.lumps):
            return range(len(self.texts))
        cells = zip(self.texts, old.texts, self.pens, old.pens, strict=True)
        return [x for x, (text, was, pen, past) in enumerate(cells) if text != was or pen != past]

    def find_lump_end(self, x: int) -> int:
        """Find the cell after the last one that is known of the lump in cell `x`."""
        end = x + 1
        while end < len(self.texts) and self.lumps[end] == self.lumps[x] and self.texts[end] is not None:
            end += 1
        return end


class Wire:
    """What the terminal shows, and the shortest way from there to the next frame."""

    def __init__(self, measure: Measure = NARROW) -> None:
        self._pieces = _Pieces(measure)
        self._rows: list[_Cells] = []
        self._width = 0

    def forget(self) -> None:
        """Take it that the terminal may show anything."""
        self._rows = []

    def shorten(self, update: RenderableType | None) -> RenderableType | None:
        """Make an update write only what changed; forget everything before any other renderable."""
        if isinstance(update, LayoutUpdate | ChopsUpdate):
            return cast(RenderableType, _Difference(self, update))  # Textual asks only whose child it is
        if update is not None:
            self.forget()
        return update

    def send(self, update: LayoutUpdate | ChopsUpdate, system: ColorSystem) -> str:
        """Give what brings the terminal to an update, and take it that it is written."""
        width, height = _size_of(update)
        if (width, height) != (self._width, len(self._rows)):
            self._width = width
            self._rows = [_Cells([None] * width, [PLAIN] * width, [0] * width) for _ in range(height)]
        out = _Writer(width)
        for y, strips in groupby(_iter_strips(update), itemgetter(0)):
            row, old = self._rows[y], self._rows[y].copy()
            for _, x, strip in strips:
                row.put(x, self._split(x, strip, system))
            if row != old:
                out.write_row(y, row, old)
        return out.end()

    def _split(self, x: int, strip: Strip, system: ColorSystem) -> _Cells:
        """Give the cells of a strip, as many as it says, though a cluster cut in two has more or fewer."""
        cells = _Cells([], [], [])
        lump = 0
        for text, style, control in strip:
            if not text or control:
                continue
            pieces = self._pieces.split(text)
            if pieces is None:
                lump = x + 1
                pieces = _split_as_painted(text)
            cells.texts.extend(pieces)
            cells.pens.extend([_pen_of(style, system)] * len(pieces))
            cells.lumps.extend([lump] * len(pieces))
        if len(cells.texts) != strip.cell_length:
            _fit(cells, strip.cell_length)
        return cells


class _Writer:
    """Writes cells on rows, keeping account of where the cursor stands and what it writes with."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._parts: list[str] = []
        self._pen = PLAIN
        self._x: int | None = None  # None: unknown
        self._y = -1

    def write_row(self, y: int, row: _Cells, old: _Cells) -> None:
        """Write what differs on a row."""
        changes = row.find_changes(old)
        if len(changes) == self._width and None not in row.texts and not any(row.lumps):
            self._write_runs(y, row)
            return
        written = 0
        for x in changes:
            text = row.texts[x]
            if not text or x < written:
                continue  # nothing is known, or it is written with what is before it
            if row.lumps[x]:
                written = row.find_lump_end(x)
                self._put_lump(x, y, row.texts[x:written], row.pens[x:written])
            else:
                written = x + 1
                while written < self._width and row.texts[written] == "":
                    written += 1
                if x != self._x or y != self._y:  # mostly what is before it was written just now
                    self._reach(x, y, row)
                self._put(text, row.pens[x], written)

    def _write_runs(self, y: int, row: _Cells) -> None:
        """Write a row that is new from edge to edge: at once what one pen writes."""
        end = 0
        self._reach(end, y, row)
        for pen, cells in groupby(zip(row.pens, row.texts, strict=True), itemgetter(0)):
            texts = [text for _, text in cells]
            end += len(texts)
            self._put("".join(filter(None, texts)), pen, end)

    def end(self) -> str:
        """Lay the pen down; give what was written."""
        self._take(PLAIN)
        return "".join(self._parts)

    def _reach(self, x: int, y: int, row: _Cells) -> None:
        """Go to a cell: by writing once more what lies between where that is as short."""
        if y == self._y and self._x is not None and x > self._x:
            move = f"\x1b[{x - self._x}C" if x - self._x > 1 else "\x1b[C"
            between = row.texts[self._x : x]
            if len(between) <= len(move) and all(
                text and pen == self._pen for text, pen in zip(between, row.pens[self._x : x], strict=True)
            ):
                again = "".join(text for text in between if text)
                if len(again.encode()) <= len(move):
                    move = again
            self._parts.append(move)
        else:
            self._parts.append(self._find_move(x, y))
        self._x, self._y = x, y

    def _find_move(self, x: int, y: int) -> str:
        direct = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
        if not y or y != self._y + 1:
            return direct
        return min(direct, f"\r\n\x1b[{x}C" if x else "\r\n", key=len)

    def _put(self, text: str, pen: Pen, end: int) -> None:
        """Write a text where the cursor stands; `end` is the cell after it."""
        if pen is not self._pen:
            self._take(pen)
        self._parts.append(text)
        self._x = end if end < self._width else None  # terminals differ on where the cursor waits at the edge

    def _put_lump(self, x: int, y: int, texts: Sequence[str | None], pens: Sequence[Pen]) -> None:
        """Write texts that may take more or fewer cells than they should: over blanks, never past the edge."""
        place = f"\x1b[{y + 1};{x + 1}H"
        self._take(pens[-1])
        self._parts += [place, " " * len(texts), place, "\x1b[?7l"]
        for text, pen in zip(texts, pens, strict=True):
            if text:
                self._put(text, pen, x)
        self._parts.append("\x1b[?7h")
        self._x, self._y = None, y

    def _take(self, pen: Pen) -> None:
        if pen == self._pen:
            return
        if pen.link != self._pen.link:
            self._parts.append(_link(pen.link))
        self._parts.append(_change(self._pen, pen))
        self._pen = pen


class _Pieces:
    """Texts as cells, for one kind of terminal."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._known: dict[str, tuple[str, ...] | None] = {}

    def split(self, text: str) -> list[str] | None:
        """Cut a text into cells; None where terminals differ on them. What takes no cell is left out."""
        if text.isascii() and text.isprintable():
            return list(text)
        if FILLER in text:
            return None
        pieces: list[str] = []
        for cluster in iter_clusters(text):
            cells = self._known[cluster] if cluster in self._known else self._learn(cluster)
            if cells is None:
                return None
            pieces += cells
        return pieces if len(pieces) == cell_len(text) else None

    def _learn(self, cluster: str) -> tuple[str, ...] | None:
        if len(self._known) > 8192:
            self._known.clear()
        cells: tuple[str, ...] | None = None
        if self._measure.is_certain(cluster):
            width = cell_len(cluster)
            cells = (cluster, *[""] * (width - 1)) if width else ()
        self._known[cluster] = cells
        return cells


class _Difference(CompositorUpdate):
    """An update that writes only what changed."""

    def __init__(self, wire: Wire, update: LayoutUpdate | ChopsUpdate) -> None:
        self._wire, self._update = wire, update

    def render_segments(self, console: Console) -> str:
        return self._wire.send(self._update, console._color_system or ColorSystem.TRUECOLOR)


class WiredApp(App[None]):
    """An application that sends only what changed, where `wire` is set."""

    wire: Wire | None = None

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self.wire is not None:
            renderable = self.wire.shorten(renderable)
        super()._display(screen, renderable)

    def on_mount(self) -> None:
        """Paint everything anew after the terminal was another's."""
        self.app_resume_signal.subscribe(self, lambda _app: self.repaint())

    def on_resize(self) -> None:
        """Paint everything anew: terminals move what they show when their size changes, even back again."""
        self.repaint()

    def repaint(self) -> None:
        """Paint everything anew, whatever the terminal shows."""
        if self.wire is not None:
            self.wire.forget()
        self.screen.refresh(layout=True)


def _size_of(update: LayoutUpdate | ChopsUpdate) -> tuple[int, int]:
    if isinstance(update, LayoutUpdate):
        return update.region.width, update.region.height
    return max((ends[-1] for ends in update.chop_ends if ends), default=0), len(update.chops)


def _iter_strips(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Yield what an update paints, as its row, its first cell and its strip; row by row."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield y, x, strip
                x += strip.cell_length
        return
    for y, start, stop in update.spans:
        for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if chop is not None and x < stop and end > start:
                yield y, x, chop


def _split_as_painted(text: str) -> list[str]:
    """Cut a text into cells as Textual counts them; a filler is the rest of what stands before it."""
    pieces: list[str] = []
    for start, end, width in split_graphemes(text)[0]:
        if text[start:end] == FILLER:
            pieces.append("" if pieces else " ")
        elif width:
            pieces += [text[start:end], *[""] * (width - 1)]
    return pieces


def _fit(cells: _Cells, width: int) -> None:
    """Make cells as many as asked: blanks fill up, also where a text would be cut in two."""
    end = min(width, len(cells.texts))
    while end < len(cells.texts) and cells.texts[end] == "":
        end -= 1
    missing = width - end
    cells.texts[end:] = [" "] * missing
    cells.pens[end:] = (cells.pens[end - 1 : end] or [PLAIN]) * missing
    cells.lumps[end:] = (cells.lumps[end - 1 : end] or [0]) * missing


def _link(url: str) -> str:
    """Begin a link, or end it. Its cells belong together wherever they stand, hence the id (OSC 8)."""
    return f"\x1b]8;id={crc32(url.encode(errors='replace')):x};{url}\x1b\\" if url else "\x1b]8;;\x1b\\"


@lru_cache(4096)
def _pen_of(style: Style | None, system: ColorSystem) -> Pen:
    if style is None:
        return PLAIN
    attributes: list[str] = []
    ink = paper = ""
    codes = iter(filter(None, Strip.render_ansi(style, system).split(";")))
    for code in codes:
        if code in ("38", "48"):
            kind = next(codes)
            colour = ";".join((code, kind, *islice(codes, 3 if kind == "2" else 1)))
            ink, paper = (colour, paper) if code == "38" else (ink, colour)
        elif code in _ENDS:
            attributes.append(code)
        elif 40 <= int(code) < 50 or 100 <= int(code) < 108:
            paper = "" if code == "49" else code
        else:
            ink = "" if code == "39" else code
    return Pen(tuple(attributes), ink, paper, style.link or "")


@lru_cache(4096)
def _change(old: Pen, new: Pen) -> str:
    """Give the shortest SGR sequence from one pen to another."""
    if old[:3] == new[:3]:
        return ""
    whole = ["0", *new.attributes, *filter(None, (new.ink, new.paper))]
    if len(whole) == 1:
        return "\x1b[m"
    ended = {_ENDS[code] for code in old.attributes if code not in new.attributes}
    change = sorted(ended)
    change += [code for code in new.attributes if code not in old.attributes or _ENDS[code] in ended]
    if new.ink != old.ink:
        change.append(new.ink or "39")
    if new.paper != old.paper:
        change.append(new.paper or "49")
    return f"\x1b[{min(';'.join(change), ';'.join(whole), key=len)}m"
