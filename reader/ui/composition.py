"""An opened article and a setting make a Page. Imported in the worker that first needs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from reader.config import Config
from reader.document import Document, Line, Mark, Paragraph, Span
from reader.services.byline import facts_of
from reader.services.library import Library, Opened
from reader.typeset.head import typeset_head
from reader.typeset.layout import iter_lines
from reader.typeset.options import Options
from reader.ui.page import Page, Setting
from reader.ui.sentences import no_text

_FIRST: Final = 300  # lines of a long article that are shown before the rest is set


def compose_article(library: Library, key: str, setting: Setting, config: Config) -> Iterator[Page]:
    """Read an article and yield it set; of a long one the beginning comes ahead."""
    beginning = library.open_beginning(key)
    if beginning is not None:
        head, lines = _set(beginning, setting, config)
        shown = list(lines if beginning.place else islice(lines, _FIRST))
        yield Page(beginning, head, shown, setting, whole=False)
    yield from compose_pages(library.open(key), setting, config)


def compose_pages(opened: Opened, setting: Setting, config: Config) -> Iterator[Page]:
    """Yield the article set; of a long one that begins at its beginning, the first lines come ahead."""
    head, lines = _set(opened, setting, config)
    first = list(islice(lines, _FIRST))
    if len(first) == _FIRST and not opened.place:
        yield Page(opened, head, first, setting, whole=False)
    yield Page(opened, head, [*first, *lines], setting)


def _set(opened: Opened, setting: Setting, config: Config) -> tuple[Sequence[Line], Iterator[Line]]:
    """Give the lines of the head, and those of the page as they are asked for."""
    options = Options.of(config)._replace(readings=setting.readings, link_numbers=setting.numbers)
    article = opened.entry.article
    head = typeset_head(article.title, facts_of(article, config), setting.width, options)
    document = opened.document
    if not document.blocks:
        sentence = Span(no_text(article.url, config.keymap), Mark.DIM)
        document = Document((Paragraph((sentence,)),))
    return head, iter_lines(document, setting.width, options)
