"""The program: its verbs in one group, and how a run ends."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from reader import __version__, startup
from reader.cli.output import prepare_streams, say
from reader.cli.session import nearest_verb, shared_options, startup_option
from reader.errors import ReaderError

_logger = logging.getLogger(__name__)
INTERRUPTED = 130  # 128 and the number of SIGINT, as shells count

EXAMPLES = """\b
Examples:
  broadsheet                            open the demo library, or the configured one
  broadsheet ~/blog/source/_posts       open a folder of articles
  broadsheet list ~/news --unread       one line an article
  broadsheet show article.md | less     one article, set for reading
  broadsheet search 采购 is:unread       what was found, and the words around it
  broadsheet -l news bookmark add KEY   bookmark an article of the library "news"

A folder that is called like a verb is written with its path: ./sync
"""


OPEN = "open"  # the verb where none is said
VERBS = {
    "bookmark": "bookmarks:bookmark",
    "categories": "listing:categories",
    "doctor": "checkup:doctor",
    "list": "listing:list_",
    OPEN: "front:open_",
    "search": "search:search",
    "show": "page:show",
    "sync": "listing:sync",
}


class Verbs(click.Group):
    """The verbs, each imported when it is asked for: most runs ask for one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all verbs."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a verb."""
        if cmd_name in VERBS and cmd_name not in self.commands:
            module, _, name = VERBS[cmd_name].partition(":")
            self.add_command(getattr(import_module(f"reader.cli.{module}"), name))
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb that is meant: where the first word is none, it is what is to be opened."""
        if args[0] in VERBS:
            return super().resolve_command(ctx, args)
        if len(args) > 1 and not args[1].startswith("-") and not Path(args[0]).is_dir():
            with ctx:  # two words, and the first is nothing to open: it was meant as a verb
                ctx.fail(f"{args[0]} is no verb.{nearest_verb(args[0])}")
        return super().resolve_command(ctx, [OPEN, *args])


@click.group(
    cls=Verbs,
    invoke_without_command=True,
    subcommand_metavar="[LIBRARY | VERB [ARGS]...]",
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@startup_option
@shared_options
@click.pass_context
def broadsheet(context: click.Context) -> int | None:
    """Read a folder of articles like a newspaper.

    Without a verb: open LIBRARY, a folder or the name of a configured library.
    """
    if context.invoked_subcommand is not None:
        return None
    from reader.cli.front import open_

    status: int = context.invoke(open_)
    return status


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code.

    0: done; 1: nothing found, or faults where they were asked for; 2: wrong use; 130: interrupted.
    """
    startup.note("command line")
    prepare_streams()
    try:
        status = _run(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads the pipe has had enough, as `head` has: nothing failed. The rest goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    return status


def _run(arguments: list[str]) -> int:
    # Not `broadsheet.main`, which ends the process with 1 when a pipe is closed.
    try:
        with broadsheet.make_context("broadsheet", arguments) as context:
            startup.release_collector()
            status = broadsheet.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        if isinstance(error, click.UsageError) and error.ctx is not None:
            sys.stderr.write(f"{error.ctx.get_usage()}\n")
        say(error.format_message())
        return error.exit_code
    except ReaderError as error:
        _logger.error("%s", error, exc_info=error)
        say(str(error))
        return 1
    return status if isinstance(status, int) else 0
