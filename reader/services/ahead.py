"""Reading ahead: while a walk goes on, a process beside it parses the newest of what was found so far.

When the walk ends most of what is waited for has been read; and who has a screen to paint parses none of it itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from reader.model import Found, SourceFile
from reader.services.reading import Desk
from reader.store.agenda import Shortlist
from reader.store.fields import Parsed

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.services.workers import Team

WORTH: Final = 20  # files that take longer than a process takes to start
CHUNK: Final = 8  # files between two looks at what is the newest by now
_AT_ONCE: Final = 2  # chunks: one is read, one waits


class Ahead:
    """Reads up to so many files of a walk; where there are few, not before they are asked for, and here."""

    def __init__(self, desk: Desk, most: int) -> None:
        """Begin with nothing found; `most` files will be asked for."""
        self._desk = desk
        self._most = most
        self._found = Shortlist(most)
        self._team: Team | None = None
        self._asked: deque[tuple[Sequence[SourceFile], Future[list[Parsed]]]] = deque()
        self._read: dict[SourceFile, Parsed] = {}

    def offer(self, files: Iterable[Found], moments: Iterable[float]) -> None:
        """Tell what the walk found, with the moments that order it, in seconds since the epoch."""
        self._found.add(files, moments)
        self.go_on()

    def go_on(self) -> None:
        """Keep the process at work; takes no time."""
        if self._team is None:
            if min(len(self._found), self._most) < WORTH:
                return
            from reader.services.workers import Team

            self._team = Team(self._desk, 1)
        while self._asked and self._asked[0][1].done():
            self._collect()
        while len(self._asked) < _AT_ONCE and (chunk := self._found.take_newest(CHUNK)):
            self._asked.append((chunk, self._team.read(chunk)))

    def iter_read(self, files: Sequence[SourceFile]) -> Iterator[Parsed]:
        """Yield files parsed, in this order; the walk is over."""
        if self._team is None:
            yield from map(self._desk.read, files)
            return
        known = self._read.keys() | {file for chunk, _ in self._asked for file in chunk}
        left = [file for file in files if file not in known]
        self._found = Shortlist(len(left))
        self._found.add(left, range(len(left), 0, -1))
        for file in files:
            while file not in self._read:
                self.go_on()
                if file not in self._read:
                    self._collect()
            yield self._read.pop(file)

    def _collect(self) -> None:
        chunk, answers = self._asked.popleft()
        self._read.update(zip(chunk, answers.result(), strict=True))

    def close(self) -> None:
        """End the process, and let go what was read for nothing."""
        team, self._team = self._team, None
        if team:
            team.close()
        self._read.clear()
