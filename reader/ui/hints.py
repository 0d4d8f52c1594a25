"""Letters laid over links, so that a key follows them: nothing on the page moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from rich.segment import Segment
from rich.style import Style

from reader.typeset.width import Measure

_LETTERS: Final = "asdfghjklewrtyuiopzxcvbnmq"  # the home row first


def labels(count: int) -> Iterator[str]:
    """Yield hint letters: one each, or two each where one does not suffice."""
    length = 1 if count <= len(_LETTERS) else 2
    return ("".join(letters) for letters in product(_LETTERS, repeat=length))


def lay_over(
    text: Sequence[Segment], hints: Sequence[tuple[int, str]], style: Style, measure: Measure
) -> list[Segment]:
    """Lay each label over the characters from its column on; the rest of the line stays where it is."""
    characters = [(character, segment.style) for segment in text for character in segment.text]
    laid: list[Segment] = []
    done = 0
    for column, label in sorted(hints):
        if column < done:
            continue
        laid += (Segment(character, look) for character, look in characters[done:column])
        covered, done = 0, column
        while covered < len(label) and done < len(characters):
            covered += measure.cells(characters[done][0])
            done += 1
        laid.append(Segment(label.ljust(covered), style))
    laid += (Segment(character, look) for character, look in characters[done:])
    return list(Segment.simplify(laid))
