"""What a sync makes of files that come, change, move, double and go."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import reader.services.reading as reading
from reader.config import Config
from reader.decoding import Decoded
from reader.errors import Unreadable
from reader.files import load_text
from reader.model import Shelf, View
from reader.services.library import Library
from reader.store.cache import Cache
from tests.services.conftest import LONG, Folder, keys, outcomes, shut, sync, titles

Opener = Callable[..., Library]
A, B, C = "a.md", "sub/b.md", "sub/c.md"


def lose_cache(library: Library, open_library: Opener, config: Config) -> Library:
    """Open a library whose cache is gone: what is known of its marks is what the state knows."""
    library.close()
    shutil.rmtree(config.folders.cache)
    again = open_library()
    sync(again)
    return again


def three(folder: Folder) -> None:
    folder.write(A, "Alpha", date="2021-03-01 10:00:00")
    folder.write(B, "Beta", date="2021-03-02 10:00:00")
    folder.write(C, "Gamma", date="2021-03-03 10:00:00")


def test_lists_what_is_there_newest_first(folder: Folder, library: Library) -> None:
    three(folder)
    assert outcomes(library) == {"added": 3}
    assert titles(library) == ["Gamma", "Beta", "Alpha"]
    assert library.synced is not None


def test_reads_no_file_twice(folder: Folder, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    three(folder)
    read: list[Path] = []

    def load(path: Path) -> Decoded:
        read.append(path)
        return load_text(path)

    monkeypatch.setattr(reading, "load_text", load)
    sync(library)
    assert len(read) == 3
    assert outcomes(library) == {"unchanged": 3}
    folder.touch(B)
    assert outcomes(library) == {"rewritten": 1, "unchanged": 2}
    assert read[3:] == [folder.root / B]


def test_reads_first_what_is_newest_by_its_name(
    folder: Folder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("2020-05-05-b", "2020-06-06-a", "2019-01-01-c", "2020-13-41-d"):
        folder.write(f"{name}.md", name)
    read: list[str] = []

    def load(path: Path) -> Decoded:
        read.append(path.stem[-1])
        return load_text(path)

    monkeypatch.setattr(reading, "load_text", load)
    sync(library)
    assert read == ["d", "a", "b", "c"]  # what is no date tells nothing: its file is the youngest


def test_a_rewritten_file_is_the_same_article(folder: Folder, library: Library) -> None:
    three(folder)
    sync(library)
    before = library.rows(View(), 0, 10)
    folder.write(A, "Alpha", date="2024-12-31 00:00:00", headimg="another.jpg")
    assert outcomes(library) == {"rewritten": 1, "unchanged": 2}
    assert library.rows(View(), 0, 10) == before


def test_an_undated_article_stays_where_it_is_until_its_text_changes(
    folder: Folder, library: Library
) -> None:
    folder.write(A, "Alpha")
    folder.write(B, "Beta")
    sync(library)
    assert titles(library) == ["Beta", "Alpha"]
    folder.touch(A)
    assert outcomes(library) == {"rewritten": 1, "unchanged": 1}
    assert titles(library) == ["Beta", "Alpha"]
    assert [row.date for row in library.rows(View(), 0, 2)] == [None, None]
    folder.write(A, "Alpha", f"Other words. {LONG}")
    assert outcomes(library) == {"updated": 1, "unchanged": 1}
    assert titles(library) == ["Alpha", "Beta"]


def test_a_date_ahead_never_makes_an_article_newest(folder: Folder, library: Library) -> None:
    three(folder)
    ahead = datetime.now(UTC) + timedelta(days=30)
    folder.write("d.md", "Delta", date=f"{ahead:%Y-%m-%d}")  # its file is of 2020
    sync(library)
    assert titles(library) == ["Gamma", "Beta", "Alpha", "Delta"]


def test_an_edited_article_keeps_its_marks(folder: Folder, library: Library) -> None:
    three(folder)
    sync(library)
    library.set_read([A], True)
    library.set_bookmark([A], True)
    folder.write(A, "Alpha, corrected", date="2021-03-01 10:00:00")
    assert outcomes(library) == {"updated": 1, "unchanged": 2}
    entry = library.entry(A)
    assert entry
    assert (entry.article.title, entry.unread, entry.bookmarked) == ("Alpha, corrected", False, True)


@pytest.mark.parametrize("text", [LONG, "Short."], ids=["long", "short"])
@pytest.mark.parametrize("rebuilt", [False, True], ids=["cache", "no cache"])
def test_marks_follow_a_moved_file(
    folder: Folder, open_library: Opener, config: object, tmp_path: Path, text: str, rebuilt: bool
) -> None:
    three(folder)
    folder.write("m.md", "Mover", text, date="2021-03-04 10:00:00")
    library = open_library()
    sync(library)
    library.set_read(["m.md"], True)
    library.set_bookmark(["m.md"], True)
    library.save_place("m.md", 7)
    folder.move("m.md", "elsewhere/n.md")
    if rebuilt:
        library.close()
        shutil.rmtree(tmp_path / "cache")
        library = open_library()
    assert outcomes(library) == ({"added": 4} if rebuilt else {"moved": 1, "unchanged": 3})
    entry = library.entry("elsewhere/n.md")
    assert entry
    assert (entry.unread, entry.bookmarked) == (False, True)
    assert library.open("elsewhere/n.md").place == 7
    assert library.entry("m.md") is None
    assert library.counts() == (4, 3, 1)


def test_marks_follow_a_guid_through_an_edit(folder: Folder, library: Library) -> None:
    three(folder)
    folder.write("m.md", "Mover", guid="urn:1")
    sync(library)
    library.set_bookmark(["m.md"], True)
    folder.delete("m.md")
    folder.write("n.md", "Moved and rewritten", guid="urn:1")
    assert outcomes(library) == {"moved": 1, "unchanged": 3}
    assert keys(library, View(shelf=View().shelf.BOOKMARKS)) == ["n.md"]


def test_a_guid_that_is_not_unique_moves_nothing(folder: Folder, library: Library) -> None:
    three(folder)
    folder.write("m.md", "Mover", guid="urn:1")
    sync(library)
    library.set_bookmark(["m.md"], True)
    folder.delete("m.md")
    folder.write("n.md", "One", guid="urn:1")
    folder.write("o.md", "Two", guid="urn:1")
    assert outcomes(library) == {"added": 2, "removed": 1, "unchanged": 3}
    assert library.counts().bookmarked == 0


def test_a_short_text_takes_no_marks_from_another(folder: Folder, library: Library) -> None:
    folder.write(A, "Weather", "Rain.")
    folder.write(B, "Weather", "Rain.")
    assert outcomes(library) == {"added": 2}
    assert library.counts().total == 2
    library.set_read([A], True)
    folder.delete(A)
    assert outcomes(library) == {"removed": 1, "unchanged": 1}
    assert library.counts() == (1, 1, 0)


def test_what_vanished_comes_back_with_its_marks(folder: Folder, library: Library) -> None:
    three(folder)
    sync(library)
    library.set_bookmark([A], True)
    content = (folder.root / A).read_bytes()
    folder.delete(A)
    assert outcomes(library) == {"removed": 1, "unchanged": 2}
    assert library.counts() == (2, 2, 0)
    folder.raw(A, content)
    assert outcomes(library) == {"added": 1, "unchanged": 2}
    assert library.counts() == (3, 3, 1)


def test_the_same_article_under_two_paths_is_listed_once(folder: Folder, library: Library) -> None:
    folder.write(A, "Alpha", categories="[News]")
    folder.write("post/a.md", "Alpha", categories="[Archive]", date="2021-01-01")
    sync(library)
    assert keys(library) == ["post/a.md"]
    entry = library.entry(A)
    assert entry
    assert entry.duplicates == (A,)
    assert entry.article.categories == (("Archive",), ("News",))
    assert [category.path for category in library.categories()] == [("Archive",), ("News",)]
    assert [category.total for category in library.categories()] == [1, 1]
    library.set_read([A], True)
    folder.delete("post/a.md")
    assert outcomes(library) == {"removed": 1, "unchanged": 1}
    assert [(row.key, row.unread) for row in library.rows(View(), 0, 9)] == [(A, False)]
    assert [category.path for category in library.categories()] == [("News",)]


def test_another_language_is_another_article(folder: Folder, library: Library) -> None:
    folder.write(A, "Alpha", LONG, lang="en")
    folder.write(B, "Alpha", LONG, lang="fr")
    sync(library)
    assert library.counts().total == 2


def test_a_copy_that_is_edited_leaves_the_other(folder: Folder, library: Library) -> None:
    folder.write(A, "Alpha")
    folder.copy(A, B)
    sync(library)
    assert keys(library) == [B]
    library.set_bookmark([B], True)
    folder.write(B, "Alpha and more", f"Other words. {LONG}")
    assert outcomes(library) == {"updated": 1, "unchanged": 1}
    assert sorted(keys(library)) == [A, B]
    bookmarked = {row.key: row.bookmarked for row in library.rows(View(), 0, 9)}
    assert bookmarked[B]


@pytest.mark.parametrize("becomes", ["another text", "no article"])
def test_a_copy_keeps_the_marks_when_the_path_they_were_made_under_says_something_else(
    folder: Folder, library: Library, open_library: Opener, config: Config, becomes: str
) -> None:
    folder.write("a.md", "Alpha")
    folder.copy("a.md", "b.md")
    sync(library)
    library.set_bookmark(["b.md"], True)
    folder.raw("b.md", b"\x00\x01" * 99) if becomes == "no article" else folder.write("b.md", "Beta")
    sync(library)
    again = lose_cache(library, open_library, config)
    assert "Alpha" in titles(again, View(shelf=Shelf.BOOKMARKS))


def test_a_copy_keeps_the_latest_marks_though_it_has_earlier_ones_of_its_own(
    folder: Folder, library: Library, open_library: Opener, config: Config
) -> None:
    folder.write("a.md", "Alpha")
    sync(library)
    library.set_bookmark(["a.md"], True)
    folder.copy("a.md", "b.md")
    sync(library)
    library.set_read(["b.md"], True)
    folder.write("b.md", "Beta")
    sync(library)
    again = lose_cache(library, open_library, config)
    entry = again.entry("a.md")
    assert entry
    assert (entry.unread, entry.bookmarked) == (False, True)


@pytest.mark.parametrize("becomes", ["another text", "gone", "moved"])
def test_what_is_left_of_two_paths_keeps_the_latest_marks_and_the_place(
    folder: Folder, library: Library, open_library: Opener, config: Config, becomes: str
) -> None:
    folder.write("a.md", "Alpha")
    sync(library)
    library.set_bookmark(["a.md"], True)
    folder.copy("a.md", "b.md")
    sync(library)
    library.set_read(["b.md"], True)
    library.set_bookmark(["b.md"], False)
    library.save_place("b.md", 33)
    if becomes == "another text":
        folder.write("b.md", "Beta")
    elif becomes == "gone":
        folder.delete("b.md")
    else:
        folder.move("b.md", "c.md")
    for _ in range(2):
        sync(library)
        entry = library.entry("a.md")
        assert entry
        assert (entry.unread, entry.bookmarked, library.open("a.md").place) == (False, False, 33)
        library.close()
        shutil.rmtree(config.folders.cache)
        library = open_library()


def test_a_new_article_has_no_marks_of_one_that_is_gone_since_the_same_batch(
    folder: Folder, library: Library, open_library: Opener, config: Config
) -> None:
    folder.write("b.md", "Beta")  # is numbered last, as it is older
    folder.write("a.md", "Alpha")
    sync(library)
    library.set_bookmark(["b.md"], True)
    folder.write("c.md", "Gamma")
    folder.copy("a.md", "b.md")  # is read first
    sync(library)
    again = lose_cache(library, open_library, config)
    assert "Gamma" not in titles(again, View(shelf=Shelf.BOOKMARKS))


def test_marks_follow_a_copy_that_was_edited(
    folder: Folder, library: Library, open_library: Opener, config: Config
) -> None:
    folder.write("a.md", "Alpha")
    folder.copy("a.md", "b.md")
    sync(library)
    library.set_bookmark(["b.md"], True)
    folder.write("b.md", "Beta")
    sync(library)
    folder.move("b.md", "c.md")
    sync(library)
    again = lose_cache(library, open_library, config)
    assert titles(again, View(shelf=Shelf.BOOKMARKS)) == ["Beta", "Alpha"]


@pytest.mark.parametrize("how", ["bookmark", "read", "all read", "place"])
def test_a_mark_follows_what_it_was_made_on_though_its_path_had_one_for_something_else(
    folder: Folder, library: Library, open_library: Opener, config: Config, how: str
) -> None:
    folder.write("a.md", "Alpha")
    sync(library)
    library.set_bookmark(["a.md"], True)
    library.set_bookmark(["a.md"], False)
    folder.delete("a.md")
    sync(library)
    folder.write("a.md", "Beta")
    sync(library)
    if how == "bookmark":
        library.set_bookmark(["a.md"], True)
    elif how == "read":
        library.set_read(["a.md"], True)
    elif how == "all read":
        library.set_view_read(View())
    else:
        library.save_place("a.md", 33)
    folder.move("a.md", "b.md")
    sync(library)
    again = lose_cache(library, open_library, config)
    entry, place = again.entry("b.md"), again.open("b.md").place
    assert entry
    assert (entry.bookmarked, not entry.unread, place == 33) == (
        how == "bookmark", how in ("read", "all read"), how == "place",
    )  # fmt: skip


def test_drafts_and_hidden_articles_are_listed_when_asked_for(folder: Folder, open_library: Opener) -> None:
    folder.write(A, "Alpha")
    folder.write(B, "Beta", draft="true")
    folder.write(C, "Gamma", hidden="true")
    library = open_library()
    sync(library)
    assert titles(library) == ["Alpha"]
    assert [(one.key, one.stray) for one in library.faults()] == [(B, True), (C, True)]
    library.close()
    library = open_library(drafts=True)
    sync(library)
    assert titles(library) == ["Gamma", "Beta", "Alpha"]
    library.close()
    library = open_library()
    sync(library)
    assert titles(library) == ["Alpha"]


def test_lists_of_names_are_paths_or_sets_as_the_library_has_them(
    folder: Folder, open_library: Opener
) -> None:
    for number in range(20):
        names = "[Tech, Web]" if number % 2 else "[Web, Tech]"
        folder.write(f"{number}.md", f"Number {number}", categories=names)
    library = open_library()
    sync(library)
    assert [category.path for category in library.categories()] == [("Tech",), ("Web",)]
    assert {row.source for row in library.rows(View(), 0, 30)} == {"news"}
    folder.write("1.md", "Number 1", text="New.", categories="[Tech, Web]")
    folder.write("2.md", "Number 2", categories="[Web, Tech]", source="Daily")
    sync(library)
    sources = {row.key: row.source for row in library.rows(View(), 0, 30)}
    assert (sources["1.md"], sources["2.md"]) == ("news", "Daily")
    library.close()
    library = open_library(categories="path")
    sync(library)
    paths = [category.path for category in library.categories()]
    assert paths == [("Tech",), ("Tech", "Web"), ("Web",), ("Web", "Tech")]
    entry = library.entry("1.md")
    assert entry
    assert (entry.article.categories, entry.article.source) == ((("Tech", "Web"),), "Tech")


def test_lists_of_names_are_read_in_one_way_though_it_is_set_otherwise_after_a_sync_that_was_cut_off(
    folder: Folder, open_library: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.services.sync.BATCH", 1)
    folder.write(A, "Alpha", categories="[news, tech]")
    folder.write(B, "Beta", categories="[news, tech]")
    running = open_library(categories="flat").sync()
    while next(running).done < 1:
        pass
    running.close()
    library = open_library(categories="path")
    sync(library)
    assert [(one.path, one.total) for one in library.categories()] == [(("news",), 2), (("news", "tech"), 2)]


def test_unreadable_files_are_named_and_tried_again(folder: Folder, library: Library) -> None:
    folder.raw("b.md", b"\x00\x01\x02\x03\xff" * 300)
    folder.write(A, "Alpha")
    assert outcomes(library) == {"added": 1, "failed": 1}
    assert [(one.key, one.stray) for one in library.faults()] == [("b.md", False)]
    assert outcomes(library) == {"failed": 1, "unchanged": 1}
    folder.write("b.md", "Beta")
    assert outcomes(library) == {"added": 1, "unchanged": 1}
    assert library.faults() == []


def test_a_folder_that_goes_takes_its_articles_with_it(folder: Folder, library: Library) -> None:
    three(folder)
    sync(library)
    shutil.rmtree(folder.root / "sub")
    assert outcomes(library) == {"removed": 2, "unchanged": 1}
    assert titles(library) == ["Alpha"]


def test_a_folder_that_cannot_be_entered_keeps_its_articles_until_it_goes(
    folder: Folder, library: Library
) -> None:
    three(folder)
    folder.write("sub/deep/d.md", "Delta", date="2021-03-04 10:00:00")
    sync(library)
    for _ in range(2):  # the second walk compares with what the first could not see
        with shut(folder.root / "sub"):
            assert outcomes(library) == {"failed": 1, "unchanged": 1}
        assert titles(library) == ["Delta", "Gamma", "Beta", "Alpha"]
    shutil.rmtree(folder.root / "sub")
    assert outcomes(library) == {"removed": 3, "unchanged": 1}
    assert titles(library) == ["Alpha"]


def test_a_folder_that_goes_is_missed_though_another_one_and_a_file_could_not_be_read_before(
    folder: Folder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("a/1.md", "a/2.md", "b/3.md", "c/4.md"):
        folder.write(key, f"Number {key[2]}")

    def refuse(path: Path) -> Decoded:
        if path.name == "2.md":
            raise Unreadable("The file cannot be read.")
        return load_text(path)

    with shut(folder.root / "c"), monkeypatch.context() as patched:
        patched.setattr(reading, "load_text", refuse)
        assert outcomes(library) == {"added": 2, "failed": 2}
    shutil.rmtree(folder.root / "b")
    assert outcomes(library) == {"added": 2, "removed": 1, "unchanged": 1}
    assert titles(library) == ["Number 4", "Number 2", "Number 1"]


def test_a_dead_link_does_not_have_every_file_compared(
    folder: Folder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(folder)
    (folder.root / "dead.md").symlink_to("nowhere.md")
    sync(library)
    monkeypatch.setattr(Cache, "files", None)
    assert outcomes(library) == {"unchanged": 3, "failed": 1}


def test_a_folder_that_was_away_in_the_middle_of_a_sync_is_read_when_it_is_back_as_it_was(
    folder: Folder, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.services.sync.FEW", 1)
    three(folder)
    for progress in library.sync(apart=True):
        if progress.done == 1 and (folder.root / "sub").exists():  # the process has its own walk to do
            (folder.root / "sub").rename(tmp_path / "aside")
    assert titles(library) == ["Alpha"]
    (tmp_path / "aside").rename(folder.root / "sub")
    assert outcomes(library) == {"added": 2, "unchanged": 1}


def test_a_file_that_is_no_article_is_named_with_its_reason(folder: Folder, library: Library) -> None:
    folder.raw("README.md", b"# Read me\n\nThis is no news.\n")
    folder.write(A, "Alpha")
    assert outcomes(library) == {"added": 1}
    assert [(one.key, one.stray) for one in library.faults()] == [("README.md", True)]
    assert outcomes(library) == {"unchanged": 2}


def test_few_files_are_indexed_as_they_are_listed(folder: Folder, library: Library) -> None:
    three(folder)
    for _ in range(2):
        next(one for one in library.sync() if one.done)
        with library._cache.reading() as connection:
            assert connection.execute("SELECT count(*) FROM pending").fetchone() == (0,)
            assert connection.execute("SELECT count(*) FROM docs").fetchone() == (3,)
        sync(library)
        folder.write("a.md", "Anew")


def test_a_sync_that_is_cut_off_goes_on_where_it_stopped(
    folder: Folder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.services.sync.BATCH", 2)
    for number in range(7):
        folder.write(f"{number}.md", f"Number {number}")
    running = library.sync()
    while next(running).done < 4:
        pass
    running.close()
    assert library.counts().total == 4
    assert library.synced is None
    assert outcomes(library) == {"added": 3, "unchanged": 4}
    assert library.synced is not None


def test_a_move_is_followed_across_a_sync_that_was_cut_off(
    folder: Folder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.services.sync.BATCH", 1)
    folder.write(A, "Weather", "Rain.")
    sync(library)
    library.set_read([A], True)
    folder.move(A, B)
    folder.write(C, "Gamma")
    running = library.sync()
    while next(running).done < 2:
        pass
    running.close()
    sync(library)
    assert [(row.key, row.unread) for row in library.rows(View(), 0, 9)] == [(C, True), (B, False)]
    library.close()


def test_a_library_that_moved_keeps_its_marks_and_says_so(
    folder: Folder, open_library: Opener, tmp_path: Path
) -> None:
    three(folder)
    library = open_library()
    sync(library)
    library.set_read([A, B], True)
    library.close()
    folder.root.rename(tmp_path / "moved")
    library = open_library(tmp_path / "moved")
    last = list(library.sync())[-1]
    assert str(folder.root) in last.notice
    assert library.counts() == (3, 1, 0)
    library.set_read([C], True)
    library.close()
    library = open_library(tmp_path / "moved")
    assert library.counts() == (3, 0, 0)
    assert list(library.sync())[-1].notice == ""


def test_a_copy_of_a_library_is_another_library(folder: Folder, open_library: Opener, tmp_path: Path) -> None:
    three(folder)
    library = open_library()
    sync(library)
    library.set_read([A, B], True)
    shutil.copytree(folder.root, tmp_path / "copy")
    other = open_library(tmp_path / "copy")
    sync(other)
    assert other.counts() == (3, 3, 0)
    assert library.counts() == (3, 1, 0)


def test_a_configured_name_keeps_what_was_done_before_it_had_one(
    folder: Folder, open_library: Opener, tmp_path: Path
) -> None:
    three(folder)
    library = open_library()
    sync(library)
    library.set_read([A], True)
    library.close()
    library = open_library(name="mine")
    assert library.counts().unread == 2
    library.close()
    folder.root.rename(tmp_path / "moved")
    library = open_library(tmp_path / "moved", name="mine")
    sync(library)
    assert library.counts().unread == 2
