"""The part of a list that lies in memory: pages of rows by their index, a bounded number of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from reader.model import Row

PAGE: Final = 128  # rows fetched at once: three screens, under a millisecond
KEPT: Final = 16  # pages kept around the reader


class RowWindow:
    """Rows of one view; whichever are missing are asked for once."""

    def __init__(self, count: int = 0) -> None:
        """Start with nothing of `count` rows."""
        self.count = count
        self._pages: dict[int, tuple[Row, ...]] = {}
        self._asked: set[int] = set()

    def __getitem__(self, index: int) -> Row | None:
        """Find the row at an index, or None while it is not here."""
        page = self._pages.get(index // PAGE)
        offset = index % PAGE
        return page[offset] if page is not None and 0 <= offset < len(page) else None

    def put(self, start: int, rows: Sequence[Row]) -> None:
        """Take rows in; `start` is the first index of a page."""
        for offset in range(0, max(len(rows), 1), PAGE):
            number = (start + offset) // PAGE
            self._pages[number] = tuple(rows[offset : offset + PAGE])
            self._asked.discard(number)
        centre = start // PAGE
        while len(self._pages) > KEPT:
            del self._pages[max(self._pages, key=lambda number: abs(number - centre))]

    def ask(self, start: int, stop: int) -> Iterator[int]:
        """Yield the first index of each page of a range that is neither here nor asked for."""
        for number in range(max(start, 0) // PAGE, (min(stop, self.count) - 1) // PAGE + 1):
            if number not in self._pages and number not in self._asked:
                self._asked.add(number)
                yield number * PAGE

    def rows(self) -> Iterable[Row]:
        """Give every row in memory."""
        return (row for page in self._pages.values() for row in page)


def span_around(index: int, count: int, height: int) -> tuple[int, int]:
    """Give the first index and the number of rows, in whole pages, that a screen around an index needs."""
    first = max(0, index - height) // PAGE * PAGE
    last = (min(index + height, max(count - 1, 0)) // PAGE + 1) * PAGE
    return first, last - first
