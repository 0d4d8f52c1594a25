"""What the reader does to articles, and takes back: read marks and bookmarks, committed one change at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from reader.model import Change
from reader.store import mirror
from reader.store.cache import Cache
from reader.store.entries import titled_marks
from reader.store.state import Mark, State


class Done(NamedTuple):
    """A change and what was so before it; `undo` puts the old of a mark into the new."""

    change: Change
    before: tuple[Mark, ...]
    undo: Callable[[Mark, Mark], Mark]


class Marks:
    """The marks of one library, with the changes of this session."""

    def __init__(self, cache: Cache, state: State) -> None:
        """Begin a session."""
        self._cache = cache
        self._state = state
        self._done: list[Done] = []
        self._lock = threading.Lock()

    def set_read(self, keys: Iterable[str], read: bool) -> Change | None:
        """Mark articles read or unread; None when all were so already."""
        when = time.time()
        marks = [(title, mark) for title, mark in self._marks(keys) if (mark.read is None) is read]
        return self._write(
            f"Marked {_name(marks)} {'read' if read else 'unread'}",
            [(mark, mark._replace(read=when if read else None)) for _, mark in marks],
            lambda before, now: now._replace(read=before.read),
        )

    def set_bookmark(self, keys: Iterable[str], on: bool) -> Change | None:
        """Bookmark articles, or take the bookmark away; None when all were so already."""
        when = time.time()
        marks = [(title, mark) for title, mark in self._marks(keys) if (mark.bookmarked is None) is on]
        return self._write(
            f"Bookmarked {_name(marks)}" if on else f"Took the bookmark from {_name(marks)}",
            [(mark, mark._replace(bookmarked=when if on else None, dropped=None if on else when)) for _, mark in marks],
            lambda before, now: now._replace(bookmarked=before.bookmarked, dropped=before.dropped),
        )

    def undo(self) -> Change | None:
        """Take the last change back; None when there is none."""
        with self._lock:
            if not self._done:
                return None
            done = self._done.pop()
        before = {mark.key: mark for mark in done.before}
        now = self._marks(done.change.keys)
        self._commit([done.undo(before[mark.key], mark) for _, mark in now if mark.key in before])
        return done.change

    def _marks(self, keys: Iterable[str]) -> list[tuple[str, Mark]]:
        with self._cache.reading() as connection:
            return titled_marks(connection, keys)

    def _write(
        self, label: str, marks: Sequence[tuple[Mark, Mark]], undo: Callable[[Mark, Mark], Mark]
    ) -> Change | None:
        if not marks:
            return None
        self._commit([new for _, new in marks])
        change = Change(label, tuple(new.key for _, new in marks))
        with self._lock:
            self._done.append(Done(change, tuple(old for old, _ in marks), undo))
        return change

    def _commit(self, marks: Sequence[Mark]) -> None:
        self._state.write_marks(marks)
        mirror.pull(self._cache, self._state)


def _name(marks: Sequence[tuple[str, Mark]]) -> str:
    return f"“{marks[0][0]}”" if len(marks) == 1 else f"{len(marks)} articles"
