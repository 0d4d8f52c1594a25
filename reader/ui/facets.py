"""What a list is made of, offered to narrow it: years and their months, authors, sources, tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from reader.model import Facet
from reader.ui.dialogs import Choice, Picker

_KINDS: Final = {"author": "by", "source": "from", "tag": "tagged"}


def make_panel(facets: Sequence[Facet]) -> Picker:
    """Make the panel; choosing gives what to add to the query."""
    return Picker("Narrow to", list(_iter_choices(facets)))


def _iter_choices(facets: Sequence[Facet]) -> Iterator[Choice]:
    months = [facet for facet in facets if facet.kind == "month"]
    for year, within in groupby(months, lambda facet: facet.name[:4]):
        parts = list(within)
        yield Choice(f"date:{year}", year, f"{sum(facet.articles for facet in parts):,}")
        for facet in parts:
            yield Choice(facet.query, f"  {facet.name}", f"{facet.articles:,}")
    for facet in facets:
        if facet.kind != "month":
            yield Choice(facet.query, f"{_KINDS[facet.kind]} {facet.name}", f"{facet.articles:,}")
