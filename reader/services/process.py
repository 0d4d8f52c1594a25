"""A process of our own: a module of this package at work beside us, spoken to in pickles.

The module has a function `serve`, which takes the process's side of the conversation from `open_pipes`.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import subprocess

BROKEN: Final = (OSError, EOFError, pickle.UnpicklingError)  # what talking to one that died raises
HERE: Final = b"\0here\n"  # begins what is said; anything before it was printed as the process started
COMMAND: Final = "import sys; sys.path[:] = sys.argv[1:]; from {} import serve; serve()"


class Process:
    """The side of the process that started it."""

    def __init__(self, module: str) -> None:
        """Start a process in which a module serves.

        Raises:
            OSError: none can be had.
        """
        import subprocess

        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, "-c", COMMAND.format(module), *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the parent
        )
        self._is_heard = False

    def send(self, thing: object) -> None:
        """Say something.

        Raises:
            BROKEN: nobody is there any more.
        """
        assert self._process.stdin
        pickle.dump(thing, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()

    def receive(self) -> Any:
        """Wait for something that the process says.

        Raises:
            BROKEN: nobody is there any more.
        """
        assert self._process.stdout
        while not self._is_heard:
            line = self._process.stdout.readline()
            if not line:
                raise EOFError
            self._is_heard = line.endswith(HERE)
        return pickle.load(self._process.stdout)

    @property
    def is_over(self) -> bool:
        """Whether the process has ended."""
        return self._process.poll() is not None

    def stop(self) -> None:
        """End the process while somebody waits for what it says."""
        self._process.kill()

    def close(self) -> None:
        """End the process; whatever it was doing is lost."""
        self.stop()
        self._process.communicate()


def open_pipes(politeness: int) -> tuple[Callable[[], Any], Callable[[object], None]]:
    """Give what receives and what sends inside the process, which from now on lets others go first.

    Receiving raises EOFError where the parent is gone, sending BrokenPipeError.
    """
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # whatever may be printed must not end up among the answers
    if hasattr(os, "nice"):
        os.nice(politeness)
    answers.write(HERE)

    def receive() -> Any:
        return pickle.load(source)

    def send(thing: object) -> None:
        pickle.dump(thing, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()

    return receive, send
