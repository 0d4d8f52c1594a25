"""Two syncs of one library at once, as a screen and a command line may have them: neither spoils the other's."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

import pytest

from reader.model import Progress, View
from reader.services.library import Library
from reader.store.search.finding import arrange
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


def test_both_may_find_that_a_file_is_gone(folder: Folder, library: Library, other: Library) -> None:
    folder.delete("1.md")
    folder.write("new.md", "New")
    running = begin(library)
    sync(other)
    list(running)
    assert outcomes(library) == {"unchanged": 3}
    assert titles(library) == ["New", "Number 2", "Number 0"]


def test_what_was_read_before_a_change_and_kept_after_it_is_read_again(
    folder: Folder, library: Library, other: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.services.sync.BATCH", 1)
    folder.write("a.md", "Old")
    folder.write("b.md", "Beside")
    old = (folder.root / "a.md").read_bytes()
    early = begin(library)  # with `b.md`
    folder.write("a.md", "New")
    late = begin(other)  # with `a.md`
    folder.raw("a.md", old)
    next(early)  # reads `a.md` as it was
    folder.write("a.md", "New")
    folder.clock -= 3
    folder.touch("a.md")  # as it was when the other one read it
    list(late)
    early.close()
    assert outcomes(library) == {"updated": 1, "unchanged": 4}
    assert titles(library)[:2] == ["New", "Beside"]


def test_a_file_that_comes_back_as_it_was_is_listed_though_the_sync_that_missed_it_was_cut_off(
    folder: Folder, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("there.md", "There")
    sync(library)
    (folder.root / "there.md").rename(tmp_path / "aside.md")
    with monkeypatch.context() as patch:
        patch.setattr("reader.store.following.follow", cut_off)
        with pytest.raises(KeyboardInterrupt):
            sync(library)
    (tmp_path / "aside.md").rename(folder.root / "there.md")
    assert outcomes(library) == {"added": 1}


def cut_off(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_is_found_is_all_though_it_is_numbered_otherwise_meanwhile(
    folder: Folder, library: Library, other: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = ["0.md", "1.md"]

    def arrange_and_change(*given: Any) -> Sequence[int]:
        found = arrange(*given)
        if left:
            key = left.pop()
            folder.write(key, f"Changed {key}", date="2020-02-02")
            sync(other)
        return found

    monkeypatch.setattr("reader.store.search.results.arrange", arrange_and_change)
    assert len(library.rows(View(query="quick"), 0, 9)) == 3
    left.append("2.md")
    assert len(list(library.iter_found(View(query="brown")))) == 3
