"""What keys ask for beyond the panes: addresses, sheets, other libraries. Imported when first needed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.parsing.clean import clean_line
from reader.typeset.options import Options
from reader.ui.actions import find_action, keys_of, palette_actions
from reader.ui.dialogs import Choice, Notice, Picker, Question, Request

if TYPE_CHECKING:
    from reader.config import LibraryConfig
    from reader.ui.newsroom import Newsroom
    from reader.ui.searching import Searching

_SAFE = frozenset({"http", "https", "ftp", "gemini", "gopher", "mailto"})


def browse(screen: Newsroom, url: str) -> None:
    """Open an address in the browser; over SSH, or where there is no browser, show it whole."""
    if not url:
        screen.say("This article names no address.")
    elif urlsplit(url).scheme not in _SAFE:
        _show_whole(screen, "This is no address for a browser", url)
    elif screen.config.remote:
        _show_whole(screen, "The address", url)
    else:
        screen.desk.browse(url)


def show_address(screen: Newsroom, url: str) -> None:
    """Show an address that no browser could be found for."""
    _show_whole(screen, "There is no browser here; the address", url)


def _show_whole(screen: Newsroom, title: str, url: str) -> None:
    measure = Options.of(screen.config).measure
    screen.app.push_screen(Notice.of_text(title, url, screen.app.size.width, measure))


def copy(screen: Newsroom, url: str) -> None:
    """Hand an address to the terminal's clipboard; whether it took it is not known."""
    if not url:
        screen.say("This article names no address.")
        return
    screen.app.copy_to_clipboard(url)
    screen.say(f"Address sent to the terminal: {url}")


def ask_read_all(screen: Newsroom, unread: int) -> None:
    """Ask before many articles are marked read."""

    def answered(yes: bool | None) -> None:
        if yes:
            screen.desk.set_view_read(screen.view)

    name = screen.name_of(screen.view._replace(unread_only=False))
    question = f"Mark all {unread:,} unread articles of {name} read?"
    screen.app.push_screen(Question(question, "mark them read"), answered)


def ask_name(screen: Searching, query: str) -> None:
    """Ask under which name to keep a search."""

    def named(name: str | None) -> None:
        safe = clean_line(name or "")
        there = screen.sidebar.find_named(safe)
        if there is not None and there.fixed:
            screen.say(f"{safe} stands in the settings file; another name is needed.")
        elif safe:
            screen.finder.keep(safe, query, there.query if there is not None else "")

    screen.app.push_screen(Request("Keep this search as", clean_line(query)), named)


def show_help(screen: Newsroom) -> None:
    """Show every key."""
    config, measure = screen.config, Options.of(screen.config).measure
    screen.app.push_screen(Notice.of_keys(config.keymap, screen.at, screen.app.size.width, measure))


def show_palette(screen: Newsroom) -> None:
    """Offer every action by name."""
    keymap = screen.config.keymap
    offered = palette_actions(screen.at)
    choices = [Choice(action.id, action.label, " ".join(keys_of(action, keymap))) for action in offered]

    async def chosen(id: str | None) -> None:  # noqa: A002 - the registry's word
        if id is not None:
            action = find_action(id)
            owner = screen if action.where == "anywhere" else screen.pane
            await owner.run_action(action.command)

    screen.app.push_screen(Picker("Actions", choices), chosen)


def show_outline(screen: Newsroom) -> None:
    """Offer the headings of the article."""
    page = screen.article.page
    headings = list(page.iter_headings()) if page is not None else []
    if not headings:
        screen.say("This article has no headings.")
        return
    least = min(level for level, _, _ in headings)
    choices = [Choice(str(line), f"{'  ' * (level - least)}{text}") for level, text, line in headings]
    here = max((i for i, (_, _, line) in enumerate(headings) if line <= screen.article.top), default=0)

    def chosen(line: str | None) -> None:
        if line is not None:
            screen.article.scroll_to_line(int(line))

    screen.app.push_screen(Picker("Outline", choices, here), chosen)


def _say_path(path: Path) -> str:
    """Give a path as shells shorten it: what lies at home begins with `~`."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - without a home this is no fault
    return str("~" / path.relative_to(home)) if path.is_relative_to(home) else str(path)


def show_libraries(screen: Newsroom, libraries: Sequence[LibraryConfig]) -> None:
    """Offer other libraries."""
    if not libraries:
        screen.say("No other library was ever opened; broadsheet FOLDER opens one.")
        return
    choices = [
        Choice(
            str(number), clean_line(library.name or library.path.name), clean_line(_say_path(library.path))
        )
        for number, library in enumerate(libraries)
    ]

    def chosen(number: str | None) -> None:
        if number is not None:
            screen.desk.enter(libraries[int(number)])

    screen.app.push_screen(Picker("Libraries", choices), chosen)
