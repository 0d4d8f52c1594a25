"""Where a query's words are in a text: ranges to mark, how many there are, and an excerpt around the first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, TypeAlias

from reader.model import Excerpt
from reader.store.search.folding import Folding, is_word
from reader.store.search.language import All, Any, Node, Not, Text

Range: TypeAlias = tuple[int, int]

BEFORE: Final = 60  # characters of an excerpt before its first hit
LENGTH: Final = 240
NEAR: Final = 20  # characters that an excerpt gives up at most to begin or end with a whole word


class Words:
    """The words that a query looks for in one field ("title" or "body")."""

    def __init__(self, node: Node, field: str, folding: Folding) -> None:
        """Take from a query what it wants there; what it does not want is nothing to find."""
        self._folding = folding
        texts = [text for text in _iter_texts(node) if text.field in ("", field)]
        needles = ((folding.fold(text.value), text.quoted) for text in texts)
        self._needles = list(dict.fromkeys(needle for needle in needles if needle[0]))

    def find(self, text: str) -> list[Range]:
        """Find the ranges of a text that hold the words, in order, joined where they meet."""
        if not self._needles:
            return []
        folded, offsets = self._folding.fold_with_offsets(text)
        return _join(
            (offsets[start], offsets[bisect_right(offsets, offsets[end - 1])])
            for start, end in self.find_folded(folded)
        )

    def find_folded(self, folded: str) -> list[Range]:
        """Find the ranges in a text that is folded already."""
        found = (hit for needle, quoted in self._needles for hit in _iter_hits(folded, needle, whole=quoted))
        return _join(found)


def _iter_hits(folded: str, needle: str, *, whole: bool) -> Iterator[Range]:
    begins, ends = is_word(needle[0]), whole and is_word(needle[-1])
    at = folded.find(needle)
    while at >= 0:
        end = at + len(needle)
        inside = (begins and at > 0 and is_word(folded[at - 1])) or (
            ends and end < len(folded) and is_word(folded[end])
        )
        if not inside:
            yield at, end
        at = folded.find(needle, at + 1 if inside else end)


def _iter_texts(node: Node) -> Iterator[Text]:
    """Yield what a query wants to find in the text."""
    match node:
        case Text():
            yield node
        case All(nodes=nodes) | Any(nodes=nodes):
            for inner in nodes:
                yield from _iter_texts(inner)
        case Not(node=Not(node=inner)):
            yield from _iter_texts(inner)
        case _:
            pass


def _join(ranges: Iterator[Range]) -> list[Range]:
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


# -- excerpts


def find_excerpt(node: Node, title: str, text: str, folding: Folding) -> Excerpt:
    """Find the piece of a text around the first hit, else its beginning; a `…` says where it was cut."""
    words = Words(node, "body", folding)
    hits = words.find_folded(folding.fold(text))
    first = _locate(text, hits[0][0], folding) if hits else 0
    start = _begin_word(text, max(0, first - BEFORE), first)
    end = _end_word(text, start + LENGTH)
    piece = text[start:end].strip()
    before, after = "…" * bool(text[:start].strip()), "…" * bool(text[end:].strip())
    found = _join(iter(words.find(piece))) if hits else ()
    marks = tuple((begin + len(before), end + len(before)) for begin, end in found)
    in_title = len(Words(node, "title", folding).find_folded(folding.fold(title)))
    return Excerpt(f"{before}{piece}{after}".replace("\n", " "), marks, len(hits) + in_title)


def _locate(text: str, at: int, folding: Folding) -> int:
    """Give where a place in the folded text is in the text: nothing is composed across the end of a line."""
    start = 0
    for line in text.split("\n"):
        length = len(folding.fold(line))
        if at < length:
            return start + folding.fold_with_offsets(line)[1][at]
        at -= length + (length > 0)
        start += len(line) + 1
    return 0


def _begin_word(text: str, start: int, first: int) -> int:
    """Move the beginning of an excerpt to that of a word, where one is near before its first hit."""
    blank = text.find(" ", start, min(first, start + NEAR)) if start else -1
    return blank + 1 if blank >= 0 else start


def _end_word(text: str, end: int) -> int:
    """Move the end of an excerpt to that of a word, where one is near."""
    blank = text.rfind(" ", end - NEAR, end + 1) if end < len(text) else -1
    return blank if blank >= 0 else end
