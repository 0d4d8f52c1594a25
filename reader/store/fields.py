"""What a file says, as parsing processes hand it over and the cache keeps it.

Everything of an `Article` that a listing may be asked for stands in one JSON text, without body and header, packed
small (`reader.store.packing`); what decides where the article is listed stands beside it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.model import Article, CategoryPath, Fault, SourceFile
from reader.store import packing

if TYPE_CHECKING:
    from reader.store.search.packing import Held

PLAIN = (
    "title", "date_source", "list_form", "source", "library", "url", "image", "excerpt", "lang", "guid",
    "draft", "hidden", "kind", "minutes",
)  # fmt: skip
INSTANTS = ("date", "updated")
TUPLES = ("tags", "authors")


class Parsed(NamedTuple):
    """What a file turned out to be, as it comes from a parsing process.

    `reason` says why it is not listed, `failed` that it ought to be, `unreadable` that the next sync may have
    more luck. `names` is the plain list that may be a path or a set, `library` the source where neither the
    header nor that list names one (`reader.model.Article`); `date` in seconds since the epoch;
    `fields` as `pack` gives them; `held` is the text for the index.
    """

    file: SourceFile
    reason: str = ""
    failed: bool = False
    unreadable: bool = False
    title: str = ""
    source: str = ""
    library: str = ""
    lang: str = ""
    guid: str = ""
    fingerprint: bytes = b""
    long: bool = False
    date: int | None = None
    categories: tuple[CategoryPath, ...] = ()
    names: tuple[str, ...] = ()
    fields: bytes = b""
    faults: tuple[Fault, ...] = ()
    held: Held | None = None


def pack(article: Article, sample: str = "") -> bytes:
    """Pack an article's fields after a sample of others; what is empty is left out."""
    fields: dict[str, Any] = {name: getattr(article, name) for name in (*PLAIN, *TUPLES, "categories")}
    fields["has"] = sorted(article.has)
    for name in INSTANTS:
        instant = getattr(article, name)
        fields[name] = instant and instant.timestamp()
    kept = {name: value for name, value in fields.items() if value}
    return packing.pack(json.dumps(kept, ensure_ascii=False, separators=(",", ":")), sample)


def read_fields(packed: bytes, sample: str) -> dict[str, Any]:
    """Give the fields again, as JSON has them."""
    fields: dict[str, Any] = json.loads(packing.unpack(packed, sample))
    return fields


def unpack(key: str, packed: bytes, sample: str) -> Article:
    """Give the article again; body, text and the header as written stay in the file."""
    fields = read_fields(packed, sample)
    for name in INSTANTS:
        if name in fields:
            fields[name] = datetime.fromtimestamp(fields[name], UTC)
    for name in TUPLES:
        if name in fields:
            fields[name] = tuple(fields[name])
    fields["has"] = frozenset(fields.get("has", ()))
    fields["categories"] = tuple(tuple(path) for path in fields.get("categories", ()))
    return Article(key=key, **{"title": "", **fields})
