"""Where the milliseconds of a start go: each step is noted as it ends, and `--startup-time` tells them.

Modules and what they define live as long as the program. Python's cyclic collector would look through them again
and again while they are loaded, and then all the time: it rests until the command line is read, and again until the
first paint, and leaves them out after; so it does with what is loaded later, when an article is first opened.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator

# What the interpreter took before it came here is known by the processor's time alone.
_ENDS = [("Python itself", time.perf_counter())]
_BEGINNING = time.perf_counter() - time.process_time()
_modules = 0  # loaded when the collector last left out what is there


def hold_collector() -> None:
    """Let no garbage be collected until `release_collector`."""
    gc.disable()


def release_collector() -> None:
    """Collect garbage from now on, but only what comes after this; nothing where it was not held."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
        if _leave_out_loaded not in gc.callbacks:
            gc.callbacks.append(_leave_out_loaded)


def _leave_out_loaded(phase: str, info: dict[str, int]) -> None:
    """Leave out what is there after everything was looked through for the first time since a module was loaded."""
    global _modules
    if phase == "stop" and info["generation"] == 2 and len(sys.modules) != _modules:
        _modules = len(sys.modules)
        gc.freeze()


def note(step: str) -> None:
    """Note that a step is done."""
    _ENDS.append((step, time.perf_counter()))


def iter_steps() -> Iterator[tuple[str, float]]:
    """Yield the steps so far and their milliseconds, then the sum of them."""
    before = _BEGINNING
    for step, end in _ENDS:
        yield step, (end - before) * 1000
        before = end
    yield "in all", (before - _BEGINNING) * 1000
