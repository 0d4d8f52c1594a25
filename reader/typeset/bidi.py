"""Right-to-left text in the order of the eye, by the bidirectional algorithm (UAX #9) of python-bidi."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from reader.typeset.width import iter_clusters

if TYPE_CHECKING:
    from reader.document import Blocks

_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_OPENING = 1_000  # characters among which a paragraph's first strong one stands
_LEADING = 20  # blocks among which a container's first words stand
_OVERRIDES = dict.fromkeys(range(0x202A, 0x202F))
_ISOLATES = "\u2066\u2067\u2068\u2069"
_OBJECT = "\ufffc"  # stands for what is set apart from the line around it
_CONTROLS = frozenset(f"{_ISOLATES}\u200e\u200f\u061c")  # they order a line and are not part of it
_MIRRORED = dict(zip("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤", strict=True))

# Each cluster of a line is given a letter of its own that behaves alike, so that what comes back reordered
# says where it came from. Blanks stand as neutrals: the two differ at a line's end only, where there are
# none. Brackets (rule N0) and the signs beside numbers (rules W4 to W6) stand for themselves.
_ALPHABETS = {
    "L": range(0x4E00, 0x5000),
    "R": range(0x10800, 0x10900),
    "AL": range(0x0671, 0x06D4),
    "EN": range(0x1D7CE, 0x1D800),
    "AN": range(0x10E60, 0x10E7F),
    "ON": range(0x2500, 0x2600),
}


def has_rtl(text: str) -> bool:
    """Say whether any of a text runs from right to left."""
    return not text.isascii() and _RTL.search(text) is not None


def is_rtl(text: str) -> bool:
    """Say whether a paragraph runs right to left, by its first strong character (UAX #9, P2 and P3)."""
    if not has_rtl(text):
        return False
    from bidi import get_base_level  # most libraries hold nothing that runs from right to left

    level: int = get_base_level(text[:_OPENING])
    return level == 1


def runs_back(text: str, direction: str, around: bool = False) -> bool:
    """Say whether a paragraph runs right to left.

    It does as its source says, else where what stands `around` it does, else by its first strong character.
    """
    return direction == "rtl" or (direction != "ltr" and (around or is_rtl(text)))


def begins_back(blocks: Blocks, around: bool = False) -> bool:
    """Say whether what holds these blocks runs right to left: as its first words do."""
    from reader.document import Heading, Paragraph, iter_blocks, plain  # titles have no blocks

    for block in islice(iter_blocks(blocks), _LEADING):
        if isinstance(block, Paragraph | Heading) and any(map(str.isalpha, text := plain(block.spans))):
            return runs_back(text, block.direction if isinstance(block, Paragraph) else "", around)
    return around


def reorder(text: str, rtl: bool, apart: Iterable[tuple[int, int]] = ()) -> tuple[str, Sequence[int]]:
    """Give a line in visual order, and for each character of it the position in `text` that it came from.

    Clusters stay whole, with their marks after the base (rule L3); brackets are mirrored (rule L4). The ranges of
    `apart` are isolates: they run as their own first strong character does, whatever stands around them.
    """
    from bidi import get_display

    ends, end = dict(apart), 0
    alone: set[int] = set()
    clusters: list[str] = []
    starts: list[int] = []
    at = 0
    for cluster in iter_clusters(text):
        if at < end:
            clusters[-1] += cluster
        elif at in ends:
            end = ends[at]
            alone.add(len(clusters))
            clusters.append(cluster)
            starts.append(at)
        elif shown := cluster.translate(_OVERRIDES):
            clusters.append(shown)
            starts.append(at)
        at += len(cluster)
    tags = _tag([_OBJECT if index in alone else cluster for index, cluster in enumerate(clusters)])
    places: dict[str, list[int]] = {}
    for index, tag in enumerate(tags):
        places.setdefault(tag, []).append(index)
    order: list[int] = []
    near = len(clusters) if rtl else -1
    for tag in get_display("".join(tags), base_dir="R" if rtl else "L"):
        near = min(places[tag], key=lambda index: abs(index - near))
        places[tag].remove(near)
        order.append(near)
    display: list[str] = []
    origins: list[int] = []
    for at, index in enumerate(order):
        cluster = clusters[index]
        if cluster in _CONTROLS:
            continue
        if index in alone:
            inner, within = reorder(cluster, is_rtl(cluster))
            display.append(inner)
            origins += [starts[index] + place for place in within]
            continue
        if cluster in _MIRRORED and _runs_back(order, at, rtl):
            cluster = _MIRRORED[cluster]
        display.append(cluster)
        origins += [starts[index]] * len(cluster)
    return "".join(display), origins


def _runs_back(order: Sequence[int], at: int, rtl: bool) -> bool:
    """Say whether a place of the display runs right to left: by its neighbours, else by the base."""
    index = order[at]
    before = order[at - 1] if at else None
    after = order[at + 1] if at + 1 < len(order) else None
    if before == index - 1 or after == index + 1:
        return False
    return before == index + 1 or after == index - 1 or rtl


def _tag(clusters: Sequence[str]) -> list[str]:
    """Give each cluster a letter of its own class, or its own sign where the sign itself matters."""
    letters = {name: iter(map(chr, alphabet)) for name, alphabet in _ALPHABETS.items()}
    tags = []
    for cluster in clusters:
        first = cluster[0]
        kind = bidirectional(first)
        if first in _MIRRORED or first in _ISOLATES or kind in ("ES", "CS", "ET"):
            tags.append(first)
        else:
            tags.append(next(letters.get(kind, letters["ON"]), first))
    return tags
