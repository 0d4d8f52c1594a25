"""The index through everything that happens to a library."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Sort, View
from reader.store.search import index
from reader.store.search.folding import Folding
from tests.store.search.conftest import Shelf
from tests.store.search.reference import Said, says
from tests.store.search.test_results import make_said

QUERIES = (
    "采购",
    "AI",
    "read",
    "c++",
    '"привет"',
    "ไทย",
    "-采购",
    "tag:rust",
    "is:unread",
    "category:金融",
    "after:2019",
)


def expected(said: dict[str, Said], query: str) -> set[str]:
    def holds(one: Said) -> bool:
        match query.partition(":"):
            case ("tag", _, _):
                return "Rust" in one.tags
            case ("is", _, _):
                return one.unread
            case ("category", _, _):
                return any("金融" in path for path in one.categories)
            case ("after", _, _):
                return one.date is not None and one.date >= 1_546_300_800
        bare = query.lstrip("-").strip('"')
        return says(one, bare, whole='"' in query) != query.startswith("-")

    return {key for key, one in said.items() if holds(one)}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("add", "add", "change", "rename", "redate", "mark", "remove", "move")),
        st.integers(0, 10**6),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(steps=STEPS, crowd=st.sampled_from((1, 3)))
def test_what_is_found_stays_true(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, bool]], crowd: int
) -> None:
    """Any sequence of changes, each of which may be cut off before it was indexed."""
    shelf = Shelf(tmp_path_factory.mktemp("index") / "cache.db")
    said: dict[str, Said] = {}
    for number, (step, seed, finish) in enumerate(steps):
        chance = random.Random(seed)
        changed, vanished = take_step(said, step, chance, number, crowd)
        for key in vanished:
            del said[key]
        said |= {one.key: one for one in changed}
        shelf.put(*changed, vanished=tuple(vanished), finish=finish)
        if seed % 2:  # somebody searches meanwhile
            shelf.go_down()
        if finish or number == len(steps) - 1:
            for query in QUERIES:
                assert set(shelf.find(query)) == expected(said, query), (step, query)
            assert_in_order(shelf)
    shelf.cache.close()


def take_step(
    said: dict[str, Said], step: str, chance: random.Random, number: int, crowd: int
) -> tuple[list[Said], list[str]]:
    """Give what a sync would read, and the keys that it would miss."""
    fresh = [make_said(1000 * number + at, chance) for at in range(crowd)]
    if step == "add" or not said:
        return fresh, []
    key = chance.choice(sorted(said))
    old, new = said[key], fresh[0]
    match step:
        case "change":
            return [replace(old, title=new.title, text=new.text)], []
        case "rename":
            return [
                replace(old, tags=new.tags, authors=new.authors, categories=new.categories, url=new.url)
            ], []
        case "redate":
            return [replace(old, text=new.text, date=new.date)], []
        case "mark":
            return [replace(old, unread=not old.unread)], []
        case "move":
            return [replace(old, key=f"{number}-moved.md")], [key]
        case _:
            return [], [key]


def assert_in_order(shelf: Shelf) -> None:
    """Newest first and oldest first, by the moments that order every list."""
    with shelf.cache.reading() as connection:
        moments = dict(connection.execute("SELECT key, moment FROM articles"))
    for query in ("", "采购"):
        newest = [moments[key] for key in shelf.find(query or '""')]
        assert newest == sorted(newest, reverse=True)
        oldest = [moments[key] for key in shelf.find(query or '""', Sort.OLDEST)]
        assert oldest == sorted(oldest)


def many(start: int, count: int, word: str) -> list[Said]:
    return [
        Said(f"{word}-{n}.md", f"{word} {n}", f"text {word} {n}", date=start + n * 1000) for n in range(count)
    ]


def indexed(shelf: Shelf) -> list[str]:
    """Give the titles of what is indexed, by number."""
    with shelf.cache.reading() as connection:
        rows = connection.execute(
            "SELECT title FROM docs d JOIN articles a ON a.id = d.article ORDER BY d.id"
        )
        return [title for (title,) in rows]


def late(shelf: Shelf) -> int:
    with shelf.cache.reading() as connection:
        (count,) = connection.execute("SELECT count(*) FROM docs WHERE id >= ?", (index.LATE,)).fetchone()
    return int(count)


def test_late_arrivals_stand_in_their_place_and_too_many_are_numbered_anew(shelf: Shelf) -> None:
    shelf.put(*many(1_600_000_000, 300, "new"))
    assert late(shelf) == 0
    shelf.put(*many(1_500_000_000, 50, "old"), *many(1_600_000_500, 50, "between"))
    assert late(shelf) == 50
    assert_in_order(shelf)
    assert len(shelf.find("text")) == 400
    shelf.put(*many(1_550_000_000, 160, "flood"))
    assert late(shelf) == 0
    assert_in_order(shelf)
    assert len(shelf.find("text")) == 560
    assert len(shelf.find("flood")) == 160


def test_what_is_older_than_all_that_is_indexed_need_not_wait(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "BRIEF", 4)
    shelf.put(*many(1_600_000_000, 6, "new"), finish=False)
    shelf.go_down()
    assert indexed(shelf) == ["new 2", "new 3", "new 4", "new 5"]
    shelf.put(*many(1_600_004_500, 1, "between"), *many(1_500_000_000, 2, "old"), finish=False)
    shelf.go_down()
    assert indexed(shelf)[:4] == ["old 0", "old 1", "new 0", "new 1"]
    shelf.go_down()
    assert late(shelf) == 0
    shelf.put(*many(1_700_000_000, 2, "later"))
    assert indexed(shelf) == [
        "old 0", "old 1", *(f"new {n}" for n in range(6)), "later 0", "later 1", "between 0",
    ]  # fmt: skip
    assert late(shelf) == 1
    assert_in_order(shelf)


def count_steps(shelf: Shelf, *said: Said) -> int:
    """Count what SQLite does to take articles in, in steps of its machine."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    with shelf.cache.reading() as connection:
        connection.set_progress_handler(count, 1)
        shelf.put(*said)
        connection.set_progress_handler(None, 0)
    return steps


def test_what_a_change_takes_does_not_grow_with_the_library(shelf: Shelf) -> None:
    taken = []
    for start, count in ((1_600_000_000, 100), (1_500_000_000, 900)):
        shelf.put(*many(start, count, f"year{start}"))
        taken.append(count_steps(shelf, replace(many(start, 1, f"year{start}")[0], text="changed")))
    assert taken[1] < 1.2 * taken[0]


def test_pages_are_cuts_of_the_whole_list(shelf: Shelf) -> None:
    shelf.put(*many(1_600_000_000, 40, "new"))
    shelf.put(*many(1_599_990_000, 40, "old"))
    for sort in Sort:
        view = View(query="text", sort=sort)
        whole = [row.key for row in shelf.results.rows(view, 0, 100)]
        fresh = Shelf(shelf.cache.database.path)
        pages = [row.key for start in range(0, 90, 7) for row in fresh.results.rows(view, start, 7)]
        assert pages == whole
        assert len(whole) == 80
        with shelf.cache.reading() as connection:
            ids = dict(connection.execute("SELECT key, id FROM articles"))
        assert [fresh.results.index_of(view, ids[key]) for key in whole] == list(range(80))
        fresh.cache.close()


def test_the_title_counts_more_than_the_body(shelf: Shelf) -> None:
    shelf.put(
        Said("body.md", "Other", "A cat sat here.", date=1_600_000_003),
        Said("often.md", "Other again", "cat " * 3 + "words and more " * 40, date=1_600_000_002),
        Said("title.md", "The cat", "Nothing of it.", date=1_600_000_001),
        *many(1_500_000_000, 20, "else"),
    )
    assert shelf.find("cat")[0] == "body.md"
    assert shelf.find("cat", Sort.RELEVANCE)[0] == "title.md"


def test_another_way_to_fold_is_indexed_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    plain = Shelf(path, Folding(han=False))
    plain.put(Said("a.md", "採購", "たわー"))
    assert (plain.find("采购"), plain.find("採購")) == ([], ["a.md"])
    plain.cache.close()
    both = Shelf(path, Folding(kana=True))
    assert both.find("采购") == ["a.md"]
    assert both.find("タワー") == ["a.md"]
    both.cache.close()


def test_other_dictionaries_of_variants_are_another_way_to_fold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Shelf(tmp_path / "cache.db", Folding())
    before.put(Said("a.md", "漢", "漢"))
    assert before.find("漢") == ["a.md"]
    before.cache.close()
    monkeypatch.setattr("reader.store.search.folding._find_dictionaries", lambda: "opencc-9")
    monkeypatch.setattr("reader.store.search.folding._simplify", lambda character: character)
    after = Shelf(tmp_path / "cache.db", Folding())
    assert after.find("漢") == ["a.md"]
    assert after.find("汉") == []
    after.cache.close()


def test_few_letters_find_the_words_that_begin_so_be_they_rare_or_not(shelf: Shelf) -> None:
    old, new = (
        Said("old.md", "采购", "zebra crossing", date=1_500_000_000),
        Said("new.md", "A zebra", "采购", date=1_700_000_000),
    )
    shelf.put(old, *many(1_600_000_000, 60, "common"), new)
    for query in (
        "z",
        "ze",
        "zeb",
        "zebr",
        "zebra",
        "采购",
        "ze 采购",
        "zebra -common",
        "采购 -co",
        "ze OR 采购",
    ):
        assert shelf.find(query) == ["new.md", "old.md"], query
        assert shelf.find(query, Sort.OLDEST) == ["old.md", "new.md"], query
    assert shelf.find("title:ze") == ["new.md"]
    assert shelf.find("body:zebr") == ["old.md"]
    assert shelf.find('"zebr"') == shelf.find("zebras") == shelf.find("ze co") == []
    assert len(shelf.find("co")) == len(shelf.find("commo -ze")) == 60
