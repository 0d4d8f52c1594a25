"""Where a search's words stand on a set page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reader.document import Line, Mark
from reader.typeset.width import cells
from reader.ui.marking import Ranges, iter_runs


class Hit(NamedTuple):
    """A piece of a hit on one line of a page, its folds open.

    The pieces of a hit that goes over a line end share its number.
    """

    line: int
    start: int
    end: int
    number: int


def find_hits(lines: Sequence[Line], text: str, find: Callable[[str], Ranges]) -> list[Hit]:
    """Find hits on the lines that a document of this text was set in; they may go over the ends of lines."""
    joined, starts = _join(lines, text)
    hits: list[Hit] = []
    index = 0
    for number, (start, end) in enumerate(find(joined)):
        while index + 1 < len(starts) and starts[index + 1][0] <= start:
            index += 1
        at = index
        while at < len(starts) and starts[at][0] < end:
            begin, places = starts[at]
            shown = sorted(places[max(start - begin, 0) : max(end - begin, 0)])
            hits += (Hit(at, first, first + count, number) for first, count in iter_runs(shown))
            at += 1
    return hits


def join_hits(before: Sequence[Hit], hits: Sequence[Hit], line: int) -> list[Hit]:
    """Give the hits before a line of the page and those from there on as hits of one page."""
    number = before[-1].number + 1 if before else 0
    return [*before, *(hit._replace(line=hit.line + line, number=hit.number + number) for hit in hits)]


def _join(lines: Sequence[Line], text: str) -> tuple[str, list[tuple[int, Sequence[int]]]]:
    """Give a page's words as running text; for each line where it begins there, and where its words stand."""
    pieces: list[str] = []
    starts: list[tuple[int, Sequence[int]]] = []
    at, before = 0, Line()
    for line in lines:
        words, places = _words(line)
        between = _between(before, line, words, text)
        pieces += (between, words)
        at += len(between)
        starts.append((at, places))
        at += len(words)
        before = line
    return "".join(pieces), starts


def _words(line: Line) -> tuple[str, Sequence[int]]:
    """Give a line's words as they are read, and where on the line each of their characters is shown."""
    shown = line.plain
    if not line.order:
        skipped = _margin(line)
        return shown[skipped:], range(skipped, len(shown))
    order = line.order[: len(shown)]
    places = sorted((at for at, place in enumerate(order) if place >= 0), key=order.__getitem__)
    return "".join(shown[at] for at in places), places


def _margin(line: Line) -> int:
    """Count the characters before a line's own: blanks, and the dim marks of lists and quotes."""
    skipped = 0
    for span in line.spans:
        if span.text.strip() and not span.marks & Mark.DIM:
            break
        skipped += len(span.text)
    if skipped >= len(line.plain):  # all of it is dim: a caption's words are its own
        skipped = 0
    return skipped + len(line.plain[skipped:]) - len(line.plain[skipped:].lstrip())


def _between(before: Line, line: Line, words: str, text: str) -> str:
    """Give what parts two lines in the text: a line end, a blank, or nothing where a word was broken."""
    ended = before.plain
    if not ended or not words:
        return "\n"
    if line.offset > before.offset:
        parted = text[line.offset - 1 : line.offset]
        return parted if parted.isspace() else ""
    return "" if cells(ended[-1]) == 2 == cells(words[0]) else " "
