"""A library looked over: what is wrong in its files, what they say twice, and how its databases are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reader.model import Counts, FileFault, View
from reader.services.library import Library
from reader.store.database import Database


@dataclass(frozen=True, slots=True)
class Health:
    """One database: its size in bytes with all that belongs to it, and what SQLite finds wrong with it."""

    name: str
    path: Path
    size: int
    trouble: str


@dataclass(frozen=True, slots=True)
class Checkup:
    """What is to be said of a library.

    `strays` are the files that have an article's extension and are none; `duplicates` gives the other paths
    of articles that lie under several.
    """

    root: Path
    name: str
    counts: Counts
    faults: tuple[FileFault, ...]
    strays: tuple[FileFault, ...]
    duplicates: Mapping[str, tuple[str, ...]]
    databases: tuple[Health, ...]


def examine(library: Library) -> Checkup:
    """Look a synced library over; reads no article, but all of both databases."""
    found = library.faults()
    entries = (entry for entry in library.iter_entries(View()) if entry.duplicates)
    return Checkup(
        root=library.root,
        name=library.name,
        counts=library.counts(),
        faults=tuple(one for one in found if not one.stray),
        strays=tuple(one for one in found if one.stray),
        duplicates={entry.article.key or "": entry.duplicates for entry in entries},
        databases=tuple(_examine_database(database) for database in library.databases),
    )


def _examine_database(database: Database) -> Health:
    files = (database.path.with_name(database.path.name + end) for end in ("", "-wal", "-shm"))
    size = sum(file.stat().st_size for file in files if file.exists())
    return Health(database.name, database.path, size, database.find_trouble())
