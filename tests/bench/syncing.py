"""Bringing a library into the cache: the first time, again, and after a few changes."""

from __future__ import annotations

import os
from pathlib import Path

from tests.bench.figure import Figure, compare
from tests.bench.library_maker import Made, path_of
from tests.bench.programs import INTAKE, WALK, Home, run_program, sync_arguments

CHANGED = 100


def measure(made: Made, home: Home, rounds: int) -> list[Figure]:
    """Sync a library that was never synced, then again, then with a hundred files changed."""
    plain = run_program(["-c", INTAKE, str(made.folder), str(home.folder / "plain.db")])
    chinese = run_program(["-c", INTAKE, str(made.folder), str(home.folder / "chinese.db"), "parted"])
    first = run_program(sync_arguments(made.folder), home.environment())
    own = sum(file.stat().st_size for file in made.folder.rglob("*.md"))
    what = f"first sync of {made.articles:,}"
    return [
        compare(
            what,
            first.seconds,
            chinese.seconds,
            "≤ 0.7",
            unit="s",
            against="one plain process that can find Chinese words",
        ),
        compare(what, first.seconds, plain.seconds, "", unit="s", against="one that cannot"),
        compare(
            "first sync: peak memory of the largest process",
            first.peak / 1e6,
            plain.peak / 1e6,
            "≤ 250 MB",
            unit="MB",
            against="one plain process",
        ),
        compare(
            "cache on disk", home.cache_bytes() / 1e6, own / 1e6, "≤ 0.8", unit="MB", against="the library"
        ),
        *_again(made, home, rounds),
    ]


def _again(made: Made, home: Home, rounds: int) -> list[Figure]:
    walks, unchanged, changed = [], [], []
    for turn in range(rounds):
        walks.append(run_program(["-c", WALK, str(made.folder)]).seconds)
        unchanged.append(run_program(sync_arguments(made.folder), home.environment()).seconds)
        for number in range(min(CHANGED, made.articles)):
            _change(made.folder / path_of(number * (made.articles // CHANGED or 1)), turn)
        changed.append(run_program(sync_arguments(made.folder), home.environment()).seconds)
    floor, against = min(walks) * 1000, "interpreter, scandir and stat"
    return [
        compare("sync again, nothing changed", min(unchanged) * 1000, floor, "≤ 1.5", against=against),
        compare(f"sync again, {CHANGED} changed", min(changed) * 1000, floor, "≤ 2", against=against),
    ]


def _change(path: Path, turn: int) -> None:
    """Add a sentence, as an editor would."""
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n<p>更正 {turn}。</p>\n", encoding="utf-8")
    os.utime(path)
