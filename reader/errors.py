"""Everything Broadsheet raises on purpose.

    ReaderError
    ├── ConfigError         a setting is unknown or wrong: file, line and setting are named
    ├── LibraryError        the library itself cannot be used
    │   ├── NotAFolder      the path is missing, or a file
    │   └── UnknownLibrary  neither a folder nor a configured name
    ├── ArticleError        one article cannot be had
    │   ├── ArticleGone     the file was there once and is not now
    │   └── Unreadable      the file is there and cannot be read
    ├── QueryError          a search cannot be understood: its place is known
    └── StoreError          a database cannot be opened or written

The text of each is a sentence for the person who reads it, never markup. Faults *inside* an article (a broken
header, an unknown date) are no exceptions: they are `reader.model.Fault`s, and the article is shown all the same.
"""

from __future__ import annotations


class ReaderError(Exception):
    """The parent of all: `str(error)` is a sentence that helps."""


class ConfigError(ReaderError):
    """A setting is unknown or wrong."""


class LibraryError(ReaderError):
    """The library cannot be used."""


class NotAFolder(LibraryError):  # noqa: N818 - reads as what it says
    """The path is missing, or names a file."""


class UnknownLibrary(LibraryError):  # noqa: N818
    """The text is neither a folder nor a configured library's name."""


class ArticleError(ReaderError):
    """One article cannot be had."""


class ArticleGone(ArticleError):  # noqa: N818
    """The article's file is not there any more."""


class Unreadable(ArticleError):  # noqa: N818
    """The article's file is there and cannot be read."""


class QueryError(ReaderError):
    """A search cannot be understood: `query` is its text, `column` where the fault begins (characters from 0)."""

    def __init__(self, message: str, query: str, column: int) -> None:
        """Say what is wrong, in which query, and where."""
        super().__init__(message)
        self.query = query
        self.column = column


class StoreError(ReaderError):
    """A database cannot be opened or written."""
