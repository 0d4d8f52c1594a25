"""Every page of every view against a plain sort and filter, and the numbers that are kept against a count."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model import CategoryPath, Row, Shelf, Sort, View
from reader.store import mirror
from reader.store.cache import Cache, count_changes
from reader.store.listing import Listing
from reader.store.mark import Mark
from reader.store.neighbours import next_unread
from tests.store.conftest import parsed

PATHS: tuple[CategoryPath, ...] = ((), ("A",), ("A", "B"), ("A", "C"), ("D",))
SINCE = 500.0


class Made(NamedTuple):
    """An article as the test knows it."""

    title: str
    date: int
    path: CategoryPath
    read: float | None
    bookmarked: float | None
    dropped: float | None


times = st.sampled_from([None, 100.0, 900.0])
made = st.builds(
    Made, st.sampled_from("abcd"), st.integers(1, 9), st.sampled_from(PATHS), times, times, times
)
views = st.builds(
    View,
    st.sampled_from(Shelf),
    st.sampled_from([*PATHS, ("no such",)]),
    st.booleans(),
    st.sampled_from(Sort),
    st.sampled_from([SINCE, float("inf")]),
)


def load(cache: Cache, fill: Callable[..., None], articles: list[Made]) -> None:
    keys = {key for (key,) in cache.database.connection.execute("SELECT key FROM files")}
    fill(vanished=keys)
    fill(
        *(
            parsed(f"{n:02}", one.title, one.date, [one.path] if one.path else [])
            for n, one in enumerate(articles)
        )
    )
    with cache.database.transaction() as connection:
        marks = (Mark(f"{n:02}", one.read, one.bookmarked, one.dropped) for n, one in enumerate(articles))
        mirror.apply(connection, marks)
        count_changes(connection)


def expected(articles: list[Made], view: View) -> list[str]:
    """Give the keys of a view the slow way."""

    def shown(one: Made) -> bool:
        unread = one.read is None or one.read > view.since
        marked = one.bookmarked is not None or (one.dropped is not None and one.dropped > view.since)
        return (
            one.path[: len(view.category)] == view.category
            and (unread or not (view.unread_only or view.shelf is Shelf.UNREAD))
            and (marked or view.shelf is not Shelf.BOOKMARKS)
        )

    chosen = [n for n, one in enumerate(articles) if shown(one)]
    if view.sort is Sort.TITLE:
        chosen.sort(key=lambda n: (articles[n].title, n))
    else:
        chosen.sort(key=lambda n: (articles[n].date, n), reverse=view.sort is not Sort.OLDEST)
    return [f"{n:02}" for n in chosen]


@given(
    articles=st.lists(made, max_size=14),
    view=views,
    starts=st.lists(st.integers(0, 15), min_size=1, max_size=5),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_page_of_any_view(
    cache: Cache, fill: Callable[..., None], articles: list[Made], view: View, starts: list[int]
) -> None:
    load(cache, fill, articles)
    listing = Listing(cache)
    keys = expected(articles, view)
    assert listing.count(view) == len(keys)
    assert sorted(listing.articles(view)) == sorted(row.id for row in listing.rows(view, 0, 20))
    for start in starts:
        for count in (1, 3, 20):
            rows = listing.rows(view, start, count)
            assert [row.key for row in rows] == keys[start : start + count]
    for index, row in enumerate(listing.rows(view, 0, 20)):
        assert listing.index_of(view, row.id) == index
        one = articles[int(row.key)]
        assert row[2:] == (one.title, "", one.date, one.read is None, one.bookmarked is not None)


@given(articles=st.lists(made, max_size=14))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_is_what_a_count_gives(
    cache: Cache, fill: Callable[..., None], articles: list[Made]
) -> None:
    load(cache, fill, articles)
    below = [path for path in PATHS if any(one.path[: len(path)] == path for one in articles)]
    kept: dict[CategoryPath, tuple[int, int]] = {(): (cache.counts().total, cache.counts().unread)}
    kept |= {category.path: (category.total, category.unread) for category in cache.categories()}
    assert kept == {
        path: (
            sum(one.path[: len(path)] == path for one in articles),
            sum(one.path[: len(path)] == path and one.read is None for one in articles),
        )
        for path in {(), *below}
    }
    assert cache.counts().bookmarked == sum(one.bookmarked is not None for one in articles)


def page_of(rows: list[Row]) -> list[str]:
    return [row.key for row in rows]


def test_a_change_is_seen_at_once(cache: Cache, fill: Callable[..., None]) -> None:
    listing = Listing(cache)
    fill(*(parsed(f"{n}", "t", n) for n in range(5)))
    assert page_of(listing.rows(View(), 1, 2)) == ["3", "2"]
    fill(parsed("9", "t", 9))
    assert page_of(listing.rows(View(), 1, 2)) == ["4", "3"]


@pytest.fixture
def feeds(cache: Cache, fill: Callable[..., None]) -> Listing:
    """Three feeds; the numbers are dates, so the newest first: A/B 6 5, A/C 4 3, D 2 1."""
    paths = [("D",), ("D",), ("A", "C"), ("A", "C"), ("A", "B"), ("A", "B")]
    fill(*(parsed(str(n), "t", n, [path]) for n, path in enumerate(paths, 1)))
    return Listing(cache)


@pytest.mark.parametrize(
    ("category", "key", "step", "read", "to", "row"),
    [
        (("A", "B"), "6", 1, "", ("A", "B"), "5"),
        (("A", "B"), "5", 1, "", ("A", "C"), "4"),
        (("A", "B"), "5", 1, "34", ("D",), "2"),
        (("D",), "1", 1, "", ("A", "B"), "6"),
        (("D",), "1", 1, "6543", ("D",), "2"),
        (("A", "C"), "4", -1, "", ("A", "B"), "5"),
        (("A", "B"), "6", -1, "", ("D",), "1"),
        (("A",), "3", 1, "", ("D",), "2"),
        ((), "1", 1, "", (), "6"),
        ((), "6", -1, "", (), "1"),
        (("A", "B"), "5", 1, "123456", None, ""),
    ],
)
def test_next_unread_goes_round_the_feeds(
    cache: Cache,
    feeds: Listing,
    category: CategoryPath,
    key: str,
    step: int,
    read: str,
    to: CategoryPath | None,
    row: str,
) -> None:
    with cache.database.transaction() as connection:
        mirror.apply(connection, [Mark(one, 1.0) for one in read])
        count_changes(connection)
    (article,) = cache.database.connection.execute(
        "SELECT article FROM files WHERE key = ?", (key,)
    ).fetchone()
    found = next_unread(cache, feeds, View(category=category), article, step)
    assert (found and (found[0].category, found[1].key)) == (None if to is None else (to, row))
