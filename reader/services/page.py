"""An article's page: what its body makes, without the title that stands above it anyway."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from reader.document import Document, Heading, plain
from reader.model import Article
from reader.parsing.body import parse_body

LONG = 60_000  # characters of a body from which its beginning is worth having first
BEGINNING = 30_000  # characters that hold a first screen, however much markup is among them


def make_page(article: Article) -> Document:
    """Make the page of an article from its body."""
    document = parse_body(article.body, article.kind, base_url=article.url or None)
    return _without_title(document, article.title)


def make_beginning(article: Article) -> Document | None:
    """Make the first blocks of the page of a long article; None where it is short, or its first block is long."""
    from reader.parsing.beginning import parse_beginning

    if len(article.body) < LONG:
        return None
    document = parse_beginning(article.body, article.kind, BEGINNING, base_url=article.url or None)
    return document and _without_title(document, article.title)


def _without_title(document: Document, title: str) -> Document:
    """Drop the heading that opens a page where it says the title again."""
    match document.blocks:
        case [Heading(spans=spans), *rest] if _said(plain(spans)) == _said(title):
            return replace(document, blocks=tuple(rest))
    return document


def _said(text: str) -> str:
    """Give the letters, digits and symbols of a text, however they are written."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] not in "PZC") or text
