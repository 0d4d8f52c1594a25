"""The one facade that the screen and the command line call.

A `Library` is one folder of articles with its cache and the reader's state. Its methods may be called from any
thread (each thread has a connection of its own) and block: the screen calls them from workers only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.config import Config, LibraryConfig
from reader.document import Document
from reader.model import (
    Category,
    Change,
    Counts,
    Entry,
    FileFault,
    LastView,
    Progress,
    Row,
    View,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """An article ready to be set: what is known of it, its page, and where the reader left it.

    `place` counts characters of the document's text before the first line on the screen; `file` is the path on disk.
    """

    entry: Entry
    document: Document
    place: int
    file: Path


class Library:
    """One folder of articles: synced, listed, opened, marked."""

    def __init__(self, library: LibraryConfig, config: Config) -> None:
        """Open the library's cache and state; reads no article.

        Raises:
            NotAFolder: the path is missing, or a file.
            StoreError: a database can neither be opened nor made.
        """
        raise NotImplementedError

    root: Path
    name: str

    def close(self) -> None:
        """Close the connections; state is safe already."""
        raise NotImplementedError

    # -- syncing

    @property
    def synced(self) -> float | None:
        """When the last finished sync ended (seconds since the epoch), or None: never."""
        raise NotImplementedError

    def sync(self) -> Iterator[Progress]:
        """Bring the cache up to the folder: yields as it goes, the last Progress carries the report."""
        raise NotImplementedError

    def faults(self) -> list[FileFault]:
        """Everything wrong that the last sync met, by path: broken headers, guessed encodings, unreadable files."""
        raise NotImplementedError

    # -- listing

    def counts(self) -> Counts:
        """Count the library's articles; costs one small query."""
        raise NotImplementedError

    def categories(self) -> list[Category]:
        """Give every category, parents before children, siblings by name."""
        raise NotImplementedError

    def count(self, view: View) -> int:
        """Count the articles of a view."""
        raise NotImplementedError

    def rows(self, view: View, start: int, count: int) -> list[Row]:
        """Give `count` rows of a view from index `start`; cheap wherever it starts."""
        raise NotImplementedError

    def index_of(self, view: View, key: str) -> int | None:
        """Find an article's index in a view."""
        raise NotImplementedError

    def next_unread(self, view: View, key: str, step: int) -> tuple[View, Row] | None:
        """Find the unread article after (`step` 1) or before (-1) `key`: in the view first, then across the feeds.

        Gives the view that holds it (the given one, or that of another category) and its row.
        """
        raise NotImplementedError

    def iter_entries(self, view: View, limit: int | None = None) -> Iterator[Entry]:
        """Yield a view's articles whole (bodies left out) for the command line."""
        raise NotImplementedError

    # -- opening

    def entry(self, key: str) -> Entry | None:
        """Find what the cache knows of an article; a duplicate's path finds the article it is listed as."""
        raise NotImplementedError

    def open(self, key: str) -> Opened:
        """Read and parse one article.

        Raises:
            ArticleGone: its file is not there any more.
            Unreadable: its file cannot be read.
        """
        raise NotImplementedError

    # -- what the reader did; each is committed before it returns

    def set_read(self, keys: Sequence[str], read: bool) -> Change | None:
        """Mark articles read or unread; None when all were so already."""
        raise NotImplementedError

    def set_view_read(self, view: View) -> Change | None:
        """Mark every article of a view read."""
        raise NotImplementedError

    def set_bookmark(self, keys: Sequence[str], on: bool) -> Change | None:
        """Bookmark articles, or take the bookmark away."""
        raise NotImplementedError

    def undo(self) -> Change | None:
        """Take the last change of this session back; its label says which."""
        raise NotImplementedError

    def save_place(self, key: str, place: int) -> None:
        """Keep the place on the page."""
        raise NotImplementedError

    def load_view(self) -> LastView:
        """Give where the reader was when the library was last left."""
        raise NotImplementedError

    def save_view(self, view: LastView) -> None:
        """Keep where the reader is."""
        raise NotImplementedError
