"""The verbs that say what a library holds: sync, list, categories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from reader.cli.output import entry_record, follow, one_line, say, write, write_json
from reader.cli.session import Session, session_of, shared_options

if TYPE_CHECKING:
    from datetime import tzinfo

    from reader.model import CategoryPath, Entry
    from reader.services.library import Library


@click.command()
@click.argument("library", default="")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--strict", is_flag=True, help="Exit with 1 when an article is faulty.")
@shared_options
@click.pass_context
def sync(context: click.Context, library: str, as_json: bool, strict: bool) -> int:
    """Bring the cache up to the folder."""
    with session_of(context).open_library(library, sync="never") as opened:
        report = follow(opened.sync())
        faulty = strict and any(not found.stray for found in opened.faults())
    if as_json:
        write_json(report._asdict() | {"seconds": round(report.seconds, 3)})
    else:
        counts = ", ".join(
            f"{count:,} {name}" for name, count in report._asdict().items() if name != "seconds"
        )
        write(f"{counts} in {report.seconds:.1f} s")
    return 1 if faulty else 0


@click.command("list")
@click.argument("library", default="")
@click.option("--category", metavar="A/B/C", default="", help="Only articles in this category or below it.")
@click.option("--unread", is_flag=True, help="Only unread articles.")
@click.option("--bookmarked", is_flag=True, help="Only bookmarked articles.")
@click.option("--limit", metavar="N", type=click.IntRange(min=0), help="At most N articles.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines, one object an article.")
@shared_options
@click.pass_context
def list_(
    context: click.Context,
    library: str,
    category: str,
    unread: bool,
    bookmarked: bool,
    limit: int | None,
    as_json: bool,
) -> int:
    """List the articles of LIBRARY, newest first."""
    session = session_of(context)
    with session.open_library(library) as opened:
        entries = _find_entries(opened, category, unread=unread, bookmarked=bookmarked)
        write_entries(islice(entries, limit), session, as_json=as_json)
    return 0


def _find_entries(library: Library, category: str, *, unread: bool, bookmarked: bool) -> Iterator[Entry]:
    from reader.model import Shelf, View

    path = _find_category(library, category) if category else ()
    if path is None:
        say(f"no article is in the category {category}")
    elif bookmarked:  # few, whatever the category holds
        marked = library.iter_entries(View(shelf=Shelf.BOOKMARKS, unread_only=unread))
        yield from (entry for entry in marked if _is_in(entry, path))
    else:
        yield from library.iter_entries(View(category=path, unread_only=unread))


def _find_category(library: Library, text: str) -> CategoryPath | None:
    """Find a category by its names with slashes between them; a name may hold slashes itself."""
    wanted = text.strip("/")
    paths = (category.path for category in library.categories())
    return next((path for path in paths if "/".join(path) == wanted), None)


def _is_in(entry: Entry, path: CategoryPath) -> bool:
    return not path or any(own[: len(path)] == path for own in entry.article.categories)


def write_entries(entries: Iterable[Entry], session: Session, *, as_json: bool) -> None:
    """Write one line an article: marks, date, title, key; or JSON."""
    for entry in entries:
        if as_json:
            write_json(entry_record(entry))
        else:
            write(format_entry(entry, session.config.zone))


def format_entry(entry: Entry, zone: tzinfo | None) -> str:
    """Give an article as one line: marks, date, title, key."""
    from reader.services.dateline import say_exact

    article = entry.article
    marks = ("●" if entry.unread else " ") + ("★" if entry.bookmarked else " ")
    date = say_exact(article.date, zone) if article.date else ""
    return f"{marks} {date:16}  {article.title}  {one_line(article.key or '')}"


@click.command()
@click.argument("library", default="")
@click.option("--json", "as_json", is_flag=True, help="JSON lines, one object a category.")
@shared_options
@click.pass_context
def categories(context: click.Context, library: str, as_json: bool) -> int:
    """Show the tree of categories.

    Each with its articles, those below it included, and how many of them are unread.
    """
    with session_of(context).open_library(library) as opened:
        for category in opened.categories():
            if as_json:
                record = {"path": category.path, "name": category.name}
                write_json(record | {"total": category.total, "unread": category.unread})
            else:
                write(
                    f"{'  ' * category.depth}{category.name}  {category.total:,} ({category.unread:,} unread)"
                )
    return 0
