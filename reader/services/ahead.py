"""Reading ahead: while a walk goes on, a process beside it parses the newest of what was found so far.

When the walk ends most of what is waited for has been read; and who has a screen to paint parses none of it itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from reader.model import Seen, SourceFile
from reader.services.reading import Desk
from reader.store.agenda import Shortlist
from reader.store.fields import Parsed

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.services.workers import Team

WORTH: Final = 20  # files that take longer than a process takes to start
CHUNK: Final = 8  # files between two looks at what is the newest by now
_CHUNK_BYTES: Final = 1 << 18  # and no more where files are large
_AT_ONCE: Final = 2  # chunks: one is read, one waits
_BEAT: Final = 0.5  # seconds after which one who waits is told that it goes on


class Ahead:
    """Reads up to so many files of a walk; where there are few, not before they are asked for, and here."""

    def __init__(self, desk: Desk, most: int) -> None:
        """Begin with nothing found; the `most` newest files will be asked for."""
        self._desk = desk
        self._most = most
        self._found = Shortlist(most)
        self._team: Team | None = None
        self._under_way: deque[tuple[Sequence[SourceFile], Future[list[Parsed]]]] = deque()
        self._asked: set[SourceFile] = set()
        self._read: dict[SourceFile, Parsed] = {}

    def offer(self, files: Iterable[Seen], moments: Iterable[float]) -> None:
        """Tell what the walk found, with the moments that order it, in seconds since the epoch."""
        self._found.add(files, moments)
        self.go_on()

    def go_on(self) -> None:
        """Keep the process at work, if there is enough; takes no time."""
        while self._under_way and self._under_way[0][1].done():
            self._collect(0)
        enough = self._team or min(len(self._found), self._most) >= WORTH
        if enough and len(self._under_way) < _AT_ONCE:
            self._hand_out(self._found.newest)

    def iter_read(self, files: Sequence[SourceFile]) -> Iterator[Parsed | None]:
        """Yield files parsed, in this order; None now and then where one takes long. The walk is over."""
        for file in files:
            while self._team and file not in self._read:
                self._hand_out(files)
                if not self._collect(_BEAT):
                    yield None
            yield self._read.pop(file) if self._team else self._desk.read(file)

    def _hand_out(self, files: Sequence[SourceFile]) -> None:
        """Ask for the first files that were not asked for."""
        if self._team is None:
            from reader.services.workers import Team

            self._team = Team(self._desk, 1)
        left = [file for file in files if file not in self._asked]
        while left and len(self._under_way) < _AT_ONCE:
            count = _count_chunk(left)
            chunk, left = left[:count], left[count:]
            self._asked.update(chunk)
            self._under_way.append((chunk, self._team.read(chunk)))

    def _collect(self, seconds: float) -> bool:
        """Wait so long for what was asked for first; tells whether it has come."""
        chunk, answers = self._under_way[0]
        try:
            self._read.update(zip(chunk, answers.result(seconds), strict=True))
        except TimeoutError:
            return False
        self._under_way.popleft()
        if len(self._read) > 2 * self._most:  # others turned out to be newer
            self._read = {file: self._read[file] for file in self._found.newest if file in self._read}
        return True

    def close(self) -> None:
        """End the process, and let go what was read for nothing."""
        team, self._team = self._team, None
        if team:
            team.close()
        self._under_way.clear()
        self._asked.clear()
        self._read.clear()


def _count_chunk(files: Sequence[SourceFile]) -> int:
    """Count the files at the beginning that are read before anybody looks again."""
    sizes = accumulate(file.size for file in files[:CHUNK])
    return 1 + sum(size < _CHUNK_BYTES for size in list(sizes)[:-1])
