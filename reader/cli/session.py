"""What all verbs share: the settings, which library is meant, and the two options that stand anywhere."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import click

from reader import __version__
from reader.cli.output import follow, say

if TYPE_CHECKING:
    from reader.config import Config, LibraryConfig
    from reader.services.library import Library

_logger = logging.getLogger(__name__)
logging.getLogger("reader").addHandler(
    logging.NullHandler()
)  # what is logged goes nowhere unless a file is named
Command = TypeVar("Command", bound=Callable[..., Any])
Sync: TypeAlias = Literal["once", "always", "never"]


class NoLibrary(click.ClickException):
    """What was named is no library; which words a verb takes has nothing to do with it."""

    exit_code = 2


class Session:
    """One run of the command line; `library` is what `-l` said last, empty for nothing.

    `times_startup`: the screen is left at its first paint, to tell what it took.
    """

    def __init__(self) -> None:
        """Begin with nothing said."""
        self.library = ""
        self.times_startup = False

    @cached_property
    def config(self) -> Config:
        """The settings; what is wrong in the file is said once, when they are first asked for."""
        from reader.config import load_config

        config = load_config()
        for fault in config.faults:
            _logger.warning(fault)
            say(fault)
        return config

    def find_library(self, argument: str = "") -> LibraryConfig:
        """Find the library that an argument names, else `-l`, else the environment and the settings file.

        Raises:
            NoLibrary: it is neither a folder nor a configured name.
            click.UsageError: two are named.
        """
        from reader.errors import LibraryError
        from reader.services.libraries import find_library

        if argument and self.library and argument != self.library:
            raise click.UsageError(f"two libraries are named, {self.library} and {argument}")
        text = argument or self.library or self.config.library
        try:
            found = find_library(text, self.config)
        except LibraryError as error:
            raise NoLibrary(f"{error}{_hint(text)}") from error
        _logger.debug("library %s", found)
        return found

    @contextmanager
    def open_library(self, argument: str = "", *, sync: Sync = "once") -> Iterator[Library]:
        """Open a library for one verb, and sync it first: `once` means where it never was."""
        from reader.services.library import Library

        library = Library(self.find_library(argument), self.config)
        try:
            if sync == "always":
                follow(library.sync())
            elif sync == "once":
                sync_once(library)
            yield library
        finally:
            library.close()


def sync_once(library: Library) -> None:
    """Sync a library that never was, and say where there are no articles: perhaps another folder was meant."""
    is_new = library.synced is None
    if is_new:
        follow(library.sync())
    if not library.counts().total:
        if os.access(library.root, os.R_OK):
            say(f"there are no articles in {library.root}")
        elif not is_new:  # else the sync has said so
            say(f"{library.root} cannot be read")


def _hint(text: str) -> str:
    """Name the verb that reads a file, or the one nearest to a word that may have been meant as a verb."""
    if Path(text).expanduser().is_file():
        return " To read one file: broadsheet show FILE"
    if not text or len(Path(text).parts) > 1:
        return ""
    return nearest_verb(text)


def nearest_verb(text: str) -> str:
    """Name the verb that a word is near to; empty where it is near to none."""
    from difflib import get_close_matches

    context = click.get_current_context().find_root()
    assert isinstance(context.command, click.Group)
    near = get_close_matches(text.lower(), context.command.list_commands(context), 1)
    return f" The nearest verb is {near[0]}." if near else ""


def session_of(context: click.Context) -> Session:
    """Give the session of a run."""
    return context.find_root().ensure_object(Session)


def shared_options(command: Command) -> Command:
    """Give a command the options that may stand before and after any verb."""
    for option in (
        click.option(
            "--log",
            metavar="FILE",
            type=click.Path(dir_okay=False, path_type=Path),
            expose_value=False,
            callback=_start_log,
            help="Append to FILE what is done.",
        ),
        click.option(
            "-l",
            "--library",
            "chosen",
            metavar="LIBRARY",
            expose_value=False,
            callback=_choose_library,
            help="A folder of articles, or the name of a configured library.",
        ),
    ):
        command = option(command)
    return command


def startup_option(command: Command) -> Command:
    """Give a command that opens a library the option to tell how long that takes."""
    return click.option(
        "--startup-time",
        is_flag=True,
        expose_value=False,
        callback=_time_startup,
        help="Open, print where the milliseconds until the first paint went, and leave.",
    )(command)


def _time_startup(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        session_of(context).times_startup = True


def _choose_library(context: click.Context, _parameter: click.Parameter, library: str | None) -> None:
    if library:
        session_of(context).library = library


def _start_log(context: click.Context, _parameter: click.Parameter, file: Path | None) -> None:
    if file is None:
        return
    try:
        handler = logging.FileHandler(file, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise click.BadParameter(f"{file} cannot be written: {error.strerror}") from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("reader")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.debug("broadsheet %s", __version__)

    @context.find_root().call_on_close
    def stop() -> None:
        logger.removeHandler(handler)
        handler.close()
