"""What the reader does: open, mark, bookmark, undo, leave and come back."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.errors import ArticleGone, Unreadable
from reader.model import LastView, Shelf, Sort, View
from reader.services.library import Library
from tests.services.conftest import Folder, keys, sync, titles

Opener = Callable[..., Library]
UNREAD, BOOKMARKS = View(shelf=Shelf.UNREAD), View(shelf=Shelf.BOOKMARKS)


@pytest.fixture
def five(folder: Folder, library: Library) -> Library:
    for number in range(5):
        feed = "[A, B]" if number % 2 else "[C]"
        folder.write(
            f"{number}.md", f"Number {number}", date=f"2021-01-0{number + 1}", categories=feed, tags="[x, y]"
        )
    sync(library)
    return library


def test_opens_an_article_with_its_page(five: Library) -> None:
    opened = five.open("1.md")
    assert opened.entry.article.title == "Number 1"
    assert opened.entry.article.tags == ("x", "y")
    assert opened.entry.article.date == datetime(2021, 1, 2, tzinfo=UTC)
    assert opened.document.text.startswith("Number 1. The quick brown fox")
    assert opened.file == five.root / "1.md"
    assert (opened.place, opened.entry.unread) == (0, True)
    five.save_place("1.md", 33)
    assert five.open("1.md").place == 33


def test_an_article_shows_the_date_that_it_is_listed_under(folder: Folder, five: Library) -> None:
    folder.write("1.md", "Number 1", date="2024-01-01", categories="[A, B]")
    sync(five)
    date = five.open("1.md").entry.article.date
    assert date
    assert date.timestamp() == five.rows(View(), 3, 1)[0].date


def test_an_article_is_opened_again_when_its_file_says_something_else(folder: Folder, five: Library) -> None:
    opened = five.open("1.md")
    folder.write("1.md", "Number 1", date="2021-01-02", categories="[Z]")  # other facts, the same page
    assert five.open_again(opened) is None
    folder.write("1.md", "Number 1", "Another text.")
    again = five.open_again(opened)
    assert again is not None
    assert again.document.text == "Another text."
    folder.write("1.md", "Another title", "Another text.")
    assert five.open_again(again) is not None
    folder.delete("1.md")
    with pytest.raises(ArticleGone):
        five.open_again(again)


def test_a_file_that_is_gone_or_no_article_says_so(folder: Folder, five: Library) -> None:
    folder.delete("1.md")
    with pytest.raises(ArticleGone):
        five.open("1.md")
    folder.raw("2.md", b"\x00\x01\x02\x03\xff" * 300)
    with pytest.raises(Unreadable):
        five.open("2.md")
    folder.raw("README.md", b"# Read me\n")
    with pytest.raises(Unreadable, match="no article"):
        five.open("README.md")


def test_marks_and_takes_back(five: Library) -> None:
    change = five.set_read(["1.md", "2.md", "no such.md"], True)
    assert change
    assert (change.label, sorted(change.keys)) == ("Marked 2 articles read", ["1.md", "2.md"])
    assert five.set_read(["1.md"], True) is None
    change = five.set_bookmark(["1.md"], True)
    assert change
    assert change.label == "Bookmarked “Number 1”"
    assert five.counts() == (5, 3, 1)
    assert keys(five, UNREAD) == ["4.md", "3.md", "0.md"]
    assert keys(five, BOOKMARKS) == ["1.md"]
    labels = [change.label for change in iter(five.undo, None)]
    assert labels == ["Bookmarked “Number 1”", "Marked 2 articles read"]
    assert five.counts() == (5, 5, 0)


def test_undo_takes_back_no_more_than_was_done(five: Library) -> None:
    five.set_read(["1.md"], True)
    change = five.set_view_read(View())
    assert change
    assert change.label == "Marked 4 articles read"
    assert five.counts().unread == 0
    assert five.set_view_read(View()) is None
    five.undo()
    assert keys(five, UNREAD) == ["4.md", "3.md", "2.md", "0.md"]


def test_marks_all_of_a_category(five: Library) -> None:
    five.set_view_read(View(category=("A",)))
    assert [(one.path, one.total, one.unread) for one in five.categories()] == [
        (("A",), 2, 0),
        (("A", "B"), 2, 0),
        (("C",), 3, 3),
    ]


def test_nothing_leaves_a_list_under_the_readers_eyes(five: Library) -> None:
    five.set_bookmark(["3.md"], True)
    unread, bookmarks = View(shelf=Shelf.UNREAD, since=1.0), View(shelf=Shelf.BOOKMARKS, since=1.0)
    five.set_read(["2.md"], True)
    five.set_bookmark(["3.md"], False)
    assert titles(five, unread) == [f"Number {number}" for number in (4, 3, 2, 1, 0)]
    assert keys(five, bookmarks) == ["3.md"]
    assert five.count(unread) == 5
    assert five.count(UNREAD) == 4
    assert five.count(BOOKMARKS) == 0


def test_entries_tell_all_but_the_body(five: Library) -> None:
    five.set_bookmark(["4.md"], True)
    first, second = five.iter_entries(View(), 2)
    assert (first.article.key, first.bookmarked, first.article.categories) == ("4.md", True, (("C",),))
    assert second.article.categories == (("A", "B"),)
    assert first.article.body == ""
    assert len(list(five.iter_entries(View()))) == 5


def test_the_last_view_is_restored(five: Library, open_library: Opener) -> None:
    assert five.load_view() == LastView()
    last = LastView(
        View(category=("A", "B"), unread_only=True, sort=Sort.OLDEST), "1.md", True, frozenset({("A",)})
    )
    five.save_view(last)
    five.close()
    assert open_library().load_view() == last


def test_threads_have_connections_of_their_own(five: Library) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.extend(keys(five))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20


def test_a_symlink_to_a_library_is_the_library(five: Library, open_library: Opener, tmp_path: Path) -> None:
    five.set_read(["1.md"], True)
    (tmp_path / "link").symlink_to(five.root)
    assert open_library(tmp_path / "link").counts() == (5, 4, 0)


def test_all_is_marked_and_taken_back_though_another_instance_marks_between(
    five: Library, open_library: Opener
) -> None:
    other = open_library()
    other.set_read(["0.md"], True)
    change = five.set_view_read(View())
    assert change
    assert (change.label, sorted(change.keys)) == (
        "Marked 4 articles read",
        [f"{n}.md" for n in (1, 2, 3, 4)],
    )
    other.set_bookmark(["1.md"], True)
    other.set_read(["2.md"], False)
    assert five.counts() == other.counts() == (5, 1, 1)
    five.undo()
    assert five.counts() == other.counts() == (5, 4, 1)
    assert keys(five, UNREAD) == ["4.md", "3.md", "2.md", "1.md"]


def test_marks_made_while_the_cache_was_rebuilt_are_in_it(five: Library, open_library: Opener) -> None:
    five.set_bookmark(["1.md"], True)
    five._cache.rebuild()
    five.undo()
    assert five.set_view_read(View()) is None
    sync(five)
    assert five.counts() == (5, 5, 0)
    change = five.set_view_read(View(category=("A",)))
    assert change
    assert change.label == "Marked 2 articles read"
    assert five.counts().unread == 3


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name that is no text cannot be")
def test_a_name_that_is_no_text_is_found_as_the_shell_gives_it(five: Library) -> None:
    name = os.fsdecode(b"caf\xe9 \xff.md")
    (five.root / name).write_text("---\ntitle: Odd\n---\n\nText.\n")
    assert sync(five).added == 1
    entry = five.entry(name)
    assert entry
    assert entry.article.key != name
    assert five.set_bookmark([name], True)
    assert five.open(name).entry.bookmarked
    assert five.index_of(View(), name) is not None
    five.save_view(LastView(key=name))
    assert five.load_view().key == name


def test_a_search_while_the_library_is_read_does_not_wait_for_all(
    folder: Folder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.search.index.BRIEF", 10)
    monkeypatch.setattr("reader.services.sync.BATCH", 50)
    for number in range(120):
        folder.write(f"{number}.md", f"Number {number}", date="2021-01-01")
    found = View(query="number")
    progress = library.sync()
    read = next(one.done for one in progress if one.done)
    assert library.count(found) == 10 < read
    assert library.count(found) == 20
    for _ in progress:
        pass
    assert library.count(found) == 120
