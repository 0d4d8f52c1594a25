"""The command line: each verb a few lines over services; click lives here.

What belongs here: arguments, exit codes, and how results read as text or JSON. What does not: anything that
the screen needs too, which stands in `reader.services`. Only the verb that runs the screen imports it.

    program.py    the group of verbs, and how a run ends
    session.py    settings, library and log file, for every verb
    output.py     data to stdout, messages to stderr, JSON, the progress bar
    ansi.py       set lines as a terminal's text
    front.py      open: the screen, or the front page where there is no terminal
    listing.py    sync, list, categories
    page.py       show
    search.py     search
    bookmarks.py  bookmark add, remove, list
    checkup.py    doctor
"""

from __future__ import annotations

from reader.cli.program import main

__all__ = ["main"]
