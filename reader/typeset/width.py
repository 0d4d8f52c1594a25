"""How many terminal cells a text takes, and texts made to take a number of them.

A character takes the larger of what `rich.cells` (with which the screen is painted) and `wcwidth` (which most
terminals agree with) give it, so that a line fits whichever of the two the terminal follows. Text whose
clusters are single characters is measured character by character, the rest by grapheme cluster (UAX #29).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

from rich.cells import cell_len

if TYPE_CHECKING:
    from icu4py.breakers import BaseBreaker, CharacterBreaker

ELLIPSIS = "…"
FILLER = "\ufdd0"  # no character (Unicode 23.7): stands for a cell that the character before it takes besides

# Scripts and signs whose characters never join a cluster: those that are shown and run from left to right, and others.
_LEFT = (
    "\n -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u2319"
    "\u231c-\u23e8\u2500-\u25a9\u25ac-\u25b5\u25b7-\u25bf\u25c1-\u25fa\u2605\u2606\u2e80-\u3029\u3031-\u303c\u303e-\u3098"
    "\u309b-\u3296\u3298\u329a-\ua4cf\uac00-\ud7a3\uff01-\uff9d\uffe0-\uffe6\U00020000-\U0003fffd"
)
_OTHERS = "\xa0\xad\u0590\u05be\u05d0-\u05f4\u0620-\u064a\u0660-\u066f\u0671-\u06d5\u200b\u2060"
_SIMPLE = re.compile(f"[{_LEFT}{_OTHERS}]*")
# Of those, characters that surely take two cells, one cell, and one cell where ambiguous ones are wide.
_TWO = "\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u329a-\ua48c\uac00-\ud7a3\uff01-\uff60\U00020000-\U0002fffd"
_ONE = " -~\xa0-\xac\xae-\u200a\u200c-\u205f\u2061-\u2328\u232b-\u2e7f"
_ONE_ANYWHERE = " -~"


class _Widths(dict[str, int]):
    """The cells of single characters, measured when they are first met."""

    def __init__(self, wide: str) -> None:
        super().__init__()
        self._wide = wide

    def __missing__(self, character: str) -> int:
        cells = cell_len(character)
        if not is_agreed(character):
            cells = max(cells, _wcwidth(character), 0)
        if not cells and category(character) == "Mc":
            cells = 1  # wcwidth counts a spacing mark only where it follows something
        if cells == 1 and self.is_ambiguous(character):
            cells = 2
        self[character] = cells
        return cells

    def is_ambiguous(self, character: str) -> bool:
        """Say whether a character is wide only because the terminal is one where such are."""
        return east_asian_width(character) in self._wide


class _ClusterWidths(dict[str, int]):
    """The cells of grapheme clusters, measured when they are first met."""

    def __init__(self, widths: _Widths) -> None:
        super().__init__()
        self._widths = widths

    def __missing__(self, cluster: str) -> int:
        base = self._widths[cluster[0]]
        cells = base if len(cluster) == 1 else max(cell_len(cluster), _wcswidth(cluster), 0)
        if cells == 1 < base and self._widths.is_ambiguous(cluster[0]):
            cells = base
        if len(self) > 4096:
            self.clear()
        self[cluster] = cells
        return cells


class Measure:
    """Widths for one kind of terminal."""

    def __init__(self, *, ambiguous_wide: bool = False) -> None:
        self._widths = _Widths("A" if ambiguous_wide else "-")
        self._clusters = _ClusterWidths(self._widths)
        self._one = _ONE_ANYWHERE if ambiguous_wide else _ONE
        self.of_character: Callable[[str], int] = self._widths.__getitem__

    @cached_property
    def _runs(self) -> re.Pattern[str]:
        """What parts a text in runs of one width; no first screen needs it, and it takes a while to make."""
        return re.compile(f"([{self._one}]+)|([{_TWO}]+)|(.)", re.DOTALL)

    def cells(self, text: str) -> int:
        """Give the cells that a text without line breaks takes."""
        if text.isascii():
            return len(text)
        if is_simple(text):
            return sum(map(self.of_character, text))
        return sum(map(self._clusters.__getitem__, iter_clusters(text)))

    def columns(self, text: str) -> Sequence[int]:
        """Give the cells before each character and before the end; a cluster counts at its first one."""
        return self.grid(text)[0]

    def grid(self, text: str) -> tuple[Sequence[int], Sequence[int]]:
        """Give what `columns` does, and where the clusters begin, the end included."""
        if text.isascii():
            places = range(len(text) + 1)
            return places, places
        if is_simple(text):
            return self._simple_columns(text), range(len(text) + 1)
        clusters, columns, last = [0, *find_cluster_ends(text)], [0], 0
        for start, end in pairwise(clusters):
            last += self._clusters[text[start:end]]
            columns += (last,) * (end - start)
        return columns, clusters

    def _simple_columns(self, text: str) -> Sequence[int]:
        """Give what `columns` does for a simple text: whole runs of characters of one width at once."""
        runs = self._runs.findall(text)
        if len(runs) == 1 and (runs[0][0] or runs[0][1]):
            cells = 1 if runs[0][0] else 2
            return range(0, cells * len(text) + 1, cells)
        columns = [0]
        last = 0
        for single, double, other in runs:
            if single:
                last += len(single)
                columns += range(columns[-1] + 1, last + 1)
            elif double:
                last += 2 * len(double)
                columns += range(columns[-1] + 2, last + 1, 2)
            else:
                last += self._widths[other]
                columns.append(last)
        return columns

    def fill(self, text: str) -> str:
        """Put fillers behind what takes more cells than the screen is painted with: both come to the same."""
        if text.isascii():
            return text
        clusters = iter_clusters(text)
        return "".join(one + FILLER * (self._clusters[one] - cell_len(one)) for one in clusters)

    def is_certain(self, cluster: str) -> bool:
        """Say whether terminals give a cluster the cells that the screen is painted with.

        They add up its characters or not, and follow one table or another: all must come to the same.
        """
        if len(cluster) == 1 and is_agreed(cluster):
            return self.cells(cluster) == cell_len(cluster)
        return self.cells(cluster) == cell_len(cluster) == sum(max(_wcwidth(one), 0) for one in cluster)


NARROW = Measure()
WIDE = Measure(ambiguous_wide=True)
cells = NARROW.cells


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(f"[{_LEFT}]*")  # which takes a while, and no first screen needs it


def is_plain(text: str) -> bool:
    """Say whether each character is a cluster of its own, is shown, and runs from left to right: most texts."""
    return text.isascii() or _plain().fullmatch(text) is not None


def is_simple(text: str) -> bool:
    """Say whether each character is a cluster of its own."""
    return _SIMPLE.fullmatch(text) is not None


def is_agreed(character: str) -> bool:
    """Say whether `rich.cells` and `wcwidth` give a character the same cells, as far as can be known without asking.

    They do for simple ones to which `rich.cells` gives what Unicode says of their East Asian width (UAX #11).
    """
    wide = east_asian_width(character) in "WF"
    return is_simple(character) and cell_len(character) == (2 if wide else 1)


def _wcwidth(character: str) -> int:
    from wcwidth import wcwidth  # the first screen mostly does without

    return wcwidth(character)


def _wcswidth(text: str) -> int:
    from wcwidth import wcswidth

    return wcswidth(text)


def iter_clusters(text: str) -> Iterable[str]:
    """Give the extended grapheme clusters of a text (UAX #29), to iterate over."""
    return text if is_simple(text) else _break(text)


def find_cluster_ends(text: str) -> list[int]:
    """Give where each extended grapheme cluster of a text ends."""
    return find_ends(_break(text))


def _break(text: str) -> CharacterBreaker:
    from icu4py.breakers import CharacterBreaker  # the first screen mostly does without

    return CharacterBreaker(text, "")


def find_ends(breaker: BaseBreaker) -> list[int]:
    """Give where each piece of a breaker's text ends.

    Segments are quicker than strings by a factor of three, but count UTF-16 units: with characters beyond
    those, the last end lies behind the text's.
    """
    ends = [end for _, end in breaker.segments()]
    if ends and ends[-1] != len(breaker.text):
        return list(accumulate(map(len, breaker)))
    return ends


def cut(text: str, room: int, measure: Measure = NARROW) -> str:
    """Shorten a text to at most `room` cells, with an ellipsis after a whole cluster where it was cut."""
    if measure.cells(text) <= room:
        return text
    kept, sign = find_cut(text, room, measure)
    return text[:kept] + sign


def find_cut(text: str, room: int, measure: Measure = NARROW) -> tuple[int, str]:
    """Give how many characters of a text too long for `room` cells stay, and the sign that stands after them."""
    if room <= 0:
        return 0, ""
    sign = ELLIPSIS if measure.cells(ELLIPSIS) <= room else "."
    return bisect_right(measure.columns(text), room - measure.cells(sign)) - 1, sign


def pad(text: str, room: int, measure: Measure = NARROW) -> str:
    """Make a text take exactly `room` cells: cut, or filled up with spaces."""
    short = cut(text, room, measure)
    return short + " " * (room - measure.cells(short))
