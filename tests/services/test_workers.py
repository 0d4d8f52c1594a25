"""Parsing in processes: the same as parsing here, whatever a file does to them."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest

from reader.files import iter_files
from reader.services import process, workers
from reader.services.library import Library
from reader.services.reading import Desk
from reader.services.worker import give_time
from reader.services.workers import Team, iter_chunks
from tests.services.conftest import Folder, outcomes, sync, titles


class Trap(Desk):
    """A desk at which some files are the end of the process, or never end."""

    __slots__ = ()

    def parse(self, key: str) -> object:  # type: ignore[override]
        if "kill" in key:
            os._exit(1)
        if "hang" in key:
            give_time(0.05)
            while True:
                pass
        return super().parse(key)


@pytest.fixture
def desk(folder: Folder) -> Desk:
    for number in range(12):
        folder.write(f"{number:02}.md", f"Number {number}")
    return Desk(folder.root, "news", UTC, False)


def test_processes_give_what_reading_here_gives(desk: Desk) -> None:
    files = list(iter_files(desk.root))
    with closing(Team(desk, 2)) as team:
        assert [one for chunk in team.iter_read(files) for one in chunk] == [
            desk.read(file) for file in files
        ]
        assert list(team.iter_moments(files)) == [desk.guess_moment(file) for file in files]


def test_a_file_that_ends_its_process_costs_only_itself(
    desk: Desk, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "CHUNK_FILES", 5)
    folder.write("03 kill.md", "Killer")
    folder.write("07 hang.md", "Endless")
    trap = Trap(desk.root, desk.name, desk.zone, desk.drafts)
    with closing(Team(trap, 1)) as team:
        found = [one for chunk in team.iter_read(list(iter_files(desk.root))) for one in chunk]
    assert sorted(one.file.key for one in found if one.failed) == ["03 kill.md", "07 hang.md"]
    assert sorted(one.title for one in found if not one.failed) == sorted(f"Number {n}" for n in range(12))


def test_where_no_process_can_be_had_files_are_read_here(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "COMMAND", "raise SystemExit")
    with closing(Team(desk, 1)) as team:
        found = [one for chunk in team.iter_read(iter_files(desk.root)) for one in chunk]
    assert len(found) == 12
    assert not any(one.failed for one in found)


def test_many_files_are_parsed_in_processes(
    desk: Desk, library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("reader.services.sync.FEW", 3)
    assert outcomes(library) == {"added": 12}
    assert len(titles(library)) == 12


def test_a_sync_that_is_left_leaves_no_process(
    desk: Desk, library: Library, started: list[process.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.services.sync.FEW", 3)
    monkeypatch.setattr(workers, "CHUNK_FILES", 2)
    running = library.sync()
    while next(running).done <= 3:
        pass
    running.close()
    assert started
    assert all(one.is_over for one in started)
    sync(library)
    assert library.counts().total == 12


def test_chunks_are_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CHUNK_FILES", 5)
    assert [len(chunk) for chunk in iter_chunks(iter_files(desk.root))] == [5, 5, 2]
    monkeypatch.setattr(workers, "CHUNK_BYTES", 1)
    assert [len(chunk) for chunk in iter_chunks(iter_files(desk.root))] == [1] * 12
