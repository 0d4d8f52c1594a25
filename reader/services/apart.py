"""A sync in a process of its own (`reader.services.process`): the one with the screen keeps its interpreter to itself.

The process receives a `Sync` and sends its Progress; what it raises for the reader to know comes last instead.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from reader.errors import StoreError
from reader.model import Progress
from reader.services.process import BROKEN, Process, open_pipes
from reader.services.sync import Sync

POLITENESS: Final = 5  # of the process's priority; those that parse for it add theirs
TURN: Final = 0.01  # seconds after each step in which others may write


def iter_progress(sync: Sync) -> Iterator[Progress]:
    """Run a sync in a process of its own, or here where none can be had or it dies.

    Raises:
        StoreError: a database cannot be written.
    """
    process = None
    try:
        process = Process(__name__)
        process.send(sync)
        while True:
            said: Progress | StoreError = process.receive()
            if isinstance(said, StoreError):
                raise said
            yield said
            if said.report:
                return
    except BROKEN:
        pass
    finally:
        if process:
            process.close()
    yield from sync.run()


def serve() -> None:
    """Run the sync that the parent sends."""
    receive, send = open_pipes(POLITENESS)
    sync: Sync = receive()
    try:
        for progress in sync.run():
            send(progress)
            time.sleep(TURN)
    except StoreError as error:
        send(error)
