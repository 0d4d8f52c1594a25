"""Where a line may end.

The opportunities are those of UAX #14 with dictionaries for Thai, Lao, Khmer and Burmese, from ICU in the
root locale. On top of it stand the strict kinsoku of JIS X 4051 and CLREQ (no line begins with a closing mark
or ends with an opening one) and Korean words kept whole (KLREQ), each wherever the line has another
opportunity. A word that no line holds is broken at its joints, else between grapheme clusters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property
from operator import sub

from reader.typeset.width import NARROW, Measure, find_ends

BLANKS = " \u3000"  # they may hang over the end of a line, where nobody sees them
LONG = 8_000  # characters: longer paragraphs are broken piece by piece
_LOOKAHEAD = 2  # lines at the end of a piece that may look different with the next one
_NO_START = frozenset(
    "，。！？；：、）】》」』”’…〉〕｝］．·～ー々〟〗〙›»,.!?;:)]}%‰℃％‥—゛゜ゝゞヽヾ〻・｡､･｣"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
_NO_END = frozenset("（【《「『“‘〈〔｛［〝〖〘‹«([{｢")
_JOINTS = frozenset("/\\-_.?&=:#,;+@|~%([{<\"'*")
_UNSEEN = {0xAD: None, 0x200B: None, 0x2060: None, 0xA0: " "}  # marks for the line breaker alone
_MARKED = re.compile("[\xad\u200b\u2060\xa0]")
_FIRST_WIDE = "\u2e80"  # from here on, words are broken between any two characters
_KANA = "".join(kana for kana in map(chr, range(0x3041, 0x30FB)) if kana.isalpha() and kana not in _NO_START)
_IDEOGRAPHS = re.compile(f"[\u3400-\u4dbf\u4e00-\u9fff{_KANA}]{{2}}")
_LETTER = "[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0391-\u03a9\u03b1-\u03c9\u0400-\u045f]"
_WORD = f"(?:{_LETTER}+(?:['\u2019]{_LETTER}+)*|[가-힣]+)"
_WORDS = re.compile(f"(?:{_LETTER}|[가-힣,.;:!?)]) {_WORD}[,.]?")
SOFT_HYPHEN = "\xad"
WORD_JOINER = "\u2060"
_NOTHING = "\u200b"  # behaves like a soft hyphen inside a line, and takes no cells


def wrap(text: str, width: int, measure: Measure = NARROW) -> list[str]:
    """Break one paragraph into lines of at most `width` cells, without the blanks between them.

    Blanks alone are no line: those at the beginning go where they would be one.
    """
    text = text.replace("\t", " ")
    lines = [line_text(text, *span) for span in break_lines(text, width, width, measure)]
    return [line for line in lines if line] or [""]


def line_text(text: str, start: int, end: int) -> str:
    """Give a line as it is shown: no blanks at its end, a hyphen where a soft one was used."""
    line = text[start:end].rstrip(BLANKS)
    if line.isascii():
        return line
    ends_anyway = text[end : end + 1] in ("", "\n")
    return visible(line) + ("-" if text[end - 1] == SOFT_HYPHEN and not ends_anyway else "")


def visible(text: str) -> str:
    """Give a text without the marks that only say where lines may end."""
    return text.translate(_UNSEEN) if _MARKED.search(text) else text


def find_breaks(text: str) -> list[int]:
    """Find the break opportunities of a text, in ascending order, its end among them."""
    from icu4py.breakers import LineBreaker  # no page is set before the first screen is painted

    return find_ends(LineBreaker(text, ""))


def find_plain_break(text: str, start: int, edge: int) -> int:
    """Find the last good opportunity up to an edge where it is plain to see, else give 0.

    Between two ideographs or large kana there always is one (UAX #14, rule LB31), and between two words that a
    space parts (LB18), but no good one inside a word (LB28). The rest is left to the breaker, which costs as much for a
    paragraph as all else that is done for it.
    """
    if edge > start and _IDEOGRAPHS.match(text, edge - 1):
        return edge
    at = text.rfind(" ", start + 2, edge) + 1
    return at if at and _WORDS.fullmatch(text, at - 2, edge + 1) else 0


def break_lines(
    text: str, first: int, width: int, measure: Measure = NARROW, bonds: Collection[int] = ()
) -> Iterator[tuple[int, int]]:
    """Yield the lines of a paragraph as (start, end): the first in `first` cells, the rest in `width`.

    A line feed in the text ends a line. Blanks at a line's end may stand beyond the width. A line ends at one
    of `bonds` only where it has no other opportunity.
    """
    return Measured(text, measure, bonds).iter_lines(first, width)


def break_long(
    text: str, first: int, width: int, measure: Measure = NARROW, bonds: Collection[int] = ()
) -> Iterator[tuple[int, int]]:
    """Yield the lines of a paragraph of any length as `break_lines` does, at a cost that comes piece by piece.

    Each piece begins where a line does, for what stands before an opportunity says nothing about those after
    it; its last lines are broken again with what follows them.
    """
    start, room = 0, first
    while True:
        piece = text[start : start + LONG]
        held = {at - start for at in bonds if 0 < at - start < LONG}
        lines = list(break_lines(piece, room, width, measure, held))
        is_last = start + LONG >= len(text)
        whole = lines if is_last else lines[:-_LOOKAHEAD] or lines[:1]
        yield from ((start + begin, start + end) for begin, end in whole)
        if is_last:
            return
        start += lines[len(whole)][0] if len(whole) < len(lines) else whole[-1][1]
        room = width


class Measured:
    """A text with what is known of it: opportunities, cells before each character, clusters."""

    def __init__(self, text: str, measure: Measure = NARROW, bonds: Collection[int] = ()) -> None:
        self._text = text
        self._bonds = bonds
        self._columns, self._clusters = measure.grid(text.replace(SOFT_HYPHEN, _NOTHING))

    @cached_property
    def _places(self) -> list[int]:
        return find_breaks(self._text)

    @property
    def widest(self) -> int:
        """The cells that its widest cluster takes, or more."""
        if isinstance(self._clusters, range):
            return 2
        return max(map(sub, self._columns[1:], self._columns), default=0)

    def iter_lines(self, first: int, width: int) -> Iterator[tuple[int, int]]:
        """Yield where each line begins and ends: the first in `first` cells, the rest in `width`."""
        text, columns, room = self._text, self._columns, first
        stop = -1
        while stop < len(text):
            begin = start = stop + 1
            stop = text.find("\n", start)
            if stop < 0:
                stop = len(text)
            last = start + len(text[start:stop].rstrip(BLANKS))
            while columns[last] - columns[start] > room:
                fits = bisect_right(columns, columns[start] + room, start, last + 1) - 1
                edge = fits
                while text[edge] in BLANKS:
                    edge += 1
                end = self._choose(start, edge, room) or self._cut_word(start, fits, last, width)
                yield start, end
                start, room = end, width
            if start < stop or start == begin:
                yield start, stop
                room = width

    def _choose(self, start: int, edge: int, room: int) -> int:
        """Choose the last good opportunity up to `edge`, else the last one, else 0."""
        text, columns, bonds = self._text, self._columns, self._bonds
        if (end := find_plain_break(text, start, edge)) and end not in bonds:
            return end
        places = self._places
        index = bisect_right(places, edge)
        fallback = 0
        while index and (end := places[index - 1]) > start:
            index -= 1
            if text[end - 1] == SOFT_HYPHEN and columns[end] - columns[start] >= room:
                continue  # no room for the hyphen
            if text[end - 1] not in BLANKS and not self._begins_cluster(end):
                continue
            if end not in bonds and is_good(text, end):
                return end
            fallback = fallback or end
        return fallback

    def _cut_word(self, start: int, fits: int, last: int, width: int) -> int:
        """Cut a word no line holds: at its last joint if the next word fits a line then, else at a cluster.

        A cluster is never cut: one that is wider than the line stands alone on it.
        """
        text, columns, clusters = self._text, self._columns, self._clusters
        index = bisect_right(clusters, fits) - 1
        end = clusters[index] if clusters[index] > start else clusters[bisect_right(clusters, start)]
        for is_joint in (_is_after_sign, _is_hump):
            inner = range(min(end, last - 1), start, -1)
            parts = (at for at in inner if is_joint(text, at) and self._begins_cluster(at))
            after = joint = next(parts, last)
            while after < last and _is_of_word(text[after]) and not (after > joint and is_joint(text, after)):
                after += 1
            if joint < last and columns[after] - columns[joint] <= width:
                return joint
        while text[end - 1] == SOFT_HYPHEN and end - 1 > start:
            end -= 1  # no room for its hyphen
        return end

    def _begins_cluster(self, at: int) -> bool:
        clusters = self._clusters
        return at in clusters if isinstance(clusters, range) else clusters[bisect_left(clusters, at)] == at


def _is_of_word(character: str) -> bool:
    return character.isalnum() and character < _FIRST_WIDE


def _is_after_sign(text: str, at: int) -> bool:
    """Say whether a URL may part here."""
    return text[at - 1] in _JOINTS and text[at] not in _JOINTS


def _is_hump(text: str, at: int) -> bool:
    """Say whether an identifier may part here: where a small letter meets a capital."""
    return text[at - 1].islower() and text[at].isupper()


def is_good(text: str, end: int) -> bool:
    """Say whether kinsoku and Korean words allow a line to end here."""
    after, before = text[end], text[end - 1]
    if after in _NO_START:
        return False
    if before in BLANKS:
        return text[max(0, end - 9) : end].rstrip(BLANKS)[-1:] not in _NO_END
    if before in _NO_END:
        return False
    return not (("가" <= after <= "힣" and _binds(before)) or ("가" <= before <= "힣" and after.isalnum()))


def _binds(before: str) -> bool:
    """Say whether a Hangul syllable after this character belongs to the same word."""
    return "가" <= before <= "힣" or (before.isascii() and before.isalnum()) or before in ")]}%’”』」》〉"
