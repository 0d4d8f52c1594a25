"""What a list is made of: each part with the number of articles that narrowing to it leaves."""

from __future__ import annotations

import random
from datetime import datetime

from reader.model import View
from tests.store.search.conftest import Shelf
from tests.store.search.reference import Said
from tests.store.search.test_results import make_said


def instant(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T12:00+00:00").timestamp())


def named(shelf: Shelf, query: str = "") -> list[tuple[str, str, int]]:
    return [(facet.kind, facet.name, facet.articles) for facet in shelf.results.facets(View(query=query))]


def test_months_then_authors_sources_and_tags(shelf: Shelf) -> None:
    shelf.put(
        Said("a.md", "a", "sea", instant("2021-12-22"), ("Ann Lee",), ("Rust", "web"), "Daily"),
        Said("b.md", "b", "sea", instant("2021-12-01"), ("Bob",), ("web",), "Daily"),
        Said("c.md", "c", "land", instant("2020-01-01"), ("Bob",)),
        Said("d.md", "d", "land"),
    )
    assert named(shelf) == [
        ("month", "2021-12", 2), ("month", "2020-01", 1), ("author", "Bob", 2), ("author", "Ann Lee", 1),
        ("source", "Daily", 2), ("tag", "web", 2), ("tag", "Rust", 1),
    ]  # fmt: skip
    assert named(shelf, "land") == [("month", "2020-01", 1), ("author", "Bob", 1)]


def test_one_name_in_two_spellings_is_one_part_and_counts_where_it_is_part_of_another(shelf: Shelf) -> None:
    shelf.put(Said("a.md", "a", "x", authors=("Maria García", "García"), tags=("Rust", "rust")))
    shelf.put(
        Said("b.md", "b", "x", authors=("GARCIA",)),
        Said("c.md", "c", "x", authors=('Joe "Bob" Lee',)),
    )
    assert named(shelf) == [
        ("author", "GARCIA", 2), ("author", 'Joe "Bob" Lee', 1), ("author", "Maria García", 1), ("tag", "Rust", 1),
    ]  # fmt: skip


def test_narrowing_leaves_as_many_as_are_said(shelf: Shelf) -> None:
    chance = random.Random(1)
    shelf.put(*(make_said(number, chance) for number in range(80)))
    facets = shelf.results.facets(View(query="-采购"))
    assert {facet.kind for facet in facets} == {"month", "author", "source", "tag"}
    for facet in facets:
        assert len(shelf.find(f"-采购 {facet.query}")) == facet.articles, facet
