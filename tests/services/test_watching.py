"""When a library is looked at again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread

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


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Queue[None]]:
    """Watch the folder from a thread; gives what it tells."""
    stop = Event()
    heard: Queue[None] = Queue()

    def listen() -> None:
        for _ in iter_changes(tmp_path, stop, lambda: 0.0):
            heard.put(None)

    thread = Thread(target=listen)
    thread.start()
    yield heard
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


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
    monkeypatch.setattr(watching, "LEAST", 0.0)
    assert next(iter_changes(tmp_path, Event(), lambda: 0.0)) is None


def test_it_ends_when_it_is_told_to(tmp_path: Path) -> None:
    stop = Event()
    stop.set()
    assert not list(iter_changes(tmp_path, stop, lambda: 0.0))
