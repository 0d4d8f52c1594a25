"""Lists of what a query finds: the first page at once, everything behind it when that is asked for.

The numbers of what was found are remembered while the cache stays as it is, so that pages, places and lengths of a
list cost nothing after the first look.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import partial
from typing import Protocol, TypeVar

from reader.model import Excerpt, Facet, Row, Shelf, Sort, View
from reader.store.cache import Cache, count_changes, join_path, read_note
from reader.store.listing import ROW, to_row
from reader.store.search.facets import count_facets
from reader.store.search.finding import (
    END,
    HEAD,
    arrange,
    count,
    find_middle,
    find_sorted,
    find_spans,
    load,
    load_first,
)
from reader.store.search.folding import Folding
from reader.store.search.hits import Words, find_excerpt
from reader.store.search.index import Index, category_name, is_behind, load_text
from reader.store.search.language import Node, parse_query
from reader.store.search.plan import Plan, Planner, named
from reader.store.search.sieve import Condition, is_bookmarked, is_found, is_unread, join

Found = TypeVar("Found", covariant=True)
Seen = TypeVar("Seen")


class Work(Protocol[Found]):
    """What is done for the numbers from `low` until before `high`."""

    def __call__(self, connection: sqlite3.Connection, /, *, low: int, high: int) -> Found:
        """Do it over a connection."""


REMEMBERED = 16  # views
TRIES = 5  # to find while another process changes what there is


@dataclass(slots=True)
class Memory:
    """What is remembered of a view at a revision: its first rows (numbers), all of them, how many there are."""

    revision: str
    head: Sequence[int] = ()
    everything: Sequence[int] | None = None
    count: int | None = None


class Results:
    """The lists of one cache that a query makes; asked as `reader.store.listing.Listing` is."""

    def __init__(self, cache: Cache, folding: Folding, zone: tzinfo | None) -> None:
        """Search a cache; `zone` is whose days queries mean."""
        self._cache = cache
        self._folding = folding
        self._zone = zone
        self._memories: OrderedDict[tuple[View, date], Memory] = OrderedDict()
        self._revision = ""
        self._lock = threading.Lock()
        self._second = ThreadPoolExecutor(1, "count")

    # -- what others ask

    def parse(self, query: str) -> Node:
        """Parse a query as of today.

        Raises:
            QueryError: it cannot be understood.
        """
        return parse_query(query, self._today())

    def count(self, view: View) -> int:
        """Count what a view's query finds."""

        def look(memory: Memory) -> int:
            if memory.count is None:
                memory.count = self._count(view) if memory.everything is None else len(memory.everything)
            return memory.count

        return self._steadily(view, look)

    def rows(self, view: View, start: int, count: int) -> list[Row]:
        """Give `count` rows from index `start`."""
        start, count = max(start, 0), max(count, 0)

        def look(memory: Memory) -> list[Row]:
            numbers = self._numbers_in(memory, view, start + count)[start : start + count]
            with self._cache.reading() as connection:
                found = connection.execute(
                    f"SELECT {ROW} FROM json_each(?) n CROSS JOIN docs d ON d.id = n.value"
                    " CROSS JOIN articles a ON a.id = d.article ORDER BY n.key",
                    (json.dumps(list(numbers)),),
                )
                return [to_row(row) for row in found]

        return self._steadily(view, look)

    def index_of(self, view: View, article: int) -> int | None:
        """Find an article's index in a view."""
        with self._cache.reading() as connection:
            row = connection.execute("SELECT id FROM docs WHERE article = ?", (article,)).fetchone()
        try:
            return self._numbers(view).index(row[0]) if row else None
        except ValueError:
            return None

    def next_unread(self, view: View, article: int | None, step: int) -> Row | None:
        """Find the unread row after (`step` 1) or before (-1) an article, round and round."""
        numbers = self._numbers(view._replace(unread_only=False))
        at = None if article is None else self.index_of(view._replace(unread_only=False), article)
        start = (-1 if step > 0 else 0) if at is None else at
        with self._cache.reading() as connection:
            for away in range(1, len(numbers) + 1):
                number = numbers[(start + step * away) % len(numbers)]
                row = connection.execute(
                    f"SELECT {ROW} FROM docs d JOIN articles a ON a.id = d.article"
                    " WHERE d.id = ? AND a.read IS NULL",
                    (number,),
                ).fetchone()
                if row and row[0] != article:
                    return to_row(row)
        return None

    def iter_ids(self, view: View, limit: int | None) -> Iterator[int]:
        """Yield the articles' numbers in the cache, in order."""

        def look(memory: Memory) -> Sequence[int]:
            numbers = self._numbers_in(memory, view, limit)[:limit]
            with self._cache.reading() as connection:
                found = connection.execute(
                    "SELECT d.article FROM json_each(?) n CROSS JOIN docs d ON d.id = n.value ORDER BY n.key",
                    (json.dumps(list(numbers)),),
                )
                return array("q", [article for (article,) in found])

        yield from self._steadily(view, look)

    def articles(self, view: View) -> list[int]:
        """Give the numbers of all articles of a view in the cache."""
        return list(self.iter_ids(view, None))

    def excerpt(self, node: Node, article: int) -> Excerpt:
        """Give the piece of an article around what was found in it first."""
        with self._cache.reading() as connection:
            title, text = load_text(connection, article)
        return find_excerpt(node, title, text, self._folding)

    def find_hits(self, node: Node, text: str, field: str) -> list[tuple[int, int]]:
        """Find the ranges of a text that hold what a query looks for in such a field ("title" or "body")."""
        return Words(node, field, self._folding).find(text)

    def facets(self, view: View) -> list[Facet]:
        """Count what a view is made of."""

        def look(memory: Memory) -> list[Facet]:
            numbers = self._numbers_in(memory, view, None)
            with self._cache.reading() as connection:
                return count_facets(connection, numbers, self._zone)

        return self._steadily(view, look)

    # -- how

    def _today(self) -> date:
        return datetime.now(self._zone).date()

    def _memory(self, view: View) -> Memory:
        """Give what is remembered of a view; what waits for the index is indexed first: while a sync fills the
        cache a step of what need not wait, so that a search does not wait for the sync's end.
        """
        with self._cache.reading() as connection:
            revision = read_note(connection, "revision")
            while is_behind(connection, self._folding):
                with self._cache.database.transaction():
                    index = Index(connection, self._folding)
                    if self._cache.is_filling:
                        index.go_down()
                    else:
                        index.catch_up()
                    count_changes(connection)
                revision = read_note(connection, "revision")
                if self._cache.is_filling:
                    break
        with self._lock:
            if revision != self._revision:
                self._memories.clear()
                self._revision = revision
            asked = view, self._today()
            memory = self._memories.setdefault(asked, Memory(revision))
            self._memories.move_to_end(asked)
            while len(self._memories) > REMEMBERED:
                self._memories.popitem(last=False)
            return memory

    def _steadily(self, view: View, look: Callable[[Memory], Seen]) -> Seen:
        """Look for something that takes several looks at the cache until nothing was changed between them; while a sync
        fills the cache what is found is not all yet anyway.
        """
        for _ in range(TRIES):
            memory = self._memory(view)
            seen = look(memory)
            if self._cache.is_filling or self._cache.note("revision") == memory.revision:
                break
        return seen

    def _plan(self, connection: sqlite3.Connection, view: View, *, brief: bool = False) -> Plan:
        """Plan a view: its query, and the shelf or category around it; `brief` for its first rows."""
        ranked = view.sort is Sort.RELEVANCE
        planner = Planner(connection, self._folding, self._zone, view.since, ranked=ranked, brief=brief)
        return _narrow(connection, planner.plan(self.parse(view.query)), view, brief=brief)

    def _numbers(self, view: View, limit: int | None = None) -> Sequence[int]:
        """Give the numbers of what is found, in order: the first of them at least, or all."""
        return self._steadily(view, lambda memory: self._numbers_in(memory, view, limit))

    def _numbers_in(self, memory: Memory, view: View, limit: int | None) -> Sequence[int]:
        """Give them from what is remembered, or look for them."""
        if memory.everything is not None:
            return memory.everything
        if limit is not None and limit <= HEAD:
            if len(memory.head) < limit:
                memory.head = self._find(view, limit)
                if len(memory.head) < limit:
                    memory.everything = memory.head
            return memory.head
        memory.everything = self._find(view, None)
        return memory.everything

    def _count(self, view: View) -> int:
        with self._cache.reading() as connection:
            plan = self._plan(connection, view)
            middle = find_middle(connection)
        return sum(self._in_halves(partial(count, plan=plan), 0, middle, END))

    def _find(self, view: View, limit: int | None) -> Sequence[int]:
        with self._cache.reading() as connection:
            plan = self._plan(connection, view, brief=limit is not None)
            if view.sort in (Sort.RELEVANCE, Sort.TITLE):
                return find_sorted(connection, plan, view.sort, limit)
            if limit is not None:
                return arrange(connection, plan, view.sort, self._find_first(plan, view.sort, limit), limit)
            middle = find_middle(connection)
            lower, upper = self._in_halves(partial(load, plan=plan), 0, middle, END)
            return arrange(connection, plan, view.sort, lower + upper)

    def _find_first(self, plan: Plan, sort: Sort, limit: int) -> list[int]:
        """Give rising numbers among which the first of a list are that is ordered by date: mostly its beginning
        has them all, and a sieve is soon made for few; what is rare is looked for in all the others.
        """
        with self._cache.reading() as connection:
            begins, (low, high) = find_spans(connection, plan, sort)
            numbers = load_first(connection, plan, sort, limit, *begins)
        if len(numbers) < limit and low < high:
            look = partial(load_first, plan=plan, sort=sort, limit=limit - len(numbers))
            lower, upper = self._in_halves(look, low, (low + high) // 2, high)
            numbers += lower + upper
        return sorted(numbers)

    def _in_halves(self, work: Work[Found], low: int, middle: int, high: int) -> tuple[Found, Found]:
        """Do something for the lower half of some numbers and the upper one at the same time: SQLite lets go of
        the interpreter while it looks.
        """

        def do(low: int, high: int) -> Found:
            with self._cache.reading() as connection:
                return work(connection, low=low, high=high)

        upper = self._second.submit(do, middle, high)
        return do(low, middle), upper.result()


def _narrow(connection: sqlite3.Connection, plan: Plan, view: View, *, brief: bool) -> Plan:
    """Keep to what a view shows apart from its query."""
    match, wheres = plan.match, [Condition("", plan.where, plan.values)] if plan.where else []
    if view.category:
        row = connection.execute(
            "SELECT id FROM categories WHERE path = ?", (join_path(view.category),)
        ).fetchone()
        inside = named(category_name(row[0])) if row else named()
        if plan.table == "found":
            match = f"({match}) AND {inside}"
        else:
            wheres.append(is_found(inside))
    if view.unread_only or view.shelf is Shelf.UNREAD:
        wheres.append(is_unread(connection, view.since, brief=brief))
    if view.shelf is Shelf.BOOKMARKS:
        wheres.append(is_bookmarked(view.since))
    where = join(wheres, "AND")
    return plan._replace(match=match, where=where.where, values=where.values)
