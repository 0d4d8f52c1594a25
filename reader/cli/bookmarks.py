"""The verb `bookmark`: add, remove, list."""

from __future__ import annotations

import click

from reader.cli.listing import write_entries
from reader.cli.output import say
from reader.cli.session import session_of, shared_options


@click.group(no_args_is_help=False, subcommand_metavar="add|remove|list [ARGS]...")
@shared_options
def bookmark() -> None:
    """Keep articles, or let them go."""


@bookmark.command()
@click.argument("keys", metavar="KEY...", nargs=-1, required=True)
@shared_options
@click.pass_context
def add(context: click.Context, keys: tuple[str, ...]) -> int:
    """Bookmark articles by their keys, as `list` shows them."""
    return _set_bookmarks(context, keys, on=True)


@bookmark.command()
@click.argument("keys", metavar="KEY...", nargs=-1, required=True)
@shared_options
@click.pass_context
def remove(context: click.Context, keys: tuple[str, ...]) -> int:
    """Take bookmarks away."""
    return _set_bookmarks(context, keys, on=False)


@bookmark.command("list")
@click.argument("library", default="")
@click.option("--json", "as_json", is_flag=True, help="JSON lines, one object an article.")
@shared_options
@click.pass_context
def list_bookmarks(context: click.Context, library: str, as_json: bool) -> int:
    """List the bookmarked articles."""
    from reader.model import Shelf, View

    session = session_of(context)
    with session.open_library(library) as opened:
        write_entries(opened.iter_entries(View(shelf=Shelf.BOOKMARKS)), session, as_json=as_json)
    return 0


def _set_bookmarks(context: click.Context, keys: tuple[str, ...], *, on: bool) -> int:
    """Mark the articles that are there, name those that are not."""
    with session_of(context).open_library() as opened:
        entries = {key: opened.entry(key) for key in keys}
        found = [entry.article.key for entry in entries.values() if entry and entry.article.key]
        change = opened.set_bookmark(found, on) if found else None
    if found:
        say(
            change.label if change else f"nothing to do: {'all' if on else 'none'} of them bookmarked already"
        )
    for key, entry in entries.items():
        if entry is None:
            say(f"no article has the key {key}")
    return 0 if len(found) == len(entries) else 1
