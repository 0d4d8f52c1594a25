"""A library's folder brought into its cache: only what changed is read, newest first, in batches.

The walk is compared with what the cache knows: folder by folder, and where one is not as it was left, file by
file (size, time, inode). What a batch found is committed with the marks that the reader made on it, so a list
can be read while the sync goes on, and a sync that is cut off goes on where it stopped. What the walk did not
meet is dropped last: it may still turn up elsewhere.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Literal

from reader.files import folder_of, iter_folders
from reader.model import Fault, FileFault, Progress, SyncReport
from reader.parsing.categories import lists_are_paths
from reader.services.ahead import Ahead
from reader.services.reading import Desk
from reader.store import following, mirror
from reader.store.agenda import Agenda, Shortlist, kept
from reader.store.cache import Cache, count_changes, write_note
from reader.store.entries import count_name_lists
from reader.store.fields import Parsed
from reader.store.intake import UNREAD, Form, Intake, Outcome
from reader.store.samples import load_samples, take_samples
from reader.store.search.index import Index, is_behind
from reader.store.search.packing import Held
from reader.store.state import State
from reader.store.witness import Witness

BATCH = 200  # files that are committed at once
FIRST = 50  # and where many more are to come: the front page waits for them
FEW = 200  # files that are read before all others, while the walk goes on
GATHERED = 10_000  # articles whose tokens are held in memory, to be indexed at one go
LENGTH = 16_000_000  # or characters of these tokens, where articles are long


class Sync:
    """One sync of one library. It may travel to another process between two steps, and go on there."""

    def __init__(
        self,
        cache: Cache,
        state: State,
        desk: Desk,
        form: Literal["auto", "path", "flat"],
        exclude: Sequence[str],
        *,
        apart: bool = False,
    ) -> None:
        """Make ready; `form` is how lists of category names are read, `exclude` what the walk leaves out.

        `apart` has a process of its own do what is left after the first few files.
        """
        self._cache = cache
        self._state = state
        self._desk = desk
        self._form = form
        self._exclude = exclude
        self._apart = apart
        self._few = FEW
        self._begun = time.time()
        self._done = 0
        self._outcomes: Counter[Outcome] = Counter()
        self._witness = Witness()
        self._folders: dict[str, str] = {}  # digests by prefix, empty where a file could not be read
        self._held: dict[int, Held] = {}  # articles that are not indexed yet

    def run(self) -> Iterator[Progress]:
        """Sync; yields after every batch, the last Progress carries the report.

        Raises:
            StoreError: a database cannot be written.
        """
        with self._cache.database.roomy():
            yield from self._run()

    def _run(self) -> Iterator[Progress]:
        if not self._done:  # else the reader has seen more already
            yield Progress(0, 0)
        faults: list[FileFault] = []
        self._heed_settings()
        self._witness.begin(self._cache)
        with self._cache.reading() as connection:
            self._desk = replace(self._desk, samples=load_samples(connection))
        with (
            kept(Shortlist(self._few) if self._apart else Agenda()) as agenda,
            closing(Ahead(self._desk, self._few)) as ahead,
        ):
            seen, vanished = self._walk(agenda, ahead, faults)
            run = int(self._cache.note("run") or 0)
            total = self._done + len(agenda)
            for batch in self._read_few(agenda, ahead):
                yield self._take(batch, vanished, run, total) if batch else Progress(self._done, total)
            if isinstance(agenda, Agenda):
                for batch in self._read_in_processes(agenda):
                    yield self._take(batch, vanished, run, total)
                    if self._has_gathered():
                        self._index_older()
            elif len(agenda):
                yield from self._go_on_apart(total)
                return
        notices = [self._state.notice, *(one.fault.text for one in faults if not one.key)]
        cut_off, asked = self._cache.note("open run"), self._cache.note("form asked")
        if total or vanished or cut_off or asked != self._form or faults != self._cache.folder_faults():
            self._finish(vanished, run, faults)
            notices.append(self._reunite(run))
        for _ in self._index():
            yield Progress(total, total)
        mirror.pull(self._cache, self._state)
        with self._cache.database.transaction() as connection:
            write_note(connection, "run", str(run + bool(total)))
            write_note(connection, "synced", str(time.time()))
            if self._witness.is_alone(connection):
                # Else the next sync compares all it knows with what is there.
                write_note(connection, "open run", "")
                write_note(connection, "folders", json.dumps(self._folders))
            if seen:
                write_note(connection, "device", self._device())
        self._cache.give_back()
        self._state.back_up()
        yield Progress(total, total, self._report(seen, len(faults)), " ".join(filter(None, notices)))

    def _go_on_apart(self, total: int) -> Iterator[Progress]:
        """Do what is left in a process of its own: it goes on as after a sync that was cut off."""
        from reader.services.apart import iter_progress

        self._few, self._apart = 0, False
        yield from iter_progress(self, Progress(self._done, total))

    def _walk(
        self, agenda: Agenda | Shortlist, ahead: Ahead, faults: list[FileFault]
    ) -> tuple[int, set[str]]:
        """Put what is new or changed on the agenda, and read ahead; gives how many files there are, and the keys that
        are gone.

        What lies below a folder that cannot be entered is not gone, nor what was on a disk that is not there.
        """
        noted: dict[str, str] = json.loads(self._cache.note("folders") or "{}")
        before = noted or dict.fromkeys(self._cache.folders(), "")
        self._folders = {}
        seen, missing = self._compare(before, agenda, ahead, faults)
        entered = all(one.key for one in faults)
        if missing and not seen and entered and self._cache.note("device") not in ("", self._device()):
            lost = (
                f"{self._desk.root} is empty, and its disk is another than before: is the right one mounted?"
            )
            faults.append(FileFault("", Fault(0, lost)))
        unseen = tuple(f"{one.key}/" if one.key else "" for one in faults)
        if unseen:  # what could not be seen is as it was
            self._folders |= {prefix: was for prefix, was in before.items() if prefix.startswith(unseen)}
        return seen, {key for key in missing if not key.startswith(unseen)}

    def _compare(
        self, before: dict[str, str], agenda: Agenda | Shortlist, ahead: Ahead, faults: list[FileFault]
    ) -> tuple[int, set[str]]:
        """Walk, and look closer where folders are not as they were `before` (digests by prefix, empty where nothing
        is known of it); gives how many files there are, and the keys that were not met.
        """
        seen = 0
        missing: set[str] = set()
        left = before.copy()
        for folder in iter_folders(self._desk.root, exclude=self._exclude, faults=faults):
            seen += len(folder.found)
            self._folders[folder.prefix] = digest = folder.digest
            if left.pop(folder.prefix, "") == digest:
                ahead.go_on()
                continue
            known = self._cache.files(folder.prefix)
            fresh = [file for file in folder.found if known.pop(file[0], None) != file]
            moments = self._desk.glance_moments(fresh)
            agenda.add(fresh, moments)
            ahead.offer(fresh, moments)
            missing.update(known.keys() - folder.hidden)
        for prefix in left:
            missing.update(self._cache.files(prefix))
        return seen, missing

    def _device(self) -> str:
        try:
            return str(self._desk.root.stat().st_dev)
        except OSError:
            return ""

    def _heed_settings(self) -> None:
        """Have every file read again where what decides about files is set otherwise than when they
        were read.
        """
        settings = f"drafts={self._desk.drafts}"
        if self._cache.note("settings") != settings:
            with self._cache.database.transaction() as connection:
                connection.execute("UPDATE files SET size = ?", (UNREAD,))
                write_note(connection, "settings", settings)
                self._witness.note_change(connection)

    def _read_lists_as(self) -> Form:
        """Tell how plain lists of names are read in the cache, until the end of the sync."""
        form = self._cache.note("form") or self._form
        return "flat" if form == "flat" else "path"

    def _read_few(self, agenda: Agenda | Shortlist, ahead: Ahead) -> Iterator[list[Parsed]]:
        """Yield the newest files as they are parsed; where there are more, what files are alike in is taken from
        these.
        """
        read: list[Parsed] = []
        batch: list[Parsed] = []
        few = agenda.take_newest(self._few)
        size = FIRST if len(agenda) else BATCH
        for parsed in ahead.iter_read(few):
            if parsed is None:
                yield []  # so that whoever asked can leave
            else:
                batch.append(parsed)
                if len(batch) == size:
                    yield batch
                    read, batch = read + batch, []
        if batch:
            yield batch
        ahead.close()
        if len(agenda):
            with self._cache.database.transaction() as connection:
                self._desk = replace(self._desk, samples=take_samples(connection, read + batch))
            self._held.clear()  # there may be older ones to come, and newer ones

    def _read_in_processes(self, agenda: Agenda) -> Iterator[list[Parsed]]:
        """Yield files as they are parsed in processes, by their dates."""
        if len(agenda):
            from reader.services.workers import Team

            with closing(Team(self._desk)) as team:
                agenda.order_anew(team.iter_moments(agenda.iter_files()))
                yield from team.iter_read(agenda.iter_newest())

    def _take(self, batch: list[Parsed], vanished: set[str], run: int, total: int) -> Progress:
        """Commit a batch, with the reader's marks on it; the state learns what changed articles are
        known by. Gives how far the sync is.
        """
        with self._cache.database.transaction() as connection:
            form = self._read_lists_as()
            intake = Intake(connection, vanished, run, form, self._begun)
            intake.take(batch)
            write_note(connection, "form", form)
            mirror.keep_marks(connection, self._state, intake.left)
            if intake.touched:
                mirror.apply(connection, self._state.marks_of(intake.touched))
            if intake.changed:
                self._state.renew_marks(intake.changed)
            index = Index(connection, self._desk.folding, self._held)
            index.take(intake.written)
            if len(batch) == total:  # nothing is to come: what is taken out and put in again is written once
                index.catch_up()
            write_note(connection, "open run", str(run))
            self._witness.note_change(connection)
        self._folders |= {folder_of(one.file.key): "" for one in batch if one.unreadable}
        self._outcomes.update(intake.outcomes)
        self._done += len(batch)
        return Progress(self._done, total)

    def _finish(self, vanished: set[str], run: int, faults: list[FileFault]) -> None:
        """Drop what is gone, and read lists of names as the whole library has them."""
        with self._cache.database.transaction() as connection:
            intake = Intake(connection, vanished, run, self._read_lists_as(), self._begun)
            intake.finish()
            form = self._form
            if form == "auto":
                form = "path" if lists_are_paths(count_name_lists(connection)) else "flat"
            intake.read_lists_as(form)
            mirror.keep_marks(connection, self._state, intake.left)
            Index(connection, self._desk.folding, self._held).take(intake.written)
            write_note(connection, "form", form)
            write_note(connection, "form asked", self._form)
            write_note(connection, "folder faults", json.dumps([(one.key, one.fault.text) for one in faults]))
            write_note(connection, "open run", str(run))
            self._witness.note_change(connection)
        self._outcomes.update(intake.outcomes)

    def _reunite(self, run: int) -> str:
        """Let marks follow what moved: the whole library, then its articles; gives what the reader
        should know.
        """
        lost = None if self._cache.note("synced") else following.find_origin(self._cache, self._state)
        if lost:
            self._state.take_over(lost)
        following.follow(self._cache, self._state, run)
        return (
            f"This is the library that was at {lost}: its bookmarks and read marks are here." if lost else ""
        )

    def _has_gathered(self) -> bool:
        """Tell whether enough is held to be indexed."""
        held = self._held.values()
        return len(held) > GATHERED or sum(len(one.tokens.text) for one in held) > LENGTH

    def _index_older(self) -> None:
        """Index what was read, as far as what is still to come is older."""
        with self._cache.database.transaction() as connection:
            Index(connection, self._desk.folding, self._held).go_down(self._held)
            count_changes(connection)
        self._held.clear()  # of what has to wait they are made again

    def _index(self) -> Iterator[None]:
        """Index what is left; yields after every step."""
        with self._cache.reading() as connection:
            behind = is_behind(connection, self._desk.folding)
        while behind:
            with self._cache.database.transaction() as connection:
                behind = Index(connection, self._desk.folding, self._held).catch_up()
                count_changes(connection)
            yield

    def _report(self, seen: int, unseen: int) -> SyncReport:
        """Say what was found; a file that failed before and was not tried again has still failed."""
        failed = self._cache.count_failed()
        outcomes = self._outcomes
        return SyncReport(
            seen=seen,
            added=outcomes["added"],
            updated=outcomes["updated"],
            rewritten=outcomes["rewritten"],
            moved=outcomes["moved"],
            removed=outcomes["removed"],
            unchanged=seen - self._done - (failed - outcomes["failed"]),
            failed=failed + unseen,
            seconds=time.time() - self._begun,
        )
