"""What survives a kill, damage, loss, a second instance and a disk that does not take any more."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, nullcontext, suppress
from pathlib import Path

import pytest

from reader.config import Config, Folders, LibraryConfig
from reader.errors import NotAFolder, StoreError
from reader.model import Shelf, View
from reader.services.library import Library
from reader.store.agenda import Agenda
from reader.store.cache import write_note
from reader.store.state import State
from tests.services.conftest import Folder, keys, outcomes, shut, sync, titles

Opener = Callable[..., Library]

CHILD = """
import os, signal, sys
from pathlib import Path
from reader.config import Config, Folders, LibraryConfig
from reader.services import sync
from reader.services.library import Library
from reader.store import intake, mirror

def die(*anything):
    os.kill(os.getpid(), signal.SIGKILL)

root, home = map(Path, sys.argv[1:])
sync.BATCH = 2
library = Library(LibraryConfig(root), Config(Folders(home / "config", home / "cache", home / "data")))
"""
IN_A_BATCH = """
for progress in library.sync():
    if progress.done == 4:
        intake.Intake._count = die  # rows are written, nothing is committed
"""
BETWEEN_THE_DATABASES = """
mirror.pull = die
library.set_read(["1.md", "2.md"], True)
"""
IN_THE_STATE = """
library._state.database.connection.set_progress_handler(die, 50)
library.set_read([f"{number}.md" for number in range(9)], True)
"""


def run_child(folder: Folder, tmp_path: Path, code: str) -> None:
    child = subprocess.run(
        [sys.executable, "-c", CHILD + code, str(folder.root), str(tmp_path)],
        check=False,
        capture_output=True,
    )
    assert child.returncode == -9, child.stderr.decode()


@pytest.fixture
def nine(folder: Folder) -> Folder:
    for number in range(9):
        folder.write(f"{number}.md", f"Number {number}", date=f"2021-01-0{number + 1}")
    return folder


needs_sigkill = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")


@needs_sigkill
def test_a_sync_killed_in_a_batch_goes_on_where_it_stopped(
    nine: Folder, open_library: Opener, tmp_path: Path
) -> None:
    run_child(nine, tmp_path, IN_A_BATCH)
    library = open_library()
    assert library.counts().total == 4
    assert outcomes(library) == {"added": 5, "unchanged": 4}
    assert titles(library) == [f"Number {number}" for number in reversed(range(9))]


@needs_sigkill
def test_a_mark_committed_to_the_state_is_never_lost(
    nine: Folder, open_library: Opener, tmp_path: Path
) -> None:
    sync(open_library())
    run_child(nine, tmp_path, BETWEEN_THE_DATABASES)
    assert open_library().counts() == (9, 7, 0)


@needs_sigkill
def test_a_mark_killed_in_the_state_is_all_or_nothing(
    nine: Folder, open_library: Opener, tmp_path: Path
) -> None:
    sync(open_library())
    run_child(nine, tmp_path, IN_THE_STATE)
    library = open_library()
    assert library.counts() == (9, 9, 0)
    library.set_read(["1.md"], True)
    assert library.counts() == (9, 8, 0)


def cache_file(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "cache").glob("*.db")
    return found


@pytest.mark.parametrize("harm", ["delete", "garbage", "truncate", "schema"])
def test_a_cache_that_is_lost_or_damaged_is_rebuilt(
    nine: Folder, open_library: Opener, tmp_path: Path, harm: str
) -> None:
    library = open_library()
    sync(library)
    library.set_read(["1.md"], True)
    library.set_bookmark(["2.md"], True)
    library.close()
    path = cache_file(tmp_path)
    if harm == "delete":
        path.unlink()
    elif harm == "garbage":
        path.write_bytes(b"no database" * 1000)
    elif harm == "truncate":
        path.write_bytes(path.read_bytes()[:3000])
    else:
        with library._cache.database.transaction() as connection:
            connection.execute("PRAGMA user_version = 999")
        library.close()
    library = open_library()
    assert library.counts().total == 0
    assert outcomes(library) == {"added": 9}
    assert library.counts() == (9, 8, 1)
    assert path.with_name(path.name + ".old").exists() is (harm != "delete")


def test_damage_met_on_the_way_is_said_and_mended_by_the_next_sync(
    nine: Folder, open_library: Opener, tmp_path: Path
) -> None:
    library = open_library()
    sync(library)
    library.set_read(["1.md"], True)
    connection = library._cache.database.connection
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'headers'").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    library.close()
    with cache_file(tmp_path).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    library = open_library()
    assert library.counts().total == 9
    with pytest.raises(StoreError, match="damaged"):
        next(library.iter_entries(View()))
    sync(library)
    assert library.counts() == (9, 8, 0)


@pytest.mark.parametrize("size", [0, 5000])
@pytest.mark.parametrize("which", ["cache", "state"])
def test_what_is_emptied_while_it_is_open_is_mended_by_the_next_sync(
    nine: Folder, open_library: Opener, which: str, size: int
) -> None:
    library = open_library()
    sync(library)
    library.set_read(["1.md"], True)
    database = getattr(library, f"_{which}").database
    for end in ("", "-wal"):
        os.truncate(database.path.with_name(database.path.name + end), size)
    with suppress(StoreError):  # it may still have all in memory
        library.set_read(["2.md"], True)
    list(library.sync())
    assert library.counts().total == 9
    library.set_read(["2.md", "3.md", "4.md"], True)
    assert {"2.md", "3.md", "4.md"}.isdisjoint(keys(library, View(shelf=Shelf.UNREAD)))


def test_two_instances_see_what_the_other_does(nine: Folder, open_library: Opener) -> None:
    one, other = open_library(), open_library()
    sync(one)
    assert other.counts().total == 9
    one.set_read(["1.md"], True)
    assert other.counts().unread == 8
    other.set_bookmark(["1.md"], True)
    assert one.undo()
    assert other.counts() == (9, 9, 1)
    assert outcomes(other) == {"unchanged": 9}


def test_two_instances_may_sync_at_once(
    nine: Folder, open_library: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.services.sync.BATCH", 2)
    one, other = open_library(), open_library()
    first, second = one.sync(), other.sync()
    for _ in range(4):
        next(first)
        next(second)
    list(first)
    list(second)
    assert one.counts() == other.counts() == (9, 9, 0)
    assert [category.total for category in one.categories()] == []
    assert len(one.rows(View(), 0, 99)) == 9


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("by", ["another", "nobody"])
def test_a_cache_that_was_replaced_while_it_was_open_is_read_by_the_next_sync(
    nine: Folder, open_library: Opener, monkeypatch: pytest.MonkeyPatch, apart: bool, by: str
) -> None:
    monkeypatch.setattr("reader.services.sync.FEW", 2)
    screen = open_library()
    sync(screen)
    if by == "another":
        elsewhere = open_library()
        elsewhere._cache.rebuild()
        sync(elsewhere)
    else:
        screen._cache.database.path.unlink()
    for number in range(20, 29):
        nine.write(f"{number}.md", f"Number {number}")
    list(screen.sync(apart=apart))
    assert screen.counts().total == 18


@pytest.mark.parametrize("query", ["", "word1"])
def test_what_was_found_in_another_cache_is_not_remembered(
    folder: Folder, library: Library, query: str
) -> None:
    view = View(query=query)
    for number in range(3):
        folder.write(f"{number}.md", f"Number {number}", f"word{number}")
    sync(library)
    assert library.count(view) == len(titles(library, view))
    library._cache.database.path.unlink()
    for number in (3, 4):
        folder.write(f"{number}.md", f"Number {number}", "word1")
    folder.delete("2.md")
    sync(library)
    assert library.count(view) == (3 if query else 4)


@pytest.mark.parametrize("all_read_first", [False, True])
def test_a_mark_is_kept_in_the_state_that_is_there_now(
    nine: Folder, open_library: Opener, tmp_path: Path, all_read_first: bool
) -> None:
    screen = open_library()
    sync(screen)
    screen.set_bookmark([screen.rows(View(), 0, 1)[0].key], True)
    (tmp_path / "data" / "state.db.bak").unlink()
    screen._state.back_up()
    elsewhere = open_library()
    elsewhere._state.bring_back()  # the copy, after another process found damage
    sync(elsewhere)
    if all_read_first:
        screen.set_view_read(View())
    screen.set_bookmark([screen.rows(View(), 1, 1)[0].key], True)
    assert screen.counts() == (9, 0 if all_read_first else 9, 2)
    screen.close()
    elsewhere.close()
    assert open_library().counts().bookmarked == 2


def test_what_is_seen_is_marked_read_though_another_cache_is_there_now(
    nine: Folder, open_library: Opener
) -> None:
    screen = open_library()
    for number in (0, 3):
        nine.write(f"{number}.md", f"Number {number}", categories="[news]")
    sync(screen)
    elsewhere = open_library()
    elsewhere._cache.rebuild()
    nine.write("9.md", "Number 9", date="2022-01-01")  # which numbers the others anew
    sync(elsewhere)
    change = screen.set_view_read(View(category=("news",)))
    assert change
    assert change.label == "Marked 2 articles read"
    sync(elsewhere)
    assert {row.key for row in elsewhere.rows(View(), 0, 99) if not row.unread} == {"0.md", "3.md"}


def test_a_state_that_cannot_be_written_says_so_and_the_mark_is_not_shown(
    nine: Folder, open_library: Opener
) -> None:
    library = open_library()
    sync(library)
    library._state.database.connection.execute("PRAGMA query_only = 1")
    with pytest.raises(StoreError, match="cannot use the state: it may not be written"):
        library.set_read(["1.md"], True)
    library._state.database.connection.execute("PRAGMA query_only = 0")
    assert library.counts().unread == 9
    assert library.undo() is None


def test_a_full_disk_says_so(nine: Folder, open_library: Opener) -> None:
    library = open_library()
    sync(library)
    connection = library._state.database.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match=r"the disk .* is full"):
        library.save_view(library.load_view().__class__(key="x" * 100_000))


def test_no_room_for_temporary_files_says_so(
    nine: Folder, open_library: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Agenda.__init__

    def begin_small(agenda: Agenda) -> None:
        begin(agenda)
        agenda._connection.execute("PRAGMA max_page_count = 2")

    for number in range(99):
        nine.write(f"{number}/{'x' * 99}.md", f"Number {number}")
    with monkeypatch.context() as patch:
        patch.setattr(Agenda, "__init__", begin_small)
        with pytest.raises(StoreError, match="room for temporary files"):
            sync(open_library())
    assert sync(open_library()).failed == 0


def test_a_folder_that_cannot_be_made_says_so(nine: Folder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folders = Folders(tmp_path, tmp_path / "cache", tmp_path / "file" / "data")
    with pytest.raises(StoreError, match="The state has no folder"):
        Library(LibraryConfig(nine.root), Config(folders))


@pytest.mark.parametrize("name", ["missing", "file"])
def test_what_is_no_folder_says_so(open_library: Opener, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotAFolder, match=name):
        open_library(tmp_path / name)


def test_a_state_restored_from_a_backup_is_mirrored_anew(
    nine: Folder, open_library: Opener, tmp_path: Path
) -> None:
    library = open_library()
    sync(library)
    library.set_bookmark(["1.md"], True)
    library.close()
    shutil.copytree(tmp_path / "data", tmp_path / "backup")
    library = open_library()
    library.set_read(["2.md", "3.md"], True)
    library.close()
    shutil.rmtree(tmp_path / "data")
    (tmp_path / "backup").rename(tmp_path / "data")
    library = open_library()
    assert library.counts() == (9, 9, 1)
    assert library.count(View(shelf=Shelf.BOOKMARKS)) == 1


# -- the state, which is precious


@pytest.fixture
def marked(nine: Folder, open_library: Opener) -> Library:
    library = open_library()
    sync(library)
    library.set_read(["1.md", "2.md"], True)
    library.set_bookmark(["3.md"], True)
    return library


def state_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "state.db"


def last_notice(library: Library) -> str:
    return list(library.sync())[-1].notice


@pytest.mark.parametrize("harm", [b"no database" * 999, b"SQLite format 3\0" + b"\xff" * 9000, b"", None])
def test_a_damaged_or_lost_state_is_brought_back_from_its_copy(
    marked: Library, open_library: Opener, tmp_path: Path, harm: bytes | None
) -> None:
    (tmp_path / "data" / "state.db.bak").unlink()  # of the first sync, before the marks
    sync(marked)
    marked.set_read(["4.md"], True)
    marked.close()
    for end in ("-wal", "-shm"):
        state_file(tmp_path).with_name("state.db" + end).unlink(missing_ok=True)
    if harm is None:
        state_file(tmp_path).unlink()
    else:
        state_file(tmp_path).write_bytes(harm)
    library = open_library()
    assert library.counts() == (9, 7, 1)
    notice = last_notice(library)
    assert ("damaged-1" in notice) is bool(harm)
    assert str(state_file(tmp_path)) in notice
    aside = tmp_path / "data" / "state.db.damaged-1"
    assert aside.exists() is bool(harm)
    assert not harm or aside.read_bytes() == harm
    library.set_read(["5.md"], True)
    assert library.counts() == (9, 6, 1)
    assert last_notice(library) == ""


def test_without_a_copy_the_state_begins_anew_and_the_damaged_one_is_kept(
    marked: Library, open_library: Opener, tmp_path: Path
) -> None:
    (tmp_path / "data" / "state.db.bak").unlink()
    for number in (1, 2):
        marked.close()
        state_file(tmp_path).write_bytes(b"garbage" * 1000)
        library = open_library()
        assert (tmp_path / "data" / f"state.db.damaged-{number}").read_bytes() == b"garbage" * 1000
        assert "none is in its place" in last_notice(library)
        library.close()
        (tmp_path / "data" / "state.db.bak").unlink()


def test_damage_of_the_state_met_on_the_way_is_mended_by_the_next_sync(
    nine: Folder, marked: Library, open_library: Opener, tmp_path: Path
) -> None:
    (tmp_path / "data" / "state.db.bak").unlink()
    sync(marked)
    connection = marked._state.database.connection
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    roots = [
        page for (page,) in connection.execute("SELECT rootpage FROM sqlite_master WHERE tbl_name = 'marks'")
    ]
    marked.close()
    with state_file(tmp_path).open("r+b") as file:
        for page in roots:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)
    with pytest.raises(StoreError, match="damaged"):
        marked.set_read(["4.md"], True)
    assert "damaged-1" in last_notice(marked)
    assert marked.counts() == (9, 7, 1)
    assert marked.set_read(["4.md"], True)
    assert open_library().counts() == (9, 6, 1)


def test_a_state_that_only_does_not_answer_is_not_set_aside(
    marked: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("The disk does not answer.")

    monkeypatch.setattr(marked._state, "_select", fail)
    marked._cache.database.damaged = True
    with pytest.raises(StoreError, match="does not answer"):
        list(marked.sync())
    monkeypatch.undo()
    assert last_notice(marked) == ""
    assert not list((tmp_path / "data").glob("*.damaged*"))
    assert marked.counts() == (9, 7, 1)


def test_a_copy_is_made_once_a_day_and_never_of_a_damaged_state(marked: Library, tmp_path: Path) -> None:
    copy = tmp_path / "data" / "state.db.bak"
    first = copy.read_bytes()
    sync(marked)
    assert copy.read_bytes() == first
    os.utime(copy, (0, 0))
    sync(marked)
    assert copy.read_bytes() != first
    assert not list(copy.parent.glob("*.bak.*"))


def test_the_same_folder_under_another_spelling_is_the_same_library(
    nine: Folder, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "NEWS").symlink_to(nine.root)  # as a file system that ignores case has it
    with closing(State(config.folders.data, nine.root, "")) as first:
        known = first.library
    with closing(State(config.folders.data, tmp_path / "NEWS", "")) as other:
        assert other.library == known


# -- a folder that is not there for a while


def test_what_lies_below_a_folder_that_cannot_be_read_stays(folder: Folder, library: Library) -> None:
    folder.write("a/1.md", "One")
    folder.write("ab/2.md", "Two")
    sync(library)
    folder.delete("ab/2.md")
    with shut(folder.root / "a"):
        assert outcomes(library) == {"removed": 1, "failed": 1}
        assert titles(library) == ["One"]
    assert outcomes(library) == {"unchanged": 1}


def test_a_file_of_which_nothing_can_be_known_stays_until_it_is_gone(
    folder: Folder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("a/1.md", "One")
    folder.write("a/2.md", "Two")
    sync(library)
    scandir = os.scandir

    class Entry:
        """One in a folder that may be listed and not entered."""

        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.name, self.path, self.is_file, self.is_dir = (
                entry.name, entry.path, entry.is_file, entry.is_dir,
            )  # fmt: skip

        def stat(self) -> os.stat_result:
            raise PermissionError(13, "Permission denied")

    folder.delete("a/2.md")
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", lambda path: nullcontext([Entry(one) for one in scandir(path)]))
        assert outcomes(library) == {"removed": 1, "failed": 1}
        assert titles(library) == ["One"]
    assert outcomes(library) == {"unchanged": 1}
    folder.delete("a/1.md")
    (folder.root / "a/1.md").symlink_to("nowhere.md")
    assert outcomes(library) == {"removed": 1, "failed": 1}


def test_a_root_that_is_gone_while_open_takes_nothing_away(nine: Folder, library: Library) -> None:
    sync(library)
    nine.root.rename(nine.root.with_name("elsewhere"))
    assert last_notice(library) == f"{nine.root} cannot be read: No such file or directory"
    assert library.counts().total == 9
    nine.root.with_name("elsewhere").rename(nine.root)
    assert outcomes(library) == {"unchanged": 9}


def test_a_disk_that_is_not_mounted_takes_nothing_away(
    nine: Folder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(library)
    library.set_read(["1.md"], True)
    files = {path.name: path.read_bytes() for path in nine.root.iterdir()}
    for name in files:
        nine.delete(name)
    with library._cache.database.transaction() as connection:
        write_note(connection, "device", "of a disk")
    assert "is the right one mounted?" in last_notice(library)
    assert library.counts() == (9, 8, 0)
    for name, data in files.items():
        nine.raw(name, data)
    assert sync(library).rewritten == 9
    for name in files:
        nine.delete(name)
    assert outcomes(library) == {"removed": 9}
    for name, data in files.items():
        nine.raw(name, data)
    sync(library)
    assert library.counts() == (9, 8, 0)
