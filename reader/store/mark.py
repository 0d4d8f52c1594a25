"""A mark: what the reader did to one article, and its columns in the state."""

from __future__ import annotations

from typing import NamedTuple

MARK = "m.key, m.read, m.bookmarked, m.dropped, m.fingerprint, m.guid"
KNOWN_BY = ("fingerprint", "guid")
KEPT = "key, read, bookmarked, dropped, fingerprint, guid, place"


class Mark(NamedTuple):
    """What the reader did to one article.

    `read`, `bookmarked` and `dropped` (the bookmark was taken away) are when, or None; `fingerprint` and
    `guid` are what the article is known by when its file goes elsewhere.
    """

    key: str
    read: float | None = None
    bookmarked: float | None = None
    dropped: float | None = None
    fingerprint: bytes = b""
    guid: str = ""


class Step(NamedTuple):
    """The number of a change, and that of the change before it."""

    before: int
    number: int


def taken(*columns: str) -> str:
    """Give the settings that take columns from the row that is in conflict with one."""
    return ", ".join(f"{column} = excluded.{column}" for column in columns)
