"""Who changed what the cache knows of the files: a sync alone since its walk, or another one as well.

A sync ends by noting of each folder how it was when it was walked. Where another one, which may have walked earlier,
has written since, what is known may be older than the notes: no walk would ever look closer.
"""

from __future__ import annotations

import sqlite3

from reader.store.cache import Cache, count_changes, read_note, write_note

_CHANGES = "changes"  # the note that numbers them


class Witness:
    """Watches over one sync."""

    def __init__(self) -> None:
        """Begin before there was any walk."""
        self._last = ""  # number of the last change
        self._alone = True

    def begin(self, cache: Cache) -> None:
        """Watch from now on: the walk begins."""
        self._last, self._alone = cache.note(_CHANGES), True

    def note_change(self, connection: sqlite3.Connection) -> None:
        """Note that what is known of the files is another now; until the end no folder is known as a whole."""
        self._alone = self.is_alone(connection)
        self._last = str(int(read_note(connection, _CHANGES) or 0) + 1)
        write_note(connection, _CHANGES, self._last)
        write_note(connection, "folders", "")
        count_changes(connection)

    def is_alone(self, connection: sqlite3.Connection) -> bool:
        """Tell whether only this sync has changed what is known since its walk began."""
        return self._alone and read_note(connection, _CHANGES) == self._last
