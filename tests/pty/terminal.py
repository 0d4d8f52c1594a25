"""A terminal for the tests: a program in a pty, and pyte to read what it paints."""

from __future__ import annotations

import os
import re
import select
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from types import TracebackType

import pyte
from ptyprocess import PtyProcess

# What pyte does not know and would print in part: strings, private modes with intermediates, queries.
_UNKNOWN = re.compile(
    rb"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|[P_^X][^\x1b]*\x1b\\"
    rb"|\[[<=>][0-9;:]*[ -/]*[@-~]|\[\?[0-9;]*(?:\$p|u))"
)


class Terminal:
    """A program on a screen of its own."""

    def __init__(self, *arguments: str, home: Path, remote: bool = False) -> None:
        columns, rows = 120, 30
        folders: Mapping[str, str] = {
            name: str(home / name) for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
        }
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
        environment = {**kept, **folders, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        if remote:
            environment["SSH_CONNECTION"] = "192.0.2.1 50000 192.0.2.2 22"
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = b""
        self.process = PtyProcess.spawn(
            [sys.executable, "-m", "reader", *arguments], env=environment, dimensions=(rows, columns)
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.close(force=True)

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.process.write(key.encode())

    def read(self, seconds: float) -> bytes:
        """Read once, for at most so long; nothing: it said nothing, or has ended."""
        if not select.select([self.process.fd], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.process.fd, 1 << 16)
        except OSError:  # Linux: the other end is closed
            return b""
        self.sent += data
        self._stream.feed(_UNKNOWN.sub(b"", data))
        return data

    def until(self, condition: Callable[[], object], seconds: float = 20) -> None:
        """Read until a condition holds."""
        end = monotonic() + seconds
        while not condition():
            assert monotonic() < end, f"it never came to that; the screen:\n{self.text}"
            self.read(0.2)

    def shows(self, text: str) -> None:
        self.until(lambda: text in self.text)

    def settle(self) -> None:
        """Read until it says nothing for a while."""
        while self.read(0.4):
            pass

    def hang_up(self) -> None:
        """Drop the line, and wait for the program's end."""
        self.process.fileobj.close()
        end = monotonic() + 20
        while self.process.isalive():
            assert monotonic() < end, "it goes on without a terminal"
            select.select([], [], [], 0.05)

    def wait(self) -> int | None:
        """Read until the program has ended; its exit code."""
        self.until(lambda: not self.process.isalive())
        while self.read(0):
            pass
        code: int | None = self.process.exitstatus
        return code
