"""Why there is nothing to see, and the key that helps."""

from __future__ import annotations

import pytest

from reader.model import Counts, Shelf, View
from reader.ui.sentences import nothing_in

SOME, READ, KEPT = Counts(9, 4, 0), Counts(9, 0, 0), Counts(9, 4, 2)
UNDO, ALL = "u undoes the last change.", "U shows the read ones too."
OTHER, ONWARD = "/ searches for something else.", "n goes on to the next feed that has some."


@pytest.mark.parametrize(
    ("view", "counts", "said"),
    [
        (View(Shelf.UNREAD), READ, ("Everything is read.", UNDO)),
        (View(unread_only=True), READ, ("Everything is read.", ALL)),
        (View(category=("A",), unread_only=True), SOME, ("Nothing unread here.", ONWARD, ALL)),
        (View(query="a"), SOME, ("Nothing is found.", OTHER)),
        (View(query="a", unread_only=True), SOME, ("Nothing is found.", ALL, OTHER)),
        (View(Shelf.BOOKMARKS), SOME, ("Nothing is bookmarked yet.", "b on an article keeps it here.")),
        (View(Shelf.BOOKMARKS, unread_only=True), KEPT, ("Nothing unread here.", ONWARD, ALL)),
    ],
)
def test_each_emptiness_names_the_key_that_helps(view: View, counts: Counts, said: tuple[str, ...]) -> None:
    assert nothing_in(view, counts, {}) == said
