"""An article's body: what it is written in, the page it makes and the text the index holds of it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from reader.model import Kind
from reader.parsing.noise import without_tags

if TYPE_CHECKING:
    from reader.document import Document
    from reader.parsing.text import Shown

_HTML_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml"})
_OPENS_AS_HTML: Final = re.compile(r"\s*(?:<!doctype\s+html|<html[\s>]|<\?xml|<!\[CDATA\[)", re.I)
_OPENS_AS_PAGE: Final = re.compile(
    r"(?:\s|<\?xml[^>]*>|<!--(?:[^-]|-(?!->)){0,2000}-->)*<(?:!doctype\s+html|html|head|meta|title)\b", re.I
)
_BLOCK_START: Final = re.compile(
    r"(?im)^[ \t]*</?(?:div|p|table|section|article|ul|ol|h[1-6]|figure|blockquote|style|span|center|br)\b"
)
# Each of its marks begins with one of three characters, of which the first opens a line: they are soon found.
_MARKDOWN: Final = re.compile(
    r"(?m)\n {0,3}(?:#{1,6}[ \t]+\S|[-*+][ \t]+\S|\d{1,3}[.)][ \t]+\S|>[ \t]|```|~~~|(?:\*\*\*|---|___)[ \t]*$"
    r"|\[[^\[\]\n]+\]:[ \t]*\S)|\[[^\[\]\n]*\]\([^()\n]+\)|\*\*\S[^*\n]*\*\*"
)
_LOOKED_AT: Final = 20_000
_TAGS_A_MARK: Final = 3  # block tags that Markdown has at most for each of its own marks
_TAG: Final = re.compile(r"<[^<>]*>")
_CODE_OR_COMMENT: Final = re.compile(r"(?is)<!--.*?(?:-->|\Z)|<(style|script|pre|code)\b.*?(?:</\1\s*>|\Z)")


def detect_kind(body: str, suffix: str) -> Kind:
    """Tell HTML from Markdown by the file's suffix and by what the body opens with and is made of.

    Scraped pages stand in `.md` files, indented and full of blank lines: a body that opens with a
    tag and has hardly any Markdown outside its tags is HTML. Markdown with some HTML in it stays Markdown.
    """
    if suffix.lower() in _HTML_SUFFIXES or _OPENS_AS_HTML.match(body):
        return "html"
    head = _CODE_OR_COMMENT.sub("", body[:_LOOKED_AT]).lstrip()
    if not head.startswith("<"):
        return "markdown"
    marks = len(_MARKDOWN.findall(_TAG.sub("<", head)))  # what follows a tag begins no line
    tags = islice(_BLOCK_START.finditer(head), _TAGS_A_MARK * marks, None)
    return "html" if any(tags) else "markdown"


def is_page(body: str) -> bool:
    """Tell whether HTML is a whole page, not a fragment of one."""
    return _OPENS_AS_PAGE.match(body) is not None


def parse_body(body: str, kind: Kind, *, base_url: str | None = None) -> Document:
    """Make the Document of a body; relative addresses resolve against `base_url`."""
    if kind == "html":
        from reader.parsing.html import parse_html

        return parse_html(without_tags(body), base_url=base_url)
    from reader.parsing.markdown import parse_markdown

    return parse_markdown(body, base_url=base_url)


def body_text(body: str, kind: Kind) -> str:
    """Give the shown text of a body, lines parted by line feeds."""
    return body_shown(body, kind).text


def body_shown(body: str, kind: Kind) -> Shown:
    """Give what the index holds of a body: its shown text, and what there is beside words."""
    from reader.parsing.text import html_shown

    if kind == "html":
        return html_shown(without_tags(body))
    from reader.parsing.markdown import render_html

    return html_shown(render_html(body))
