"""A text that has one line to itself: a title in a list, a name in a bar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from reader.typeset.bidi import has_rtl, is_rtl, reorder
from reader.typeset.options import Options
from reader.typeset.width import find_cut


class Field(NamedTuple):
    """A text as it is shown, the cells it takes, and how many of its characters were kept.

    `origins` holds, for each character shown, the one of the text it came from; None: all stand where they did.
    """

    text: str
    cells: int
    kept: int
    origins: Sequence[int] | None = None

    def places(self, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield where ranges of the text's characters are shown, from left to right; what was cut off is not."""
        seen = [(start, min(end, self.kept)) for start, end in ranges if start < self.kept]
        if self.origins is None:
            yield from seen
            return
        within = {at for start, end in seen for at in range(start, end)}
        for inside, run in groupby(enumerate(self.origins), lambda shown: shown[1] in within):
            places = [place for place, _ in run]
            if inside:
                yield places[0], places[-1] + 1


def set_field(text: str, room: int, options: Options) -> Field:
    """Cut a text to `room` cells and bring it into the order of the eye; it does not move to the right side."""
    measure = options.measure
    cells, kept = measure.cells(text), len(text)
    shown = text
    if cells > room:
        kept, sign = find_cut(text, room, measure)
        shown = text[:kept] + sign
        cells = measure.cells(shown)
    if options.terminal_bidi or not has_rtl(text):
        return Field(shown, cells, kept)
    shown, origins = reorder(shown, is_rtl(text))
    return Field(shown, measure.cells(shown), kept, origins)
