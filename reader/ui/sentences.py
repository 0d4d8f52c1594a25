"""What is said where there is nothing to show: one sentence, and the key that helps."""

from __future__ import annotations

from collections.abc import Mapping

from reader.model import Counts, Shelf, View
from reader.ui.actions import ACTIONS, find_action, keys_of, say_key


def nothing_in(view: View, counts: Counts, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """Say why a view has no articles."""
    if not counts.total:
        return (
            "There are no articles in this folder.",
            f"{_key('library.sync', keymap)} looks again, {_key('library.switch', keymap)} opens another library.",
        )
    shown = f"{_key('view.unread_only', keymap)} shows the read ones too." if view.unread_only else ""
    if view.query:
        other = f"{_key('search.open', keymap)} searches for something else."
        return tuple(filter(None, ("Nothing is found.", shown, other)))
    if view.shelf is Shelf.BOOKMARKS and not counts.bookmarked:
        return (
            "Nothing is bookmarked yet.",
            f"{_key('article.bookmark', keymap)} on an article keeps it here.",
        )
    if view.shelf is Shelf.UNREAD or view.unread_only:
        if not counts.unread:
            return ("Everything is read.", shown or f"{_key('app.undo', keymap)} undoes the last change.")
        onward = f"{_key('unread.next', keymap)} goes on to the next feed that has some."
        return tuple(filter(None, ("Nothing unread here.", onward, shown)))
    return ("Nothing stands here any more.", f"{_key('library.sync', keymap)} looks again.")


def no_text(url: str, keymap: Mapping[str, str]) -> str:
    """Say that an article is a headline only, and where its text may be."""
    onward = f" {_key('article.browse', keymap)} opens its address." if url else ""
    return f"This article has no text.{onward}"


def not_opened(keymap: Mapping[str, str]) -> str:
    """Say how the article at the cursor is opened, where resting on it does not."""
    return f"{_key('list.open', keymap)} opens the article."


def works_in_article(key: str, where: str, keymap: Mapping[str, str]) -> str:
    """Say of a key that it works in articles only; nothing of one that works here, or nowhere."""
    bound = [one for one in ACTIONS if key in keymap.get(one.id, one.keys).replace(" ", "").split(",")]
    if any(one.where in (where, "anywhere") for one in bound):
        return ""
    if any(one.where == "article" for one in bound):
        return f"{say_key(key)} works in an article; {_key('list.open', keymap)} in the list opens one."
    return ""


def nothing_read(syncing: bool) -> tuple[str, ...]:
    """Say why no article is open."""
    return ("Looking for articles.",) if syncing else ()


def _key(id: str, keymap: Mapping[str, str]) -> str:  # noqa: A002 - the registry's word
    return " ".join(keys_of(find_action(id), keymap)[:1])
