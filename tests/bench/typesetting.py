"""Setting a page: against BeautifulSoup alone, its first screen against the whole, and Textual's Markdown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import process_time

from bs4 import BeautifulSoup
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from reader.document import Document
from reader.parsing.html import parse_html
from reader.typeset.layout import iter_lines, typeset
from tests.bench.figure import Figure, compare, median
from tests.bench.library_maker import Made, path_of, writes_html

WIDTH, SCREEN = 80, 40
LARGE = 1_000_000  # characters
TURNS = 99  # rounds of what takes a few milliseconds at most


def measure(made: Made, rounds: int) -> list[Figure]:
    """Parse and set the library's median HTML article, one of a megabyte, and Markdown."""
    bodies = sorted(
        (path.read_text("utf-8").split("---\n", 2)[2] for path in _iter_files(made, "html")), key=len
    )
    body = bodies[len(bodies) // 2]
    page = parse_html(body)
    large = body * (LARGE // len(body) + 1)
    soup, both, whole = _time_by_turns(
        (
            lambda: BeautifulSoup(body, "lxml"),
            lambda: typeset(parse_html(body), WIDTH),
            lambda: typeset(page, WIDTH),
        ),
        TURNS,
    )
    return [
        compare(f"parse and set {len(body):,} characters", both, soup, "≤ 2", against="BeautifulSoup alone"),
        compare("set it again at another width", whole, both, "does not parse", against="parse and set"),
        *_large(parse_html(large), rounds),
        *_markdown(made),
    ]


def _large(page: Document, rounds: int) -> list[Figure]:
    whole = _time(lambda: typeset(page, WIDTH), min(rounds, 2))
    screen = _time(lambda: list(islice(iter_lines(page, WIDTH), SCREEN)), rounds)
    return [compare("first screen of a megabyte", screen, whole, "≤ 0.05", against="all of it")]


def _markdown(made: Made) -> list[Figure]:
    from reader.parsing.markdown import parse_markdown

    path = max(list(_iter_files(made, "markdown"))[:60], key=lambda one: one.stat().st_size)
    text = path.read_text("utf-8").split("---\n", 2)[2][:40_000]
    ours = _time(lambda: typeset(parse_markdown(text), WIDTH), TURNS)
    widget = asyncio.run(_show_markdown(text))
    return [compare(f"{len(text):,} characters of Markdown", ours, widget, "", against="Textual's widget")]


async def _show_markdown(text: str) -> float:
    """Time Textual's own widget from the text to a screen at rest."""

    class Page(App[None]):
        def compose(self) -> ComposeResult:
            with VerticalScroll():
                yield Markdown()

    app = Page()
    async with app.run_test(size=(WIDTH, SCREEN)) as pilot:
        begun = process_time()
        await app.query_one(Markdown).update(text)
        await pilot.pause()
        return (process_time() - begun) * 1000


def _iter_files(made: Made, kind: str) -> Iterator[Path]:
    """Yield the files of feeds that write HTML, or Markdown; at most some hundreds."""
    html = kind == "html"
    files = (made.folder / path_of(number) for number in range(made.articles) if writes_html(number) == html)
    return islice(files, 600)


def _time(action: Callable[[], object], rounds: int) -> float:
    """Give the median milliseconds of processor that an action takes, after one that warms up."""
    return _time_by_turns((action,), rounds)[0]


def _time_by_turns(actions: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Time several actions as `_time` does, one after the other in each round: what slows one slows all."""
    for action in actions:
        action()
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, taken in zip(actions, times, strict=True):
            begun = process_time()
            action()
            taken.append((process_time() - begun) * 1000)
    return [median(taken) for taken in times]
