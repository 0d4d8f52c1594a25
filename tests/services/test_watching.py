"""When a library is looked at again."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import pytest

from reader.services import watching
from reader.services.watching import (
    IDLE,
    LEAST,
    MOST,
    find_kind,
    is_remote_kind,
    iter_changes,
    may_matter,
    pause_after,
)

MOUNTS = r"""
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/me/my\040disk btrfs rw 0 0
me@host: /mnt/host fuse.sshfs rw 0 0
""".splitlines()


@pytest.mark.parametrize(
    ("path", "kind", "remote"),
    [
        ("/srv/news", "ext4", False),
        ("/home/me/news", "nfs4", True),
        ("/homework", "ext4", False),
        ("/home/me/my disk/news", "btrfs", False),
        ("/mnt/host", "fuse.sshfs", True),
    ],
)
def test_the_nearest_mount_decides(path: str, kind: str, remote: bool) -> None:
    assert find_kind(path, MOUNTS) == kind
    assert is_remote_kind(kind) == remote


def test_looking_costs_next_to_nothing() -> None:
    assert pause_after(0.001) == LEAST
    assert pause_after(1.0) == IDLE
    assert pause_after(3600.0) == MOST


def test_what_can_change_a_library(tmp_path: Path) -> None:
    for name in ("a.md", "a.jpg", ".a.md.swp", ".git/b.md", "sub.dir/c.HTML"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    def matters(name: str) -> bool:
        return may_matter(str(tmp_path), str(tmp_path / name))

    assert all(map(matters, ("a.md", "sub.dir", "sub.dir/c.HTML", "gone")))
    assert not any(map(matters, ("a.jpg", ".a.md.swp", ".git", ".git/b.md")))


WATCHES = [
    pytest.param(
        watching.iter_told, marks=pytest.mark.skipif(sys.platform != "linux", reason="Linux tells it")
    ),
    watching.iter_told_elsewhere,
]


@pytest.fixture(params=WATCHES)
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Queue[None]]:
    """Watch the folder from a thread; gives what it tells."""
    stop = Event()
    heard: Queue[None] = Queue()

    def listen() -> None:
        for _ in request.param(tmp_path, stop):
            heard.put(None)

    thread = Thread(target=listen)
    thread.start()
    yield heard
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def drain(heard: Queue[None]) -> None:
    """Leave nothing unread, until all is quiet."""
    with suppress(Empty):
        while True:
            heard.get(timeout=3 * watching.QUIET / 1000)


def hears(heard: Queue[None], path: Path) -> bool:
    """Write to a file until that is told: nobody says when a watch stands."""
    for turn in range(40):
        path.write_text(str(turn), encoding="utf-8")
        try:
            heard.get(timeout=1)
        except Empty:
            continue
        return True
    return False


def test_new_files_are_told_at_any_depth(told: Queue[None], tmp_path: Path) -> None:
    assert hears(told, tmp_path / "new.md")
    (tmp_path / "below" / "further").mkdir(parents=True)
    assert hears(told, tmp_path / "below" / "further" / "new.md")


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no links here")
def test_a_loop_of_links_is_no_trouble(told: Queue[None], tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert hears(told, tmp_path / "new.md")


def test_nothing_is_told_of_what_no_library_holds(told: Queue[None], tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert hears(told, tmp_path / "new.md")
    drain(told)
    for name in (".git/a.md", "a.jpg", ".a.md.swp"):
        (tmp_path / name).write_text("x")
    with pytest.raises(Empty):
        told.get(timeout=3 * watching.QUIET / 1000)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Any]:
    """A watch on a library of two folders, and a link to a third."""
    if sys.platform != "linux":
        pytest.skip("Linux tells it")
    from reader.services.inotify import Watch

    for name in ("library/a/b", "library/.git", "library/left out", "elsewhere/c"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "library" / "link").symlink_to(tmp_path / "elsewhere")
    with closing(Watch(tmp_path / "library", ("left out",), may_matter)) as made:
        yield made


def heard(watch: Any, what: Callable[[], object]) -> bool:
    """Do something, and tell whether the watch hears of it, until all is quiet."""
    what()
    told = False
    while watch.hears(50):
        told = True
    return told


def test_every_folder_that_a_walk_enters_is_watched(watch: Any, tmp_path: Path) -> None:
    root = tmp_path / "library"
    for name in ("new.md", "a/new.md", "a/b/new.md", "link/c/new.md"):
        assert heard(watch, (root / name).touch), name
    for name in (".git/new.md", "left out/new.md", "a/new.jpg", "../new.md"):
        assert not heard(watch, (root / name).touch), name


def test_folders_that_come_are_watched_with_all_below(watch: Any, tmp_path: Path) -> None:
    root = tmp_path / "library"
    assert heard(watch, lambda: (root / "d" / "e").mkdir(parents=True))
    assert heard(watch, (root / "d" / "e" / "new.md").touch)
    (tmp_path / "far" / "f").mkdir(parents=True)
    assert heard(watch, lambda: (tmp_path / "far").rename(root / "far"))
    assert heard(watch, (root / "far" / "f" / "new.md").touch)
    assert heard(watch, lambda: (root / "again").symlink_to(tmp_path / "elsewhere"))


def test_a_folder_that_moves_is_still_watched(watch: Any, tmp_path: Path) -> None:
    root = tmp_path / "library"
    assert heard(watch, lambda: (root / "a").rename(root / "z"))
    assert heard(watch, (root / "z" / "b" / "new.md").touch)
    assert heard(watch, lambda: shutil.rmtree(root / "z"))
    assert heard(watch, (root / "z").mkdir)
    assert heard(watch, (root / "z" / "new.md").touch)


@pytest.mark.parametrize("goes", [shutil.rmtree, lambda root: root.rename(root.with_name("gone"))])
def test_a_library_that_goes_is_watched_no_longer(watch: Any, tmp_path: Path, goes: Any) -> None:
    assert watch.stands()
    assert heard(watch, lambda: goes(tmp_path / "library"))
    assert not watch.stands()


def test_a_watch_ends_while_it_waits(watch: Any) -> None:
    waiting = Thread(target=watch.hears)
    waiting.start()
    watch.end()
    waiting.join(10)
    assert not waiting.is_alive()
    assert not watch.stands()
    watch.end()
    watch.close()
    watch.end()


def test_a_watch_that_missed_something_ends_as_well(watch: Any, tmp_path: Path) -> None:
    """The system has no room left for the message that it is over."""
    for number in range(17_000):
        (tmp_path / "library" / f"{number}.md").touch()
    watch.end()
    watch.hears(0)
    assert not watch.stands()


def test_a_link_that_goes_leaves_what_it_led_to_watched(watch: Any, tmp_path: Path) -> None:
    root = tmp_path / "library"
    (root / "a" / "up").symlink_to(root)
    while watch.hears(50):
        pass
    (root / "a" / "up").unlink()
    while watch.hears(50):
        pass
    assert heard(watch, (root / "new").mkdir)
    assert heard(watch, (root / "new" / "new.md").touch)
    assert heard(watch, (root / "a" / "b" / "c").mkdir)
    assert heard(watch, (root / "a" / "b" / "c" / "new.md").touch)


def test_one_folder_that_cannot_be_watched_leaves_the_others_watched(
    watch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = watch._told.add_watch

    def refuse(path: str, mask: int) -> int:
        if path.endswith("long"):
            raise OSError(36, "File name too long")
        return int(add(path, mask))

    monkeypatch.setattr(watch._told, "add_watch", refuse)
    root = tmp_path / "library"
    assert heard(watch, (root / "long").mkdir)
    assert heard(watch, (root / "short").mkdir)
    assert heard(watch, (root / "short" / "new.md").touch)


def test_folders_that_come_are_left_out_as_a_walk_leaves_them_out(watch: Any, tmp_path: Path) -> None:
    root = tmp_path / "library"
    heard(watch, lambda: (root / "a" / "left out").mkdir())
    heard(watch, lambda: (root / "node_modules").mkdir())
    for name in ("a/left out/new.md", "node_modules/new.md"):
        assert not heard(watch, (root / name).touch), name


def test_a_folder_that_leaves_is_heard_no_more(watch: Any, tmp_path: Path) -> None:
    assert heard(watch, lambda: (tmp_path / "library" / "a").rename(tmp_path / "gone"))
    assert heard(watch, (tmp_path / "library" / "z").mkdir)
    assert not heard(watch, (tmp_path / "gone" / "b" / "new.md").touch)


def test_what_breaks_a_watch_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("Linux tells it")
    from reader.services.inotify import Watch

    def run_out(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Watch, "hears", run_out)
    assert list(watching.iter_told(tmp_path, Event())) == [None]


def test_what_was_not_told_is_looked_for(watch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system has room for so many messages; behind them it says that some are lost."""
    (tmp_path / "library" / "unheard").mkdir()
    told = [SimpleNamespace(wd=-1, mask=0x4000, name="")]
    with monkeypatch.context() as patch:
        patch.setattr(watch._told, "read", lambda timeout: told)
        assert watch.hears(0)
    while watch.hears(50):
        pass
    assert heard(watch, (tmp_path / "library" / "unheard" / "new.md").touch)


def test_where_nothing_is_told_the_folder_is_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "is_remote", lambda root: True)
    monkeypatch.setattr(watching, "LEAST", 0.0)
    changes = iter_changes(tmp_path, Event(), lambda: 0.0)
    assert [next(changes) for _ in range(3)] == [None] * 3


def test_a_watch_that_is_refused_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr("watchfiles.watch", refuse)
    monkeypatch.setattr("reader.services.inotify.Watch", refuse)
    monkeypatch.setattr(watching, "LEAST", 0.0)
    assert next(iter_changes(tmp_path, Event(), lambda: 0.0)) is None


def test_it_ends_when_it_is_told_to(tmp_path: Path) -> None:
    stop = Event()
    stop.set()
    assert not list(iter_changes(tmp_path, stop, lambda: 0.0))
