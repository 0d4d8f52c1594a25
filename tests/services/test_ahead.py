"""Reading ahead: what comes of it is what reading here gives, in the order that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.files import iter_files
from reader.model import SourceFile
from reader.services import ahead, process, workers
from reader.services.ahead import Ahead
from reader.services.library import Library
from reader.services.reading import Desk
from reader.store.fields import Parsed
from tests.services.conftest import Folder, outcomes, titles
from tests.services.test_workers import Trap

FILES = 12


@pytest.fixture
def desk(folder: Folder) -> Desk:
    for number in range(FILES):
        folder.write(f"{number:02}.md", f"Number {number}")
    return Desk(folder.root, "news", UTC, False)


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process starts for three files, and is told of two at once."""
    monkeypatch.setattr(ahead, "WORTH", 3)
    monkeypatch.setattr(ahead, "CHUNK", 2)


def moments(files: list[SourceFile]) -> list[float]:
    return [file.mtime_ns / 1e9 for file in files]


def read_all(reading: Ahead, files: list[SourceFile]) -> list[Parsed]:
    return [one for one in reading.iter_read(files) if one]


def newest(files: list[SourceFile], most: int) -> list[SourceFile]:
    return sorted(files, key=lambda file: -file.mtime_ns)[:most]


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("most", [3, 5, FILES, 2 * FILES])
def test_what_was_read_ahead_is_what_reading_gives(
    desk: Desk, started: list[process.Process], most: int
) -> None:
    files = list(iter_files(desk.root))
    with closing(Ahead(desk, most)) as reading:
        for at in range(0, FILES, 4):
            reading.offer(files[at : at + 4], moments(files[at : at + 4]))
        asked = newest(files, most)
        assert read_all(reading, asked) == [desk.read(file) for file in asked]
        assert len(started) == 1
    assert started[0].is_over


def test_a_few_files_are_read_here(desk: Desk, started: list[process.Process]) -> None:
    files = list(iter_files(desk.root))
    with closing(Ahead(desk, FILES)) as reading:
        reading.offer(files, moments(files))
        assert [one.file for one in read_all(reading, files)] == files
    assert not started


@pytest.mark.usefixtures("eager")
def test_a_file_that_ends_the_process_costs_only_itself(desk: Desk, folder: Folder) -> None:
    folder.write("03 kill.md", "Killer")
    files = list(iter_files(desk.root))
    with closing(Ahead(Trap(desk.root, desk.name, desk.zone, desk.drafts), FILES + 1)) as reading:
        reading.offer(files, moments(files))
        found = read_all(reading, files)
    assert [one.file.key for one in found if one.failed] == ["03 kill.md"]
    assert [one.file for one in found] == files


class Endless(Desk):
    """A desk at which one file takes longer than anybody waits."""

    __slots__ = ()

    def parse(self, key: str) -> object:  # type: ignore[override]
        while "endless" in key:
            pass
        return super().parse(key)


@pytest.mark.usefixtures("eager")
def test_nobody_waits_for_a_file_that_takes_long(
    desk: Desk, folder: Folder, started: list[process.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_BEAT", 0.05)
    folder.write("endless.md", "Endless")
    files = list(iter_files(desk.root))
    with closing(Ahead(Endless(desk.root, desk.name, desk.zone, desk.drafts), FILES)) as reading:
        reading.offer(files, moments(files))
        assert None in reading.iter_read(newest(files, FILES))
    assert started[0].is_over


def test_large_files_are_handed_out_one_by_one() -> None:
    def count(*sizes: int) -> int:
        return ahead._count_chunk([SourceFile(f"{at}.md", size, 0, 0) for at, size in enumerate(sizes)])

    assert count(*[10] * 20) == ahead.CHUNK
    assert count(10) == 1
    assert count(1 << 20, 10) == 1
    assert count(10, 1 << 20, 10) == 2


@pytest.mark.usefixtures("eager")
def test_a_sync_reads_ahead_once_and_what_is_left_in_processes(
    desk: Desk, library: Library, started: list[process.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.services.sync.FEW", 5)
    assert outcomes(library) == {"added": FILES}
    assert titles(library) == [f"Number {number}" for number in reversed(range(FILES))]
    assert outcomes(library) == {"unchanged": FILES}
    before = len(started)
    for number in range(4):
        folder = Folder(desk.root)
        folder.clock = 1_700_000_000
        folder.write(f"{number:02}.md", f"Changed {number}")
    assert outcomes(library) == {"updated": 4, "unchanged": FILES - 4}
    assert len(started) == before + 1
    assert all(one.is_over for one in started)


@given(sizes=st.lists(st.integers(0, 6), max_size=5), most=st.integers(0, FILES))
def test_whatever_the_walk_finds_is_read_once(sizes: list[int], most: int) -> None:
    """However the files come, each that is asked for is read, and none twice."""
    read: list[SourceFile] = []

    def note(_desk: Desk, file: SourceFile) -> Parsed:
        read.append(file)
        return Parsed(file)

    class Here(workers.Worker):
        """A worker that needs no process."""

        def ask(
            self, question: workers.Question[Any], chunk: Sequence[SourceFile], _lost: object
        ) -> list[Any]:
            return [note(self._desk, file) for file in chunk]

    files = [SourceFile(f"{number}.md", 1, number, number) for number in range(sum(sizes))]
    coming = iter(files)
    asked = newest(files, most)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "Worker", Here)
        patch.setattr(ahead, "WORTH", 2)
        patch.setattr(ahead, "CHUNK", 2)
        patch.setattr(Desk, "read", note)
        with closing(Ahead(Desk(Path(), "", None, False), most)) as reading:
            for size in sizes:
                found = list(islice(coming, size))
                reading.offer(found, moments(found))
                assert len(reading._read) <= 2 * most + 2
            assert [one.file for one in read_all(reading, asked)] == asked
    assert len(read) == len(set(read))
    assert set(asked) <= set(read)
