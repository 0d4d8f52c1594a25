"""What was found, marked: the paint over ranges of a line, and the pieces of texts that lists show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from reader.model import Excerpt
from reader.typeset.width import Measure

Ranges = Sequence[tuple[int, int]]


class Glimpse(NamedTuple):
    """What a search shows of an article in a list: a piece of its text, and the ranges to mark in its title."""

    excerpt: Excerpt
    title: tuple[tuple[int, int], ...]


def iter_runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each run of consecutive numbers as its start and length."""
    start = 0
    for index in range(1, len(numbers) + 1):
        if index == len(numbers) or numbers[index] != numbers[index - 1] + 1:
            yield numbers[start], index - start
            start = index


def mark(segments: Iterable[Segment], marks: Iterable[tuple[int, int, Style]]) -> list[Segment]:
    """Paint ranges of characters (in order, apart from each other) over what is painted already."""
    edges = [edge for start, end, style in marks for edge in ((start, style), (end, None))]
    painted: list[Segment] = []
    at, over, upcoming = 0, None, 0
    for segment in segments:
        done = 0
        while done < len(segment.text):
            while upcoming < len(edges) and edges[upcoming][0] <= at:
                over = edges[upcoming][1]
                upcoming += 1
            reach = len(segment.text) - done
            if upcoming < len(edges):
                reach = min(reach, edges[upcoming][0] - at)
            text = segment.text[done : done + reach]
            style = segment.style + over if segment.style and over else over or segment.style
            painted.append(Segment(text, style))
            done, at = done + reach, at + reach
    return painted


def window(text: str, marks: Ranges, room: int, measure: Measure) -> tuple[str, list[tuple[int, int]]]:
    """Move a text of one line so that its first mark stands within `room` cells; the marks move with it."""
    first = marks[0][0] if marks else 0
    start, used = first, 0
    while start > 0 and (used := used + measure.cells(text[start - 1])) <= room // 3:
        start -= 1
    if not text[:start].strip("…"):
        return text, list(marks)
    blank = text.find(" ", start, first)
    start = start if blank < 0 else blank + 1
    return f"…{text[start:]}", [(1 + one - start, 1 + end - start) for one, end in marks]
