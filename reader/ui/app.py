"""The application: themes, keymap, signals, and one screen for each library that is opened."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from base64 import b64encode
from collections.abc import Callable
from typing import Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import Screen

from reader import startup
from reader.config import Config, LibraryConfig, describe_terminal
from reader.services.library import Library
from reader.typeset.options import Options
from reader.ui.actions import ACTIONS, find_clashes
from reader.ui.desk import Desk
from reader.ui.keyboard import Keyboard
from reader.ui.main_screen import MainScreen
from reader.ui.palette import INKS, NARROW, OWN, UNAMBIGUOUS, Palette, theme_of
from reader.ui.wire import Wire, WiredApp

SWITCH = 0.0005  # seconds that threads may keep the screen waiting: Python's 5 milliseconds are felt
_FAULTS = 4  # sentences about wrong settings that the smallest usual window has room for
_AT_ONCE = frozenset({"ctrl+c", "ctrl+z"})  # keys that wait for nothing
_SIGNALS = () if sys.platform == "win32" else (signal.SIGTERM, signal.SIGHUP)


class BroadsheetApp(WiredApp):
    """Broadsheet in a terminal."""

    TITLE = "Broadsheet"
    CSS_PATH = "broadsheet.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", "Leave", priority=True),
        Binding("ctrl+z", "suspend_process", "Put in the background", priority=True),
    ]

    def __init__(self, library: Library, config: Config, *, until_painted: bool = False) -> None:
        """Open a library; `until_painted`: only to be left again at the first paint."""
        ink = INKS["auto" if config.color == "never" else config.theme]
        super().__init__(ansi_color=ink is OWN)  # Textual chooses its filters here, before it knows the theme
        self._library, self._config = library, config
        self._until_painted, self._painted = until_painted, False
        self.options = Options.of(config)
        if config.wire:
            self.wire = Wire(self.options.measure)
        self.keyboard = Keyboard(self, self._owes)
        self.palette = Palette(ink)
        self.glyphs = UNAMBIGUOUS if self.options.ambiguous_wide else NARROW
        self.animation_level = "none"  # print does not move
        self.register_theme(theme_of(ink))
        self.theme = ink.name
        if self.options.ambiguous_wide:
            self.add_class("wide-marks")
        known = {action.id for action in ACTIONS}
        self.set_keymap({name: keys for name, keys in config.keymap.items() if name in known})

    def get_default_screen(self) -> Screen[None]:
        """Begin with the library's screen."""
        return MainScreen(self._library, self._config)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything for the theme; before there is a screen the sheet is not read, else it were twice."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def on_mount(self) -> None:
        """Leave politely when told to; say what is wrong in the settings."""
        startup.note("terminal and screen")
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self.exit)
        self._heed_stops(self._go_on_after_stop)
        faults = [*find_clashes(self._config.keymap), *self._config.faults]  # doctor names the file's, too
        if len(faults) > _FAULTS:
            more = len(faults) - _FAULTS + 1
            faults[_FAULTS - 1 :] = [f"{more} more settings are wrong: broadsheet doctor names the file's."]
        for fault in faults:
            self.notify(fault, severity="warning", markup=False)

    def on_unmount(self) -> None:
        """Give the signals back."""
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.remove_signal_handler(number)
        self._heed_stops(signal.SIG_DFL)

    def _heed_stops(self, handler: Callable[..., object] | signal.Handlers) -> None:
        """Have what follows a stop handled, where there is a terminal that a stopped program gives back."""
        if sys.platform != "win32" and self._driver is not None and self._driver.can_suspend:
            signal.signal(signal.SIGCONT, handler)

    def _go_on_after_stop(self, *_: object) -> None:
        """Take the terminal again after a stop. Textual would take it twice where it was not given back before: two
        threads would read the keys, and the one that nobody ends would go on when the program is over.
        """
        driver: Any = self._driver
        if not os.isatty(driver.fileno):  # it hung up, which comes with a signal to go on
            return
        if not driver._must_signal_resume:  # stopped by another signal than that of Ctrl-z
            driver.suspend_application_mode()
            driver._must_signal_resume = True
        driver._sigcont_application()

    async def on_event(self, event: events.Event) -> None:
        """Hand on what comes from the terminal, keys one at a time."""
        if not isinstance(event, events.Key) or event.is_forwarded or event.key in _AT_ONCE:
            await super().on_event(event)
        elif not self.keyboard.holds(event):
            target = self.focused or self.screen
            await super().on_event(event)
            self.keyboard.follow(target)

    @on(Desk.Listed)
    @on(Desk.Failed)
    def note_paint(self) -> None:
        """Note the first paint, and leave where nothing else was asked for."""
        if not self._painted:
            self._painted = True
            self.call_after_refresh(self._end_start)

    def _end_start(self) -> None:
        startup.note("first list and paint")
        startup.release_collector()
        if self._until_painted:
            self.exit()

    def _owes(self) -> bool:
        return isinstance(self.screen, MainScreen) and self.screen.desk.owes > 0

    @on(Desk.Answered)
    def go_on(self) -> None:
        """Let the keyboard know that the screen has its answer."""
        self.keyboard.go_on()

    @on(MainScreen.LibraryEntered)
    def show_library(self, message: MainScreen.LibraryEntered) -> None:
        """Show another library in place of this one."""
        while len(self.screen_stack) > 1:  # a sheet that was asked for meanwhile
            self.pop_screen()
        first = self.screen
        if not first._result_callbacks:  # Textual gives none to the screen it begins with, and takes one away
            first._push_result_callback(self, None)
        self.switch_screen(MainScreen(message.library, self._config))

    def action_suspend_process(self) -> None:
        """Write down what is not yet, and step into the background."""
        if isinstance(self.screen, MainScreen):
            self.screen.keep_now()
        super().action_suspend_process()

    def copy_to_clipboard(self, text: str) -> None:
        """Hand a text to the terminal's clipboard by OSC 52; inside tmux also to the terminal around it.

        Source: xterm, "Operating System Commands", 52; tmux(1), `allow-passthrough`.
        """
        super().copy_to_clipboard(text)
        if self._driver is not None and "TMUX" in describe_terminal():
            sequence = f"\x1b]52;c;{b64encode(text.encode()).decode()}\a"
            doubled = sequence.replace("\x1b", "\x1b\x1b")
            self._driver.write(f"\x1bPtmux;{doubled}\x1b\\")


def run(library: Library | LibraryConfig, config: Config, *, until_painted: bool = False) -> int:
    """Show a library until its reader leaves, or until it is painted; gives the exit code.

    Raises:
        NotAFolder: the library's path is missing, or a file.
        StoreError: a database can neither be opened nor made.
    """
    if isinstance(library, LibraryConfig):
        library = Library(library, config)
    startup.note("cache and state")
    sys.setswitchinterval(SWITCH)
    app = BroadsheetApp(library, config, until_painted=until_painted)
    app.run()
    return app.return_code or 0
