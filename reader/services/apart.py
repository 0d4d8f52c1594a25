"""A sync in a process of its own (`reader.services.process`): the one with the screen keeps its interpreter to itself.

The process receives a `Sync` and sends its Progress; what it raises for the reader to know comes last instead.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from threading import Lock, Thread
from typing import Final

from reader.errors import StoreError
from reader.model import Progress
from reader.services.process import BROKEN, Process, open_pipes
from reader.services.sync import Sync

POLITENESS: Final = 5  # of the process's priority; those that parse for it add theirs
TURN: Final = 0.01  # seconds after each step in which others may write
BEAT: Final = 0.5  # seconds between two signs of life


def iter_progress(sync: Sync, progress: Progress) -> Iterator[Progress]:
    """Run a sync in a process of its own, or here where none can be had or it dies. A step may take long: meanwhile
    the last progress is given again now and then, so that whoever asked can leave.

    Raises:
        StoreError: a database cannot be written.
    """
    process = None
    try:
        process = Process(__name__)
        process.send(sync)
        while True:
            said: Progress | StoreError | None = process.receive()
            if isinstance(said, StoreError):
                raise said
            progress = said or progress
            yield progress
            if progress.report:
                return
    except BROKEN:
        pass
    finally:
        if process:
            process.close()
    yield from sync.run()


def serve() -> None:
    """Run the sync that the parent sends; it ends with its parent."""
    receive, send = open_pipes(POLITENESS)
    sync: Sync = receive()
    talking = Lock()

    def say(thing: Progress | StoreError | None) -> None:
        with talking:
            send(thing)

    Thread(target=beat, args=(say,), daemon=True).start()
    try:
        for progress in sync.run():
            say(progress)
            time.sleep(TURN)
    except StoreError as error:
        say(error)


def beat(say: Callable[[None], None]) -> None:
    """Give signs of life, whatever is done beside; when nobody hears them any more that ends, wherever it stands."""
    while True:
        time.sleep(BEAT)
        try:
            say(None)
        except OSError:
            os._exit(1)
