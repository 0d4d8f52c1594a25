"""Newsboat with as many items, beside Broadsheet in the same pty; left out where it is not installed."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.bench.figure import Figure, compare, percentile, state
from tests.bench.library_maker import NEWEST, Made, path_of, title_of
from tests.bench.programs import Home
from tests.bench.terminal import Terminal

PAGE_DOWN = "\x1b[6~"
REST = 0.4  # seconds after which whatever follows a key has been painted
PAINTED = 800  # bytes at least of a list or an article
PATIENCE = 60  # seconds that newsboat is given to open its feeds, and then its list
FEED = """<rss version="2.0"><channel><title>News</title><link>https://news.example.org/</link><description/>
<item><title>One</title><guid>one</guid><description>One</description></item></channel></rss>
"""


class Session(NamedTuple):
    """What one program took, from exec to an opened article: milliseconds, megabytes, and bytes to the terminal."""

    paint: float
    listed: float
    key: float
    memory: float
    start: int
    page: int
    opened: int


def measure(made: Made, home: Home, presses: int) -> list[Figure]:
    """Start both, move and page in the list, open an article."""
    program = shutil.which("newsboat")
    if program is None:
        return [state("the same with newsboat", "left out: it is not installed", "")]
    theirs = _read_newsboat(program, _fill(program, made, home), home, presses)
    ours = _read_ours(made, home, presses)
    count = f"{made.articles:,} articles"

    def beside(what: str, got: float, floor: float, unit: str) -> Figure:
        return compare(what, got, floor, "< 1" if unit != "bytes" else "", unit=unit, against="newsboat")

    return [
        beside(f"exec to first paint, {count}", ours.paint, theirs.paint, "ms"),
        beside(f"exec to the list, {count}", ours.listed, theirs.listed, "ms"),
        beside(f"resident memory, {count}", ours.memory, theirs.memory, "MB"),
        beside("cursor down, p95", ours.key, theirs.key, "ms"),
        beside("start", ours.start, theirs.start, "bytes"),
        beside("page of the list", ours.page, theirs.page, "bytes"),
        beside("open an article", ours.opened, theirs.opened, "bytes"),
    ]


def _read_ours(made: Made, home: Home, presses: int) -> Session:
    home.forget_reader()
    with Terminal(["-m", "reader", str(made.folder)], home.environment()) as terminal:
        paint = terminal.first_paint(made.newest[:6])
        terminal.settle(1)
        return _use(terminal, paint, paint, len(terminal.sent), presses)


def _read_newsboat(program: str, files: list[str], home: Home, presses: int) -> Session:
    with Terminal(files, _environment(home), program) as terminal:
        paint = terminal.first_paint("Your feeds", PATIENCE)
        terminal.settle()
        start = len(terminal.sent)
        listed = terminal.press("\r", REST, PAINTED, PATIENCE).milliseconds
        return _use(terminal, paint, paint + listed, start, presses)


def _use(terminal: Terminal, paint: float, listed: float, start: int, presses: int) -> Session:
    """Move and page in the list that is shown, then open an article that no cursor rested on."""
    keys = []
    for _ in range(presses):
        keys.append(terminal.press("j", least=1).milliseconds)
        terminal.settle(REST)
    terminal.press(PAGE_DOWN, REST)  # newsboat's first one only goes to the foot of the page
    paged = terminal.press(PAGE_DOWN, least=PAINTED).size
    terminal.settle(REST)
    memory = terminal.resident() / 1e6
    opened = terminal.press("j\r", least=PAINTED).size
    return Session(paint, listed, percentile(keys, 95), memory, start, paged, opened)


def _fill(program: str, made: Made, home: Home) -> list[str]:
    """Let newsboat make its cache with one item, fill in the library's, and give the arguments that open it."""
    folder = home.folder / "newsboat"
    folder.mkdir()
    feed, urls, config, cache = (folder / name for name in ("feed.xml", "urls", "config", "cache.db"))
    feed.write_text(FEED)
    urls.write_text(f"{feed.as_uri()}\n")
    config.touch()
    files = ["-C", str(config), "-u", str(urls), "-c", str(cache)]
    subprocess.run(
        [program, *files, "-x", "reload"], env=_environment(home), check=True, stdout=subprocess.DEVNULL
    )
    with closing(sqlite3.connect(cache)) as database, database:
        database.executemany(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)"
            " VALUES (?, ?, '', ?, ?, ?, ?, 1)",
            _iter_items(made, feed.as_uri()),
        )
    return files


def _iter_items(made: Made, feed: str) -> Iterator[tuple[str, str, str, str, int, str]]:
    for number in range(made.articles):
        body = (made.folder / path_of(number)).read_text("utf-8").split("---\n", 2)[2]
        date = int(NEWEST.timestamp()) - 420 * number
        yield path_of(number), title_of(number), f"https://news.example.org/{number}", feed, date, body


def _environment(home: Home) -> dict[str, str]:
    """Keep newsboat from its owner's own folder."""
    return {**home.environment(), "HOME": str(Path(home.folder) / "newsboat")}
