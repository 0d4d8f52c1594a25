"""The inside of a parsing process: `python -c "from reader.services.worker import serve; serve()"`.

Pickles come on stdin (a `Desk`, then lists of files) and go to stdout (`READY`, then a list for each). The
process ends with its parent, and ends itself where a chunk takes longer than any honest one does.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from reader.model import SourceFile
from reader.services.reading import Desk

READY = "ready"
SECONDS = 10.0  # of the processor that any chunk is given
SECONDS_A_MEGABYTE = 20.0
PATIENCE = 12  # times as long by the clock: a machine may be busy, or a disk asleep
POLITENESS = 5  # of the process's priority: the screen goes first


def serve() -> None:
    """Read what the parent asks for until it is gone."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # whatever a parser may print must not end up among the answers
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    desk: Desk = pickle.load(source)
    answer: object = READY
    while True:
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
        try:
            chunk: Sequence[SourceFile] = pickle.load(source)
        except EOFError:
            return
        faulthandler.dump_traceback_later(PATIENCE * _bound(chunk), exit=True)
        give_time(_bound(chunk))
        answer = [desk.read(file) for file in chunk]
        give_time(0)
        faulthandler.cancel_dump_traceback_later()


def give_time(seconds: float) -> None:
    """Have the process end when it has used so much of the processor from now on; 0 lifts that."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)  # nobody handles SIGPROF, which is the end


def _bound(chunk: Sequence[SourceFile]) -> float:
    return SECONDS + SECONDS_A_MEGABYTE * sum(file.size for file in chunk) / 2**20
