"""Takes parsed files into the cache: which article a file belongs to, who speaks for it, where it is listed.

An article is what a list shows; its files are the paths under which it lies. A file joins the article that
has its title, language and text already (`long` texts only: short ones are alike by chance) and otherwise
begins one of its own. A changed file with the same title and text is the same article, keeps its first date
and so its place. When an article's last file has vanished and a new file says the same, or carries the same
guid and nothing else does, the article has moved.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeAlias

from reader.model import CategoryPath, find_source
from reader.store.cache import APART, join_path
from reader.store.fields import Parsed, read_fields
from reader.store.samples import load_samples
from reader.store.search.packing import Held

Form: TypeAlias = Literal["path", "flat"]
Outcome: TypeAlias = Literal["added", "updated", "rewritten", "moved", "removed", "failed", "ignored"]

TWO_DAYS = 2 * 86400
SORTING = 64  # characters of a title that order it


class Listed(NamedTuple):
    """An article's row, as far as it decides where a file belongs."""

    id: int
    fingerprint: bytes
    lang: str
    guid: str
    moment: int
    links: str
    unread: bool


UNREAD = -1  # the size noted of a file that could not be read: the next walk tries again
SAID = "key, file, date, title, sorting, source, lang, guid, fingerprint, long"
COLUMNS = "id, fingerprint, lang, guid, moment, links, read IS NULL"


class Intake:
    """Writes one sync into the cache; every call happens inside a transaction of the caller.

    `vanished` are the keys that the walk did not meet; those that moved are taken out as their new paths come
    in. `touched` are the keys whose marks must be looked up again, `changed` the articles whose text did
    (key, fingerprint, guid), `written` what the index is to follow (`Index.take`), `left` the keys of files that are
    gone or say something else now, by the articles that they left; an article that is gone itself is not there.
    """

    def __init__(
        self, connection: sqlite3.Connection, vanished: set[str], run: int, form: Form, now: float
    ) -> None:
        """Begin; `run` numbers the sync, `now` is its time in seconds since the epoch."""
        self._connection = connection
        self._vanished = vanished
        self._run = run
        self._form = form
        self._now = int(now)
        self._categories: dict[CategoryPath, int] = {(): 0}
        self._totals: Counter[int] = Counter()
        self._unread: Counter[int] = Counter()
        self.outcomes: Counter[Outcome] = Counter()
        self.touched: set[str] = set()
        self.changed: list[tuple[str, bytes, str]] = []
        self.written: dict[int, Held | None] = {}
        self.left: defaultdict[int, set[str]] = defaultdict(set)

    @cached_property
    def _sample(self) -> str:
        return load_samples(self._connection).fields

    # -- files that are there

    def take(self, batch: Iterable[Parsed]) -> None:
        """Take files in; the counts of their categories are right when it returns."""
        for parsed in batch:
            self.outcomes[self._take(parsed)] += 1
        self._count()

    def _take(self, parsed: Parsed) -> Outcome:
        file, was, first_seen = self._write_file(parsed)
        old = self._article(was) if was is not None else None
        if parsed.reason:
            self._belong(parsed.file.key, None, was)
            return "failed" if parsed.failed else "ignored"
        if old and (old.fingerprint, old.lang) == (parsed.fingerprint, parsed.lang):
            self._refresh(old, parsed, file)
            return "rewritten"
        if old:
            self.changed.append((parsed.file.key, parsed.fingerprint, parsed.guid))
        other = self._alike(parsed)
        if other:
            moved = first_seen and self._take_leave_of_one(other.id)
            self._belong(parsed.file.key, other.id, was)
            self._refresh(other, parsed, file)
            self.touched.update(self._keys_of(other.id))
            return "moved" if moved else "updated" if old else "added"
        if old and self._is_alone(old.id):
            self._rewrite(old, parsed, file)
            return "updated"
        self._belong(parsed.file.key, self._begin(parsed, file, self._moment(parsed)), was)
        self.touched.add(parsed.file.key)
        return "updated" if old else "added"

    def _write_file(self, parsed: Parsed) -> tuple[int, int | None, bool]:
        """Write the file's own row; gives its number, the article it was listed as, and whether it
        is new here.
        """
        key, size, mtime_ns, inode = (
            parsed.file.key, parsed.file.size, parsed.file.mtime_ns, parsed.file.inode,
        )  # fmt: skip
        size = UNREAD if parsed.unreadable else size
        row = self._connection.execute("SELECT id, article FROM files WHERE key = ?", (key,)).fetchone()
        facts = (
            size,
            mtime_ns,
            inode,
            parsed.reason or None,
            not parsed.failed if parsed.reason else None,
            APART.join(parsed.names) or None,
        )
        if row:
            file, was = row
            self._connection.execute(
                "UPDATE files SET (size, mtime_ns, inode, reason, stray, names) = (?, ?, ?, ?, ?, ?)"
                " WHERE id = ?",
                (*facts, file),
            )
            self._connection.execute("DELETE FROM faults WHERE file = ?", (file,))
        else:
            was = None
            file = self._connection.execute(
                "INSERT INTO files (size, mtime_ns, inode, reason, stray, names, key, run)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*facts, key, self._run),
            ).lastrowid
        if parsed.fields:
            self._connection.execute(
                "INSERT OR REPLACE INTO headers (id, fields) VALUES (?, ?)", (file, parsed.fields)
            )
        self._connection.executemany(
            "INSERT INTO faults (file, line, text) VALUES (?, ?, ?)",
            [(file, fault.line, fault.text) for fault in parsed.faults],
        )
        return file, was, row is None

    # -- which article

    def _article(self, article: int) -> Listed | None:
        row = self._connection.execute(f"SELECT {COLUMNS} FROM articles WHERE id = ?", (article,)).fetchone()
        return Listed(*row) if row else None

    def _alike(self, parsed: Parsed) -> Listed | None:
        """Find the article that says the same: any when the text is long, else one whose files have
        vanished.
        """
        rows = self._connection.execute(
            f"SELECT {COLUMNS} FROM articles WHERE fingerprint = ? AND lang = ? ORDER BY id",
            (parsed.fingerprint, parsed.lang),
        )
        for found in map(Listed._make, rows.fetchall()):
            if parsed.long or self._vanished.issuperset(self._keys_of(found.id)):
                return found
        return None

    def _keys_of(self, article: int) -> list[str]:
        rows = self._connection.execute("SELECT key FROM files WHERE article = ?", (article,))
        return [key for (key,) in rows]

    def _is_alone(self, article: int) -> bool:
        return len(self._keys_of(article)) == 1

    def _take_leave_of_one(self, article: int) -> bool:
        """Drop one vanished path of an article for the new one; gives whether there was any."""
        for key in self._keys_of(article):
            if key in self._vanished:
                self._vanished.discard(key)
                self._forget(key)
                return True
        return False

    def _belong(self, key: str, article: int | None, was: int | None) -> None:
        """Note what a file is listed as; the article that it leaves is seen to."""
        if article == was:
            return
        self._connection.execute("UPDATE files SET article = ? WHERE key = ?", (article, key))
        if was is not None:
            self.left[was].add(key)
            self._settle(was)

    # -- files that are gone

    def finish(self) -> None:
        """Drop what vanished and is nowhere else, and the categories that are empty now."""
        for key in sorted(self._vanished):
            self.outcomes["removed"] += self._forget(key)
        for article in sorted(self.left):
            self._recognise(article)
            self._settle(article)
        self._count()
        self._connection.execute("DELETE FROM categories WHERE total = 0 AND id > 0")
        self._categories = {(): 0}

    def _recognise(self, article: int) -> None:
        """Count an article that is gone as moved when one that is new has its guid, and nothing else does."""
        listed = self._article(article)
        if listed is None or not listed.guid or self._keys_of(article):
            return
        heirs = self._connection.execute(
            "SELECT run FROM articles a JOIN files f ON f.id = a.file WHERE a.guid = ? AND a.id <> ?",
            (listed.guid, article),
        ).fetchall()
        if heirs == [(self._run,)]:
            self.outcomes.update({"moved": 1, "added": -1, "removed": -1})

    def _forget(self, key: str) -> bool:
        """Drop a file; gives whether it was known: another sync may have been quicker."""
        row = self._connection.execute("SELECT id, article FROM files WHERE key = ?", (key,)).fetchone()
        if row is None:
            return False
        file, article = row
        for table, column in (("files", "id"), ("headers", "id"), ("faults", "file")):
            self._connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (file,))
        if article is not None:
            self.left[article].add(key)
        return True

    def _settle(self, article: int) -> None:
        """Let another path speak for an article that lost one, or take the article away."""
        listed = self._article(article)
        if listed is None:
            return
        if self._keys_of(article):
            self._refresh(listed)
            return
        self._link(listed, (), listed.moment)
        self._connection.execute("DELETE FROM articles WHERE id = ?", (article,))
        self.written[article] = None
        self.left.pop(article, None)  # another may get its number

    # -- how an article is listed

    def _moment(self, parsed: Parsed) -> int:
        """Give what orders an article: its date, or the file's where it has none or one that lies ahead."""
        if parsed.date is not None and parsed.date <= self._now + TWO_DAYS:
            return parsed.date
        return min(parsed.file.mtime_ns // 10**9, self._now)

    def _begin(self, parsed: Parsed, file: int, moment: int) -> int:
        """List a new article; gives its number."""
        links = self._links(parsed)
        article = self._connection.execute(
            f"INSERT INTO articles ({SAID}, links, moment) VALUES ({', '.join('?' * 12)})",
            (*self._said(parsed, file), _write_links(links), moment),
        ).lastrowid
        assert article is not None
        self.written[article] = parsed.held
        self._enlist(article, links, moment, unread=True)
        return article

    def _rewrite(self, listed: Listed, parsed: Parsed, file: int) -> None:
        """Let the only file of an article say something else."""
        self._connection.execute(
            f"UPDATE articles SET ({SAID}) = ({', '.join('?' * 10)}) WHERE id = ?",
            (*self._said(parsed, file), listed.id),
        )
        self.written[listed.id] = parsed.held
        self._link(listed, self._links(parsed), self._moment(parsed))

    def _refresh(self, listed: Listed, parsed: Parsed | None = None, file: int = 0) -> None:
        """Let the newest file speak and list the article wherever any of its files wants it; the
        date stays.
        """
        files = self._connection.execute(
            "SELECT files.id, key, headers.fields FROM files JOIN headers USING (id) WHERE article = ?"
            " ORDER BY mtime_ns DESC, key",
            (listed.id,),
        ).fetchall()
        headers = [read_fields(fields, self._sample) for _, _, fields in files]
        speaker, key, said = files[0][0], files[0][1], headers[0]
        self._connection.execute(
            "UPDATE articles SET key = ?, file = ?, title = ?, source = ?, guid = ? WHERE id = ?",
            (key, speaker, said.get("title", ""), self._source(said), said.get("guid", ""), listed.id),
        )
        self.written.setdefault(listed.id, None)
        paths = [path for fields in headers for path in self._paths(fields)]
        self._link(listed, self._links_of(paths), listed.moment)

    def _said(self, parsed: Parsed, file: int) -> tuple[object, ...]:
        """Give what the columns `SAID` of an article hold."""
        key, title, source = parsed.file.key, parsed.title, parsed.source
        if parsed.library:
            source = find_source(self._paths_of(parsed), parsed.library)
        return (
            key, file, parsed.date, title, title.casefold()[:SORTING], source, parsed.lang, parsed.guid,
            parsed.fingerprint, parsed.long,
        )  # fmt: skip

    def _source(self, fields: dict[str, Any]) -> str:
        library: str = fields.get("library", "")
        return find_source(self._paths(fields), library) if library else fields.get("source", "")

    # -- categories

    def _paths(self, fields: dict[str, Any]) -> Iterator[CategoryPath]:
        paths = [tuple(path) for path in fields.get("categories", ())]
        return read_paths(paths, bool(fields.get("list_form")), self._form)

    def _links(self, parsed: Parsed) -> set[int]:
        return self._links_of(self._paths_of(parsed))

    def _paths_of(self, parsed: Parsed) -> Iterator[CategoryPath]:
        return read_paths(parsed.categories, bool(parsed.names), self._form)

    def _links_of(self, paths: Iterable[CategoryPath]) -> set[int]:
        """Give the numbers of categories and of everything above them, the whole library included."""
        return {self._category(path[:end]) for path in paths for end in range(len(path) + 1)} | {0}

    def _category(self, path: CategoryPath) -> int:
        found = self._categories.get(path)
        if found is None:
            text = join_path(path)
            self._connection.execute("INSERT OR IGNORE INTO categories (path) VALUES (?)", (text,))
            (found,) = self._connection.execute(
                "SELECT id FROM categories WHERE path = ?", (text,)
            ).fetchone()
            self._categories[path] = found
        assert found is not None
        return found

    def _link(self, listed: Listed, links: Iterable[int], moment: int) -> None:
        """List an article in categories at a moment, and take it out of those where it was."""
        old, new = set(map(int, listed.links.split())), set(links)
        gone, come = (old - new, new - old) if moment == listed.moment else (old, new)
        if not gone and not come:
            return
        self._connection.executemany(
            "DELETE FROM article_category WHERE category = ? AND moment = ? AND article = ?",
            [(category, listed.moment, listed.id) for category in gone],
        )
        for category in gone:
            self._totals[category] -= 1
            self._unread[category] -= listed.unread
        self._enlist(listed.id, come, moment, unread=listed.unread)
        self._connection.execute(
            "UPDATE articles SET links = ?, moment = ? WHERE id = ?", (_write_links(new), moment, listed.id)
        )

    def _enlist(self, article: int, links: Iterable[int], moment: int, *, unread: bool) -> None:
        """List an article in categories where it is not."""
        for category in links:
            self._connection.execute(
                "INSERT OR IGNORE INTO article_category (category, moment, article) VALUES (?, ?, ?)",
                (category, moment, article),
            )
            self._totals[category] += 1
            self._unread[category] += unread

    def _count(self) -> None:
        self._connection.executemany(
            "UPDATE categories SET total = total + ?, unread = unread + ? WHERE id = ?",
            [(self._totals[category], self._unread[category], category) for category in self._totals],
        )
        self._totals.clear()
        self._unread.clear()

    def read_lists_as(self, form: Form) -> None:
        """Read plain lists of names in the other way: every article that has one is listed anew."""
        if form == self._form:
            return
        self._form = form
        rows = self._connection.execute(
            "SELECT DISTINCT article FROM files WHERE names IS NOT NULL AND article > 0"
        )
        for (article,) in rows.fetchall():
            listed = self._article(article)
            if listed:
                self._refresh(listed)
        self._count()


def _write_links(links: Iterable[int]) -> str:
    return " ".join(map(str, sorted(links)))


def read_paths(paths: Iterable[CategoryPath], list_form: bool, form: Form) -> Iterator[CategoryPath]:
    """Yield category paths, a plain list of names read as one path or as a set."""
    if not list_form:
        yield from paths
        return
    names = tuple(name for path in paths for name in path)
    yield from (names,) if form == "path" else ((name,) for name in names)
