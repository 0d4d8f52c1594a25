"""An opened article and a setting make a Page. Imported in the worker that first needs it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from reader.config import Config
from reader.services.byline import facts_of
from reader.services.library import Opened
from reader.typeset.head import typeset_head
from reader.typeset.layout import iter_lines
from reader.typeset.options import Options
from reader.ui.page import Page, Setting

_FIRST: Final = 300  # lines of a long article that are shown before the rest is set


def compose_pages(opened: Opened, setting: Setting, config: Config) -> Iterator[Page]:
    """Yield the article set; of a long one that begins at its beginning, the first lines come ahead."""
    options = Options(
        ambiguous_wide=config.ambiguous_width == 2,
        readings=setting.readings,
        link_numbers=setting.numbers,
        terminal_bidi=config.terminal_bidi,
        han_latin_space=config.han_latin_space,
    )
    article = opened.entry.article
    head = typeset_head(article.title, facts_of(article, config), setting.width, options)
    lines = iter_lines(opened.document, setting.width, options)
    first = list(islice(lines, _FIRST))
    if len(first) == _FIRST and not opened.place:
        yield Page(opened, head, first, setting, whole=False)
    yield Page(opened, head, [*first, *lines], setting)
