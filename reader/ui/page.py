"""A set article: its head and lines, its open folds, and how places in the text become lines and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from reader.services.library import Opened

if TYPE_CHECKING:
    from reader.document import Image, Line


class Setting(NamedTuple):
    """How an article is set: its width in cells and what the reader switched."""

    width: int
    numbers: bool = False
    readings: bool = True


class LinkSpot(NamedTuple):
    """Where a link begins: the line, the characters before it, and its index in the document's links."""

    line: int
    column: int
    link: int


class Page:
    """An article set to a width, as the reading pane shows it: only lines that no closed fold hides."""

    def __init__(
        self, opened: Opened, head: Sequence[Line], body: Sequence[Line], setting: Setting, whole: bool = True
    ) -> None:
        """Take the set lines; every fold is closed. A page that is not `whole` is followed by one that is."""
        self.opened = opened
        self.whole = whole
        self.setting = setting
        self.head = tuple(head)
        self.open_folds: frozenset[int] = frozenset()
        self._body = body
        self.title = tuple(takewhile(_is_title, head))
        self.unfolded = (*self.head, *(line for line in body if not line.fold_head))
        self.lines: list[Line] = []
        self._places: list[int] = []  # of the unfolded lines among those that are shown
        self._offsets: list[int] = []
        self._show()

    @property
    def key(self) -> str:
        """The article's key."""
        return self.opened.entry.article.key or ""

    def _show(self) -> None:
        body: list[Line] = []
        self._places = list(range(len(self.head)))
        for line in self._body:
            if not line.fold or line.fold_head != (line.fold in self.open_folds):
                body.append(line)
            if not line.fold_head:
                self._places.append(len(self.head) + len(body) - 1)
        self.lines = [*self.head, *body]
        # a table's lines may step back; places only need the furthest so far
        self._offsets, furthest = [], 0
        for line in body:
            furthest = max(furthest, line.offset)
            self._offsets.append(furthest)

    def place_at(self, line: int) -> int:
        """Give the place in the text of a line; the head is place 0."""
        index = min(line, len(self.lines) - 1) - len(self.head)
        return self._offsets[index] if 0 <= index < len(self._offsets) else 0

    def line_of(self, place: int) -> int:
        """Find the line that holds a place; 0 is the head's first."""
        if place <= 0 or not self._offsets:
            return 0
        index = bisect_right(self._offsets, place) - 1
        while index > 0 and self._offsets[index - 1] == self._offsets[index]:
            index -= 1
        return len(self.head) + max(index, 0)

    def toggle_folds(self, first: int, last: int) -> bool:
        """Open the folds between two lines, or close them where all are open; False: there are none."""
        folds = {line.fold for line in self.lines[first:last] if line.fold}
        if not folds:
            return False
        self.open_folds = self.open_folds - folds if folds <= self.open_folds else self.open_folds | folds
        self._show()
        return True

    def place_of(self, unfolded: int) -> int:
        """Give the line where one of the unfolded lines stands, or what stands for its fold."""
        return self._places[unfolded]

    def is_folded(self, unfolded: int) -> bool:
        """Tell whether a closed fold hides one of the unfolded lines."""
        fold = self.unfolded[unfolded].fold
        return bool(fold) and fold not in self.open_folds

    def unfold(self, unfolded: int) -> None:
        """Open the fold that hides one of the unfolded lines."""
        if self.is_folded(unfolded):
            self.open_folds |= {self.unfolded[unfolded].fold}
            self._show()

    def opened_in(self, first: int, last: int) -> tuple[int, int] | None:
        """Find the lines of the first open fold that begins between two lines: its first, and one past its last."""
        lines, opened = self.lines, self.open_folds
        for start in range(first, min(last, len(lines))):
            fold = lines[start].fold
            if fold in opened and not (start and lines[start - 1].fold == fold):
                inside = takewhile(lambda line: line.fold == fold, lines[start:])  # noqa: B023 - used at once
                return start, start + sum(1 for _ in inside)
        return None

    def keep_folds(self, other: Page) -> None:
        """Open the folds that were open at another width."""
        self.open_folds = other.open_folds
        self._show()

    def iter_links(self, first: int, last: int) -> Iterator[LinkSpot]:
        """Yield the links that begin between two lines, in reading order."""
        begun = {span.link for span in self.lines[first - 1].spans} if first else set()
        for number in range(first, min(last, len(self.lines))):
            column = 0
            for span in self.lines[number].spans:
                if span.link is not None and span.link not in begun:
                    begun.add(span.link)
                    yield LinkSpot(number, column, span.link)
                column += len(span.text)

    def find_image(self, first: int, last: int) -> Image | None:
        """Find the first image between two lines."""
        spans = (span for line in self.lines[first:last] for span in line.spans)
        return next((span.image for span in spans if span.image is not None and span.image.url), None)

    def find_anchor(self, anchor: str) -> int | None:
        """Find the line an anchor begins on."""
        return next((number for number, line in enumerate(self.lines) if anchor in line.anchors), None)

    def iter_headings(self) -> Iterator[tuple[int, str, int]]:
        """Yield each heading of the outline: its level, its text and its line, where that can be found."""
        from reader.document import Mark, plain

        start = len(self.head)
        for heading in self.opened.document.outline:
            text = "".join(plain(heading.spans).split())
            for number in range(start, len(self.lines)):
                line = self.lines[number]
                if any(span.marks & Mark.HEADING for span in line.spans):
                    shown = "".join(line.plain.split())
                    if shown and text.startswith(shown):
                        yield heading.level, plain(heading.spans).replace("\n", " "), number
                        start = number + 1
                        break


def _is_title(line: Line) -> bool:
    """Tell a line of the title from the facts and the hairline below it, which are dim."""
    from reader.document import Mark

    return not any(span.marks & Mark.DIM for span in line.spans)
