"""The last view as JSON, so that the state can keep it."""

from __future__ import annotations

import json

from reader.model import LastView, Shelf, Sort, View


def pack_view(last: LastView) -> str:
    """Give a last view as JSON; what was kept for its own sake (`since`) is not."""
    view = last.view
    return json.dumps(
        {
            "shelf": view.shelf.value,
            "category": view.category,
            "unread_only": view.unread_only,
            "sort": view.sort.value,
            "query": view.query,
            "key": last.key,
            "reading": last.reading,
            "folded": sorted(last.folded),
        },
    )


def unpack_view(text: str) -> LastView:
    """Give the last view again; what cannot be read is as if nothing had been kept."""
    try:
        kept = json.loads(text)
        view = View(
            Shelf(kept["shelf"]), tuple(kept["category"]), kept["unread_only"], Sort(kept["sort"]),
            query=kept.get("query", ""),
        )  # fmt: skip
        return LastView(view, kept["key"], kept["reading"], frozenset(tuple(path) for path in kept["folded"]))
    except (ValueError, KeyError, TypeError):
        return LastView()
