"""What a file says, kept as JSON: everything of an `Article` that a listing may be asked for, without its body."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from reader.model import Article

PLAIN = (
    "title", "date_source", "list_form", "source", "url", "image", "excerpt", "lang", "guid", "draft", "hidden", "kind",
    "minutes",
)  # fmt: skip
INSTANTS = ("date", "updated")
TUPLES = ("tags", "authors")


def pack(article: Article) -> str:
    """Give an article's fields as JSON; what is empty is left out."""
    fields: dict[str, Any] = {name: getattr(article, name) for name in (*PLAIN, *TUPLES, "categories")}
    for name in INSTANTS:
        instant = getattr(article, name)
        fields[name] = instant and instant.timestamp()
    kept = {name: value for name, value in fields.items() if value}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def unpack(key: str, text: str) -> Article:
    """Give the article again; body, text and the header as written stay in the file."""
    fields: dict[str, Any] = json.loads(text)
    for name in INSTANTS:
        if name in fields:
            fields[name] = datetime.fromtimestamp(fields[name], UTC)
    for name in TUPLES:
        if name in fields:
            fields[name] = tuple(fields[name])
    fields["categories"] = tuple(tuple(path) for path in fields.get("categories", ()))
    return Article(key=key, **{"title": "", **fields})
