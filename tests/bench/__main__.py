"""Run the benchmarks and print their table as Markdown."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import keys, marking, newsboat, opening, searching, startup, syncing, typesetting
from tests.bench.figure import Figure, write_table
from tests.bench.library_maker import Made, make_library
from tests.bench.programs import Home, run_program, sync_arguments

SMALL, LARGE, QUICK = 1_000, 100_000, 2_000
FAMILIES = ("syncing", "startup", "keys", "opening", "newsboat", "marking", "searching", "typesetting")


def main() -> int:
    """Make the libraries, measure the families asked for, print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help=f"{QUICK:,} articles, few rounds: under a minute")
    size.add_argument("--full", action="store_true", help=f"{LARGE:,} articles (the default)")
    parser.add_argument("--articles", type=int, default=0, help="another number of articles")
    parser.add_argument(
        "--folder", type=Path, help="where libraries and caches are made (a temporary folder)"
    )
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=f"of {', '.join(FAMILIES)}: all")
    asked = parser.parse_args()
    articles = asked.articles or (QUICK if asked.quick else LARGE)
    families: Sequence[str] = asked.families or FAMILIES
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        figures = measure(Path(name), articles, families, quick=asked.quick)
    print(write_table(figures))
    print(f"\n{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    return 0


def measure(folder: Path, articles: int, families: Sequence[str], *, quick: bool) -> list[Figure]:
    """Measure families over a library of that many articles, beside one of a thousand."""
    rounds, presses, opened, idle = (2, 12, 40, 3) if quick else (9, 60, 500, 10)
    large, home = _make(folder / "large", articles)
    figures = []
    if "syncing" in families:
        figures += _say("syncing", syncing.measure(large, home, rounds))
    else:
        run_program(sync_arguments(large.folder), home.environment())
    if "startup" in families:
        small, beside = _make(folder / "small", min(SMALL, articles // 2))
        run_program(sync_arguments(small.folder), beside.environment())
        figures += _say("startup", startup.measure([(small, beside), (large, home)], rounds, idle))
    if "keys" in families:
        figures += _say("keys", keys.measure(large, home, presses))
        figures += keys.measure_while_syncing(large, folder / "syncing", presses)
    if "opening" in families:
        figures += _say("opening", opening.measure(large, home, opened))
    if "newsboat" in families:
        figures += _say("newsboat", newsboat.measure(large, home, presses))
    if "marking" in families:
        figures += _say("marking", marking.measure(large, home))
    if "searching" in families:
        figures += _say("searching", searching.measure(large, home))
    if "typesetting" in families:
        figures += _say("typesetting", typesetting.measure(large, rounds))
    return figures


def _make(folder: Path, articles: int) -> tuple[Made, Home]:
    home = Home(folder / "home")
    home.folder.mkdir(parents=True)
    return make_library(folder / "news", articles), home


def _say(family: str, figures: list[Figure]) -> list[Figure]:
    print(f"{family}: done", file=sys.stderr)
    return figures


if __name__ == "__main__":
    sys.exit(main())
