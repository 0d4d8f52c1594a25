"""The verb `search`: what a query finds, with the words around the first hit."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from reader.cli.listing import format_entry
from reader.cli.output import entry_record, one_line, say, write, write_json
from reader.cli.session import session_of, shared_options, sync_once
from reader.errors import QueryError

if TYPE_CHECKING:
    from reader.config import Config
    from reader.model import Excerpt, View
    from reader.services.library import Library

WRONG_USE = 2
PAGE = 1000  # rows that are asked for at a time
_EDGE = " " * 5  # before the words around a hit


@click.command()
@click.argument("query", nargs=-1)
@click.option("--limit", metavar="N", type=click.IntRange(min=0), help="At most N articles.")
@click.option("--sort", type=click.Choice(["date", "relevance"]), default="date", help="What comes first.")
@click.option("--json", "form", flag_value="json", help="JSON lines, one object an article.")
@click.option("--paths", "form", flag_value="paths", help="Paths from the library's root, one a line.")
@click.option("--count", "form", flag_value="count", help="Only how many there are.")
@shared_options
@click.pass_context
def search(context: click.Context, query: tuple[str, ...], limit: int | None, sort: str, form: str) -> int:
    """Find articles by their words.

    Words are ANDed; "a phrase", -not, a OR b, brackets. Fields: title: body: author: category: tag: lang: url:
    source: is:unread has:image date:2021-12 after:7d before:2022. A leading minus sign stands after --.
    """
    from reader.model import Sort, View

    text = " ".join(query)
    view = View(query=text, sort=Sort.RELEVANCE if sort == "relevance" else Sort.NEWEST)
    session = session_of(context)
    with session.open_library(sync="never") as library:
        try:
            library.check_query(text)
        except QueryError as error:
            _explain(error)
            return WRONG_USE
        sync_once(library)
        if form == "count":
            found = library.count(view)
            write(str(found))
            return 0 if found else 1
        if form == "paths":
            found = _write_paths(library, view, limit)
        else:
            found = _write_found(library, view, limit, form, session.config)
        return 0 if found or (limit == 0 and library.count(view)) else 1


def _write_paths(library: Library, view: View, limit: int | None) -> int:
    """Write the paths of what is found, for which no article is read; gives how many."""
    length = library.count(view) if limit is None else limit
    found = 0
    for start in range(0, length, PAGE):
        for row in library.rows(view, start, min(PAGE, length - start)):
            write(one_line(row.key))
            found += 1
    return found


def _write_found(library: Library, view: View, limit: int | None, form: str, config: Config) -> int:
    """Write what is found with the words around the first hit; gives how many."""
    found = 0
    for entry, excerpt in library.iter_found(view, limit):
        found += 1
        if form == "json":
            write_json(entry_record(entry) | {"excerpt": excerpt.text, "hits": excerpt.hits})
            continue
        write(format_entry(entry, config.zone))
        if excerpt.text:
            for line in _iter_lines(excerpt, config) if sys.stdout.isatty() else (one_line(excerpt.text),):
                write(f"{_EDGE}{line}")
    return found


def _iter_lines(excerpt: Excerpt, config: Config) -> Iterator[str]:
    """Set the words around a hit for the terminal, the hit in bold where looks are wanted."""
    from reader.typeset.linebreak import BLANKS, break_lines
    from reader.typeset.options import Options

    width = max(shutil.get_terminal_size().columns - len(_EDGE), len(_EDGE))
    marks = excerpt.marks if config.color != "never" else ()
    for start, end in break_lines(excerpt.text, width, width, Options.of(config).measure):
        line = excerpt.text[start:end].rstrip(BLANKS)
        if line:
            yield _mark(line, [(first - start, last - start) for first, last in marks])


def _mark(line: str, marks: Sequence[tuple[int, int]]) -> str:
    """Mark the ranges of a line that lie in it."""
    marked, done = "", 0
    for first, last in marks:
        first, last = max(first, done), min(last, len(line))
        if first < last:
            marked += f"{one_line(line[done:first])}\x1b[1m{one_line(line[first:last])}\x1b[0m"
            done = last
    return marked + one_line(line[done:])


def _explain(error: QueryError) -> None:
    """Say what is wrong with a query, and show where."""
    from reader.typeset.width import cells

    before = one_line(error.query[: error.column])
    say(str(error))
    sys.stderr.write(f"  {one_line(error.query)}\n  {' ' * cells(before)}^\n")
