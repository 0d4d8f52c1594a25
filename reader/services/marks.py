"""What the reader does to articles, and takes back: read marks and bookmarks, committed one change at a
time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from reader.model import Change
from reader.store import mirror
from reader.store.cache import Cache
from reader.store.entries import TitledMark, keys_of, titled_marks
from reader.store.mark import KNOWN_BY, Mark
from reader.store.state import State


class Done(NamedTuple):
    """A change, and what takes it back in the state."""

    change: Change
    take_back: Callable[[], None]


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

    def set_all_read(self, articles: Iterable[int]) -> Change | None:
        """Mark articles read by their numbers in the cache, however many; None when all were so already.

        The instant tells what this change marked from what was read before, and takes it back.
        """
        if self._cache.database.is_replaced():  # the numbers are those of the file that is open
            with self._cache.reading() as connection:
                seen = titled_marks(connection, keys_of(connection, articles))
            return self.set_read(seen, True)
        when = time.time()
        keys = mirror.mark_all_read(self._cache, self._state, articles, when)
        if not keys:
            return None
        with self._cache.reading() as connection:
            named = titled_marks(connection, keys[:2])
        label = f"Marked {_name(named) if len(keys) == 1 else f'{len(keys):,} articles'} read"
        return self._note(
            Change(label, tuple(keys)), partial(mirror.take_back_read, self._cache, self._state, when)
        )

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
        done.take_back()
        mirror.pull(self._cache, self._state)
        return done.change

    def _write(
        self, label: str, before: Sequence[TitledMark], columns: tuple[str, ...], after: Sequence[Mark]
    ) -> Change | None:
        if not after:
            return None
        self._state.write_marks(after, (*columns, *KNOWN_BY))
        change = Change(label, tuple(mark.key for mark in after))
        marks = [one.mark for one in before]
        return self._note(change, partial(self._state.write_marks, marks, columns))

    def _note(self, change: Change, take_back: Callable[[], None]) -> Change:
        """Mirror a change that is in the state, and remember how to take it back."""
        with self._lock:
            self._done.append(Done(change, take_back))
        mirror.pull(self._cache, self._state)
        return change


def _name(articles: Sequence[TitledMark]) -> str:
    return f"“{articles[0].title}”" if len(articles) == 1 else f"{len(articles):,} articles"
