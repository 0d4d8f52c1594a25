"""The verb `doctor`: what is wrong, what is double, where everything lies, what the terminal can do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from reader import __version__
from reader.cli.output import one_line, write, write_json
from reader.cli.session import session_of, shared_options

if TYPE_CHECKING:
    from reader.config import Config
    from reader.model import FileFault
    from reader.services.checkup import Checkup, Health


@click.command()
@click.argument("library", default="")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@shared_options
@click.pass_context
def doctor(context: click.Context, library: str, as_json: bool) -> int:
    """Sync LIBRARY and look it over.

    Tells faults by file and line, files that are no articles, duplicates, databases, settings and what is
    known of the terminal. Exits with 1 when an article is faulty.
    """
    from reader.config import describe_terminal
    from reader.services.checkup import examine

    session = session_of(context)
    with session.open_library(library, sync="always") as opened:
        checkup = examine(opened)
    terminal = describe_terminal() | {
        "stdin": _kind(sys.stdin.isatty()),
        "stdout": _kind(sys.stdout.isatty()),
        "encoding": sys.stdout.encoding,
    }
    if as_json:
        write_json(_record(checkup, session.config, terminal))
    else:
        for line in _format(checkup, session.config, terminal):
            write(line)
    return 1 if checkup.faults else 0


def _kind(terminal: bool) -> str:
    return "terminal" if terminal else "no terminal"


def _record(checkup: Checkup, config: Config, terminal: dict[str, str]) -> dict[str, object]:
    return {
        "library": checkup.name,
        "path": str(checkup.root),
        **checkup.counts._asdict(),
        "faults": [
            {"path": one.key, "line": one.fault.line, "text": one.fault.text} for one in checkup.faults
        ],
        "not_articles": [{"path": one.key, "reason": one.fault.text} for one in checkup.strays],
        "duplicates": [{"path": key, "duplicates": others} for key, others in checkup.duplicates.items()],
        "databases": [asdict(one) for one in checkup.databases],
        "folders": config.folders._asdict(),
        "settings": config.faults,
        "terminal": terminal,
        "versions": _versions(),
    }


def _format(checkup: Checkup, config: Config, terminal: dict[str, str]) -> Iterator[str]:
    """Give the report for a person, a section after the other."""
    counts = checkup.counts
    yield f"{one_line(checkup.name)}  {one_line(str(checkup.root))}"
    articles = "article" if counts.total == 1 else "articles"
    yield f"  {counts.total:,} {articles}, {counts.unread:,} unread, {counts.bookmarked:,} bookmarked"
    for title, lines in (
        ("Faults", [_format_fault(one) for one in checkup.faults]),
        ("Files that are no articles", [_format_fault(one) for one in checkup.strays]),
        (
            "Articles under several paths",
            [" = ".join((key, *rest)) for key, rest in checkup.duplicates.items()],
        ),
        ("Databases", [_format_health(one) for one in checkup.databases]),
        ("Wrong settings", config.faults),
        ("Folders", [f"{name:14}  {path}" for name, path in config.folders._asdict().items()]),
        ("Terminal", [f"{name:14}  {value}" for name, value in terminal.items()]),
        ("Versions", [f"{name:14}  {value}" for name, value in _versions().items()]),
    ):
        yield f"\n{title} ({len(lines):,})"
        yield from (f"  {one_line(line)}" for line in lines)


def _format_fault(found: FileFault) -> str:
    """Give a fault as compilers do: path, line where there is one, what it is."""
    place = f"{found.key}:{found.fault.line}" if found.fault.line else found.key
    return f"{place}: {found.fault.text}"


def _format_health(health: Health) -> str:
    return f"{health.name:6}  {health.size / 1e6:8.1f} MB  {health.trouble or 'sound'}  {health.path}"


def _versions() -> dict[str, str]:
    import platform
    from importlib.metadata import version

    packages = {name: version(name) for name in ("textual", "sqlite-utils", "icu4py")}
    own = {"broadsheet": __version__, "python": platform.python_version(), "system": platform.platform()}
    return own | packages
