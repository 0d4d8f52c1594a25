"""A reader's days: start, read, mark, leave in one way or another, and find everything again."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pty here", allow_module_level=True)

from tests.pty.terminal import Terminal


def own_library(folder: Path) -> Path:
    library = folder / "library"
    for section, feed in (("金融", "新浪财经"), ("金融", "雪球"), ("编程", "周刊")):
        for number in range(4):
            file = library / section / feed / f"{number}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            header = f"---\ntitle: {feed}第{number}号\ndate: 2021-12-2{number} 10:00\n"
            header += f"categories: [{section}, {feed}]\n---\n"
            file.write_text(
                header + "\n\n".join(f"第{line}段，说的是{feed}。" for line in range(60)), encoding="utf-8"
            )
    return library


@pytest.fixture(params=["own", "real"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "own":
        return own_library(tmp_path)
    corpora = os.environ.get("BROADSHEET_CORPORA", "")
    if not corpora:
        pytest.skip("BROADSHEET_CORPORA names no folder of real libraries")
    return Path(corpora) / "rsshub-sample"


def marks(home: Path) -> Iterator[tuple[str, bool, bool, int]]:
    with closing(sqlite3.connect(home / "XDG_DATA_HOME" / "broadsheet" / "state.db")) as state:
        yield from state.execute(
            "SELECT key, read IS NOT NULL, bookmarked IS NOT NULL, place FROM marks ORDER BY key"
        )


def bookmarked(home: Path) -> list[str]:
    return [key for key, _, bookmark, _ in marks(home) if bookmark]


def test_walk_the_tree_open_ten_bookmark_two_and_find_them(library: Path, tmp_path: Path) -> None:
    own = library.is_relative_to(tmp_path)
    with Terminal(str(library), home=tmp_path) as terminal:
        terminal.shows("synced")
        terminal.press("h", "G", "\r", "h", "g", "\r")  # to the end of the tree and back to All
        terminal.press("g", "\r")
        for step in range(9):
            if own:
                terminal.shows("第0段")
            terminal.press(" ", *("b" if step in (2, 5) else ""))
            if own:
                terminal.until(lambda: "第0段" not in terminal.text)
            terminal.press("J")
        terminal.press("q")
        terminal.shows("10/")
        terminal.until(lambda: len(bookmarked(tmp_path)) == 2)
        terminal.press("q")
        assert terminal.wait() == 0
    kept = list(marks(tmp_path))
    assert not own or sum(read for _, read, _, _ in kept) >= 9
    with Terminal(str(library), home=tmp_path) as terminal:
        terminal.shows("10/")
        terminal.press("h", "g", "j", "j", "\r")  # the bookmarks
        terminal.shows("1/2")
        assert list(marks(tmp_path)) == kept


def test_what_is_killed_loses_nothing_that_was_shown(tmp_path: Path) -> None:
    library = own_library(tmp_path)
    with Terminal(str(library), home=tmp_path) as terminal:
        terminal.shows("synced")
        terminal.press("j", "b", "\r", " ")
        terminal.shows("★")
        terminal.until(lambda: any(place for *_, place in marks(tmp_path)))
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.until(lambda: not terminal.process.isalive())
    kept = list(marks(tmp_path))
    assert [(read, bookmark) for _, read, bookmark, _ in kept] == [(True, True)]
    with Terminal(str(library), home=tmp_path) as terminal:
        terminal.shows("2/12")
        terminal.until(lambda: "第0段" not in terminal.text and "第20段" in terminal.text)
        assert list(marks(tmp_path)) == kept
