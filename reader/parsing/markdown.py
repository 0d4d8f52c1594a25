"""Markdown to HTML, and so to a Document: one converter serves both.

CommonMark with tables, strikethrough, footnotes, definition lists, task lists, boxes, wiki links and raw HTML.
What site generators put into it for themselves (Liquid, shortcodes, MDX) goes first: see `reader.parsing.noise`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from reader.parsing.clean import clean
from reader.parsing.noise import without_noise

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

    from reader.document import Document


_BLOCK_MARKS: Final = (":::", "!!! ", "???", "\\begin{")


def parse_markdown(text: str, *, base_url: str | None = None) -> Document:
    """Make a Document of any Markdown; relative addresses resolve against `base_url`."""
    from reader.parsing.html import parse_html

    return parse_html(render_html(text), base_url=base_url)


def render_html(text: str) -> str:
    """Give the HTML of any Markdown."""
    return render(without_noise(clean(text)))


def render(markdown: str) -> str:
    """Give the HTML of Markdown that is clean and free of noise."""
    from reader.parsing.wiki import has_notebooks

    boxes = any(mark in markdown for mark in _BLOCK_MARKS)
    html: str = _parser(boxes=boxes, notes=has_notebooks(markdown)).render(markdown)
    return html


@cache
def _parser(*, boxes: bool, notes: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin

    from reader.parsing.containers import containers
    from reader.parsing.flavours import (
        addresses,
        alerts,
        cjk_friendly,
        close_headings,
        environments,
        formulas,
        headless_tables,
        marked_lines,
        plain_paragraphs,
    )
    from reader.parsing.wiki import notebooks, pictures

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin)
    parser.use(cjk_friendly).use(formulas).use(alerts).use(pictures).use(marked_lines)
    if boxes:  # every line is asked for them, and every mark for what follows: most texts have none
        parser.use(containers).use(environments)
    if notes:
        parser.use(notebooks)
    return parser.use(addresses).use(headless_tables).use(close_headings).use(plain_paragraphs)
