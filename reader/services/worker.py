"""The inside of a parsing process (`reader.services.process`).

It receives a `Desk`, then questions about lists of files, and sends `READY`, then a list of answers for each. It ends
with its parent, and ends itself where a chunk takes longer than any honest one does.
"""

from __future__ import annotations

import faulthandler
import signal
from collections.abc import Sequence

from reader.model import SourceFile
from reader.services.process import open_pipes
from reader.services.reading import Desk

READY = "ready"
SECONDS = 10.0  # of the processor that any chunk is given
SECONDS_A_MEGABYTE = 20.0
PATIENCE = 12  # times as long by the clock: a machine may be busy, or a disk asleep
POLITENESS = 5  # of the process's priority: the screen goes first


def serve() -> None:
    """Read what the parent asks for until it is gone."""
    receive, send = open_pipes(POLITENESS)
    desk: Desk = receive()
    answer: object = READY
    while True:
        send(answer)
        try:
            question, chunk = receive()
        except EOFError:
            return
        faulthandler.dump_traceback_later(PATIENCE * _bound(chunk), exit=True)
        give_time(_bound(chunk))
        answer = [question(desk, file) for file in chunk]
        give_time(0)
        faulthandler.cancel_dump_traceback_later()


def give_time(seconds: float) -> None:
    """Have the process end when it has used so much of the processor from now on; 0 lifts that."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)  # nobody handles SIGPROF, which is the end


def _bound(chunk: Sequence[SourceFile]) -> float:
    return SECONDS + SECONDS_A_MEGABYTE * sum(file.size for file in chunk) / 2**20
