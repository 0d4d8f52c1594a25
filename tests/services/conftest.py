"""Libraries to order: a folder that writes articles, and the library over it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from reader import files
from reader.config import Config, Folders, LibraryConfig
from reader.model import SyncReport, View
from reader.services import process
from reader.services.library import Library

LONG = "The quick brown fox jumps over the lazy dog and does not look back. " * 3
ALL = View()


class Folder:
    """A folder of articles; every write is a second younger than the one before."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = 1_600_000_000
        root.mkdir(parents=True, exist_ok=True)

    def write(self, key: str, title: str, text: str = "", **header: object) -> None:
        lines = [f"{name}: {value}" for name, value in header.items()]
        head = "\n".join([f"title: {title}", *lines])
        self.raw(key, f"---\n{head}\n---\n\n{text or f'{title}. {LONG}'}\n".encode())

    def raw(self, key: str, data: bytes) -> None:
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.touch(key)

    def touch(self, key: str) -> None:
        self.clock += 1
        os.utime(self.root / key, (self.clock, self.clock))

    def move(self, key: str, to: str) -> None:
        (self.root / to).parent.mkdir(parents=True, exist_ok=True)
        (self.root / key).rename(self.root / to)

    def copy(self, key: str, to: str) -> None:
        self.raw(to, (self.root / key).read_bytes())

    def delete(self, key: str) -> None:
        (self.root / key).unlink()


@contextmanager
def shut(folder: Path) -> Iterator[None]:
    """Let nobody enter a folder for a while, whoever runs the tests."""
    enter = files._open_folder

    def refuse(path: str) -> AbstractContextManager[int | str]:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied")
        return enter(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_open_folder", refuse)
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "news")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[process.Process]:
    """The processes that are started during a test."""
    known: list[process.Process] = []
    start = process.Process.__init__

    def note(one: process.Process, module: str) -> None:
        start(one, module)
        known.append(one)

    monkeypatch.setattr(process.Process, "__init__", note)
    return known


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(Folders(tmp_path / "config", tmp_path / "cache", tmp_path / "data"), zone=UTC)


@pytest.fixture
def open_library(folder: Folder, config: Config) -> Iterator[Callable[..., Library]]:
    opened: list[Library] = []

    def opener(root: Path | None = None, **settings: Any) -> Library:
        opened.append(Library(LibraryConfig(root or folder.root, **settings), config))
        return opened[-1]

    yield opener
    for library in opened:
        library.close()


@pytest.fixture
def library(open_library: Callable[..., Library]) -> Library:
    return open_library()


def sync(library: Library) -> SyncReport:
    report = list(library.sync())[-1].report
    assert report
    return report


def outcomes(library: Library) -> dict[str, int]:
    """Sync, and give what the report counts, without what is nought."""
    report = sync(library)
    names = ("added", "updated", "rewritten", "moved", "removed", "unchanged", "failed")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def titles(library: Library, view: View = ALL) -> list[str]:
    return [row.title for row in library.rows(view, 0, 1000)]


def keys(library: Library, view: View = ALL) -> list[str]:
    return [row.key for row in library.rows(view, 0, 1000)]
