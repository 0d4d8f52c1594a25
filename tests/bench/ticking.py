"""Broadsheet with a clock in its event loop: `python -m tests.bench.ticking TICKS FOLDER` writes late ticks down.
Without a folder it is a loop with nothing else to do, which tells how late the machine lets anything be.

A line of TICKS is a tick that came more than a few milliseconds late: its time on the clock that all processes
share, and how many milliseconds it was late, which is how long something held the loop.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import NamedTuple

STEP = 0.005  # seconds between two ticks
NOTED = 5.0  # milliseconds that a tick may be late unnoted


class Tick(NamedTuple):
    """When a tick came (seconds), and how many milliseconds late."""

    at: float
    late: float


def load_ticks(path: Path) -> list[Tick]:
    """Load what a program has written down so far."""
    lines = path.read_text().splitlines() if path.exists() else []
    return [Tick(*map(float, line.split())) for line in lines]


async def _tick(path: Path) -> None:
    with path.open("w", buffering=1) as file:
        while True:
            begun = time.monotonic()
            await asyncio.sleep(STEP)
            now = time.monotonic()
            late = (now - begun - STEP) * 1000
            if late > NOTED:
                file.write(f"{now} {late}\n")


def main() -> int:
    """Run Broadsheet as its command does, with the clock beside it."""
    ticks, *folders = sys.argv[1:]
    if not folders:
        asyncio.run(_tick(Path(ticks)))

    from reader.cli import main as run
    from reader.ui.app import BroadsheetApp

    kept = []

    def begin(app: BroadsheetApp) -> None:
        kept.append(asyncio.create_task(_tick(Path(ticks))))

    BroadsheetApp.on_ready = begin  # type: ignore[attr-defined]
    sys.argv = ["broadsheet", *folders]
    return run() or 0


if __name__ == "__main__":
    sys.exit(main())
