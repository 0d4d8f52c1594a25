"""The wire: of each frame only the cells that changed are sent to the terminal.

Textual sends whatever was painted anew, with every style from scratch. `Wire` stands between the two: it
keeps the cells that the terminal shows, compares, and writes what differs with the shortest moves and changes
of style. This is Textual's private side, so its version is pinned, and everything but the two updates known
here goes Textual's own way.

Not every terminal gives a text the cells that Textual counts (joined emoji, for instance). A strip is sent
whole from its first segment that holds such a text, and everything right of it on its row again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Final, NamedTuple, cast
from zlib import crc32

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip

from reader.typeset.width import NARROW, Measure, iter_clusters


class Pen(NamedTuple):
    """What a cell is written with: SGR parameters (ECMA-48, 8.3.117) and the address of a link."""

    attributes: tuple[str, ...] = ()
    ink: str = ""
    paper: str = ""
    link: str = ""


PLAIN: Final = Pen()
_LUMP: Final = Pen(("lump",))  # of a text that is sent as it is, with its own styles

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


class Wire:
    """What the terminal shows, and the shortest way from there to the next frame."""

    def __init__(self, measure: Measure = NARROW) -> None:
        self._pieces = _Pieces(measure)
        self._rows: list[_Row] = []
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
            self._width, self._rows = width, [_Row(width) for _ in range(height)]
        out = _Writer(width)
        for y, x, strip in _iter_strips(update):
            row = self._rows[y]
            if y != out.row:
                self._flush(out)
                out.row, self._before = y, (row.texts.copy(), row.pens.copy())
            row.put(x, *self._cells(strip, system))
        self._flush(out)
        return out.end()

    def _flush(self, out: _Writer) -> None:
        """Write what changed on the row that was just composed."""
        if out.row is None:
            return
        row, (texts, pens) = self._rows[out.row], self._before
        if row.texts != texts or row.pens != pens:
            row.write(out, texts, pens)

    def _cells(self, strip: Strip, system: ColorSystem) -> tuple[list[str], list[Pen]]:
        """Give a strip's cells: each with its text, empty for those that the text before it covers.

        They are as many as the strip says, though a cluster that a dialog cut in two has more or fewer.
        """
        texts: list[str] = []
        pens: list[Pen] = []
        width = strip.cell_length
        segments = [segment for segment in strip if segment.text and not segment.control]
        for index, segment in enumerate(segments):
            room = width - len(texts)
            pieces = self._pieces.split(segment.text)
            if pieces is None and room > 0:
                lump = "".join(_render(one, system) for one in segments[index:])
                return [*texts, lump, *[""] * (room - 1)], [*pens, *[_LUMP] * room]
            texts += pieces or ()
            pens += [_pen_of(segment.style, system)] * len(pieces or ())
        return (texts, pens) if len(texts) == width else _fit(texts, pens, width)


class _Row:
    """What is known of a row: its texts and pens, cell by cell; None where nothing is known."""

    def __init__(self, width: int) -> None:
        self.texts: list[str | None] = [None] * width
        self.pens: list[Pen] = [PLAIN] * width

    def put(self, x: int, texts: Sequence[str], pens: Sequence[Pen]) -> None:
        """Lay cells over what is there; a text that they cut in two is no longer known."""
        room = len(self.texts) - x
        texts, pens = texts[:room], pens[:room]
        first, last = x, x + len(texts)
        while first > 0 and self.texts[first] == "":
            first -= 1
        while last < len(self.texts) and self.texts[last] == "":
            last += 1
        self.texts[first:last] = [None] * (x - first) + [*texts] + [None] * (last - x - len(texts))
        self.pens[x : x + len(pens)] = pens

    def write(self, out: _Writer, texts: Sequence[str | None], pens: Sequence[Pen]) -> None:
        """Write the cells that differ from those given; after a lump, all."""
        cells = zip(self.texts, texts, self.pens, pens, strict=True)
        changed = [x for x, (text, was, pen, old) in enumerate(cells) if text != was or pen != old]
        lump = next((x for x in changed if self.pens[x] is _LUMP), None)
        if lump is not None:
            changed = [*(x for x in changed if x < lump), *range(lump, len(self.texts))]
        for x in changed:
            text, end = self.texts[x], x + 1
            if not text:
                continue  # nothing is known, or the text before it covers it, and changed with it
            while end < len(self.texts) and self.texts[end] == "":
                end += 1
            if self.pens[x] is _LUMP:
                out.put_lump(x, text, end - x)
            else:
                out.reach(x, self)
                out.put(text, self.pens[x], end)


class _Writer:
    """Writes cells on rows, keeping account of where the cursor stands and what it writes with."""

    def __init__(self, width: int) -> None:
        self.row: int | None = None  # the row that is being composed
        self._width = width
        self._parts: list[str] = []
        self._pen = PLAIN
        self._x: int | None = None  # None: unknown
        self._y: int | None = None

    def reach(self, x: int, row: _Row) -> None:
        """Go to a cell of the row: by writing once more what lies between where that is as short."""
        assert self.row is not None
        if self._x == x and self._y == self.row:
            return
        if self._y == self.row and self._x is not None and x > self._x:
            move = f"\x1b[{x - self._x}C" if x - self._x > 1 else "\x1b[C"
            between = row.texts[self._x : x]
            if x - self._x <= len(move) and all(
                text and pen == self._pen for text, pen in zip(between, row.pens[self._x : x], strict=True)
            ):
                again = "".join(text for text in between if text)
                if len(again.encode()) <= len(move):
                    move = again
            self._parts.append(move)
        else:
            self._parts.append(self._find_move(x))
        self._x, self._y = x, self.row

    def _find_move(self, x: int) -> str:
        assert self.row is not None
        direct = f"\x1b[{self.row + 1};{x + 1}H" if x else f"\x1b[{self.row + 1}H"
        if self._y is None or self.row != self._y + 1:
            return direct
        return min(direct, f"\r\n\x1b[{x}C" if x else "\r\n", key=len)

    def put(self, text: str, pen: Pen, end: int) -> None:
        """Write a text where the cursor stands; `end` is the cell after it."""
        self._take(pen)
        self._parts.append(text)
        self._x = end if end < self._width else None  # terminals differ on where the cursor waits at the edge

    def put_lump(self, x: int, text: str, width: int) -> None:
        """Write a text that may take more or fewer cells than it should: over blanks, never past the edge."""
        assert self.row is not None
        self._take(PLAIN)
        place = f"\x1b[{self.row + 1};{x + 1}H"
        self._parts += [place, " " * width, place, "\x1b[?7l", text, "\x1b[?7h"]
        self._x, self._y = None, self.row

    def end(self) -> str:
        """Lay the pen down; give what was written."""
        self._take(PLAIN)
        return "".join(self._parts)

    def _take(self, pen: Pen) -> None:
        if pen is self._pen or pen == self._pen:
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


def _fit(texts: list[str], pens: list[Pen], width: int) -> tuple[list[str], list[Pen]]:
    """Make cells as many as asked: blanks fill up, also where a text would be cut in two."""
    if len(texts) > width:
        end = width
        while texts[end] == "":
            end -= 1
        texts, pens = texts[:end], pens[:end]
    missing = width - len(texts)
    return [*texts, *[" "] * missing], [*pens, *(pens[-1:] or [PLAIN]) * missing]


def _render(segment: Segment, system: ColorSystem) -> str:
    """Write a segment from a plain pen, and lay the pen down again."""
    pen = _pen_of(segment.style, system)
    opened, closed = (_link(pen.link), _link("")) if pen.link else ("", "")
    return f"{opened}{_change(PLAIN, pen)}{segment.text}{_change(pen, PLAIN)}{closed}"


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
