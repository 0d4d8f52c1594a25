"""A library's folder that was moved: what the reader did is there again, whatever is done meanwhile."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.model import Progress
from reader.services.library import Library
from tests.services.conftest import Folder, sync

Opener = Callable[..., Library]


@pytest.fixture
def moved(folder: Folder, open_library: Opener, tmp_path: Path) -> Path:
    """Five articles, all read, one bookmarked and left in the middle; and where they are now."""
    for number in range(5):
        folder.write(f"{number}.md", f"Number {number}")
    library = open_library()
    sync(library)
    library.set_read([f"{number}.md" for number in range(5)], True)
    library.set_bookmark(["3.md"], True)
    library.save_place("3.md", 77)
    library.save_place("4.md", 88)
    library.close()
    folder.root.rename(tmp_path / "moved")
    return tmp_path / "moved"


def begin(library: Library) -> Iterator[Progress]:
    """Sync as far as the first batch."""
    running = library.sync()
    while not next(running).done:
        pass
    return running


def test_what_is_done_before_it_is_known_again_comes_on_top(moved: Path, open_library: Opener) -> None:
    library = open_library(moved)
    running = begin(library)
    library.set_read(["3.md", "4.md"], True)
    library.set_bookmark(["2.md", "4.md"], True)
    library.set_bookmark(["4.md"], False)
    library.save_place("4.md", 99)
    list(running)
    assert library.counts() == (5, 0, 2)
    assert [library._state.place(key) for key in ("3.md", "4.md")] == [77, 99]


def test_a_sync_that_ends_after_another_shows_the_marks(moved: Path, open_library: Opener) -> None:
    screen, elsewhere = open_library(moved), open_library(moved)
    running = begin(screen)
    sync(elsewhere)
    list(running)
    assert screen.counts() == elsewhere.counts() == (5, 0, 1)


def test_places_are_those_of_the_library_as_soon_as_it_is_known(moved: Path, open_library: Opener) -> None:
    screen, elsewhere = open_library(moved), open_library(moved)
    sync(elsewhere)
    assert [one._state.place("3.md") for one in (screen, elsewhere)] == [77, 77]


def test_a_number_that_another_library_has_by_now_is_not_ours(
    moved: Path, open_library: Opener, tmp_path: Path
) -> None:
    screen, elsewhere = open_library(moved), open_library(moved)
    sync(elsewhere)
    other = Folder(tmp_path / "other")
    other.write("2.md", "Another's")
    another = open_library(other.root)
    sync(another)
    screen.set_bookmark(["2.md"], True)
    assert screen.counts() == (5, 0, 2)
    assert another.counts() == open_library(other.root).counts() == (1, 1, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode here")
def test_a_folder_whose_name_is_no_text_is_a_library_and_known_again(
    open_library: Opener, tmp_path: Path
) -> None:
    strange = Folder(tmp_path / os.fsdecode(b"news \xff"))
    strange.write("1.md", "Number 1")
    library = open_library(strange.root)
    sync(library)
    library.set_bookmark(["1.md"], True)
    library.close()
    again = open_library(strange.root)
    assert again.counts() == (1, 1, 1)
    again.close()
    strange.root.rename(tmp_path / os.fsdecode(b"moved \xff"))
    moved = open_library(tmp_path / os.fsdecode(b"moved \xff"))
    sync(moved)
    assert moved.counts() == (1, 1, 1)
