"""Titles: out of a header's value, else out of the body; and the summary that stands above a fold."""

from __future__ import annotations

import re
from html import unescape
from typing import Final, NamedTuple

from reader.model import Kind
from reader.parsing.clean import clean_line
from reader.parsing.fields import text_of

LONGEST: Final = 2000  # characters
WORDS: Final = 80  # characters of a title made of the first words
SEARCHED: Final = 64 << 10  # characters of a body in which its heading is looked for

_INLINE: Final = (
    r"a|abbr|acronym|b|bdi|bdo|big|br|cite|code|del|dfn|em|font|i|img|ins|kbd|mark|q|rb|rp|rt|ruby|s|samp|small|"
    r"span|strike|strong|sub|sup|tt|u|var|wbr|p|div|center|h[1-6]"
)
_TAG: Final = rf"(?i)</?(?:{_INLINE})(?:\s[^<>]*)?/?>"
_ANY_TAG: Final = re.compile(r"<(?:!--.*?--|[/!?]?[a-zA-Z][^<>]*)>", re.DOTALL)
_BREAK: Final = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_RUBY: Final = re.compile(r"<rt\b[^<>]*>(.*?)(?:</rt>|(?=<))", re.IGNORECASE | re.DOTALL)
_PARENTHESIS: Final = re.compile(r"<rp\b[^<>]*>[^<]*</rp>", re.IGNORECASE)
_MARKDOWN: Final = (
    (re.compile(r"!\[([^\[\]]*)\]\([^()\s]*\)"), r"\1"),
    (re.compile(r"\[([^\[\]]+)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"(?<!`)(`+)(?!`)\s?(.+?)\s?(?<!`)\1(?!`)"), r"\2"),
    (re.compile(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*]+)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])"), r"\1"),
)
_QUOTED: Final = re.compile(r"""(?P<quotes>["']{2,})(?P<inner>.*?)["']{2,}""", re.DOTALL)

_FENCED: Final = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<tag>style|script)\b.*?(?:</(?P=tag)\s*>|\Z)", re.DOTALL | re.I
)
_HTML_HEADING: Final = re.compile(
    r"<(?P<tag>h[1-6])\b[^<>]*>(?P<text>(?:[^<]|<(?!/?h[1-6]\b))*)</(?P=tag)\s*>", re.IGNORECASE
)
_HTML_TITLE: Final = re.compile(r"<title\b[^<>]*>(?P<text>[^<]*)</title\s*>", re.IGNORECASE)
_ATX: Final = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(?P<text>\S.*?)[ \t]*#*[ \t]*(?:\{[#.:][^{}]*\})?[ \t]*$", re.MULTILINE
)
_SETEXT: Final = re.compile(
    r"^ {0,3}(?![-*+>#|=]|\d+[.)])(?P<text>\S[^\n]*)\n {0,3}(?:={2,}|-{2,})[ \t]*$", re.MULTILINE
)

_FOLD: Final = re.compile(
    r"<!--\s*(?:more|excerpt|truncate|teaser_end)\b[^<>]*-->|\{/\*\s*truncate\s*\*/\}", re.I
)


def parse_title(value: object, written: str) -> str:
    """Give a header's title as one line of plain text: tags and Markdown out, entities decoded once.

    `written` is how the header's text spells a value that YAML took for a number, a date, a list or a map.
    """
    text = value if isinstance(value, str) else written
    if text and any(mark in text for mark in "<*`[\\\"'"):
        text = plain(_unquoted(text))
    return text_of(text)[:LONGEST]


class Heading(NamedTuple):
    """A body's heading; `opens` says that no text stands before it."""

    text: str = ""
    opens: bool = False


def find_heading(body: str, kind: Kind) -> Heading:
    """Find the first heading of a body, or what its HTML gives as `<title>`; code has no headings."""
    body = _COMMENT.sub("", body[:SEARCHED])
    if kind == "markdown":
        body = _FENCED.sub("", body)
    patterns = (_HTML_HEADING, _ATX, _SETEXT) if kind == "markdown" else (_HTML_HEADING,)
    found = [match for pattern in patterns for match in pattern.finditer(body)]
    title = _HTML_TITLE.search(body)
    for match in [*sorted(found, key=re.Match.start), *([title] if title else [])]:
        if text := clean_line(unescape(_ANY_TAG.sub("", plain(match["text"])))):
            opens = match is title or not _ANY_TAG.sub("", plain(body[: match.start()])).strip()
            return Heading(text[:LONGEST], opens)
    return Heading()


def first_words(text: str) -> str:
    """Give the first line of a shown text, cut at a sentence or a word where it is long."""
    line = next(
        (line for part in text[:4000].split("\n") if any(map(str.isalnum, line := clean_line(part)))), ""
    )
    if len(line) <= WORDS:
        return line
    cut = re.match(rf".{{8,{WORDS}}}?[。！？!?.;；…](?=\s|\W|[^\x00-\x7f])|.{{8,{WORDS}}}(?=\s)", line)
    return (cut[0] if cut else line[:WORDS]).rstrip(" .。,，;；:：") + "…"


def find_fold(body: str) -> int | None:
    """Find where the author parted the summary from the rest (`<!-- more -->` and its kin)."""
    if "<!--" not in body and "{/*" not in body:
        return None
    fold = _FOLD.search(body, 0, SEARCHED)
    return fold.start() if fold else None


def plain(text: str) -> str:
    """Take inline HTML tags and Markdown marks out of one line of text; entities stay as they are."""
    if "<" in text:
        text = _PARENTHESIS.sub("", _BREAK.sub(" ", text))
        text = re.sub(_TAG, "", _RUBY.sub(r"(\1)", text))
    for pattern, replacement in _MARKDOWN:
        text = pattern.sub(replacement, text)
    return text


def _unquoted(text: str) -> str:
    """Peel quotation marks that an archiver wrapped round a title again and again; one pair stays."""
    quoted = _QUOTED.fullmatch(text.strip())
    return quoted["inner"] if quoted else text
