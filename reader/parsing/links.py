"""Addresses in the header, and the body's link to where the article came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from reader.model import Kind
from reader.parsing.clean import clean_line

LONGEST: Final = 16_384  # characters of an address
_SCANNED: Final = 4 << 10  # characters at either end of a body: where archivers put the link

_ADDRESS: Final = re.compile(r"(?:https?:)?//[^\s/?#<>\"]+[^\s<>\"]*", re.IGNORECASE)
_LINK: Final = re.compile(
    r"<a\b[^<>]*?\bhref\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s\"'<>]+))[^<>]*>"
    r"(?P<inside>(?:[^<]|<(?!/?a\b))*)</a\s*>"
    r"|\[(?P<label>[^\[\]\n]*)\]\(\s*<?(?P<target>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?[^()\n]*\)"
    r"|<?(?P<plain>https?://[^\s<>\"'）】」、，。]+)>?",
    re.IGNORECASE,
)
# What is said of an original alone; then what is said of pictures and quotations too: that counts only
# where it opens a block.
_ORIGINAL: Final = (
    r"(?P<sure>(?:阅读|閱讀|查看)?原文(?:链接|連結|鏈接|地址|出处|出處)?|元記事|원문|"
    r"\b(?:[Oo]riginal (?:article|post|link)|[Rr]ead (?:the )?(?:original|full) (?:article|story|post))\b)"
)
_UNSPACED: Final = "来源 來源 出处 出處 引用元 出典 출처 ที่มา स्रोत स्त्रोत সূত্র المصدر منبع مأخذ מקור"
_SPACED: Final = """
    link source via original источник первоисточник джерело крыніца извор източник fuente quelle fonte bron källa
    kilde lähde źródło zdroj zdroje kaynak sumber nguồn πηγή forrás sursă allikas avots šaltinis izvor vir
"""
_CASED: Final = tuple(
    case(word) for word in _SPACED.split() for case in (str.lower, str.capitalize, str.upper)
)
_NAME: Final = re.compile(rf"{_ORIGINAL}|{'|'.join(_UNSPACED.split())}|\b(?:{'|'.join(_CASED)})\b")
# How such a name can begin: to look for these is ten times faster than letting the expression search. The words
# are looked for by their first two letters.
_BEGINNINGS: Final = ("阅读原文", "閱讀原文", "查看原文", "原文", "元記事", "원문", *_UNSPACED.split())
_BEGINNING: Final = re.compile("|".join(f"{name[0]}(?={name[1:]})" for name in _BEGINNINGS))
_FIRST_WORDS: Final = frozenset({"read", "Read", *_CASED})
_FIRST_WORD: Final = re.compile(
    r"[{}](?<!\w.)[{}]\w*".format(*("".join({word[at] for word in _FIRST_WORDS}) for at in (0, 1)))
)
_GAP: Final = re.compile(
    r"(?:\s|</?(?!a\b)\w+[^<>]*>|[*_|])*(?P<mark>[:：.]?)(?:\s|</?(?!a\b)\w+[^<>]*>|[*_])*", re.I
)
_OPENERS: Final = ("<a ", "<A ", "[")
_TAG: Final = re.compile(r"<[^<>]*>")
_INLINE_TAG: Final = re.compile(r"</?(?:a|abbr|b|em|font|i|small|span|strong|u)\b[^<>]*>", re.IGNORECASE)
_DEFINITION: Final = re.compile(r"^\s{0,3}\[[^\]\n]+\]:\s.*$", re.MULTILINE)
_EDGE: Final = re.compile(r"(?:\s|[*_>(（\[【-]|&nbsp;)*")
_BLANK: Final = re.compile(r"(?:\s|[*_\\]|&nbsp;)*")
_ADORNED: Final = re.compile(r"[\W_]*")

_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|svg)(?:[?#]|$)", re.IGNORECASE)
_PLACEHOLDERS: Final = re.compile(
    r"picsum\.photos|placehold(?:er)?\.|via\.placeholder|placekitten|dummyimage|loremflickr|lorempixel|"
    r"source\.unsplash\.com/random|/(?:undefined|null|none)/?$|^(?:undefined|null|none|false|true|#)$|^data:",
    re.IGNORECASE,
)


def find_address(values: Iterable[str]) -> str:
    """Find the first value that is a whole web address."""
    for value in values:
        if _ADDRESS.fullmatch(value) and len(value) <= LONGEST:
            return f"https:{value}" if value.startswith("//") else value
    return ""


def host_of(address: str) -> str:
    """Give the site of an address, without `www.`."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_picture(value: str) -> bool:
    """Tell whether a cover's value is one: no placeholder, no failed address, no data."""
    return bool(value) and len(value) <= LONGEST and not _PLACEHOLDERS.search(value)


def find_origin(body: str, kind: Kind) -> str:
    """Find the body's link to the original: one that is named so, else the last link where it stands alone.

    Where several bear such a name (a digest gives a source for each of its pieces), none is the original.
    """
    if "://" not in body:
        return ""
    tail = body[-_SCANNED:]
    ends = [body] if len(body) <= 2 * _SCANNED else [body[:_SCANNED], tail]
    named = list(dict.fromkeys(address for end in ends if _may_link(end) for address in _iter_named(end)))
    if named:
        return named[0] if len(named) == 1 else ""
    return _find_last(tail if kind == "html" else _DEFINITION.sub("", tail), kind)


def _may_link(text: str) -> bool:
    """Tell whether a text may hold a link: an element, Markdown's, or an address that is no attribute's value."""
    if "<a" in text or "<A" in text or "](" in text:
        return True
    return text.count("://") > sum(text.count(f"{sign}http") for sign in "\"'=")


def _iter_named(text: str) -> Iterator[str]:
    """Yield the addresses of links that such a name introduces (`via: ...`), or whose text it is."""
    for name in _iter_names(text):
        start, end = name.span()
        at_edge = _opens_block(text, start)
        gap = _GAP.match(text, end)
        if gap and (at_edge or (name["sure"] and gap["mark"])):
            link = _LINK.match(text, gap.end())
            if link and (address := _address(link)):
                yield address
                continue
        opener = max(text.rfind(mark, max(0, start - 600), start) for mark in _OPENERS)
        link = _LINK.match(text, opener) if opener >= 0 and (name["sure"] or at_edge) else None
        if link and link.end() > end and _is_only(link["inside"] or link["label"] or "", name[0]):
            yield _address(link)


def _iter_names(text: str) -> Iterator[re.Match[str]]:
    words = _FIRST_WORDS.intersection(_FIRST_WORD.findall(text))
    for beginning in (_BEGINNING, *map(re.compile, sorted(words))):
        for found in beginning.finditer(text):
            if name := _NAME.match(text, found.start()):
                yield name


def _opens_block(text: str, start: int) -> bool:
    before = _INLINE_TAG.sub("", text[max(0, start - 400) : start])
    return _EDGE.fullmatch(before[max(before.rfind("\n"), before.rfind(">")) + 1 :]) is not None


def _is_only(inside: str, name: str) -> bool:
    before, found, after = _TAG.sub("", inside).partition(name)
    return bool(found and _ADORNED.fullmatch(before) and _ADORNED.fullmatch(after))


def _find_last(tail: str, kind: Kind) -> str:
    """Find the last link where nothing follows it, and nothing stands before it in its block."""
    for mark in ("<a ", "<A ", "[", "<http", "http"):
        start = tail.rfind(mark)
        link = _LINK.match(tail, start) if start >= 0 else None
        if link is None or not _BLANK.fullmatch(_TAG.sub("", tail[link.end() :])):
            continue
        before = _INLINE_TAG.sub("", tail[:start])
        edge = before.rpartition(">" if kind == "html" and ">" in before else "\n")[2]
        address = _address(link)
        return address if _BLANK.fullmatch(edge) and not _PICTURE.search(address) else ""
    return ""


def _address(link: re.Match[str]) -> str:
    target = link["double"] or link["single"] or link["bare"] or link["target"] or link["plain"] or ""
    return find_address([clean_line(unescape(target))])
