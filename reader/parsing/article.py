"""A file's text and path to an Article, or to the reason why it is none.

Runs over every file of a library when it is synced: textual stays out, and bs4 wherever no whole page comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import chain
from typing import Final

from reader.model import Article, DateSource, Fault, Kind, find_source
from reader.parsing import keys
from reader.parsing.body import body_shown, body_text, detect_kind, is_page
from reader.parsing.categories import Categories, lists_are_paths, parse_categories
from reader.parsing.clean import clean_line
from reader.parsing.dates import parse_date
from reader.parsing.fields import Fields, text_of
from reader.parsing.header import Header, parse_header
from reader.parsing.links import find_address, find_origin, host_of, is_picture
from reader.parsing.names import Name, parse_name
from reader.parsing.titles import find_fold, find_heading, first_words, parse_title, plain

__all__ = ["NotArticle", "lists_are_paths", "parse_article"]

UNTITLED: Final = "(untitled)"

SPEAKING: Final = 4  # words from which on a slug says what its article is about
LONGEST_EXCERPT: Final = 1000  # characters
LONGEST_LANG: Final = 35  # characters (RFC 5646, section 4.4.1)

_FROM_HEAD: Final = {"title": keys.TITLE, "url": keys.URL, "lang": keys.LANG}

_DATED_ADDRESS: Final = re.compile(r"/?(?:[\w-]+/)?(\d{4})/(\d\d)/(\d\d)/")  # as blogs build theirs
_CJK: Final = re.compile(
    "[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"
)
CJK_A_MINUTE: Final = 500  # characters
WORDS_A_MINUTE: Final = 230


@dataclass(frozen=True, slots=True)
class NotArticle:
    """Why a file with an article's extension is none, in words for `doctor`."""

    reason: str

    def __str__(self) -> str:
        """Give the reason."""
        return self.reason


def parse_article(
    text: str, *, key: str | None, zone: tzinfo | None, name: str = "", library: str = ""
) -> Article | NotArticle:
    """Parse a file's decoded text into an article, or say why it is none.

    `key` is its path in the library; a file outside any library has None, and may give its `name` instead.
    `zone` is that of dates without one, `library` the source of articles that name none.
    """
    path = parse_name(name if key is None else key)
    header = parse_header(text)
    kind: Kind = detect_kind(header.body, path.suffix)
    shown, has = body_shown(header.body, kind)
    if reason := _refusal(text, header, path, shown):
        return NotArticle(reason)
    metadata = _find_metadata(header, kind, path)
    fields = Fields(metadata)
    faults = list(header.faults)
    date, date_source = _find_date(fields, path, zone, _Written(text, header), faults)
    categories = _find_categories(fields, path)
    source = _named_source(fields)
    url = _find_url(fields, header.body, kind)
    return Article(
        key=key,
        title=_find_title(fields, _Written(text, header), header.body, kind, shown, path),
        date=date,
        date_source=date_source,
        updated=_first_date(fields, keys.UPDATED, zone),
        categories=categories.paths,
        list_form=categories.list_form,
        tags=fields.words(keys.TAGS),
        authors=fields.people(keys.AUTHOR, keys.AUTHORS),
        source=source or find_source(categories.paths, library),
        library="" if source or not categories.list_form else library,
        url=url,
        image=_find_image(fields),
        excerpt=_find_excerpt(fields, header.body, kind),
        lang=fields.text(keys.LANG)[:LONGEST_LANG],
        guid=fields.text(keys.GUID)[:LONGEST_EXCERPT],
        draft=path.is_draft or _is_draft(fields),
        hidden=fields.is_set(keys.HIDDEN)
        or fields.is_unset(keys.SHOWN)
        or fields.text(["status"]).lower() == "hidden",
        kind=kind,
        body=header.body,
        text=shown,
        has=has,
        minutes=reading_minutes(shown),
        metadata=metadata,
        faults=tuple(faults),
    )


def reading_minutes(text: str) -> int:
    """Give how long a text takes to read: whole minutes, at least one where there is any."""
    rest, runs = (text, 0) if text.isascii() else _CJK.subn(" ", text)
    cjk = len(text) - len(rest) + runs
    words = len(rest.split())
    return max(1 if cjk or words else 0, round(cjk / CJK_A_MINUTE + words / WORDS_A_MINUTE))


def _refusal(text: str, header: Header, path: Name, shown: str) -> str:
    if not text.strip("\ufeff\0 \t\n"):
        return "The file is empty."
    if path.is_template:
        return "A template: it lies where a site keeps its layouts."
    if path.is_section and not shown.strip():
        return "A section page without text of its own."
    if header.metadata:
        return ""
    if path.suffix == ".txt":
        return "A text file without front matter."
    if path.is_housekeeping:
        return "A page about a project, without front matter."
    return ""


def _find_metadata(header: Header, kind: Kind, path: Name) -> dict[str, object]:
    """Give the header, or what a page without one says of itself; a header lacks only what no layout adds."""
    head = _find_head(header.body) if kind == "html" else {}
    if header.metadata:
        fields = Fields(header.metadata)
        lacking = {name for name, names in _FROM_HEAD.items() if not fields.values(names)}
        return header.metadata | {name: head[name] for name in head if name in lacking}
    if path.categories:  # the reader's own order goes before the site's
        head.pop("section", None)
    return head


def _find_head(page: str) -> dict[str, object]:
    if not is_page(page):
        return {}
    from reader.parsing.head import parse_head  # few libraries hold whole pages

    return parse_head(page)


class _Written:
    """The header as it is spelled: for values that YAML reads as something else, and for faults' lines."""

    def __init__(self, text: str, header: Header) -> None:
        self._text = text
        self._header = header

    def find(self, name: str) -> tuple[int, str]:
        """Find a key's line (from 1) and what stands behind it; line 0 where there is none."""
        head = self._text[: len(self._text) - len(self._header.body)]
        key = re.search(rf"^[ \t\[\]#.:\"']*{re.escape(name)}[\"']?[ \t]*[:=][ \t]*(.*)$", head, re.M | re.I)
        if key is None:
            return 0, ""
        return head.count("\n", 0, key.start()) + 1, re.sub(r"(?:^|\s+)#.*|,?\s*$", "", key[1])


def _find_title(fields: Fields, written: _Written, body: str, kind: Kind, shown: str, path: Name) -> str:
    for name in keys.TITLE:
        for value in fields.values([name]):
            spelled = "" if isinstance(value, str) else written.find(name)[1] or text_of(value)
            if title := parse_title(value, spelled):
                return title
    heading = find_heading(body, kind)
    if heading.opens:
        return heading.text
    # A name written for people, or of many words, tells more of the article than a heading of one of its parts.
    named = clean_line(path.title)
    speaks = path.reads_as_title or len(named.split()) >= SPEAKING
    return (speaks and named) or heading.text or first_words(shown) or named or UNTITLED


def _find_date(
    fields: Fields, path: Name, zone: tzinfo | None, written: _Written, faults: list[Fault]
) -> tuple[datetime | None, DateSource]:
    for name in keys.DATE:
        for value in fields.values([name]):
            if isinstance(value, bool):
                continue  # `published: true` is a flag
            if date := parse_date(value, zone):
                return date, "header"
            if text := text_of(value):
                faults.append(Fault(written.find(name)[0], f"this is no date: {text[:80]}"))
    for value in fields.values(keys.DATED_ADDRESS):
        dated = _DATED_ADDRESS.match(value) if isinstance(value, str) else None
        if dated and (date := parse_date("-".join(dated.groups()), zone)):
            return date, "header"
    date = parse_date(path.date, zone) if path.date else None
    return (date, "name") if date else (None, "none")


def _first_date(fields: Fields, names: tuple[str, ...], zone: tzinfo | None) -> datetime | None:
    dates = (parse_date(value, zone) for value in fields.values(names) if not isinstance(value, bool))
    return next((date for date in dates if date), None)


def _find_categories(fields: Fields, path: Name) -> Categories:
    for value in fields.values(keys.CATEGORIES):
        if (found := parse_categories(value, text_of)).paths:
            return found
    folders = tuple(text for folder in path.categories if (text := clean_line(folder)))
    return Categories((folders,) if folders else ())


def _named_source(fields: Fields) -> str:
    name = next(filter(None, map(_called, fields.values(keys.SOURCE))), "")
    return host_of(name) if find_address([name]) else name


def _called(value: object) -> str:
    if isinstance(value, Mapping):
        return next((text for key in ("title", "name") if (text := text_of(value.get(key)))), "")
    return text_of(value)


def _find_url(fields: Fields, body: str, kind: Kind) -> str:
    values = [text_of(value) for value in chain.from_iterable(map(_unfolded, fields.values(keys.URL)))]
    # An address without a host is that of a page on the article's own site: its links lead elsewhere.
    at_home = any(value.startswith("/") for value in map(text_of, fields.values(("url", "permalink"))))
    return find_address(values) or ("" if at_home else find_origin(body, kind))


def _unfolded(value: object) -> Iterator[object]:
    """Yield a value, the items of a list, or what a map has under the usual keys of an address."""
    if isinstance(value, Mapping):
        yield from (value[key] for key in keys.IN_MAP if isinstance(value.get(key), str))
    elif isinstance(value, list | tuple):
        for item in value[:8]:
            yield from _unfolded(item) if isinstance(item, Mapping) else (item,)
    else:
        yield value


def _find_image(fields: Fields) -> str:
    for value in chain.from_iterable(map(_unfolded, fields.values(keys.IMAGE))):
        if isinstance(value, str) and is_picture(text := clean_line(value)):
            return text
    return ""


def _find_excerpt(fields: Fields, body: str, kind: Kind) -> str:
    for value in fields.values(keys.EXCERPT):
        if isinstance(value, str) and (text := text_of(plain(value))):
            return text[:LONGEST_EXCERPT]
    fold = find_fold(body)
    return clean_line(body_text(body[:fold], kind))[:LONGEST_EXCERPT] if fold else ""


def _is_draft(fields: Fields) -> bool:
    return (
        fields.is_set(["draft"])
        or fields.is_unset(["published"])
        or fields.text(["status"]).lower() == "draft"
    )
