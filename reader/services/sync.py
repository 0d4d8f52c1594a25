"""A library's folder brought into its cache: only what changed is read, newest first, in batches.

The walk is compared with what the cache knows of every file (size, time, inode). What a batch found is committed with
the marks that the reader made on it, so a list can be read while the sync goes on, and a sync that is cut off goes on
where it stopped. What the walk did not meet is dropped last: until then it may turn up under another path.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal

from reader.files import iter_files
from reader.model import FileFault, Progress, SourceFile, SyncReport
from reader.services.reading import Desk
from reader.store import mirror
from reader.store.cache import APART, Cache, count_changes, write_note
from reader.store.intake import Form, Intake, Outcome, Parsed
from reader.store.state import State

BATCH = 250  # files between two commits


class Sync:
    """One sync of one library."""

    def __init__(
        self,
        cache: Cache,
        state: State,
        library: int,
        desk: Desk,
        form: Literal["auto", "path", "flat"],
        exclude: Sequence[str],
    ) -> None:
        """Make ready; `form` is how lists of category names are read, `exclude` what the walk leaves out."""
        self._cache = cache
        self._state = state
        self._library = library
        self._desk = desk
        self._form = form
        self._exclude = exclude
        self._outcomes: Counter[Outcome] = Counter()

    def run(self) -> Iterator[Progress]:
        """Sync; yields after every batch, the last Progress carries the report.

        Raises:
            StoreError: a database cannot be written.
        """
        begun = time.time()
        yield Progress(0, 0)
        faults: list[FileFault] = []
        seen, fresh, vanished = self._walk(faults)
        run, form = self._begin()
        done = 0
        for batch in self._read(fresh):
            with self._cache.database.transaction() as connection:
                intake = Intake(connection, vanished, run, form, begun)
                intake.take(batch)
                self._mark(connection, intake)
                count_changes(connection)
            self._outcomes.update(intake.outcomes)
            done += len(batch)
            yield Progress(done, len(fresh))
        gone = len(vanished)
        if fresh or vanished or faults != self._cache.folder_faults():
            self._finish(vanished, run, form, begun, faults)
        mirror.pull(self._cache, self._state, self._library)
        report = self._report(seen, len(fresh), gone, len(faults), begun)
        with self._cache.database.transaction() as connection:
            write_note(connection, "synced", str(time.time()))
        yield Progress(done, done, report)

    def _walk(self, faults: list[FileFault]) -> tuple[int, list[SourceFile], set[str]]:
        """Give how many files there are, those that are new or changed, newest first, and the keys that are gone."""
        with self._cache.reading() as connection:
            rows = connection.execute("SELECT key, size, mtime_ns, inode FROM files")
            known = {row[0]: row for row in rows}
        if self._settings() != self._cache.note("settings"):
            known = dict.fromkeys(known, ())
        seen = 0
        fresh: list[SourceFile] = []
        for file in iter_files(self._desk.root, exclude=self._exclude, faults=faults):
            seen += 1
            if known.pop(file.key, None) != (file.key, file.size, file.mtime_ns, file.inode):
                fresh.append(file)
        fresh.sort(key=lambda file: file.mtime_ns, reverse=True)
        return seen, fresh, set(known)

    def _settings(self) -> str:
        """What was set when files were read: where it changes, all are read again."""
        return f"drafts={self._desk.drafts}"

    def _begin(self) -> tuple[int, Form]:
        """Give the number of this sync (one that was cut off goes on under its own) and how to read lists of names."""
        form = self._form if self._form != "auto" else self._cache.note("form") or "path"
        return int(self._cache.note("run") or 0), "flat" if form == "flat" else "path"

    def _read(self, fresh: list[SourceFile]) -> Iterator[list[Parsed]]:
        parsed = map(self._desk.read, fresh)
        while batch := list(islice(parsed, BATCH)):
            yield batch

    def _mark(self, connection: sqlite3.Connection, intake: Intake) -> None:
        """Put the reader's marks on what a batch brought, and let the state know what it is called by now."""
        if intake.touched:
            mirror.apply(connection, self._state.marks_of(self._library, intake.touched))
        if intake.changed:
            self._state.rename_marks(self._library, intake.changed)

    def _finish(self, vanished: set[str], run: int, form: Form, now: float, faults: list[FileFault]) -> None:
        with self._cache.database.transaction() as connection:
            intake = Intake(connection, vanished, run, form, now)
            intake.finish()
            if self._form == "auto":
                form = find_form(connection)
            intake.read_lists_as(form)
            write_note(connection, "folder faults", json.dumps([(f.key, f.fault.text) for f in faults]))
            write_note(connection, "form", form)
            write_note(connection, "run", str(run + 1))
            write_note(connection, "settings", self._settings())
            count_changes(connection)

    def _report(self, seen: int, fresh: int, gone: int, unseen: int, begun: float) -> SyncReport:
        outcomes = self._outcomes
        return SyncReport(
            seen=seen,
            added=outcomes["added"],
            updated=outcomes["updated"],
            rewritten=outcomes["rewritten"],
            moved=outcomes["moved"],
            removed=gone,
            unchanged=seen - fresh,
            failed=outcomes["failed"] + unseen,
            seconds=time.time() - begun,
        )


def find_form(connection: sqlite3.Connection) -> Form:
    """Find whether the library's lists of category names are paths or sets."""
    try:
        from reader.parsing.categories import lists_are_paths
    except ImportError:
        from reader.services.stub import lists_are_paths

    rows = connection.execute("SELECT names FROM files WHERE names IS NOT NULL")
    lists = [tuple(names.split(APART)) for (names,) in rows]
    return "path" if not lists or lists_are_paths(lists) else "flat"
