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
_SCANNED: Final = 8 << 10  # characters at either end of a body: where archivers put the link

_ADDRESS: Final = re.compile(r"(?:https?:)?//[^\s/?#<>\"]+[^\s<>\"]*", re.IGNORECASE)
_NAMED: Final = (
    r"(?:阅读原文|閱讀原文|查看原文|原文(?:链接|連結|鏈接|地址|出处|出處)?|来源|來源|出处|出處|元記事|引用元|出典|원문|출처|"
    r"link|source|via|original(?:\s+(?:article|post|link))?|read\s+(?:the\s+)?(?:original|full\s+(?:article|story)))"
)
_LINK: Final = re.compile(
    r"<a\b[^<>]*?\bhref\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s\"'<>]+))[^<>]*>"
    r"(?P<inside>(?:[^<]|<(?!/?a\b))*)</a\s*>"
    r"|(?<!!)\[(?P<label>(?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]\(\s*<?(?P<target>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?[^()\n]*\)"
    r"|<?(?P<plain>https?://[^\s<>\"'）】」、，。]+)>?",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^<>]*>")
_INLINE_TAG: Final = re.compile(r"</?(?:a|abbr|b|em|font|i|small|span|strong|u)\b[^<>]*>", re.IGNORECASE)
_DEFINITION: Final = re.compile(r"^\s{0,3}\[[^\]\n]+\]:\s.*$", re.MULTILINE)
_NAME_BEFORE: Final = re.compile(rf"(?:^|[\s>（(【\[*_|•·-]){_NAMED}\s*(?:</?\w+>\s*)*[:：.]?\s*[*_]*\s*$", re.IGNORECASE)
_NAME_INSIDE: Final = re.compile(rf"\W*{_NAMED}\W*", re.IGNORECASE)
_BLANK: Final = re.compile(r"(?:\s|[*_\\>-]|&nbsp;)*")
_HOST_ONLY: Final = re.compile(r"^www\.", re.IGNORECASE)

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
        return _HOST_ONLY.sub("", urlsplit(address).hostname or "")
    except ValueError:
        return ""


def is_picture(value: str) -> bool:
    """Tell whether a cover's value is one: neither a placeholder service, nor a failed one, nor data."""
    return bool(value) and len(value) <= LONGEST and not _PLACEHOLDERS.search(value)


def find_origin(body: str, kind: Kind) -> str:
    """Find the body's link to the original: one that is named so, else the last link where it stands alone."""
    if "://" not in body:
        return ""
    tail = body[-_SCANNED:]
    pieces = (body[:_SCANNED], tail) if len(body) > _SCANNED else (body,)
    for piece in pieces:
        for link, address in _iter_links(piece):
            inside = _TAG.sub("", link["inside"] or link["label"] or "")
            if _NAME_INSIDE.fullmatch(inside) or _NAME_BEFORE.search(piece[max(0, link.start() - 80) : link.start()]):
                return address
    return _find_last(tail if kind == "html" else _DEFINITION.sub("", tail), kind)


def _find_last(tail: str, kind: Kind) -> str:
    """Find the last link where nothing follows it, and nothing but the edge of its block stands before it."""
    last = None
    for last in _iter_links(tail):  # noqa: B007 - the last one is wanted
        pass
    if last is None:
        return ""
    link, address = last
    if not _BLANK.fullmatch(_TAG.sub("", tail[link.end() :])):
        return ""
    before = _INLINE_TAG.sub("", tail[: link.start()])
    edge = before.rpartition(">" if kind == "html" and ">" in before else "\n")[2]
    return address if _BLANK.fullmatch(edge) else ""


def _iter_links(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for link in _LINK.finditer(text):
        target = link["double"] or link["single"] or link["bare"] or link["target"] or link["plain"] or ""
        if address := find_address([clean_line(unescape(target))]):
            yield link, address
