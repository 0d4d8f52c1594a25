"""What flows through the house: a file, the article in it, and what lists, trees and counts need of it.

All instants are aware datetimes in UTC; in rows and databases they are whole seconds since the epoch. The page
itself, `Document` and its blocks, stands in `reader.document`. What the first screen needs are tuples with names:
a dataclass takes eight times as long to be made, at every start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

CategoryPath: TypeAlias = tuple[str, ...]
Kind: TypeAlias = Literal["html", "markdown"]
DateSource: TypeAlias = Literal["header", "name", "none"]

NOTHING: Mapping[str, object] = MappingProxyType({})


class SourceFile(NamedTuple):
    """A file in a library, as the walk saw it: nothing of it has been read.

    `key` is its path from the library's root with `/` between the parts, always encodable: bytes that are no
    UTF-8 stand as private-use characters (`reader.files` maps both ways).
    """

    key: str
    size: int
    mtime_ns: int
    inode: int


# A SourceFile before anybody asks for it by name, which nobody does where nothing has changed.
Seen: TypeAlias = tuple[str, int, int, int]


class Fault(NamedTuple):
    """Something wrong in a file, said so that a person can mend it; `line` counts from 1, 0 is the whole file."""

    line: int
    text: str


class Article(NamedTuple):
    """One article as its file says it, before anybody read it.

    `key` is None for a file outside any library. `categories` are paths; where the header held one plain list of
    two names or more, `list_form` is true and whether it is a path (Hexo) or a set (Jekyll, Hugo) is for the
    library to say: `with_lists_as` gives the other reading. `library` is its name where `source` waits for that
    too, since the header names none. `text` is the shown text, `minutes` the reading time, `has` which of
    "image", "link", "code" and "table" the page holds. `body` is what stood behind the header, decoded and
    otherwise untouched.
    """

    key: str | None
    title: str
    date: datetime | None = None
    date_source: DateSource = "none"
    updated: datetime | None = None
    categories: tuple[CategoryPath, ...] = ()
    list_form: bool = False
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    source: str = ""
    library: str = ""
    url: str = ""
    image: str = ""
    excerpt: str = ""
    lang: str = ""
    guid: str = ""
    draft: bool = False
    hidden: bool = False
    kind: Kind = "markdown"
    body: str = ""
    text: str = ""
    has: frozenset[str] = frozenset()
    minutes: int = 0
    metadata: Mapping[str, object] = NOTHING
    faults: tuple[Fault, ...] = ()

    @property
    def author(self) -> str:
        """The authors as one string."""
        return ", ".join(self.authors)

    def with_lists_as(self, form: Literal["path", "flat"]) -> Article:
        """Give the article with a plain list of category names read as one path, or as a set of names."""
        if not self.list_form:
            return self
        names = tuple(name for path in self.categories for name in path)
        categories = (names,) if form == "path" else tuple((name,) for name in names)
        source = find_source(categories, self.library) if self.library else self.source
        return self._replace(categories=categories, source=source)


def find_source(categories: Iterable[CategoryPath], library: str) -> str:
    """Find the source of an article whose header names none: the level above the last, else the library."""
    first = next(iter(categories), ())
    return first[-2] if len(first) > 1 else library


class Row(NamedTuple):
    """What one line of an article list needs; `date` in seconds since the epoch, or None."""

    id: int
    key: str
    title: str
    source: str
    date: int | None
    unread: bool
    bookmarked: bool


class Entry(NamedTuple):
    """An article as a library lists it: what the file says and what the reader did.

    `duplicates` are the other paths of the same article.
    """

    article: Article
    unread: bool
    bookmarked: bool
    duplicates: tuple[str, ...] = ()


class Category(NamedTuple):
    """A node of the category tree, with what stands in it and below it."""

    path: CategoryPath
    total: int
    unread: int

    @property
    def name(self) -> str:
        """The last step of the path."""
        return self.path[-1]

    @property
    def depth(self) -> int:
        """Steps below the top, from 0."""
        return len(self.path) - 1


class Excerpt(NamedTuple):
    """A piece of an article's text on one line, the ranges in it to mark, and all hits in title and text."""

    text: str
    marks: tuple[tuple[int, int], ...]
    hits: int


class Facet(NamedTuple):
    """A part of a list: a month ("2021-12"), author, source or tag, as `query` asks for it, and how many it holds."""

    kind: Literal["month", "author", "source", "tag"]
    name: str
    query: str
    articles: int


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """A query kept under a name, as a folder of what it finds; a `fixed` one stands in the settings."""

    name: str
    query: str
    fixed: bool = False


class Counts(NamedTuple):
    """Articles in the whole library."""

    total: int
    unread: int
    bookmarked: int


class Shelf(Enum):
    """The standing sections above the tree."""

    ALL = "all"
    UNREAD = "unread"
    BOOKMARKS = "bookmarks"


class Sort(Enum):
    """Orders of a list."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    RELEVANCE = "relevance"  # of what a query finds; without one, the newest first


class View(NamedTuple):
    """Which articles a list shows, and how: a shelf, or a category and all below it.

    `unread_only` narrows it; an article read after `since` (seconds since the epoch, set when the view was entered)
    stays in it, so that nothing leaves the list under the reader's eyes. The shelves UNREAD and BOOKMARKS keep what
    left them after `since` in the same way. `query` keeps what it finds (`reader.store.search.language`).
    """

    shelf: Shelf = Shelf.ALL
    category: CategoryPath = ()
    unread_only: bool = False
    sort: Sort = Sort.NEWEST
    since: float = float("inf")
    query: str = ""


class LastView(NamedTuple):
    """Where the reader was: restored at the next start. `folded` are the categories whose children are hidden."""

    view: View = View()
    key: str = ""
    reading: bool = False
    folded: frozenset[CategoryPath] = frozenset()


class Change(NamedTuple):
    """One change of state, as `u` undoes it: `label` says what was done (`Marked 12 articles read`)."""

    label: str
    keys: tuple[str, ...]


class SyncReport(NamedTuple):
    """What a sync found. `updated`: title or shown text changed; `rewritten`: the file changed, the article did not."""

    seen: int = 0
    added: int = 0
    updated: int = 0
    rewritten: int = 0
    moved: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: int = 0
    seconds: float = 0.0

    @property
    def changed(self) -> bool:
        """Whether anything a list shows may be different now."""
        return bool(self.added or self.updated or self.rewritten or self.moved or self.removed)


class Progress(NamedTuple):
    """How far a sync is: `total` is 0 while it is not known. The last one carries the report.

    `notice` is a sentence for the reader where something is worth telling (the library has moved), else empty.
    """

    done: int
    total: int
    report: SyncReport | None = None
    notice: str = ""


class FileFault(NamedTuple):
    """A fault with the file that has it; a `stray` is no article, for the reason given, and nothing is wrong."""

    key: str
    fault: Fault
    stray: bool = False
