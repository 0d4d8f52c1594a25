"""What a list is made of: its months, authors, sources and tags, each with its articles."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from itertools import islice
from typing import Final, Literal

from reader.model import Facet
from reader.store.search.folding import BLANK

KINDS: Final[tuple[Literal["author", "source", "tag"], ...]] = ("author", "source", "tag")
_AT_ONCE: Final = 500  # articles asked for in one query


def count_facets(connection: sqlite3.Connection, numbers: Iterable[int], zone: tzinfo | None) -> list[Facet]:
    """Count the facets of indexed articles: the latest months first, names by how many bear them."""
    months: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for date, borne in _iter_facts(connection, numbers):
        if date is not None:
            months[f"{datetime.fromtimestamp(date, zone):%Y-%m}"] += 1
        names.update(borne.split())
    facets = [
        Facet("month", month, f"date:{month}", count) for month, count in sorted(months.items(), reverse=True)
    ]
    return facets + list(_iter_named(connection, names))


def _iter_facts(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[tuple[int | None, str]]:
    """Yield the date of each article and the tokens of its names."""
    left = iter(numbers)
    while batch := list(islice(left, _AT_ONCE)):
        yield from connection.execute(
            "SELECT a.date, d.names FROM docs d JOIN articles a ON a.id = d.article"
            f" WHERE d.id IN ({', '.join('?' * len(batch))})",
            batch,
        )


def _iter_named(connection: sqlite3.Connection, tokens: Counter[str]) -> Iterator[Facet]:
    known = {
        f"{BLANK}{number}": (kind, shown)
        for number, kind, shown in connection.execute("SELECT id, kind, shown FROM names")
    }
    for kind in KINDS:
        for token, count in tokens.most_common():
            found, shown = known.get(token, ("", ""))
            if found == kind:
                yield Facet(kind, shown, f'{kind}:"{shown.replace(chr(34), "")}"', count)
