"""Real libraries whole: synced, listed, opened, and synced again without reading a file.

They lie in the folder that BROADSHEET_CORPORA names, a library in each folder of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from reader.config import Config, Folders, LibraryConfig
from reader.model import View
from reader.services.library import Library
from reader.services.reading import Desk

CORPORA = os.environ.get("BROADSHEET_CORPORA", "")
SAMPLE = 20  # articles opened of each library
pytestmark = pytest.mark.skipif(not CORPORA, reason="BROADSHEET_CORPORA names no folder of libraries")


def libraries() -> list[Path]:
    return sorted(path for path in Path(CORPORA).iterdir() if path.is_dir()) if CORPORA else []


@pytest.fixture(params=libraries(), ids=lambda path: path.name)
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    config = Config(Folders(tmp_path / "config", tmp_path / "cache", tmp_path / "data"), zone=UTC)
    found = Library(LibraryConfig(request.param), config)
    yield found
    found.close()


def test_a_library_is_synced_listed_and_opened(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    report = list(library.sync())[-1].report
    assert report
    assert report.failed == 0
    assert report.added == report.seen - sum(fault.stray for fault in library.faults())
    total = library.counts().total
    assert 0 < total <= report.added

    rows = library.rows(View(), 0, total)
    entries = list(library.iter_entries(View()))
    assert [row.key for row in rows] == [entry.article.key for entry in entries]
    assert sum(1 + len(entry.duplicates) for entry in entries) == report.added
    for row in rows[:: total // SAMPLE + 1]:
        opened = library.open(row.key)
        assert opened.entry.article.title == row.title
        beginning = library.open_beginning(row.key)
        if beginning:
            blocks = beginning.document.blocks
            assert blocks == opened.document.blocks[: len(blocks)]

    def refuse(*_: object) -> None:
        raise AssertionError("a file was read again")

    monkeypatch.setattr(Desk, "read", refuse)
    monkeypatch.setattr("reader.services.workers.Team.iter_read", refuse)
    again = list(library.sync())[-1].report
    assert again
    assert (again.seen, again.unchanged, again.changed) == (report.seen, report.seen, False)
