"""What a list is made of: its months, authors, sources and tags, each with its articles."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from itertools import islice
from typing import Final, Literal, NamedTuple, TypeAlias

from reader.model import Facet
from reader.store.search.index import iter_names

Kind: TypeAlias = Literal["author", "source", "tag"]

KINDS: Final[tuple[Kind, ...]] = ("author", "source", "tag")
_AT_ONCE: Final = 500  # articles asked for in one query


class _Name(NamedTuple):
    """A name as queries know it: folded."""

    kind: Kind
    folded: str


def count_facets(connection: sqlite3.Connection, numbers: Iterable[int], zone: tzinfo | None) -> list[Facet]:
    """Count the facets of indexed articles: the latest months first, names by how many bear them."""
    months: Counter[str] = Counter()
    borne: Counter[str] = Counter()
    for date, names in _iter_facts(connection, numbers):
        if date is not None:
            months[f"{datetime.fromtimestamp(date, zone):%Y-%m}"] += 1
        borne[names] += 1
    facets = [
        Facet("month", month, f"date:{month}", count) for month, count in sorted(months.items(), reverse=True)
    ]
    return facets + list(_iter_named(connection, borne))


def _iter_facts(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[tuple[int | None, str]]:
    """Yield the date of each article and its names."""
    left = iter(numbers)
    while batch := list(islice(left, _AT_ONCE)):
        yield from connection.execute(
            "SELECT a.date, d.names FROM docs d JOIN articles a ON a.id = d.article"
            f" WHERE d.id IN ({', '.join('?' * len(batch))})",
            batch,
        )


def _iter_named(connection: sqlite3.Connection, borne: Mapping[str, int]) -> Iterator[Facet]:
    """Yield the names that are borne, each counted wherever a query for it finds it."""
    known: dict[_Name, str] = {}
    bearers: defaultdict[str, list[_Name]] = defaultdict(list)
    for kind in KINDS:
        for number, shown, folded in iter_names(connection, kind):
            if folded:
                name = _Name(kind, folded)
                known.setdefault(name, shown)
                bearers[str(number)].append(name)
    for names_of, name in _iter_longer(known, bearers):
        names_of.append(name)
    counts: Counter[_Name] = Counter()
    for names, count in borne.items():
        for name in {name for number in names.split(" ") for name in bearers.get(number, ())}:
            counts[name] += count
    for kind in KINDS:
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0].folded)):
            if name.kind == kind:
                quoted = known[name].replace('"', "＂")  # which is the same to a query, but ends no value
                yield Facet(kind, known[name], f'{kind}:"{quoted}"', count)


def _iter_longer(
    known: Iterable[_Name], bearers: Mapping[str, list[_Name]]
) -> Iterator[tuple[list[_Name], _Name]]:
    """Yield what authors bear whose name has another's in it, which a query for that one finds too, and that one."""
    authors = [(names, names[0].folded) for names in bearers.values() if names[0].kind == "author"]
    together = "\n".join({folded for _, folded in authors})
    for name in known:
        if name.kind == "author" and together.count(name.folded) > 1:
            yield from ((names, name) for names, folded in authors if name.folded in folded != name.folded)
