"""A file's text and path to an Article, or to the reason why it is none.

Runs over every file of a library when it is synced: nothing here may import BeautifulSoup or the Markdown parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import chain
from typing import Final

from reader.model import Article, DateSource, Fault, Kind
from reader.parsing.body import body_text, detect_kind
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

# The names of each field, best first, as `Fields` wants them: in lower case, nothing between the words.
_TITLE: Final = ("title", "subject", "headline", "标题", "標題")
_DATE: Final = (
    "date", "published", "publishdate", "publishedat", "publishedon", "publishedtime", "pubdate", "datepublished",
    "posted", "postedon", "created", "createdat", "createdon", "creationdate", "datecreated", "issued", "dcdate",
    "time", "timestamp", "日期", "发布时间", "發布時間",
)  # fmt: skip
_UPDATED: Final = (
    "updated", "update", "updatedat", "updatedon", "lastmod", "lastmodified", "lastmodifiedat", "lastupdated",
    "modified", "modifiedat", "moddate", "dateupdated", "datemodified", "edited", "更新时间",
)  # fmt: skip
_CATEGORIES: Final = ("categories", "category", "section", "sections", "channel", "topics", "topic", "分类", "分類")
_TAGS: Final = ("tags", "tag", "keywords", "keyword", "labels", "标签", "標籤")
_AUTHOR: Final = ("author", "by", "byline", "creator", "dccreator", "writer", "postauthor", "作者")
_AUTHORS: Final = ("authors", "writers", "creators")
_SOURCE: Final = ("source", "feed", "site", "sitename", "publication", "publisher", "feedtitle", "来源", "來源")
_URL: Final = (
    "url", "link", "permalink", "canonical", "canonicalurl", "sourceurl", "originalurl", "originallink", "original",
    "externalurl", "externallink", "via", "articleurl", "source", "原文", "原文链接", "tumblrurl", "guid", "id",
)  # fmt: skip
_IMAGE: Final = (
    "cover", "image", "thumbnail", "coverimage", "featuredimage", "featureimage", "featured", "headimg", "headerimg",
    "headerimage", "heroimage", "hero", "banner", "bannerimg", "ogimage", "indeximg", "topimg", "photo", "photos",
    "picture", "img", "images", "teaser", "teaserimage", "excerptimage", "postimage", "socialimage", "poster",
    "thumb", "preview", "header", "logo",
)  # fmt: skip
_IMAGE_KEYS: Final = ("url", "src", "image", "path", "href", "filename", "relative", "teaser", "feature", "thumb")
_EXCERPT: Final = ("description", "excerpt", "summary", "abstract", "digest", "lead", "desc", "摘要")
_LANG: Final = ("lang", "language", "locale", "languagecode")
_GUID: Final = ("guid", "id", "uuid")
_HIDDEN: Final = ("hidden", "hide", "unlisted", "private")
_SHOWN: Final = ("visible", "listed")
_CALLED: Final = ("source", "feed", "site", "title", "name")

LONGEST_EXCERPT: Final = 1000  # characters
LONGEST_LANG: Final = 35  # characters (RFC 5646, section 4.4.1)

_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD: Final = re.compile("[^\\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
CJK_A_MINUTE: Final = 500
WORDS_A_MINUTE: Final = 230


@dataclass(frozen=True, slots=True)
class NotArticle:
    """Why a file with an article's extension is none, in words for `doctor`."""

    reason: str

    def __str__(self) -> str:
        """Give the reason."""
        return self.reason


def parse_article(
    text: str, *, key: str | None, zone: tzinfo, name: str = "", library: str = ""
) -> Article | NotArticle:
    """Parse a file's decoded text into an article, or say why it is none.

    `key` is its path in the library; a file outside any library has None, and may give its `name` instead. `zone`
    is that of dates without one, `library` the source of articles that name none.
    """
    path = parse_name(name if key is None else key)
    header = parse_header(text)
    kind: Kind = detect_kind(header.body, path.suffix)
    shown = body_text(header.body, kind)
    if reason := _refusal(text, header, path, shown):
        return NotArticle(reason)
    fields = Fields(header.metadata)
    faults = list(header.faults)
    date, date_source = _find_date(fields, path, zone, _Written(text, header), faults)
    categories = _find_categories(fields, path)
    url = _find_url(fields, header.body, kind)
    return Article(
        key=key,
        title=_find_title(fields, _Written(text, header), header.body, kind, shown, path),
        date=date,
        date_source=date_source,
        updated=_first_date(fields, _UPDATED, zone),
        categories=categories.paths,
        list_form=categories.list_form,
        tags=fields.words(_TAGS),
        authors=fields.people(_AUTHOR, _AUTHORS),
        source=_find_source(fields, categories, library),
        url=url,
        image=_find_image(fields),
        excerpt=_find_excerpt(fields, header.body, kind),
        lang=fields.text(_LANG)[:LONGEST_LANG],
        guid=fields.text(_GUID)[:LONGEST_EXCERPT],
        draft=path.is_draft or _is_draft(fields),
        hidden=fields.is_set(_HIDDEN) or fields.is_unset(_SHOWN) or fields.text(["status"]).lower() == "hidden",
        kind=kind,
        body=header.body,
        text=shown,
        minutes=reading_minutes(shown),
        metadata=header.metadata,
        faults=tuple(faults),
    )


def reading_minutes(text: str) -> int:
    """Give how long a text takes to read: whole minutes, at least one."""
    words = 0 if text.isascii() and not text else len(_WORD.findall(text))
    cjk = 0 if text.isascii() else len(_CJK.findall(text))
    return max(1, round(cjk / CJK_A_MINUTE + words / WORDS_A_MINUTE))


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


class _Written:
    """The header as it is spelled, for values that YAML reads as something else, and for the lines of faults."""

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
    for name in _TITLE:
        for value in fields.values([name]):
            spelled = "" if isinstance(value, str) else written.find(name)[1] or text_of(value)
            if title := parse_title(value, spelled):
                return title
    return (
        find_heading(body, kind)
        or (parse_title(path.title, "") if path.reads_as_title else "")
        or first_words(shown)
        or parse_title(path.title, "")
        or UNTITLED
    )


def _find_date(
    fields: Fields, path: Name, zone: tzinfo, written: _Written, faults: list[Fault]
) -> tuple[datetime | None, DateSource]:
    for name in _DATE:
        for value in fields.values([name]):
            if isinstance(value, bool):
                continue  # `published: true` is a flag
            if date := parse_date(value, zone):
                return date, "header"
            if text := text_of(value):
                faults.append(Fault(written.find(name)[0], f"this is no date: {text[:80]}"))
    date = parse_date(path.date, zone) if path.date else None
    return (date, "name") if date else (None, "none")


def _first_date(fields: Fields, names: tuple[str, ...], zone: tzinfo) -> datetime | None:
    dates = (parse_date(value, zone) for value in fields.values(names) if not isinstance(value, bool))
    return next((date for date in dates if date), None)


def _find_categories(fields: Fields, path: Name) -> Categories:
    for value in fields.values(_CATEGORIES):
        if (found := parse_categories(value, text_of)).paths:
            return found
    folders = tuple(text for folder in path.categories if (text := clean_line(folder)))
    return Categories((folders,) if folders else ())


def _find_source(fields: Fields, categories: Categories, library: str) -> str:
    for value in fields.values(_SOURCE):
        name = fields_name(value)
        if name:
            return host_of(name) if find_address([name]) else name
    first = categories.paths[0] if categories.paths else ()
    return first[-2] if len(first) > 1 else library


def fields_name(value: object) -> str:
    """Give what a value is called: itself, or the name that a map holds."""
    if isinstance(value, Mapping):
        return next((text for key in ("title", "name") if (text := text_of(value.get(key)))), "")
    return text_of(value)


def _find_url(fields: Fields, body: str, kind: Kind) -> str:
    values = [text_of(value) for value in chain.from_iterable(map(_unfolded, fields.values(_URL)))]
    # An address without a host is that of a page on the article's own site: its links lead elsewhere.
    at_home = any(value.startswith("/") for value in map(text_of, fields.values(("url", "permalink"))))
    return find_address(values) or ("" if at_home else find_origin(body, kind))


def _unfolded(value: object) -> Iterator[object]:
    """Yield a value, the items of a list, or what a map has under the usual keys of an address."""
    if isinstance(value, Mapping):
        yield from (value[key] for key in _IMAGE_KEYS if isinstance(value.get(key), str))
    elif isinstance(value, list | tuple):
        for item in value[:8]:
            yield from _unfolded(item) if isinstance(item, Mapping) else (item,)
    else:
        yield value


def _find_image(fields: Fields) -> str:
    for value in chain.from_iterable(map(_unfolded, fields.values(_IMAGE))):
        if isinstance(value, str) and is_picture(text := clean_line(value)):
            return text
    return ""


def _find_excerpt(fields: Fields, body: str, kind: Kind) -> str:
    for value in fields.values(_EXCERPT):
        if isinstance(value, str) and (text := text_of(plain(value))):
            return text[:LONGEST_EXCERPT]
    fold = find_fold(body)
    return clean_line(body_text(body[:fold], kind))[:LONGEST_EXCERPT] if fold else ""


def _is_draft(fields: Fields) -> bool:
    return fields.is_set(["draft"]) or fields.is_unset(["published"]) or fields.text(["status"]).lower() == "draft"
