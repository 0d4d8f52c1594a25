"""What a key costs at 120x40: bytes on the wire, and milliseconds from the key to the last of them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figure import Figure, median, percentile, state
from tests.bench.library_maker import Made
from tests.bench.programs import Home
from tests.bench.terminal import Answer, Terminal

REST = 0.4  # seconds after which whatever follows a key has been painted
LISTED = 1000  # bytes at least of another list, by which it is told from the cursor that goes before it
CURSOR = "▌"
BEGUN = 3  # first syncs, of which all but the last are left at the first articles
ENDED = 2  # seconds after which nobody works any more for a screen that is gone
PAGED = 300  # bytes at least of a page: less comes at the end, where there is no further one


def measure(made: Made, home: Home, presses: int) -> list[Figure]:
    """Move, page, read and switch categories in a pty."""
    with _reading(made, home) as terminal:
        start = len(terminal.sent)
        downs = _press(terminal, "j", presses)
        pages = _press(terminal, " ", presses // 4, PAGED)
        read = _read(terminal, presses // 4)
        switched = _switch(terminal, presses // 4)
    middle = f"{median([one.size for one in downs]):,.0f} in the middle, {mean_size(downs):,.0f} on average"
    return [
        state("start: bytes", f"{start:,}", "≤ 12,000"),
        state("cursor down: bytes", middle, "≤ 300, ≤ 550"),
        state("cursor down, p95", late_time(downs), "≤ 16 ms"),
        state("page of the list: bytes", f"{mean_size(pages):,.0f}", "≤ 4,500"),
        state("page of the list, p95", late_time(pages), "≤ 30 ms"),
        state("page of an article, from the second on, p95", late_time(read), "≤ 30 ms"),
        state("switch category, p95", late_time(switched), "≤ 50 ms"),
    ]


def measure_while_syncing(made: Made, folder: Path, presses: int) -> list[Figure]:
    """Begin first syncs, and move the cursor while the last of them runs, which says now and then how far it is: an
    answer is the cursor's.
    """
    painted = []
    for turn in range(BEGUN):
        with Terminal(["-m", "reader", str(made.folder)], Home(folder / str(turn)).environment()) as terminal:
            painted.append(terminal.first_paint("号："))
            downs = _move_while_syncing(terminal, presses) if turn == BEGUN - 1 else []
        time.sleep(ENDED)
    what = f"cursor down while a first sync runs, p95 of {len(downs)}"
    shown = f"{percentile(downs, 95):.1f} ms" if downs else "left out: the sync had ended"
    return [
        state("first sync: exec to first articles on the screen", f"{min(painted):,.0f} ms", "≤ 1,000 ms"),
        state(what, shown, "≤ 30 ms"),
    ]


def _move_while_syncing(terminal: Terminal, presses: int) -> list[float]:
    downs: list[float] = []
    alone = 0
    while len(downs) < presses and alone < 2:  # one process may have ended before the next has begun
        alone = 0 if terminal.children() else alone + 1
        downs.append(terminal.press_until("j", CURSOR))
        terminal.wait(REST)
    return downs


def mean_size(answers: Sequence[Answer]) -> float:
    """Give the bytes of an answer on average."""
    return sum(one.size for one in answers) / max(len(answers), 1)


def late_time(answers: Sequence[Answer]) -> str:
    """Write the milliseconds that all but one answer in twenty take at most."""
    return f"{percentile([one.milliseconds for one in answers], 95):.1f} ms"


@contextmanager
def _reading(made: Made, home: Home) -> Iterator[Terminal]:
    """Open a library with the cursor in its list and nothing else going on."""
    home.forget_reader()
    with Terminal(["-m", "reader", str(made.folder)], home.environment()) as terminal:
        terminal.first_paint(made.newest[:6])
        terminal.settle(1)
        yield terminal


def _read(terminal: Terminal, articles: int) -> list[Answer]:
    """Page through articles; the first page turned marks an article read in the list too, and is not counted."""
    answers: list[Answer] = []
    terminal.press("\r", REST)
    for _ in range(articles):
        terminal.press(" ", REST)
        while (answer := terminal.press(" ")).size >= PAGED and len(answers) < articles:
            answers.append(answer)
            terminal.settle(REST)
        terminal.press("J", REST)
    terminal.press("h", REST)
    return answers


def _switch(terminal: Terminal, times: int) -> list[Answer]:
    """Choose one category after another: a step down the tree and Enter at once, until the list is painted.

    An article appears beside the list 0.12 seconds later, which is not part of it.
    """
    answers = []
    for _ in range(times):
        terminal.press("h", REST)
        answers.append(terminal.press("j\r", least=LISTED))
        terminal.settle(REST)
    return answers


def _press(terminal: Terminal, key: str, times: int, least: int = 0) -> list[Answer]:
    """Press a key again and again, each time after the screen has come to rest."""
    answers = []
    for _ in range(times):
        answers.append(terminal.press(key, least=least))
        terminal.settle(REST)
    return answers
