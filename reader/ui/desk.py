"""The desk behind the screen: threads that ask the library, each request answered by one message.

Nothing here touches a widget. Each lane is one thread that works in order, so that two marks made one after
the other are kept in that order. A newer request of the same topic makes the older ones stale: those that
have not begun never do, and answers that come late are known by their stamp.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING, Literal, TypeAlias

from textual.message import Message
from textual.message_pump import MessagePump

from reader.errors import QueryError, ReaderError
from reader.model import Category, Change, Counts, LastView, Row, View
from reader.ui.page import Setting
from reader.ui.row_window import span_around

if TYPE_CHECKING:
    from reader.config import Config, LibraryConfig
    from reader.services import library as services
    from reader.services.library import Library
    from reader.ui.page import Page

Answers: TypeAlias = Generator[Message, None, None]
Lane: TypeAlias = Literal["rows", "search", "page", "state", "sync", "watch"]


class Desk:
    """Asks one library on behalf of one screen."""

    class Listed(Message):
        """A view's rows around its cursor, put on `key` if it could be, with the counts and the tree.

        While `count` is not `exact`, it counts the rows that are here.
        """

        def __init__(
            self, view: View, key: str, counts: Counts, categories: Sequence[Category],
            count: int, cursor: int | None, start: int, rows: Sequence[Row],
            now: datetime, synced: float | None, last: LastView | None, exact: bool = True,
        ) -> None:  # fmt: skip
            self.view, self.key, self.counts, self.categories = view, key, counts, categories
            self.count, self.cursor, self.start, self.rows = count, cursor, start, rows
            self.now, self.synced, self.last, self.exact = now, synced, last, exact
            super().__init__()

        def cursor_on(self, key: str) -> int | None:
            """Find an article among the rows."""
            return next((self.start + i for i, row in enumerate(self.rows) if row.key == key), None)

    class Fetched(Message):
        """More rows of a view."""

        def __init__(self, view: View, start: int, rows: Sequence[Row]) -> None:
            self.view, self.start, self.rows = view, start, rows
            super().__init__()

    class Opened(Message):
        """An article, read and set, or set anew; of a long one the first part comes ahead of the whole."""

        def __init__(self, page: Page, asked: bool) -> None:
            self.page, self.asked = page, asked
            super().__init__()

    class Found(Message):
        """The next unread article and the view that holds it; None: everything is read."""

        def __init__(self, found: tuple[View, Row] | None, step: int) -> None:
            self.found, self.step = found, step
            super().__init__()

    class Changed(Message):
        """A change of state is kept; `text` says which, or is empty where nothing needs saying."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Counted(Message):
        """How many articles of a view are unread."""

        def __init__(self, unread: int) -> None:
            self.unread = unread
            super().__init__()

    class Addressed(Message):
        """The address of an article, for a purpose: to "browse", to "copy" or to "show"."""

        def __init__(self, url: str, purpose: str) -> None:
            self.url, self.purpose = url, purpose
            super().__init__()

    class Offered(Message):
        """The other libraries that there are."""

        def __init__(self, libraries: Sequence[LibraryConfig]) -> None:
            self.libraries = libraries
            super().__init__()

    class Entered(Message):
        """Another library is open."""

        def __init__(self, library: Library) -> None:
            self.library = library
            super().__init__()

    class Failed(Message):
        """Something could not be had: a sentence says what; `topic` is the request's."""

        def __init__(self, text: str, topic: str) -> None:
            self.text, self.topic = text, topic
            super().__init__()

    class Answered(Message):
        """All answers to something that a key may have asked for have been given."""

    class Misunderstood(Message):
        """A query cannot be understood."""

        def __init__(self, error: QueryError) -> None:
            self.error = error
            super().__init__()

    class Broke(Message):
        """A fault of our own: raised again on the screen, never swallowed."""

        def __init__(self, error: BaseException) -> None:
            self.error = error
            super().__init__()

    def __init__(self, screen: MessagePump, library: Library, config: Config) -> None:
        """Take a library; no thread runs until something is asked, no answer is given before `begin`."""
        self._screen, self._library, self._config = screen, library, config
        self._begun = Event()
        self._lanes: dict[Lane, ThreadPoolExecutor] = {}
        self._stamps: defaultdict[str, int] = defaultdict(int)
        self.closed = Event()
        self.owes = 0  # requests that the next key has to wait for

    # -- asking

    def ask(self, lane: Lane, topic: str, answers: Answers) -> None:
        """Run a generator of answers in a lane and post each, until the same topic is asked again.

        An empty topic is never stale: what the reader did is done.
        """
        self._stamps[topic] += 1
        stamp = self._stamps[topic]
        owed = lane == "rows" or not topic

        def fresh() -> bool:
            return not topic or (
                (not self.closed.is_set() or lane == "state") and self._stamps[topic] == stamp
            )

        def run() -> None:
            try:
                while fresh() and (answer := next(answers, None)) is not None:
                    if fresh():
                        self._post(answer)
            except QueryError as error:
                if fresh():
                    self._post(self.Misunderstood(error))
            except ReaderError as error:
                self._post(self.Failed(str(error), topic))
            finally:
                answers.close()
                if owed:
                    self._post(self.Answered())

        if not self.closed.is_set():
            self.owes += owed
            if lane not in self._lanes:
                self._lanes[lane] = ThreadPoolExecutor(1, thread_name_prefix=f"broadsheet-{lane}")
            self._lanes[lane].submit(run).add_done_callback(self._report)

    def drop(self, topic: str) -> None:
        """Make every request of a topic stale."""
        self._stamps[topic] += 1

    def _report(self, future: Future[None]) -> None:
        if not future.cancelled() and (error := future.exception()) is not None:
            self._post(self.Broke(error))

    def _post(self, answer: Message) -> None:
        self._begun.wait()
        self._screen.post_message(answer)

    def begin(self) -> None:
        """Give answers, now that the screen can take them; what was asked before is on its way already."""
        self._begun.set()

    def close(self) -> None:
        """Finish what the reader did; what else runs ends by itself, and the library is closed after it."""
        self.closed.set()
        self._begun.set()
        for lane, executor in self._lanes.items():
            executor.shutdown(wait=lane == "state", cancel_futures=lane != "state")

        def finish() -> None:
            for executor in self._lanes.values():
                executor.shutdown(wait=True)
            self._library.close()

        Thread(target=finish, name="broadsheet-close").start()

    # -- lists

    def start(self, height: int) -> None:
        """Fetch where the reader was when the library was last left, and what stands there."""

        def answers() -> Answers:
            last = self._library.load_view()
            try:
                self._library.check_query(last.view.query)
            except QueryError:  # another version kept it
                last = last._replace(view=last.view._replace(query=""))
            yield from self._list(last.view._replace(since=time.time()), last.key, height, last)

        self.ask("rows", "list", answers())

    def list_view(self, view: View, key: str, height: int) -> None:
        """Fetch a view with its cursor on an article, or on the first one."""
        self.ask("rows", "list", self._list(view, key, height))

    def _list(self, view: View, key: str, height: int, last: LastView | None = None) -> Answers:
        library = self._library
        count = library.count(view)
        cursor = library.index_of(view, key) if key else 0
        start, wanted = span_around(cursor or 0, count, height)
        rows = library.rows(view, start, wanted) if count else []
        yield self.Listed(
            view, key, library.counts(), library.categories(), count, cursor, start, rows,
            datetime.now(UTC), library.synced, last,
        )  # fmt: skip

    def fetch(self, view: View, start: int, count: int) -> None:
        """Fetch more rows of a view."""

        def answers() -> Answers:
            yield self.Fetched(view, start, self._library.rows(view, start, count))

        # each page is a topic of its own: two of them may be wanted at once
        self.ask("rows", f"rows {start}", answers())

    def find_unread(self, view: View, key: str, step: int) -> None:
        """Find the next unread article, or the one before."""

        def answers() -> Answers:
            yield self.Found(self._library.next_unread(view, key, step), step)

        self.ask("rows", "unread", answers())

    def count_unread(self, view: View) -> None:
        """Count what is unread in a view."""

        def answers() -> Answers:
            yield self.Counted(self._library.count(view._replace(unread_only=True, since=float("inf"))))

        self.ask("rows", "count", answers())

    # -- articles

    def open(self, key: str, setting: Setting, *, asked: bool) -> None:
        """Read and set an article; `asked`: the reader opened it, and did not merely rest on it."""

        def answers() -> Answers:
            from reader.ui.composition import compose_article

            for page in compose_article(self._library, key, setting, self._config):
                yield self.Opened(page, asked)

        self.ask("page", "page", answers())

    def open_again(self, opened: services.Opened, setting: Setting) -> None:
        """Read and set an article again if its file says something else by now."""

        def answers() -> Answers:
            from reader.ui.composition import compose_pages

            if (now := self._library.open_again(opened)) is not None:
                *_, page = compose_pages(now, setting, self._config)  # the whole: its beginning is there
                yield self.Opened(page, asked=False)

        self.ask("page", "again", answers())

    def set_again(self, opened: services.Opened, setting: Setting) -> None:
        """Set an article that was read already."""

        def answers() -> Answers:
            from reader.ui.composition import compose_pages

            for page in compose_pages(opened, setting, self._config):
                yield self.Opened(page, asked=False)

        self.ask("page", "page", answers())

    def find_url(self, key: str, purpose: str) -> None:
        """Find the address of an article."""

        def answers() -> Answers:
            entry = self._library.entry(key)
            yield self.Addressed(entry.article.url if entry is not None else "", purpose)

        self.ask("rows", "url", answers())

    def browse(self, url: str) -> None:
        """Open an address in a browser of its own window; one that would take this terminal is none."""

        def answers() -> Answers:
            import webbrowser

            try:
                browser = webbrowser.get()
            except webbrowser.Error:
                browser = None
            if browser is None or type(browser) is webbrowser.GenericBrowser or not browser.open(url):
                yield self.Addressed(url, "show")

        self.ask("page", "browse", answers())

    # -- what the reader did: in order, and kept before it is shown

    def set_read(self, keys: Sequence[str], read: bool, *, quietly: bool = False) -> None:
        """Mark articles read or unread."""
        self._change(lambda library: library.set_read(keys, read), quietly)

    def set_view_read(self, view: View) -> None:
        """Mark every article of a view read."""
        self._change(lambda library: library.set_view_read(view))

    def set_bookmark(self, keys: Sequence[str], on: bool) -> None:
        """Bookmark articles, or take the bookmark away."""
        self._change(lambda library: library.set_bookmark(keys, on))

    def _change(self, change: Callable[[Library], Change | None], quietly: bool = False) -> None:
        def answers() -> Answers:
            done = change(self._library)
            if done is not None:
                yield self.Changed("" if quietly else f"{done.label}.")

        self.ask("state", "", answers())

    def undo(self) -> None:
        """Take the last change back."""

        def answers() -> Answers:
            undone = self._library.undo()
            yield self.Changed(f"Undone: {undone.label}." if undone else "There is nothing to undo.")

        self.ask("state", "", answers())

    def save_place(self, key: str, place: int) -> None:
        """Keep the place in an article; only the last of many is written."""
        self._save(f"place {key}", lambda: self._library.save_place(key, place))

    def save_view(self, view: LastView) -> None:
        """Keep where the reader is; only the last of many is written."""
        self._save("view", lambda: self._library.save_view(view))

    def _save(self, topic: str, save: Callable[[], None]) -> None:
        def answers() -> Answers:
            save()
            yield from ()

        self.ask("state", topic, answers())

    # -- the library itself

    def find_libraries(self) -> None:
        """Find the other libraries that there are."""

        def answers() -> Answers:
            yield self.Offered(self._library.others())

        self.ask("rows", "libraries", answers())

    def enter(self, library: LibraryConfig) -> None:
        """Open another library."""

        def answers() -> Answers:
            from reader.services.library import Library

            yield self.Entered(Library(library, self._config))

        self.ask("page", "enter", answers())
