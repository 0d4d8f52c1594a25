"""A sync that goes on in a process of its own: the same news, the same errors, and nobody left behind."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from reader.errors import StoreError
from reader.model import Progress, View
from reader.services import apart, process
from reader.services.library import Library
from reader.services.sync import Sync
from tests.services.conftest import Folder, outcomes, titles


@pytest.fixture
def twelve(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Twelve files, of which three are read before a process is asked."""
    monkeypatch.setattr("reader.services.sync.FEW", 3)
    for number in range(12):
        folder.write(f"{number:02}.md", f"Number {number}")
    return folder


def test_what_is_left_is_done_elsewhere(
    twelve: Folder, library: Library, started: list[process.Process]
) -> None:
    told = list(library.sync(apart=True))
    assert [one.is_over for one in started] == [True]
    report = told[-1].report
    assert report
    assert (report.seen, report.added, report.unchanged) == (12, 12, 0)
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert [one.total for one in told] == [0, *[12] * (len(told) - 1)]
    assert titles(library) == [f"Number {number}" for number in reversed(range(12))]
    assert library.count(View(query="lazy dog")) == 12
    assert outcomes(library) == {"unchanged": 12}


def test_few_files_are_read_here(folder: Folder, library: Library, started: list[process.Process]) -> None:
    folder.write("a.md", "Alpha")
    assert list(library.sync(apart=True))[-1].report
    assert not started


def test_a_library_that_moved_is_known_here_as_well(
    twelve: Folder, library: Library, open_library: Callable[..., Library], tmp_path: Path
) -> None:
    list(library.sync())
    library.set_read([f"{number:02}.md" for number in range(12)], True)
    library.close()
    twelve.root.rename(tmp_path / "moved")
    moved = open_library(tmp_path / "moved")
    assert str(twelve.root) in list(moved.sync(apart=True))[-1].notice
    assert moved.counts() == (12, 0, 0)
    moved.set_read(["03.md"], False)
    assert moved.counts() == (12, 1, 0)


def test_a_mark_made_while_a_library_is_known_again_is_kept(
    twelve: Folder, library: Library, open_library: Callable[..., Library], tmp_path: Path
) -> None:
    list(library.sync())
    library.set_read([f"{number:02}.md" for number in range(12)], True)
    library.close()
    twelve.root.rename(tmp_path / "moved")
    screen, elsewhere = open_library(tmp_path / "moved"), open_library(tmp_path / "moved")
    list(elsewhere.sync())
    screen.set_bookmark(["03.md"], True)
    assert screen.counts() == elsewhere.counts() == (12, 0, 1)
    screen.close()
    elsewhere.close()
    assert open_library(tmp_path / "moved").counts() == (12, 0, 1)


def test_leaving_a_sync_ends_its_process(
    twelve: Folder, library: Library, started: list[process.Process]
) -> None:
    running = library.sync(apart=True)
    while not started:
        next(running)
    running.close()
    assert started[0].is_over
    list(library.sync())
    assert library.counts().total == 12


@pytest.fixture
def slow(twelve: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step of the process takes a minute."""
    dawdle = (
        "from reader.store.agenda import Agenda; import time; Agenda.order_anew = lambda *_: time.sleep(60)"
    )
    monkeypatch.setattr(process, "COMMAND", process.COMMAND.replace("from {}", f"{dawdle}; from {{}}"))


@pytest.mark.usefixtures("slow")
def test_a_sync_can_be_left_in_a_long_step(library: Library, started: list[process.Process]) -> None:
    running = library.sync(apart=True)
    while not started:
        next(running)
    begun = time.monotonic()
    assert next(running) == next(running) == Progress(3, 12)
    running.close()
    assert time.monotonic() - begun < 30
    assert started[0].is_over


@pytest.mark.usefixtures("slow")
def test_a_process_ends_with_its_parent_in_a_long_step(
    library: Library, started: list[process.Process]
) -> None:
    running = library.sync(apart=True)
    while not started:
        next(running)
    alone = started[0]._process
    assert alone.stdout
    alone.stdout.close()  # as the system does when the parent dies
    assert alone.wait(30)


@pytest.mark.parametrize("said", ["I am here", "gaga", "no end"])
def test_what_a_process_prints_as_it_starts_is_no_answer(
    twelve: Folder, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    """As a `sitecustomize` of the machine may; the process is not given up for it."""
    end = "" if said == "no end" else "\\n"
    (tmp_path / "sitecustomize.py").write_text(f"print('{said}', end='{end}', flush=True)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    run, begun = Sync.run, list[Sync]()

    def begin(sync: Sync) -> Iterator[Progress]:
        begun.append(sync)
        return run(sync)

    monkeypatch.setattr(Sync, "run", begin)
    report = list(library.sync(apart=True))[-1].report
    assert report
    assert (report.added, len(begun)) == (12, 1)


@pytest.mark.parametrize("command", ["raise SystemExit", "import sys; sys.stdin.buffer.read(1)"])
def test_a_process_that_dies_leaves_its_work_to_this_one(
    twelve: Folder, library: Library, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(process, "COMMAND", command)
    report = list(library.sync(apart=True))[-1].report
    assert report
    assert report.added == 12


def test_what_goes_wrong_there_is_raised_here(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        """A process whose disk is full."""

        def __init__(self, module: str) -> None:
            self.said: Iterator[object] = iter([Progress(1, 2), StoreError("The disk is full.")])

        def send(self, thing: object) -> None:
            assert isinstance(thing, Sync)

        def receive(self) -> object:
            return next(self.said)

        def close(self) -> None:
            pass

    monkeypatch.setattr(apart, "Process", Full)
    told = apart.iter_progress(library._new_sync(apart=False), Progress(0, 2))
    assert next(told) == Progress(1, 2)
    with pytest.raises(StoreError, match="disk is full"):
        next(told)


def test_whoever_waits_to_write_gets_a_turn_between_two_steps(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection of its own stands for another process, which leaves pauses as short as a sync does."""
    monkeypatch.setattr("reader.store.database.BUSY_SECONDS", 1.0)
    database = library.databases[0]
    stop, waiting = Event(), Event()

    def write_on_and_on() -> None:
        other = type(database)(database.path, database.what, "NORMAL")
        while not stop.is_set():
            with other.transaction() as connection:
                connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('other', 'x')")
                waiting.set()
                stop.wait(0.1)
            stop.wait(apart.TURN)
        other.close()

    thread = Thread(target=write_on_and_on)
    thread.start()
    try:
        waiting.wait()
        with database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('mine', 'x')")
    finally:
        stop.set()
        thread.join()
    assert library._cache.note("mine") == "x"
