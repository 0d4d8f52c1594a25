"""HTML to a Document: lxml reads the source, `Converter` takes it element by element, in one pass.

No tree is built between the two: BeautifulSoup's, over the same parser, gives the same page in twice the
time.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from lxml import etree

from reader.document import Document
from reader.parsing.blocks import Converter
from reader.parsing.elements import OPENERS
from reader.parsing.source import prepare, smuggles

_TARGET: Final = re.compile(r"""href\s*=\s*["']?#([^"'\s>]+)""", re.I)


def parse_html(html: str, *, base_url: str | None = None) -> Document:
    """Make a Document of any HTML, whole page or fragment; relative addresses resolve against `base_url`."""
    source = prepare(html)
    return parse_source(source, find_targets(source), base_url)


def find_targets(source: str) -> frozenset[str]:
    """Find the ids that links of a page point at on the page itself."""
    found = _TARGET.findall(source) if "#" in source else []
    return frozenset([*found, *map(unquote, found)])


def parse_source(source: str, targets: frozenset[str], base_url: str | None) -> Document:
    """Make a Document of HTML that is prepared, keeping the anchors that are targets."""
    converter = Converter(OPENERS, targets, base_url, references=smuggles(source))
    parser = etree.HTMLParser(target=converter, huge_tree=True)
    parser.feed(source + "\n")
    document: Document = parser.close()
    return document
