"""The index: what it holds of each article, how articles come into it and leave it.

Every indexed article has a number, and numbers rise with the articles' moments, so that FTS5, which gives its hits
by number, gives them by date. What is older than everything else is numbered downwards, what is newer upwards.
Whatever comes out of order (its moment lies between others, or is not its date) is numbered from `LATE` on; when
these grow to more than a twentieth, everything is numbered anew.

What a sync reads is *pending* until its end, when it is indexed in the order of its moments: that leaves the fewest
late ones. Only what is older than all that is indexed need not wait: a first sync, which reads the newest files first,
indexes as it goes. The index keeps no text (FTS5 'contentless'): an entry is taken out by giving its tokens again, made
from the packed text.

No token stands in two columns: those of titles and of names begin with marks that no text holds. FTS5 need not sort out
the columns of what it finds, and a title's words, which are in most texts, have short lists of their own.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import cached_property
from typing import Any, Final

from reader.store.cache import read_note, write_note
from reader.store.fields import read_fields
from reader.store.samples import load_samples
from reader.store.search.folding import BLANK, Folding
from reader.store.search.packing import Held, Tokens, hold, tokens_of, unpack

LATE: Final = 1 << 40
_FIRST: Final = 1 << 30  # what is indexed first stands below, and what is newer from here on
_EVER: Final = 1 << 62  # later than any moment
FOLDING: Final = "folding"  # the note that says how the index was folded
TABLES: Final = ("found", "begun")
COLUMNS: Final = "body, title, names"
EVERY: Final = "c0"  # the name that all articles bear: they are in the whole library
DATED: Final = "dated"  # and those that have a date
_TITLE: Final = BLANK * 2  # begins the tokens of titles
_FORM: Final = 5  # of what is indexed; another one is indexed anew
_PUNCTUATION: Final = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())
_HASH_BYTES: Final = 64 << 20  # gathered before FTS5 writes a segment
STEP: Final = 3000  # articles indexed in one transaction
BRIEF: Final = 500  # while somebody waits
_SEGMENTS: Final = 16  # that a table may have before some are merged
_FEW: Final = 200  # late articles that nobody minds
_MANY: Final = 20  # one in so many may be late


def create(connection: sqlite3.Connection) -> None:
    """Make the tables."""
    symbols = _PUNCTUATION.replace("'", "''").replace('"', '""')
    connection.execute(
        f"CREATE VIRTUAL TABLE found USING fts5({COLUMNS}, content = '',"
        f" tokenize = \"ascii tokenchars '{symbols}'\")"
    )
    connection.execute(
        "CREATE VIRTUAL TABLE begun USING fts5(beginnings, content = '', detail = none, columnsize = 0,"
        " tokenize = \"ascii tokenchars '_'\")"
    )
    connection.execute("CREATE VIRTUAL TABLE words USING fts5vocab(found, row)")
    for table in TABLES:
        connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', ?)", (_HASH_BYTES,))
        connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('automerge', ?)", (_SEGMENTS,))
    connection.execute(
        "CREATE TABLE docs (id INTEGER PRIMARY KEY, article INTEGER NOT NULL UNIQUE, moment INTEGER NOT NULL,"
        " names TEXT NOT NULL, url TEXT NOT NULL)"
    )
    connection.execute("CREATE INDEX doc_moments ON docs (moment)")
    connection.execute("CREATE TABLE texts (article INTEGER PRIMARY KEY, packed BLOB NOT NULL)")
    connection.execute("CREATE TABLE pending (article INTEGER PRIMARY KEY, number INTEGER, moment INTEGER)")
    connection.execute(
        "CREATE TABLE names (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, shown TEXT NOT NULL, folded TEXT NOT NULL,"
        " UNIQUE (kind, shown))"
    )


def load_text(connection: sqlite3.Connection, article: int) -> tuple[str, str]:
    """Give an article's title and shown text, both empty where there is none."""
    row = connection.execute("SELECT packed FROM texts WHERE article = ?", (article,)).fetchone()
    return unpack(row[0], load_samples(connection).texts) if row else ("", "")


class Index:
    """The index of one cache, written to inside transactions of the caller."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        folding: Folding,
        held: MutableMapping[int, Held] | None = None,
    ) -> None:
        """Begin; what was folded in another way is to be indexed anew.

        `held` keeps pending articles from one transaction to the next: their tokens need not be made again, unless
        another sync has written something else meanwhile.
        """
        self._connection = connection
        self._folding = folding
        self._held: MutableMapping[int, Held] = {} if held is None else held
        self._names = _Names(connection, folding)
        if read_note(connection, FOLDING) != _way(folding):
            self._begin_anew()
            write_note(connection, FOLDING, _way(folding))

    # -- coming and going

    def take(self, written: Mapping[int, Held | None]) -> None:
        """Follow what was written of articles: a new text, or (None) another header, other categories or nothing."""
        for article, held in written.items():
            if held:
                self.put(article, held)
            elif self._connection.execute("SELECT 1 FROM articles WHERE id = ?", (article,)).fetchone():
                self.renew(article)
            else:
                self.drop(article)

    def put(self, article: int, held: Held) -> None:
        """Let an article's text wait; what was indexed of it before is taken out."""
        number, moment = self._take_out(article)
        self._connection.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (article, held.packed))
        self._connection.execute("INSERT OR IGNORE INTO pending VALUES (?, ?, ?)", (article, number, moment))
        self._held[article] = held

    def renew(self, article: int) -> None:
        """Index an article anew where its moment, or what its header says of it, has changed."""
        row = self._connection.execute(
            "SELECT d.names, d.url, d.moment = a.moment FROM docs d JOIN articles a ON a.id = d.article"
            " WHERE d.article = ?",
            (article,),
        ).fetchone()
        if row and row != (*self._names.of(article), 1):
            text = load_text(self._connection, article)
            self.put(article, hold(self._folding, *text, load_samples(self._connection).texts))

    def drop(self, article: int) -> None:
        """Forget an article."""
        self._take_out(article)
        self._connection.execute("DELETE FROM pending WHERE article = ?", (article,))
        self._connection.execute("DELETE FROM texts WHERE article = ?", (article,))
        self._held.pop(article, None)

    def _take_out(self, article: int) -> tuple[int | None, int | None]:
        """Take an article out of the index; gives the number it had there, and for which moment."""
        row = self._connection.execute(
            "SELECT id, moment, names FROM docs WHERE article = ?", (article,)
        ).fetchone()
        if row is None:
            return None, None
        number, moment, names = row
        tokens = tokens_of(self._folding, *load_text(self._connection, article))
        self._connection.execute(
            f"INSERT INTO found (found, rowid, {COLUMNS}) VALUES ('delete', ?, ?, ?, ?)",
            (number, tokens.text, title_tokens(tokens.title), name_tokens(names)),
        )
        self._connection.execute(
            "INSERT INTO begun (begun, rowid, beginnings) VALUES ('delete', ?, ?)",
            (number, tokens.beginnings),
        )
        self._connection.execute("DELETE FROM docs WHERE id = ?", (number,))
        return number, moment

    # -- indexing

    def catch_up(self) -> bool:
        """Index some of what is pending; gives whether anything is left."""
        self._enter(self._number_older() or self._number_others())
        if not is_behind(self._connection, self._folding) and self._is_disordered():
            self._begin_anew()
        return is_behind(self._connection, self._folding)

    def go_down(self, among: Iterable[int] | None = None) -> None:
        """Index what is pending and need not wait: all of these articles, or a few of any."""
        self._enter(self._number_older(among, BRIEF if among is None else -1))

    def _enter(self, numbered: list[tuple[int, int, int]]) -> None:
        for number, article, moment in numbered:
            tokens = self._tokens_of(article)
            names, url = self._names.of(article)
            self._connection.execute(
                f"INSERT INTO found (rowid, {COLUMNS}) VALUES (?, ?, ?, ?)",
                (number, tokens.text, title_tokens(tokens.title), name_tokens(names)),
            )
            self._connection.execute(
                "INSERT INTO begun (rowid, beginnings) VALUES (?, ?)", (number, tokens.beginnings)
            )
            self._connection.execute(
                "INSERT INTO docs VALUES (?, ?, ?, ?, ?)", (number, article, moment, names, url)
            )
            self._connection.execute("DELETE FROM pending WHERE article = ?", (article,))

    def _tokens_of(self, article: int) -> Tokens:
        held = self._held.pop(article, None)
        (packed,) = self._connection.execute(
            "SELECT packed FROM texts WHERE article = ?", (article,)
        ).fetchone()
        if held and held.packed == packed:
            return held.tokens
        return tokens_of(self._folding, *unpack(packed, load_samples(self._connection).texts))

    def _is_disordered(self) -> bool:
        """Tell whether so many articles are late that numbering anew is worth it."""
        total, late = self._connection.execute(
            "SELECT total, (SELECT count(*) FROM docs d JOIN articles a ON a.id = d.article WHERE d.id >= ?"
            " AND (a.date IS NULL OR a.date = a.moment)) FROM categories WHERE id = 0",
            (LATE,),  # those of another moment than their date would be late again
        ).fetchone()
        return bool(late > max(_FEW, total // _MANY))

    def _number_older(
        self, among: Iterable[int] | None = None, limit: int = STEP
    ) -> list[tuple[int, int, int]]:
        """Give the newest that are pending and older than all that is indexed by number, with article and moment;
        FTS5 wants them in the order of their numbers.
        """
        first, oldest = self._outermost("ASC", 0, LATE) or (_FIRST, _EVER)
        source = "pending p"
        values: list[int | str] = [oldest, limit]
        if among is not None:
            source = "json_each(?3) one CROSS JOIN pending p ON p.article = one.value"
            values.append(json.dumps(list(among)))
        rows = self._connection.execute(
            f"SELECT a.id, a.moment FROM {source} CROSS JOIN articles a ON a.id = p.article WHERE p.number IS NULL"
            " AND a.moment <= ?1 AND (a.date IS NULL OR a.date = a.moment)"
            " ORDER BY a.moment DESC, a.id DESC LIMIT ?2",
            values,
        )
        numbered = [(first - at, article, moment) for at, (article, moment) in enumerate(rows.fetchall(), 1)]
        return sorted(numbered)

    def _number_others(self) -> list[tuple[int, int, int]]:
        """Give the oldest of all others that are pending in the same way."""
        last, newest = self._outermost("DESC", 0, LATE) or (_FIRST - 1, -_EVER)
        late, _ = self._outermost("DESC", LATE, 2 * LATE) or (LATE, 0)
        numbered: list[tuple[int, int, int]] = []
        rows = self._connection.execute(
            "SELECT a.id, a.moment, a.date, p.number, p.moment FROM pending p CROSS JOIN articles a"
            " ON a.id = p.article ORDER BY p.number IS NULL, a.moment, a.id LIMIT ?",
            (STEP,),
        )
        for article, moment, date, number, before in rows.fetchall():
            in_place = date is None or date == moment
            if number is not None and moment == before and (in_place or number >= LATE):
                numbered.append((number, article, moment))
            elif in_place and moment >= newest:
                last, newest = last + 1, moment
                numbered.append((last, article, moment))
            else:
                late += 1
                numbered.append((late, article, moment))
        return sorted(numbered)

    def _outermost(self, order: str, low: int, high: int) -> tuple[int, int] | None:
        """Give the lowest ("ASC") or the highest number given so far between two, and its moment."""
        found: tuple[int, int] | None = self._connection.execute(
            "SELECT id, moment FROM docs WHERE id > ?1 AND id < ?2 UNION ALL"
            " SELECT number, moment FROM pending WHERE number > ?1 AND number < ?2"
            f" ORDER BY 1 {order} LIMIT 1",
            (low, high),
        ).fetchone()
        return found

    def _begin_anew(self) -> None:
        """Take everything out, to be indexed in order."""
        for index in TABLES:
            self._connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
        for table in ("docs", "names", "pending"):
            self._connection.execute(f"DELETE FROM {table}")
        self._names = _Names(self._connection, self._folding)
        self._connection.execute("INSERT INTO pending (article) SELECT article FROM texts")


def is_behind(connection: sqlite3.Connection, folding: Folding) -> bool:
    """Tell whether anything waits for the index, or is in it as it was folded once."""
    return (
        read_note(connection, FOLDING) != _way(folding)
        or connection.execute("SELECT 1 FROM pending LIMIT 1").fetchone() is not None
    )


def _way(folding: Folding) -> str:
    return f"{folding.way}, Unicode {unicodedata.unidata_version}, form {_FORM}"


class _Names:
    """What articles are called in the index beside their words: categories, authors, source, tags, language, things."""

    def __init__(self, connection: sqlite3.Connection, folding: Folding) -> None:
        self._connection = connection
        self._folding = folding
        self._known: dict[tuple[str, str], int] = {}

    def of(self, article: int) -> tuple[str, str]:
        """Give an article's names in a row, and its address folded."""
        links, source, dated, fields = self._connection.execute(
            "SELECT a.links, a.source, a.date IS NOT NULL, h.fields FROM articles a JOIN headers h ON h.id = a.file"
            " WHERE a.id = ?",
            (article,),
        ).fetchone()
        said = read_fields(fields, self._sample) | {"source": source}
        names = [DATED] if dated else []
        names += (category_name(int(link)) for link in links.split())
        names += said.get("has", ())
        names += (str(self._number(kind, shown)) for kind, shown in _iter_names(said))
        return " ".join(names), self._folding.fold(said.get("url", ""))

    @cached_property
    def _sample(self) -> str:
        return load_samples(self._connection).fields

    def _number(self, kind: str, shown: str) -> int:
        found = self._known.get((kind, shown))
        if found is None:
            self._connection.execute(
                "INSERT OR IGNORE INTO names (kind, shown, folded) VALUES (?, ?, ?)",
                (kind, shown, self._folding.fold(shown)),
            )
            (found,) = self._connection.execute(
                "SELECT id FROM names WHERE kind = ? AND shown = ?", (kind, shown)
            ).fetchone()
            self._known[kind, shown] = found
        assert found is not None
        return found


def _iter_names(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("author", author) for author in said.get("authors", ()))
    yield from (("tag", tag) for tag in said.get("tags", ()))
    yield from ((kind, said[kind]) for kind in ("source", "lang") if said.get(kind))


def category_name(category: int) -> str:
    """Give the name of a category and all below it."""
    return f"c{category}"


def title_tokens(tokens: str) -> str:
    """Give the tokens of a title as they stand in the index."""
    return " ".join(f"{_TITLE}{token}" for token in tokens.split(" "))


def name_tokens(names: str) -> str:
    """Give the tokens of names in a row."""
    return " ".join(f"{BLANK}{name}" for name in names.split(" "))


def iter_names(connection: sqlite3.Connection, kind: str) -> Iterable[tuple[int, str, str]]:
    """Give the names of a kind: number, as shown, folded."""
    return connection.execute("SELECT id, shown, folded FROM names WHERE kind = ?", (kind,))
