"""A program in a pty, and when it wrote how many bytes."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import NamedTuple

from ptyprocess import PtyProcess

COLUMNS, ROWS = 120, 40
START = 10  # seconds that a program is given to show something
PATIENCE = 2  # seconds to wait for what must come
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")


class Answer(NamedTuple):
    """What a key brought: bytes, and milliseconds from the key to the last of them (0: none came)."""

    size: int
    milliseconds: float


class Terminal:
    """A program on a screen of its own: Python with some arguments, or another."""

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], program: str = sys.executable
    ) -> None:
        self.sent = b""
        self.begun = self._last = perf_counter()
        self.process = PtyProcess.spawn([program, *arguments], env=environment, dimensions=(ROWS, COLUMNS))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.close(force=True)

    def read(self, seconds: float) -> bool:
        """Read once, for at most so long; False: nothing came."""
        if not select.select([self.process.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.process.fd, 1 << 16)
        except OSError:  # Linux: the other end is closed
            return False
        self._last = perf_counter()
        self.sent += data
        return bool(data)

    def settle(self, quiet: float = 0.5) -> None:
        """Read until nothing has come for a while."""
        while self.read(quiet):
            pass

    def wait(self, seconds: float) -> None:
        """Read whatever comes for so long."""
        until = perf_counter() + seconds
        while (left := until - perf_counter()) > 0:
            self.read(left)

    def first_paint(self, text: str, patience: float = START) -> float:
        """Read until a text stands on the screen and the frame that holds it is whole; milliseconds from exec.

        Raises:
            TimeoutError: it never came to that.
        """
        while text not in _SEQUENCE.sub("", self.sent.decode(errors="replace")):
            if not self.read(patience):
                raise TimeoutError(f"the program never showed {text!r}")
        while self.read(0.01):
            pass
        return (self._last - self.begun) * 1000

    def press(self, key: str, quiet: float = 0.06, least: int = 0, patience: float = PATIENCE) -> Answer:
        """Press a key and read until nothing has come for a while, and at least so many bytes have."""
        before, begun = len(self.sent), perf_counter()
        self.process.write(key.encode())
        while self.read(quiet) or (
            len(self.sent) - before < least and perf_counter() - begun < patience and self.process.isalive()
        ):
            pass
        size = len(self.sent) - before
        return Answer(size, (self._last - begun) * 1000 if size else 0.0)

    def press_until(self, key: str, text: str) -> float:
        """Press a key and read until a text has come; milliseconds from the key, all patience if it never did."""
        before, begun = len(self.sent), perf_counter()
        self.process.write(key.encode())
        while text.encode() not in self.sent[before:]:
            if perf_counter() - begun > PATIENCE:
                return PATIENCE * 1000
            self.read(PATIENCE)
        return (self._last - begun) * 1000

    def resident(self) -> int:
        """Give the bytes of memory that the program and its children hold (Linux)."""
        return sum(_status(pid, "VmRSS") for pid in _family(self.process.pid))

    def cpu_seconds(self) -> float:
        """Give the seconds of processor that the program has used, to the nanosecond.

        Source: Linux, include/linux/posix-timers.h: the clock of a process is its number inverted, times 8, and 2.
        """
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def children(self) -> int:
        """Count the processes that the program has started and not ended (Linux)."""
        return len(_family(self.process.pid)) - 1


def _family(pid: int) -> list[int]:
    """Give a process and all that it or any thread of it has started."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    listed = [child for one in lists for child in one.read_text().split()]
    return [pid, *(one for child in listed for one in _family(int(child)))]


def _status(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    return 0
