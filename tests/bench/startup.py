"""From exec to the first complete paint, what stays in memory, and what happens while nothing does."""

from __future__ import annotations

import time
from collections.abc import Sequence

from tests.bench.figure import Figure, compare, state
from tests.bench.library_maker import Made
from tests.bench.programs import HELLO, Home
from tests.bench.terminal import Terminal


def measure(libraries: Sequence[tuple[Made, Home]], rounds: int, idle: float) -> list[Figure]:
    """Start a hello-world and each library in turn, again and again; the last library is the large one.

    `idle` is for how many seconds a screen where nothing happens is watched.
    """
    hello: list[float] = []
    starts: list[list[float]] = [[] for _ in libraries]
    for _ in range(rounds):
        hello.append(_start_hello(libraries[0][1]))
        for times, (made, home) in zip(starts, libraries, strict=True):
            with _open(made, home) as terminal:
                times.append(terminal.first_paint(made.newest[:6]))
                terminal.settle()
    (small, _), (large, _) = libraries[0], libraries[-1]
    first, last = min(starts[0]), min(starts[-1])
    what = f"exec to first paint, {large.articles:,} articles"
    figures = [
        compare(what, last, min(hello), "≤ 1.3", against="Textual hello-world"),
        compare(what, last, first, "0.9 to 1.1", against=f"{small.articles:,} articles"),
    ]
    return [*figures, *_memory(libraries), *_idle(*libraries[-1], idle)]


def _start_hello(home: Home) -> float:
    with Terminal(["-c", HELLO], home.environment()) as terminal:
        milliseconds = terminal.first_paint("Hello, world")
        terminal.settle()
    return milliseconds


def _open(made: Made, home: Home) -> Terminal:
    return Terminal(["-m", "reader", str(made.folder)], home.environment())


def _memory(libraries: Sequence[tuple[Made, Home]]) -> list[Figure]:
    sizes = []
    for made, home in (libraries[-1], libraries[0]):
        with _open(made, home) as terminal:
            terminal.first_paint(made.newest[:6])
            terminal.settle(1)
            sizes.append(terminal.resident() / 1e6)
    large, small = libraries[-1][0], libraries[0][0]
    what = f"resident memory, {large.articles:,} articles"
    beside = f"{small.articles:,} articles"
    return [compare(what, sizes[0], sizes[1], "≤ 1.15, ≤ 90 MB", unit="MB", against=beside)]


def _idle(made: Made, home: Home, seconds: float) -> list[Figure]:
    shares, sizes, children = [], [], []
    for terminal in (Terminal(["-c", HELLO], home.environment()), _open(made, home)):
        with terminal:
            terminal.settle(1.5)
            sent, used = len(terminal.sent), terminal.cpu_seconds()
            end = time.monotonic() + seconds
            while (rest := end - time.monotonic()) > 0:
                terminal.read(rest)
            shares.append((terminal.cpu_seconds() - used) / seconds * 100)
            sizes.append(len(terminal.sent) - sent)
            children.append(terminal.children())
    return [
        state("idle: bytes to the terminal", f"{sizes[1]}", "0"),
        state("idle: processes left over", f"{children[1]}", "0"),
        compare(
            "idle: share of a core",
            shares[1],
            shares[0],
            "≤ 0.2 % more",
            unit="%",
            against="Textual hello-world",
        ),
    ]
