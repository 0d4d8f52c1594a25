"""Opening one article after another: until each is painted, and how long the event loop is held meanwhile."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.figure import Figure, percentile, state
from tests.bench.keys import late_time, mean_size
from tests.bench.library_maker import Made
from tests.bench.programs import Home
from tests.bench.terminal import Terminal
from tests.bench.ticking import load_ticks

HELD = 20  # milliseconds that nothing may hold the loop
OPENED = (
    800  # bytes at least of an article that opens, by which it is told from the cursor that moves beside it
)
REST = 0.15  # seconds between two articles


def measure(made: Made, home: Home, articles: int) -> list[Figure]:
    """Go from article to article, none of which was on the screen before."""
    home.forget_reader()
    ticks = home.folder / "ticks"
    command = ["-m", "tests.bench.ticking", str(ticks), str(made.folder)]
    environment = {**home.environment(), "PYTHONPATH": str(Path.cwd())}
    opened = []
    with Terminal(command, environment) as terminal:
        terminal.first_paint(made.newest[:6])
        terminal.settle(1)
        terminal.press("\r", REST)
        begun = time.monotonic()
        for _ in range(articles):
            opened.append(terminal.press("J", least=OPENED))
            terminal.settle(REST)
        ended = time.monotonic()
    late = [tick.late for tick in load_ticks(ticks) if begun < tick.at < ended]
    over = sum(one > HELD for one in late)
    held = f"{max(late, default=0):.0f} ms at most, {over} times over {HELD}"
    return [
        state("open an article: bytes", f"{mean_size(opened):,.0f}", "≤ 3,000"),
        state(f"open an article, p95 of {articles}", late_time(opened), "≤ 60 ms"),
        state(
            "open an article: slowest of all",
            f"{percentile([one.milliseconds for one in opened], 100):.0f} ms",
            "",
        ),
        state(f"opening {articles}: event loop held", held, f"≤ {HELD} ms"),
    ]
