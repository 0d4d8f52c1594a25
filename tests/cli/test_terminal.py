"""What the commands do on a terminal: a bar while syncing, colours, links."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from ptyprocess import PtyProcess


def run(*arguments: object, **environ: str) -> tuple[int, str]:
    """Run the command line on a terminal of 60 columns; gives the exit code and what the terminal got."""
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    process = PtyProcess.spawn(
        [sys.executable, "-m", "reader", *map(str, arguments)],
        env={**environment, "TERM": "xterm-256color", **environ},
        dimensions=(24, 60),
    )
    got = bytearray()
    while True:
        try:
            got += process.read(65536)
        except EOFError:
            return process.wait(), got.decode()


def test_a_bar_while_syncing_and_the_cursor_back_after_it(library: Path) -> None:
    status, got = run("sync", library)
    assert status == 0
    assert "Syncing  [" in got
    assert "5/5" in got
    assert got.count("\x1b[?25h") == 1
    assert got.endswith("s\r\n")


def test_no_bar_where_nothing_is_new(library: Path) -> None:
    run("sync", library)
    _, got = run("sync", library)
    assert got.startswith("5 seen, 0 added")


def test_an_article_in_colour_with_links_to_click(library: Path) -> None:
    status, got = run("show", library / "code/one.md")
    assert status == 0
    assert "\x1b[1mbold\x1b[0m" in got
    assert "\x1b]8;;https://example.org/there\x1b\\" in got
    assert "─" * 60 in got
    assert "─" * 61 not in got


def test_an_article_for_a_pager_is_set_for_the_terminal_behind_it(library: Path) -> None:
    line = f'"{sys.executable}" -m reader show "{library / "code/one.md"}" | cat'
    got = PtyProcess.spawn(["sh", "-c", line], dimensions=(24, 50)).read(65536).decode()
    assert "─" * 50 in got
    assert "─" * 51 not in got


def test_a_terminal_that_can_only_print_gets_the_front_page(library: Path) -> None:
    status, got = run(library, TERM="dumb")
    assert status == 0
    assert " unread of 4" in got
    assert "One" in got
    assert "\x1b[?1049h" not in got


def test_words_around_a_hit_are_set_for_the_terminal_with_the_hit_in_bold(library: Path) -> None:
    text = f"{'Many words stand before it. ' * 2}The harbour bell{' and many after it' * 8}."
    (library / "long.md").write_text(f"# Long\n\n{text}\n", encoding="utf-8")
    run("sync", library)
    status, got = run("search", "-l", library, "harbour bell")
    assert status == 0
    assert "\x1b[1mharbour\x1b[0m \x1b[1mbell\x1b[0m" in got or "\x1b[1mharbour bell\x1b[0m" in got
    title, *lines = got.replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()
    assert "Long" in title
    assert len(lines) > 1
    assert all(line.startswith("     ") and len(line) <= 60 for line in lines)
    _, plain = run("search", "-l", library, "harbour bell", NO_COLOR="1")
    assert "\x1b" not in plain


@pytest.mark.parametrize("how", ["option", "environment"])
def test_no_colour_where_none_is_wanted(library: Path, how: str) -> None:
    file = library / "code/one.md"
    _, got = run("show", file, "--color", "never") if how == "option" else run("show", file, NO_COLOR="1")
    assert "bold" in got
    assert "\x1b" not in got
