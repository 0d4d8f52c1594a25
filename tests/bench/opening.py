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
    ticks, idle = home.folder / "ticks", home.folder / "idle ticks"
    command = ["-m", "tests.bench.ticking"]
    environment = {**home.environment(), "PYTHONPATH": str(Path.cwd())}
    opened = []
    with (
        Terminal([*command, str(idle)], environment),
        Terminal([*command, str(ticks), str(made.folder)], environment) as terminal,
    ):
        terminal.first_paint(made.newest[:6])
        terminal.settle(1)
        terminal.press("\r", REST)
        begun = time.monotonic()
        for _ in range(articles):
            opened.append(terminal.press("J", least=OPENED))
            terminal.settle(REST)
        ended = time.monotonic()

    def held(file: Path) -> str:
        late = [tick.late for tick in load_ticks(file) if begun < tick.at < ended]
        return f"{max(late, default=0):.0f} ms at most, {sum(one > HELD for one in late)} times over {HELD}"

    return [
        state("open an article: bytes", f"{mean_size(opened):,.0f}", "≤ 3,000"),
        state(f"open an article, p95 of {articles}", late_time(opened), "≤ 60 ms"),
        state(
            "open an article: slowest of all",
            f"{percentile([one.milliseconds for one in opened], 100):.0f} ms",
            "",
        ),
        Figure(
            f"opening {articles}: event loop held",
            held(ticks),
            f"a loop with nothing to do: {held(idle)}",
            "",
            f"≤ {HELD} ms",
        ),
    ]
