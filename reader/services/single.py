"""One article by itself: a file outside any library, or a text from a pipe."""

from __future__ import annotations

from pathlib import Path

from reader.config import Config
from reader.decoding import Decoded, decode
from reader.errors import Unreadable
from reader.files import load_text
from reader.model import Entry
from reader.parsing.article import NotArticle, parse_article
from reader.services.library import Opened
from reader.services.page import make_page


def load_single(path: Path, config: Config) -> Opened:
    """Read and parse a file that belongs to no library; its key is None.

    Raises:
        ArticleError: it cannot be read, or is no article.
    """
    return _parse(load_text(path), path, config)


def parse_single(content: bytes, config: Config) -> Opened:
    """Parse the bytes of a file that has no name; its key is None, its path empty.

    Raises:
        Unreadable: they are no text, or no article.
    """
    return _parse(decode(content), Path(), config)


def _parse(decoded: Decoded, path: Path, config: Config) -> Opened:
    article = parse_article(decoded.text, key=None, zone=config.zone, name=path.name)
    if isinstance(article, NotArticle):
        raise Unreadable(f"This is no article. {article.reason}")
    article = article._replace(faults=(*decoded.faults, *article.faults))
    return Opened(Entry(article, unread=True, bookmarked=False), make_page(article), place=0, file=path)
