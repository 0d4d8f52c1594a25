"""What the reader does to articles, and takes back: read marks and bookmarks, committed one change at a
time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.model import Change
from reader.store import mirror
from reader.store.cache import Cache
from reader.store.entries import TitledMark
from reader.store.state import Mark, State


class Done(NamedTuple):
    """A change, how its articles were before, and which columns of their marks it was about."""

    change: Change
    before: tuple[TitledMark, ...]
    columns: tuple[str, ...]


class Marks:
    """The marks of one library, with the changes of this session."""

    def __init__(self, cache: Cache, state: State) -> None:
        """Begin a session."""
        self._cache = cache
        self._state = state
        self._done: list[Done] = []
        self._lock = threading.Lock()

    def set_read(self, articles: Iterable[TitledMark], read: bool) -> Change | None:
        """Mark articles read or unread; None when all were so already."""
        when = time.time() if read else None
        turned = [one for one in articles if (one.mark.read is None) is read]
        label = f"Marked {_name(turned)} {'read' if read else 'unread'}"
        return self._write(label, turned, ("read",), [one.mark._replace(read=when) for one in turned])

    def set_bookmark(self, articles: Iterable[TitledMark], on: bool) -> Change | None:
        """Bookmark articles, or take the bookmark away; None when all were so already."""
        now = time.time()
        bookmarked, dropped = (now, None) if on else (None, now)
        turned = [one for one in articles if (one.mark.bookmarked is None) is on]
        label = f"Bookmarked {_name(turned)}" if on else f"Took the bookmark from {_name(turned)}"
        after = [one.mark._replace(bookmarked=bookmarked, dropped=dropped) for one in turned]
        return self._write(label, turned, ("bookmarked", "dropped"), after)

    def undo(self) -> Change | None:
        """Take the last change back; None when there is none."""
        with self._lock:
            if not self._done:
                return None
            done = self._done.pop()
        self._commit(done.before, [one.mark for one in done.before], done.columns)
        return done.change

    def _write(
        self, label: str, before: Sequence[TitledMark], columns: tuple[str, ...], after: Sequence[Mark]
    ) -> Change | None:
        if not after:
            return None
        self._commit(before, after, columns)
        change = Change(label, tuple(mark.key for mark in after))
        with self._lock:
            self._done.append(Done(change, tuple(before), columns))
        return change

    def _commit(
        self, articles: Sequence[TitledMark], marks: Sequence[Mark], columns: tuple[str, ...]
    ) -> None:
        change = self._state.write_marks(marks, columns)
        marked = zip((one.article for one in articles), marks, strict=True)
        mirror.push(self._cache, self._state, marked, columns, change)


def _name(articles: Sequence[TitledMark]) -> str:
    return f"“{articles[0].title}”" if len(articles) == 1 else f"{len(articles)} articles"
