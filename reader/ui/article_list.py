"""The middle pane: the articles of a view under the days they appeared on.

Only the rows around the reader lie in memory. There is no map from rows to lines: the pane keeps the first
row on the screen and sets days and rows from there, so a hundred thousand articles cost what a hundred do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message

from reader.config import Config
from reader.model import Excerpt, Row
from reader.services.dateline import say_period, say_short, say_within
from reader.ui.actions import bindings
from reader.ui.marking import Glimpse, window
from reader.ui.pane import ListPane
from reader.ui.row_window import PAGE, RowWindow

_EXCERPTS: Final = 12  # lines of a pane that has room for pieces of what was found
_NO_EXCERPT: Final = Excerpt("", (), 0)


class ListState(NamedTuple):
    """What a list shows, and where its reader is in it."""

    window: RowWindow
    cursor: int
    top: int
    by_day: bool
    found: bool
    sentences: Sequence[str]


class ListLine(NamedTuple):
    """What stands on a line: a row, or a text of its own; `when` is said at the right edge."""

    text: str = ""
    when: str = ""
    row: Row | None = None
    here: bool = False
    focused: bool = False
    back: bool = False
    marks: tuple[tuple[int, int], ...] = ()
    excerpt: Excerpt | None = None


class When(NamedTuple):
    """The day a row stands under, and what is said of its time beside it."""

    heading: str
    short: str


class ArticleList(ListPane[ListLine], can_focus=True):
    """The articles of a view, the newest first unless sorted otherwise."""

    BINDINGS = bindings("list")

    class Highlighted(Message):
        """The cursor came to another article."""

        def __init__(self, row: Row) -> None:
            self.row = row
            super().__init__()

    class Chosen(Message):
        """The reader opens the article under the cursor."""

        def __init__(self, row: Row) -> None:
            self.row = row
            super().__init__()

    class Wanted(Message):
        """Rows come near the screen that are not in memory: `count` of them from `start`."""

        def __init__(self, start: int, count: int) -> None:
            self.start, self.count = start, count
            super().__init__()

    class Unglimpsed(Message):
        """Rows that a search found are on the screen without pieces of their text."""

        def __init__(self, rows: Sequence[Row]) -> None:
            self.rows = rows
            super().__init__()

    class Left(Message):
        """The reader goes back to the tree, or with `onward` on to the article."""

        def __init__(self, onward: bool) -> None:
            self.onward = onward
            super().__init__()

    def __init__(self, config: Config) -> None:
        """Start empty."""
        super().__init__(id="list")
        self._config = config
        self._window = RowWindow()
        self._sentences: Sequence[str] = ()
        self._head = ""
        self._by_day = True
        self._found = False
        self._glimpses: dict[int, Glimpse | None] = {}  # by the row's number; None: asked for
        self._now = datetime.now(UTC)
        self._when = lru_cache(maxsize=4096)(self._say_when)

    # -- what it shows

    @property
    def row(self) -> Row | None:
        """The row under the cursor, if it is in memory."""
        return self._window[self.cursor]

    @property
    def count(self) -> int:
        """How many articles the view has."""
        return self._window.count

    def show(
        self,
        count: int,
        cursor: int,
        start: int,
        rows: Sequence[Row],
        *,
        now: datetime,
        by_day: bool = True,
        found: bool = False,
        sentences: Sequence[str] = (),
        afresh: bool = False,
        stepped: bool = False,
    ) -> None:
        """Show a view of `count` articles, the cursor on index `cursor`; `rows` begin with a page's first.

        The cursor keeps its place on the screen, unless the view is shown `afresh`, or the reader `stepped` on in
        it: then the rows keep theirs. What a search `found` has a piece of text under each title. `sentences` say
        why there is nothing, when there is nothing.
        """
        above = self.cursor - self.top
        if self._window[cursor] is None or by_day != self._by_day or now.date() != self._now.date():
            self._when.cache_clear()
        self._now, self._by_day, self._sentences, self._found = now, by_day, sentences, found
        if afresh:
            self._glimpses.clear()
        self._window = RowWindow(count)
        self._window.put(start, rows)
        self.cursor, self.top = cursor, 0 if afresh else self.top if stepped else max(0, cursor - above)
        self._settle()

    def put(self, start: int, rows: Sequence[Row]) -> None:
        """Take in rows that were wanted."""
        missing = self.row is None
        self._window.put(start, rows)
        self._settle()
        if missing and self.row is not None:
            self.tell(self.Highlighted(self.row))

    def grow(self, count: int) -> None:
        """Take note that there are more articles than were known of."""
        self._window.count = count
        self._settle()

    def glimpse(self, glimpses: Mapping[int, Glimpse]) -> None:
        """Take in pieces of what was found."""
        self._glimpses |= glimpses
        self.repaint()

    @property
    def state(self) -> ListState:
        """All that is shown, to be brought back."""
        return ListState(self._window, self.cursor, self.top, self._by_day, self._found, self._sentences)

    def bring_back(self, state: ListState) -> None:
        """Show what was shown before."""
        self._window, self.cursor, self.top, self._by_day, self._found, self._sentences = state
        self._glimpses.clear()
        self._when.cache_clear()
        self._settle()

    def head(self, text: str) -> None:
        """Say above the list whose it is, with the way back to the tree; empty: the tree stands beside it."""
        if text != self._head:
            self._head = text
            self._settle()

    def _settle(self) -> None:
        self.fit()
        self.repaint()
        height = self.size.height
        if height:
            for start in self._window.ask(self.top - height, self.top + 2 * height):
                self.tell(self.Wanted(start, PAGE))
        self._ask_glimpses()

    def _ask_glimpses(self) -> None:
        if not self._found or not self.size.height:
            return
        shown = (self._window[index] for index in range(self.top, self.top + self.room()))
        rows = [row for row in shown if row is not None and row.id not in self._glimpses]
        if rows:
            self._glimpses |= dict.fromkeys(row.id for row in rows)
            self.tell(self.Unglimpsed(rows))

    # -- days and lines

    def _say_when(self, date: int | None) -> When:
        if date is None:
            return When("No date" if self._by_day else "", "")
        instant, zone, language = datetime.fromtimestamp(date, UTC), self._config.zone, self._config.language
        if not self._by_day:
            return When("", say_short(instant, self._now, zone, language))
        period = say_period(instant, self._now, zone, language)
        return When(period, say_within(instant, self._now, zone, language))

    @property
    def _each(self) -> int:
        """How many lines a row takes."""
        return 2 if self._found and self.size.height >= _EXCERPTS else 1

    def _heading(self, index: int) -> str | None:
        row = self._window[index]
        return None if row is None else self._when(row.date).heading

    def _cost(self, index: int) -> int:
        """Count the lines of a row that is not the first shown: a day that begins takes two more."""
        heading, before = self._heading(index), self._heading(index - 1)
        return self._each if heading is None or before is None or heading == before else self._each + 2

    def _height(self) -> int:
        """Count the lines left for rows below the head and the first day's heading."""
        return max(self.size.height - (2 if self._head else 0) - (1 if self._by_day else 0), 1)

    def _first_above(self, index: int, lines: int) -> int:
        """Find the row to put first so that `index` stands on the last of that many lines."""
        used = self._each
        while index > 0 and (used := used + self._cost(index)) <= lines:
            index -= 1
        return index

    def room(self) -> int:
        """Count the rows on the screen."""
        index, used, lines = self.top, self._each, self._height()
        while index + 1 < self._window.count and (used := used + self._cost(index + 1)) <= lines:
            index += 1
        return index - self.top + 1

    def fit(self) -> None:
        """Keep the cursor on the screen and the list's end at its foot; at an edge move by half a pane."""
        count = self._window.count
        self.cursor = max(0, min(self.cursor, count - 1))
        if not self.size.height:
            return  # hidden
        if not self.top <= self.cursor < self.top + self.room():
            self.top = self._first_above(self.cursor, max(self._height() // 2, 1))
        self.top = max(0, min(self.top, self._first_above(count - 1, self._height())))

    def describe(self, width: int, height: int) -> list[ListLine]:
        """Give the head, the days and the rows."""
        lines: list[ListLine] = []
        if self._head:
            lines += [ListLine(self._head, f"{self.count:,}" if self.count else "", back=True), ListLine()]
        if not self._window.count:
            return [*lines, ListLine(), *map(ListLine, self.wrap(self._sentences, width - 3))]
        day: str | None = None
        for index in range(self.top, self._window.count):
            row = self._window[index]
            when = self._when(row.date) if row is not None else When(day or "", "")
            if when.heading and when.heading != day:
                if day is not None:
                    if len(lines) + 2 + self._each > height:
                        break  # a day is never named without a row, nor a row shown under another's day
                    lines.append(ListLine())
                if len(lines) < height - 1:
                    lines.append(ListLine(when.heading))
            day = when.heading
            if len(lines) >= height:
                break
            here = index == self.cursor
            glimpse = self._glimpses.get(row.id) if row is not None else None
            marks = glimpse.title if glimpse is not None else ()
            lines.append(ListLine("", when.short, row, here, here and self.has_focus, marks=marks))
            if self._each == 2:
                excerpt = glimpse.excerpt if glimpse is not None else _NO_EXCERPT
                lines.append(ListLine("", "", row, here, here and self.has_focus, excerpt=excerpt))
        return lines

    def paint(self, line: ListLine, width: int) -> list[Segment]:
        """Paint a row: bar, marks, title, time."""
        palette, glyphs, row = self.palette, self.glyphs, line.row
        if line.back:
            return self.between(line.text, line.when, width, palette.strong, lead=f" {glyphs.back} ")
        if row is None:
            return [self.bar(line.here), *self.between(line.text, line.when, width - 1, palette.faint)]
        if line.excerpt is not None:
            text, found = window(line.excerpt.text, line.excerpt.marks, width - 5, self.options.measure)
            piece = self.between(text, "", width - 4, palette.faint, marks=found)
            return [self.bar(line.here), Segment("   ", palette.text), *piece]
        marks = (glyphs.unread if row.unread else "") + (glyphs.bookmark if row.bookmarked else "")
        style = palette.strong if row.unread else palette.text
        title = self.between(row.title, line.when, width - 4, style, marks=line.marks)
        if not line.here:
            return [Segment(f" {marks:<3}", palette.accent), *title]
        return [self.bar(True), Segment(f"{marks:<3}", palette.accent), *title]

    # -- moving

    def length(self) -> int:
        """Count the articles."""
        return self._window.count

    def move(self, index: int) -> None:
        """Put the cursor on an article."""
        self.cursor = index
        self._settle()
        if self.row is not None:
            self.tell(self.Highlighted(self.row))

    def step(self, step: int) -> Row | None:
        """Go to a neighbour of the cursor's article and give it; None: there is none."""
        index = self.cursor + step
        row = self._window[index] if 0 <= index < self._window.count else None
        if row is not None:
            self.move(index)
        return row

    def scroll_rows(self, rows: int) -> None:
        """Move the list under its cursor."""
        self.top = max(0, min(self.top + rows, self._first_above(self._window.count - 1, self._height())))
        self.repaint()
        for start in self._window.ask(self.top, self.top + 2 * self.size.height):
            self.tell(self.Wanted(start, PAGE))
        self._ask_glimpses()

    def action_choose(self) -> None:
        """Open the article under the cursor."""
        if self.row is not None:
            self.tell(self.Chosen(self.row))

    def action_into(self) -> None:
        """Go on to the article."""
        self.tell(self.Left(onward=True))

    def action_out(self) -> None:
        """Go back to the tree."""
        self.tell(self.Left(onward=False))

    def on_click(self, event: events.Click) -> None:
        """Go to the article under the pointer; a click on the cursor opens it, one on the head goes back."""
        line = self.line_at(event.y)
        if line is None:
            return
        if line.back:
            self.action_out()
        elif line.here:
            self.action_choose()
        elif line.row is not None:
            shown = [
                one.row for one in self._lines if (one.row is not None or one.here) and one.excerpt is None
            ]
            self.move(self.top + shown.index(line.row))
