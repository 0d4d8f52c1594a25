"""Lists, a page at a time: a `View` becomes SQL, and a page is found from the nearest place that is
remembered.

Pages are read by keyset: the sort key of a row that was shown is a fence post, and a page near it starts
there. A jump into the unknown steps over index entries from the nearer end, once.
"""

from __future__ import annotations

import sqlite3
import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from math import isinf
from typing import Any, NamedTuple

from reader.model import Row, Shelf, Sort, View
from reader.store.cache import Cache, join_path, read_note

REMEMBERED_VIEWS = 16
FEW = 50  # one in so many articles of a view may come from elsewhere and be sorted into it
ROW = "a.id, a.key, a.title, a.source, a.date, a.read IS NULL, a.bookmarked IS NOT NULL"


class Arm(NamedTuple):
    """One of the parts whose union is a view: no article is in two of them.

    `tables` and `where` are SQL with `values` for its question marks; `first` and `identity` are the columns
    of the sort key; `known` is how many articles it holds where that is kept.
    """

    tables: str
    where: str
    values: tuple[object, ...]
    first: str
    identity: str
    known: int | None = None


class Key(NamedTuple):
    """Where a row stands in the order of its list."""

    first: object
    identity: int


class Memory:
    """What is remembered of a view: its length, and fence posts (index and key of a row), in order."""

    def __init__(self) -> None:
        """Remember nothing."""
        self.count: int | None = None
        self.posts: list[tuple[int, Key]] = []


class Listing:
    """The lists of one cache."""

    def __init__(self, cache: Cache) -> None:
        """Read from a cache."""
        self._cache = cache
        self._memories: OrderedDict[View, Memory] = OrderedDict()
        self._revision = ""
        self._lock = threading.Lock()

    # -- what others ask

    def count(self, view: View) -> int:
        """Count the articles of a view."""
        with self._cache.reading() as connection:
            return self._count(connection, view, arms_of(connection, view), self._memory(connection, view))

    def rows(self, view: View, start: int, count: int) -> list[Row]:
        """Give `count` rows from index `start`."""
        start = max(start, 0)
        with self._cache.reading() as connection:
            memory = self._memory(connection, view)
            arms = arms_of(connection, view)
            total = self._count(connection, view, arms, memory)
            count = min(count, total - start)
            if count <= 0:
                return []
            page = self._page(connection, view, arms, memory, start, count)
            found = [to_row(row) for row in page]
            with self._lock:
                if page and memory is self._memories.get(view):
                    _remember(memory, start, Key(*page[0][7:9]))
                    _remember(memory, start + len(page) - 1, Key(*page[-1][7:9]))
            return found

    def index_of(self, view: View, article: int) -> int | None:
        """Find an article's index in a view."""
        with self._cache.reading() as connection:
            arms = arms_of(connection, view)
            key = find_key(connection, arms, article)
            if key is None:
                return None
            before = "<" if _ascending(view) else ">"
            counts: list[int] = [
                connection.execute(
                    f"SELECT count(*) FROM {arm.tables} WHERE {arm.where}"
                    f" AND ({arm.first}, {arm.identity}) {before} (?, ?)",
                    (*arm.values, *key),
                ).fetchone()[0]
                for arm in arms
            ]
            return sum(counts)

    def beside(self, view: View, article: int | None, step: int) -> Row | None:
        """Find the row after (`step` 1) or before (-1) where an article stands, or would; without
        one, the first or last.
        """
        forward = (step > 0) == _ascending(view)
        with self._cache.reading() as connection:
            key = article and position(connection, view, article)
            rows = _select(connection, arms_of(connection, view), forward, key or None, False, 1, 0)
            return to_row(rows[0]) if rows else None

    def iter_ids(self, view: View, limit: int | None) -> Iterator[int]:
        """Yield the articles' numbers, in order."""
        start, step = 0, 500
        while limit is None or start < limit:
            page = self.rows(view, start, step if limit is None else min(step, limit - start))
            yield from (row.id for row in page)
            if not page:
                return
            start += len(page)

    def articles(self, view: View) -> list[int]:
        """Give the numbers of all articles of a view, in no order."""
        with self._cache.reading() as connection:
            return [
                number
                for arm in arms_of(connection, view)
                for (number,) in connection.execute(
                    f"SELECT {arm.identity} FROM {arm.tables} WHERE {arm.where}", arm.values
                )
            ]

    # -- how

    def _memory(self, connection: sqlite3.Connection, view: View) -> Memory:
        revision = read_note(connection, "revision")
        with self._lock:
            if revision != self._revision:
                self._memories.clear()
                self._revision = revision
            memory = self._memories.setdefault(view, Memory())
            self._memories.move_to_end(view)
            while len(self._memories) > REMEMBERED_VIEWS:
                self._memories.popitem(last=False)
            return memory

    def _count(self, connection: sqlite3.Connection, view: View, arms: list[Arm], memory: Memory) -> int:
        if memory.count is None:
            memory.count = sum(
                connection.execute(
                    f"SELECT count(*) FROM {arm.tables} WHERE {arm.where}", arm.values
                ).fetchone()[0]
                if arm.known is None
                else arm.known
                for arm in arms
            )
        return memory.count

    def _page(
        self,
        connection: sqlite3.Connection,
        view: View,
        arms: list[Arm],
        memory: Memory,
        start: int,
        count: int,
    ) -> list[tuple[Any, ...]]:
        """Read a page from the nearest fence post before it, or backwards from the nearest one after it."""
        total, end = memory.count or 0, start + count
        with self._lock:
            at = bisect_right(memory.posts, start, key=lambda post: post[0])
            low, low_key = memory.posts[at - 1] if at else (0, None)
            after = bisect_right(memory.posts, end - 1, key=lambda post: post[0])
            high, high_key = memory.posts[after] if after < len(memory.posts) else (total, None)
        ascending = _ascending(view)
        if start - low <= high - end:
            return _select(connection, arms, ascending, low_key, True, count, start - low)
        return _select(connection, arms, not ascending, high_key, False, count, high - end)[::-1]


def to_row(row: tuple[Any, ...]) -> Row:
    """Give the `Row` of what `ROW` selects."""
    return Row(row[0], row[1], row[2], row[3], row[4], bool(row[5]), bool(row[6]))


def _ascending(view: View) -> bool:
    return view.sort in (Sort.OLDEST, Sort.TITLE)


def _remember(memory: Memory, index: int, key: Key) -> None:
    at = bisect_right(memory.posts, index, key=lambda post: post[0])
    if not at or memory.posts[at - 1][0] != index:
        memory.posts.insert(at, (index, key))


def _select(
    connection: sqlite3.Connection,
    arms: list[Arm],
    ascending: bool,
    key: Key | None,
    inclusive: bool,
    count: int,
    skip: int,
) -> list[tuple[Any, ...]]:
    """Read rows from a key on, in either direction: those of `Row`, then the sort key."""
    if not arms:
        return []
    sign = (">" if ascending else "<") + ("=" if inclusive else "")
    parts: list[str] = []
    values: list[object] = []
    for arm in arms:
        where = arm.where
        values += arm.values
        if key is not None:
            where += f" AND ({arm.first}, {arm.identity}) {sign} (?, ?)"
            values += key
        parts.append(
            f"SELECT {arm.first} AS first, {arm.identity} AS identity FROM {arm.tables} WHERE {where}"
        )
    order = "ASC" if ascending else "DESC"
    page = f"{' UNION ALL '.join(parts)} ORDER BY 1 {order}, 2 {order} LIMIT ? OFFSET ?"
    return connection.execute(
        f"SELECT {ROW}, p.first, p.identity FROM ({page}) p CROSS JOIN articles a ON a.id = p.identity"
        f" ORDER BY p.first {order}, p.identity {order}",
        (*values, count, skip),
    ).fetchall()


def find_key(connection: sqlite3.Connection, arms: list[Arm], article: int) -> Key | None:
    """Find where an article stands among the arms of a view; None when it is in none."""
    for arm in arms:
        row = connection.execute(
            f"SELECT {arm.first}, {arm.identity} FROM {arm.tables} WHERE {arm.where} AND {arm.identity} = ?"
            + (" AND moment = (SELECT moment FROM articles WHERE id = ?)" if arm.tables == LINKS else ""),
            (*arm.values, article, article) if arm.tables == LINKS else (*arm.values, article),
        ).fetchone()
        if row:
            return Key(*row)
    return None


def position(connection: sqlite3.Connection, view: View, article: int) -> Key | None:
    """Give where an article would stand in the order of a view, whether it is in it or not."""
    column = "sorting" if view.sort is Sort.TITLE else "moment"
    row = connection.execute(f"SELECT {column}, id FROM articles WHERE id = ?", (article,)).fetchone()
    return Key(*row) if row else None


LINKS = "article_category l"
LINKED = "article_category l CROSS JOIN articles a ON a.id = l.article"
ARTICLES = "articles a"
IN_CATEGORY = (
    " AND EXISTS (SELECT 1 FROM article_category l"
    " WHERE l.category = ? AND l.moment = a.moment AND l.article = a.id)"
)


def arms_of(connection: sqlite3.Connection, view: View) -> list[Arm]:
    """Give the arms of a view; none when its category does not exist."""
    row = connection.execute(
        "SELECT id, total, unread FROM categories WHERE path = ?", (join_path(view.category),)
    ).fetchone()
    if row is None:
        return []
    category, total, unread = row
    only_unread = view.unread_only or view.shelf is Shelf.UNREAD
    inside = IN_CATEGORY if category else ""
    place: tuple[object, ...] = (category,) if category else ()
    if view.shelf is Shelf.BOOKMARKS:
        if only_unread:
            inside += " AND (a.read IS NULL OR a.read > ?)"
            place += (view.since,)
        arms = _both(
            view, "a.bookmarked IS NOT NULL", "a.dropped > ? AND a.bookmarked IS NULL", inside, place
        )
    elif only_unread:
        arms = _unread_arms(connection, view, category, total, unread, inside, place)
    elif view.sort is Sort.TITLE:
        arms = [
            Arm(LINKED, "l.category = ?", (category,), "", "l.article", total)
            if category
            else Arm(ARTICLES, "true", (), "", "a.id", total)
        ]
    else:
        arms = [Arm(LINKS, "l.category = ?", (category,), "l.moment", "l.article", total)]
    if view.sort is Sort.TITLE:
        return [arm._replace(first="a.sorting") for arm in arms]
    return arms


def _unread_arms(
    connection: sqlite3.Connection,
    view: View,
    category: int,
    total: int,
    unread: int,
    inside: str,
    place: tuple[object, ...],
) -> list[Arm]:
    """Give what is unread, and what was when the view was entered, by the way that is the least work."""
    (everywhere,) = connection.execute("SELECT unread FROM categories WHERE id = 0").fetchone()
    lately = 0
    if not isinf(view.since):
        (lately,) = connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM articles WHERE read > ? LIMIT ?)", (view.since, total)
        ).fetchone()
    if lately * FEW > total:  # to sort them would be more work than to look through the category
        since = "l.category = ? AND (a.read IS NULL OR a.read > ?)"
        return [Arm(LINKED, since, (category, view.since), "l.moment", "l.article")]
    arms = _both(view, "a.read IS NULL", "a.read > ?", inside, place)
    if category and total < everywhere:
        arms[0] = Arm(LINKED, "l.category = ? AND a.read IS NULL", (category,), "l.moment", "l.article")
    arms[0] = arms[0]._replace(known=unread)
    return arms


def _both(view: View, condition: str, lately: str, inside: str, place: tuple[object, ...]) -> list[Arm]:
    """Give what meets a condition, and what met it when the view was entered."""
    arms = [Arm(ARTICLES, condition + inside, place, "a.moment", "a.id")]
    if not isinf(view.since):
        arms.append(Arm(ARTICLES, lately + inside, (view.since, *place), "a.moment", "a.id"))
    return arms
