"""How the tests of the screen start it, wait for it and read it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path
from threading import enumerate as enumerate_threads
from time import monotonic
from typing import Any, cast

from textual import events
from textual.pilot import Pilot

from reader.config import Config, Folders
from reader.services.library import Library
from reader.ui.app import BroadsheetApp
from reader.ui.main_screen import MainScreen
from tests.ui.fake_library import FakeLibrary

WIDE = (140, 30)
NOWHERE = Folders(Path("/nowhere"), Path("/nowhere"), Path("/nowhere"))


class Reader:
    """A running screen and its fake library."""

    def __init__(self, pilot: Pilot[None], library: FakeLibrary) -> None:
        self.pilot, self.library = pilot, library

    @property
    def app(self) -> BroadsheetApp:
        return cast(BroadsheetApp, self.pilot.app)

    @property
    def screen(self) -> MainScreen:
        return next(one for one in self.pilot.app.screen_stack if isinstance(one, MainScreen))

    @property
    def text(self) -> str:
        """What stands on the screen."""
        width, height = self.pilot.app.size
        lines = self.pilot.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip)[:width] for strip in lines[:height])

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.until(lambda: self.pilot.app._exit or not self.app.keyboard.busy)
        await self.pilot.pause()

    def type_ahead(self, *keys: str) -> None:
        """Press keys in one burst, before the screen has seen the first of them."""
        for key in keys:
            self.pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.until(lambda: self.screen.size == (width, height))

    async def until(self, condition: Callable[[], object]) -> None:
        """Let the screen work until a condition holds."""
        end = monotonic() + 10
        while not condition():
            assert monotonic() < end, f"it never came to that; the screen:\n{self.text}"
            await self.pilot.pause()

    async def opens(self, key: str) -> None:
        """Wait until an article's page is shown."""
        await self.until(lambda: self.screen.article.page and self.screen.article.page.key == key)

    async def shows(self, text: str) -> None:
        await self.until(lambda: text in self.text)


@asynccontextmanager
async def reading(
    library: FakeLibrary, size: tuple[int, int] = WIDE, **settings: Any
) -> AsyncIterator[Reader]:
    """Run the screen over a library until it stands still."""
    config = Config(NOWHERE, zone=UTC)._replace(**settings)
    app = BroadsheetApp(cast(Library, library), config)
    async with app.run_test(size=size, notifications=True) as pilot:
        reader = Reader(pilot, library)
        await reader.until(lambda: reader.screen.shown is not None and not reader.screen.syncing)
        await pilot.pause()
        yield reader
    for thread in enumerate_threads():
        if thread.name == "broadsheet-close":
            thread.join(10)
