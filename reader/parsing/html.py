"""HTML to a Document: BeautifulSoup makes the tree, `Converter` takes it element by element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from reader.document import Document
from reader.parsing.blocks import Converter
from reader.parsing.elements import OPENERS
from reader.parsing.source import prepare

_TARGET: Final = re.compile(r"""href\s*=\s*["']?#([^"'\s>]+)""", re.I)


def parse_html(html: str, *, base_url: str | None = None) -> Document:
    """Make a Document of any HTML, whole page or fragment; relative addresses resolve against `base_url`."""
    source = prepare(html)
    found = _TARGET.findall(source) if "#" in source else []
    converter = Converter(
        OPENERS, frozenset([*found, *map(unquote, found)]), base_url, references="&" in source
    )
    # The line feed keeps BeautifulSoup from taking a short text for a file name.
    soup = BeautifulSoup(source + "\n", "lxml", multi_valued_attributes=None)
    feed(soup, converter)
    return converter.document()


def feed(soup: Tag, converter: Converter) -> None:
    """Walk a tree in reading order without recursion, telling the converter of each element and text."""
    tags: list[str] = []
    open_: list[Iterator[PageElement]] = [iter(soup.contents)]
    while open_:
        for node in open_[-1]:
            if isinstance(node, Tag):
                converter.start(node.name, node.attrs)  # type: ignore[arg-type]
                if node.contents:
                    tags.append(node.name)
                    open_.append(iter(node.contents))
                    break
                converter.end(node.name)
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                converter.data(str(node))
        else:
            open_.pop()
            if open_:
                converter.end(tags.pop())
