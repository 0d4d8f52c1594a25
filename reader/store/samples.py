"""What a library's files are alike in, noted once in its cache (`reader.store.packing`).

It is taken from the first files that are read of a library that has many, and stays as it is while the cache does:
whatever was packed after it needs it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from reader.store.cache import read_note, write_note
from reader.store.fields import Parsed
from reader.store.packing import Samples, make_sample, unpack

_NOTES: Final = Samples(texts="sample of texts", fields="sample of headers")
_TEXTS: Final = 16_000  # characters, which is all that a deflater looks back in GB 18030
_FIELDS: Final = 4_000
_EACH: Final = 1_000  # of one file


def load_samples(connection: sqlite3.Connection) -> Samples:
    """Give the samples of a cache."""
    return Samples(*(read_note(connection, note) for note in _NOTES))


def take_samples(connection: sqlite3.Connection, read: Sequence[Parsed]) -> Samples:
    """Take samples of files that were read, unless there are some; gives those that hold from now on."""
    known = load_samples(connection)
    if any(known):
        return known
    held = [parsed.held.packed for parsed in read if parsed.held]
    fields = [parsed.fields for parsed in read if parsed.fields]
    taken = Samples(
        make_sample(map(unpack, held), _TEXTS, _EACH), make_sample(map(unpack, fields), _FIELDS, _EACH)
    )
    for note, sample in zip(_NOTES, taken, strict=True):
        write_note(connection, note, sample)
    return taken
