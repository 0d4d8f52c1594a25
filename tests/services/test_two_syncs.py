"""Two syncs of one library at once, as a screen and a command line may have them: neither spoils the other's."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest

from reader.model import Progress, View
from reader.services.library import Library
from tests.services.conftest import LONG, Folder, outcomes, sync, titles

Opener = Callable[..., Library]


@pytest.fixture
def other(folder: Folder, library: Library, open_library: Opener) -> Library:
    """The library of three files a second time; both know it."""
    for number in range(3):
        folder.write(f"{number}.md", f"Number {number}")
    sync(library)
    return open_library()


def begin(library: Library, done: int = 1) -> Generator[Progress, None, None]:
    """Sync as far as so many files."""
    running = library.sync()
    while next(running).done < done:
        pass
    return running


def test_what_another_sync_read_later_is_what_is_found(
    folder: Folder, library: Library, other: Library
) -> None:
    folder.write("new.md", "Old", f"oldword {LONG}")
    running = begin(library)
    folder.write("new.md", "New", f"newword {LONG}")
    begin(other).close()
    list(running)
    sync(library)
    assert [library.count(View(query=query)) for query in ("newword", "oldword")] == [1, 0]
