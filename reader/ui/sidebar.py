"""The left pane: shelves, then the tree of categories with what is unread in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from rich.segment import Segment
from textual import events
from textual.message import Message

from reader.model import Category, CategoryPath, Counts, KeptSearch, Shelf
from reader.ui.actions import bindings
from reader.ui.pane import ListPane

Place: TypeAlias = Shelf | CategoryPath | KeptSearch


class Entry(NamedTuple):
    """A line of the tree: a shelf, a category or a kept search, how deep, how full, and its fold: "", "▸" or "▾"."""

    place: Place
    name: str
    number: int
    depth: int = 0
    fold: str = ""
    mark: str = ""


class TreeLine(NamedTuple):
    """What stands on a line: an entry, whether the cursor is on it, and whether the pane has the focus."""

    entry: Entry | None
    here: bool = False
    focused: bool = False
    label: str = ""


class Sidebar(ListPane[TreeLine], can_focus=True):
    """The shelves and the tree; the cursor's entry is what the list shows."""

    BINDINGS = bindings("tree")

    class Highlighted(Message):
        """The cursor came to another entry; `place` is a shelf or a category's path."""

        def __init__(self, place: Place) -> None:
            self.place = place
            super().__init__()

    class Chosen(Message):
        """The reader goes on to the list of the cursor's entry."""

        def __init__(self, place: Place) -> None:
            self.place = place
            super().__init__()

    class Folded(Message):
        """A fold was opened or closed; `folded` are all the closed ones."""

        def __init__(self, folded: frozenset[CategoryPath]) -> None:
            self.folded = folded
            super().__init__()

    class Forgotten(Message):
        """The reader lets go of a kept search."""

        def __init__(self, search: KeptSearch) -> None:
            self.search = search
            super().__init__()

    def __init__(self) -> None:
        """Start with the shelves only."""
        super().__init__(id="sidebar")
        self.folded: frozenset[CategoryPath] = frozenset()
        self.fold_long = False  # a tree nobody has folded yet begins closed where it is longer than the pane
        self.place: Place = Shelf.ALL
        self._categories: Sequence[Category] = ()
        self._counts = Counts(0, 0, 0)
        self._kept: Sequence[tuple[KeptSearch, int | None]] = ()
        self._entries: list[Entry] = []

    # -- what it shows

    def show(self, counts: Counts, categories: Sequence[Category]) -> None:
        """Show these counts and categories; the cursor stays on its entry."""
        self._counts, self._categories = counts, categories
        if self.fold_long and len(categories) > self.room():
            self.folded = frozenset(one.path[:-1] for one in categories if one.depth) - self._above(
                self.place
            )
        self._build()

    def show_kept(self, kept: Sequence[tuple[KeptSearch, int | None]]) -> None:
        """Show the searches that are kept, each with what it finds."""
        if kept != self._kept:
            self._kept = kept
            self._build()

    def find_kept(self, query: str) -> KeptSearch | None:
        """Find the kept search of a query."""
        return next((one for one, _ in self._kept if one.query == query), None)

    def find_named(self, name: str) -> KeptSearch | None:
        """Find the kept search of a name."""
        return next((one for one, _ in self._kept if one.name == name), None)

    def go_to(self, place: Place) -> None:
        """Put the cursor on an entry, opening the folds above it."""
        self.place = place
        self.folded -= self._above(place)
        self._build()

    @staticmethod
    def _above(place: Place) -> set[CategoryPath]:
        """Give the categories that a place lies in."""
        return {place[:depth] for depth in range(1, len(place))} if isinstance(place, tuple) else set()

    def unread_in(self, place: Place) -> int:
        """Count what is unread at an entry."""
        if isinstance(place, Shelf):
            return self._counts.unread
        return next((one.unread for one in self._categories if one.path == place), 0)

    def _build(self) -> None:
        counts, glyphs = self._counts, self.glyphs
        self._entries = [
            Entry(Shelf.ALL, "All", counts.total),
            Entry(Shelf.UNREAD, "Unread", counts.unread),
            Entry(Shelf.BOOKMARKS, "Bookmarks", counts.bookmarked, mark=glyphs.bookmark),
        ]
        parents = {one.path[:-1] for one in self._categories}
        for one in self._categories:
            if any(one.path[:depth] in self.folded for depth in range(1, len(one.path))):
                continue
            fold = ""
            if one.path in parents:
                fold = glyphs.folded if one.path in self.folded else glyphs.unfolded
            self._entries.append(Entry(one.path, one.name, one.unread, one.depth, fold))
        self._entries += [Entry(one, one.name, number or 0) for one, number in self._kept]
        self.cursor = self._index_of(self.place) or 0
        self.fit()
        self.repaint()

    # -- lines: one blank above the shelves, one below them, one and a heading above the searches

    def describe(self, width: int, height: int) -> list[TreeLine]:
        """Give the blank lines and the entries from the top on."""
        lines: list[TreeLine] = [TreeLine(None)] if not self.top else []
        for index, entry in enumerate(self._entries[self.top :], self.top):
            if index == len(Shelf) and index > self.top and not isinstance(entry.place, KeptSearch):
                lines.append(TreeLine(None))
            if index == len(self._entries) - len(self._kept) and index > self.top:
                lines += [TreeLine(None), TreeLine(None, label="Saved")]
            here = entry.place == self.place
            lines.append(TreeLine(entry, here, here and self.has_focus))
            if len(lines) >= height:
                break
        return lines

    def paint(self, line: TreeLine, width: int) -> list[Segment]:
        """Paint an entry: bar, fold, name, and its count at the right edge."""
        entry, palette = line.entry, self.palette
        if entry is None:
            return [Segment(f" {line.label}", palette.faint)] if line.label else []
        mark = f"{entry.mark} " if entry.mark else ""
        indent = " " * self._indent(entry)
        fold = f"{entry.fold} " if entry.fold else "" if isinstance(entry.place, Shelf) else "  "
        count = f"{entry.number:,}" if entry.number else ""
        style = palette.strong if line.here else palette.text
        lead = f"{indent}{fold}{mark}"
        return [self.bar(line.here), *self.between(entry.name, count, width - 1, style, lead=lead)]

    # -- moving

    def length(self) -> int:
        """Count the entries that no fold hides."""
        return len(self._entries)

    def room(self) -> int:
        """Count the entries that a page holds, less the blank lines."""
        return max(self.size.height - (4 if self._kept else 2), 1)

    def move(self, index: int) -> None:
        """Put the cursor on an entry."""
        self.cursor = index
        self.place = self._entries[index].place
        self.fit()
        self.repaint()
        self.tell(self.Highlighted(self.place))

    def action_into(self) -> None:
        """Unfold, or go on to the list."""
        if isinstance(self.place, tuple) and self.place in self.folded:
            self._refold(self.folded - {self.place})
        else:
            self.action_choose()

    def action_out(self) -> None:
        """Fold, or go up to the parent."""
        if not isinstance(self.place, tuple):
            return
        entry = self._entries[self.cursor]
        if entry.fold == self.glyphs.unfolded:
            self._refold(self.folded | {self.place})
        elif len(self.place) > 1:
            self.move(self._index_of(self.place[:-1]) or 0)

    def action_choose(self) -> None:
        """Go on to the list."""
        self.tell(self.Chosen(self.place))

    def action_forget(self) -> None:
        """Let go of a kept search."""
        if isinstance(self.place, KeptSearch):
            self.tell(self.Forgotten(self.place))

    def _index_of(self, place: Place) -> int | None:
        return next((index for index, entry in enumerate(self._entries) if entry.place == place), None)

    def _refold(self, folded: frozenset[CategoryPath]) -> None:
        self.folded, self.fold_long = folded, False
        self._build()
        self.tell(self.Folded(folded))
        if self._index_of(self.place) is None and isinstance(self.place, tuple):
            closed = (self.place[:depth] for depth in range(1, len(self.place)))
            self.move(self._index_of(next(path for path in closed if path in folded)) or 0)

    # -- the mouse

    def on_click(self, event: events.Click) -> None:
        """Go to the entry under the pointer; its fold mark folds, a click on the cursor goes on."""
        line = self.line_at(event.y)
        if line is None or line.entry is None:
            return
        entry = line.entry
        fold_at = 1 + self._indent(entry)
        x = event.x - self.content_offset.x
        on_fold = bool(entry.fold) and fold_at <= x <= fold_at + self.cells(entry.fold)
        if on_fold and isinstance(entry.place, tuple):
            self._refold(self.folded ^ {entry.place})
        elif line.here:
            self.action_choose()
        else:
            self.move(self._index_of(entry.place) or 0)

    def _indent(self, entry: Entry) -> int:
        """Count the cells before an entry's fold mark; a narrow pane keeps room for the names."""
        return 2 * min(entry.depth, max(0, (self.size.width - 16) // 2))
