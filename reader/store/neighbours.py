"""The next unread article: in the view first, then across the feeds in the order of the tree, round and
round.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.model import Category, CategoryPath, Row, Shelf, View
from reader.store.cache import Cache
from reader.store.listing import Listing


def next_unread(
    cache: Cache, listing: Listing, view: View, article: int | None, step: int
) -> tuple[View, Row] | None:
    """Find the unread article after (`step` 1) or before (-1) one; gives the view that holds it, and its
    row.
    """
    row = listing.beside(_unread(view), article, step)
    if row:
        return view, row
    for path in _iter_feeds(cache.categories(), view, step):
        other = view._replace(shelf=Shelf.ALL, category=path)
        row = listing.beside(_unread(other), None, step)
        if row:
            return other, row
    row = listing.beside(_unread(view), None, step)
    return (view, row) if row else None


def _unread(view: View) -> View:
    return view._replace(unread_only=True, since=float("inf"))


def _iter_feeds(categories: list[Category], view: View, step: int) -> Iterator[CategoryPath]:
    """Yield the categories that hold unread articles of their own, beginning after the view's and all
    below it.
    """
    here = view.category
    if not here and view.shelf is not Shelf.BOOKMARKS:
        return  # the view holds everything
    below: dict[CategoryPath, int] = {}
    for category in categories:
        if category.depth:
            below[category.path[:-1]] = below.get(category.path[:-1], 0) + category.unread
    order = [one.path for one in categories]
    feeds = {one.path for one in categories if one.unread > below.get(one.path, 0)}
    at = order.index(here) if here in order else -1
    for path in (order[at + 1 :] + order[: at + 1])[::step] if step > 0 else (order[at:] + order[:at])[::-1]:
        if path in feeds and path[: len(here)] != here:
            yield path
