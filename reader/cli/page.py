"""The verb `show`: one article, set for reading or as its metadata."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.cli.output import entry_record, say, write, write_json
from reader.cli.session import NoLibrary, Session, session_of, shared_options

if TYPE_CHECKING:
    from reader.config import Config
    from reader.services.library import Opened


@click.command()
@click.argument("target", metavar="FILE|KEY|-")
@click.option("--width", metavar="N", type=click.IntRange(1, 250), help="Set it to N cells.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), help="When to use colour and weight."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the metadata as parsed.")
@shared_options
@click.pass_context
def show(context: click.Context, target: str, width: int | None, color: str | None, as_json: bool) -> int:
    """Show one article, set for reading.

    It is a FILE, the KEY of one in the library as `list` gives it, or - for a text on stdin.
    """
    session = session_of(context)
    opened = _open(session, target)
    if opened is None:
        say(f"there is no file and no article {target}")
        return 1
    if as_json:
        write_json(_record(opened))
    else:
        _write_page(
            opened, session.config, width or _find_width(session.config), color or session.config.color
        )
    return 0


def _open(session: Session, target: str) -> Opened | None:
    from reader.services.single import load_single, parse_single

    if target == "-":
        return parse_single(sys.stdin.buffer.read(), session.config)
    file = Path(target)
    if file.is_file():
        key = _find_key(session, file)
        if key is None:
            return load_single(file, session.config)
        with session.open_library(sync="never") as library:
            return library.open(key)
    with session.open_library() as library:
        return library.open(target) if library.entry(target) else None


def _find_key(session: Session, file: Path) -> str | None:
    """Find a file's key in the library at hand; None where it lies outside."""
    from reader.errors import LibraryError
    from reader.files import key_of

    try:
        root = session.find_library().path
    except (LibraryError, NoLibrary, click.UsageError):
        if session.library:
            raise
        return None  # the file can be shown all the same
    path, root = file.parent.resolve() / file.name, root.resolve()
    return key_of(os.fspath(path.relative_to(root))) if path.is_relative_to(root) else None


def _record(opened: Opened) -> dict[str, object]:
    article = opened.entry.article
    return entry_record(opened.entry) | {
        "path": article.key or (opened.file.as_posix() if opened.file.name else None),
        "metadata": article.metadata,
        "kind": article.kind,
        "faults": [fault._asdict() for fault in article.faults],
    }


def _find_width(config: Config) -> int:
    """Give the measure, or what the terminal has of it, also one that a pager stands before."""
    columns = 0
    if sys.stdout.isatty():
        columns = shutil.get_terminal_size().columns
    elif sys.stderr.isatty():
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    return min(config.measure, columns or config.measure)


def _write_page(opened: Opened, config: Config, width: int, color: str) -> None:
    from reader.cli.ansi import paint
    from reader.services.byline import facts_of
    from reader.typeset.head import typeset_head
    from reader.typeset.layout import iter_lines
    from reader.typeset.options import Options

    article, terminal = opened.entry.article, sys.stdout.isatty()
    colored = color == "always" or (color == "auto" and terminal)
    options = Options.of(config)._replace(strike_signs=not colored)
    links = opened.document.links if terminal else ()
    head = typeset_head(article.title, facts_of(article, config), width, options)
    for line in (*head, *iter_lines(opened.document, width, options)):
        if not line.fold_head:
            write(paint(line, links) if colored else line.plain)
