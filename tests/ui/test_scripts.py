"""Titles and names in scripts whose characters are wide in some terminals, or that run from right to left."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path
from time import monotonic
from typing import cast

import pytest
from textual.pilot import Pilot

import reader.ui.app
from reader.config import Config
from reader.document import Document, Paragraph, Quote, Span
from reader.model import Excerpt
from reader.services.library import Library
from reader.typeset.layout import typeset
from reader.typeset.width import WIDE, pad
from reader.ui.app import BroadsheetApp
from reader.ui.hits import find_hits
from reader.ui.marking import Glimpse
from reader.ui.pane import Pane
from tests.ui.fake_library import FakeLibrary, article
from tests.ui.screens import NOWHERE, Reader, reading
from tests.ui.terminal import WideTerminal
from tests.ui.test_wire import Twins

AMBIGUOUS = "“Γειά σου” — ① привет … ●★ «ok» ± § ×"

INTO = "j enter t escape f escape escape h slash o k enter question_mark escape"
AROUND = "j j space enter j h h j k question_mark escape ctrl+l l slash a escape"


def library(title: str = AMBIGUOUS, category: str = "“Вести” — α") -> FakeLibrary:
    fake = FakeLibrary(
        [
            article(number, title=f"{number} {title}", categories=(("News", category),))
            for number in range(20)
        ],
        {"a/0.md": Document((Paragraph((Span(AMBIGUOUS * 5),)),))},
    )
    fake.name = f"“Библиотека” {title}"
    return fake


def lines_of(reader: Reader) -> list[tuple[str, int, str]]:
    """Give each line that a pane on the screen paints: which pane, its room, its text."""
    panes = [pane for pane in reader.pilot.app.screen.query(Pane) if pane.is_on_screen]
    return [
        (str(pane.id), width, "".join(segment.text for segment in pane.paint(line, width)))
        for pane in panes
        for width, height in [pane.size]
        for line in pane.describe(width, height)[:height]
    ]


@pytest.mark.parametrize("size", [(140, 30), (100, 24), (46, 20), (30, 10)])
async def test_every_line_fits_where_ambiguous_characters_take_two_cells(size: tuple[int, int]) -> None:
    async with reading(library(), size=size, ambiguous_width=2) as reader:
        for key in INTO.split():
            await reader.press(key)
            said = lines_of(reader)
            assert len(said) > 3
            assert [line for line in said if WIDE.cells(line[2]) > line[1]] == [], key


class WideReader(Twins, BroadsheetApp):
    """Broadsheet over a terminal where ambiguous characters take two cells."""

    CSS_PATH = str(Path(reader.ui.app.__file__).parent / "broadsheet.tcss")

    def misplaced(self) -> list[str]:
        """Give what panes paint and the terminal does not show in its place."""
        wrong = []
        foot = min((sheet.region.y for sheet in self.screen.query("#sheet")), default=self.size.height)
        base = self.screen_stack[0]
        for pane in base.query(Pane):
            x, y, width, height = pane.content_region
            for row, line in enumerate(pane.describe(width, height)[:height], y):
                if width and row < foot and base.get_widget_at(x, row)[0] is pane:
                    text = pad("".join(segment.text for segment in pane.paint(line, width)), width, WIDE)
                    shown = "".join(text for text, _ in self.wired.cells[row][x : x + width])
                    wrong += [f"{pane.id}: {shown!r} for {text!r}"] if shown != text else []
        return wrong


async def test_where_ambiguous_characters_are_wide_everything_stands_in_its_place() -> None:
    app = WideReader(cast(Library, library()), Config(NOWHERE, zone=UTC, ambiguous_width=2))
    app.give(WideTerminal)
    app.wired = WideTerminal(140, 24)

    async def act(pilot: Pilot[object]) -> None:
        await pilot.pause()
        for key in AROUND.split():
            await pilot.press(key)
            end = monotonic() + 10
            while app.misplaced():  # until what the key asked for is painted
                assert monotonic() < end, (key, app.misplaced())
                await pilot.pause()
        app.exit()

    await app.run_async(size=(140, 24), auto_pilot=act)
    assert app.wire
    assert app.frames > 12


async def test_our_own_marks_take_one_cell_everywhere() -> None:
    async with reading(FakeLibrary([article(number) for number in range(30)]), ambiguous_width=2) as reader:
        for key in ("b", "enter", "question_mark", "escape", "colon"):
            await reader.press(key)
            assert {one for one in reader.text if one != "\n" and WIDE.cells(one) != 1} <= set("←→↑↓"), key


async def test_the_cursor_stands_behind_what_is_typed() -> None:
    async with reading(library(), ambiguous_width=2) as reader:
        await reader.press("slash", "α", "b")
        box = reader.screen.line.box
        assert box.cursor_screen_offset.x == box.region.x + 3


HEBREW, SEEN = "שלום עולם", "םלוע םולש"


async def test_names_that_run_from_right_to_left_are_shown_so_everywhere() -> None:
    async with reading(library(HEBREW, HEBREW)) as reader:
        text = reader.text
        assert HEBREW not in text
        by_pane = {pane: line for pane, _, line in lines_of(reader) if SEEN in line}
        assert {"masthead", "list", "sidebar"} <= set(by_pane)
    async with reading(library(HEBREW, HEBREW), terminal_bidi=True) as reader:
        assert SEEN not in reader.text


async def test_what_was_found_is_marked_where_it_is_seen() -> None:
    async with reading(FakeLibrary([article(0, title=HEBREW)])) as reader:
        row = reader.screen.list.row
        assert row is not None
        reader.screen.list.glimpse({row.id: Glimpse(Excerpt("", (), 0), ((5, 9),))})
        line = next(line for line in reader.screen.list.describe(60, 20) if line.marks)
        found = reader.app.palette.found.reverse
        painted = reader.screen.list.paint(line, 60)
        assert [one.text for one in painted if one.style and one.style.reverse == found] == [SEEN[:4]]


@pytest.mark.parametrize("width", [9, 14, 40])
def test_words_are_found_on_a_page_that_runs_from_right_to_left(width: int) -> None:
    words = "אב גד הו abc זח"
    document = Document((Quote((Paragraph((Span(words),)), Paragraph((Span("abc"),)))),))
    lines = typeset(document, width)
    for query in (*words.split(), "אב גד", "ו abc"):

        def find(text: str, wanted: str = query) -> list[tuple[int, int]]:
            return [(one.start(), one.end()) for one in re.finditer(wanted, text)]

        hits = find_hits(lines, document.text, find)
        shown = "".join(lines[hit.line].plain[hit.start : hit.end] for hit in hits if not hit.number)
        assert sorted(shown.replace(" ", "")) == sorted(query.replace(" ", "")), query
