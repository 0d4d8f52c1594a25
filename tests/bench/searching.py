"""Searching: the first page and the count of 200 queries, beside ripgrep over the same files; what the index costs."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from unittest.mock import patch

from reader.config import Config, Folders, LibraryConfig
from reader.model import Sort, View
from reader.services import ahead, reading, sync
from reader.services.library import Library
from tests.bench.figure import Figure, compare, percentile, state
from tests.bench.library_maker import Made, make_library, path_of
from tests.bench.programs import Home

PAGE = 50  # rows that a first page shows
RIPGREP_TURNS = 8
BOOKMARKED = 500  # one article in so many
LATE_EACH = 21  # one article in so many comes late: a few more, and all would be indexed anew
SAMPLE = 300  # articles that queries are taken from
WEIGHED = 1000  # articles that are synced to weigh the index
ROUNDS = 2


def measure(made: Made, home: Home) -> list[Figure]:
    """Search as a person does, each query for the first time; the library has more articles afterwards."""
    texts = [
        (made.folder / path_of(number)).read_text("utf-8")
        for number in range(0, made.articles, max(1, made.articles // SAMPLE))
    ]
    figures = [_share_of_sync(home.folder / "sample")]
    library = Library(LibraryConfig(made.folder), _configure(home.folder))
    library.set_bookmark([path_of(number) for number in range(0, made.articles, BOOKMARKED)], True)
    try:
        families = make_queries(texts)
        for family, (pages, counts) in _search(library, families).items():
            aim = 30 if family in ("beginnings of words", "phrases") else 20
            shown = f"{percentile(pages, 50):.1f}, {percentile(pages, 95):.1f} ms"
            figures.append(state(f"first page, {family} (median, p95)", shown, f"≤ {aim} ms"))
            shown = f"{percentile(counts, 50):.1f}, {percentile(counts, 95):.1f} ms"
            figures.append(state(f"count, {family} (median, p95)", shown, "≤ 80 ms"))
        figures.append(_inside(library, families["one character"]))
        figures += _beside_ripgrep(made, library, families["two characters"])
        late = _come_late(made, library)
        both = zip(*_search(library, families).values(), strict=True)
        slowest = [max(percentile(one, 95) for one in times) for times in both]
        shown = f"{slowest[0]:.1f}, {slowest[1]:.1f} ms"
        what = f"first page and count, {late:,} more come late: p95 of the slowest family"
        figures.append(state(what, shown, "≤ 30, ≤ 80 ms"))
    finally:
        library.close()
    return figures


def _search(library: Library, families: dict[str, list[str]]) -> dict[str, tuple[list[float], list[float]]]:
    """Search for everything once; gives the milliseconds of first pages and of counts."""
    library.count(View(query="warm"))
    times: dict[str, tuple[list[float], list[float]]] = {}
    for family, queries in families.items():
        pages, counts = times[family] = [], []
        for view in (View(query=query) for query in queries):
            pages.append(_time(partial(library.rows, view, 0, PAGE)))
            counts.append(_time(partial(library.count, view)))
    return times


def _come_late(made: Made, library: Library) -> int:
    """Have as many articles arrive out of the order of their dates as the index bears; gives how many."""
    folder = made.folder / "late"
    folder.mkdir()
    late = range(0, made.articles, LATE_EACH)
    for number in late:
        text = (made.folder / path_of(number)).read_text("utf-8")
        (folder / f"{number}.md").write_text(text.replace("title: '", "title: '再", 1), "utf-8")
    for _ in library.sync():
        pass
    return len(late)


def make_queries(texts: list[str]) -> dict[str, list[str]]:
    """Make two hundred queries of what articles say."""
    dice = Random(7)

    def piece(length: int) -> str:
        while True:
            text = dice.choice(texts)
            at = dice.randrange(len(text) - length)
            if re.fullmatch("[\u4e00-\u9fff]+", text[at : at + length]):
                return text[at : at + length]

    words = sorted(set(re.findall("[a-z]{3,}", " ".join(texts))))
    runs = [run for text in texts for run in re.findall("[a-z]+ [a-z]+ [a-z]+", text)]

    def many(count: int, make: Callable[[], str]) -> list[str]:
        return [make() for _ in range(count)]

    return {
        "one character": many(30, lambda: piece(1)),
        "two characters": many(40, lambda: piece(2)),
        "three to six": many(40, lambda: piece(dice.randint(3, 6))),
        "beginnings of words": many(30, lambda: dice.choice(words)[: dice.randint(1, 6)]),
        "phrases": many(15, lambda: f'"{dice.choice(runs)}"'),
        "several words": many(20, lambda: f"{piece(2)} {dice.choice(words)} -{piece(2)}"),
        "fields": [
            *many(10, lambda: f"category:来源{dice.randrange(150):03} {piece(1)}"),
            *many(5, lambda: f"author:记者{dice.randrange(400)} {piece(2)}"),
            *many(5, lambda: f"date:2023-{dice.randint(1, 12):02} {piece(2)}"),
            *many(5, lambda: f"title:{piece(2)} is:unread"),
            *many(5, lambda: f"is:bookmarked {piece(1)}"),
        ],
    }


def _beside_ripgrep(made: Made, library: Library, queries: list[str]) -> list[Figure]:
    """Name all that hold some words, as ripgrep does."""
    ripgrep = shutil.which("rg")
    if ripgrep is None:
        return [state("paths of all found, beside ripgrep", "left out: rg is not installed", "")]
    ours, theirs = [], []
    for query in queries[:RIPGREP_TURNS]:
        ours.append(_time(partial(library.rows, View(query=query), 0, made.articles)))
        command = [ripgrep, "--files-with-matches", "--fixed-strings", query, str(made.folder)]
        theirs.append(_time(partial(subprocess.run, command, stdout=subprocess.DEVNULL)))
    found, read = percentile(ours, 50), percentile(theirs, 50)
    return [compare("paths of all found, two characters", found, read, "< 1", against="ripgrep")]


def _inside(library: Library, queries: list[str]) -> Figure:
    """Jump into the middle of lists that were not seen before."""
    jumps = []
    for query in queries:
        view = View(query=query, sort=Sort.OLDEST)
        middle = library.count(view) // 2
        jumps.append(_time(partial(library.rows, view, middle, PAGE)))
    shown = f"{percentile(jumps, 50):.1f}, {percentile(jumps, 95):.1f} ms"
    return state("a page in the middle, one character (median, p95)", shown, "")


def _share_of_sync(folder: Path) -> Figure:
    """Weigh syncs that make an index against such that make none, all in this process."""
    made = make_library(folder / "news", WEIGHED)
    indexed, plain = [], []
    with patch.object(ahead, "WORTH", made.articles + 1):
        for turn in range(ROUNDS):
            indexed.append(_sync_anew(made, folder / f"{turn}"))
            with patch.object(reading, "hold", lambda *_: None):
                plain.append(_sync_anew(made, folder / f"{turn} plain"))
    what = "sync with the index, processor"
    return compare(what, min(indexed), min(plain), "≤ 1.6", against="without")


def _sync_anew(made: Made, folder: Path) -> float:
    """Give the milliseconds of processor that a first sync takes."""
    library = Library(LibraryConfig(made.folder), _configure(folder))
    begun = process_time()
    with patch.object(sync, "FEW", made.articles):
        for _ in library.sync():
            pass
    taken = process_time() - begun
    library.close()
    return 1000 * taken


def _configure(folder: Path) -> Config:
    return Config(Folders(*(folder / name / "broadsheet" for name in ("config", "cache", "data"))))


def _time(action: Callable[[], object]) -> float:
    """Give the milliseconds an action takes."""
    begun = perf_counter()
    action()
    return 1000 * (perf_counter() - begun)
