"""Categories in every form that generators take them, and what a plain list of names means in a library."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from reader.model import CategoryPath

DEEPEST: Final = 16  # levels; a longer list is a set, however a library reads its lists
MOST: Final = 256  # categories of one article
OFTEN: Final = 0.08  # share of names away from their usual depth from which lists are no paths
FEW: Final = 5  # such names that prove nothing, however small the library

_COMMAS: Final = re.compile(r"[,，;；、]")
_STEPS: Final = re.compile(r"[/>›»]")


class Categories(NamedTuple):
    """Where an article stands; `list_form` is that of `reader.model.Article`."""

    paths: tuple[CategoryPath, ...] = ()
    list_form: bool = False


def parse_categories(value: object, text_of: Callable[[object], str]) -> Categories:
    """Read a header's categories: a name, a comma list, a slash path, a list, a list of lists, nested maps.

    `text_of` gives a scalar as a clean name, or nothing. A slash inside a list's item is part of the name.
    """
    if isinstance(value, str):
        names = [text_of(name) for name in _COMMAS.split(value)]
        if len(names) == 1 and not value.lstrip().startswith("/") and "//" not in value:
            return _kept([[text_of(step) for step in _STEPS.split(value)]])
        value = names
    if isinstance(value, list | tuple) and not any(
        isinstance(item, list | tuple) or _is_tree(item) for item in value
    ):
        names = [name for item in value[:MOST] if (name := _name(item, text_of))]
        if len(names) > DEEPEST:
            return _kept([name] for name in names)
        return Categories((tuple(names),), len(names) > 1) if names else Categories()
    return _kept(_iter_paths(value, text_of, 0))


def lists_are_paths(lists: Mapping[tuple[str, ...], int]) -> bool:
    """Tell whether a library's lists of names are paths: unless names often stand at different depths.

    `lists` says how often each list is there. A name in a path stands where its parent puts it; in a set it
    stands first, second or third as it comes.
    """
    depths: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for names, count in lists.items():
        for depth, name in enumerate(names):
            depths[name][depth] += count
    repeated = [counts for counts in depths.values() if counts.total() > 1]
    total = sum(counts.total() for counts in repeated)
    strays = total - sum(max(counts.values()) for counts in repeated)
    return strays < FEW or strays <= OFTEN * total


def _kept(paths: Iterable[Iterable[str]]) -> Categories:
    kept: dict[CategoryPath, None] = {}
    for path in paths:
        if names := tuple(name for name in path if name)[:DEEPEST]:
            kept[names] = None
            if len(kept) == MOST:
                break
    return Categories(tuple(kept))


def _iter_paths(value: object, text_of: Callable[[object], str], depth: int) -> Iterator[list[str]]:
    """Yield the paths of a list of lists, or of nested maps, whose keys are parents of what they hold."""
    if depth > DEEPEST:
        return
    if isinstance(value, Mapping) and not _is_named(value):
        for parent, children in value.items():
            below = list(_iter_paths(children, text_of, depth + 1)) or [[]]
            yield from ([text_of(parent), *path] for path in below)
    elif isinstance(value, list | tuple):
        for item in value[:MOST]:
            if depth == 0 and isinstance(item, list | tuple):
                yield [_name(name, text_of) for name in item[:MOST]]
            else:
                yield from _iter_paths(item, text_of, depth + 1)
    elif name := _name(value, text_of):
        yield [name]


def _name(value: object, text_of: Callable[[object], str]) -> str:
    if isinstance(value, Mapping):
        return next((text_of(value[key]) for key in ("name", "title") if key in value), "")
    return text_of(value)


def _is_named(value: Mapping[object, object]) -> bool:
    return "name" in value or "title" in value


def _is_tree(value: object) -> bool:
    return isinstance(value, Mapping) and not _is_named(value)
