"""What goes over the wire leaves the same cells as everything that Textual would send."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region, Size
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

import reader.ui.app
from reader.config import Config
from reader.services.library import Library
from reader.typeset.width import FILLER, WIDE, iter_clusters
from reader.ui.app import BroadsheetApp
from reader.ui.wire import Wire, WiredApp
from tests.ui.fake_library import FakeLibrary, article
from tests.ui.screens import NOWHERE
from tests.ui.terminal import AddingTerminal, Terminal, WideTerminal

WIDTH, HEIGHT = 24, 5
SIZE = (41, 9)  # of the applications' terminals
CERTAIN = ["a", "b", " ", "  ", "中", "文字", "，", "…", "é", "e\u0301", "ก็", "กำ", "😂", "한"]
DOUBTFUL = ["👨‍👩‍👧‍👦", "✈\ufe0f", "🇨🇳", "👍🏻", "ب\u200dپ", "1\ufe0f\u20e3"]
TEXTS = CERTAIN * 2 + DOUBTFUL
STYLES = [
    None,
    Style(color="#c0ffee", bgcolor="#101010"),
    Style(color="#c0ffee", bgcolor="#101010", bold=True),
    Style(color="#c0ffee", bgcolor="#101010", dim=True, italic=True),
    Style(color="red", underline=True),
    Style(color="color(99)", bgcolor="bright_blue", reverse=True, strike=True),
    Style(color="default", bgcolor="#101010", link="https://example.org/a?b=1;c"),
    Style(underline=True, link="https://example.org/別"),
]


def strip(pieces: list[tuple[str, Style | None]], width: int) -> Strip:
    return Strip([Segment(text, style) for text, style in pieces]).adjust_cell_length(width)


def frame(strips: list[Strip], width: int = WIDTH) -> LayoutUpdate:
    return LayoutUpdate([[one] for one in strips], Region(0, 0, width, len(strips)))


def send(wire: Wire, terminal: Terminal, update: LayoutUpdate | ChopsUpdate) -> str:
    sent = wire.send(update, ColorSystem.TRUECOLOR)
    terminal.feed(sent)
    return sent


def differences(one: Terminal, other: Terminal) -> list[object]:
    """Compare two terminals cell by cell."""
    rows = enumerate(zip(one.cells, other.cells, strict=True))
    cells = ((y, x, *pair) for y, row in rows for x, pair in enumerate(zip(*row, strict=True)))
    return [cell for cell in cells if cell[2] != cell[3]]


def pieces(texts: list[str]) -> st.SearchStrategy[list[tuple[str, Style | None]]]:
    text = st.lists(st.sampled_from(texts), min_size=1, max_size=4).map("".join)
    return st.lists(st.tuples(text, st.sampled_from(STYLES)), max_size=6)


def frames(texts: list[str]) -> st.SearchStrategy[list[list[Strip]]]:
    line = pieces(texts).map(lambda one: strip(one, WIDTH))
    return st.lists(st.lists(line, min_size=HEIGHT, max_size=HEIGHT), min_size=1, max_size=4)


@settings(max_examples=50)
@given(frames(TEXTS))
def test_frames_leave_the_same_cells(shown: list[list[Strip]]) -> None:
    console = Console(color_system="truecolor")
    wire, wired, plain = Wire(), Terminal(WIDTH, HEIGHT), Terminal(WIDTH, HEIGHT)
    for strips in shown:
        plain.feed("\x1b[H" + frame(strips).render_segments(console).replace("\n", "\r\n"))
        send(wire, wired, frame(strips))
        assert not differences(wired, plain)


@settings(max_examples=50)
@given(frames(TEXTS))
def test_a_terminal_that_counts_otherwise_shows_what_a_first_frame_would(shown: list[list[Strip]]) -> None:
    wire, wired, fresh = Wire(), AddingTerminal(WIDTH, HEIGHT), AddingTerminal(WIDTH, HEIGHT)
    for strips in shown:
        send(wire, wired, frame(strips))
    send(Wire(), fresh, frame(shown[-1]))
    assert not differences(wired, fresh)


@settings(max_examples=50)
@given(frames(TEXTS))
def test_the_same_frame_again_sends_nothing(shown: list[list[Strip]]) -> None:
    wire, terminal = Wire(), Terminal(WIDTH, HEIGHT)
    send(wire, terminal, frame(shown[0]))
    again = [Strip([Segment(one.text, one.style and one.style.copy()) for one in line]) for line in shown[0]]
    assert send(wire, terminal, frame(again)) == ""


def test_only_what_changed_is_sent() -> None:
    wire, terminal = Wire(), Terminal(WIDTH, 1)
    send(wire, terminal, frame([strip([("one two 三四", None)], WIDTH)]))
    assert send(wire, terminal, frame([strip([("one six 三四", None)], WIDTH)])) == "\x1b[1;5Hsix"
    assert send(wire, terminal, frame([strip([("onE siX 三五", None)], WIDTH)])) == "\x1b[1;3HE siX\x1b[3C五"


def test_styles_change_by_the_shortest_sequence() -> None:
    ink = Style(color="#112233", bgcolor="#000000")
    wire, terminal = Wire(), Terminal(3, 1)
    strips = [strip([("a", ink), ("b", ink + Style(bold=True)), ("c", ink)], 3)]
    sent = send(wire, terminal, frame(strips, 3))
    assert sent == "\x1b[1H\x1b[0;38;2;17;34;51;48;2;0;0;0ma\x1b[1mb\x1b[22mc\x1b[m".replace("[0;", "[")


def test_a_part_that_cuts_a_wide_character_leaves_the_other_half_unknown() -> None:
    wire, terminal = Wire(), Terminal(6, 1)
    send(wire, terminal, frame([strip([("中中中", None)], 6)], 6))
    part = ChopsUpdate([{0: None, 3: strip([("xyz", None)], 3)}], [(0, 3, 6)], [[3, 6]])
    send(wire, terminal, part)
    send(wire, terminal, frame([strip([("中 xyz", None)], 6)], 6))
    assert "".join(text for text, _ in terminal.cells[0]) == "中 xyz"


def test_where_ambiguous_characters_are_wide_their_lines_stay_within_their_row() -> None:
    wire, terminal = Wire(WIDE), Terminal(8, 2)
    sent = send(wire, terminal, frame([strip([("a…b", None)], 8), strip([], 8)], 8))
    assert "\x1b[?7l" in sent
    assert "\x1b[?7l" not in send(Wire(), terminal, frame([strip([("a…b", None)], 8), strip([], 8)], 8))


@settings(max_examples=50)
@given(frames([WIDE.fill(text) for text in CERTAIN]))
def test_where_ambiguous_characters_are_wide_what_is_filled_stands_in_its_cells(
    shown: list[list[Strip]],
) -> None:
    wire, terminal = Wire(WIDE), WideTerminal(WIDTH, HEIGHT)
    for strips in shown:
        send(wire, terminal, frame(strips))
    for row, line in zip(terminal.cells, shown[-1], strict=True):
        clusters = [one for segment in line for one in iter_clusters(segment.text.replace(FILLER, ""))]
        cells = [cell for one in clusters for cell in (one, *[""] * (WIDE.cells(one) - 1))]
        assert [text for text, _ in row][: WIDTH - 3] == cells[: WIDTH - 3]  # the edge cuts fillers off


# -- in an application


class Line(Widget):
    """Random text, of which parts are painted anew."""

    def __init__(self, dice: random.Random, texts: list[str]) -> None:
        super().__init__()
        self.dice, self.texts = dice, texts
        self.strips: list[Strip] = []

    def deal(self, rows: int) -> None:
        width, height = self.size
        for y in self.dice.sample(range(height), min(rows, height)):
            self.strips[y] = self.make(width)
            left = self.dice.randrange(width)
            self.refresh(self.dice.choice([Region(0, y, width, 1), Region(left, y, width - left, 1)]))

    def make(self, width: int) -> Strip:
        made = [("".join(self.dice.choices(self.texts, k=3)), self.dice.choice(STYLES)) for _ in range(12)]
        return strip(made, width)

    def on_resize(self) -> None:
        self.strips = [self.make(self.size.width) for _ in range(self.size.height)]
        self.refresh()

    def render_line(self, y: int) -> Strip:
        return self.strips[y] if y < len(self.strips) else Strip.blank(self.size.width)


class Dialog(ModalScreen[None]):
    CSS = "Dialog { align: center middle; } Static { width: 13; height: 3; border: solid red; }"

    def compose(self) -> ComposeResult:
        yield Static("中文 question?", markup=False)


class WrittenDriver(HeadlessDriver):
    """A driver whose terminal the application holds."""

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        cast(Twins, self._app).wired.feed(data)


class Twins(WiredApp):
    """An application over two terminals: one gets Textual's own frames, one what the wire sends."""

    wired: Terminal
    plain: Terminal
    frames = 0

    def give(self, kind: type[Terminal]) -> None:
        """Give it its terminals."""
        self.driver_class = WrittenDriver
        self.console._color_system = ColorSystem.TRUECOLOR  # segments remember the first they were written in
        self.wired, self.plain = kind(*SIZE), kind(*SIZE)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, CompositorUpdate) and self._running and not self._batch_count:
            self.plain.feed(renderable.render_segments(self.console).replace("\n", "\r\n"))
            self.frames += 1
        super()._display(screen, renderable)


class TwinApp(Twins):
    """An application that shows random lines."""

    CSS = "Screen { layout: horizontal; } Line { width: 1fr; height: 1fr; }"

    def __init__(self, kind: type[Terminal], texts: list[str]) -> None:
        super().__init__()
        self.give(kind)
        self.wire = Wire()
        self.texts = texts

    def compose(self) -> ComposeResult:
        dice = random.Random(7)
        yield Line(dice, self.texts)
        yield Line(dice, self.texts)

    def resize(self, width: int, height: int) -> None:
        for terminal in (self.wired, self.plain):
            terminal.resize(height, width)
        size = Size(width, height)
        self.post_message(events.Resize(size, size))

    def stop_and_go_on(self) -> None:
        """Be away while another program writes on the terminal."""
        self._suspend_signal()
        for terminal in (self.wired, self.plain):
            terminal.scramble()
        self._resume_signal()

    def first_frame(self) -> Terminal:
        """Give a terminal that shows the screen painted once."""
        terminal = type(self.wired)(self.wired.columns, self.wired.lines)
        region = self.screen._compositor.size.region
        chops = self.screen._compositor._render_chops(region, lambda y: True)
        send(Wire(), terminal, LayoutUpdate([line.values() for line in chops], region))
        return terminal


def act_at_random(app: TwinApp, dice: random.Random) -> None:
    """Do something that changes the screen."""
    step = dice.randrange(12)
    if step == 0:
        app.resize(dice.randrange(15, 60), dice.randrange(4, 12))
    elif step == 1:
        app.stop_and_go_on()
    elif step == 2 and len(app.screen_stack) == 1:
        app.push_screen(Dialog())
    elif step < 5 and len(app.screen_stack) > 1:
        app.pop_screen()
    elif step == 5 and app.texts is CERTAIN:  # Textual paints nothing beside a notice, so halves stay
        app.notify("Something 中文 happened", timeout=600)
    elif step == 6:
        app.clear_notifications()
    else:
        for line in app.screen_stack[0].query(Line):
            line.deal(dice.randrange(1, 4))


async def run(app: TwinApp, seed: int, differ: Callable[[], list[object]]) -> None:
    dice = random.Random(seed)

    async def act(pilot: Pilot[object]) -> None:
        await pilot.pause()
        for _ in range(25):
            act_at_random(app, dice)
            await pilot.pause()
            waits = 0
            while differ() and waits < 20:  # what was asked for may not be painted yet
                await pilot.pause()
                waits += 1
            assert not differ()
        app.exit()

    await app.run_async(size=SIZE, auto_pilot=act)
    assert app.frames > 12


@pytest.mark.parametrize("seed", range(4))
async def test_an_application_leaves_the_cells_that_textual_leaves(seed: int) -> None:
    app = TwinApp(Terminal, CERTAIN)

    def wrong() -> list[object]:
        """Where a notice went from over half a character, Textual leaves the other half blank; the wire mends it."""
        unlike = differences(app.wired, app.plain)
        return unlike and differences(app.wired, app.first_frame())

    await run(app, seed, wrong)


@pytest.mark.parametrize("kind", [Terminal, AddingTerminal])
async def test_however_it_came_about_a_screen_looks_as_if_painted_once(kind: type[Terminal]) -> None:
    app = TwinApp(kind, TEXTS)
    await run(app, 7, lambda: differences(app.wired, app.first_frame()))


class TwinReader(Twins, BroadsheetApp):
    """Broadsheet over two terminals."""

    CSS_PATH = str(Path(reader.ui.app.__file__).parent / "broadsheet.tcss")


async def test_broadsheet_leaves_the_cells_that_textual_leaves() -> None:
    library = FakeLibrary([article(number, title=f"第 {number} 号 中文 title") for number in range(40)])
    app = TwinReader(cast(Library, library), Config(NOWHERE, zone=UTC))
    app.give(Terminal)

    async def act(pilot: Pilot[object]) -> None:
        await pilot.pause()
        for key in (
            "j",
            "j",
            "space",
            "enter",
            "question_mark",
            "escape",
            "ctrl+l",
            "h",
            "G",
            "b",
            "tab",
            "j",
        ):
            await pilot.press(key)
            await pilot.pause()
            assert not differences(app.wired, app.plain), key
        app.exit()

    await app.run_async(size=SIZE, auto_pilot=act)
    assert app.wire
    assert app.frames > 12
