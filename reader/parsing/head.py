"""What a whole HTML page says of itself: saved pages and web clippings have no other header.

Its findings bear the names that front matter uses, so that whoever reads a header reads them too. BeautifulSoup
is imported for such pages only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from reader.parsing.clean import clean_line
from reader.parsing.links import find_address
from reader.parsing.noise import without_tags

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

SEARCHED: Final = 1 << 18  # characters of a page: savers put fonts and styles among what it says
MOST: Final = 256  # items of a list in JSON-LD
LONGEST_DATA: Final = 100_000  # characters of a JSON-LD script

_LANG: Final = re.compile(r"<html\b[^<>]*?\s(?:xml:)?lang\s*=\s*[\"']?([\w-]+)", re.I)
_TIME: Final = re.compile(r"<time\b[^<>]*?\sdatetime\s*=\s*(?:[\"']([^\"'<>]*)|([^\s\"'<>]+))", re.I)
_SAVED: Final = re.compile(  # by SingleFile, by browsers ("Save page as")
    r"Page saved with SingleFile\s+url:\s*(?P<url>\S+)\s+saved date:\s*(?P<date>[^\n]{1,80})"
    r"|saved from url=\(\d+\)(?P<from>\S+)"
)
_WECHAT: Final = re.compile(  # its pages fill in what they say by script
    r"var (?:ct|oriCreateTime) = [\"'](?P<date>\d{10})[\"']"
    r"|id=\"js_name\"[^<>]*>(?:\s*<a\b[^<>]*>)?(?P<name>[^<>]{1,200})<"
)
_NO_TITLES: Final = re.compile(
    r"(?:untitled(?: document| page)?|document|index|home(?: ?page)?|new page|无标题(?:文档)?|"
    r"無題(?:ドキュメント)?)?(?:\.html?)?",
    re.I,
)
_JOINT: Final = re.compile(r"\s*[-–—|·•:_«»/]+\s*$")

# By what names pages give each field, best first: Open Graph, Dublin Core (DCMI Metadata Terms; RFC 5013),
# schema.org, the names of HTML, section 4.2.5.1, and what sites made up.
_META: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("og:title", "twitter:title", "dcterms.title", "dc.title", "headline"),
    "date": (
        "article:published_time", "datepublished", "og:published_time", "date", "dcterms.date",
        "dcterms.issued", "dcterms.created", "dc.date", "dc.date.issued", "pubdate", "publishdate",
        "publish-date", "parsely-pub-date", "sailthru.date",
    ),
    "updated": (
        "article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified",
        "revised",
    ),
    "author": ("author", "dcterms.creator", "dc.creator", "article:author", "parsely-author"),
    "description": (
        "og:description", "description", "twitter:description", "dcterms.abstract", "dcterms.description",
        "dc.description",
    ),
    "url": ("og:url",),
    "image": ("og:image", "og:image:url", "twitter:image", "twitter:image:src"),
    "site": ("og:site_name", "application-name"),
    "lang": ("dcterms.language", "dc.language", "content-language", "og:locale"),
    "section": ("article:section",),
    "tags": ("article:tag", "keywords", "news_keywords", "dcterms.subject", "dc.subject"),
}  # fmt: skip
_IN_DATA: Final = {
    "date": "datePublished",
    "updated": "dateModified",
    "author": "author",
    "title": "headline",
}


def parse_head(page: str) -> dict[str, object]:
    """Read what a whole page says of itself, under front matter's names.

    Values are text; `author` is a list of names, `tags` one or a comma list. The date is that of the saving
    where the page gives none.
    """
    whole, page = page, without_tags(page[:SEARCHED])
    soup = _soup(page)
    said = _meta(soup)
    found: dict[str, object] = {}
    for field, names in _META.items():
        values = next((said[name] for name in names if name in said), [])
        found[field] = values if field == "tags" and len(values) > 1 else next(iter(values), "")
    found["author"] = [
        name for key in _META["author"] for name in said.get(key, ()) if not find_address([name])
    ]
    for field, value in _linked_data(soup):
        found[field] = found[field] or value
    found["title"] = found["title"] or _title(soup, str(found["site"]))
    if time := _TIME.search(page):
        found["date"] = found["date"] or time[1] or time[2]
    found["url"] = find_address([_link(soup, "canonical"), str(found["url"])])
    found["image"] = found["image"] or _link(soup, "image_src")
    if lang := _LANG.search(page):
        found["lang"] = lang[1]
    if saved := _SAVED.search(page[:4096]):
        found["url"] = found["url"] or find_address([saved["url"] or saved["from"]])
        found["date"] = found["date"] or saved["date"] or ""
    if "mp.weixin.qq.com" in page:
        for match in _WECHAT.finditer(whole):
            found["date"] = found["date"] or match["date"] or ""
            found["site"] = clean_line(match["name"] or "") or found["site"]
    found["site"] = found["site"] or found["url"]
    return {field: value for field, value in found.items() if value}


def _soup(page: str) -> BeautifulSoup:
    """Parse only the elements that say something of the page."""
    from bs4 import BeautifulSoup
    from bs4.filter import SoupStrainer

    return BeautifulSoup(page, "lxml", parse_only=SoupStrainer(["title", "meta", "link", "script"]))


def _meta(soup: BeautifulSoup) -> dict[str, list[str]]:
    """Gather the contents of `<meta>` by lower-case name; one name may come many times."""
    said: dict[str, list[str]] = {}
    for meta in soup("meta", content=True):
        value = clean_line(str(meta["content"]))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if value and (name := str(meta.get(attribute, "")).strip().lower()):
                said.setdefault(name, []).append(value)
    return said


def _link(soup: BeautifulSoup, relation: str) -> str:
    links = soup("link", href=True)
    return next((str(one["href"]).strip() for one in links if relation in (one.get("rel") or ())), "")


def _title(soup: BeautifulSoup, site: str) -> str:
    """Give what `<title>` says without the site's name behind it; what an editor puts there says nothing."""
    title = clean_line(soup.title.get_text()) if soup.title else ""
    if site and title.endswith(site) and (joint := _JOINT.search(title[: -len(site)][-12:])):
        title = title[: -len(site) - len(joint[0])] or title
    return "" if _NO_TITLES.fullmatch(title) else title


def _linked_data(soup: BeautifulSoup) -> Iterator[tuple[str, object]]:
    """Yield what the page's first article says in JSON-LD (JSON-LD 1.1, section 7.2), if it is simple."""
    for script in soup("script", type="application/ld+json"):
        text = script.get_text()
        try:
            data = json.loads(text) if len(text) <= LONGEST_DATA else None
        except (ValueError, RecursionError):
            continue
        for thing in _iter_things(data):
            if "datePublished" in thing:
                for field, key in _IN_DATA.items():
                    values = [name for value in _several(thing.get(key)) if (name := _name(value))]
                    yield field, values if field == "author" else next(iter(values), "")
                return


def _iter_things(data: object) -> Iterator[Mapping[str, object]]:
    for thing in _several(data):
        if isinstance(thing, dict):
            yield thing
            yield from (inner for inner in _several(thing.get("@graph")) if isinstance(inner, dict))


def _several(value: object) -> list[object]:
    return value[:MOST] if isinstance(value, list) else [value]


def _name(value: object) -> str:
    value = value.get("name") if isinstance(value, dict) else value
    return clean_line(value) if isinstance(value, str) else ""
