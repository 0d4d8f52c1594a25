"""The verb `open`: the screen, or the front page where there is no terminal to put one on."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

import click

from reader import startup
from reader.cli.output import one_line, write
from reader.cli.session import session_of, shared_options, startup_option

if TYPE_CHECKING:
    from reader.config import Config
    from reader.model import Row
    from reader.services.library import Library

LENGTH = 20  # articles on the front page


@click.command("open")
@click.argument("library", default="")
@startup_option
@shared_options
@click.pass_context
def open_(context: click.Context, library: str) -> int:
    """Open LIBRARY on the screen.

    Without a terminal, or on one that can only print, its front page is printed: the newest articles under their
    days.
    """
    session = session_of(context)
    if sys.stdin.isatty() and sys.stdout.isatty() and _has_screen():
        found, config = session.find_library(library), session.config
        startup.note("settings")
        startup.hold_collector()
        from reader.ui.app import run

        startup.note("modules of the screen")
        status = run(found, config, until_painted=session.times_startup)
        if session.times_startup:
            for step, milliseconds in startup.iter_steps():
                write(f"{milliseconds:8.1f} ms  {step}")
        return status
    if session.times_startup:
        raise click.UsageError("--startup-time opens the screen: it wants a terminal")
    with session.open_library(library) as opened:
        write_front_page(opened, session.config, now=datetime.now(UTC))
    return 0


def _has_screen() -> bool:
    """Tell whether the terminal does more than print, which one within an editor may not."""
    from reader.config import describe_terminal

    return describe_terminal().get("TERM") != "dumb"


def write_front_page(library: Library, config: Config, now: datetime) -> None:
    """Write the newest articles under their days."""
    from reader.model import View
    from reader.services.dateline import say_date, say_exact

    counts = library.counts()
    write(f"{library.name} · {counts.unread:,} unread of {counts.total:,}")

    def day_of(row: Row) -> str:
        if row.date is None:
            return "Without a date"
        return say_date(datetime.fromtimestamp(row.date, UTC), now, config.zone, config.language)

    def clock_of(row: Row) -> str:
        return "" if row.date is None else say_exact(datetime.fromtimestamp(row.date, UTC), config.zone)[-5:]

    for day, rows in groupby(library.rows(View(), 0, LENGTH), key=day_of):
        write(f"\n{day}")
        for row in rows:
            marks = ("●" if row.unread else " ") + ("★" if row.bookmarked else " ")
            source = f" · {row.source}" if row.source else ""
            write(f"{marks} {clock_of(row):5}  {row.title or one_line(row.key)}{source}")
