"""Keeping up with the folder: syncs, what they bring to the screen, and the watch that asks for them."""

from __future__ import annotations

import time
from typing import Final

from textual import on
from textual.message import Message

from reader.config import Config
from reader.model import Progress
from reader.services.library import Library
from reader.ui.desk import Answers, Desk
from reader.ui.newsroom import REST, Newsroom

REFRESH: Final = 1.0  # seconds between two looks at what a running sync brought
_PACE: Final = (
    0.25  # seconds between two reports of a sync: often enough to look alive, and few keys meet one
)


class Follower:
    """Follows one library's folder in the desk's lanes."""

    class Synced(Message):
        """How far the sync is; the last one carries its report."""

        def __init__(self, progress: Progress) -> None:
            self.progress = progress
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """A later report makes an earlier one that nobody has seen needless."""
            progress = self.progress
            return isinstance(message, Follower.Synced) and not (message.progress.report or progress.notice)

    class Stirred(Message):
        """Files of the library may have come, changed or gone."""

    def __init__(self, desk: Desk, library: Library) -> None:
        """Work at a desk."""
        self._desk, self._library = desk, library

    def sync(self) -> None:
        """Bring the library up to its folder, saying now and then how far it is."""

        def answers() -> Answers:
            said = 0.0
            for progress in self._library.sync(apart=True):
                if self._desk.closed.is_set():
                    return
                telling = progress.report is not None or progress.notice
                if telling or time.monotonic() - said > _PACE:
                    said = time.monotonic()
                    yield self.Synced(progress)

        self._desk.ask("sync", "sync", answers())

    def watch(self) -> None:
        """Say whenever a sync may find something."""
        self._desk.ask("watch", "watch", (self.Stirred() for _ in self._library.watch(self._desk.closed)))


class Syncing(Newsroom):
    """The newsroom, and news as they come in."""

    def __init__(self, library: Library, config: Config) -> None:
        """Follow a library; nothing is asked of it before the screen stands."""
        super().__init__(library, config)
        self.follower = Follower(self.desk, library)
        self._begun = self._watching = False
        self._stirred = False  # while a sync ran
        self._refreshed = 0.0
        self._noticed = ""  # what the last sync had to say: while it stays so it is not said again

    def on_mount(self) -> None:
        """Promise a sync, so that nobody asks for another."""
        self.syncing = True

    @on(Desk.Listed)
    @on(Desk.Failed)
    def begin(self, message: Desk.Listed | Desk.Failed) -> None:
        """Look for what is new once what is there already is painted."""
        if not self._begun:
            self._begun = True
            if isinstance(message, Desk.Listed) and message.synced is None:  # there is nothing to show yet
                self.call_after_refresh(self.follower.sync)
            else:
                self.call_after_refresh(self.set_timer, REST, self.follower.sync)

    def start_sync(self) -> None:
        """Bring the library up to its folder, unless that is being done."""
        if not self.syncing:
            self.syncing = True
            self.follower.sync()

    @on(Follower.Stirred)
    def sync_stirred(self) -> None:
        """Sync what stirred: now, or once more after the sync that runs."""
        self._stirred = self.syncing
        self.start_sync()

    @on(Follower.Synced)
    def show_synced(self, message: Follower.Synced) -> None:
        """Say how far the sync is, and show what it brought."""
        progress = message.progress
        if progress.report is None:
            self.masthead.show(done=progress.done, total=progress.total)
            if progress.done and time.monotonic() - self._refreshed > REFRESH:
                self._refreshed = time.monotonic()
                self.refresh_list()
            return
        if progress.notice and progress.notice != self._noticed:
            self.notify(progress.notice, markup=False)
        self._noticed = progress.notice
        self.syncing = False
        self.masthead.show(done=0, total=-1)
        self.refresh_list()
        if progress.report.changed or self.article.page is None:
            self.open_again()
        if self._begin_watch():
            self._stirred = progress.report.seconds > REFRESH  # in which nobody said what changed
        if self._stirred:
            self.sync_stirred()

    def _begin_watch(self) -> bool:
        """Watch from now on; gives whether that begins now."""
        begins, self._watching = not self._watching, True
        if begins:
            self.follower.watch()
        return begins

    @on(Desk.Failed)
    def stop_failed(self, message: Desk.Failed) -> None:
        """Show that a sync which failed goes on no more."""
        if message.topic == "sync":
            self.syncing = False
            self.masthead.show(done=0, total=-1)
            self._begin_watch()
