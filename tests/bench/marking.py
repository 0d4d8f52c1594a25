"""Marking a whole library read, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from reader.config import Config, Folders, LibraryConfig
from reader.model import View
from reader.services.library import Library
from tests.bench.figure import Figure, state
from tests.bench.library_maker import Made
from tests.bench.programs import Home


def measure(made: Made, home: Home) -> list[Figure]:
    """Mark all and undo, through the facade that the screen calls."""
    names = ("config", "cache", "data")
    config = Config(Folders(*(home.folder / name / "broadsheet" for name in names)))
    library = Library(LibraryConfig(made.folder), config)
    try:
        marked = _time(lambda: library.set_view_read(View()))
        undone = _time(library.undo)
    finally:
        library.close()
    return [
        state(f"mark all of {made.articles:,} read", f"{marked:.2f} s", "≤ 1 s"),
        state("undo it", f"{undone:.2f} s", "≤ 1 s"),
    ]


def _time(action: Callable[[], object]) -> float:
    begun = perf_counter()
    action()
    return perf_counter() - begun
