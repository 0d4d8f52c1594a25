"""What is said where there is nothing to show: one sentence, and the key that helps."""

from __future__ import annotations

from collections.abc import Mapping

from reader.model import Counts, Shelf, View
from reader.ui.actions import find_action, keys_of


def nothing_in(view: View, counts: Counts, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """Say why a view has no articles."""

    def key(id: str) -> str:  # noqa: A002 - the registry's word
        return " ".join(keys_of(find_action(id), keymap)[:1])

    if not counts.total:
        return (
            "There are no articles in this folder.",
            f"{key('library.sync')} looks again, {key('library.switch')} opens another library.",
        )
    if view.query:
        return ("Nothing is found.", f"{key('search.open')} searches for something else.")
    if view.shelf is Shelf.BOOKMARKS:
        return ("Nothing is bookmarked yet.", f"{key('article.bookmark')} on an article keeps it here.")
    if view.shelf is Shelf.UNREAD or view.unread_only:
        if not counts.unread:
            return ("Everything is read.", f"{key('app.undo')} undoes the last change.")
        shown = f"{key('view.unread_only')} shows the read ones too." if view.unread_only else ""
        onward = f"{key('unread.next')} goes on to the next feed that has some."
        return tuple(filter(None, ("Nothing unread here.", onward, shown)))
    return ("Nothing stands here any more.", f"{key('library.sync')} looks again.")


def no_text(url: str, keymap: Mapping[str, str]) -> str:
    """Say that an article is a headline only, and where its text may be."""
    key = " ".join(keys_of(find_action("article.browse"), keymap)[:1])
    return f"This article has no text. {key} opens its address." if url else "This article has no text."


def nothing_read(syncing: bool) -> tuple[str, ...]:
    """Say why no article is open."""
    return ("Looking for articles.",) if syncing else ()
