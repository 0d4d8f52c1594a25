"""From a file to what the cache keeps of it: this is what parsing processes run, so its imports stay few.

Parsing itself is imported when a file is read: most syncs read none.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import ArticleError
from reader.files import load_text, path_of
from reader.model import Article, Seen, SourceFile
from reader.store.fields import Parsed, pack
from reader.store.packing import Samples
from reader.store.search.folding import Folding
from reader.store.search.packing import hold

if TYPE_CHECKING:
    from reader.parsing.article import NotArticle

LONG = 100  # characters of shown text from which two equal articles are the same one
HEAD = 2048  # bytes of a file in which its date stands, mostly
DATE_LINE = re.compile(rb"^[ \t.]*(?:date|published|pubdate)[\"' \t]*[:=](.{4,60})$", re.I | re.M)
DATED = re.compile(r"\d{4}-\d\d-\d\d")  # a file's name, as many blogs have it
TWO_DAYS = 2 * 86400
HIDDEN = "hidden by its header, listed with drafts = true"


@dataclass(frozen=True, slots=True)
class Desk:
    """What reading a library's files needs to know of it."""

    root: Path
    name: str
    zone: tzinfo | None
    drafts: bool
    folding: Folding = field(default_factory=Folding)
    samples: Samples = field(default_factory=Samples)

    def read(self, file: SourceFile) -> Parsed:
        """Read and parse one file; whatever is wrong with it is said in what is returned."""
        from reader.parsing.article import NotArticle

        try:
            article = self.parse(file.key)
        except ArticleError as error:
            return Parsed(file, reason=str(error), failed=True, unreadable=True)
        except Exception as error:  # the one place where any file of the world meets all of parsing
            return Parsed(file, reason=f"The file cannot be parsed: {type(error).__name__}.", failed=True)
        if isinstance(article, NotArticle):
            return Parsed(file, reason=article.reason)
        if (article.draft or article.hidden) and not self.drafts:
            return Parsed(file, reason="a draft, listed with drafts = true" if article.draft else HIDDEN)
        return self._digest(file, article)

    def glance_moments(self, files: Iterable[Seen]) -> list[float]:
        """Guess from their names what will order files, in seconds since the epoch; nothing is read."""
        now = time.time()
        moments = []
        for key, _, mtime_ns, _ in files:
            dated = DATED.match(key, key.rfind("/") + 1)
            moments.append(_moment(mtime_ns, dated and self._parse_day(dated[0]), now))
        return moments

    def guess_moment(self, file: SourceFile) -> float:
        """Guess from its first bytes what will order a file, in seconds since the epoch."""
        from reader.parsing.dates import parse_date

        try:
            with path_of(self.root, file.key).open("rb") as opened:
                found = DATE_LINE.search(opened.read(HEAD))
        except (OSError, ValueError):
            found = None
        date = found and parse_date(found[1].decode("utf-8", "replace").strip(" \t\r'\","), self.zone)
        return _moment(file.mtime_ns, date, time.time()) if date else self.glance_moments([file])[0]

    def _parse_day(self, text: str) -> datetime | None:
        try:
            return datetime.fromisoformat(text).replace(tzinfo=self.zone)
        except ValueError:
            return None

    def load_body(self, key: str) -> str:
        """Read the file of a key, and give what stands behind its header.

        Raises:
            ArticleGone: there is no such file.
            Unreadable: it cannot be read, or holds no text.
        """
        from reader.parsing.header import parse_header

        return parse_header(load_text(path_of(self.root, key)).text).body

    def parse(self, key: str) -> Article | NotArticle:
        """Read and parse the file of a key; what decoding had to guess stands first among its faults.

        Raises:
            ArticleGone: there is no such file.
            Unreadable: it cannot be read, or holds no text.
        """
        from reader.parsing.article import NotArticle, parse_article

        decoded = load_text(path_of(self.root, key))
        article = parse_article(decoded.text, key=key, zone=self.zone, library=self.name)
        if isinstance(article, NotArticle) or not decoded.faults:
            return article
        return article._replace(faults=(*decoded.faults, *article.faults))

    def _digest(self, file: SourceFile, article: Article) -> Parsed:
        return Parsed(
            file,
            title=article.title,
            source=article.source,
            library=article.library,
            lang=article.lang,
            guid=article.guid,
            fingerprint=fingerprint(article.title, article.text),
            long=len(article.text) >= LONG,
            date=None if article.date is None else int(article.date.timestamp()),
            categories=article.categories,
            names=tuple(name for path in article.categories for name in path) if article.list_form else (),
            fields=pack(article, self.samples.fields),
            faults=article.faults,
            held=hold(self.folding, article.title, article.text, self.samples.texts),
        )


def _moment(mtime_ns: int, date: datetime | None, now: float) -> float:
    """Give what will order a file of a date, as `reader.store.intake` has it."""
    try:
        if date and date.timestamp() <= now + TWO_DAYS:
            return date.timestamp()
    except (OverflowError, ValueError):  # in the zone of this place the first day of all is none
        pass
    return min(mtime_ns / 1e9, now)


def fingerprint(title: str, text: str) -> bytes:
    """Give what tells whether two articles say the same: title and shown text, however they are composed."""
    said = unicodedata.normalize("NFC", f"{title}\n{text}")
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()
